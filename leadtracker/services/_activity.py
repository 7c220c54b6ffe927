"""Lines of the timeline and the audit trail, written in the transaction they tell about."""

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.models import Activity


def record(
    kind: str,
    *,
    by: int | None,
    lead: int | None = None,
    call: int | None = None,
    at=None,
    **data,
) -> None:
    """Append ``kind`` (past tense); ``by``, ``lead`` and ``call`` are ids, ``data`` is JSON."""
    db.session.add(
        Activity(
            kind=kind,
            user_id=by,
            lead_id=lead,
            call_id=call,
            data=data,
            at=at or clock.now(),
        )
    )
