"""Search leads by any part of a name, town, email address or number.

One text a lead, kept up to date by triggers, so that no way of writing a lead or a number can
forget it; bulk writing pauses the triggers and refreshes once (``services/_lead_search.py``).
SQLite indexes it with FTS5's trigram tokenizer, PostgreSQL with pg_trgm.

A later migration that rebuilds ``lead`` or ``phone`` on SQLite (``batch_alter_table``) loses the
table's triggers there and has to call ``create_sqlite_triggers`` again.
"""

from alembic import op

revision = "20261124_0100"
down_revision = "20261124_0040"
branch_labels = None
depends_on = None

_TEXT = "company || ' ' || contact_name || ' ' || email || ' ' || city"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _downgrade_sqlite()
    else:
        _downgrade_postgresql()


# --- SQLite --------------------------------------------------------------------------------------

_ADD = "INSERT INTO lead_search (rowid, body) SELECT id, body FROM lead_search_text{where}"
_REFRESH = """
    UPDATE lead_search SET body = (SELECT body FROM lead_search_text WHERE id = {lead})
    WHERE rowid = {lead};
"""
_SQLITE_TRIGGERS = {
    "lead_search_lead_created": (
        "INSERT ON lead",
        _ADD.format(where=" WHERE id = NEW.id") + ";",
    ),
    "lead_search_lead_changed": (
        "UPDATE OF company, contact_name, email, city ON lead",
        _REFRESH.format(lead="NEW.id"),
    ),
    "lead_search_phone_created": ("INSERT ON phone", _REFRESH.format(lead="NEW.lead_id")),
    "lead_search_phone_changed": (
        "UPDATE OF e164, lead_id ON phone",
        _REFRESH.format(lead="NEW.lead_id"),
    ),
    "lead_search_phone_deleted": ("DELETE ON phone", _REFRESH.format(lead="OLD.lead_id")),
}


def create_sqlite_triggers() -> None:
    for name, (event, statements) in _SQLITE_TRIGGERS.items():
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event}"
            " WHEN NOT EXISTS (SELECT 1 FROM lead_search_pause)"
            f" BEGIN {statements} END"
        )
    op.execute(
        "CREATE TRIGGER lead_search_lead_deleted AFTER DELETE ON lead"
        " BEGIN DELETE FROM lead_search WHERE rowid = OLD.id; END"
    )


def _upgrade_sqlite() -> None:
    op.execute("CREATE TABLE lead_search_pause (id INTEGER PRIMARY KEY)")
    op.execute("CREATE VIRTUAL TABLE lead_search USING fts5 (body, tokenize = 'trigram')")
    op.execute(
        f"CREATE VIEW lead_search_text AS SELECT lead.id AS id, {_TEXT} || ' ' || coalesce("
        "(SELECT group_concat(substr(e164, 2), ' ') FROM phone WHERE lead_id = lead.id), '')"
        " AS body FROM lead"
    )
    op.execute("CREATE INDEX ix_lead_search_company ON lead (company COLLATE NOCASE, id)")
    create_sqlite_triggers()
    op.execute(_ADD.format(where=""))


def _downgrade_sqlite() -> None:
    for name in (*_SQLITE_TRIGGERS, "lead_search_lead_deleted"):
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP INDEX ix_lead_search_company")
    op.execute("DROP VIEW lead_search_text")
    op.execute("DROP TABLE lead_search")
    op.execute("DROP TABLE lead_search_pause")


# --- PostgreSQL ----------------------------------------------------------------------------------

_POSTGRESQL_REFRESH = """
CREATE FUNCTION lead_search_refresh() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed integer;
BEGIN
    IF current_setting('leadtracker.search', true) = 'paused' THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'lead' THEN
        changed := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        changed := OLD.lead_id;
    ELSE
        changed := NEW.lead_id;
    END IF;
    INSERT INTO lead_search (lead_id, body)
        SELECT id, body FROM lead_search_text WHERE id = changed
        ON CONFLICT (lead_id) DO UPDATE SET body = excluded.body;
    RETURN NULL;
END
$$
"""


def _upgrade_postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute(
        "CREATE TABLE lead_search ("
        "lead_id integer PRIMARY KEY REFERENCES lead (id) ON DELETE CASCADE, body text NOT NULL)"
    )
    op.execute(
        f"CREATE VIEW lead_search_text AS SELECT lead.id AS id, lower({_TEXT}) || ' ' || coalesce("
        "(SELECT string_agg(substr(e164, 2), ' ') FROM phone WHERE lead_id = lead.id), '')"
        " AS body FROM lead"
    )
    op.execute("INSERT INTO lead_search (lead_id, body) SELECT id, body FROM lead_search_text")
    op.execute("CREATE INDEX ix_lead_search_body ON lead_search USING gin (body gin_trgm_ops)")
    op.execute('CREATE INDEX ix_lead_search_company ON lead (lower(company) COLLATE "C", id)')
    op.execute(_POSTGRESQL_REFRESH)
    for table, events in (
        ("lead", "INSERT OR UPDATE OF company, contact_name, email, city"),
        ("phone", "INSERT OR UPDATE OF e164, lead_id OR DELETE"),
    ):
        op.execute(
            f"CREATE TRIGGER lead_search_{table} AFTER {events} ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION lead_search_refresh()"
        )


def _downgrade_postgresql() -> None:
    op.execute("DROP TRIGGER lead_search_lead ON lead")
    op.execute("DROP TRIGGER lead_search_phone ON phone")
    op.execute("DROP FUNCTION lead_search_refresh()")
    op.execute("DROP INDEX ix_lead_search_company")
    op.execute("DROP VIEW lead_search_text")
    op.execute("DROP TABLE lead_search")
