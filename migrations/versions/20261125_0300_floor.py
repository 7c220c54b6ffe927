"""Keep who gave which work to whom, why, what people speak, and how a team's leads are dealt."""

import sqlalchemy as sa
from alembic import op

from leadtracker.db import Instant

revision = "20261125_0300"
down_revision = "20261125_0100"
branch_labels = None
depends_on = None

_KINDS = ("callback", "missed_call", "follow_up", "promotion")
_STATES = ("scheduled", "ready", "claimed", "done", "cancelled")
_RULES = ("shared", "round_robin", "language", "region", "owner")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(36), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("from_owner_id", sa.Integer(), nullable=True),
        sa.Column("from_team_id", sa.Integer(), nullable=True),
        sa.Column("from_pool", sa.String(40), nullable=False),
        sa.Column("from_rank", sa.Integer(), nullable=False),
        sa.Column("from_not_before", Instant(), nullable=False),
        sa.Column("from_waits_for", sa.String(32), nullable=False),
        sa.Column("from_note", sa.String(300), nullable=False),
        sa.Column("from_handed_by_id", sa.Integer(), nullable=True),
        sa.Column("replaced_id", sa.Integer(), nullable=True),
        sa.Column("to_pool", sa.String(40), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        _points_at("item_id", "queue_item", "CASCADE"),
        _points_at("by_id", "user"),
        _points_at("from_owner_id", "user", "SET NULL"),
        _points_at("from_team_id", "team", "SET NULL"),
        _points_at("from_handed_by_id", "user", "SET NULL"),
        _points_at("replaced_id", "queue_item", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_batch", "assignment", ["batch"])
    op.create_index("ix_assignment_item_id", "assignment", ["item_id"])
    op.execute(
        "ALTER TABLE team ADD COLUMN distribution VARCHAR(32) DEFAULT 'shared' NOT NULL"
        f" CONSTRAINT ck_team_distribution CHECK (distribution IN {_RULES})"
    )
    op.execute("""ALTER TABLE "user" ADD COLUMN languages JSON DEFAULT '[]' NOT NULL""")
    _allow_kinds((*_KINDS, "hand_over"))
    with op.batch_alter_table("queue_item") as batch:
        batch.add_column(sa.Column("note", sa.String(300), nullable=False, server_default=""))
        batch.add_column(sa.Column("handed_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_queue_item_handed_by_id_user"),
            "user",
            ["handed_by_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    op.execute("DELETE FROM queue_item WHERE kind = 'hand_over'")
    with op.batch_alter_table("queue_item") as batch:
        batch.drop_constraint(op.f("fk_queue_item_handed_by_id_user"), type_="foreignkey")
        batch.drop_column("handed_by_id")
        batch.drop_column("note")
    _allow_kinds(_KINDS)
    op.execute("""ALTER TABLE "user" DROP COLUMN languages""")
    op.execute("ALTER TABLE team DROP COLUMN distribution")
    op.drop_table("assignment")


def _points_at(column: str, table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_assignment_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete=ondelete)


def _allow_kinds(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("queue_item") as batch:
        batch.drop_constraint(op.f("ck_queue_item_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_queue_item_kind"), f"kind IN {kinds}")
