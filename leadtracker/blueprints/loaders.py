"""Rows for the person asking: what they may not see does not exist, and both answer 404."""

from flask import abort

from leadtracker.blueprints.guards import signed_in_user
from leadtracker.db import db
from leadtracker.domain import policies
from leadtracker.domain.policies import Action
from leadtracker.models import (
    Call,
    DoNotCallEntry,
    FollowUp,
    Lead,
    LeadImport,
    LeadList,
    Order,
    Outcome,
    OutcomeSet,
    Product,
    Promotion,
    QueueItem,
    Script,
    Team,
    User,
    UserSession,
)
from leadtracker.queries import calls as find_calls
from leadtracker.queries import floor as find_floor
from leadtracker.queries import imports as find_imports
from leadtracker.queries import leads as find_leads
from leadtracker.queries import lists as find_lists
from leadtracker.queries import orders as find_orders
from leadtracker.queries import promises as find_promises
from leadtracker.queries import promotions as find_promotions
from leadtracker.queries import queue as find_queue
from leadtracker.queries import scripts as find_scripts
from leadtracker.queries import users as find_users

#: What PostgreSQL's integer columns hold; no row has a higher number.
HIGHEST_ID = 2**31 - 1


def row_id(text: str) -> int:
    """A row's number out of a query or a form; raises ``ValueError`` for one that no row has."""
    number = int(text)
    if not 0 < number <= HIGHEST_ID:
        raise ValueError(f"no row has the number {number}")
    return number


def load_lead(lead_id: int) -> Lead:
    """A lead of the reader's teams, or of the pool."""
    return find_leads.find_lead(lead_id, reader=signed_in_user()) or abort(404)


def load_queue_item(item_id: int) -> QueueItem:
    """An item the reader may draw, or has on their desk."""
    return find_queue.find_item_for(signed_in_user(), item_id) or abort(404)


def load_call(call_id: int) -> Call:
    """A call of the reader's own."""
    return find_calls.find_call_of(signed_in_user(), call_id) or abort(404)


def load_settled_call(call_id: int) -> Call:
    """A call whose outcome the reader may correct: their own, or one of the floor they run."""
    call = db.session.get(Call, call_id) or abort(404)
    reader = signed_in_user()
    if call.user_id == reader.id:
        return call
    if not policies.may(reader.role, Action.CLEAR_WRAP_UP):
        abort(404)
    load_user(call.user_id)
    return call


def load_promise(promise_id: int) -> FollowUp:
    """A promise of the reader's own, or of a person they see."""
    owners = find_users.users_visible_to(signed_in_user())
    return find_promises.find_promise(promise_id, owners=owners) or abort(404)


def load_user(user_id: int) -> User:
    """A person the reader sees."""
    return find_users.find_user(user_id, reader=signed_in_user()) or abort(404)


def load_person(user_id: int) -> User:
    """Somebody the reader watches on the floor."""
    return find_floor.find_person(user_id, reader=signed_in_user()) or abort(404)


def load_call_on_floor(call_id: int) -> Call:
    """A call of somebody the reader watches."""
    return find_floor.find_call(call_id, reader=signed_in_user()) or abort(404)


def load_team(team_id: int) -> Team:
    """A team; who may open it is the view's business."""
    return db.session.get(Team, team_id) or abort(404)


def load_session(session_id: int) -> UserSession:
    """A session of the reader's own."""
    session = db.session.get(UserSession, session_id)
    return session if session and session.user_id == signed_in_user().id else abort(404)


def load_block(entry_id: int) -> DoNotCallEntry:
    """A number that is on the do-not-call list now."""
    entry = db.session.get(DoNotCallEntry, entry_id)
    return entry if entry and entry.is_active else abort(404)


def load_outcome(outcome_id: int, *, retired: bool = False) -> Outcome:
    """An outcome that is still offered; with ``retired``, one that may not be."""
    outcome = db.session.get(Outcome, outcome_id)
    return outcome if outcome and (retired or outcome.retired_at is None) else abort(404)


def load_outcome_set(set_id: int) -> OutcomeSet:
    """A set of outcomes; who may open it is the view's business."""
    return db.session.get(OutcomeSet, set_id) or abort(404)


def load_product(product_id: int) -> Product:
    """A product; the catalogue is everybody's."""
    return db.session.get(Product, product_id) or abort(404)


def load_script(script_id: int) -> Script:
    """A script with its versions."""
    return find_scripts.find_script(script_id) or abort(404)


def load_promotion(promotion_id: int) -> Promotion:
    """A promotion with everything its pages show; the board is everybody's."""
    return find_promotions.find_promotion(promotion_id) or abort(404)


def load_order(order_id: int) -> Order:
    """An order of a lead the reader may see."""
    return find_orders.find_order_for(signed_in_user(), order_id) or abort(404)


def load_list(list_id: int) -> LeadList:
    """A list; which of its leads the reader sees is another question."""
    return find_lists.find_list(list_id) or abort(404)


def load_import(import_id: int) -> LeadImport:
    """An import; who may open it is the view's business."""
    return find_imports.find_import(import_id) or abort(404)
