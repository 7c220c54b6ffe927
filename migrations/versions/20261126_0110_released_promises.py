"""Know which block released a promise, and until when a step that raised a lead let it wait."""

import sqlalchemy as sa
from alembic import op

from leadtracker.db import Instant

revision = "20261126_0110"
down_revision = "20261126_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("follow_up") as batch:
        batch.add_column(sa.Column("block_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_follow_up_block_id_do_not_call_entry"),
            "do_not_call_entry",
            ["block_id"],
            ["id"],
            ondelete="SET NULL",
        )
    op.create_index(
        "ix_follow_up_block_id",
        "follow_up",
        ["block_id"],
        sqlite_where=sa.text("block_id IS NOT NULL"),
        postgresql_where=sa.text("block_id IS NOT NULL"),
    )
    op.add_column("assignment", sa.Column("to_not_before", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("assignment", "to_not_before")
    op.drop_index("ix_follow_up_block_id", "follow_up")
    with op.batch_alter_table("follow_up") as batch:
        batch.drop_constraint(op.f("fk_follow_up_block_id_do_not_call_entry"), type_="foreignkey")
        batch.drop_column("block_id")
