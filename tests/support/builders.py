"""Plain functions that make rows: ``make_lead(owner=alice)``. Whatever a test does not name is
believable and of no consequence.

Each adds to the session and flushes, so that ids exist; nothing is committed here. Numbers come
from the ranges reserved for fiction.
"""

import functools
import hashlib
import itertools
import secrets
from datetime import timedelta

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import QueueKind, QueueState, pool_of, rank_of
from leadtracker.models import (
    Call,
    CallLeg,
    FollowUp,
    Lead,
    LeadList,
    LeadListMember,
    Offer,
    Order,
    OrderLine,
    Outcome,
    OutcomeSet,
    Phone,
    Product,
    Promotion,
    QueueItem,
    Script,
    ScriptVersion,
    Team,
    User,
    UserSession,
)
from leadtracker.models.follow_up import FollowUpKind
from leadtracker.models.outcome import Consequence, OutcomeCategory
from leadtracker.models.promotion import PromotionState

PASSWORD = "every good boy deserves a fair chance"

#: The outcomes of a floor: key, code, label, category, consequence, seconds until the next try.
OUTCOMES = (
    (1, "no_answer", "No answer", "not_reached", "retry", 4 * 3600),
    (2, "busy", "Busy", "not_reached", "retry", 900),
    (3, "voicemail", "Voicemail", "not_reached", "retry", 24 * 3600),
    (4, "callback", "Callback", "reached", "follow_up", None),
    (5, "not_interested", "Not interested", "reached", "close", None),
    (6, "follow_up", "Follow up", "reached", "follow_up", None),
    (7, "order", "Order", "success", "order", None),
    (8, "wrong_number", "Wrong number", "stop", "close", None),
    (9, "do_not_call", "Do not call", "stop", "do_not_call", None),
)

_numbers = itertools.count(1)


def _add(row):
    db.session.add(row)
    db.session.flush()
    return row


def fictional_number() -> str:
    """A British number nobody has, another one each time (3,000 of them)."""
    areas = ("20 7946", "113 496", "161 496")
    number = next(_numbers) % 3000
    return f"+44 {areas[number // 1000]} 0{number % 1000:03d}"


@functools.cache
def _password_hash() -> str:
    from leadtracker.services.sessions import hash_password

    return hash_password(PASSWORD)


# --- people --------------------------------------------------------------------------------------


def make_team(name: str | None = None, **fields) -> Team:
    return _add(Team(name=name or f"Team {next(_numbers)}", **fields))


def make_user(name: str | None = None, *, role: Role = Role.COORDINATOR, **fields) -> User:
    """Somebody who signs in with ``PASSWORD``."""
    number = next(_numbers)
    name = name or f"Person {number}"
    fields.setdefault("email", f"{name.lower().replace(' ', '.')}.{number}@example.com")
    fields.setdefault("phone", fictional_number().replace(" ", ""))
    return _add(User(name=name, role=role, password_hash=_password_hash(), **fields))


def session_token(user: User) -> str:
    """Begin a session of ``user`` and return what their cookie holds."""
    token = secrets.token_urlsafe(32)
    expires_at = clock.now() + timedelta(hours=12)
    token_hash = hashlib.sha256(token.encode()).hexdigest()
    _add(UserSession(user_id=user.id, token_hash=token_hash, expires_at=expires_at))
    return token


# --- leads ---------------------------------------------------------------------------------------


def make_lead(
    company: str | None = None, *, owner: User | None = None, phone: str | None = None, **fields
) -> Lead:
    """A lead with one number, of its owner's team; without an owner it lies in the pool.

    ``phone=""`` makes a lead without any number.
    """
    if owner is not None:
        fields = {"owner_id": owner.id, "team_id": owner.team_id, **fields}
    place = {"city": "Leeds", "country": "GB", "time_zone": "Europe/London", "language": "en"}
    lead = Lead(company=company or f"Wheels {next(_numbers)} Ltd", **(place | fields))
    number = fictional_number() if phone is None else phone
    if number:
        lead.phones.append(Phone(e164=number.replace(" ", ""), original=number))
    return _add(lead)


def make_list(name: str | None = None, *, leads: tuple[Lead, ...] | list[Lead] = ()) -> LeadList:
    made = _add(LeadList(name=name or f"List {next(_numbers)}"))
    db.session.add_all(LeadListMember(list_id=made.id, lead_id=lead.id) for lead in leads)
    db.session.flush()
    return made


# --- promotions ----------------------------------------------------------------------------------


def make_product(name: str | None = None, *, unit_price_minor: int = 10_000, **fields) -> Product:
    sku = fields.pop("sku", f"SKU-{next(_numbers)}")
    currency = fields.pop("currency", "GBP")
    name = name or f"Alloy wheel {sku}"
    return _add(
        Product(sku=sku, name=name, unit_price_minor=unit_price_minor, currency=currency, **fields)
    )


def make_script(name: str | None = None, steps: list[dict] | None = None) -> Script:
    script = _add(Script(name=name or f"Script {next(_numbers)}"))
    hello = {"name": "Opening", "line": "Hello {first_name}.", "cue": ""}
    version = ScriptVersion(number=1, steps=[hello] if steps is None else steps)
    script.versions.append(version)
    db.session.flush()
    return script


def make_outcome_set(name: str | None = None) -> OutcomeSet:
    """All nine keys of ``OUTCOMES``."""
    made = OutcomeSet(name=name or f"Outcomes {next(_numbers)}")
    for key, code, label, category, consequence, seconds in OUTCOMES:
        made.outcomes.append(
            Outcome(
                key=key,
                code=code,
                label=label,
                category=OutcomeCategory(category),
                consequence=Consequence(consequence),
                retry_after_seconds=seconds,
            )
        )
    return _add(made)


def make_promotion(
    name: str | None = None,
    *,
    leads: tuple[Lead, ...] | list[Lead] = (),
    products: tuple[Product, ...] | list[Product] = (),
    **fields,
) -> Promotion:
    """A live promotion of ten days with an offer for each product at a tenth off.

    Its leads stand on its list; they are not in the queue (``make_queue_item`` puts them there).
    """
    today = clock.now().date()
    defaults = {
        "list_id": fields.get("list_id") or make_list(leads=leads).id,
        "script_id": fields.get("script_id") or make_script().id,
        "outcome_set_id": fields.get("outcome_set_id") or make_outcome_set().id,
        "starts_on": today,
        "deadline_on": today + timedelta(days=10),
        "target_orders": 20,
        "currency": "GBP",
        "state": PromotionState.LIVE,
    }
    promotion = Promotion(name=name or f"Promotion {next(_numbers)}", **(defaults | fields))
    for position, product in enumerate(products):
        price = product.unit_price_minor * 9 // 10
        promotion.offers.append(Offer(product_id=product.id, price_minor=price, position=position))
    return _add(promotion)


# --- work ----------------------------------------------------------------------------------------


def make_queue_item(
    lead: Lead,
    *,
    kind: QueueKind = QueueKind.PROMOTION,
    promotion: Promotion | None = None,
    owner: User | None = None,
    **fields,
) -> QueueItem:
    """A reason to call ``lead``, ready now unless told otherwise."""
    place = {
        "owner_id": owner.id if owner else None,
        "team_id": fields.pop("team_id", None),
        "promotion_id": promotion.id if promotion else None,
    }
    defaults = {
        "kind": kind,
        "state": QueueState.READY,
        "rank": rank_of(kind, promotion.priority, promotion.need) if promotion else rank_of(kind),
        "pool": pool_of(**place),
        "time_zone": lead.time_zone,
    }
    return _add(QueueItem(lead_id=lead.id, **(defaults | place | fields)))


def make_follow_up(lead: Lead, *, owner: User, **fields) -> FollowUp:
    """A callback in an hour, and the queue item that brings it back."""
    due_at = fields.pop("due_at", None) or clock.now() + timedelta(hours=1)
    kind = fields.pop("kind", FollowUpKind.CALLBACK)
    follow_up = _add(
        FollowUp(
            kind=kind,
            lead_id=lead.id,
            owner_id=owner.id,
            due_at=due_at,
            **({"time_zone": lead.time_zone, "said": "in an hour"} | fields),
        )
    )
    make_queue_item(
        lead,
        kind=QueueKind(kind),
        owner=owner,
        state=QueueState.SCHEDULED,
        follow_up_id=follow_up.id,
        due_at=due_at,
        not_before=due_at,
    )
    return follow_up


def make_call(lead: Lead, *, by: User, **fields) -> Call:
    """A conversation of a minute that ended just now and has no outcome yet.

    ``legs=[]`` is one in which the lead was not rung.
    """
    from leadtracker.domain.calls import CallState, LegRole, LegStatus

    now = clock.now()
    defaults = {
        "request_id": f"request-{next(_numbers)}",
        "phone_e164": lead.phones[0].e164 if lead.phones else "",
        "state": CallState.ENDED,
        "started_at": now - timedelta(seconds=70),
        "connected_at": now - timedelta(seconds=60),
        "ended_at": now,
        "talk_seconds": 60,
    }
    fields = defaults | fields
    if fields["ended_at"] and "legs" not in fields:
        rung = CallLeg(
            role=LegRole.LEAD,
            to_e164=fields["phone_e164"],
            provider_id=f"line-{next(_numbers)}",
            status=LegStatus.COMPLETED,
        )
        fields["legs"] = [rung]
    return _add(Call(lead_id=lead.id, user_id=by.id, **fields))


def make_order(lead: Lead, *, by: User, promotion: Promotion, quantity: int = 4, **fields) -> Order:
    """An order of the promotion's first offer."""
    offer = promotion.offers[0]
    line = OrderLine(
        product_id=offer.product_id, quantity=quantity, unit_price_minor=offer.price_minor
    )
    defaults = {"request_id": f"request-{next(_numbers)}", "currency": promotion.currency}
    return _add(
        Order(
            lead_id=lead.id,
            user_id=by.id,
            promotion_id=promotion.id,
            total_minor=line.total_minor,
            lines=[line],
            **(defaults | fields),
        )
    )
