"""A promise is kept by calling: it is noted as the lead is rung, however long the call goes on."""

from leadtracker.models import Call, FollowUp
from leadtracker.queries import follow_ups as find


def note_call(call: Call) -> None:
    """In the caller's transaction: the lead of ``call`` is being rung."""
    if promise := _promise_of(call):
        promise.note_call(started_at=call.started_at, by_id=call.user_id)


def forget_call(call: Call) -> None:
    """In the caller's transaction: the lead was not rung after all, or the dial is taken back."""
    if promise := _promise_of(call):
        promise.forget_call(started_at=call.started_at)


def _promise_of(call: Call) -> FollowUp | None:
    """The open promise that the call is for; most calls are for none."""
    if call.queue_item_id is None:
        return None
    return find.find_open_of_item(call.queue_item_id)
