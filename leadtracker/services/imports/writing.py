"""Writing a sorted chunk: a few statements for thousands of rows, in the caller's transaction.

New rows go in by table and not by model: the ORM's books on rows nobody holds cost a third more.
"""

from collections import Counter

from sqlalchemy import func, select, update

from leadtracker.db import db
from leadtracker.domain import clock
from leadtracker.domain.lead_rows import LeadDraft
from leadtracker.domain.phones import ParsedPhone
from leadtracker.models import Activity, ImportRow, Lead, LeadImport, LeadListMember, Phone
from leadtracker.models.lead import Stage
from leadtracker.models.lead_import import RowProblem
from leadtracker.queries import imports as find
from leadtracker.services import _lead_search
from leadtracker.services._bulk import insert_rows
from leadtracker.services.imports.matching import More, Problem, Sorted


class ChunkWriter:
    """Writes the chunks of one import."""

    def __init__(self, lead_import: LeadImport):
        self._import_id = lead_import.id
        self._list_id = lead_import.list_id
        self._by_id = lead_import.created_by_id
        self._common = {
            "team_id": lead_import.team_id,
            "import_id": lead_import.id,
            "source": lead_import.filename[:120],
            "stage": Stage.NEW,
        }

    def write(self, chunk: Sorted) -> Counter:
        """Write what was sorted out; returns the counts, updated ones and known ones included."""
        counts = Counter(chunk.counts)
        with _lead_search.paused():
            created = self._create(chunk.new)
            changed, repeated = self._tell_more(chunk.more, chunk.held)
        counts["updated_count"] += len(changed)
        counts["duplicate_count"] += len(repeated)
        self._put_on_list(created, {more.lead_id for more in chunk.more})
        new_ids = dict(zip(map(id, chunk.new), created, strict=True))
        self._keep_problems([*chunk.problems, *_repetitions(repeated)], new_ids)
        _lead_search.refresh({*created, *changed})
        return counts

    def _create(self, drafts: list[LeadDraft]) -> list[int]:
        if not drafts:
            return []
        now = clock.now()
        common = self._common | {"created_at": now, "updated_at": now}
        created = _reserve_ids(len(drafts))
        leads = zip(created, drafts, strict=True)
        insert_rows(
            Lead.__table__,
            [{"id": lead_id, **common, **draft.values} for lead_id, draft in leads],
        )
        phones = [
            _phone(lead_id, phone, position)
            for lead_id, draft in zip(created, drafts, strict=True)
            for position, phone in enumerate(draft.phones)
        ]
        insert_rows(Phone.__table__, phones)
        return created

    def _tell_more(self, rows: list[More], held: set[str]) -> tuple[list[int], list[More]]:
        """Fill what known leads leave empty; the ids of those that changed, and rows without news.

        ``held`` are the numbers that some lead has already.
        """
        if not rows:
            return [], []
        ids = {more.lead_id for more in rows}
        leads, positions = find.texts_of_leads(ids), find.last_positions(ids)
        changed, repeated = [], []
        for more in rows:
            news = _news(leads[more.lead_id], more.draft)
            phones = [phone for phone in more.draft.phones if phone.e164 and phone.e164 not in held]
            if not news and not phones:
                repeated.append(more)
                continue
            leads[more.lead_id] |= news
            start = positions.get(more.lead_id, -1) + 1
            positions[more.lead_id] = start + len(phones) - 1
            self._change(more.lead_id, news, phones, start)
            changed.append(more.lead_id)
        return changed, repeated

    def _change(self, lead_id: int, news: dict[str, str], phones: list, start: int) -> None:
        now = clock.now()
        db.session.execute(
            update(Lead).where(Lead.id == lead_id).values(**news, updated_at=now),
            execution_options={"synchronize_session": False},
        )
        insert_rows(
            Phone.__table__,
            [_phone(lead_id, phone, place) for place, phone in enumerate(phones, start)],
        )
        told = [*news, *("phone" for _ in phones)]
        record = {"kind": "lead_updated", "lead_id": lead_id, "user_id": self._by_id, "at": now}
        insert_rows(
            Activity.__table__, [record | {"data": {"import": self._import_id, "fields": told}}]
        )

    def _put_on_list(self, created: list[int], known: set[int]) -> None:
        if self._list_id is None:
            return
        missing = known - find.members_among(self._list_id, known) if known else set()
        members = [{"list_id": self._list_id, "lead_id": one} for one in [*created, *missing]]
        insert_rows(LeadListMember.__table__, members)

    def _keep_problems(self, problems: list[Problem], new_ids: dict[int, int]) -> None:
        rows = [
            {
                "import_id": self._import_id,
                "line": problem.row.line,
                "problem": problem.problem,
                "detail": problem.detail,
                "cells": problem.row.cells,
                "lead_id": problem.lead_id or new_ids.get(id(problem.draft)),
            }
            for problem in problems
        ]
        insert_rows(ImportRow.__table__, rows)


def _reserve_ids(count: int) -> list[int]:
    """Ids for new leads. Asking for each row's id as it is written would write row by row.

    SQLite has one writer, who holds the lock already; PostgreSQL has a sequence.
    """
    if db.engine.dialect.name == "sqlite":
        last = db.session.scalar(select(func.max(Lead.id))) or 0
        return list(range(last + 1, last + 1 + count))
    sequence = func.pg_get_serial_sequence("lead", "id")
    numbers = func.generate_series(1, count).table_valued("number")
    return list(db.session.scalars(select(func.nextval(sequence)).select_from(numbers)))


def _phone(lead_id: int, phone: ParsedPhone, position: int) -> dict:
    return {
        "lead_id": lead_id,
        "e164": phone.e164,
        "extension": phone.extension or "",
        "original": phone.original,
        "position": position,
    }


def _news(known: dict[str, str], draft: LeadDraft) -> dict[str, str]:
    """What the draft says where nothing is known yet."""
    return {name: text for name, text in draft.values.items() if text and not known[name]}


def _repetitions(rows: list[More]) -> list[Problem]:
    """Rows that say what is known already, but for those listed for their number."""
    return [
        Problem(more.row, RowProblem.DUPLICATE_KNOWN, lead_id=more.lead_id)
        for more in rows
        if not more.draft.phone_problem
    ]
