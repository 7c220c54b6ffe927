"""Giving somebody's work to a colleague, and taking it back."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import (
    emptied,
    is_htmx,
    redirect_to,
    render_page_or_partial,
    toast,
)
from leadtracker.domain import clock
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.domain.promises import ON_TIME
from leadtracker.domain.queue import PROMISED_KINDS
from leadtracker.forms.floor import AssignmentForm
from leadtracker.models import QueueItem, Team, User
from leadtracker.queries import assignments as find
from leadtracker.queries import leads as find_leads
from leadtracker.serializers.work_choices import ALL, LATE, work_choices
from leadtracker.services import assignments
from leadtracker.services.assignments import Moved

bp = Blueprint("assignments", __name__)


@bp.get("/floor/people/<int:user_id>/assignments/new")
@require(Action.ASSIGN_LEADS)
def new(user_id: int):
    """What waits for the person, and who could have it."""
    person = loaders.load_person(user_id)
    return _render(person, _form(person))


@bp.post("/floor/people/<int:user_id>/assignments")
@require(Action.ASSIGN_LEADS)
def create(user_id: int):
    """Give it."""
    person = loaders.load_person(user_id)
    form = _form(person, request.form)
    if not form.validate():
        return _render(person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    to = form.to.taker
    items = _chosen(find.waiting_of(person), form.what.data)
    try:
        moved = assignments.assign_items(items, to=to, by=signed_in_user(), note=form.note.data)
    except RuleViolation as error:
        form.refuse(error)
        return _render(person, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = ngettext("%(num)s lead went to %(to)s.", "%(num)s leads went to %(to)s.", moved.count,
                     to=to.name)  # fmt: skip
    return done(words, moved=moved)


@bp.delete("/assignments/<batch>")
@require(Action.WORK_DESK)
def delete(batch: str):
    """Take a step back, as far as nobody has gone on from it."""
    user = signed_in_user()
    known = find.find_batch_for(user, batch) or abort(HTTPStatus.NOT_FOUND)
    back = assignments.undo(known, by=user)
    words = ngettext("%(num)s lead is back.", "%(num)s leads are back.", back)
    return done(words)


def done(words: str, *, moved: Moved | None = None, url: str = "") -> Response:
    """The answer to a step: a dialog closes, a page goes back to the floor; Undo takes it back."""
    undo_url = url_for("assignments.delete", batch=moved.batch) if moved else None
    answer = emptied() if is_htmx() else redirect_to(url or url_for("floors.show"))
    return toast(answer, words, undo_url=undo_url)


def takers(user: User, *, but: User | None = None) -> tuple[list[User], list[Team]]:
    """The people and teams that ``user`` may give work to."""
    people = [one for one in find.colleagues_of(user) if but is None or one.id != but.id]
    return people, find_leads.teams_seen_by(user)


def _chosen(items: list[QueueItem], what: str) -> list[QueueItem]:
    if what == ALL:
        return items
    if what == LATE:
        now = clock.now()
        return [i for i in items if i.kind in PROMISED_KINDS and now - i.due_at > ON_TIME]
    return [item for item in items if str(item.id) == what]


def _form(person: User, data=None) -> AssignmentForm:
    form = AssignmentForm(data)
    form.to.offer(*takers(signed_in_user(), but=person))
    form.offer_work(work_choices(find.waiting_of(person)))
    return form


def _render(person: User, form: AssignmentForm, status: int = HTTPStatus.OK):
    title = _("Give work of %(name)s to somebody", name=person.first_name)
    return render_page_or_partial(
        "assignments/new.html",
        "assignments/_dialog.html",
        status=status,
        person=person,
        form=form,
        title=title,
    )
