"""The state of a call: each row of the table, and that order and repetition never matter."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadtracker.domain.calls import (
    FINAL_STATUSES,
    CallFacts,
    CallState,
    EndReason,
    LegFacts,
    LegStatus,
    Standing,
    next_leg_status,
    owes_outcome,
    standing_of,
)

S, R = LegStatus, EndReason
UNFINISHED = [status for status in LegStatus if not status.is_final]

DIALLED = LegFacts(status=S.RINGING)
IN_ROOM = LegFacts(status=S.IN_PROGRESS).with_join()
TALKING = LegFacts().with_status(S.IN_PROGRESS)


def leg(status, **facts) -> LegFacts:
    return LegFacts(status=status, **facts)


def ended(reason: EndReason) -> Standing:
    return Standing(CallState.ENDED, reason)


# --- legs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("final", sorted(FINAL_STATUSES))
@pytest.mark.parametrize("heard", list(LegStatus))
def test_a_final_status_stays_for_good(final, heard):
    assert next_leg_status(final, heard) is final


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(UNFINISHED)))
def test_a_leg_moves_up_and_never_down(earlier, later):
    assert next_leg_status(earlier, later) is later
    assert next_leg_status(later, earlier) is later


def test_a_leg_may_miss_any_number_of_steps():
    assert next_leg_status(S.CREATING, S.BUSY) is S.BUSY


def test_five_statuses_are_final():
    assert {S.COMPLETED, S.BUSY, S.NO_ANSWER, S.FAILED, S.CANCELED} == FINAL_STATUSES


def test_a_duration_proves_that_it_was_answered():
    assert LegFacts().with_status(S.COMPLETED, duration_seconds=3).answered
    assert not LegFacts().with_status(S.NO_ANSWER, duration_seconds=0).answered


def test_a_leave_that_overtakes_its_join_counts_for_both():
    facts = LegFacts().with_leave().with_join()

    assert facts.joined
    assert facts.is_gone


# --- the table -----------------------------------------------------------------------------------

ROWS = {
    "the coordinator is being dialled": (DIALLED, None, {}, Standing(CallState.DIALING_AGENT)),
    "nothing is known yet": (LegFacts(), None, {}, Standing(CallState.DIALING_AGENT)),
    "answered, but 1 not pressed": (TALKING, None, {}, Standing(CallState.DIALING_AGENT)),
    "the provider refuses the coordinator": (
        LegFacts().with_refusal(), None, {}, ended(R.REFUSED)),
    "the coordinator is busy": (leg(S.BUSY), None, {}, ended(R.AGENT_UNREACHED)),
    "the coordinator does not answer": (leg(S.NO_ANSWER), None, {}, ended(R.AGENT_UNREACHED)),
    "the coordinator's leg fails": (leg(S.FAILED), None, {}, ended(R.AGENT_UNREACHED)),
    "the coordinator gives up": (leg(S.CANCELED), None, {}, ended(R.AGENT_UNREACHED)),
    "the coordinator's voicemail took it": (
        TALKING.with_status(S.COMPLETED), None, {}, ended(R.AGENT_UNREACHED)),
    "hung up while the coordinator's telephone rings": (
        DIALLED, None, {"hung_up": True}, ended(R.AGENT_UNREACHED)),
    "the coordinator is in the room": (IN_ROOM, None, {}, Standing(CallState.RINGING_LEAD)),
    "the gate now says no": (IN_ROOM, None, {"blocked": True}, ended(R.BLOCKED)),
    "the gate now says no, the lead's leg already stands": (
        IN_ROOM, LegFacts(), {"blocked": True}, ended(R.BLOCKED)),
    "the lead is being dialled": (IN_ROOM, LegFacts(), {}, Standing(CallState.RINGING_LEAD)),
    "the provider refuses the lead": (
        IN_ROOM, LegFacts().with_refusal(), {}, ended(R.LEAD_UNREACHABLE)),
    "the lead rings": (IN_ROOM, leg(S.RINGING), {}, Standing(CallState.RINGING_LEAD)),
    "the lead is busy": (IN_ROOM, leg(S.BUSY), {}, ended(R.LEAD_BUSY)),
    "the lead does not answer": (IN_ROOM, leg(S.NO_ANSWER), {}, ended(R.LEAD_NO_ANSWER)),
    "the lead's leg fails": (IN_ROOM, leg(S.FAILED), {}, ended(R.LEAD_UNREACHABLE)),
    "the lead's leg is canceled": (IN_ROOM, leg(S.CANCELED), {}, ended(R.CANCELED)),
    "the coordinator leaves while the lead rings": (
        IN_ROOM.with_leave(), leg(S.RINGING), {}, ended(R.CANCELED)),
    "hung up while the lead rings": (
        IN_ROOM, leg(S.RINGING), {"hung_up": True}, ended(R.CANCELED)),
    "hung up while the lead rings, and told it was completed": (
        IN_ROOM, leg(S.COMPLETED), {"hung_up": True}, ended(R.CANCELED)),
    "hung up, but the lead was busy": (
        IN_ROOM, leg(S.BUSY), {"hung_up": True}, ended(R.LEAD_BUSY)),
    "the lead answers": (IN_ROOM, TALKING, {}, Standing(CallState.CONNECTED)),
    "the lead joins, unheard that it answered": (
        IN_ROOM, leg(S.RINGING).with_join(), {}, Standing(CallState.CONNECTED)),
    "the lead is held": (IN_ROOM, TALKING, {"on_hold": True}, Standing(CallState.ON_HOLD)),
    "a message is dropped": (
        IN_ROOM, TALKING, {"dropped": True}, Standing(CallState.VOICEMAIL_DROP)),
    "the message plays on after the coordinator left": (
        IN_ROOM.with_leave(), TALKING, {"dropped": True}, Standing(CallState.VOICEMAIL_DROP)),
    "the message has been played": (
        IN_ROOM, TALKING.with_status(S.COMPLETED), {"dropped": True}, ended(R.VOICEMAIL_LEFT)),
    "the lead hangs up": (IN_ROOM, TALKING.with_leave(), {}, ended(R.TALKED)),
    "the coordinator leaves": (IN_ROOM.with_leave(), TALKING, {}, ended(R.TALKED)),
    "the coordinator hangs up on the screen": (
        IN_ROOM, TALKING, {"hung_up": True}, ended(R.TALKED)),
    "the lead's leg is completed": (
        IN_ROOM, TALKING.with_status(S.COMPLETED), {}, ended(R.TALKED)),
    "all that is left of a conversation is its end": (
        IN_ROOM, leg(S.COMPLETED), {}, ended(R.TALKED)),
    "the line broke in a conversation": (
        IN_ROOM, TALKING.with_status(S.FAILED), {}, ended(R.TALKED)),
}  # fmt: skip


@pytest.mark.parametrize(("agent", "lead", "facts", "standing"), ROWS.values(), ids=ROWS.keys())
def test_each_row_of_the_table(agent, lead, facts, standing):
    assert standing_of(agent, lead, CallFacts(**facts)) == standing


@pytest.mark.parametrize("reason", list(EndReason))
def test_only_a_lead_who_was_dialled_owes_an_outcome(reason):
    dialled = reason not in {R.AGENT_UNREACHED, R.BLOCKED, R.REFUSED}

    assert owes_outcome(reason) is dialled


# --- order and repetition ------------------------------------------------------------------------

AGENT_ANSWERS = ["queued", "initiated", "ringing", "in_progress", "join"]
LEAD_WAYS = {
    "talks and hangs up": ["queued", "initiated", "ringing", "in_progress", "join", "leave",
                           "completed"],
    "busy": ["initiated", "ringing", "busy"],
    "no answer": ["initiated", "ringing", "no_answer"],
    "fails": ["initiated", "failed"],
}  # fmt: skip
AGENT_WAYS = {
    "stays": AGENT_ANSWERS,
    "leaves": [*AGENT_ANSWERS, "leave", "completed"],
}


def told(words) -> LegFacts:
    facts = LegFacts()
    for word in words:
        if word == "join":
            facts = facts.with_join()
        elif word == "leave":
            facts = facts.with_leave()
        else:
            facts = facts.with_status(LegStatus(word))
    return facts


@st.composite
def tellings(draw, words):
    """The same messages in some order, each at least once."""
    again = draw(st.lists(st.sampled_from(words), max_size=6))
    return draw(st.permutations([*words, *again]))


@pytest.mark.parametrize("agent", AGENT_WAYS.values(), ids=AGENT_WAYS.keys())
@pytest.mark.parametrize("lead", LEAD_WAYS.values(), ids=LEAD_WAYS.keys())
@given(data=st.data())
def test_the_same_messages_end_alike_in_any_order_and_number(agent, lead, data):
    expected = standing_of(told(agent), told(lead))
    shuffled = standing_of(told(data.draw(tellings(agent))), told(data.draw(tellings(lead))))

    assert shuffled == expected


@given(st.lists(st.sampled_from(list(LegStatus)), max_size=12))
def test_what_is_known_of_a_leg_only_grows(statuses):
    facts = LegFacts()
    for status in statuses:
        after = facts.with_status(status)
        assert after.status.rank >= facts.status.rank
        assert after.answered >= facts.answered
        facts = after


def test_an_end_is_an_end_whatever_else_is_heard_of_the_lead():
    for order in permutations(["in_progress", "join", "leave", "completed"]):
        assert standing_of(IN_ROOM, told(order)).end_reason is R.TALKED
