"""One scheduler leads, and loses the lead when it is gone."""

from concurrent.futures import ThreadPoolExecutor

from leadtracker.models import JobFailure
from leadtracker.queries.health import find_scheduler_lease
from leadtracker.services import schedulers
from leadtracker.services.schedulers import LEASE_SECONDS, release_lease, take_lease
from tests.support.databases import dispose


def test_the_first_to_ask_leads_and_the_second_does_not(db, clock):
    assert take_lease("first")
    assert not take_lease("second")


def test_the_leader_keeps_the_lead_as_long_as_it_renews(db, clock):
    take_lease("first")
    since = find_scheduler_lease().acquired_at
    for _ in range(5):
        clock.shift(LEASE_SECONDS - 1)
        assert take_lease("first")
        assert not take_lease("second")

    assert find_scheduler_lease().acquired_at == since


def test_a_leader_that_does_not_renew_is_replaced(db, clock):
    take_lease("first")
    clock.shift(LEASE_SECONDS)

    assert take_lease("second")
    assert not take_lease("first")
    assert find_scheduler_lease().holder == "second"


def test_a_leader_that_leaves_is_replaced_at_once(db, clock):
    take_lease("first")

    release_lease("first")

    assert take_lease("second")


def test_only_the_leader_can_give_the_lead_away(db, clock):
    take_lease("first")

    release_lease("second")

    assert not take_lease("second")


def test_of_many_who_ask_at_once_exactly_one_leads(fresh_database):
    app = fresh_database.make_app()

    def ask(name):
        with app.app_context():
            return take_lease(name)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, "abcdefgh"))

    assert answers.count(True) == 1
    dispose(app)


def test_ticking_by_hand_elects_nobody(db, clock):
    schedulers.note_tick()

    assert take_lease("first")


def test_a_tick_leaves_the_lead_where_it_is(db, clock):
    take_lease("first")
    clock.shift(5)

    schedulers.note_tick()

    lease = find_scheduler_lease()
    assert (lease.holder, (lease.ticked_at - lease.acquired_at).seconds) == ("first", 5)


def test_a_failure_is_kept_with_when_it_began_until_the_job_succeeds(db, clock):
    schedulers.note_failure("sweep", ValueError("first"))
    clock.shift(60)
    schedulers.note_failure("sweep", ValueError("second"))

    failure = db.session.get(JobFailure, "sweep")
    assert failure.failures == 2
    assert failure.error == "ValueError: second"
    assert (failure.failed_at - failure.since).seconds == 60

    schedulers.note_success("sweep")
    assert db.session.query(JobFailure).count() == 0
