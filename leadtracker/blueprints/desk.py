"""The call desk: one page a coordinator keeps open all day, and the parts of it that change."""

from flask import Blueprint, Response, request, url_for

from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import (
    is_htmx,
    redirect_to,
    render_page_or_partial,
    render_partial,
)
from leadtracker.db import reading
from leadtracker.domain.policies import Action
from leadtracker.domain.queue import QueueKind
from leadtracker.models import User
from leadtracker.serializers import desk as desks
from leadtracker.serializers.call_bar import CallBar
from leadtracker.serializers.desk_notices import notices_of
from leadtracker.serializers.queue_rows import queue_panel
from leadtracker.services.power import NOTHING, Onward
from leadtracker.telephony import get_telephony

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@require(Action.WORK_DESK)
def show():
    """The whole desk."""
    user = signed_in_user()
    return render_page_or_partial(
        "desk/show.html", "desk/_desk.html", notices=notices_of(user), **desk_context(user)
    )


def desk_context(user: User, onward: Onward = NOTHING) -> dict:
    """What the desk's templates need."""
    desk = desks.desk_of(user, telephony=get_telephony(), onward=onward)
    return {
        "desk": desk,
        "bar": desk.bar,
        "queue": queue_panel(user, desk.bar.held, kind=asked_kind()),
    }


def render_desk(onward: Onward = NOTHING) -> Response:
    """The desk as the answer to an action, and ``onward`` what followed an outcome."""
    if not is_htmx():
        return redirect_to(url_for("desk.show"))
    with reading():
        context = desk_context(signed_in_user(), onward)
        return render_partial("desk/desk_changed.oob.html", **context)


def render_call(bar: CallBar) -> Response:
    """The call bar as the answer to an action."""
    if not is_htmx():
        return redirect_to(url_for("desk.show"))
    with reading():
        return render_partial("desk/call_changed.oob.html", bar=bar)


def asked_kind() -> QueueKind | None:
    """The reason the queue is filtered by; anything unknown shows everything."""
    try:
        return QueueKind(request.values.get("kind", ""))
    except ValueError:
        return None
