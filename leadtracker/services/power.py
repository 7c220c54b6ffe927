"""Power mode: what follows an outcome by itself.

In preview mode the coordinator looks at the next lead and presses D. In power mode the outcome key
dials it: at once, or after a breath that the page counts down, so that nothing is dialled while a
note is being typed.
"""

from dataclasses import dataclass

import structlog

from leadtracker.db import db
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.presence import BREATHS, DialMode
from leadtracker.models import Call, QueueItem, User
from leadtracker.services import calls
from leadtracker.telephony.interface import Telephony

log = structlog.get_logger()


@dataclass(frozen=True)
class Onward:
    """What followed: the call that was dialled, or the seconds after which the page is to dial."""

    call: Call | None = None
    breath_seconds: int | None = None


#: Nothing followed: the desk waits for its coordinator.
NOTHING = Onward()


def go_on(call: Call, item: QueueItem | None, *, by: User, telephony: Telephony) -> Onward:
    """After ``call`` was settled: dial ``item``, which came onto the desk, if ``by`` wants that.

    A doubled outcome key dials once: the press is known by the outcome it belongs to.
    """
    if by.dial_mode is not DialMode.POWER or item is None:
        return NOTHING
    if by.breath_seconds > 0:
        return Onward(breath_seconds=by.breath_seconds)
    press = f"after-{call.id}-{call.outcome_at:%H%M%S%f}"
    return Onward(calls.dial_by_itself(item, by=by, request_id=press, telephony=telephony))


def choose_dialling(user: User, *, mode: DialMode, breath_seconds: int) -> None:
    """How the user wants to dial from now on; raises ``RuleViolation`` for a longer breath."""
    if breath_seconds not in BREATHS:
        raise RuleViolation(N_("A breath lasts 0 to 5 seconds."), field="breath_seconds")
    user.dial_mode, user.breath_seconds = mode, breath_seconds
    db.session.commit()
    log.info("dialling_chosen", account_id=user.id, mode=mode, breath_seconds=breath_seconds)
