"""What a team lead, or somebody who passes a lead on, fills in."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, OneSelect, Required, TextField
from leadtracker.models import Team, User


class TakerSelect(OneSelect):
    """A person or a team: its value is ``user:7`` or ``team:2``; ``taker`` is the row itself."""

    def __init__(self, label=None, validators=None, *, none: str = "", **kwargs):
        super().__init__(label, validators, choices=(), **kwargs)
        self._none, self._rows = none, {}

    def offer(self, people: Iterable[User], teams: Iterable[Team]) -> None:
        """Say who may be chosen; those of several teams are told apart by their team."""
        people = list(people)
        several = len({user.team_id for user in people}) > 1
        first = [SelectChoice("", self._none)] if self._none else []
        self._rows = {f"user:{user.id}": user for user in people}
        self._rows |= {f"team:{team.id}": team for team in teams}
        self.choices = first + [
            SelectChoice(value, _name_of(row, several)) for value, row in self._rows.items()
        ]

    @property
    def taker(self) -> User | Team | None:
        return self._rows.get(self.data)


def _name_of(row: User | Team, with_team: bool) -> str:
    if isinstance(row, Team):
        return _("%(team)s: whoever is first", team=row.name)
    return f"{row.name}, {row.team.name}" if with_team and row.team else row.name


class AssignmentForm(Form):
    """What to give, to whom, and a word about it. ``what``: late, all or an item's number."""

    what = OneSelect(_l("What"), choices=())
    to = TakerSelect(_l("To"))
    note = TextField(
        _l("A word for them"),
        [AtMost(300)],
        description=_l("It stands on the row, with your name."),
    )

    def offer_work(self, choices: Sequence[tuple[str, str]]) -> None:
        """Say what there is to give, each as its value and its words."""
        self.what.choices = [SelectChoice(value, words) for value, words in choices]


class PullBackForm(Form):
    """Where it goes, and why."""

    to = TakerSelect(_l("Give it to"), none=_l("Nobody: back to its queue, for 15 minutes"))
    reason = TextField(_l("Why"), [AtMost(200)], description=_l("They read it on their desk."))


class ClearanceForm(Form):
    """Why a wrap-up is cleared."""

    reason = TextField(
        _l("Why"),
        [Required(_l("Say why it is cleared: it stays in the records.")), AtMost(200)],
        description=_l("They read it on their desk, and it stays in the records."),
    )


class HandOverForm(Form):
    """To whom a lead is passed on, and what they must know."""

    to = TakerSelect(_l("To"))
    note = TextField(
        _l("What they should know"), [Required(_l("Say what they should know.")), AtMost(300)]
    )


class TopPlaceForm(Form):
    """Whose next call it is."""

    to = TakerSelect(_l("Whose next call"))
    note = TextField(_l("A word for them"), [AtMost(300)])
