"""Teams: making them, naming them, and saying who leads them."""

import structlog
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain.distribution import Rule
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.policies import Role
from leadtracker.models import Team, User
from leadtracker.queries import teams as find
from leadtracker.services import _activity

log = structlog.get_logger()


def create_team(
    name: str, *, lead: User | None, by: User, distribution: Rule = Rule.SHARED
) -> Team:
    """Make a team; raises ``RuleViolation`` for a name in use or a lead who cannot be one."""
    team = Team(name=_free_name(name), lead_id=_lead_id(lead), distribution=distribution)
    db.session.add(team)
    _flush_or_refuse_name()
    _activity.record("team_created", by=by.id, team=team.id, name=name, lead_id=team.lead_id)
    db.session.commit()
    log.info("team_created", team_id=team.id)
    return team


def update_team(
    team: Team, *, name: str, lead: User | None, by: User, distribution: Rule | None = None
) -> None:
    """Rename a team, say who leads it and how its leads are dealt; raises as :func:`create_team`.

    Another rule counts for what is dealt from now on; see ``distributions.deal_again``.
    """
    before = [team.name, team.lead_id, team.distribution]
    team.name, team.lead_id = _free_name(name, but=team), _lead_id(lead)
    team.distribution = distribution or team.distribution
    _flush_or_refuse_name()
    after = [team.name, team.lead_id, team.distribution]
    if before != after:
        _activity.record("team_updated", by=by.id, team=team.id, was=before, now=after)
    db.session.commit()
    log.info("team_updated", team_id=team.id)


def _free_name(name: str, *, but: Team | None = None) -> str:
    with db.session.no_autoflush:
        known = find.find_team_by_name(name)
    if known is not None and known is not but:
        raise _name_taken()
    return name


def _flush_or_refuse_name() -> None:
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise _name_taken() from None


def _name_taken() -> RuleViolation:
    return RuleViolation(N_("There is a team of that name already."), field="name")


def _lead_id(lead: User | None) -> int | None:
    if lead is None:
        return None
    if lead.role is not Role.TEAM_LEAD or not lead.is_active:
        raise RuleViolation(N_("%(name)s is not a team lead."), field="lead_id", name=lead.name)
    return lead.id
