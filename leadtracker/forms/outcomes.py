"""Outcomes and their sets, as the administrator writes them."""

from collections.abc import Iterable

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.forms.amounts import CountField
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, OneSelect, Required, RowSelect, TextField
from leadtracker.models import Outcome
from leadtracker.models.outcome import KEYS, LONGEST_REST, Consequence, OutcomeCategory

#: The longest wait: a year, in the unit it is written in.
MOST_WAIT = int(LONGEST_REST.total_seconds()) // 60

_UNITS = {"minutes": 60, "hours": 3600, "days": 86400}

CATEGORY_NAMES = {
    OutcomeCategory.NOT_REACHED: _l("Not reached"),
    OutcomeCategory.REACHED: _l("Reached"),
    OutcomeCategory.SUCCESS: _l("Success"),
    OutcomeCategory.STOP: _l("Stop"),
}

CONSEQUENCE_NAMES = {
    Consequence.RETRY: _l("Try again after a wait"),
    Consequence.FOLLOW_UP: _l("Needs a follow-up at an agreed time"),
    Consequence.ORDER: _l("Needs an order"),
    Consequence.CLOSE: _l("Close: not called for this promotion again"),
    Consequence.DO_NOT_CALL: _l("Do not call: blocks the number"),
}


def _keys() -> list[SelectChoice]:
    return [SelectChoice(key, str(key)) for key in KEYS]


def _categories() -> list[SelectChoice]:
    return [SelectChoice(category.value, name) for category, name in CATEGORY_NAMES.items()]


def _consequences() -> list[SelectChoice]:
    return [SelectChoice(each.value, name) for each, name in CONSEQUENCE_NAMES.items()]


def _units() -> list[SelectChoice]:
    words = {"minutes": _("minutes"), "hours": _("hours"), "days": _("days")}
    return [SelectChoice(unit, words[unit]) for unit in _UNITS]


class OutcomeForm(Form):
    """One outcome."""

    label = TextField(_l("Label"), [Required(_l("Write what its key says.")), AtMost(60)])
    key = OneSelect(_l("Key"), coerce=int, choices=_keys)
    category = OneSelect(
        _l("Counts as"),
        coerce=OutcomeCategory,
        choices=_categories,
        description=_l("Reached and success are conversations; not reached acts at once."),
    )
    consequence = OneSelect(_l("What follows"), coerce=Consequence, choices=_consequences)
    wait = CountField(_l("Wait"), most=MOST_WAIT)
    wait_unit = OneSelect(_l("Unit"), choices=_units, default="days")
    least_talk_seconds = CountField(_l("Talked for at least, seconds"), least=0, most=7200)
    most_talk_seconds = CountField(_l("Talked for at most, seconds"), least=0, most=7200)

    @classmethod
    def of(cls, outcome: Outcome) -> "OutcomeForm":
        """The form with an outcome in it."""
        wait, unit = _in_unit(outcome.retry_after_seconds)
        return cls(
            label=outcome.label,
            key=outcome.key,
            category=outcome.category,
            consequence=outcome.consequence,
            wait=wait,
            wait_unit=unit,
            least_talk_seconds=outcome.least_talk_seconds,
            most_talk_seconds=outcome.most_talk_seconds,
        )

    def validate_wait(self, field: CountField) -> None:
        if field.data and field.data * _UNITS.get(self.wait_unit.data, 60) > MOST_WAIT * 60:
            raise wtforms.ValidationError(_("A year at most."))

    def values(self) -> dict:
        wait = self.wait.data and self.wait.data * _UNITS[self.wait_unit.data]
        return {
            "label": self.label.data,
            "key": self.key.data,
            "category": self.category.data,
            "consequence": self.consequence.data,
            "retry_after_seconds": wait,
            "least_talk_seconds": self.least_talk_seconds.data,
            "most_talk_seconds": self.most_talk_seconds.data,
        }


def _in_unit(seconds: int | None) -> tuple[int | None, str]:
    """A wait in the largest unit that leaves nothing over."""
    if not seconds:
        return None, "days"
    unit = next(unit for unit in ("days", "hours", "minutes") if seconds % _UNITS[unit] == 0)
    return seconds // _UNITS[unit], unit


class OutcomeSetForm(Form):
    """A set's name."""

    name = TextField(_l("Name"), [Required(_l("Name the set.")), AtMost(120)])


class NewOutcomeSetForm(OutcomeSetForm):
    """A set's name, and the set it begins as a copy of."""

    original = RowSelect(
        _l("Begins as a copy of"),
        [Required(_l("Choose what it begins with."))],
        none=_l("Choose a set"),
    )


class KeysForm(Form):
    """The keys of a set's outcomes; :meth:`of_set` has one field for each."""

    @staticmethod
    def of_set(outcomes: Iterable[Outcome], formdata=None) -> Form:
        """A form with the field ``key-<id>`` for every offered outcome."""
        fields = {
            f"key-{outcome.id}": OneSelect(
                _("Key of %(outcome)s", outcome=outcome.label),
                coerce=int,
                choices=_keys,
                default=outcome.key,
            )
            for outcome in outcomes
        }
        return type("KeysOfSet", (KeysForm,), fields)(formdata)

    @property
    def keys(self) -> dict[int, int]:
        """The keys by outcome."""
        return {int(name.removeprefix("key-")): field.data for name, field in self._fields.items()}
