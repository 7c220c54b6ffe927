"""Scripts, as they are written: steps with a line to say and a cue not to say."""

from collections.abc import Mapping

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from leadtracker.domain import scripts
from leadtracker.domain.plain_text import legible
from leadtracker.domain.scripts import LineProblem, ScriptProblem
from leadtracker.forms.base import Form
from leadtracker.forms.fields import AtMost, Required, TextField

MOST_STEPS = 40

#: Merge fields in the words of the editor.
FIELD_NAMES = {
    "contact_name": _l("contact’s name"),
    "first_name": _l("first name"),
    "company": _l("company"),
    "city": _l("city"),
    "coordinator": _l("your first name"),
    "our_company": _l("our company"),
    "promotion": _l("promotion"),
    "deadline": _l("promotion’s end"),
}


def problem_words(found: LineProblem) -> str:
    """Why a line cannot be published, in words."""
    words = {
        ScriptProblem.EMPTY: _l("Write what is said."),
        ScriptProblem.UNKNOWN_FIELD: _l("There is no merge field “%(about)s”."),
        ScriptProblem.FALLBACK_MISSING: _l(
            "{%(about)s} needs a word for leads without one: {%(about)s|there}."
        ),
        ScriptProblem.STRAY_BRACE: _l("A merge field is not closed: “%(about)s” stands alone."),
        ScriptProblem.TOO_LONG: _l("%(about)s words: more than one thought. Split the step."),
    }
    return str(words[found.problem]) % {"about": found.about}


class StepForm(Form):
    """One step; a step with nothing in it is not there."""

    name = TextField(_l("Name"), [AtMost(60)])
    line = wtforms.TextAreaField(_l("The line"), [AtMost(2000)])
    cue = TextField(_l("Cue for the caller, not read out"), [AtMost(300)])

    @property
    def is_blank(self) -> bool:
        return not any(
            (text or "").strip() for text in (self.name.data, self.line.data, self.cue.data)
        )

    def validate_name(self, field: TextField) -> None:
        if not field.data:
            raise wtforms.ValidationError(_("Name the step."))

    def validate_line(self, field: wtforms.TextAreaField) -> None:
        if found := scripts.problems(field.data or ""):
            raise wtforms.ValidationError(" ".join(problem_words(one) for one in found))

    def values(self) -> dict[str, str]:
        return {
            "name": self.name.data or "",
            "line": legible(self.line.data or ""),
            "cue": self.cue.data or "",
        }


class ScriptForm(Form):
    """A script: its name and its steps, at least one."""

    name = TextField(_l("Script"), [Required(_l("Name the script.")), AtMost(120)])
    steps = wtforms.FieldList(wtforms.FormField(StepForm), min_entries=1, max_entries=MOST_STEPS)

    def validate(self, extra_validators=None) -> bool:
        """Blank steps are left out, unless there is no other."""
        written = [entry for entry in self.steps.entries if not entry.form.is_blank]
        self.steps.entries = written or self.steps.entries[:1]
        return super().validate(extra_validators)

    def values(self) -> dict:
        return {"name": self.name.data, "steps": [entry.form.values() for entry in self.steps]}

    def rearranged(self, change: str) -> "ScriptForm":
        """The same form after a press on one of its buttons: ``add``, ``remove-2``, ``up-2``."""
        steps = [entry.form.data for entry in self.steps]
        verb, _dash, place = change.partition("-")
        at = int(place) if place.isdecimal() and int(place) < len(steps) else None
        if verb == "add" and len(steps) < MOST_STEPS:
            steps.append({})
        elif verb == "remove" and at is not None:
            del steps[at]
        elif verb == "up" and at:
            steps[at - 1], steps[at] = steps[at], steps[at - 1]
        return ScriptForm(data={"name": self.name.data, "steps": steps})


def steps_of(steps: list[Mapping[str, str]]) -> list[dict[str, str]]:
    """A version's steps as the form takes them."""
    return [{key: step.get(key, "") for key in ("name", "line", "cue")} for step in steps]
