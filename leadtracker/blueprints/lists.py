"""Lists: named sets of leads."""

from http import HTTPStatus

from flask import Blueprint, redirect, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.leads import filter_args, read_filter
from leadtracker.forms.lists import ListForm
from leadtracker.queries import leads as find_leads
from leadtracker.queries import lists as find
from leadtracker.services import lists

bp = Blueprint("lists", __name__)


@bp.get("/lists")
def index():
    """Every list, with how many of its leads the reader sees."""
    rows = find.lists_seen_by(signed_in_user())
    return render_page_or_partial("lists/index.html", "lists/_lists.html", rows=rows)


@bp.get("/lists/<int:list_id>")
def show(list_id: int):
    """The leads of a list are leads: their own list shows them."""
    return redirect(url_for("leads.index", list=loaders.load_list(list_id).id))


@bp.get("/lists/new")
@require(Action.IMPORT_LEADS)
def new():
    """Name a list of what the filter in the address finds."""
    return _render_form(ListForm())


@bp.post("/lists")
@require(Action.IMPORT_LEADS)
def create():
    """Make it, of what the filter in the address finds now."""
    form = ListForm(request.form)
    if not form.validate():
        return _render_form(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        wanted = read_filter(request.args)
        made = lists.create_list(form.name.data, wanted=wanted, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render_form(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("“%(name)s” is a list now.", name=made.name)
    return toast(redirect_to(url_for("leads.index", list=made.id)), words)


def _render_form(form: ListForm, status: int = HTTPStatus.OK):
    wanted = read_filter(request.args)
    matching = find_leads.leads_matching(wanted, reader=signed_in_user())
    return render_page_or_partial(
        "lists/new.html",
        "lists/_form.html",
        status=status,
        form=form,
        args=filter_args(wanted),
        count=find_leads.count_leads(matching),
        counted_up_to=find_leads.COUNTED_UP_TO,
    )
