"""Putting a lead on top of somebody's queue."""

from http import HTTPStatus

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.assignments import done, takers
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import render_page_or_partial
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.floor import TopPlaceForm
from leadtracker.models import Lead
from leadtracker.services import hand_overs

bp = Blueprint("top_places", __name__)


@bp.get("/leads/<int:lead_id>/top-place")
@require(Action.ASSIGN_LEADS)
def new(lead_id: int):
    """Whose next call it is to be."""
    return _render(loaders.load_lead(lead_id), _form())


@bp.post("/leads/<int:lead_id>/top-place")
@require(Action.ASSIGN_LEADS)
def create(lead_id: int):
    """Put it there."""
    lead, form = loaders.load_lead(lead_id), _form(request.form)
    if not form.validate():
        return _render(lead, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    to = form.to.taker
    try:
        moved = hand_overs.put_on_top(lead, to=to, by=signed_in_user(), note=form.note.data)
    except RuleViolation as error:
        form.refuse(error)
        return _render(lead, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(lead)s is on top for %(to)s.", lead=lead.name, to=to.name)
    return done(words, moved=moved, url=url_for("leads.show", lead_id=lead.id))


def _form(data=None) -> TopPlaceForm:
    form = TopPlaceForm(data)
    form.to.offer(*takers(signed_in_user()))
    return form


def _render(lead: Lead, form: TopPlaceForm, status: int = HTTPStatus.OK):
    return render_page_or_partial(
        "top_places/new.html", "top_places/_dialog.html", status=status, lead=lead, form=form
    )
