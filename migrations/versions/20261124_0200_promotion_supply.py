"""Count a promotion's leads, and those settled lately, from an index alone."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_0200"
down_revision = "20261124_0140"
branch_labels = None
depends_on = None

_PROMOTION = sa.text("kind = 'promotion'")


def upgrade() -> None:
    op.drop_index("ix_queue_item_promotion_state", "queue_item")
    op.create_index(
        "ix_queue_item_promotion_state",
        "queue_item",
        ["promotion_id", "state", "closed_at"],
        sqlite_where=_PROMOTION,
        postgresql_where=_PROMOTION,
    )


def downgrade() -> None:
    op.drop_index("ix_queue_item_promotion_state", "queue_item")
    op.create_index("ix_queue_item_promotion_state", "queue_item", ["promotion_id", "state"])
