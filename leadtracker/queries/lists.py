"""Lists of leads."""

from dataclasses import dataclass

from sqlalchemy import func, select

from leadtracker.db import db
from leadtracker.models import Lead, LeadList, LeadListMember, User
from leadtracker.queries.leads import leads_visible_to


@dataclass(frozen=True)
class ListRow:
    """A list, and how many of its leads the reader sees."""

    lead_list: LeadList
    leads: int


def lists_seen_by(reader: User) -> list[ListRow]:
    """Every list, newest first, with the number of the reader's leads on it."""
    seen = leads_visible_to(reader).with_only_columns(Lead.id).subquery()
    counts = (
        select(LeadListMember.list_id, func.count().label("leads"))
        .join(seen, seen.c.id == LeadListMember.lead_id)
        .group_by(LeadListMember.list_id)
        .subquery()
    )
    rows = db.session.execute(
        select(LeadList, func.coalesce(counts.c.leads, 0))
        .outerjoin(counts, counts.c.list_id == LeadList.id)
        .order_by(LeadList.id.desc())
    )
    return [ListRow(lead_list, leads) for lead_list, leads in rows]


def list_names() -> list[tuple[int, str]]:
    """Every list's id and name, by name."""
    rows = db.session.execute(select(LeadList.id, LeadList.name).order_by(LeadList.name))
    return [(list_id, name) for list_id, name in rows]


def find_list(list_id: int) -> LeadList | None:
    return db.session.get(LeadList, list_id)


def find_list_called(name: str) -> LeadList | None:
    return db.session.scalar(select(LeadList).where(LeadList.name == name))


def lists_of_lead(lead: Lead) -> list[LeadList]:
    """The lists a lead stands on, by name."""
    return list(
        db.session.scalars(
            select(LeadList)
            .join(LeadListMember, LeadListMember.list_id == LeadList.id)
            .where(LeadListMember.lead_id == lead.id)
            .order_by(LeadList.name)
        )
    )
