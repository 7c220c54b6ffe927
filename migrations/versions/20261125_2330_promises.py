"""Keep when a promise breaks, whether it was offered, moved and mailed, and private calendars."""

import sqlalchemy as sa
from alembic import op

from leadtracker.db import Instant, text_enum
from leadtracker.domain import promises
from leadtracker.models.calendar_feed import CalendarDetail

revision = "20261125_2330"
down_revision = "20261125_0300"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")
_WHERE = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}
_NEW_MOMENTS = ("offered_at", "mail_claimed_at", "mailed_at", "mail_not_before")


def upgrade() -> None:
    with op.batch_alter_table("follow_up") as batch:
        batch.add_column(sa.Column("breaks_at", Instant(), nullable=True))
        batch.add_column(sa.Column("kept_by_id", sa.Integer(), nullable=True))
        for name in _NEW_MOMENTS:
            batch.add_column(sa.Column(name, Instant(), nullable=True))
        batch.add_column(
            sa.Column("mail_failures", sa.Integer(), nullable=False, server_default="0")
        )
        batch.create_foreign_key(
            op.f("fk_follow_up_kept_by_id_user"),
            "user",
            ["kept_by_id"],
            ["id"],
            ondelete="SET NULL",
        )
    _work_out_when_promises_break()
    with op.batch_alter_table("follow_up") as batch:
        batch.alter_column("breaks_at", existing_type=Instant(), nullable=False)
        batch.alter_column("mail_failures", existing_type=sa.Integer(), server_default=None)
    op.create_index("ix_follow_up_due_open", "follow_up", ["due_at"], **_WHERE)
    op.create_index("ix_follow_up_owner_due", "follow_up", ["owner_id", "due_at"])
    op.create_index("ix_follow_up_promotion_due", "follow_up", ["promotion_id", "due_at"])
    _create_moves()
    _create_feeds()


def _work_out_when_promises_break() -> None:
    """As the day ends where the lead is; and whoever kept a promise closed it until now."""
    table = sa.table(
        "follow_up",
        sa.column("id", sa.Integer()),
        sa.column("due_at", Instant()),
        sa.column("time_zone", sa.String()),
        sa.column("breaks_at", Instant()),
        sa.column("kept_at", Instant()),
        sa.column("kept_by_id", sa.Integer()),
        sa.column("closed_by_id", sa.Integer()),
    )
    bind = op.get_bind()
    rows = bind.execute(sa.select(table.c.id, table.c.due_at, table.c.time_zone)).all()
    for row_id, due_at, zone in rows:
        bind.execute(
            sa.update(table)
            .where(table.c.id == row_id)
            .values(breaks_at=promises.breaks_at(due_at, zone))
        )
    bind.execute(
        sa.update(table).where(table.c.kept_at.is_not(None)).values(kept_by_id=table.c.closed_by_id)
    )


def _create_moves() -> None:
    op.create_table(
        "follow_up_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("breaks_at", Instant(), nullable=False),
        sa.Column("kept_at", Instant(), nullable=True),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", Instant(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["follow_up.id"],
            name=op.f("fk_follow_up_move_follow_up_id_follow_up"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"],
            ["user.id"],
            name=op.f("fk_follow_up_move_kept_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"],
            ["user.id"],
            name=op.f("fk_follow_up_move_moved_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_move")),
    )
    op.create_index("ix_follow_up_move_follow_up_id", "follow_up_move", ["follow_up_id"])
    op.create_index("ix_follow_up_move_due_at", "follow_up_move", ["due_at"])


def _create_feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("detail", text_enum(CalendarDetail, "detail"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_calendar_feed_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_feed_user_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("follow_up_move")
    op.drop_index("ix_follow_up_promotion_due", "follow_up")
    op.drop_index("ix_follow_up_owner_due", "follow_up")
    op.drop_index("ix_follow_up_due_open", "follow_up")
    with op.batch_alter_table("follow_up") as batch:
        batch.drop_constraint(op.f("fk_follow_up_kept_by_id_user"), type_="foreignkey")
        batch.drop_column("breaks_at")
        batch.drop_column("kept_by_id")
        for name in _NEW_MOMENTS:
            batch.drop_column(name)
        batch.drop_column("mail_failures")
