"""What becomes of each question, by the rules and by where a member belongs."""

from __future__ import annotations

import msgspec
import pytest

from tests.players.campaign.questionnaires import LEAF, create_example
from voteapp.campaign.questionnaire.answering import (
    Answers,
    Interview,
    Leaf,
    create_choices,
    find_bin,
    find_fault,
    list_given,
)
from voteapp.campaign.questionnaire.rules import NOT_APPLICABLE, PREFER_NOT
from voteapp.errors import MisuseError

replace = msgspec.structs.replace
EXAMPLE = create_example()
CARE, LOAD, RATIO, HOW_LONG, MISSED, FIRST, SECOND = EXAMPLE.questions
SKIP, DERIVE, FILL, FORBID = EXAMPLE.rules
NURSES = Leaf(LEAF)
NO_LIMIT = Leaf("unit-2")
YES, NO = (answer.id for answer in CARE.answers)
UP_TO_4, FIVE, SIX, MORE = (answer.id for answer in LOAD.answers)
WITHIN, OVER, FAR_OVER, NONE_SAID = (answer.id for answer in RATIO.answers)
NEVER, SOME = (answer.id for answer in HOW_LONG.answers)
PAIN, TALK, NOTHING = (answer.id for answer in MISSED.answers)
NA, NOT_TOLD = (NOT_APPLICABLE,), (PREFER_NOT,)


def go(chosen: dict[str, Answers], leaf: Leaf = NURSES) -> list[tuple[str, Answers | None]]:
    """How each question was treated, and its answers."""
    return [(step.how, step.answers) for step in Interview(EXAMPLE, leaf).go_through(chosen)]


def test_nothing_chosen_yet() -> None:
    steps = go({})
    assert steps[0] == ("asked", None)
    assert steps[2] == ("filled", None)  # waits for the number
    assert [how for how, _answers in steps].count("asked") == 6


@pytest.mark.parametrize(
    ("load", "leaf", "ratio"),
    [
        (UP_TO_4, NURSES, WITHIN),
        (FIVE, NURSES, WITHIN),
        (SIX, NURSES, OVER),
        (MORE, NURSES, FAR_OVER),
        (MORE, NO_LIMIT, NONE_SAID),
        (MORE, Leaf("elsewhere"), NONE_SAID),
        (PREFER_NOT, NURSES, PREFER_NOT),
        (NOT_APPLICABLE, NURSES, NOT_APPLICABLE),
    ],
)
def test_the_ratio_is_derived(load: str, leaf: Leaf, ratio: str) -> None:
    steps = go({CARE.id: (YES,), LOAD.id: (load,)}, leaf)
    assert steps[2] == ("filled", (ratio,))
    assert steps[3] == (("filled", (NEVER,)) if ratio == WITHIN else ("asked", None))


def test_an_empty_answer_is_no_number() -> None:
    """It cannot be given; the phone asks again. Until then nothing else goes wrong."""
    assert go({CARE.id: (YES,), LOAD.id: ()})[2] == ("filled", NA)


def test_a_skip_wins_over_what_was_chosen_and_over_later_rules() -> None:
    chosen = {CARE.id: (NO,), LOAD.id: (MORE,), HOW_LONG.id: (SOME,)}
    assert go(chosen)[1:4] == [("filled", NA)] * 3
    steps = Interview(EXAMPLE, NURSES).go_through(chosen)
    assert [step.rule for step in steps[1:4]] == [SKIP.id] * 3


def test_who_is_not_asked_and_what_follows_from_it() -> None:
    asked = {"": [q.id for q in EXAMPLE.questions if q.id != LOAD.id]}
    steps = Interview(replace(EXAMPLE, asked=asked), NURSES).go_through({CARE.id: (YES,)})
    assert (steps[1].how, steps[1].answers) == ("unasked", NA)
    assert steps[2].answers == NA
    other = Interview(replace(EXAMPLE, asked=asked), Leaf(LEAF, "night")).go_through({})
    assert other[1].how == "asked"


def test_a_rule_that_looks_at_an_open_question_does_not_apply() -> None:
    interview = Interview(EXAMPLE, NURSES)
    far = {CARE.id: (YES,), LOAD.id: (MORE,)}
    given = list_given(interview.go_through(far))
    assert interview.find_contradictions(given) == []
    for answer, broken in ((NEVER, [FORBID.id]), (PREFER_NOT, [FORBID.id]), (SOME, [])):
        given = list_given(interview.go_through({**far, HOW_LONG.id: (answer,)}))
        assert interview.find_contradictions(given) == broken


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ((PAIN,), None),
        ((PAIN, TALK), None),
        ((TALK, PAIN), "unknown"),
        ((PAIN, PAIN), "unknown"),
        (("0" * 8,), "unknown"),
        ((NOTHING,), None),
        ((PAIN, NOTHING), "alone"),
        ((PAIN, NOT_APPLICABLE), "alone"),
        (NA, None),
        (NOT_TOLD, None),
        ((), "none"),
    ],
)
def test_several_answers(answers: Answers, fault: str | None) -> None:
    assert find_fault(MISSED, answers) == fault


def test_few_and_many() -> None:
    two = replace(MISSED, min=2)
    assert find_fault(two, (PAIN,)) == "few"
    assert find_fault(two, (NOTHING,)) is None
    assert find_fault(replace(MISSED, max=1), (PAIN, TALK)) == "many"
    assert find_fault(replace(MISSED, min=0), ()) is None


def test_a_number_falls_into_its_answer() -> None:
    assert [find_bin(LOAD, n) for n in (0, 4, 5, 7, 700)] == [UP_TO_4, UP_TO_4, FIVE, MORE, MORE]
    ends = replace(LOAD, answers=LOAD.answers[1:3])
    assert (find_bin(ends, 4), find_bin(ends, 7)) == (None, None)


def test_what_is_encrypted() -> None:
    chosen = {
        CARE.id: (YES,),
        LOAD.id: (SIX,),
        HOW_LONG.id: (SOME,),
        MISSED.id: (PAIN, TALK),
        FIRST.id: NA,
        SECOND.id: NOT_TOLD,
    }
    steps = Interview(EXAMPLE, NURSES).go_through(chosen)
    assert create_choices(EXAMPLE, steps) == [
        [0, 1, 0, 0],
        [0, 0, 0, 1, 0, 0],
        [0, 0, 1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 1, 1, 0, 0],
        [0, 0, 0, 0, 1],
        [1, 0, 0, 0, 0],
    ]
    unfinished = Interview(EXAMPLE, NURSES).go_through({**chosen, MISSED.id: (PAIN, NOTHING)})
    for wrong in (unfinished, Interview(EXAMPLE, NURSES).go_through({})):
        with pytest.raises(MisuseError):
            create_choices(EXAMPLE, wrong)
