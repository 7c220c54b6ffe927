"""Leads: which of them a person sees, and those that match a filter."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from leadtracker.db import db
from leadtracker.domain import policies
from leadtracker.domain.policies import Action, Role
from leadtracker.domain.queue import QueueState
from leadtracker.models import (
    Call,
    FollowUp,
    Lead,
    LeadListMember,
    Phone,
    Promotion,
    QueueItem,
    Team,
    User,
)
from leadtracker.models.lead import Stage
from leadtracker.models.promotion import PromotionState
from leadtracker.queries.lead_search import company_key, search_leads, search_terms

#: Above this, a count says "10,000+": counting on would cost more than anybody learns from it.
COUNTED_UP_TO = 10_000

PAGE_SIZE = 50

#: Instead of a number: the person themselves, nobody, any live promotion.
ME, NOBODY, LIVE = "me", "none", "live"


class Sort(StrEnum):
    """Orders of the list; a minus turns one round."""

    NEWEST = "newest"
    COMPANY = "company"
    COMPANY_DOWN = "-company"
    NEXT_STEP = "next_step"


@dataclass(frozen=True)
class LeadFilter:
    """What a reader asked of the list of leads; the page, its fragment and the export share it.

    ``owner`` is an id, ``me`` or ``none``; ``team`` an id or ``none`` (the unassigned pool);
    ``promotion`` an id or ``live``.
    """

    q: str = ""
    list_id: int | None = None
    import_id: int | None = None
    owner: str = ""
    team: str = ""
    stage: Stage | None = None
    has_phone: bool | None = None
    promotion: str = ""
    sort: Sort = Sort.NEWEST
    page: int = 1

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out."""
        return replace(self, sort=Sort.NEWEST, page=1) != LeadFilter()

    @property
    def offset(self) -> int:
        return (self.page - 1) * PAGE_SIZE


def leads_visible_to(user: User) -> Select:
    """The leads a person may see.

    Coordinators see those of their team, the unassigned pool and what they own themselves; a team
    lead those of every team they lead as well; director and administrator all. Whoever owes a lead
    something sees it wherever it lies by now: a promise to keep, a call to settle, the lead on
    their desk.
    """
    stmt = select(Lead)
    if policies.may(user.role, Action.SEE_ALL_LEADS):
        return stmt
    mine = [Lead.team_id.is_(None), Lead.owner_id == user.id]
    mine += [Lead.id.in_(owed) for owed in _leads_owed_by(user)]
    if user.team_id is not None:
        mine.append(Lead.team_id == user.team_id)
    if user.role == Role.TEAM_LEAD:
        mine.append(Lead.team_id.in_(select(Team.id).where(Team.lead_id == user.id)))
    return stmt.where(or_(*mine))


def _leads_owed_by(user: User) -> tuple[Select, ...]:
    """Ids of the leads with whom that person has something open."""
    return (
        select(FollowUp.lead_id).where(FollowUp.owner_id == user.id, FollowUp.closed_at.is_(None)),
        select(QueueItem.lead_id).where(
            QueueItem.claimed_by_id == user.id, QueueItem.state == QueueState.CLAIMED
        ),
        select(Call.lead_id).where(Call.user_id == user.id, Call.wrapped_up_at.is_(None)),
    )


def find_lead(lead_id: int, *, reader: User) -> Lead | None:
    """The lead, if that person may see it, with its numbers, owner and team."""
    return db.session.scalar(
        leads_visible_to(reader)
        .where(Lead.id == lead_id)
        .options(selectinload(Lead.phones), joinedload(Lead.owner), joinedload(Lead.team))
    )


def leads_matching(wanted: LeadFilter, *, reader: User) -> Select:
    """Those of the reader's leads that the filter asks for, in its order, without paging."""
    stmt = search_leads(leads_visible_to(reader), wanted.q)
    for condition in _conditions(wanted, reader):
        stmt = stmt.where(condition)
    return _sorted(stmt, wanted.sort)


def _conditions(wanted: LeadFilter, reader: User):
    if wanted.list_id is not None:
        yield Lead.id.in_(
            select(LeadListMember.lead_id).where(LeadListMember.list_id == wanted.list_id)
        )
    if wanted.import_id is not None:
        yield Lead.import_id == wanted.import_id
    if wanted.owner:
        yield _owned_by(wanted.owner, reader)
    if wanted.team:
        yield Lead.team_id.is_(None) if wanted.team == NOBODY else Lead.team_id == int(wanted.team)
    if wanted.stage is not None:
        yield Lead.stage == wanted.stage
    if wanted.has_phone is not None:
        dialable = exists().where(Phone.lead_id == Lead.id, Phone.e164.is_not(None))
        yield dialable if wanted.has_phone else ~dialable
    if wanted.promotion:
        yield _on_promotion(wanted.promotion)


def _owned_by(owner: str, reader: User):
    if owner == NOBODY:
        return Lead.owner_id.is_(None)
    return Lead.owner_id == (reader.id if owner == ME else int(owner))


def _on_promotion(promotion: str):
    which = Promotion.state == PromotionState.LIVE
    if promotion != LIVE:
        which = Promotion.id == int(promotion)
    members = select(LeadListMember.lead_id).join(
        Promotion, Promotion.list_id == LeadListMember.list_id
    )
    return Lead.id.in_(members.where(which))


def _sorted(stmt: Select, sort: Sort) -> Select:
    if sort is Sort.COMPANY:
        return stmt.order_by(company_key(), Lead.id)
    if sort is Sort.COMPANY_DOWN:
        return stmt.order_by(company_key().desc(), Lead.id.desc())
    if sort is Sort.NEXT_STEP:
        due = (
            select(FollowUp.lead_id, func.min(FollowUp.due_at).label("at"))
            .where(FollowUp.closed_at.is_(None))
            .group_by(FollowUp.lead_id)
            .subquery()
        )
        stmt = stmt.outerjoin(due, due.c.lead_id == Lead.id)
        return stmt.order_by(due.c.at.asc().nulls_last(), Lead.id.desc())
    return stmt.order_by(Lead.id.desc())


def page_of(stmt: Select, wanted: LeadFilter) -> list[Lead]:
    """One page of leads with their numbers and owners."""
    return list(
        db.session.scalars(
            stmt.limit(PAGE_SIZE)
            .offset(wanted.offset)
            .options(selectinload(Lead.phones), joinedload(Lead.owner))
        )
    )


def count_leads(stmt: Select) -> int:
    """How many leads a select holds, counted up to one more than ``COUNTED_UP_TO``."""
    some = stmt.with_only_columns(Lead.id, maintain_column_froms=True).order_by(None)
    some = some.limit(COUNTED_UP_TO + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some))


def leads_named_like(q: str, *, reader: User, limit: int = 8) -> list[Lead]:
    """A few leads for the palette; none for an empty ``q``."""
    if not search_terms(q):
        return []
    stmt = leads_matching(LeadFilter(q=q), reader=reader).limit(limit)
    return list(db.session.scalars(stmt.options(selectinload(Lead.phones))))


def find_phone(e164: str) -> Phone | None:
    """Whose number that is."""
    return db.session.scalar(
        select(Phone).where(Phone.e164 == e164).options(joinedload(Phone.lead))
    )


def teams_seen_by(user: User) -> list[Team]:
    """The teams whose leads that person sees, by name."""
    stmt = select(Team).order_by(Team.name)
    if not policies.may(user.role, Action.SEE_ALL_LEADS):
        stmt = stmt.where(or_(Team.id == user.team_id, Team.lead_id == user.id))
    return list(db.session.scalars(stmt))


def owners_seen_by(user: User) -> list[User]:
    """The people whose leads that person may sort out: active, of the teams they see, by name."""
    stmt = select(User).where(User.deactivated_at.is_(None)).order_by(User.name)
    if not policies.may(user.role, Action.SEE_ALL_LEADS):
        teams = select(Team.id).where(or_(Team.id == user.team_id, Team.lead_id == user.id))
        stmt = stmt.where(or_(User.team_id.in_(teams), User.id == user.id))
    return list(db.session.scalars(stmt))


def live_promotions_for(leads: Collection[Lead]) -> dict[int, list[str]]:
    """By lead, the names of the live promotions whose list holds it."""
    rows = db.session.execute(
        select(LeadListMember.lead_id, Promotion.name)
        .join(Promotion, Promotion.list_id == LeadListMember.list_id)
        .where(
            Promotion.state == PromotionState.LIVE,
            LeadListMember.lead_id.in_([lead.id for lead in leads]),
        )
        .order_by(Promotion.priority, Promotion.name)
    )
    found: dict[int, list[str]] = {}
    for lead_id, name in rows:
        found.setdefault(lead_id, []).append(name)
    return found
