"""The company's own do-not-call list."""

from http import HTTPStatus

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.db import db
from leadtracker.domain.phones import format_international
from leadtracker.domain.plain_text import legible
from leadtracker.domain.policies import Action
from leadtracker.forms.do_not_call import BlockForm
from leadtracker.queries import do_not_call as find
from leadtracker.queries import leads as find_leads
from leadtracker.services import do_not_call

bp = Blueprint("do_not_call", __name__)

PAGE_SIZE = 50


@bp.get("/do-not-call")
@require(Action.ADMINISTER_DO_NOT_CALL)
def index():
    """Numbers nobody may call, newest first, or those with the digits or words looked for."""
    return _render(BlockForm())


@bp.post("/do-not-call")
@require(Action.ADMINISTER_DO_NOT_CALL)
def create():
    """Put a number on the list; it counts from the next dial on."""
    form = BlockForm(request.form)
    if not form.validate():
        return _render(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    number = form.phone.data
    shown = format_international(number)
    if find.find_active_entry(number):
        words = _("%(number)s was on the list already.", number=shown)
    else:
        phone = find_leads.find_phone(number)
        lead = phone.lead if phone else None
        do_not_call.block_number(number, reason=form.reason.data, by=signed_in_user(), lead=lead)
        words = _("Nobody can call %(number)s from now on.", number=shown)
    return toast(redirect_to(url_for("do_not_call.index")), words)


def _render(form: BlockForm, status: int = HTTPStatus.OK):
    q = legible(request.args.get("q", ""))[:100]
    page = db.paginate(find.entries_matching(q), per_page=PAGE_SIZE, error_out=False)
    return render_page_or_partial(
        "do_not_call/index.html", "do_not_call/_list.html", status=status, form=form, q=q, page=page
    )
