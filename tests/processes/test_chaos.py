"""A small storm: calls by the dozen while processes are killed, and nothing is lost by it.

``make bench B=chaos`` is the same with 2,000 calls.
"""

from tests.support.chaos.storm import Weather, run
from tests.support.databases import POSTGRESQL


def test_the_networks_ledger_equals_ours_after_a_storm(fresh_database, backend):
    several = 2 if backend == POSTGRESQL else 1
    weather = Weather(
        calls=80,
        coordinators=14,
        webs=several,
        schedulers=several,
        kill_every_seconds=(2, 5),
        speed=60,
    )

    after = run(fresh_database, weather)

    assert after.complaints == {}
    assert after.reckoning.calls >= weather.calls
    assert sum(after.kills.values()) >= 1
