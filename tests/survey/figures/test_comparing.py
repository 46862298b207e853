"""Groups beside each other, and a survey after another, as bounds."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import msgspec

from tests.players.campaign.answered import answer_all, release_all
from tests.players.campaign.questionnaires import LEAF, create_example, create_limit
from tests.survey.figures.test_figures import ROWS, create_group, mix
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Questionnaire, Text
from voteapp.survey.figures.comparing import (
    compare_groups,
    compare_surveys,
    compare_waves,
    find_twin,
    list_shares,
)
from voteapp.survey.figures.released import Place, Release, Released
from voteapp.survey.figures.survey import SurveyFigures, compute_figures
from voteapp.survey.statistics.intervals import Interval

EXAMPLE = create_example()
CARE, LOAD, RATIO, *_REST = EXAMPLE.questions


def test_groups_beside_each_other_as_bounds() -> None:
    chance = Random("groups")
    wards = [answer_all(EXAMPLE, Leaf(code), 9, 3, chance) for code in ("a", "b", "c")]
    figures = compute_figures(EXAMPLE, release_all(wards))
    shares = list_shares(figures.questions[0], CARE.answers[0].id)
    shares.popitem()  # everybody
    found = compare_groups(shares)
    assert [(d.first, d.second) for d in found] == [
        ("g-a", "g-b"),
        ("g-a", "g-c"),
        ("g-b", "g-c"),
    ]
    for one in found:
        a, b = shares[one.first], shares[one.second]
        assert a is not None and b is not None and a.bounds and b.bounds
        # Both ends are reached by members who could have said so.
        assert one.bounds == Interval(b.bounds.low - a.bounds.high, b.bounds.high - a.bounds.low)


def test_waves_only_of_the_same_places() -> None:
    before, after = create_group(ROWS), create_group(mix(0, [0, 2, 9, 0]))
    shares = []
    for group in (before, after):
        figures = compute_figures(EXAMPLE, Release(5, (group,), ()))
        shares.append(list_shares(figures.questions[0], CARE.answers[0].id))
    changes = compare_waves({"g": before}, {"g": after}, (shares[0], shares[1]))
    low, high = changes.bounds["g"].low, changes.bounds["g"].high
    assert (low, high) == (Fraction(2 - 39, 41), Fraction(32 - 8, 41))
    # The same code, another unit.
    moved = Released("g", (Place(LEAF, ("North", "5 East")),), 41, 11, after.totals)
    assert compare_waves({"g": before}, {"g": moved}, (shares[0], shares[1])).left_out == ["g"]


def compute(rows: list[list[int]], asked: Questionnaire = EXAMPLE) -> SurveyFigures:
    return compute_figures(asked, Release(5, (create_group(rows),), ()))


def imagine(rows: list[int], answer: int) -> list[Fraction]:
    """Every share that those who said nothing leave possible, 41 members in all."""
    prefer_not, *answers, not_applicable = rows
    base = sum(answers)
    unknown = 41 - base - not_applicable
    assert unknown >= prefer_not
    return [
        Fraction(answers[answer] + yes, base + yes + no)
        for yes, no in product(range(unknown + 1), repeat=2)
        if yes + no <= unknown
    ]


def test_changes_are_what_every_two_worlds_leave_possible() -> None:
    later = mix(0, [0, 2, 9, 0])
    found = compare_surveys(compute(ROWS), compute(later), CARE.id, "g")
    assert [change.answer for change in found] == [answer.id for answer in CARE.answers]
    for place, change in enumerate(found):
        before, after = imagine(ROWS[0], place), imagine(later[0], place)
        assert change.bounds == Interval(min(after) - max(before), max(after) - min(before))


def test_the_same_template_in_another_campaign_has_other_identities() -> None:
    copy = create_example("another campaign")
    assert copy.questions[0].id != CARE.id
    before, after = compute(ROWS), compute(ROWS, copy)
    found = compare_surveys(before, after, copy.questions[0].id, "g")
    assert [change.answer for change in found] == [a.id for a in copy.questions[0].answers]
    # A question without a code is only the same under its own identity.
    assert find_twin(copy.questions[3], "en", before) is None


def test_nothing_is_compared_that_is_not_the_same() -> None:
    first = CARE.answers[0]
    reworded = msgspec.structs.replace(first, texts={"en": Text(text="Yes, one", help="")})
    answers = [reworded, *CARE.answers[1:]]
    questions = [msgspec.structs.replace(CARE, answers=answers), *EXAMPLE.questions[1:]]
    other = msgspec.structs.replace(EXAMPLE, questions=questions)
    assert compare_surveys(compute(ROWS), compute(ROWS, other), CARE.id, "g") == []
    assert compare_surveys(compute(ROWS), compute(ROWS), CARE.id, "h") == []
    assert compare_surveys(compute(ROWS), compute(ROWS), "nothing", "g") == []
    assert compare_surveys(compute(ROWS), compute(ROWS), RATIO.id, "g") != []
    stricter = msgspec.structs.replace(create_limit(), limit=4)
    other = msgspec.structs.replace(EXAMPLE, limits={LEAF: stricter})
    assert compare_surveys(compute(ROWS), compute(ROWS, other), RATIO.id, "g") == []
    assert compare_surveys(compute(ROWS), compute(ROWS, other), CARE.id, "g") != []


def change_care(**changes: object) -> Questionnaire:
    questions = [msgspec.structs.replace(CARE, **changes), *EXAMPLE.questions[1:]]
    return msgspec.structs.replace(EXAMPLE, questions=questions)


def test_a_question_in_other_words_is_another_question() -> None:
    asked = change_care(texts={"en": Text(text="Did you have more than one patient?", help="")})
    assert compare_surveys(compute(ROWS), compute(ROWS, asked), CARE.id, "g") == []


def test_answers_that_leave_the_base_in_one_survey_only_are_not_compared() -> None:
    first, *others = CARE.answers
    vague = msgspec.structs.replace(first, substantive=False)
    asked = change_care(answers=[vague, *others])
    assert compare_surveys(compute(ROWS), compute(ROWS, asked), CARE.id, "g") == []


def test_the_same_number_of_something_else_is_another_limit() -> None:
    couplets = msgspec.structs.replace(create_limit(), counted="couplet")
    other = msgspec.structs.replace(EXAMPLE, limits={LEAF: couplets})
    assert compare_surveys(compute(ROWS), compute(ROWS, other), RATIO.id, "g") == []
