"""Passing a lead on to a colleague or another team."""

from http import HTTPStatus

from flask import Blueprint, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.assignments import done
from leadtracker.blueprints.desk import desk_context
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import (
    is_htmx,
    redirect_to,
    render_page_or_partial,
    render_partial,
    retarget,
    toast,
)
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.floor import HandOverForm
from leadtracker.models import Lead
from leadtracker.queries import assignments as find
from leadtracker.queries import teams as find_teams
from leadtracker.services import hand_overs, queue

bp = Blueprint("hand_overs", __name__)


@bp.get("/leads/<int:lead_id>/hand-over")
@require(Action.WORK_DESK)
def new(lead_id: int):
    """To whom, and what they should know."""
    return _render(loaders.load_lead(lead_id), _form())


@bp.post("/leads/<int:lead_id>/hand-over")
@require(Action.WORK_DESK)
def create(lead_id: int):
    """Pass it on; from the desk, the next lead comes up."""
    lead, form, user = loaders.load_lead(lead_id), _form(request.form), signed_in_user()
    if not form.validate():
        return _render(lead, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        moved = hand_overs.hand_over(lead, to=form.to.taker, note=form.note.data, by=user)
    except RuleViolation as error:
        form.refuse(error)
        return _render(lead, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(lead)s went to %(to)s.", lead=lead.name, to=form.to.taker.name)
    if not _is_on_desk():
        return done(words, moved=moved, url=url_for("leads.show", lead_id=lead.id))
    queue.claim_next(user)
    if not is_htmx():
        return toast(redirect_to(url_for("desk.show")), words)
    answer = render_partial("hand_overs/handed_over.oob.html", **desk_context(user))
    undo_url = url_for("assignments.delete", batch=moved.batch)
    return toast(retarget(answer, "#desk"), words, undo_url=undo_url)


def _is_on_desk() -> bool:
    """Whether the page is the call desk, which then shows the next lead."""
    return request.values.get("from") == "desk"


def _form(data=None) -> HandOverForm:
    form, user = HandOverForm(data), signed_in_user()
    people = [one for one in find.colleagues_of(user) if one.id != user.id]
    form.to.offer(people, find_teams.all_teams())
    return form


def _render(lead: Lead, form: HandOverForm, status: int = HTTPStatus.OK):
    return render_page_or_partial(
        "hand_overs/new.html",
        "hand_overs/_dialog.html",
        status=status,
        lead=lead,
        form=form,
        on_desk=_is_on_desk(),
    )
