"""Rules in words: the booth's JavaScript says the same sentences, and examples are worked out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.record import create_record_questions
from voteapp.campaign.setup.rules import Example, Rule, compute_example
from voteapp.services.drafting.deciding import create_rule
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.values.drafts import RuleDraft
from voteapp.services.values.public import PublicRule
from voteapp.web.words.rules import (
    PRESETS,
    example_words,
    find_preset,
    preset_words,
    public_rule_words,
    rule_words,
)

CASES = json.loads((Path(__file__).parent / "rule_cases.json").read_text("utf-8"))
PLAIN = Example(of="counted", counted=26, blank=0, entitled=40, votes=14)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[" ".join(case["sentences"]) for case in CASES])
def test_the_sentences_of_page_and_booth(app: Flask, case: dict[str, Any]) -> None:
    quorum = case["quorum"] or ""
    public = PublicRule(
        answer="Yes", blank=case["blank"], quorum=quorum, example=PLAIN, **case["rule"]
    )
    numerator, denominator = map(int, (quorum or "0/1").split("/"))
    draft = RuleDraft(**case["rule"], quorum_numerator=numerator, quorum_denominator=denominator)
    question = ask("Strike?", ("Yes", "No"), blank=case["blank"])
    election = write_election("vote", "Strike?", [question], RandomStream("rules"), rule=draft)
    with app.test_request_context():
        assert public_rule_words(public)[:-1] == case["sentences"]
        assert rule_words(election) == " ".join(case["sentences"])


def work_out(preset: str, members: int, *, blank: bool) -> str:
    question = ask("Strike?", ("Yes", "No"), blank=blank)
    random = RandomStream("rules")
    election = write_election("vote", "Strike?", [question], random, rule=PRESETS[preset])
    rule = create_rule(election)
    assert isinstance(rule, Rule)
    asked = create_record_questions(election.questionnaire)
    return example_words(compute_example(rule, asked, members), "Yes")


@pytest.mark.parametrize(
    ("preset", "members", "blank", "sentence"),
    [
        (
            "two-thirds-not-blank",
            40,
            True,
            "With 26 ballots, 4 of them blank, 15 “Yes” are enough.",
        ),
        ("majority-not-blank", 40, True, "With 26 ballots, 4 of them blank, 12 “Yes” are enough."),
        ("majority-not-blank", 40, False, "With 26 ballots, 14 “Yes” are enough."),
        ("two-thirds-counted", 40, True, "With 26 ballots, 4 of them blank, 18 “Yes” are enough."),
        ("two-thirds-counted", 40, False, "With 26 ballots, 18 “Yes” are enough."),
        ("majority-entitled", 40, True, "With 40 members, 21 “Yes” are enough, however many vote."),
        ("majority-entitled", 1, False, "With 1 members, 1 “Yes” is enough, however many vote."),
        ("majority-not-blank", 2400, False, "With 1,560 ballots, 781 “Yes” are enough."),
    ],
)
def test_worked_examples(app: Flask, preset: str, members: int, blank: bool, sentence: str) -> None:
    with app.test_request_context():
        assert work_out(preset, members, blank=blank) == sentence


def test_a_rule_that_no_number_meets(app: Flask) -> None:
    never = Example(of="counted", counted=26, blank=0, entitled=40, votes=None)
    with app.test_request_context():
        words = example_words(never, "Yes")
    assert words == "With 26 ballots, no number of “Yes” is enough."


def test_every_preset_has_words_and_is_found_again(app: Flask) -> None:
    with app.test_request_context():
        assert list(preset_words()) == list(PRESETS)
    assert [find_preset(rule) for rule in PRESETS.values()] == list(PRESETS)
    assert find_preset(RuleDraft()) == "own"
