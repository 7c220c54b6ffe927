"""``flask leads``: bring lists in from the command line."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from leadtracker.domain.columns import Field
from leadtracker.domain.countries import country_code
from leadtracker.domain.errors import RuleViolation
from leadtracker.models import LeadImport
from leadtracker.models.lead_import import ImportState
from leadtracker.queries import imports as find
from leadtracker.services import imports

cli = AppGroup("leads", help="Leads: import lists of them.")


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "list_name", help="Put the leads on this list. [default: the file's name]")
@click.option("--country", help="Country of numbers without a country code, such as GB.")
@click.option("--area-code", default="", help="Area code of numbers that lack one.")
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="FIELD=COLUMN",
    help=f"Which column (from 1) is what; may be repeated. Fields: {', '.join(Field)}.",
)
@click.option("--encoding", help="The file's encoding, where the guess is wrong.")
@click.option("--delimiter", help="What stands between cells, where the guess is wrong.")
@click.option("--header/--no-header", default=None, help="Whether the first row names columns.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def import_(
    file: Path,
    list_name: str | None,
    country: str | None,
    area_code: str,
    mappings: tuple[str, ...],
    encoding: str | None,
    delimiter: str | None,
    header: bool | None,
    as_json: bool,
) -> None:
    """Import the leads of FILE: a table of text in any layout, a lead a row.

    A lead whose number is known already is filled in where it is empty.
    """
    region = _region(country)
    try:
        lead_import = imports.receive_file(file.name, file.read_bytes(), country=region, by=None)
        layout = {"encoding": encoding, "delimiter": delimiter, "has_header": header}
        if any(value is not None for value in layout.values()):
            imports.read_differently(lead_import, country=region, **layout)
        fields = _fields(lead_import, mappings)
        imports.start_import(
            lead_import,
            fields=fields,
            country=region,
            list_name=list_name or file.stem,
            area_code=area_code,
            by=None,
        )
    except RuleViolation as error:
        raise click.ClickException(str(error)) from None
    imports.run_import(lead_import.id)
    _report(find.find_import(lead_import.id), as_json=as_json)


def _region(country: str | None) -> str:
    if country is None:
        return current_app.config["DEFAULT_COUNTRY"]
    code = country_code(country)
    if code is None:
        raise click.BadParameter(f"“{country}” is no country.", param_hint="--country")
    return code


def _fields(lead_import: LeadImport, mappings: tuple[str, ...]) -> list[Field | None]:
    """The guesses, with what the command line says in their place."""
    guessed = [Field(name) if name else None for name in lead_import.columns["fields"]]
    said = dict(_mapping(text, columns=len(guessed)) for text in mappings)
    named = set(said.values())
    return [
        said.get(place, None if field in named else field) for place, field in enumerate(guessed)
    ]


def _mapping(text: str, *, columns: int) -> tuple[int, Field]:
    name, _, column = text.partition("=")
    if name not in set(Field):
        raise click.BadParameter(f"“{name}” is no field. Fields: {', '.join(Field)}.")
    if not column.isdigit() or not 1 <= int(column) <= columns:
        raise click.BadParameter(f"“{text}”: the file has columns 1 to {columns}.")
    return int(column) - 1, Field(name)


def _report(lead_import: LeadImport, *, as_json: bool) -> None:
    if lead_import.state is ImportState.FAILED:
        raise click.ClickException(
            f"The import stopped after row {lead_import.rows_done}: {lead_import.failure}"
        )
    counts = lead_import.counts | {"seconds": round(lead_import.seconds, 2)}
    keys = ("rows", "created", "updated", "duplicates", "invalid_phone", "without_phone", "refused")
    result = {key: counts[key] for key in (*keys, "seconds")}
    if as_json:
        click.echo(json.dumps(result))
        return
    click.echo(f"{lead_import.filename} → list “{lead_import.lead_list.name}”")
    for key, value in result.items():
        click.echo(f"{key:>14}: {value:,}" if key != "seconds" else f"{key:>14}: {value}")
