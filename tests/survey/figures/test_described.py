"""``figures.json`` of every kind of survey is what its schema says; what is in no base is said."""

from __future__ import annotations

import dataclasses
from random import Random

import msgspec
import pytest

from tests.players.campaign.answered import answer_all, release_all
from tests.players.campaign.questionnaires import LEAF, create_example, create_limit, say
from tests.players.campaign.random_questionnaires import create_random_questionnaire
from tests.players.figures_file import read_figures
from tests.survey.figures.test_figures import RATIO, ROWS, create_group, mix
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.rules import Derive
from voteapp.campaign.units.release import compute_group_code
from voteapp.survey.figures.describing import encode_figures
from voteapp.survey.figures.released import Place, Release, Released, Withheld
from voteapp.survey.figures.survey import compute_figures

EXAMPLE = create_example()
UUID, FINGERPRINT = "k" * 14, "A" * 43


def code_groups(release: Release, count: int) -> Release:
    groups = tuple(
        dataclasses.replace(group, code=compute_group_code([place.code for place in group.places]))
        for group in release.groups[:count]
    )
    return dataclasses.replace(release, groups=groups)


def describe(asked: Questionnaire, release: Release) -> dict:
    return read_figures(encode_figures(compute_figures(asked, release), UUID, FINGERPRINT))


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_the_schema_allows_every_survey(seed: int, count: int) -> None:
    asked = EXAMPLE if seed == 0 else create_random_questionnaire(f"described {seed}")
    chance = Random(f"described {seed}")
    leaves = (Leaf(LEAF), Leaf("unit-2"), Leaf("unit-3"))
    wards = [answer_all(asked, leaf, chance.randint(1, 9), 2, chance) for leaf in leaves]
    told = describe(asked, code_groups(release_all(wards), count))
    assert len(told["groups"]) == (1 if count == 1 else count + 1)


@pytest.mark.parametrize(
    "rows", [ROWS, mix(4, [0, 9, 2, 5, 5]), [[0] * len(row) for row in ROWS]], ids=str
)
def test_the_schema_allows_numbers_that_do_not_fit_and_nobodys(rows: list[list[int]]) -> None:
    describe(EXAMPLE, code_groups(Release(5, (create_group(rows),), ()), 1))


@pytest.mark.parametrize("held", [(3, "below-k"), (None, "below-k"), (40, "not-published")])
def test_the_schema_allows_a_survey_of_which_nothing_is_shown(held: tuple) -> None:
    odd = msgspec.structs.replace(EXAMPLE, texts=say("=\u202e\U0001f691 “x”"))
    withheld = Withheld((Place("a", ("", "")),), 41, *held)
    told = describe(odd, Release(5, (), (withheld,)))
    assert told["questions"] == [] and told["withheld"][0]["reason"] == held[1]


@pytest.mark.parametrize("checked", [None, "2026-10-01"])
def test_a_limit_is_told_with_who_compared_it(checked: str | None) -> None:
    limit = msgspec.structs.replace(
        create_limit(), checked=checked, checked_by="Us" if checked else ""
    )
    asked = msgspec.structs.replace(EXAMPLE, limits={LEAF: limit})
    release = code_groups(Release(5, (create_group(ROWS),), ()), 1)
    (group,) = describe(asked, release)["ratios"][0]["groups"].values()
    (told,) = group["limits"]
    assert (told["checked"], told["source"], told["counted"]) == (checked, "law", "patient")
    assert told["covered"] == limit.covered


def test_an_answer_that_says_nothing_stays_in_the_base_where_others_stand_beside_it() -> None:
    """Of one who chose it with another nobody could tell who is in the base."""
    missed = EXAMPLE.questions[4]
    first, *others = missed.answers
    assert missed.max > 1 and not first.alone
    vague = msgspec.structs.replace(first, substantive=False)
    changed = msgspec.structs.replace(missed, answers=[vague, *others])
    questions = [changed if one is missed else one for one in EXAMPLE.questions]
    asked = msgspec.structs.replace(EXAMPLE, questions=questions)
    found = compute_figures(asked, Release(5, (create_group(ROWS),), ())).questions[4].groups["g"]
    assert found.group.base == 10 and found.missing.not_substantive == 0
    assert [answer.share is None for answer in found.answers] == [True, False, False]


def test_one_answer_each_adds_up_to_the_base_or_nothing_is_shared() -> None:
    question = EXAMPLE.questions[0]
    assert (question.min, question.max) == (1, 1)
    group = create_group(mix(0, [1, 7, 2, 0]))
    found = compute_figures(EXAMPLE, Release(5, (group,), ())).questions[0].groups["g"]
    assert not found.fits and found.answers[0].share is None


def test_no_limit_counts_as_within_where_one_answer_says_both() -> None:
    rules = [
        msgspec.structs.replace(rule, no_limit=rule.within)
        if isinstance(rule, Derive) and rule.question == RATIO.id
        else rule
        for rule in EXAMPLE.rules
    ]
    asked = msgspec.structs.replace(EXAMPLE, rules=rules)
    group: Released = create_group(ROWS)
    found = compute_figures(asked, Release(5, (group,), ())).questions[2].groups["g"]
    assert found.group.base == 8 and found.answers[0].share is not None


def derive_example(**changes: object) -> Questionnaire:
    rules = [
        msgspec.structs.replace(rule, **changes) if isinstance(rule, Derive) else rule
        for rule in EXAMPLE.rules
    ]
    return msgspec.structs.replace(EXAMPLE, rules=rules)


def test_a_rule_that_tells_over_from_within_by_one_answer_gives_no_ratio() -> None:
    (rule,) = [rule for rule in EXAMPLE.rules if isinstance(rule, Derive)]
    asked = derive_example(within=rule.over[0].answer)
    assert compute_figures(asked, Release(5, (create_group(ROWS),), ())).ratios == ()
    whole = compute_figures(EXAMPLE, Release(5, (create_group(ROWS),), ()))
    assert len(whole.ratios) == 1


def test_groups_of_which_one_does_not_fit_are_not_weighed_together() -> None:
    groups = create_group(ROWS), create_group(mix(4, [0, 9, 2, 5, 5]), "h")
    figures = compute_figures(EXAMPLE, Release(5, groups, ()))
    assert figures.questions[4].weighted == {} and figures.questions[3].weighted != {}


def test_the_load_of_the_sheet_is_the_one_that_the_ratio_comes_from() -> None:
    """Even where another question that counts has the shift survey's code."""
    source, ratio = EXAMPLE.questions[1], EXAMPLE.questions[2]
    numbers = msgspec.structs.replace(
        EXAMPLE.questions[0],
        code="2",
        answers=[
            msgspec.structs.replace(answer, bin=found.bin)
            for answer, found in zip(EXAMPLE.questions[0].answers, source.answers[-2:], strict=True)
        ],
    )
    plain = msgspec.structs.replace(source, code="other")
    asked = msgspec.structs.replace(
        EXAMPLE, questions=[numbers, plain, ratio, *EXAMPLE.questions[3:]]
    )
    measures = compute_figures(asked, Release(5, (create_group(ROWS),), ())).measures
    assert measures.load is not None and measures.load.question.id == source.id
