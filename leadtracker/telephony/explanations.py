"""The provider's error codes in words a person can act on, and who that person is.

Sources: Twilio's Error and Warning Dictionary, twilio.com/docs/api/errors. A code that is not in
the table is told with the provider's own message and the address of its documentation.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from leadtracker.domain.errors import N_


class Actor(StrEnum):
    """Who can put it right."""

    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence, marked for translation, with the values for its places."""

    message: str
    actor: Actor
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


_TABLE: tuple[tuple[tuple[int, ...], str, Actor], ...] = (
    (
        (21211, 21217, 13223, 13224, 13226),
        N_("This number is not dialable. Check its digits and country code."),
        Actor.COORDINATOR,
    ),
    (
        (21214,),
        N_("The network cannot reach this number now. Try it again later."),
        Actor.COORDINATOR,
    ),
    (
        (21215, 13227, 32205),
        N_("Calls to this country are switched off in Twilio (Geo permissions)."),
        Actor.ADMINISTRATOR,
    ),
    (
        (21216, 13225, 32224),
        N_("Twilio blocked this call for fraud or regulatory reasons. Do not dial it again."),
        Actor.ADMINISTRATOR,
    ),
    (
        (21210, 21212, 13214, 13247, 32204),
        N_("Our caller ID is not a verified number of this account."),
        Actor.ADMINISTRATOR,
    ),
    (
        (21219, 573005, 32100),
        N_("This is a trial account: only verified numbers can be called."),
        Actor.ADMINISTRATOR,
    ),
    (
        (10004, 16021),
        N_("Too many calls at once for this account. Wait for one to end."),
        Actor.COORDINATOR,
    ),
    (
        (22005, 15002, 20429),
        N_("Twilio is limiting our calls. Try again in a few seconds."),
        Actor.NOBODY,
    ),
    (
        (21220, 16022, 20404),
        N_("The call has already ended."),
        Actor.NOBODY,
    ),
    (
        (21205, 21208, 21209, 21218, 21234, 20001, 20422),
        N_("The telephone is set up wrongly (Twilio %(code)s)."),
        Actor.ADMINISTRATOR,
    ),
    (
        (10001, 10005, 20003, 20005, 20006, 20403),
        N_("Twilio refuses our credentials or has suspended the account. Nobody can dial."),
        Actor.ADMINISTRATOR,
    ),
    (
        (11200, 11205, 11215, 11220, 11235, 11236, 11237, 12100, 12300, 15003, 16011),
        N_("Twilio could not talk to our server."),
        Actor.ADMINISTRATOR,
    ),
    (
        (13805,),
        N_("A trial account cuts calls off after 10 minutes."),
        Actor.ADMINISTRATOR,
    ),
    (
        (16027,),
        N_("Whispering does not work while that person is on hold."),
        Actor.COORDINATOR,
    ),
)

EXPLANATIONS: dict[int, tuple[str, Actor]] = {
    code: (message, actor) for codes, message, actor in _TABLE for code in codes
}

#: Asking for something of a call that is over: nothing went wrong, look how it ended.
ALREADY_ENDED = frozenset({21220, 16022, 20404})

#: Said when no code came at all.
NO_CODE = "none"

_UNKNOWN = N_("Twilio says: %(said)s (%(code)s, see %(link)s)")


def explain(code: int | None, said: str = "") -> Explanation:
    """The sentence for ``code``; ``said`` is the provider's own message, for a code we do not know.

    >>> explain(21217).actor
    <Actor.COORDINATOR: 'coordinator'>
    """
    shown = str(code) if code else NO_CODE
    if code in EXPLANATIONS:
        message, actor = EXPLANATIONS[code]
        return Explanation(message, actor, {"code": shown} if "%(code)s" in message else {})
    link = f"https://www.twilio.com/docs/errors/{shown}" if code else "https://status.twilio.com"
    params = {"said": said or "?", "code": shown, "link": link}
    return Explanation(_UNKNOWN, Actor.ADMINISTRATOR, params)
