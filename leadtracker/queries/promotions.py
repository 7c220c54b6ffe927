"""Promotions by state, by list, and with everything their pages show."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from leadtracker.db import db
from leadtracker.domain.queue import OPEN_STATES, QueueKind
from leadtracker.models import (
    Activity,
    LeadList,
    LeadListMember,
    Offer,
    OutcomeSet,
    Promotion,
    QueueItem,
    Script,
    Team,
    User,
)
from leadtracker.models.promotion import PromotionState

#: What is decided about a promotion, as the timeline tells it.
DECISIONS = (
    "promotion_created",
    "promotion_updated",
    "promotion_launched",
    "promotion_paused",
    "promotion_resumed",
    "promotion_ended",
)


def promotions_in(*states: PromotionState) -> Select:
    """Promotions in these states, with their teams; the soonest deadline first."""
    return (
        select(Promotion)
        .where(Promotion.state.in_(states))
        .order_by(Promotion.deadline_on, Promotion.name)
        .options(selectinload(Promotion.teams))
    )


def live_promotions() -> list[Promotion]:
    return list(db.session.scalars(promotions_in(PromotionState.LIVE)))


def live_promotions_of(list_id: int) -> list[Promotion]:
    return list(
        db.session.scalars(promotions_in(PromotionState.LIVE).where(Promotion.list_id == list_id))
    )


def promotions_with_items_of(user: User) -> list[Promotion]:
    """Promotions, whatever their state, of which open leads are the user's own to call."""
    owned = select(QueueItem.promotion_id).where(
        QueueItem.owner_id == user.id,
        QueueItem.kind == QueueKind.PROMOTION,
        QueueItem.state.in_(OPEN_STATES),
    )
    stmt = select(Promotion).where(Promotion.id.in_(owned)).order_by(Promotion.id)
    return list(db.session.scalars(stmt.options(selectinload(Promotion.teams))))


def reranking() -> Select:
    """The promotion whose items are to be given another rank, if there is one."""
    stmt = select(Promotion).where(Promotion.reranked_lead_id.is_not(None))
    return stmt.order_by(Promotion.id).limit(1)


def leads_to_rerank(promotion: Promotion, limit: int) -> Select:
    """The next leads whose items have not got their new rank yet, by id, closed items included.

    The unique index on a promotion's leads has them in this order, so that a million cost no more.
    """
    return (
        select(QueueItem.lead_id)
        .where(
            QueueItem.promotion_id == promotion.id,
            QueueItem.kind == QueueKind.PROMOTION,
            QueueItem.lead_id > promotion.reranked_lead_id,
        )
        .order_by(QueueItem.lead_id)
        .limit(limit)
    )


def count_promotions_by_state() -> dict[PromotionState, int]:
    rows = db.session.execute(
        select(Promotion.state, func.count(Promotion.id)).group_by(Promotion.state)
    )
    return {PromotionState(state): count for state, count in rows}


def promotion_of_desk(promotion_id: int | None) -> Promotion | None:
    """A promotion with what a call needs of it: script, outcomes and offers.

    One that this request has read already is not read again.
    """
    return promotion_id and db.session.get(Promotion, promotion_id, options=_of_desk())


@cache
def _of_desk() -> tuple:
    return (
        selectinload(Promotion.offers).joinedload(Offer.product),
        joinedload(Promotion.script).selectinload(Script.versions),
        joinedload(Promotion.outcome_set).selectinload(OutcomeSet.outcomes),
    )


def find_promotion(promotion_id: int) -> Promotion | None:
    """A promotion with its offers, teams, list, script and outcomes."""
    return db.session.scalar(
        select(Promotion)
        .where(Promotion.id == promotion_id)
        .options(
            selectinload(Promotion.offers).joinedload(Offer.product),
            selectinload(Promotion.teams),
            joinedload(Promotion.lead_list),
            joinedload(Promotion.script).selectinload(Script.versions),
            joinedload(Promotion.outcome_set),
        )
    )


def lists_with_sizes() -> Sequence[tuple[int, str, int]]:
    """Every list: id, name, and how many leads stand on it."""
    size = func.count(LeadListMember.lead_id)
    return db.session.execute(
        select(LeadList.id, LeadList.name, size)
        .outerjoin(LeadListMember, LeadListMember.list_id == LeadList.id)
        .group_by(LeadList.id, LeadList.name)
        .order_by(LeadList.name)
    ).all()


def teams() -> list[Team]:
    return list(db.session.scalars(select(Team).order_by(Team.name)))


def outcome_sets() -> list[OutcomeSet]:
    return list(db.session.scalars(select(OutcomeSet).order_by(OutcomeSet.name)))


def activities_of(promotion_id: int, *, limit: int = 30) -> list[Activity]:
    """What was decided about a promotion, newest first."""
    return list(
        db.session.scalars(
            select(Activity)
            .where(
                Activity.kind.in_(DECISIONS),
                Activity.data["promotion"].as_integer() == promotion_id,
            )
            .order_by(Activity.at.desc(), Activity.id.desc())
            .limit(limit)
            .options(joinedload(Activity.user))
        )
    )
