"""Imports: a file, how it is read, how far it got, and every row that is not a new lead."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from leadtracker.db import db, text_enum
from leadtracker.domain import clock

if TYPE_CHECKING:
    from leadtracker.models.lead_list import LeadList
    from leadtracker.models.user import User


class ImportState(StrEnum):
    CHECKING = "checking"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RowProblem(StrEnum):
    """Why a row is not a new lead with a number."""

    DUPLICATE_IN_FILE = "duplicate_in_file"
    DUPLICATE_KNOWN = "duplicate_known"
    INVALID_PHONE = "invalid_phone"
    NOTHING_USABLE = "nothing_usable"
    BROKEN_ROW = "broken_row"


class LeadImport(db.Model):
    """One file on its way in. ``rows = created + updated + duplicates + refused`` when done."""

    __table_args__ = (Index("ix_lead_import_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    list_id: Mapped[int | None] = mapped_column(ForeignKey("lead_list.id", ondelete="SET NULL"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id", ondelete="SET NULL"))
    country: Mapped[str] = mapped_column(String(2), default="")
    encoding: Mapped[str] = mapped_column(String(40), default="")
    delimiter: Mapped[str] = mapped_column(String(4), default="")
    has_header: Mapped[bool] = mapped_column(default=True)
    columns: Mapped[dict] = mapped_column(JSON, default=dict)
    state: Mapped[ImportState] = mapped_column(
        text_enum(ImportState, "state"), default=ImportState.CHECKING
    )
    failure: Mapped[str] = mapped_column(Text, default="")
    rows_total: Mapped[int | None]
    rows_done: Mapped[int] = mapped_column(default=0)
    created_count: Mapped[int] = mapped_column(default=0)
    updated_count: Mapped[int] = mapped_column(default=0)
    duplicate_count: Mapped[int] = mapped_column(default=0)
    invalid_phone_count: Mapped[int] = mapped_column(default=0)
    without_phone_count: Mapped[int] = mapped_column(default=0)
    refused_count: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[float] = mapped_column(default=0.0)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    claimed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    lead_list: Mapped[LeadList | None] = relationship()
    created_by: Mapped[User | None] = relationship()

    @property
    def counts(self) -> dict[str, int]:
        """What became of the rows so far. ``rows`` is the sum of the next four; the last two say
        how many of the rows had no valid number, and why."""
        return {
            "rows": self.rows_done,
            "created": self.created_count,
            "updated": self.updated_count,
            "duplicates": self.duplicate_count,
            "refused": self.refused_count,
            "invalid_phone": self.invalid_phone_count,
            "without_phone": self.without_phone_count,
        }

    @property
    def is_under_way(self) -> bool:
        return self.state in {ImportState.QUEUED, ImportState.RUNNING}


class ImportRow(db.Model):
    """A row of the file that needs a look, with its reason; rows that went in are not kept."""

    __table_args__ = (Index("ix_import_row_import_id_problem", "import_id", "problem"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("lead_import.id", ondelete="CASCADE"))
    line: Mapped[int]
    problem: Mapped[RowProblem] = mapped_column(text_enum(RowProblem, "problem"))
    detail: Mapped[str] = mapped_column(String(300), default="")
    cells: Mapped[list] = mapped_column(JSON, default=list)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id", ondelete="SET NULL"))
