"""How often and when leads are tried, as a sentence with blanks; a blank left empty is usual."""

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from leadtracker.domain.attempts import LIMITS, USUAL_RULES, AttemptRules, DayPart
from leadtracker.forms.amounts import CountField
from leadtracker.forms.base import Form
from leadtracker.forms.fields import OneSelect

_PARTS = (
    (tuple(DayPart), _l("mornings, afternoons and evenings")),
    ((DayPart.MORNING, DayPart.AFTERNOON), _l("mornings and afternoons")),
    ((DayPart.AFTERNOON, DayPart.EVENING), _l("afternoons and evenings")),
    ((DayPart.MORNING, DayPart.EVENING), _l("mornings and evenings")),
    ((DayPart.MORNING,), _l("mornings only")),
    ((DayPart.AFTERNOON,), _l("afternoons only")),
    ((DayPart.EVENING,), _l("evenings only")),
)


def _parts() -> list[SelectChoice]:
    return [SelectChoice("+".join(parts), words) for parts, words in _PARTS]


def _count(name: str, label) -> CountField:
    least, most = LIMITS[name]
    return CountField(label, least=least, most=most, default=getattr(USUAL_RULES, name))


class AttemptRulesForm(Form):
    """The rules of a promotion; :meth:`read` makes values of it."""

    tries = _count("tries", _l("Tries in all"))
    tries_a_day = _count("tries_a_day", _l("Tries a day"))
    parts = OneSelect(_l("Parts of the day"), default="+".join(DayPart), choices=_parts)
    cool_down_days = _count("cool_down_days", _l("Days of rest after another promotion"))
    missed_days = _count("missed_days", _l("Days of rest after a try of another promotion"))
    rounds = _count("rounds", _l("Rounds"))
    recycle_after_days = _count("recycle_after_days", _l("Days of rest between rounds"))

    @staticmethod
    def data_of(rules: AttemptRules) -> dict:
        """What the form shows for these rules."""
        return rules.written | {"parts": "+".join(rules.parts)}

    def read(self) -> AttemptRules:
        """The rules as written, once :meth:`validate` has found nothing wrong with them."""
        numbers = {name: self._fields[name].data for name in LIMITS}
        written = {name: number for name, number in numbers.items() if number is not None}
        parts = tuple(DayPart(part) for part in self.parts.data.split("+"))
        return AttemptRules(parts=parts, **written)

    @property
    def wrong(self) -> list[wtforms.Field]:
        """Blanks that say something that cannot be."""
        return [field for field in self if field.errors]
