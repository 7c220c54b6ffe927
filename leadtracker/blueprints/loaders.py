"""Rows for the person asking: what they may not see does not exist, and both answer 404."""

from flask import abort

from leadtracker.blueprints.guards import signed_in_user
from leadtracker.db import db
from leadtracker.models import Call, Lead, Outcome, QueueItem
from leadtracker.queries import calls as find_calls
from leadtracker.queries import leads as find_leads
from leadtracker.queries import queue as find_queue


def load_lead(lead_id: int) -> Lead:
    """A lead of the reader's teams, or of the pool."""
    return find_leads.find_lead(lead_id, reader=signed_in_user()) or abort(404)


def load_queue_item(item_id: int) -> QueueItem:
    """An item the reader may draw, or has on their desk."""
    return find_queue.find_item_for(signed_in_user(), item_id) or abort(404)


def load_call(call_id: int) -> Call:
    """A call of the reader's own."""
    return find_calls.find_call_of(signed_in_user(), call_id) or abort(404)


def load_outcome(outcome_id: int) -> Outcome:
    """An outcome that is still offered."""
    outcome = db.session.get(Outcome, outcome_id)
    return outcome if outcome and outcome.retired_at is None else abort(404)
