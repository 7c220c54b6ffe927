"""The company's own do-not-call list."""

from collections.abc import Collection
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.domain.phones import digits_for_search
from leadtracker.models import DoNotCallEntry, Phone


def active_entries() -> Select:
    """Entries that block, newest first."""
    return (
        select(DoNotCallEntry)
        .where(DoNotCallEntry.lifted_at.is_(None))
        .order_by(DoNotCallEntry.added_at.desc(), DoNotCallEntry.id.desc())
        .options(joinedload(DoNotCallEntry.added_by))
    )


def entries_matching(q: str) -> Select:
    """Entries that block and hold the digits of ``q`` in the number, or its words in the reason."""
    if digits := digits_for_search(q):
        return active_entries().where(DoNotCallEntry.e164.contains(digits))
    if q:
        reason = func.lower(DoNotCallEntry.reason)
        return active_entries().where(reason.contains(q.lower(), autoescape=True))
    return active_entries()


def find_active_entry(e164: str) -> DoNotCallEntry | None:
    return db.session.scalar(active_entries().where(DoNotCallEntry.e164 == e164).limit(1))


def active_entries_of(numbers: Collection[str]) -> dict[str, DoNotCallEntry]:
    """Number → the entry that blocks it, for those of ``numbers`` that are blocked."""
    if not numbers:
        return {}
    entries = db.session.scalars(active_entries().where(DoNotCallEntry.e164.in_(numbers)))
    return {entry.e164: entry for entry in entries}


def blocked_among(numbers: Collection[str]) -> set[str]:
    """Those of ``numbers`` that must not be called."""
    return set(
        db.session.scalars(
            select(DoNotCallEntry.e164).where(
                DoNotCallEntry.e164.in_(numbers), DoNotCallEntry.lifted_at.is_(None)
            )
        )
    )


def find_callable_phone(lead_id: int) -> Phone | None:
    """The lead's first number that is a number and is not blocked."""
    return db.session.scalar(_callable_phone(), {"lead": lead_id})


@cache
def _callable_phone() -> Select:
    blocked = select(DoNotCallEntry.e164).where(
        DoNotCallEntry.e164 == Phone.e164, DoNotCallEntry.lifted_at.is_(None)
    )
    return (
        select(Phone)
        .where(Phone.lead_id == bindparam("lead"), Phone.e164.is_not(None), ~blocked.exists())
        .order_by(Phone.position)
        .limit(1)
    )
