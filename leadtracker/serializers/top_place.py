"""A lead that somebody put on top: for whom, and how to take it back."""

from dataclasses import dataclass

from flask_babel import gettext as _

from leadtracker.models import Lead
from leadtracker.queries import assignments as find


@dataclass(frozen=True)
class Raised:
    """For whom, and the step that did it."""

    who: str
    batch: str


def raised_place(lead: Lead) -> Raised | None:
    """Where the lead was put on top of a queue; None for one that was not."""
    for item in find.raised_items_of(lead):
        if batch := find.batch_that_raised(item):
            return Raised(item.owner.first_name if item.owner else _("the team"), batch)
    return None
