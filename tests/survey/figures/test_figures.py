"""What groups, numbers that cannot be, comparisons and ``figures.json`` say."""

from __future__ import annotations

import json
from fractions import Fraction

import msgspec
import pytest

from tests.players.campaign.questionnaires import LEAF, create_example
from voteapp.campaign.units.release import compute_plan
from voteapp.campaign.units.strata import create_leaf, create_node
from voteapp.errors import MisuseError
from voteapp.survey.figures.comparing import list_shares
from voteapp.survey.figures.describing import encode_figures, write_bin
from voteapp.survey.figures.released import Place, Release, Released, Withheld, create_release
from voteapp.survey.figures.survey import compute_figures
from voteapp.survey.statistics.intervals import Interval

EXAMPLE = create_example()
CARE, LOAD, RATIO, HOW_LONG, MISSED, FIRST, SECOND = EXAMPLE.questions
TREE = create_node(
    "c",
    "Campaign",
    [
        create_node("n", "North", [create_leaf("icu", "ICU", 12), create_leaf("er", "ER", 9)]),
        create_node("s", "South", [create_leaf("lab", "Lab", 4)]),
    ],
)
ENTITLED = {"icu": 14, "er": 9, "lab": 4}
PLACES = (
    Place("icu", ("North", "ICU")),
    Place("er", ("North", "ER")),
    Place("lab", ("South", "Lab")),
)
ROWS = [
    [1, 8, 2, 0],  # cares for patients: prefer not, yes, no, not applicable
    [0, 2, 2, 2, 2, 3],
    [0, 4, 2, 2, 0, 3],
    [0, 4, 4, 3],
    [1, 3, 2, 5, 0],
    [0, 3, 5, 3, 0],
    [2, 6, 3, 0, 0],
]


def create_group(rows: list[list[int]], code: str = "g", members: int = 41) -> Released:
    return Released(code, (Place(LEAF, ("North", "4 West")),), members, 11, rows)


def test_one_total_group_has_everybody_in_force_and_every_leaf() -> None:
    plan = compute_plan(TREE, {"icu": 10, "er": 1}, "total", 5)
    release = create_release(TREE, ENTITLED, plan, 11, ROWS)
    (group,) = release.groups
    assert (set(group.places), group.members, group.accepted) == (set(PLACES), 27, 11)
    assert group.code == plan.groups[0].code
    assert (release.k, release.withheld) == (5, ())


def test_what_is_withheld_stays_named_with_its_reason() -> None:
    few = compute_plan(TREE, {"icu": 4}, "total", 5)
    assert create_release(TREE, ENTITLED, few, 4, None) == Release(
        5, (), (Withheld(PLACES, 27, 4, "below-k"),)
    )
    plan = compute_plan(TREE, {"icu": 10}, "total", 5)
    (held,) = create_release(TREE, ENTITLED, plan, 10, None).withheld
    assert (held.reason, held.members, held.accepted) == ("not-published", 27, 10)
    none = compute_figures(EXAMPLE, create_release(TREE, ENTITLED, few, 4, None))
    assert (none.questions, none.groups, none.measures.asked) == ((), {}, [])
    described = json.loads(encode_figures(none, "u", "f"))
    assert described["withheld"][0]["reason"] == "below-k"
    assert described["withheld"][0]["places"][2] == {"code": "lab", "names": ["South", "Lab"]}


def test_a_result_a_group_is_not_mistaken_for_a_total() -> None:
    plan = compute_plan(TREE, {"icu": 10, "er": 8, "lab": 7}, "partition", 5)
    assert len(plan.groups) > 1
    with pytest.raises(MisuseError):
        create_release(TREE, ENTITLED, plan, 25, ROWS)


def test_no_share_is_over_all_where_more_ballots_came_than_members() -> None:
    plan = compute_plan(TREE, {"icu": 30}, "total", 5)
    (group,) = create_release(TREE, ENTITLED, plan, 30, ROWS).groups
    assert (group.members, group.accepted) == (30, 30)


def test_the_example_by_hand() -> None:
    figures = compute_figures(EXAMPLE, Release(5, (create_group(ROWS),), ()))
    (care,) = figures.questions[0].groups.values()
    assert (care.group.base, care.group.unknown) == (10, 31)
    (share,) = list_shares(figures.questions[0], CARE.answers[0].id).values()
    assert share is not None
    assert share.share == Fraction(8, 10)
    assert share.bounds == Interval(Fraction(8, 41), Fraction(39, 41))
    ratio = figures.measures.ratio
    assert ratio is not None
    over = ratio.groups["g"].share
    assert over is not None
    assert (over.floor, over.base, over.members) == (4, 8, 41)
    assert over.bounds == Interval(Fraction(4, 38), Fraction(34, 38))
    assert {code: one.response for code, one in figures.groups.items()} == {"g": Fraction(11, 41)}
    assert figures.measures.asked == ["ratio", "load"]
    # What the phone works out has no number.
    assert [one.number for one in figures.questions] == [1, 2, None, 3, 4, 5, 6]


def mix(place: int, row: list[int]) -> list[list[int]]:
    return [*ROWS[:place], row, *ROWS[place + 1 :]]


@pytest.mark.parametrize(
    "row",
    [
        [0, 9, 2, 5, 5],  # five say "not applicable" and nine of the others' six say "pain"
        [0, 3, 2, 8, 5],  # eight of six say "nothing", which stands alone
        [4, 0, 0, 0, 8],  # more said nothing than there are ballots
    ],
)
def test_numbers_that_no_phone_of_ours_can_send_are_shown_as_counts_alone(row: list[int]) -> None:
    figures = compute_figures(EXAMPLE, Release(5, (create_group(mix(4, row)),), ()))
    found = figures.questions[4].groups["g"]
    assert not found.fits
    assert [a.count for a in found.answers] == row[1:4]
    assert [a.share for a in found.answers] == [None] * 3
    assert figures.questions[3].groups["g"].fits
    described = json.loads(encode_figures(figures, "u", "f"))["questions"][4]["groups"]["g"]
    assert (described["fits"], described["base"]) == (False, None)


def test_numbers_of_another_questionnaire_are_refused() -> None:
    for rows in (ROWS[:-1], mix(0, [1, 8, 2])):
        with pytest.raises(MisuseError):
            compute_figures(EXAMPLE, Release(5, (create_group(rows),), ()))
    with pytest.raises(MisuseError):
        compute_figures(msgspec.structs.replace(EXAMPLE, kind="vote"), Release(5, (), ()))


def test_the_shift_surveys_questions_are_found_by_code() -> None:
    renamed = [
        msgspec.structs.replace(question, code=code)
        for question, code in zip(
            EXAMPLE.questions, ["1", "2", "2d", "5", "9", "7", "11"], strict=True
        )
    ]
    asked = msgspec.structs.replace(EXAMPLE, questions=renamed)
    measures = compute_figures(asked, Release(5, (create_group(ROWS),), ())).measures
    assert measures.asked == ["ratio", "load", "breaks", "overtime", "care"]
    found = (measures.breaks, measures.care, measures.overtime, measures.objections)
    ids = [one.question.id for one in found if one is not None]
    assert ids == [HOW_LONG.id, MISSED.id, FIRST.id, SECOND.id]


def test_without_a_rule_there_is_no_ratio_but_a_load() -> None:
    plain = msgspec.structs.replace(EXAMPLE, rules=[])
    figures = compute_figures(plain, Release(5, (create_group(ROWS),), ()))
    assert figures.measures.asked == ["load"]
    load = figures.measures.load
    assert load is not None and load.groups["g"].limit is None
    assert [write_bin(c.bin) for c in load.groups["g"].columns] == ["0-4", "5", "6", "7+"]
    no_limit = figures.questions[2].groups["g"].answers[3]
    assert no_limit.share is not None  # an answer like any other


def test_the_file_is_the_same_each_time_and_says_everything() -> None:
    release = Release(5, (create_group(ROWS), create_group(ROWS, "h")), ())
    data = encode_figures(compute_figures(EXAMPLE, release), "uuid", "print")
    assert data == encode_figures(compute_figures(EXAMPLE, release), "uuid", "print")
    told = json.loads(data)
    assert (told["type"], told["uuid"], told["fingerprint"]) == ("voteapp-figures", "uuid", "print")
    assert [group["code"] for group in told["groups"]] == ["g", "h", told["everybody"]]
    (ratio,) = told["ratios"]
    assert ratio["groups"]["g"]["share"]["share"] == "1/2"
    assert ratio["groups"]["g"]["limits"][0]["citation"] == "22 CCR 70217"
    (load,) = told["loads"]
    assert load["groups"]["g"]["median"]["value"] == "5"
    assert load["groups"]["g"]["nine_in_ten"]["value"] == "7+"
    assert told["measures"]["ratio"] == RATIO.id
    assert told["measures"]["breaks"] is None
    weights = told["questions"][0]["weighted"][CARE.answers[0].id]["weights"]
    assert weights == {"g": "1/2", "h": "1/2"}
