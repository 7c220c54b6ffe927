"""``flask prepare``: all that must be done before the processes start, in a single one."""

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from leadtracker.cli import demo as demo_commands
from leadtracker.db import db


@click.command("prepare")
@click.option("--demo/--no-demo", default=True, help="Load the demo when there is nobody yet.")
@with_appcontext
@click.pass_context
def cli(context: click.Context, demo: bool) -> None:
    """Bring the database to the newest migration and load the demo into an empty one."""
    if not _is_current():
        click.echo("Bringing the database to the newest migration …")
        flask_migrate.upgrade()
    if demo and current_app.config["ENVIRONMENT"] != "production":
        context.invoke(demo_commands.load, if_empty=True)


def _is_current() -> bool:
    """Whether the newest migration has been run; far quicker than asking Alembic to run none."""
    newest = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() == newest
    except OperationalError as error:
        where = db.engine.url.render_as_string(hide_password=True)
        raise click.ClickException(f"The database {where} does not answer: {error.orig}") from None
