"""Find the lines that may still be open without reading every call ever made."""

import sqlalchemy as sa
from alembic import op

revision = "20261124_0140"
down_revision = "20261124_0110"
branch_labels = None
depends_on = None

_OPEN = sa.text("status NOT IN ('completed', 'busy', 'no_answer', 'failed', 'canceled')")


def upgrade() -> None:
    op.create_index(
        "ix_call_leg_open", "call_leg", ["call_id"], sqlite_where=_OPEN, postgresql_where=_OPEN
    )


def downgrade() -> None:
    op.drop_index("ix_call_leg_open", "call_leg")
