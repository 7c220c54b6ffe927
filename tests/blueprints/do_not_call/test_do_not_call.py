import pytest

from leadtracker.domain.queue import QueueState
from leadtracker.queries import do_not_call as find
from leadtracker.services import do_not_call
from tests.support.builders import make_lead, make_queue_item

NUMBER = "+442079460123"
FORM = {"phone": "020 7946 0123", "reason": "Letter of 3 March"}


@pytest.fixture
def blocked(ada):
    return do_not_call.block_number(NUMBER, reason="Letter of 3 March", by=ada)


def test_the_list_tells_number_reason_and_who(sign_in, dora, blocked):
    page = sign_in(dora).get("/do-not-call").text

    assert "+44 20 7946 0123" in page
    assert "Letter of 3 March" in page
    assert "Ada Alder" in page


@pytest.mark.parametrize(
    ("q", "found"),
    [("7946 0123", True), ("020 7946", True), ("letter", True), ("0161", False), ("%", False)],
)
def test_it_is_searched_by_digits_or_reason(sign_in, ada, blocked, q, found):
    partial = sign_in(ada).get("/do-not-call", query_string={"q": q}, htmx=True).text

    assert partial.lstrip().startswith('<section class="panel" id="blocked"')
    assert ("+44 20 7946 0123" in partial) is found


def test_the_number_of_queries_does_not_grow_with_the_list(sign_in, ada, count_queries):
    browser = sign_in(ada)

    def count():
        with count_queries() as queries:
            browser.get("/do-not-call")
        return len(queries)

    for last in range(3):
        do_not_call.block_number(f"+44113496010{last}", reason="", by=ada)
    before = count()
    for last in range(3, 9):
        do_not_call.block_number(f"+44113496010{last}", reason="", by=ada)
    assert count() == before


def test_a_number_is_blocked_in_whatever_way_it_is_typed(sign_in, ada):
    answer = sign_in(ada).post("/do-not-call", data=FORM)

    assert (answer.status_code, answer.location) == (303, "/do-not-call")
    entry = find.find_active_entry(NUMBER)
    assert (entry.reason, entry.added_by.name) == ("Letter of 3 March", "Ada Alder")


def test_its_lead_leaves_the_queue_at_once(sign_in, ada):
    item = make_queue_item(make_lead(phone=NUMBER))

    sign_in(ada).post("/do-not-call", data=FORM)

    assert item.state is QueueState.CANCELLED


def test_blocking_twice_keeps_the_first_entry(sign_in, ada, blocked):
    sign_in(ada).post("/do-not-call", data=FORM | {"reason": "Asked again"})

    assert find.find_active_entry(NUMBER).reason == "Letter of 3 March"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phone": ""}, "Write the number."),
        ({"phone": "12"}, "That is not a telephone number."),
        ({"reason": " "}, "Say who asked for it, and how."),
        ({"reason": "x" * 201}, "At most 200 characters."),
    ],
)
def test_a_mistake_is_told_on_its_field(sign_in, ada, fields, said):
    answer = sign_in(ada).post("/do-not-call", data=FORM | fields)

    assert answer.status_code == 422
    assert said in answer.text
    assert find.find_active_entry(NUMBER) is None


def test_a_block_is_lifted_with_a_reason_and_stays_as_evidence(sign_in, ada, blocked):
    browser = sign_in(ada)
    assert "Letter of 3 March" in browser.get(f"/do-not-call/{blocked.id}/lift").text

    address = f"/do-not-call/{blocked.id}/lift"
    assert browser.post(address, data={"reason": "They wrote again"}).status_code == 303

    assert find.find_active_entry(NUMBER) is None
    assert (blocked.lifted_reason, blocked.lifted_by_id) == ("They wrote again", ada.id)
    assert browser.get(address).status_code == 404


def test_without_a_reason_nothing_is_lifted(sign_in, ada, blocked):
    answer = sign_in(ada).post(f"/do-not-call/{blocked.id}/lift", data={"reason": ""})

    assert answer.status_code == 422
    assert "Say who allowed it and how." in answer.text
    assert blocked.is_active


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_the_floor_has_no_access(request, sign_in, blocked, who):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get("/do-not-call").status_code == 403
    assert browser.post("/do-not-call", data=FORM).status_code == 403
    assert browser.post(f"/do-not-call/{blocked.id}/lift", data=FORM).status_code == 403
    assert blocked.is_active
