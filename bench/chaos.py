"""2,000 simulated calls while processes are killed at random: what is lost, doubled or wrong.

PostgreSQL has two web servers (of two workers each) and two schedulers, SQLite one of each and
fewer calls. The simulated network survives; in the end its ledger must equal ours, call by call.
What is found is told on stderr.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace

from bench import Figure
from tests.support.chaos.storm import Aftermath, Weather, run
from tests.support.databases import Database

LARGE = Weather(calls=2_000, coordinators=24, webs=2, schedulers=2)
SMALL = replace(LARGE, calls=500, coordinators=10, webs=1, schedulers=1)


def measure(database: Database) -> Iterator[Figure]:
    is_embedded = database.url.startswith("sqlite")
    after = run(database, SMALL if is_embedded else LARGE)
    _explain(after)
    found, kills = after.reckoning, dict(sorted(after.kills.items()))
    under = {"seconds": round(after.seconds), **{f"kills_{name}": n for name, n in kills.items()}}
    yield Figure("chaos_calls", found.calls, "calls", under)
    for name, complaints in (
        ("chaos_calls_wrong", found.wrong),
        ("chaos_calls_stuck", found.stuck),
        ("chaos_dialled_twice", found.dialled_twice),
        ("chaos_items_lost", found.items_lost),
        ("chaos_outcomes_lost", found.outcomes_lost),
        ("chaos_leases_kept", found.leases_kept),
        ("chaos_server_errors", after.faults),
    ):
        yield Figure(name, len(complaints), "", {"calls": found.calls})


def _explain(after: Aftermath) -> None:
    for about, complaints in after.complaints.items():
        for complaint in complaints:
            print(f"{about}: {complaint}", file=sys.stderr)
