"""Rules: exact fractions of spelled-out denominators."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.setup.rules import (
    Quorum,
    Rule,
    check_rule,
    compare,
    compute_example,
    compute_least,
    compute_outcome,
)
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.questions import Question

BLANK = Question(answers=["Yes", "No"], blank=True, min=1, max=1, question="?")
PLAIN = Question(answers=["Yes", "No"], min=1, max=1, question="?")


def rule(**fields):
    values = {
        "question": 0,
        "answer": 0,
        "comparison": "more-than",
        "numerator": 1,
        "denominator": 2,
        "of": "counted",
        "quorum": None,
    }
    return Rule(**{**values, **fields})


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 100), st.integers(1, 100))
def test_comparisons_are_exact(votes, total, numerator, denominator):
    share, wanted = Fraction(votes, total), Fraction(numerator, denominator)
    assert compare(votes, total, "at-least", numerator, denominator) == (share >= wanted)
    assert compare(votes, total, "more-than", numerator, denominator) == (share > wanted)


@given(
    st.integers(0, 60),
    st.sampled_from(["at-least", "more-than"]),
    st.integers(0, 12),
    st.integers(1, 12),
)
def test_the_fewest_votes_are_the_fewest(total, comparison, numerator, denominator):
    """By the function that decides: the first number that it accepts."""
    numerator = min(numerator, denominator)
    enough = [n for n in range(total + 2) if compare(n, total, comparison, numerator, denominator)]
    least = compute_least(total, comparison, numerator, denominator)
    assert least == (enough[0] if enough else None)


def test_half_is_not_more_than_half():
    assert not compute_outcome(rule(), [PLAIN], [[5, 5]], 10, 20).met
    assert compute_outcome(rule(comparison="at-least"), [PLAIN], [[5, 5]], 10, 20).met


@pytest.mark.parametrize(
    ("of", "total", "met"), [("counted", 10, False), ("not-blank", 8, True), ("entitled", 9, True)]
)
def test_denominators(of, total, met):
    outcome = compute_outcome(rule(of=of), [BLANK], [[2, 5, 3]], 10, 9)
    assert (outcome.votes, outcome.total, outcome.met) == (5, total, met)


def test_quorum():
    quorum = Quorum(comparison="at-least", numerator=1, denominator=2)
    few = compute_outcome(rule(quorum=quorum), [PLAIN], [[9, 0]], 9, 20)
    assert few.reached and not few.quorum_reached and not few.met
    assert compute_outcome(rule(quorum=quorum), [PLAIN], [[10, 0]], 10, 20).met


def test_nothing_of_nothing_is_not_met():
    assert not compute_outcome(
        rule(comparison="at-least", numerator=0), [PLAIN], [[0, 0]], 0, 0
    ).met


@pytest.mark.parametrize(
    "fields",
    [
        {"question": 1},
        {"answer": 2},
        {"question": -1},
        {"answer": -1},
        {"denominator": 0},
        {"numerator": 3},
        {"numerator": -1},
        {"quorum": Quorum(comparison="at-least", numerator=2, denominator=1)},
    ],
)
def test_rules_that_cannot_be(fields):
    with pytest.raises(ProtocolError) as caught:
        check_rule(rule(**fields), [PLAIN])
    assert caught.value.code == "manifest-rule"


def test_a_result_of_other_questions_is_misuse():
    with pytest.raises(MisuseError):
        compute_outcome(rule(), [BLANK], [[5, 3]], 8, 9)


PAIRS = st.tuples(st.integers(0, 12), st.integers(1, 12))
FRACTIONS = PAIRS.filter(lambda pair: pair[0] <= pair[1])


@given(
    st.sampled_from(["counted", "not-blank", "entitled"]),
    st.sampled_from(["at-least", "more-than"]),
    FRACTIONS,
    st.one_of(st.none(), FRACTIONS),
    st.integers(1, 60),
    st.booleans(),
)
def test_an_example_is_just_enough(of, comparison, fraction, quorum, entitled, blank):
    least = None
    if quorum is not None:
        least = Quorum(comparison="at-least", numerator=quorum[0], denominator=quorum[1])
    given_rule = rule(
        of=of,
        comparison=comparison,
        numerator=fraction[0],
        denominator=fraction[1],
        quorum=least,
        answer=1,
    )
    question = BLANK if blank else PLAIN
    example = compute_example(given_rule, [question], entitled)
    assert 1 <= example.counted <= entitled
    assert 0 <= example.blank < example.counted
    assert blank or example.blank == 0
    most = example.counted - example.blank

    def is_met(votes):
        row = [most - votes, votes]
        result = [[example.blank, *row] if blank else row]
        return compute_outcome(given_rule, [question], result, example.counted, entitled).met

    enough = [votes for votes in range(most + 1) if is_met(votes)]
    assert example.votes == min(enough, default=None)
