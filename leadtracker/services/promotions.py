"""Promotions: written, changed, launched, paused, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.attempts import USUAL_RULES, AttemptRules
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.models import (
    LeadList,
    Offer,
    OutcomeSet,
    Product,
    Promotion,
    Script,
    Team,
    User,
)
from leadtracker.models.outcome import OutcomeCategory
from leadtracker.models.promotion import PromotionState
from leadtracker.services import _activity, _outbox, needs, promotion_queue

log = structlog.get_logger()


@dataclass(frozen=True)
class OfferTerms:
    """A product at the promotion's price, in minor units of its currency."""

    product: Product
    price_minor: int


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Everything the director sets: what is offered to whom, with which words, by when."""

    name: str
    lead_list: LeadList
    script: Script
    outcome_set: OutcomeSet
    starts_on: date
    deadline_on: date
    target_orders: int
    currency: str
    brief: str = ""
    caller_id: str = ""
    priority: int = 5
    teams: Sequence[Team] = ()
    offers: Sequence[OfferTerms] = ()
    rules: AttemptRules = USUAL_RULES


#: What the timeline tells of a change, as was and is.
_TOLD = (
    "name", "brief", "list_id", "script_id", "outcome_set_id", "starts_on", "deadline_on",
    "target_orders", "currency", "caller_id", "priority",
)  # fmt: skip


def create_promotion(terms: Terms, *, by: User) -> Promotion:
    """Write a draft; nobody's queue changes. Raises ``RuleViolation`` on the field at fault."""
    _require_sound(terms)
    promotion = Promotion(state=PromotionState.DRAFT, created_by_id=by.id)
    _write(promotion, terms)
    _record("promotion_created", promotion, by)
    db.session.commit()
    log.info("promotion_created", promotion_id=promotion.id)
    return promotion


def update_promotion(promotion: Promotion, terms: Terms, *, by: User) -> None:
    """Change a promotion; one that is live changes at once, queue and board included.

    Raises ``RuleViolation`` on the field at fault, for the list or the currency of one that was
    launched, and for one that has ended.
    """
    _require_sound(terms)
    _require_changeable(promotion, terms)
    before = _told(promotion)
    _write(promotion, terms)
    if promotion.state is not PromotionState.DRAFT:
        promotion_queue.place_items(promotion)
    if promotion.is_live:
        promotion_queue.add_leads(promotion)
    after = _told(promotion)
    changes = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if changes:
        _record("promotion_updated", promotion, by, changes=changes)
    _tell(promotion)
    db.session.commit()
    log.info("promotion_updated", promotion_id=promotion.id)


def _require_sound(terms: Terms) -> None:
    if terms.deadline_on < terms.starts_on:
        raise RuleViolation(N_("The deadline is before the start."), field="deadline_on")
    seen = set()
    for offer in terms.offers:
        if offer.product.id in seen:
            raise RuleViolation(
                N_("%(product)s is offered twice."), field="offers", product=offer.product.name
            )
        seen.add(offer.product.id)
        if offer.product.currency != terms.currency:
            raise RuleViolation(
                N_("%(product)s is priced in %(theirs)s, this promotion is in %(ours)s."),
                field="offers",
                product=offer.product.name,
                theirs=offer.product.currency,
                ours=terms.currency,
            )


def _require_changeable(promotion: Promotion, terms: Terms) -> None:
    if promotion.state is PromotionState.ENDED:
        raise RuleViolation(N_("%(promotion)s has ended."), promotion=promotion.name)
    if promotion.state is PromotionState.DRAFT:
        return
    if promotion.is_live:
        _require_whole(terms.outcome_set)
    if terms.lead_list.id != promotion.list_id:
        raise RuleViolation(
            N_("Its leads are in the queue already: add leads to the list instead."),
            field="lead_list",
        )
    if terms.currency != promotion.currency:
        raise RuleViolation(N_("Orders are taken in its currency already."), field="currency")


def _write(promotion: Promotion, terms: Terms) -> None:
    try:
        with db.session.begin_nested():
            _set_fields(promotion, terms)
            db.session.add(promotion)
    except IntegrityError:
        raise RuleViolation(
            N_("Another promotion is called %(name)s."), field="name", name=terms.name
        ) from None


def _set_fields(promotion: Promotion, terms: Terms) -> None:
    for field in ("name", "brief", "starts_on", "deadline_on", "target_orders", "currency"):
        setattr(promotion, field, getattr(terms, field))
    promotion.list_id, promotion.script_id = terms.lead_list.id, terms.script.id
    promotion.outcome_set_id = terms.outcome_set.id
    promotion.caller_id, promotion.priority = terms.caller_id, terms.priority
    promotion.attempt_rules = terms.rules.unusual
    promotion.teams = list(terms.teams)
    _set_offers(promotion, terms.offers)


def _set_offers(promotion: Promotion, offers: Sequence[OfferTerms]) -> None:
    """Keep the rows of products that stay: their key is the product."""
    kept = {offer.product_id: offer for offer in promotion.offers}
    promotion.offers = [
        _placed(kept.get(terms.product.id), terms, position)
        for position, terms in enumerate(offers)
    ]


def _placed(offer: Offer | None, terms: OfferTerms, position: int) -> Offer:
    offer = offer or Offer(product_id=terms.product.id)
    offer.price_minor, offer.position = terms.price_minor, position
    return offer


def _told(promotion: Promotion) -> dict:
    """The promotion's terms as JSON, to tell what a change changed."""
    facts = {field: _plain(getattr(promotion, field)) for field in _TOLD}
    facts |= promotion.rules.written
    facts["teams"] = sorted(team.id for team in promotion.teams)
    facts["offers"] = {str(offer.product_id): offer.price_minor for offer in promotion.offers}
    return facts


def _plain(value):
    return value.isoformat() if isinstance(value, date) else value


def launch_promotion(promotion: Promotion, *, by: User) -> int:
    """Make a draft live: each lead that may be called gets a queue item. Returns how many.

    Raises ``RuleViolation`` when it is not a draft, nothing is offered, the script is empty, the
    deadline has passed, or nobody on the list may be called.
    """
    _require_launchable(promotion, by)
    now = clock.now()
    promotion.state, promotion.launched_at = PromotionState.LIVE, now
    needs.assess(promotion)
    db.session.flush()
    count = promotion_queue.add_leads(promotion)
    if not count:
        db.session.rollback()
        raise RuleViolation(N_("Nobody on this list may be called, so there is nothing to launch."))
    _record("promotion_launched", promotion, by, leads=count)
    _tell(promotion)
    db.session.commit()
    log.info("promotion_launched", promotion_id=promotion.id, leads=count)
    return count


def _require_launchable(promotion: Promotion, by: User) -> None:
    if promotion.state is not PromotionState.DRAFT:
        raise RuleViolation(N_("%(promotion)s was launched already."), promotion=promotion.name)
    if not promotion.offers:
        raise RuleViolation(N_("Offer at least one product before the launch."))
    if promotion.script.latest is None or not promotion.script.latest.steps:
        raise RuleViolation(N_("Its script is empty. Write it before the launch."))
    _require_whole(promotion.outcome_set)
    if promotion.deadline_on < clock.today(clock.zone(by.time_zone)):
        raise RuleViolation(N_("Its deadline has passed. Set a later one before the launch."))


def _require_whole(outcome_set: OutcomeSet) -> None:
    """Callers must be able to say that nobody was there, and that somebody wants no more calls."""
    if outcome_set.lacks is OutcomeCategory.NOT_REACHED:
        raise RuleViolation(
            N_("%(set)s has no outcome for whoever was not reached. Choose another set."),
            field="outcome_set",
            set=outcome_set.name,
        )
    if outcome_set.lacks is OutcomeCategory.STOP:
        raise RuleViolation(
            N_("%(set)s has no outcome for whoever wants no more calls. Choose another set."),
            field="outcome_set",
            set=outcome_set.name,
        )


def pause_promotion(promotion: Promotion, *, by: User) -> None:
    """Its leads leave the queue until it goes on; promised callbacks still happen."""
    if promotion.state is PromotionState.PAUSED:
        return
    if promotion.state is not PromotionState.LIVE:
        raise RuleViolation(N_("%(promotion)s is not live."), promotion=promotion.name)
    _move(promotion, PromotionState.PAUSED)
    promotion_queue.place_items(promotion)
    _finish(promotion, "promotion_paused", by)


def resume_promotion(promotion: Promotion, *, by: User) -> None:
    """Its leads come back to the queue as they left it, and new ones of its list join them."""
    if promotion.state is PromotionState.LIVE:
        return
    if promotion.state is not PromotionState.PAUSED:
        raise RuleViolation(N_("%(promotion)s is not paused."), promotion=promotion.name)
    _require_whole(promotion.outcome_set)
    _move(promotion, PromotionState.LIVE)
    promotion_queue.place_items(promotion)
    promotion_queue.add_leads(promotion)
    _finish(promotion, "promotion_resumed", by)


def end_promotion(promotion: Promotion, *, by: User) -> None:
    """Nobody is called for it any more; what was promised and sold stays. There is no way back."""
    if promotion.state is PromotionState.ENDED:
        return
    if promotion.state is PromotionState.DRAFT:
        raise RuleViolation(N_("%(promotion)s was never launched."), promotion=promotion.name)
    _move(promotion, PromotionState.ENDED)
    promotion.ended_at = clock.now()
    promotion_queue.cancel_items(promotion)
    _finish(promotion, "promotion_ended", by)


def delete_draft(promotion: Promotion, *, by: User) -> None:
    """Throw a draft away; raises ``RuleViolation`` for anything that was launched."""
    if promotion.state is not PromotionState.DRAFT:
        raise RuleViolation(
            N_("%(promotion)s was launched: end it instead."), promotion=promotion.name
        )
    _record("promotion_deleted", promotion, by)
    db.session.delete(promotion)
    db.session.commit()


def _move(promotion: Promotion, state: PromotionState) -> None:
    promotion.state = state
    db.session.flush()


def _finish(promotion: Promotion, kind: str, by: User) -> None:
    _record(kind, promotion, by)
    _tell(promotion)
    db.session.commit()
    log.info(kind, promotion_id=promotion.id)


def _record(kind: str, promotion: Promotion, by: User, **data) -> None:
    _activity.record(kind, by=by.id, promotion=promotion.id, name=promotion.name, **data)


def _tell(promotion: Promotion) -> None:
    _outbox.publish(_outbox.EVERYBODY, _outbox.BOARD_CHANGED, promotion=promotion.id)
