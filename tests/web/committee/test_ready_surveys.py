"""Choosing a ready-made survey: what each says of itself, and what the choice makes."""

from __future__ import annotations

import html
import re

import pytest

from tests.players.services.places import find_path
from tests.web.conftest import Committee, make_draft, new_fields
from voteapp.campaign.questionnaire.numbering import number_questions
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.values.drafts import ElectionDraft
from voteapp.survey.templates import BLANK_TEMPLATE, DEFAULT_TEMPLATE, list_names, load_template

READY = [name for name in list_names() if name != BLANK_TEMPLATE]


def list_parts(context: Context, code: str) -> list[tuple[str, int, int]]:
    """Title, questions and fewest ballots of each part."""
    elections = overview.get_campaign(context, code).draft.elections
    return [(part.title, len(part.questions), part.k) for part in elections]


@pytest.mark.parametrize("path", ["/committee/new", "/committee/campaigns/{}/parts/new"])
def test_every_survey_says_for_whom_how_long_and_whose_words(
    committee: Committee, draft: str, path: str
) -> None:
    page = html.unescape(committee.get(path.format(draft)))
    shown = re.findall(r'name="template" value="([a-z_]+)"( checked)?', page)
    assert shown == [(name, " checked" if name == DEFAULT_TEMPLATE else "") for name in READY]
    for name in READY:
        template = load_template(name)
        for text in (
            *(template.name["en"], template.about["en"], template.for_whom["en"]),
            f"Minutes: about {template.minutes}.",
            *(f'href="{template.licence.address}"', template.licence.attribution),
            template.source.name,
            *(part.title["en"] for part in template.parts if len(template.parts) > 1),
            *(f"Fewer than {part.k} ballots are never opened." for part in template.parts),
            *(question.text["en"] for part in template.parts for question in part.questions),
        ):
            assert text in page, (name, text)
    assert "Questions: 16. Minutes: about 3." in page  # what the phone works out is not asked
    assert "The phone fills in: “Compared with your unit's limit" in page
    assert "A survey of your own" in page


def test_the_preview_counts_as_the_phone_does(committee: Committee) -> None:
    page = committee.get("/committee/new")
    starts = list(map(int, re.findall(r'<ol start="(\d+)">', page)))
    # Your shift, your workload, staff, care; burnout; one; how often, how far; care, reasons.
    assert starts == [1, 6, 8, 13, 1, 1, 1, 24, 1, 13]


@pytest.mark.parametrize("name", READY)
def test_the_choice_makes_the_parts(committee: Committee, context: Context, name: str) -> None:
    # The kind of unit is in the form whichever survey is chosen, and is not asked of others.
    code = make_draft(committee, kind="survey", template=name)
    made = [
        (part.title["en"], len([q for q in part.questions if not q.only or "inpatient" in q.only]))
        for part in load_template(name).parts
    ]
    parts = list_parts(context, code)
    assert [(title, questions) for title, questions, _k in parts] == made
    fields = {"kind": "survey", "title": "", "template": name, "limit": "", "variant": "inpatient"}
    added = committee.post(f"/committee/campaigns/{code}/parts/new", fields)
    assert added.status_code == 303
    assert list_parts(context, code) == parts * 2


def test_a_variant_and_a_limit_go_into_the_shift_survey(
    committee: Committee, context: Context
) -> None:
    code = make_draft(committee, kind="both", variant="couplets", limit="4")
    vote, main, _burnout = overview.get_campaign(context, code).draft.elections
    assert vote.kind == "vote"
    assert "couplets" in next(q.text for q in main.questions if q.code == "2")
    (limit,) = main.questionnaire.limits.values()
    assert limit is not None and (limit.limit, limit.counted) == (4, "couplet")


def test_a_survey_of_ones_own_has_its_title_and_both_words(
    committee: Committee, context: Context
) -> None:
    code = make_draft(committee, kind="own-survey", title="Priorities")
    (own,) = overview.get_campaign(context, code).draft.elections
    assert (own.title, own.k, len(own.questions)) == ("Priorities", 10, 1)
    assert own.questions[0].blank and own.questions[0].not_applicable


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"template": "gone"}, "template"),
        ({"template": "../limits/oregon"}, "template"),
        ({"template": BLANK_TEMPLATE + "/"}, "template"),
        ({"variant": "spaceship"}, "variant"),
        ({"limit": "9"}, "limit"),
        ({"limit": "4", "variant": "pharmacy"}, "limit"),
        ({"limit": "4", "template": "burnout"}, "limit"),
    ],
)
def test_a_choice_that_is_not_there_is_named_and_nothing_is_lost(
    committee: Committee, context: Context, changed: dict[str, str], field: str
) -> None:
    typed = new_fields(kind="survey", **changed)
    answer = committee.post("/committee/new", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    assert f'value="{typed["title"]}"' in page
    if changed.get("template") in READY:
        assert f'value="{changed["template"]}" checked' in page
    assert overview.list_campaigns(context) == ()


def test_what_the_phone_fills_in_has_no_number(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    view = overview.get_campaign(context, code)
    part: ElectionDraft = view.draft.elections[0]
    numbers = number_questions(part.questionnaire)
    assert [numbers[q.id] for q in part.questions] == [*range(1, 7), None, *range(7, 16)]
    derived = next(place for place, q in enumerate(part.questions) if q.code == "2d")
    for path in (find_path(view.draft, "/parts/0"), "/review"):
        page = html.unescape(committee.get(f"/committee/campaigns/{code}{path}"))
        headings = re.findall(r"<h3[^>]*>(Question \d+|Filled in by the phone)</h3>", page)
        expected = [f"Question {n}" for n in range(1, 16)]
        expected.insert(derived, "Filled in by the phone")
        assert headings[:16] == expected
        assert "2d" not in re.sub(r"<[^>]*>", "", page)
    for place, heading in ((derived, "Filled in by the phone"), (derived + 1, "Question 7")):
        path = find_path(view.draft, f"/parts/0/questions/{place}")
        assert heading in committee.get(f"/committee/campaigns/{code}{path}")
