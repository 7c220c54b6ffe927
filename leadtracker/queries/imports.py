"""Imports: those a person sees, the next one to run, and what they run into."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from leadtracker.db import db
from leadtracker.domain.lead_rows import COLUMNS
from leadtracker.models import ImportRow, Lead, LeadImport, LeadListMember, Phone
from leadtracker.models.lead_import import ImportState, RowProblem
from leadtracker.queries.lead_search import called_exactly


def recent_imports(limit: int = 8) -> list[LeadImport]:
    """The imports that were started, newest first."""
    return list(
        db.session.scalars(
            select(LeadImport)
            .where(LeadImport.state != ImportState.CHECKING)
            .order_by(LeadImport.id.desc())
            .limit(limit)
            .options(joinedload(LeadImport.created_by), joinedload(LeadImport.lead_list))
        )
    )


def find_import(import_id: int) -> LeadImport | None:
    return db.session.scalar(
        select(LeadImport)
        .where(LeadImport.id == import_id)
        .options(joinedload(LeadImport.lead_list), joinedload(LeadImport.created_by))
    )


def content_of(import_id: int) -> bytes | None:
    """The file as it was received; None once it is done with."""
    return db.session.scalar(select(LeadImport.content).where(LeadImport.id == import_id))


def find_next_import(stale_before: datetime) -> int | None:
    """The id of the oldest import that waits, or whose runner has not been heard of since then."""
    return db.session.scalar(
        select(LeadImport.id)
        .where(
            or_(
                LeadImport.state == ImportState.QUEUED,
                and_(LeadImport.state == ImportState.RUNNING, LeadImport.claimed_at < stale_before),
            )
        )
        .order_by(LeadImport.id)
        .limit(1)
    )


def problem_rows(lead_import: LeadImport, problem: RowProblem | None = None) -> Select:
    """The rows that need a look, in the order of the file."""
    stmt = select(ImportRow).where(ImportRow.import_id == lead_import.id)
    if problem is not None:
        stmt = stmt.where(ImportRow.problem == problem)
    return stmt.order_by(ImportRow.line, ImportRow.id)


def problem_totals(lead_import: LeadImport) -> dict[RowProblem, int]:
    """How many rows there are of each problem; problems without any are absent."""
    rows = db.session.execute(
        select(ImportRow.problem, func.count())
        .where(ImportRow.import_id == lead_import.id)
        .group_by(ImportRow.problem)
    )
    return dict(rows.all())


# --- what a chunk of rows runs into --------------------------------------------------------------


def other_leads_exist(import_id: int) -> bool:
    """Whether there is any lead that this import has not made."""
    found = select(Lead.id).where(Lead.import_id.is_distinct_from(import_id)).limit(1)
    return db.session.scalar(found) is not None


def leads_by_number(numbers: Collection[str]) -> dict[str, int]:
    """Number → the lead that holds it."""
    if not numbers:
        return {}
    rows = db.session.execute(
        select(Phone.e164, Phone.lead_id).where(Phone.e164.in_(list(numbers)))
    )
    return dict(rows.all())


def leads_called(companies: Collection[str], *, except_import: int) -> list[Row]:
    """Leads of those names that this import has not made: id, name and place, whether dialable."""
    if not companies:
        return []
    dialable = select(Phone.id).where(Phone.lead_id == Lead.id, Phone.e164.is_not(None)).exists()
    return list(
        db.session.execute(
            select(
                Lead.id,
                Lead.company,
                Lead.address,
                Lead.postal_code,
                Lead.city,
                dialable.label("dialable"),
            )
            .where(
                called_exactly(companies),
                Lead.import_id.is_distinct_from(except_import),
            )
            .order_by(Lead.id)
        )
    )


def texts_of_leads(lead_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Lead → what is known of it, by column."""
    columns = [getattr(Lead, name) for name in COLUMNS]
    rows = db.session.execute(select(Lead.id, *columns).where(Lead.id.in_(list(lead_ids))))
    return {lead_id: dict(zip(COLUMNS, texts, strict=True)) for lead_id, *texts in rows}


def members_among(list_id: int, lead_ids: Collection[int]) -> set[int]:
    """Those of ``lead_ids`` that stand on the list."""
    return set(
        db.session.scalars(
            select(LeadListMember.lead_id).where(
                LeadListMember.list_id == list_id, LeadListMember.lead_id.in_(list(lead_ids))
            )
        )
    )


def last_positions(lead_ids: Collection[int]) -> dict[int, int]:
    """Lead → the position of its last number."""
    rows = db.session.execute(
        select(Phone.lead_id, func.max(Phone.position))
        .where(Phone.lead_id.in_(list(lead_ids)))
        .group_by(Phone.lead_id)
    )
    return dict(rows.all())
