"""People: taking them on, changing what they may do, and seeing them off."""

import secrets
from dataclasses import asdict, dataclass

import structlog
from flask import current_app
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.passwords import check_password
from leadtracker.domain.policies import Role
from leadtracker.domain.queue import pool_of
from leadtracker.models import User
from leadtracker.queries import teams as find_teams
from leadtracker.queries import users as find
from leadtracker.services import _activity, _outbox, distributions, promotion_queue, sessions

log = structlog.get_logger()

#: Letters and digits that no one confuses when a password is read out.
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


@dataclass(frozen=True)
class Details:
    """What is known about a person. ``phone`` is E.164 and rung for bridge calls."""

    email: str
    name: str
    role: Role
    team_id: int | None = None
    phone: str | None = None
    time_zone: str = "Europe/London"
    locale: str = "en"
    languages: tuple[str, ...] = ()


def make_password() -> str:
    """A password to hand over once: 79 bits, in groups that can be read out on the telephone."""
    groups = (
        "".join(secrets.choice(_LEGIBLE) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )
    return "-".join(groups)


def create_user(details: Details, *, password: str, by: User | None) -> User:
    """Take somebody on; raises ``RuleViolation`` for an address in use or a silly password."""
    check_password(password, about=_known_about(details.name, details.email))
    user = User(**_columns(details), password_hash=sessions.hash_password(password))
    db.session.add(user)
    _flush_or_refuse_email()
    _record("user_created", user, by=by, role=details.role)
    db.session.commit()
    log.info("user_created", account_id=user.id, role=details.role)
    return user


def update_user(user: User, details: Details, *, by: User) -> None:
    """Change what is known about ``user``, and what they may do.

    Raises ``RuleViolation`` for an address in use, and when a role is left that somebody has to
    have: the last administrator's, or that of a team's lead.
    """
    if details.role != user.role:
        _require_role_free(user)
    wanted = _columns(details)
    before = {name: getattr(user, name) for name in wanted}
    for name, value in wanted.items():
        setattr(user, name, value)
    _flush_or_refuse_email()
    changes = {name: [old, getattr(user, name)] for name, old in before.items()}
    changes = {name: change for name, change in changes.items() if change[0] != change[1]}
    if changes:
        _record("user_updated", user, by=by, changes=changes)
    db.session.commit()
    if changes.keys() & {"team_id", "role"}:
        distributions.take_back(user)
    log.info("user_updated", account_id=user.id, fields=sorted(changes))


def _columns(details: Details) -> dict:
    return asdict(details) | {"languages": list(details.languages)}


def update_account(
    user: User,
    *,
    name: str,
    phone: str | None,
    time_zone: str,
    locale: str,
    languages: tuple[str, ...] = (),
) -> None:
    """What people may change about themselves."""
    own = Details(user.email, name, user.role, user.team_id, phone, time_zone, locale, languages)
    update_user(user, own, by=user)


def reset_password(user: User, password: str, *, by: User | None) -> None:
    """Give ``user`` another password and end their sessions; raises for a silly one."""
    _set_password(user, password)
    sessions.revoke_sessions(user)
    _record("password_reset", user, by=by)
    db.session.commit()
    log.info("password_reset", account_id=user.id)


def change_password(user: User, *, current: str, new: str) -> None:
    """Change one's own password, and sign out everywhere else; raises for a wrong or silly one."""
    if not sessions.password_matches(user, current):
        raise RuleViolation(N_("That is not your password now."), field="current")
    if current == new:
        raise RuleViolation(N_("That is the password you have."), field="password")
    _set_password(user, new)
    sessions.revoke_other_sessions(user)
    _record("password_changed", user, by=user)
    db.session.commit()
    log.info("password_changed", account_id=user.id)


def deactivate_user(user: User, *, by: User) -> None:
    """Close an account: its sessions end now, its promises go to the team, its history stays."""
    if user.id == by.id:
        raise RuleViolation(N_("You cannot close your own account. Ask another administrator."))
    if not user.is_active:
        return
    _require_other_administrator(user)
    user.deactivated_at = clock.now()
    for team in find_teams.teams_naming(user):
        team.lead_id = None
    handed_over = _hand_over_queue(user)
    sessions.revoke_sessions(user)
    _record("user_deactivated", user, by=by, handed_over=handed_over)
    db.session.commit()
    log.info("user_deactivated", account_id=user.id, handed_over=handed_over)


def reactivate_user(user: User, *, by: User) -> None:
    """Open a closed account again; its password is the one it had."""
    if user.is_active:
        return
    user.deactivated_at = None
    _record("user_reactivated", user, by=by)
    db.session.commit()
    log.info("user_reactivated", account_id=user.id)


def _set_password(user: User, password: str) -> None:
    check_password(password, about=_known_about(user.name, user.email))
    user.password_hash = sessions.hash_password(password)


def _known_about(name: str, email: str) -> tuple[str, ...]:
    return name, email, current_app.config["COMPANY_NAME"]


def _flush_or_refuse_email() -> None:
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise RuleViolation(N_("Somebody has that address already."), field="email") from None


def _require_role_free(user: User) -> None:
    """Before ``user`` leaves their role."""
    _require_other_administrator(user)
    if led := find_teams.teams_naming(user):
        raise RuleViolation(
            N_("%(name)s leads %(team)s. Give the team another lead first."),
            field="role",
            name=user.name,
            team=led[0].name,
        )


def _require_other_administrator(user: User) -> None:
    """Locks the administrators, so that two of them cannot remove each other at once."""
    if user.role != Role.ADMINISTRATOR:
        return
    administrators = set(db.session.scalars(find.active_administrators().with_for_update()))
    if administrators <= {user.id}:
        raise RuleViolation(
            N_("%(name)s is the last administrator. Make somebody else one first."),
            field="role",
            name=user.name,
        )


def _hand_over_queue(user: User) -> int:
    """What waits for ``user`` waits for the lead's team from now on, or else for theirs.

    A promotion's leads go where their promotion wants them.
    """
    taken = promotion_queue.take_from(user)
    items = db.session.scalars(find.open_items_owned_by(user)).all()
    for item in items:
        item.owner_id = None
        item.team_id = item.team_id or user.team_id
        item.pool = pool_of(owner_id=None, team_id=item.team_id, promotion_id=item.promotion_id)
    taken += len(items)
    if taken:
        _outbox.publish(_outbox.EVERYBODY, _outbox.QUEUE_CHANGED)
    return taken


def _record(kind: str, user: User, *, by: User | None, **data) -> None:
    _activity.record(kind, by=by.id if by else None, user=user.id, **data)
