"""The provider tells what happened: written down, answered with 204, acted on afterwards."""

from collections.abc import Callable, Iterable
from http import HTTPStatus

import structlog
from flask import Blueprint, Flask, Response, current_app, request

from leadtracker.services import calls
from leadtracker.telephony import get_telephony
from leadtracker.telephony.interface import NotOurs, Telephony

log = structlog.get_logger()


def add_routes(bp: Blueprint) -> None:
    bp.post("/leg")(leg)
    bp.post("/room")(room)
    bp.post("/machine")(machine)


def leg() -> Response:
    """How far a leg has come. One that outlives its call is hung up."""
    return _hear(get_telephony().read_leg_event, calls.hear_leg, calls.clear_lines)


def room() -> Response:
    """Who came into the call's room and who left it. Once the coordinator is in, the lead rings."""
    return _hear(
        get_telephony().read_room_event, calls.hear_room, calls.ring_lead, calls.clear_lines
    )


def machine() -> Response:
    """Whether a machine answered."""
    return _hear(get_telephony().read_machine_event, calls.hear_machine)


def _hear(read: Callable, hear: Callable, *follow_ups: Callable) -> Response:
    response = Response(status=HTTPStatus.NO_CONTENT)
    try:
        event = read(request.args, request.form)
    except NotOurs as reason:
        log.warning("webhook_ignored", path=request.path, why=str(reason))
        return response
    hear(event)
    app, telephony = current_app._get_current_object(), get_telephony()
    response.call_on_close(lambda: _run(follow_ups, event.call_id, app, telephony))
    return response


def _run(follow_ups: Iterable[Callable], call_id: int, app: Flask, telephony: Telephony) -> None:
    """Ask of the provider what the call needs now; each looks at the call first and may do nothing.

    What fails here is found by the poller.
    """
    for follow_up in follow_ups:
        with app.app_context():
            try:
                follow_up(call_id, telephony=telephony)
            except Exception:
                log.exception("follow_up_failed", call_id=call_id)
