"""Attempt rules and need on the promotion, talk times on outcomes, why a queue item waits.

Columns bring their constraints with them, word for word the same on both databases: SQLite would
have to make the tables anew to add a constraint later, and dropping the old one would take the
rows of every table that refers to it along.
"""

from alembic import op

revision = "20261125_0100"
down_revision = "20261125_0020"
branch_labels = None
depends_on = None

_WAITS = (
    "hours", "retry", "enough_today", "cool_down", "recycled", "agreed", "snoozed", "skipped",
)  # fmt: skip

_COLUMNS = (
    ("promotion", "need", "INTEGER DEFAULT 4 NOT NULL", "need_is_a_digit", "need BETWEEN 0 AND 9"),
    ("promotion", "reranked_lead_id", "INTEGER", "", ""),
    ("promotion", "attempt_rules", "JSON DEFAULT '{}' NOT NULL", "", ""),
    ("outcome", "least_talk_seconds", "INTEGER", "", ""),
    (
        "outcome",
        "most_talk_seconds",
        "INTEGER",
        "least_before_most",
        "least_talk_seconds <= most_talk_seconds",
    ),
    (
        "queue_item",
        "waits_for",
        "VARCHAR(32) DEFAULT 'hours' NOT NULL",
        "waits_for",
        f"waits_for IN {_WAITS}",
    ),
    ("queue_item", "round", "INTEGER DEFAULT 1 NOT NULL", "", ""),
)


def upgrade() -> None:
    for table, column, kind, name, condition in _COLUMNS:
        check = f" CONSTRAINT ck_{table}_{name} CHECK ({condition})" if name else ""
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}{check}")
    op.execute("UPDATE queue_item SET waits_for = 'agreed' WHERE kind <> 'promotion'")
    op.execute(
        "UPDATE queue_item SET waits_for = 'retry' WHERE kind = 'promotion' AND attempts > 0"
    )
    # Ranks get room for the need: 1005 becomes 1054.
    op.execute("UPDATE queue_item SET rank = 1004 + (rank - 1000) * 10 WHERE kind = 'promotion'")
    op.drop_index("ix_queue_item_pool_state", "queue_item")
    op.create_index(
        "ix_queue_item_pool_state", "queue_item", ["pool", "state", "not_before", "waits_for"]
    )


def downgrade() -> None:
    op.drop_index("ix_queue_item_pool_state", "queue_item")
    op.create_index("ix_queue_item_pool_state", "queue_item", ["pool", "state", "not_before"])
    op.execute("UPDATE queue_item SET rank = 1054 WHERE kind = 'promotion' AND rank < 1000")
    op.execute("UPDATE queue_item SET rank = 1000 + (rank - 1000) / 10 WHERE kind = 'promotion'")
    for table, column, _kind, name, _condition in reversed(_COLUMNS):
        with op.batch_alter_table(table) as batch:
            if name:
                batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
            batch.drop_column(column)
