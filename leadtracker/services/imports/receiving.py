"""Taking a file in: what it is, how it is laid out, what its columns seem to be."""

import io
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import islice
from pathlib import PurePath

import structlog
from sqlalchemy import delete

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.columns import SHARED, Field, guess_columns
from leadtracker.domain.errors import N_, RuleViolation
from leadtracker.domain.tables import (
    EmptyTable,
    Layout,
    detect_layout,
    read_heading,
    read_rows,
)
from leadtracker.models import LeadImport, LeadList, User
from leadtracker.models.lead_import import ImportState
from leadtracker.queries import imports as find
from leadtracker.queries import lists as find_lists
from leadtracker.services import _activity

log = structlog.get_logger()

SAMPLE_ROWS = 300

FORGOTTEN_AFTER = timedelta(days=1)

#: First bytes of files that look like tables to people and are none to us.
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")


def receive_file(filename: str, content: bytes, *, country: str, by: User | None) -> LeadImport:
    """Keep the file and what it seems to be, for a person to check; nothing is imported yet.

    ``country`` is the ISO-2 country of numbers without a country code. Raises ``RuleViolation`` on
    the field ``file`` for what is not a table in plain text.
    """
    if content.startswith(_NOT_TEXT):
        raise RuleViolation(
            N_("That is not a text file. Save the sheet as CSV and choose that."), field="file"
        )
    lead_import = LeadImport(
        filename=PurePath(filename.replace("\\", "/")).name[:200] or "list.csv",
        content=content,
        country=country,
        created_by_id=by.id if by else None,
    )
    _look_at(lead_import, content, layout=_layout_of(content))
    db.session.add(lead_import)
    db.session.commit()
    log.info("import_received", import_id=lead_import.id, rows=lead_import.rows_total)
    return lead_import


def read_differently(
    lead_import: LeadImport,
    *,
    country: str,
    encoding: str | None = None,
    delimiter: str | None = None,
    has_header: bool | None = None,
) -> None:
    """Look at the file again as a person says it is; the columns are guessed anew.

    Raises ``RuleViolation`` when it cannot be read that way, or has been started.
    """
    _require_checking(lead_import)
    content = find.content_of(lead_import.id)
    layout = _layout_of(content, encoding=encoding, delimiter=delimiter, has_header=has_header)
    lead_import.country = country
    _look_at(lead_import, content, layout=layout)
    db.session.commit()


def _layout_of(content: bytes, **given) -> Layout:
    try:
        return detect_layout(io.BytesIO(content), **given)
    except EmptyTable:
        raise RuleViolation(N_("There is no row in that file."), field="file") from None
    except LookupError:
        raise RuleViolation(N_("There is no such encoding."), field="encoding") from None


def _look_at(lead_import: LeadImport, content: bytes, *, layout: Layout) -> None:
    """Note the layout, the number of rows, and the guess for each column."""
    stream = io.BytesIO(content)
    heading = read_heading(stream, layout)
    sample = [row.cells for row in islice(read_rows(stream, layout), SAMPLE_ROWS) if not row.fault]
    guesses = guess_columns(heading, sample, lead_import.country)
    lead_import.encoding, lead_import.delimiter = layout.encoding, layout.delimiter
    lead_import.has_header = layout.has_header
    lead_import.rows_total = sum(1 for _ in read_rows(stream, layout))
    lead_import.columns = {
        "fields": [guess.field for guess in guesses],
        "area_code": "",
        "heading": heading,
    }


def start_import(
    lead_import: LeadImport,
    *,
    fields: Sequence[Field | None],
    country: str,
    list_name: str,
    area_code: str = "",
    team_id: int | None = None,
    by: User | None,
) -> None:
    """Let the import begin as checked: its leads go onto the list of that name.

    Raises ``RuleViolation`` when no column can make a lead, when two columns want the same field,
    or when it has begun already.
    """
    _require_checking(lead_import)
    _require_sound(fields)
    name = list_name.strip()[:120]
    if not name:
        raise RuleViolation(N_("Give the list a name."), field="list_name")
    lead_import.lead_list = _list_called(name, by=by)
    lead_import.columns = lead_import.columns | {"fields": list(fields), "area_code": area_code}
    lead_import.country, lead_import.team_id = country, team_id
    lead_import.state = ImportState.QUEUED
    db.session.flush()
    _activity.record(
        "import_started",
        by=by.id if by else None,
        lead_import=lead_import.id,
        filename=lead_import.filename,
        list=name,
    )
    db.session.commit()
    log.info("import_started", import_id=lead_import.id)


def _require_checking(lead_import: LeadImport) -> None:
    if lead_import.state is not ImportState.CHECKING:
        raise RuleViolation(
            N_("This import has begun. Start another one to import it differently.")
        )


def _require_sound(fields: Sequence[Field | None]) -> None:
    chosen = Counter(field for field in fields if field is not None)
    if not chosen.keys() & {Field.PHONE, Field.COMPANY}:
        raise RuleViolation(
            N_("Say which column is the phone or the company. A lead needs one of them."),
            field="fields",
        )
    for field, count in chosen.items():
        if count > 1 and field not in SHARED:
            raise RuleViolation(
                N_("Two columns become “%(what)s”. Leave one of them out."),
                field="fields",
                what=field.replace("_", " "),
            )


def _list_called(name: str, *, by: User | None) -> LeadList:
    known = find_lists.find_list_called(name)
    return known or LeadList(name=name, created_by_id=by.id if by else None)


def discard_import(lead_import: LeadImport) -> None:
    """Forget a file that was not started; raises ``RuleViolation`` for one that was."""
    _require_checking(lead_import)
    db.session.delete(lead_import)
    db.session.commit()


def forget_unstarted() -> int:
    """Delete files that nobody went on with for a day; returns how many. For the scheduler."""
    left = delete(LeadImport).where(
        LeadImport.state == ImportState.CHECKING,
        LeadImport.created_at < clock.now() - FORGOTTEN_AFTER,
    )
    count = db.session.execute(left).rowcount
    db.session.commit()
    return count


def try_again(lead_import: LeadImport, *, by: User) -> None:
    """Go on with an import that stopped, from the row it had come to."""
    if lead_import.state is not ImportState.FAILED:
        raise RuleViolation(N_("This import has not stopped."))
    lead_import.state, lead_import.failure = ImportState.QUEUED, ""
    lead_import.claimed_at = None
    _activity.record("import_resumed", by=by.id, lead_import=lead_import.id)
    db.session.commit()
