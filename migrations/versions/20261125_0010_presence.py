"""Keep who is at the desk or on a break, and how each person wants to dial."""

import sqlalchemy as sa
from alembic import op

from leadtracker.db import Instant, text_enum
from leadtracker.domain.presence import DialMode, Presence

revision = "20261125_0010"
down_revision = "20261124_0200"
branch_labels = None
depends_on = None

_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "presence_span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("state", text_enum(Presence, "state"), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_presence_span_user_id_user"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_span")),
    )
    where = {"sqlite_where": _OPEN, "postgresql_where": _OPEN}
    op.create_index(
        "uq_presence_span_user_open", "presence_span", ["user_id"], unique=True, **where
    )
    op.create_index("ix_presence_span_user_started", "presence_span", ["user_id", "started_at"])
    op.create_index("ix_presence_span_open_seen", "presence_span", ["seen_at"], **where)
    with op.batch_alter_table("user") as batch:
        batch.add_column(
            sa.Column(
                "dial_mode",
                text_enum(DialMode, "dial_mode"),
                nullable=False,
                server_default=DialMode.PREVIEW.value,
            )
        )
        batch.add_column(
            sa.Column("breath_seconds", sa.Integer(), nullable=False, server_default="2")
        )
        batch.create_check_constraint("breath_is_short", "breath_seconds BETWEEN 0 AND 5")
    with op.batch_alter_table("user") as batch:
        batch.alter_column("dial_mode", server_default=None)
        batch.alter_column("breath_seconds", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.drop_constraint(op.f("ck_user_breath_is_short"), type_="check")
        batch.drop_constraint(op.f("ck_user_dial_mode"), type_="check")
        batch.drop_column("breath_seconds")
        batch.drop_column("dial_mode")
    op.drop_table("presence_span")
