"""Leads: found, shown, made and changed."""

from dataclasses import replace
from http import HTTPStatus

from flask import Blueprint, current_app, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import (
    asks_for_partial,
    redirect_to,
    render_page_or_partial,
    toast,
)
from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.leads import (
    STAGE_NAMES,
    LeadForm,
    NoteForm,
    filter_args,
    read_filter,
)
from leadtracker.models import Lead, User
from leadtracker.queries import activities as find_activities
from leadtracker.queries import do_not_call as find_blocks
from leadtracker.queries import follow_ups as find_follow_ups
from leadtracker.queries import leads as find
from leadtracker.queries import lists as find_lists
from leadtracker.queries import orders as find_orders
from leadtracker.queries.leads import LIVE, ME, NOBODY, LeadFilter, Sort
from leadtracker.serializers.dial_words import window_words
from leadtracker.serializers.lead_window import window_for
from leadtracker.serializers.leads import LeadPage, lead_rows
from leadtracker.serializers.timeline import timeline_of
from leadtracker.serializers.top_place import raised_place
from leadtracker.services import leads

bp = Blueprint("leads", __name__)


@bp.get("/leads")
def index():
    """The reader's leads, as far as the filter asks for them."""
    reader, wanted = signed_in_user(), read_filter(request.args)
    matching = find.leads_matching(wanted, reader=reader)
    shown = find.page_of(matching, wanted)
    page = LeadPage.of(wanted, shown=len(shown), counted=find.count_leads(matching))
    return render_page_or_partial(
        "leads/index.html",
        "leads/list_changed.oob.html",
        wanted=wanted,
        args=filter_args(wanted),
        rows=lead_rows(shown),
        page=page,
        stage_names=STAGE_NAMES,
        choices=None if asks_for_partial() else _choices(reader, wanted),
    )


def _choices(reader: User, wanted: LeadFilter) -> dict:
    """What the filter of the whole page offers."""
    shown = replace(wanted, sort=Sort.NEWEST, page=1)
    views = (
        (LeadFilter(), _("All leads")),
        (LeadFilter(owner=ME), _("Mine")),
        (LeadFilter(owner=NOBODY), _("Nobody’s")),
        (LeadFilter(promotion=LIVE), _("On a live promotion")),
        (LeadFilter(has_phone=False), _("Without a number")),
    )
    return {
        "views": [
            (url_for("leads.index", **filter_args(view)), words, view == shown, None)
            for view, words in views
        ],
        "owners": find.owners_seen_by(reader),
        "lists": find_lists.list_names(),
    }


@bp.get("/leads/new")
@require(Action.EDIT_LEADS)
def new():
    """The form for a new lead, one's own and of one's team to begin with."""
    reader = signed_in_user()
    form = LeadForm(
        country=current_app.config["DEFAULT_COUNTRY"], team_id=reader.team_id, owner_id=reader.id
    )
    return _render_form(form)


@bp.post("/leads")
@require(Action.EDIT_LEADS)
def create():
    """Make it."""
    reader, form = signed_in_user(), LeadForm(request.form)
    _offer(form, reader)
    if not form.validate():
        return _render_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        lead = leads.create_lead(leads.Details(**form.values()), phones=form.numbers, by=reader)
    except RuleViolation as error:
        form.refuse(error)
        return _render_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s is a lead now.", name=lead.name)
    return toast(redirect_to(url_for("leads.show", lead_id=lead.id)), words)


@bp.get("/leads/<int:lead_id>")
def show(lead_id: int):
    """Everything known about a lead."""
    return render_lead(loaders.load_lead(lead_id))


def render_lead(
    lead: Lead,
    *,
    note_form: NoteForm | None = None,
    status: int = HTTPStatus.OK,
):
    """The lead's page, or for htmx what of it changes."""
    numbers = [phone.e164 for phone in lead.phones if phone.e164]
    blocks = find_blocks.active_entries_of(numbers)
    zone = lead.time_zone or "UTC"
    return render_page_or_partial(
        "leads/show.html",
        "leads/_lead.html",
        status=status,
        lead=lead,
        raised=raised_place(lead),
        blocks=blocks,
        window=window_words(window_for(lead, clock.now()), city=lead.city),
        timeline=timeline_of(find_activities.timeline_of(lead), zone),
        promises=find_follow_ups.open_of_lead(lead),
        orders=list(db.session.scalars(find_orders.orders_of_lead(lead.id).limit(20))),
        promotions=find.live_promotions_for([lead]).get(lead.id, []),
        lists=find_lists.lists_of_lead(lead),
        note_form=note_form or NoteForm(),
        stage_names=STAGE_NAMES,
    )


@bp.get("/leads/<int:lead_id>/edit")
@require(Action.EDIT_LEADS)
def edit(lead_id: int):
    """What is known about a lead, to be changed."""
    lead = loaders.load_lead(lead_id)
    return _render_form(LeadForm(lead=lead), lead)


@bp.post("/leads/<int:lead_id>")
@require(Action.EDIT_LEADS)
def update(lead_id: int):
    """Change it."""
    lead = loaders.load_lead(lead_id)
    form = LeadForm(request.form, lead=lead)
    _offer(form, signed_in_user(), lead)
    if not form.validate():
        return _render_form(form, lead, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        details = leads.Details(**form.values())
        leads.update_lead(lead, details, phones=form.numbers, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render_form(form, lead, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s is saved.", name=lead.name)
    return toast(redirect_to(url_for("leads.show", lead_id=lead.id)), words)


def _render_form(form: LeadForm, lead: Lead | None = None, status: int = HTTPStatus.OK):
    _offer(form, signed_in_user(), lead)
    return render_page_or_partial(
        "leads/form.html", "leads/_form.html", status=status, form=form, lead=lead
    )


def _offer(form: LeadForm, reader: User, lead: Lead | None = None) -> None:
    """The teams and people to choose from: those the reader sees, and those it has already."""
    teams, owners = find.teams_seen_by(reader), find.owners_seen_by(reader)
    if lead is not None:
        teams += [lead.team] if lead.team and lead.team not in teams else []
        owners += [lead.owner] if lead.owner and lead.owner not in owners else []
    form.team_id.offer(teams)
    form.owner_id.offer(owners)
