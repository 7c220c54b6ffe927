"""Dealing a team's leads again, after a look at what that would do."""

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import reader_may, require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.domain.distribution import Rule
from leadtracker.domain.policies import Action
from leadtracker.forms.teams import RULE_WORDS
from leadtracker.models import Team
from leadtracker.queries import floor as find
from leadtracker.queries.distributions import coordinators_of
from leadtracker.services import distributions

bp = Blueprint("deals", __name__)


@bp.get("/teams/<int:team_id>/deal")
@require(Action.ASSIGN_LEADS)
def new(team_id: int):
    """Who holds how much now, and would then."""
    team = _load(team_id)
    counts = distributions.preview(team)
    lines = [(user, *counts[user.id]) for user in coordinators_of(team) if user.id in counts]
    return render_page_or_partial(
        "deals/new.html",
        "deals/_preview.html",
        team=team,
        lines=lines,
        rule=RULE_WORDS[team.distribution],
        most=max((max(now, then) for _user, now, then in lines), default=0),
    )


@bp.post("/teams/<int:team_id>/deal")
@require(Action.ASSIGN_LEADS)
def create(team_id: int):
    """Deal."""
    team = _load(team_id)
    if team.distribution is Rule.SHARED:
        abort(404)
    distributions.deal_again(team, by=signed_in_user())
    words = _("The leads of %(team)s are dealt again.", team=team.name)
    return toast(redirect_to(url_for("floors.show", team=team.id)), words)


def _load(team_id: int) -> Team:
    """A team of the reader's, or any for an administrator."""
    if reader_may(Action.MANAGE_USERS):
        return loaders.load_team(team_id)
    return find.find_team(team_id, reader=signed_in_user()) or abort(404)
