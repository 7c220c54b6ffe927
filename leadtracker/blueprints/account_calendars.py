"""One's own private calendar address."""

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints.account import account_context
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.models.calendar_feed import CalendarDetail
from leadtracker.services import calendar_feeds

bp = Blueprint("account_calendars", __name__)


@bp.post("/account/calendar")
@require(Action.WORK_DESK)
def create() -> Response:
    """A new address, shown this once; one there was before leads nowhere from now on."""
    token = calendar_feeds.renew_feed(signed_in_user())
    path = url_for("calendars.show", token=token)
    return render_page_or_partial(
        "account/edit.html",
        "account/_calendar.html",
        **account_context(calendar_url=current_app.config["PUBLIC_BASE_URL"] + path),
    )


@bp.post("/account/calendar/detail")
@require(Action.WORK_DESK)
def update() -> Response:
    """What its entries tell."""
    try:
        detail = CalendarDetail(request.form.get("detail", ""))
    except ValueError:
        raise RuleViolation(N_("Choose what the calendar tells."), field="detail") from None
    calendar_feeds.choose_detail(signed_in_user(), detail)
    return toast(redirect_to(_page()), _("The calendar tells that from now on."))


@bp.post("/account/calendar/end")
@require(Action.WORK_DESK)
def delete() -> Response:
    """Switch it off."""
    calendar_feeds.end_feed(signed_in_user())
    return toast(redirect_to(_page()), _("The calendar address is switched off."))


def _page() -> str:
    return url_for("account.edit", _anchor="calendar")
