"""Keep each setting of an outcome, to take it back or replace it; waive one, draft one."""

import sqlalchemy as sa
from alembic import op

from leadtracker.db import Instant

revision = "20261125_0020"
down_revision = "20261125_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said", sa.String(length=80), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("do_not_call_entry_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("replaced_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_call_outcome_call_id_call"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_call_outcome_outcome_id_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["user.id"], name=op.f("fk_call_outcome_set_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["follow_up.id"],
            name=op.f("fk_call_outcome_follow_up_id_follow_up"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["do_not_call_entry_id"],
            ["do_not_call_entry.id"],
            name=op.f("fk_call_outcome_do_not_call_entry_id_do_not_call_entry"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_outcome")),
    )
    op.create_index("ix_call_outcome_call_id", "call_outcome", ["call_id", "id"])
    with op.batch_alter_table("call") as batch:
        batch.add_column(sa.Column("waived_at", Instant(), nullable=True))
        batch.add_column(sa.Column("waived_by_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("waived_reason", sa.String(length=200), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("draft", sa.JSON(), nullable=False, server_default="{}"))
        batch.create_foreign_key(
            op.f("fk_call_waived_by_id_user"), "user", ["waived_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("call") as batch:
        batch.alter_column("waived_reason", server_default=None)
        batch.alter_column("draft", server_default=None)
    op.add_column("follow_up", sa.Column("taken_back_at", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("follow_up", "taken_back_at")
    with op.batch_alter_table("call") as batch:
        batch.drop_constraint(op.f("fk_call_waived_by_id_user"), type_="foreignkey")
        for name in ("draft", "waived_reason", "waived_by_id", "waived_at"):
            batch.drop_column(name)
    op.drop_table("call_outcome")
