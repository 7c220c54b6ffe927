"""A script as the caller reads it, with the facts of an example lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _

from leadtracker.domain import clock, scripts
from leadtracker.domain.scripts import MOST_WORDS, Segment
from leadtracker.models import User
from leadtracker.templating.wording import date_words

#: How many words people say in a second at an easy pace (about 150 a minute).
WORDS_A_SECOND = 2.5


@dataclass(frozen=True)
class StepPreview:
    """A step with its line filled in, for a lead we know and for one we know nothing of."""

    name: str
    known: list[Segment]
    unknown: str
    cue: str
    words: int

    @property
    def seconds(self) -> int:
        """How long the line takes to say."""
        return max(1, round(self.words / WORDS_A_SECOND))

    @property
    def is_long(self) -> bool:
        return self.words > MOST_WORDS

    @property
    def differs(self) -> bool:
        """Whether the line reads otherwise where facts are missing."""
        return self.unknown != _joined(self.known)


@dataclass(frozen=True)
class ScriptPreview:
    """Every step that says something, and the lead it is shown with."""

    lead_name: str
    steps: list[StepPreview]


def preview_of(steps: Sequence[Mapping[str, str]], user: User) -> ScriptPreview:
    """The preview of the steps as they stand, right or wrong."""
    facts = _example(user)
    # A fact that no lead lacks is there for strangers too.
    always = {key: facts[key] for key in ("coordinator", "our_company", "promotion", "deadline")}
    return ScriptPreview(
        lead_name=facts["company"],
        steps=[
            StepPreview(
                name=step["name"],
                known=scripts.render_line(step["line"], facts),
                unknown=_joined(scripts.render_line(step["line"], always)),
                cue=step["cue"],
                words=len(_joined(scripts.render_line(step["line"], facts)).split()),
            )
            for step in steps
            if step["line"].strip()
        ],
    )


def _joined(segments: Sequence[Segment]) -> str:
    return "".join(segment.text for segment in segments)


def _example(user: User) -> dict[str, str]:
    today = clock.today(clock.zone(user.time_zone))
    return {
        "contact_name": "Marisol Reyes",
        "first_name": "Marisol",
        "company": "Copper State Wheel & Tire",
        "city": "Phoenix",
        "coordinator": user.first_name,
        "our_company": current_app.config["COMPANY_NAME"],
        "promotion": _("Spring Alloy"),
        "deadline": date_words(today + timedelta(days=14), long=True),
    }
