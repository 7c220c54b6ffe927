"""The migrations make exactly the tables of the models, and can be undone."""

import flask_migrate
from alembic import command
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect, text

from leadtracker.db import db
from tests.support.databases import migrate


def alembic_config():
    return current_app.extensions["migrate"].migrate.get_config()


def compare_with_models() -> None:
    """Raises Alembic's error, which lists what autogenerate would still change."""
    command.check(alembic_config())


def tables_of(database) -> set[str]:
    names = migrate(database, lambda: inspect(db.engine).get_table_names())
    return set(names) - {"alembic_version"}


def test_the_newest_migration_equals_the_models(fresh_database):
    migrate(fresh_database, compare_with_models)


def test_migrations_go_down_to_nothing_and_up_again(empty_database):
    migrate(empty_database)
    everything = tables_of(empty_database)

    migrate(empty_database, flask_migrate.downgrade, revision="base")
    nothing = tables_of(empty_database)
    migrate(empty_database)

    assert nothing == set()
    assert tables_of(empty_database) == everything
    migrate(empty_database, compare_with_models)


def test_changing_a_table_keeps_the_rows_that_point_at_it(empty_database):
    migrate(empty_database, flask_migrate.upgrade, revision="20261124_0200")
    migrate(empty_database, begin_a_session)

    migrate(empty_database)

    assert migrate(empty_database, count_sessions) == 1


def begin_a_session() -> None:
    """As the tables were then: the models say how they are now."""
    db.session.execute(
        text(
            """INSERT INTO "user" (email, name, role, time_zone, locale, password_hash, created_at)
            VALUES ('a@example.com', 'A', 'coordinator', 'UTC', 'en', '', :at)"""
        ),
        {"at": "2026-11-24 00:00:00"},
    )
    db.session.execute(
        text(
            """INSERT INTO user_session
            (user_id, token_hash, user_agent, created_at, last_seen_at, expires_at)
            SELECT id, 'x', '', :at, :at, :at FROM "user" """
        ),
        {"at": "2026-11-24 00:00:00"},
    )
    db.session.commit()


def count_sessions() -> int:
    return db.session.scalar(text("SELECT count(*) FROM user_session"))


def test_there_is_one_newest_migration(app):
    with app.app_context():
        heads = ScriptDirectory.from_config(alembic_config()).get_heads()
    assert len(heads) == 1
