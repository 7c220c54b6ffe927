"""People: who works here, what they may do, and how they are reached."""

from http import HTTPStatus

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.db import db
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.plain_text import legible
from leadtracker.domain.policies import Action, Role
from leadtracker.forms.users import ROLE_NAMES, NewPasswordForm, NewUserForm, UserForm
from leadtracker.models import User
from leadtracker.queries import teams as find_teams
from leadtracker.queries import users as find
from leadtracker.queries.users import UserFilter
from leadtracker.services import users

bp = Blueprint("users", __name__)


@bp.get("/users")
@require(Action.SEE_FLOOR)
def index():
    """The people a reader sees, as far as the filter asks for them."""
    reader, wanted = signed_in_user(), asked_filter()
    people = db.session.scalars(find.users_matching(wanted, reader=reader)).all()
    return render_page_or_partial(
        "users/index.html",
        "users/_list.html",
        wanted=wanted,
        people=people,
        last_seen=find.last_seen(people),
        role_names=ROLE_NAMES,
        working=find.count_users(reader=reader, left=False),
        left=find.count_users(reader=reader, left=True),
    )


def asked_filter() -> UserFilter:
    """The filter in the address; anything unknown in it is left out."""
    role = request.args.get("role", "")
    return UserFilter(
        q=legible(request.args.get("q", ""))[:100],
        role=Role(role) if role in set(Role) else None,
        team_id=request.args.get("team", type=loaders.row_id),
        left=request.args.get("left") == "1",
    )


@bp.get("/users/new")
@require(Action.MANAGE_USERS)
def new():
    """The form for somebody new, with the company's own zone and language."""
    config = current_app.config
    form = NewUserForm(time_zone=config["DEFAULT_TIME_ZONE"], locale=config["BABEL_DEFAULT_LOCALE"])
    return _render_new(form)


@bp.post("/users")
@require(Action.MANAGE_USERS)
def create():
    """Take somebody on. A password that we made is shown in this answer and nowhere else."""
    form = NewUserForm(request.form)
    form.team_id.offer(find_teams.all_teams())
    if not form.validate():
        return _render_new(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    details = form.values()
    chosen = details.pop("password")
    password = chosen or users.make_password()
    try:
        user = users.create_user(users.Details(**details), password=password, by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render_new(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s can sign in now.", name=user.name)
    return hand_over(user, made=None if chosen else password, words=words)


def hand_over(user: User, *, made: str | None, words: str) -> Response | str:
    """Show a password that was made, this once; there is nothing to show for a chosen one."""
    if made is None:
        return toast(redirect_to(url_for("users.index")), words)
    return render_template("users/password.html", user=user, password=made, words=words)


@bp.get("/users/<int:user_id>")
@require(Action.MANAGE_USERS)
def edit(user_id: int):
    """What is known about somebody, to be changed."""
    user = loaders.load_user(user_id)
    return render_edit(user, UserForm(obj=user))


@bp.post("/users/<int:user_id>")
@require(Action.MANAGE_USERS)
def update(user_id: int):
    """Change it."""
    user = loaders.load_user(user_id)
    form = UserForm(request.form)
    form.team_id.offer(find_teams.all_teams())
    if not form.validate():
        return render_edit(user, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        users.update_user(user, users.Details(**form.values()), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return render_edit(user, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return toast(
        redirect_to(url_for("users.index")), _("%(name)s’s details are saved.", name=user.name)
    )


def _render_new(form: NewUserForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    form.team_id.offer(find_teams.all_teams())
    return render_template("users/new.html", form=form), status


def render_edit(
    user: User,
    form: UserForm | None = None,
    *,
    password_form: NewPasswordForm | None = None,
    refusal: str = "",
    status: int = HTTPStatus.OK,
) -> tuple[str, int]:
    """The page of one person, with whichever of its forms was not right."""
    form = form or UserForm(obj=user)
    form.team_id.offer(find_teams.all_teams())
    page = render_template(
        "users/edit.html",
        user=user,
        form=form,
        password_form=password_form or NewPasswordForm(),
        refusal=refusal,
        waiting=find.count_open_items_owned_by(user),
        is_self=user.id == signed_in_user().id,
    )
    return page, status
