"""Running an import: claimed, chunk by chunk, resumable at any moment.

A chunk's leads, its problems and the mark of how far the file is done are one transaction. So an
import that is killed goes on after its last chunk, in whatever process finds it next, and repeats
nothing. Rows are read and numbers parsed while no transaction is open: the desk waits for a chunk's
writing only.
"""

import io
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import structlog
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from leadtracker.db import db, writing
from leadtracker.domain import clock
from leadtracker.domain.columns import Field
from leadtracker.domain.lead_rows import LeadReader
from leadtracker.domain.tables import detect_layout, read_rows
from leadtracker.models import LeadImport
from leadtracker.models.lead_import import ImportState
from leadtracker.queries import imports as find
from leadtracker.services import _activity, _outbox, promotion_queue
from leadtracker.services.imports.matching import ReadRow, SeenNumbers, sort_out
from leadtracker.services.imports.writing import ChunkWriter

log = structlog.get_logger()

CHUNK_ROWS = 2000

#: A runner that has not finished a chunk for so long is gone.
STALE_AFTER = timedelta(seconds=60)

#: How often a chunk is tried when somebody else writes one of its numbers at the same moment.
_TRIES = 5


class _TakenOver(Exception):
    """Another process has claimed the import."""


def run_next_import() -> bool:
    """Run the oldest import that waits to its end; False when there is none. For the scheduler."""
    waiting = find.find_next_import(clock.now() - STALE_AFTER)
    db.session.rollback()
    return waiting is not None and run_import(waiting)


def run_import(import_id: int) -> bool:
    """Claim the import and run it to its end; False when it is not there to be claimed.

    What goes wrong ends it as failed, with what is in kept and the place to go on from.
    """
    with writing():
        claimed_at = _claim(import_id)
        if claimed_at is None:
            return False
        try:
            _Run(import_id, claimed_at).to_the_end()
        except _TakenOver:
            db.session.rollback()
            log.warning("import_taken_over", import_id=import_id)
        except Exception as error:
            db.session.rollback()
            log.exception("import_failed", import_id=import_id)
            _fail(import_id, error)
    return True


def _claim(import_id: int) -> datetime | None:
    """Take the import by compare-and-set; the moment is what later marks are compared with."""
    now = clock.now()
    free = (LeadImport.state == ImportState.QUEUED) | (
        (LeadImport.state == ImportState.RUNNING) & (LeadImport.claimed_at < now - STALE_AFTER)
    )
    result = db.session.execute(
        update(LeadImport)
        .where(LeadImport.id == import_id, free)
        .values(state=ImportState.RUNNING, claimed_at=now)
    )
    db.session.commit()
    return now if result.rowcount else None


def _fail(import_id: int, error: Exception) -> None:
    db.session.execute(
        update(LeadImport)
        .where(LeadImport.id == import_id)
        .values(state=ImportState.FAILED, failure=f"{type(error).__name__}: {error}"[:500])
    )
    db.session.commit()


class _Run:
    """One process's work on one import."""

    def __init__(self, import_id: int, claimed_at: datetime):
        self._id = import_id
        self._claimed_at = claimed_at
        self._seen = SeenNumbers()
        self._started = time.monotonic()

    def to_the_end(self) -> None:
        """Every row that is left, then the end."""
        lead_import = find.find_import(self._id)
        done, list_id = lead_import.rows_done, lead_import.list_id
        rows = self._rows(lead_import)
        writer = ChunkWriter(lead_import)
        alone = not find.other_leads_exist(self._id)
        db.session.commit()
        for read in islice(rows, done):
            self._seen.replay(read)
        while chunk := list(islice(rows, CHUNK_ROWS)):
            self._write(chunk, writer, alone=alone)
        self._finish()
        if list_id is not None:
            promotion_queue.enqueue_list(list_id)
        db.session.commit()

    def _rows(self, lead_import: LeadImport) -> Iterator[ReadRow]:
        stream = io.BytesIO(find.content_of(lead_import.id))
        layout = detect_layout(
            stream,
            encoding=lead_import.encoding,
            delimiter=lead_import.delimiter,
            has_header=lead_import.has_header,
        )
        reader = LeadReader(
            [Field(name) if name else None for name in lead_import.columns["fields"]],
            country=lead_import.country,
            area_code=lead_import.columns["area_code"],
        )
        return (
            ReadRow(row, None if row.fault else reader.read(row.cells))
            for row in read_rows(stream, layout)
        )

    def _write(self, chunk: list[ReadRow], writer: ChunkWriter, *, alone: bool) -> None:
        """The chunk and the mark, or neither."""
        for attempt in range(1, _TRIES + 1):
            try:
                found = sort_out(chunk, import_id=self._id, seen=self._seen, alone=alone)
                self._mark(writer.write(found), rows=len(chunk))
                db.session.commit()
            except IntegrityError:
                # Somebody has just written one of these numbers; now it is known.
                db.session.rollback()
                self._seen.forget()
                alone = False
                if attempt == _TRIES:
                    raise
            else:
                self._seen.keep()
                return

    def _mark(self, counts: Counter, *, rows: int) -> None:
        """Note how far the file is done, and that somebody is at it."""
        now, elapsed = clock.now(), time.monotonic() - self._started
        self._change(
            claimed_at=now,
            rows_done=LeadImport.rows_done + rows,
            seconds=LeadImport.seconds + elapsed,
            **{name: getattr(LeadImport, name) + count for name, count in counts.items()},
        )
        self._claimed_at, self._started = now, time.monotonic()

    def _change(self, **values) -> None:
        mine = (LeadImport.state == ImportState.RUNNING) & (
            LeadImport.claimed_at == self._claimed_at
        )
        result = db.session.execute(
            update(LeadImport).where(LeadImport.id == self._id, mine).values(**values),
            execution_options={"synchronize_session": False},
        )
        if result.rowcount == 0:
            raise _TakenOver

    def _finish(self) -> None:
        """The end: the file itself is no longer needed."""
        self._change(
            state=ImportState.DONE,
            done_at=clock.now(),
            rows_total=LeadImport.rows_done,
            content=None,
        )
        db.session.expire_all()
        lead_import = find.find_import(self._id)
        by_id = lead_import.created_by_id
        _activity.record("import_finished", by=by_id, lead_import=self._id, **lead_import.counts)
        if by_id is not None:
            _outbox.publish(_outbox.to_user(by_id), _outbox.IMPORT_CHANGED, lead_import=self._id)
        db.session.commit()
        log.info("import_finished", import_id=self._id, **lead_import.counts)
