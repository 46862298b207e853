"""What results say of a limit: never more than its source, whoever takes a part of the page."""

from __future__ import annotations

import msgspec
import pytest

from tests.players.campaign.questionnaires import LEAF, create_limit
from tests.survey.figures.test_figures import ROWS, create_group
from tests.survey.wording.test_wording import SHIFT, SPEAKER, compute
from voteapp.campaign.questionnaire.document import Limit, Questionnaire
from voteapp.survey.charts.data import Histogram
from voteapp.survey.figures.released import Place, Release
from voteapp.survey.figures.survey import compute_figures
from voteapp.survey.wording.limits import list_limits
from voteapp.survey.wording.measures import list_entries

UNSOURCED: dict[str, object] = {
    "citation": "",
    "address": "",
    "source": None,
    "limit": 1,
    "checked": None,
    "roles": [],
    "covered": "",
}
WARD: dict[str, object] = {
    "counted": "ward-average",
    "condition": "occupied cots",
    "shift": "night",
    "roles": ["midwife"],
    "covered": "",
    "address": "",
    "checked": None,
}


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        (
            {},
            [
                "The limit: 5 patients for one nurse. 22 CCR 70217",
                "People whom it covers: RN, LVN.",
                "Where it holds: General acute care hospitals.",
                "Compared with the source on 2026-10-01 by Bargaining committee.",
                "https://example.org/70217",
            ],
        ),
        (
            {"checked": None},
            [
                "The limit: 5 patients for one nurse. 22 CCR 70217",
                "People whom it covers: RN, LVN.",
                "Where it holds: General acute care hospitals.",
                "Not checked by us; see the source.",
                "https://example.org/70217",
            ],
        ),
        (
            UNSOURCED,
            [
                "The limit: 1 patient for one nurse.",
                "Not checked by us; no source is named.",
            ],
        ),
        (
            {"counted": "couplet", "address": "", "checked": None},
            [
                "The limit: 5 for one nurse, counted so: a mother and her baby are one. "
                "22 CCR 70217",
                "People whom it covers: RN, LVN.",
                "Where it holds: General acute care hospitals.",
                "Not checked by us; see the source.",
            ],
        ),
        (
            WARD,
            [
                "The limit: 5 for one nurse, counted so: an average over the whole ward. "
                "22 CCR 70217",
                "It is an average: one nurse can have more without breaking it.",
                "It is for: occupied cots.",
                "It is for the night shift only.",
                "People whom it covers: midwives.",
                "Not checked by us; see the source.",
            ],
        ),
    ],
)
def test_limits_with_who_says_so(changes: dict[str, object], sentences: list[str]) -> None:
    limit: Limit = msgspec.structs.replace(create_limit(), **changes)
    asked = msgspec.structs.replace(SHIFT, limits={LEAF: limit})
    ratio = compute(ROWS, asked).ratios[0].groups["g"]
    assert list_limits(SPEAKER, ratio.limits) == sentences


def limit_example(**changes: object) -> Questionnaire:
    limit: Limit = msgspec.structs.replace(create_limit(), **changes)
    return msgspec.structs.replace(SHIFT, limits={LEAF: limit})


def test_a_chart_by_itself_says_that_nobody_checked_its_limit() -> None:
    for changes, words in (
        (
            {"checked": None, "checked_by": ""},
            "Limit: 5 (22 CCR 70217) Not checked by us; see the source.",
        ),
        (
            {"counted": "ward-average"},
            "Limit: 5 (22 CCR 70217) It is an average: one nurse can have more without breaking "
            "it.",
        ),
    ):
        figures = compute(ROWS, limit_example(**changes))
        load = next(e for e in list_entries(SPEAKER, figures, "g") if e.measure == "load")
        assert isinstance(load.chart, Histogram)
        assert load.chart.limit_words == words


def test_nobody_is_over_an_average() -> None:
    (ratio, *_others) = list_entries(
        SPEAKER, compute(ROWS, limit_example(counted="ward-average")), "g"
    )
    assert ratio.lead == (
        "At least 4 of 41 members had more patients than the average in the limit.",
    )


def test_leaves_with_other_limits_are_named_each() -> None:
    group = create_group(ROWS)
    two = (*group.places, Place("unit-2", ("North", "5 East")))
    group = type(group)(group.code, two, group.members, group.accepted, group.totals)
    ratio = compute_figures(SHIFT, Release(5, (group,), ())).ratios[0].groups["g"]
    assert list_limits(SPEAKER, ratio.limits) == [
        "North, 4 West: The limit: 5 patients for one nurse. 22 CCR 70217",
        "North, 4 West: People whom it covers: RN, LVN.",
        "North, 4 West: Where it holds: General acute care hospitals.",
        "North, 4 West: Compared with the source on 2026-10-01 by Bargaining committee.",
        "North, 4 West: https://example.org/70217",
        "North, 5 East: There is no limit for this unit.",
    ]
