"""The answer in one sentence: its numbers are the counts, and what it calls needed is needed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voteapp.campaign.counting.answers import (
    describe_vote,
    say_answer,
    say_too_few,
    say_turnout,
)
from voteapp.campaign.setup.rules import (
    COMPARISONS,
    DENOMINATORS,
    Quorum,
    Rule,
    compare,
    compute_outcome,
)
from voteapp.protocol.questions import Question

TITLE, ANSWER = "Shall we strike?", "Yes"
ASKED = Question(answers=[ANSWER, "No"], blank=True, min=1, max=1, question="?")
NUMBER = re.compile(r"\d+")


class English:
    """The texts as they stand in the code."""

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        return (singular if number == 1 else plural) % values

    def number(self, value: int) -> str:
        return str(value)


def quorums() -> st.SearchStrategy[Quorum | None]:
    fraction = st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda pair: sorted(pair))
    made = st.builds(
        lambda how, pair: Quorum(comparison=how, numerator=pair[0], denominator=pair[1]),
        st.sampled_from(COMPARISONS),
        fraction,
    )
    return st.none() | made


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    numerator, denominator = sorted((draw(st.integers(0, 9)), draw(st.integers(1, 9))))
    return Rule(
        question=0,
        answer=0,
        comparison=draw(st.sampled_from(COMPARISONS)),
        numerator=numerator,
        denominator=denominator,
        of=draw(st.sampled_from(DENOMINATORS)),
        quorum=draw(quorums()),
    )


def say(rule: Rule, yes: int, no: int, blank: int, members: int) -> tuple[str, bool]:
    """The sentence, and whether the rule is met."""
    counted = yes + no + blank
    outcome = compute_outcome(rule, [ASKED], [[blank, yes, no]], counted, members)
    return say_answer(English(), describe_vote(TITLE, rule, [ASKED], outcome)), outcome.met


@pytest.mark.slow
@settings(max_examples=400)
@given(rules(), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(1, 40))
def test_the_sentence_says_what_decides(
    rule: Rule, yes: int, no: int, blank: int, members: int
) -> None:
    counted = yes + no + blank
    sentence, met = say(rule, yes, no, blank, members)
    assert f"“{TITLE}”" in sentence and sentence.endswith(".")
    numbers = [int(found) for found in NUMBER.findall(sentence)]
    assert ("has enough votes" in sentence) == met
    quorum = rule.quorum
    if "too few took part" in sentence:
        assert quorum is not None and numbers[0] == counted
        fraction = (quorum.comparison, quorum.numerator, quorum.denominator)
        assert compare(numbers[1], members, *fraction)
        assert not compare(numbers[1] - 1, members, *fraction)
        assert numbers[1] - numbers[0] == numbers[2] > 0
        return
    assert f"“{ANSWER}”" in sentence
    total = {"counted": counted, "not-blank": yes + no, "entitled": members}[rule.of]
    if total == 0:
        assert "blank" in sentence and not met
        return
    fraction = (rule.comparison, rule.numerator, rule.denominator)
    assert numbers[:2] == [yes, total]
    assert compare(numbers[2], total, *fraction)
    assert numbers[2] == 0 or not compare(numbers[2] - 1, total, *fraction)
    if not met:
        assert numbers[3] == numbers[2] - yes > 0


def rule_of(**fields: object) -> Rule:
    values = {
        "question": 0,
        "answer": 0,
        "comparison": "more-than",
        "numerator": 1,
        "denominator": 2,
        "of": "counted",
        "quorum": None,
    }
    return Rule(**{**values, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "counts", "sentence"),
    [
        (
            rule_of(),
            (20, 6, 0, 40),
            "“Yes” has enough votes on “Shall we strike?”: 20 of 26 ballots; 14 needed.",
        ),
        (
            rule_of(numerator=2, denominator=3, comparison="at-least", of="not-blank"),
            (15, 7, 4, 40),
            "“Yes” has enough votes on “Shall we strike?”: 15 of 22 votes that are not blank; "
            "15 needed.",
        ),
        (
            rule_of(of="entitled"),
            (20, 6, 0, 40),
            "“Yes” does not have enough votes on “Shall we strike?”: 20, with 40 members who may "
            "vote; 21 needed, 1 more.",
        ),
        (
            rule_of(quorum=Quorum(comparison="more-than", numerator=1, denominator=2)),
            (20, 0, 0, 40),
            "The vote “Shall we strike?” does not count, for too few took part: 20 ballots came; "
            "21 needed, 1 more.",
        ),
        (
            rule_of(of="not-blank"),
            (0, 0, 7, 40),
            "“Yes” does not have enough votes on “Shall we strike?”: all 7 ballots are blank.",
        ),
        (
            rule_of(of="not-blank"),
            (1, 0, 4, 40),
            "“Yes” has enough votes on “Shall we strike?”: 1 of 1 vote that is not blank; "
            "1 needed.",
        ),
    ],
)
def test_sentences_that_people_read(
    rule: Rule, counts: tuple[int, int, int, int], sentence: str
) -> None:
    assert say(rule, *counts)[0] == sentence


def test_without_a_rule_or_a_result() -> None:
    assert (
        say_turnout(English(), "Breaks", 12, 20)
        == "12 ballots came in “Breaks”, of 20 members who may take part."
    )
    assert say_too_few(English(), "Breaks", 1, 5) == (
        "“Breaks” has no result: 1 ballot came, and fewer than 5 are never opened, so that nobody "
        "can guess who answered what."
    )
