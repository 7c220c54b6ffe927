"""What of somebody's work can be given away, as choices."""

from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.domain import clock
from leadtracker.domain.promises import ON_TIME
from leadtracker.domain.queue import PROMISED_KINDS, QueueKind
from leadtracker.models import QueueItem
from leadtracker.templating.wording import day_time_in, reader_zone

LATE, ALL = "late", "all"

#: So many single promises are offered by name.
NAMED = 30


def work_choices(items: list[QueueItem]) -> list[tuple[str, str]]:
    """The late ones, everything, or one promise or hand-over by name."""
    if not items:
        return []
    now = clock.now()
    late = sum(item.kind in PROMISED_KINDS and now - item.due_at > ON_TIME for item in items)
    choices = [(LATE, ngettext("The late one", "All %(num)s late ones", late))] if late else []
    every = ngettext("The one that waits", "All %(num)s that wait", len(items))
    named = [item for item in items if item.kind is not QueueKind.PROMOTION][:NAMED]
    return [*choices, (ALL, every), *((str(item.id), _named(item)) for item in named)]


def _named(item: QueueItem) -> str:
    if item.kind is QueueKind.HAND_OVER:
        return _("%(lead)s, handed over", lead=item.lead.name)
    when = day_time_in(item.due_at, reader_zone())
    return _("%(lead)s, agreed for %(when)s your time", lead=item.lead.name, when=when)
