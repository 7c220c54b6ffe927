"""``flask demo``: data to try the product with."""

import click
from flask import current_app
from flask.cli import AppGroup

from leadtracker.services import demo

cli = AppGroup("demo", help="Demo data: people, leads and promotions that do not exist.")


@cli.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when somebody has an account already.")
def load(if_empty: bool) -> None:
    """Fill an empty database with the demo."""
    if current_app.config["ENVIRONMENT"] == "production":
        raise click.ClickException("Demo data is not for production.")
    if demo.is_empty():
        click.echo("Loading the demo …")
        demo.load_demo()
    elif not if_empty:
        raise click.ClickException("Somebody has an account here: the demo is for empty databases.")
