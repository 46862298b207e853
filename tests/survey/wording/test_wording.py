"""What figures say: only what is true whatever the others would have said leads."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from tests.players.campaign.questionnaires import LEAF, create_example
from tests.survey.figures.test_figures import PLACES, ROWS, create_group, mix
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.cli.texts import Terminal
from voteapp.survey.charts.data import Histogram, ShareChart, StackedChart
from voteapp.survey.figures.comparing import compare_groups, list_shares
from voteapp.survey.figures.released import Release, Withheld
from voteapp.survey.figures.survey import SurveyFigures, compute_figures
from voteapp.survey.statistics.intervals import Interval
from voteapp.survey.wording.charts import draw_groups, say_difference
from voteapp.survey.wording.filing import create_filing
from voteapp.survey.wording.measures import list_entries, list_sheet_entries
from voteapp.survey.wording.places import list_withheld, name_group
from voteapp.survey.wording.scales import list_scales, list_weighted
from voteapp.survey.wording.sheet import Occasion, create_sheet
from voteapp.survey.wording.speaking import show_points, show_range, show_share
from voteapp.survey.wording.tables import list_tables

SPEAKER = Terminal()
CODES = ["1", "2", "2d", "5", "9", "7", "11"]
EXAMPLE = create_example()
SHIFT = msgspec.structs.replace(
    EXAMPLE,
    questions=[
        msgspec.structs.replace(question, code=code)
        for question, code in zip(EXAMPLE.questions, CODES, strict=True)
    ],
)
"""The example with the shift survey's codes."""


def compute(rows: list[list[int]], asked: Questionnaire = SHIFT) -> SurveyFigures:
    return compute_figures(asked, Release(5, (create_group(rows),), ()))


def compute_two() -> SurveyFigures:
    other = mix(0, [0, 1, 9, 1])
    south = create_group(other, "h", 20)
    return compute_figures(SHIFT, Release(5, (create_group(ROWS), south), ()))


def test_shares_and_ranges() -> None:
    assert show_share(SPEAKER, Fraction(23, 26)) == "88.5\u00a0%"
    assert show_share(SPEAKER, None) == "–"
    assert (
        show_range(SPEAKER, Interval(Fraction(1, 4), Fraction(1, 2)))
        == "25.0\u00a0% to 50.0\u00a0%"
    )
    outward = Interval(Fraction(1, 7), Fraction(6, 7))  # 14.28 and 85.71: both would be inside
    assert show_range(SPEAKER, outward) == "14.2\u00a0% to 85.8\u00a0%"
    assert show_range(SPEAKER, Interval(Fraction(1), Fraction(1))) == "100.0\u00a0%"
    changes = [show_points(SPEAKER, Fraction(n, 8)) for n in (-1, 0, 1)]
    assert changes == ["-12.5", "0.0", "+12.5"]


def test_the_five_lead_with_what_is_certain() -> None:
    entries = {e.measure: e for e in list_entries(SPEAKER, compute(ROWS), "g")}
    assert list(entries) == ["ratio", "load", "breaks", "overtime", "care"]
    ratio = entries["ratio"]
    assert ratio.lead == ("At least 4 of 41 members were over the limit.",)
    assert ratio.notes[0] == "That is 50.0\u00a0% of the 8 whom it concerns and who answered."
    assert ratio.notes[1] == (
        "Not in it: 30 without answers, 3 not concerned, 0 who preferred not to answer or could "
        "not say."
    )
    assert ratio.notes[2].startswith("Certain: 10.5\u00a0% to 89.5\u00a0%, whatever the others")
    assert ratio.notes[3].endswith("if those who did not answer resemble those who did.")
    assert ratio.limits[0] == "The limit: 5 patients for one nurse. 22 CCR 70217"
    assert isinstance(ratio.chart, ShareChart)
    assert [line.value for line in ratio.chart.lines] == ["4 of 8", "4 of 8", "2 of 8", "2 of 8"]
    load = entries["load"]
    assert load.lead == (
        "At least half answered “5” or less.",
        "More than one in ten answered “7+”.",
    )
    assert isinstance(load.chart, Histogram)
    assert load.chart.limit_after == 1
    assert load.chart.limit_words == "Limit: 5 (22 CCR 70217)"
    breaks = entries["breaks"]
    assert breaks.lead == ("At least 4 of 41 members answered other than “Never”.",)
    assert isinstance(breaks.chart, StackedChart)
    care = entries["care"]
    assert care.lead == ("At least 5 of 41 members chose one or more of these.",)


def test_a_survey_that_asks_none_of_the_five_shows_its_first_questions() -> None:
    codeless = [msgspec.structs.replace(q, code="") for q in EXAMPLE.questions]
    kept = [codeless[0], *codeless[3:]]
    asked = msgspec.structs.replace(EXAMPLE, questions=kept, rules=[])
    figures = compute([ROWS[0], *ROWS[3:]], asked)
    assert list_entries(SPEAKER, figures, "g") == []
    entries = list_sheet_entries(SPEAKER, figures, "g")
    assert [entry.name for entry in entries] == [question.id for question in kept]
    assert entries[0].lead == ("At least 2 of 41 members answered other than “Yes”.",)
    assert all(entry.chart is not None for entry in entries)


def test_numbers_that_do_not_fit_have_no_lead_and_no_chart() -> None:
    rows = mix(4, [0, 9, 2, 5, 5])
    care = list_entries(SPEAKER, compute(rows), "g")[-1]
    assert (care.measure, care.lead, care.chart) == ("care", (), None)
    assert "do not fit each other" in care.notes[0]
    table = list_tables(SPEAKER, compute(rows))[4].groups[0]
    assert [(line.count, line.share, line.floor) for line in table.lines] == [
        (9, "–", ""),
        (2, "–", ""),
        (5, "–", ""),
    ]


def test_a_unit_without_a_limit_has_no_share_out_of_ratio() -> None:
    none = msgspec.structs.replace(SHIFT, limits={LEAF: None})
    ratio = list_entries(SPEAKER, compute(ROWS, none), "g")[0]
    assert ratio.lead == ("There is no limit for this unit.",)
    assert ratio.chart is None
    undecided = msgspec.structs.replace(SHIFT, limits={})
    ratio = list_entries(SPEAKER, compute(ROWS, undecided), "g")[0]
    assert ratio.lead == ("Nobody said what the limit of this unit is.",)


def test_a_ratio_whose_numbers_do_not_fit_says_so() -> None:
    place = next(n for n, q in enumerate(SHIFT.questions) if q.code == "2d")
    rows = [list(row) for row in ROWS]
    rows[place][1] += 30
    (ratio, *_others) = list_entries(SPEAKER, compute(rows), "g")
    assert ratio.notes and ratio.notes[0].startswith("These numbers do not fit each other")


def test_what_is_withheld_is_named_with_its_reason() -> None:
    held = (
        Withheld(PLACES[:1], 12, 4, "below-k"),
        Withheld(PLACES[1:2], 9, None, "below-k"),
        Withheld(PLACES[2:], 4, 4, "not-published"),
    )
    figures = compute_figures(SHIFT, Release(5, (), held))
    assert list_withheld(SPEAKER, figures) == [
        "North, ICU: 4 ballots came, of 12 members. Under 5 nothing is opened, so that nobody can "
        "guess who answered what.",
        "North, ER: fewer than 5 ballots came, so nothing was opened.",
        "South, Lab: not published.",
    ]


def test_several_groups_have_names_weights_and_bounds_beside_each_other() -> None:
    figures = compute_two()
    names = [name_group(SPEAKER, figures, group) for group in figures.groups.values()]
    assert names == ["North, 4 West", "North, 4 West", "All groups together"]
    table = list_tables(SPEAKER, figures)[0]
    assert [group.group for group in table.groups] == names
    assert table.most == ""
    told = list_weighted(SPEAKER, figures, figures.questions[0])
    # 41/61 * 8/10 + 20/61 * 1/10, and 9/20.
    assert told[0] == "Yes: 57.0\u00a0%, each group by its members; 45.0\u00a0%, each answer alike."
    assert told[-2:] == [
        "Weight of North, 4 West: 67.2\u00a0%",
        "Weight of North, 4 West: 32.8\u00a0%",
    ]
    shares = list_shares(figures.questions[0], SHIFT.questions[0].answers[0].id)
    shares.popitem()
    (difference,) = compare_groups(shares)
    # From 1/19 - 39/41 to 10/19 - 8/41.
    assert say_difference(SPEAKER, figures, difference) == (
        "North, 4 West less North, 4 West: -89.9 to +33.1 points. Either may be higher."
    )
    chart = draw_groups(SPEAKER, figures, "Yes", shares)
    assert chart is not None
    assert [line.value for line in chart.lines] == ["8 of 41", "1 of 20"]
    del shares["h"]
    assert draw_groups(SPEAKER, figures, "Yes", shares) is None


def test_scales_in_words() -> None:
    (scale,) = list_scales(SPEAKER, compute(ROWS))
    assert scale.about.startswith("From 1 (“Never”) to 2 (“Often”).")
    first, second, whole = scale.lines
    # 3 never and 5 often: 13/8; 6 never and 3 often, turned around: 15/9.
    assert (first.mean, second.mean, whole.mean) == ("1.6", "1.7", "1.6")
    assert (first.spread, second.spread, whole.spread) == ("0.5", "0.5", "")
    assert second.text.endswith("(turned around)")
    assert whole.bounds == "1.1 to 1.9"


def test_the_sheet_and_the_filing_attachment() -> None:
    figures = compute(ROWS)
    occasion = Occasion("Local 1", "Shifts", "1 May", "9 May", True, "uuid", "print")
    sheet = create_sheet(SPEAKER, figures, "g", occasion)
    assert (sheet.where, len(sheet.entries)) == ("North, 4 West", 5)
    assert sheet.response == "11 of 41 members answered: 26.8\u00a0%."
    assert sheet.warnings == ("This was a trial, not a real vote.",)
    assert "uuid.zip" in sheet.foot[-1]
    filing = create_filing(SPEAKER, figures)
    assert filing is not None
    (row,) = filing.rows
    assert [line.floor for line in row.table.lines] == [
        "At least 6 of 41 members",
        "At least 3 of 41 members",
    ]
    assert row.limits[0] == "The limit: 5 patients for one nurse. 22 CCR 70217"
    assert create_filing(SPEAKER, compute(ROWS, EXAMPLE)) is None
