"""The product itself on the simulated network: every ending arrives as it was played."""

import threading
from dataclasses import replace

import pytest
import time_machine
from werkzeug.serving import make_server

from leadtracker.domain.calls import EndReason, LegRole, WhoEnded
from tests.conftest import TUESDAY_MORNING
from tests.simulator.conftest import eventually
from tests.support.telephones import ACCOUNT, CALLER_ID, PUBLIC, TOKEN


@pytest.fixture
def product(fresh_database, settings, office_hours):
    """The web server on a database of its own, wired to a network of its own."""
    from leadtracker.simulator.server import Simulator
    from tests.support.databases import dispose

    web = make_server("127.0.0.1", 0, None, threaded=True)
    # What is being answered when the test ends is waited for, or it would meet no database.
    web.daemon_threads = False
    upstream = f"http://127.0.0.1:{web.server_port}"
    with Simulator(replace(settings, upstream=upstream)) as simulator:
        web.app = fresh_database.make_app(
            TELEPHONY="twilio",
            TWILIO_ACCOUNT_SID=ACCOUNT,
            TWILIO_AUTH_TOKEN=TOKEN,
            TWILIO_CALLER_ID=CALLER_ID,
            TWILIO_API_BASE=simulator.url,
            PUBLIC_BASE_URL=PUBLIC,
        )
        serving = threading.Thread(target=web.serve_forever, args=(0.01,))
        serving.start()
        yield web.app
        simulator.network.reset()
        web.shutdown()
        serving.join()
        web.server_close()
    dispose(web.app)


@pytest.fixture
def dial(product):
    """``dial(number)`` places a call to a lead with that number and gives back its id."""

    def place(number: str, *, coordinator: str = "+442079460101") -> int:
        from leadtracker.db import db
        from leadtracker.services import calls
        from leadtracker.telephony import get_telephony
        from tests.support import builders

        with product.app_context():
            alice = builders.make_user("Alice Ash", phone=coordinator)
            lead = builders.make_lead(owner=alice, phone=number)
            db.session.commit()
            return calls.place_call(
                lead, lead.phones[0], by=alice, request_id="press", telephony=get_telephony()
            ).id

    return place


@pytest.fixture
def office_hours():
    """Time runs, from a Tuesday morning on: the gate lets every call in the test through."""
    with time_machine.travel(TUESDAY_MORNING, tick=True):
        yield


@pytest.fixture
def ended(product):
    """``ended(call_id)``: how the call stands once it and all its lines are over."""

    def facts(call_id: int) -> dict | None:
        from leadtracker.queries import calls as find

        with product.app_context():
            call = find.find_call(call_id)
            lead = call.leg(LegRole.LEAD)
            if not (call.has_ended and all(leg.status.is_final for leg in call.legs)):
                return None
            return {
                "reason": call.end_reason,
                "who": call.who_ended,
                "machine": call.machine,
                "seconds": lead.duration_seconds if lead else None,
                "trouble": call.trouble,
                "owes": call.owes_outcome,
            }

    return lambda call_id: eventually(lambda: facts(call_id))


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+442079460201", EndReason.TALKED),
        ("+442079460202", EndReason.LEAD_BUSY),
        ("+442079460203", EndReason.LEAD_NO_ANSWER),
        ("+442079460204", EndReason.LEAD_UNREACHABLE),
        ("+442079460205", EndReason.TALKED),
        ("+442079460206", EndReason.LEAD_UNREACHABLE),
        ("+442079460207", EndReason.TALKED),
        ("+442079460208", EndReason.TALKED),
        ("+442079460209", EndReason.TALKED),
        ("+442079460219", EndReason.LEAD_NO_ANSWER),
    ],
)
def test_every_ending_arrives(dial, ended, number, reason):
    call = ended(dial(number))

    assert call["reason"] is reason
    assert call["owes"]


def test_a_customer_who_hangs_up_is_known_to_have(dial, ended):
    call = dial("+442079460201")

    # The room tells who it was and the line how long: both may be heard after the end.
    assert eventually(lambda: ended(call)["who"]) is WhoEnded.LEAD
    assert eventually(lambda: ended(call)["seconds"]) >= 90


def test_a_machine_is_known_as_one(dial, ended):
    call = dial("+442079460205")

    assert eventually(lambda: ended(call)["machine"])


def test_a_refusal_is_explained_and_the_coordinator_is_freed(dial, ended):
    assert "Geo permissions" in ended(dial("+442079460206"))["trouble"]


def test_a_coordinator_who_is_not_reached_owes_nothing(dial, ended):
    call = ended(dial("+442079460201", coordinator="+442079460102"))

    assert call["reason"] is EndReason.AGENT_UNREACHED
    assert not call["owes"]


def test_a_coordinators_voicemail_never_takes_a_call(dial, ended):
    call = ended(dial("+442079460201", coordinator="+442079460105"))

    assert call["reason"] is EndReason.AGENT_UNREACHED
    assert call["seconds"] is None
