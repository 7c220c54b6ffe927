"""Teams: who works together, and who leads them."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, toast
from leadtracker.db import db
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Action
from leadtracker.forms.teams import RULE_WORDS, TeamForm
from leadtracker.models import Team, User
from leadtracker.queries import teams as find
from leadtracker.queries import users as find_users
from leadtracker.services import teams

bp = Blueprint("teams", __name__)


@bp.get("/teams")
@require(Action.MANAGE_USERS)
def index():
    """Every team, its lead and how many belong to it."""
    return render_template("teams/index.html", rows=db.session.execute(find.team_overview()).all())


@bp.get("/teams/new")
@require(Action.MANAGE_USERS)
def new():
    """The form for a team."""
    return _render(None, TeamForm())


@bp.post("/teams")
@require(Action.MANAGE_USERS)
def create():
    """Make it."""
    form = TeamForm(request.form)
    form.lead_id.offer(leads := find_users.possible_team_leads())
    if not form.validate():
        return _render(None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        team = teams.create_team(
            form.name.data,
            lead=_chosen(form, leads),
            by=signed_in_user(),
            distribution=form.distribution.data,
        )
    except RuleViolation as error:
        form.refuse(error)
        return _render(None, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return toast(redirect_to(url_for("teams.index")), _("%(team)s is a team now.", team=team.name))


@bp.get("/teams/<int:team_id>")
@require(Action.MANAGE_USERS)
def edit(team_id: int):
    """A team's name and lead, to be changed."""
    team = loaders.load_team(team_id)
    return _render(team, TeamForm(obj=team))


@bp.post("/teams/<int:team_id>")
@require(Action.MANAGE_USERS)
def update(team_id: int):
    """Change them."""
    team = loaders.load_team(team_id)
    form = TeamForm(request.form)
    form.lead_id.offer(leads := find_users.possible_team_leads())
    if not form.validate():
        return _render(team, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        lead = _chosen(form, leads)
        teams.update_team(
            team,
            name=form.name.data,
            lead=lead,
            by=signed_in_user(),
            distribution=form.distribution.data,
        )
    except RuleViolation as error:
        form.refuse(error)
        return _render(team, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return toast(redirect_to(url_for("teams.index")), _("%(team)s is saved.", team=team.name))


def _chosen(form: TeamForm, leads: list[User]) -> User | None:
    return next((user for user in leads if user.id == form.lead_id.data), None)


def _render(team: Team | None, form: TeamForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    form.lead_id.offer(find_users.possible_team_leads())
    rules = [(rule.value, *words) for rule, words in RULE_WORDS.items()]
    return render_template("teams/edit.html", team=team, form=form, rules=rules), status
