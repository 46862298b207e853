"""Drafting through the pages: every field's mistakes, nothing lost, texts of any script."""

from __future__ import annotations

import html

import pytest

from tests.players.services.places import find_path
from tests.web.conftest import Committee, make_draft, new_fields
from voteapp.services import overview
from voteapp.services.context import Context

STRANGE = "é 中 ਪੰ “quotes” \"double\" 'single' 🗳️ <b>&amp;"
LINES = STRANGE + "\tafter a tab\r\nafter a line end"
CLEAN = STRANGE + "\tafter a tab\nafter a line end"


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"kind": "duel"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "bell\x07"}, "title"),
        ({"title": "c1 \x85"}, "title"),
        ({"organizer": " "}, "organizer"),
        ({"opening": ""}, "opening"),
        ({"opening": "tomorrow"}, "opening"),
        ({"closing": "2026-11-22T06:59"}, "closing"),
        ({"closing": "2026-02-30T10:00"}, "closing"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"slips": ""}, "slips"),
        ({"slips": "many"}, "slips"),
        ({"slips": "0"}, "slips"),
        ({"slips": "100001"}, "slips"),
        ({"roster_size": "-3"}, "roster_size"),
        ({"roster_size": "١٢"}, "roster_size"),
        ({"kind": "both", "limit": "no"}, "limit"),
    ],
)
def test_new_campaign_names_the_field_and_loses_nothing(
    committee: Committee, context: Context, changed: dict[str, str], field: str
) -> None:
    typed = new_fields(**changed)
    answer = committee.post("/committee/new", typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    for name in ("title", "organizer", "opening", "closing", "slips", "roster_size"):
        assert f'value="{html.escape(typed[name])}"' in html.unescape(page).replace("\r", ""), name
    assert overview.list_campaigns(context) == ()


@pytest.mark.parametrize(
    "kind, kinds",
    [
        ("vote", ["vote"]),
        ("survey", ["survey", "survey"]),
        ("both", ["vote", "survey", "survey"]),
        ("own-survey", ["survey"]),
    ],
)
def test_each_kind_begins_ready_to_check(
    committee: Committee, context: Context, kind: str, kinds: list[str]
) -> None:
    code = make_draft(committee, kind=kind, limit="5")
    view = overview.get_campaign(context, code)
    assert [e.kind for e in view.draft.elections] == kinds
    limits = [list(e.questionnaire.limits.values()) for e in view.draft.elections]
    assert [limit.limit for found in limits for limit in found if limit] == (
        [5] if kind in ("survey", "both") else []
    )
    assert committee.post(f"/committee/campaigns/{code}/review", {}).status_code == 303
    assert overview.get_campaign(context, code).state == "keys"


def test_a_time_is_meant_in_its_zone(committee: Committee, context: Context, draft: str) -> None:
    view = overview.get_campaign(context, draft)
    assert view.draft.opening.isoformat() == "2026-11-22T15:00:00+00:00"
    page = committee.get(f"/committee/campaigns/{draft}/dates")
    assert 'value="2026-11-22T07:00"' in page


def test_a_time_that_the_clocks_skip_is_refused(committee: Committee, draft: str) -> None:
    answer = committee.post(
        f"/committee/campaigns/{draft}/dates",
        {
            "opening": "2027-03-14T02:30",
            "closing": "2027-03-15T02:30",
            "timezone": "America/Los_Angeles",
        },
    )
    assert answer.status_code == 422
    assert 'href="#opening"' in answer.get_data(as_text=True)


def at(context: Context, code: str, path: str) -> str:
    """The address of a page of a draft, given by places."""
    draft = overview.get_campaign(context, code).draft
    return f"/committee/campaigns/{code}" + find_path(draft, path)


def question_fields(**changed: str) -> dict[str, str]:
    return {"text": "Q?", "answers.0": "Yes", "answers.1": "No", **changed}


def test_texts_of_any_script_survive(committee: Committee, context: Context, draft: str) -> None:
    base = f"/committee/campaigns/{draft}"
    details = {"title": STRANGE, "organizer": STRANGE, "facility": STRANGE, "unit": STRANGE}
    assert committee.post(f"{base}/details", details).status_code == 303
    part = {"title": STRANGE, "description": LINES, "k": "5"}
    assert committee.post(at(context, draft, "/parts/0/details"), part).status_code == 303
    question = question_fields(text=LINES, **{"answers.1": LINES})
    path = at(context, draft, "/parts/0/questions/0")
    assert committee.post(path, question).status_code == 303
    stored = overview.get_campaign(context, draft).draft
    assert (stored.title, stored.organizer, stored.unit) == (STRANGE, STRANGE, STRANGE)
    assert stored.elections[0].description == CLEAN
    assert stored.elections[0].questions[0].text == CLEAN
    assert [a.text for a in stored.elections[0].questions[0].answers] == ["Yes", CLEAN]
    # What a form shows is what it would save again.
    page = html.unescape(committee.get(path))
    assert f">\n{CLEAN}</textarea>" in page
    for path in ("", "/parts/0", "/review"):
        page = committee.get(at(context, draft, path))
        assert "<b>&" not in page
        assert html.escape(STRANGE) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")


def test_control_characters_are_refused_at_each_field(
    committee: Committee, context: Context, draft: str
) -> None:
    forms: list[tuple[str, dict[str, str]]] = [
        ("/details", {"title": "T", "organizer": "O", "facility": "", "unit": ""}),
        ("/parts/0/details", {"title": "T", "description": "", "k": "5"}),
        ("/parts/0/questions/0", question_fields()),
    ]
    for path, fields in forms:
        for name in fields:
            if name == "k":
                continue
            for bad in ("\x00", "\x1b", "\x7f", "\x9f"):
                changed = {**fields, name: f"a{bad}b"}
                answer = committee.post(at(context, draft, path), changed)
                assert answer.status_code == 422, (path, name, bad)
                assert f'href="#{name}"' in answer.get_data(as_text=True), (path, name)


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 1001}, "text"),
        ({"answers.0": ""}, "answers.0"),
        ({"answers.1": "Yes"}, "answers.1"),
        ({"answers.1": "x" * 301}, "answers.1"),
    ],
)
def test_question_mistakes(
    committee: Committee, context: Context, draft: str, changed: dict[str, str], field: str
) -> None:
    path = at(context, draft, "/parts/0/questions/0")
    typed = question_fields(**changed)
    answer = committee.post(path, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}"' in page
    assert f'id="{field}-error"' in page
    for name in ("answers.0", "answers.1"):
        assert f">\n{typed[name]}</textarea>" in page


def test_survey_question_mistakes(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="own-survey")
    path = at(context, code, "/parts/0/questions/0")
    several = question_fields(kind="several", minimum="1", maximum="2")
    assert committee.post(path, several).status_code == 303
    for changed, field in (
        ({"kind": "none"}, "kind"),
        ({"minimum": "x"}, "minimum"),
        ({"maximum": "3"}, "maximum"),
        ({"minimum": "2", "maximum": "1"}, "minimum"),
    ):
        answer = committee.post(path, {**several, **changed})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.get_data(as_text=True), changed


def test_answers_are_added_moved_and_removed_without_a_script(
    committee: Committee, context: Context, draft: str
) -> None:
    path = at(context, draft, "/parts/0/questions/0")
    before = overview.get_campaign(context, draft)
    answers = {"answers.0": "A", "answers.1": "B", "answers.2": "C"}

    def shown(change: str) -> list[str]:
        answer = committee.post(path, {"text": "kept", **answers, "change": change})
        assert answer.status_code == 200
        page = answer.get_data(as_text=True)
        assert "kept</textarea>" in page
        rows = page.split('<textarea id="answers.')[1:]
        return [row.split(">\n", 1)[1].split("</textarea>")[0] for row in rows]

    assert shown("add") == ["A", "B", "C", ""]
    assert shown("up.2") == ["A", "C", "B"]
    assert shown("down.0") == ["B", "A", "C"]
    assert shown("up.0") == ["A", "B", "C"]
    assert shown("remove.1") == ["A", "C"]
    for nonsense in ("remove.9", "up.x", "explode", "remove.", "up.²"):
        assert shown(nonsense) == ["A", "B", "C"]
    assert overview.get_campaign(context, draft) == before


def test_questions_are_added_moved_and_removed(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="own-survey")
    base = at(context, code, "/parts/0")
    first = overview.get_campaign(context, code).draft.elections[0].questions[0].text
    second = question_fields(text="Second", kind="one", blank="yes", minimum="1", maximum="1")
    assert committee.post(f"{base}/questions/new", second).status_code == 303

    def texts() -> list[str]:
        return [q.text for q in overview.get_campaign(context, code).draft.elections[0].questions]

    assert texts() == [first, "Second"]
    one, two = (at(context, code, f"/parts/0/questions/{place}") for place in (0, 1))
    committee.post(f"{two}/move", {"by": "up"}, page=base)
    assert texts() == ["Second", first]
    committee.post(f"{two}/move", {"by": "up"}, page=base)
    assert texts() == ["Second", first]
    assert "Remove this question?" in committee.get(f"{one}/remove")
    assert committee.post(f"{one}/remove", {}).status_code == 303
    assert texts() == ["Second"]
    last = committee.post(f"{two}/remove", {})
    assert last.status_code == 422
    assert texts() == ["Second"]


def find_answer(context: Context, code: str, place: int = 0) -> str:
    """The identity of an answer of a campaign's first question."""
    draft = overview.get_campaign(context, code).draft
    return draft.elections[0].questions[0].answers[place].id


def rule_fields(answer: str, **changed: str) -> dict[str, str]:
    return {
        "answer": answer,
        "preset": "own",
        "numerator": "3",
        "denominator": "5",
        "comparison": "at-least",
        "of": "not-blank",
        "quorum": "yes",
        "quorum_numerator": "1",
        "quorum_denominator": "4",
        **changed,
    }


def test_a_rule_is_kept_exactly(committee: Committee, context: Context, draft: str) -> None:
    path = at(context, draft, "/parts/0/rule")
    assert committee.post(path, rule_fields(find_answer(context, draft))).status_code == 303
    rule = overview.get_campaign(context, draft).draft.elections[0].rule
    assert rule is not None
    assert (rule.numerator, rule.denominator, rule.comparison, rule.of) == (
        3,
        5,
        "at-least",
        "not-blank",
    )
    assert (rule.quorum_numerator, rule.quorum_denominator) == (1, 4)
    page = html.unescape(committee.get(at(context, draft, "/parts/0")))
    assert "“Yes” needs at least 3/5 of the votes cast." in page
    assert "at least 1/4 of all members take part" in page


def test_presets_are_offered_and_found_again(
    committee: Committee, context: Context, draft: str
) -> None:
    path = at(context, draft, "/parts/0/rule")
    for preset in (
        "majority-not-blank",
        "two-thirds-not-blank",
        "two-thirds-counted",
        "majority-entitled",
    ):
        chosen = rule_fields(find_answer(context, draft), preset=preset, quorum="no")
        assert committee.post(path, chosen).status_code == 303
        assert f'value="{preset}" checked' in committee.get(path)


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"answer": "7"}, "answer"),
        ({"preset": "x"}, "preset"),
        ({"denominator": "0"}, "denominator"),
        ({"numerator": "6"}, "numerator"),
        ({"comparison": "x"}, "comparison"),
        ({"of": "x"}, "of"),
        ({"quorum": "x"}, "quorum"),
        ({"quorum_numerator": "9"}, "quorum_numerator"),
    ],
)
def test_rule_mistakes(
    committee: Committee, context: Context, draft: str, changed: dict[str, str], field: str
) -> None:
    path = at(context, draft, "/parts/0/rule")
    typed = {**rule_fields(find_answer(context, draft)), **changed}
    answer = committee.post(path, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert 'value="3"' in page or "numerator" in changed


def test_parts_are_added_and_removed(committee: Committee, context: Context, draft: str) -> None:
    base = f"/committee/campaigns/{draft}"
    fields = {"kind": "survey", "title": "", "variant": "pharmacy", "limit": ""}
    assert committee.post(f"{base}/parts/new", fields).status_code == 303
    assert len(overview.get_campaign(context, draft).draft.elections) == 3
    wrong = committee.post(f"{base}/parts/new", {**fields, "kind": "vote"})
    assert wrong.status_code == 422
    assert 'href="#title"' in wrong.get_data(as_text=True)
    path = at(context, draft, "/parts/2/remove")
    assert committee.post(path, {}).status_code == 303
    assert len(overview.get_campaign(context, draft).draft.elections) == 2


def test_what_is_not_there_is_not_found(committee: Committee, context: Context, draft: str) -> None:
    base, part = f"/committee/campaigns/{draft}", at(context, draft, "/parts/0")
    for path in (
        f"{base}/parts/00000000",
        f"{base}/parts/00000000/rule",
        f"{base}/parts/0",
        f"{part}/questions/00000000",
        f"{part}/questions/00000000/remove",
        f"{part}/questions/0",
        f"{part}/questions/new",
        "/committee/campaigns/nothing",
    ):
        assert committee.client.get(path).status_code == 404, path
    survey = make_draft(committee, kind="own-survey")
    rule = at(context, survey, "/parts/0/rule")
    assert committee.client.get(rule).status_code == 404


def test_a_locked_draft_cannot_be_edited(
    committee: Committee, context: Context, draft: str
) -> None:
    base = f"/committee/campaigns/{draft}"
    token = committee.csrf(f"{base}/details")
    rule = find_path(overview.get_campaign(context, draft).draft, "/parts/0/rule")
    assert committee.post(f"{base}/review", {}).status_code == 303
    for path in ("/details", "/dates", "/numbers", rule, "/review", "/delete"):
        assert committee.client.get(base + path).status_code == 409, path
        typed = {"csrf_token": token, "title": "kept", "slips": "kept", "opening": "kept"}
        stale = committee.client.post(base + path, data=typed)
        assert stale.status_code == 409, path
        if path in ("/details", "/dates", "/numbers"):
            assert "kept</dd>" in stale.get_data(as_text=True), path
    assert committee.post(f"{base}/reopen", {}).status_code == 303
    assert committee.client.get(f"{base}/details").status_code == 200


def test_a_draft_is_thrown_away_after_asking(committee: Committee, draft: str) -> None:
    path = f"/committee/campaigns/{draft}/delete"
    assert "Nothing of it is kept" in committee.get(path)
    assert committee.post(path, {}).status_code == 303
    assert committee.client.get(f"/committee/campaigns/{draft}").status_code == 404


def test_a_title_is_corrected_in_the_vote_and_its_question(
    committee: Committee, context: Context, draft: str
) -> None:
    path = f"/committee/campaigns/{draft}/details"
    assert "The vote and its question have the same" in committee.get(path)
    corrected = {"title": "Do you authorize it?", "organizer": "O", "facility": "", "unit": ""}
    assert committee.post(path, corrected).status_code == 303
    kept = overview.get_campaign(context, draft).draft
    assert kept.title == kept.elections[0].title == kept.elections[0].questions[0].text
    part = at(context, draft, "/parts/0/details")
    assert "The question is the same" in committee.get(part)
    own = {"title": "The vote", "description": "", "k": "5"}
    assert committee.post(part, own).status_code == 303
    assert "have the same" not in committee.get(path)
    kept = overview.get_campaign(context, draft).draft
    assert (kept.title, kept.elections[0].questions[0].text) == ("Do you authorize it?", "The vote")
