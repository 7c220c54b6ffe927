"""Errors reach people in words, with whoever can put them right."""

import pytest

from leadtracker.telephony.explanations import EXPLANATIONS, Actor, explain
from leadtracker.telephony.interface import TelephonyRefused


@pytest.mark.parametrize("code", sorted(EXPLANATIONS))
def test_every_known_code_makes_a_whole_sentence(code):
    sentence = str(explain(code, "said"))

    assert "%" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("code", "words", "actor"),
    [
        (21217, "not dialable", Actor.COORDINATOR),
        (21215, "Geo permissions", Actor.ADMINISTRATOR),
        (21210, "caller ID", Actor.ADMINISTRATOR),
        (20003, "credentials", Actor.ADMINISTRATOR),
        (20429, "Try again", Actor.NOBODY),
        (21205, "21205", Actor.ADMINISTRATOR),
    ],
)
def test_a_code_says_what_is_wrong_and_who_can_act(code, words, actor):
    explanation = explain(code)

    assert words in str(explanation)
    assert explanation.actor is actor


def test_an_unknown_code_is_told_in_the_providers_words_with_an_address_to_read_on():
    sentence = str(explain(99999, "The moon is in the way"))

    assert "The moon is in the way" in sentence
    assert "https://www.twilio.com/docs/errors/99999" in sentence


def test_a_refusal_carries_its_sentence():
    refusal = TelephonyRefused("21217", explain(21217))

    assert refusal.sentence == refusal.message % refusal.params
    assert refusal.code == "21217"
