"""``domain.queue.pool_of`` in SQL: the pools of people and teams by the columns of their ids."""

from sqlalchemy import ColumnElement, String, cast, literal

from leadtracker.domain.queue import OWN_POOLS, TEAM_POOLS


def own_pool(user_id: ColumnElement[int]) -> ColumnElement[str]:
    """The pool of the person with that id."""
    return literal(OWN_POOLS).concat(cast(user_id, String))


def team_pool(team_id: ColumnElement[int]) -> ColumnElement[str]:
    """The pool of the team with that id."""
    return literal(TEAM_POOLS).concat(cast(team_id, String))
