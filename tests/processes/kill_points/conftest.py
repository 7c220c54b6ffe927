"""``kill -9`` at each point of the cycle: no item lost, none dialled twice, no outcome lost.

The points, in order, and where each is walked:

- dial: before the call is written, before and after the provider hears of it (``test_dialling``)
- the lead's line: before and after the provider hears of it (``test_dialling``, ``../test_kills``)
- an outcome that hangs up, between it and the provider; an outcome saved and not answered; one in
  power mode, with the next lead being dialled (``test_outcomes``)
- wrap-up, and an outcome at any millisecond (``../test_kills``)
- scheduler: in the middle of a sweep, of the returning of leases, of asking the provider
  (``test_schedulers``), of announcing promises (``../test_scheduler``)

Moments are put back in the rows instead of waited for.
"""

import pytest

from leadtracker.models import User
from tests.support import builders
from tests.support.caller import Caller
from tests.support.desk import OWN_PHONE, script
from tests.support.places import open_places
from tests.support.ports import find_free_port
from tests.support.servers import Floor
from tests.support.tollgate import Tollgate


@pytest.fixture
def gate():
    gate = Tollgate(find_free_port())
    yield gate
    gate.close()


@pytest.fixture
def floor(fresh_database, gate):
    """Web and telephones, with the gate on the road between them."""
    floor = Floor(
        fresh_database,
        SIMULATOR_SPEED="20",
        SIMULATOR_PORT=str(gate.network_port),
        TWILIO_API_BASE=gate.url,
    )
    floor.simulator_url = f"http://127.0.0.1:{gate.network_port}"
    yield floor
    floor.close()


@pytest.fixture
def alice(backstage) -> User:
    with backstage():
        return builders.make_user("Alice Ash", phone=OWN_PHONE)


@pytest.fixture
def leads(backstage):
    """Two leads in the queue; they answer and stay on the line."""
    place = open_places()[0]
    with backstage():
        promotion = builders.make_promotion(outcome_set_id=builders.make_outcome_set().id)
        made = [
            builders.make_lead(f"Wheels {end}", phone=place.number(end), **place.fields)
            for end in (11, 21)
        ]
        for lead in made:
            builders.make_queue_item(lead, promotion=promotion)
        return made


@pytest.fixture
def web(floor, leads):
    floor.start_simulator()
    script(floor, **{lead.phones[0].e164: {"talk": 6000} for lead in leads})
    return floor.start_web()


@pytest.fixture
def caller(floor, web, alice) -> Caller:
    caller = Caller(floor.url, alice)
    caller.claim()
    return caller
