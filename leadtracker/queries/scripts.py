"""Scripts with their versions, and where they are used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from leadtracker.db import db
from leadtracker.models import Promotion, Script, ScriptVersion
from leadtracker.models.promotion import PromotionState


@dataclass(frozen=True)
class ScriptRow:
    """A script as the list shows it; ``live`` counts the live promotions that are read from it."""

    id: int
    name: str
    number: int
    steps: int
    published_at: datetime
    live: int


def script_rows() -> list[ScriptRow]:
    """Every script with its latest version, by name."""
    later = aliased(ScriptVersion)
    newest = select(func.max(later.number)).where(later.script_id == Script.id).scalar_subquery()
    live = (
        select(func.count(Promotion.id))
        .where(Promotion.script_id == Script.id, Promotion.state == PromotionState.LIVE)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Script.id, Script.name, ScriptVersion, live)
        .join(ScriptVersion, ScriptVersion.script_id == Script.id)
        .where(ScriptVersion.number == newest)
        .order_by(Script.name)
    )
    return [
        ScriptRow(script_id, name, version.number, len(version.steps), version.published_at, used)
        for script_id, name, version, used in rows
    ]


def find_script(script_id: int) -> Script | None:
    """A script with its versions."""
    return db.session.scalar(
        select(Script).where(Script.id == script_id).options(selectinload(Script.versions))
    )


def scripts_by_name() -> Sequence[tuple[int, str]]:
    """Id and name of every script, to choose from."""
    return db.session.execute(select(Script.id, Script.name).order_by(Script.name)).all()


def live_promotions_reading(script_id: int) -> list[Promotion]:
    """Live promotions whose callers read this script."""
    return list(
        db.session.scalars(
            select(Promotion)
            .where(Promotion.script_id == script_id, Promotion.state == PromotionState.LIVE)
            .order_by(Promotion.name)
        )
    )
