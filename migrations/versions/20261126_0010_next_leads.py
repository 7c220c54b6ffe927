"""Keep the next lead for a desk before it is asked for."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_0010"
down_revision = "20261125_2330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "queue_item",
        sa.Column("is_next", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("queue_item", "is_next")
