"""``flask users``: take people on from the command line; the first administrator begins here."""

import click
from flask import current_app
from flask.cli import AppGroup

from leadtracker.domain.emails import parse_email
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.policies import Role
from leadtracker.queries import sessions as find
from leadtracker.services import outcome_sets, users

_ROLES = [role.value for role in Role]

cli = AppGroup("users", help="People who sign in.")


def _email(_context, _option, text: str) -> str:
    email = parse_email(text)
    if email is None:
        raise click.BadParameter("that is not an email address.")
    return email


_who = (
    click.option("--email", required=True, callback=_email, help="What they sign in with."),
    click.option("--name", required=True, help="First name and surname."),
    click.option("--generate", is_flag=True, help="Make a password and print it once."),
)


def _about_a_person(command):
    for option in reversed(_who):
        command = option(command)
    return command


@cli.command("create-admin")
@_about_a_person
def create_admin(email: str, name: str, generate: bool) -> None:
    """Add an administrator."""
    _create(email, name, Role.ADMINISTRATOR, generate=generate)
    outcome_sets.default_set()


@cli.command("create")
@_about_a_person
@click.option("--role", type=click.Choice(_ROLES), default=_ROLES[0], show_default=True)
def create(email: str, name: str, generate: bool, role: str) -> None:
    """Add somebody; their team and telephone are set on the page of people."""
    _create(email, name, Role(role), generate=generate)


@cli.command("reset-password")
@click.option("--email", required=True, callback=_email)
@click.option("--generate", is_flag=True, help="Make a password and print it once.")
def reset_password(email: str, generate: bool) -> None:
    """Give somebody a new password and sign them out everywhere."""
    user = find.find_user_by_email(email)
    if user is None:
        raise click.ClickException(f"Nobody signs in with {email}.")
    password = _password(generate)
    _or_explain(lambda: users.reset_password(user, password, by=None))
    _hand_over(email, password if generate else None)


def _create(email: str, name: str, role: Role, *, generate: bool) -> None:
    config = current_app.config
    details = users.Details(
        email=email,
        name=name.strip(),
        role=role,
        time_zone=config["DEFAULT_TIME_ZONE"],
        locale=config["BABEL_DEFAULT_LOCALE"],
    )
    password = _password(generate)
    _or_explain(lambda: users.create_user(details, password=password, by=None))
    _hand_over(email, password if generate else None)


def _password(generate: bool) -> str:
    """What somebody types twice, or one that is made when nobody is there to type."""
    if generate:
        return users.make_password()
    return click.prompt("Password", hide_input=True, confirmation_prompt=True)


def _or_explain(action) -> None:
    try:
        action()
    except RuleViolation as error:
        raise click.ClickException(str(error)) from None


def _hand_over(email: str, password: str | None) -> None:
    click.echo(f"{email} can sign in at {current_app.config['PUBLIC_BASE_URL']}/sign-in")
    if password:
        click.echo(f"Password, shown this once: {password}")
