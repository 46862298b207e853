"""Two people at one draft: a stale press changes nothing, shows both, and loses nothing."""

from __future__ import annotations

import html
import re

import pytest

from tests.players.services.places import find_path
from tests.web.conftest import Committee, find_hidden, make_draft, tick
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.values.drafts import CampaignDraft, QuestionDraft


@pytest.fixture
def survey(committee: Committee, context: Context) -> str:
    """A vote and a survey of three questions: A, B, C."""
    code = make_draft(committee, kind="own-survey")
    base = f"/committee/campaigns/{code}"
    vote = {"kind": "vote", "title": "Strike?", "variant": "inpatient", "limit": ""}
    assert committee.post(f"{base}/parts/new", vote).status_code == 303
    one = at(context, code, "/parts/0/questions/0")
    assert committee.post(one, fields("A?")).status_code == 303
    for text in ("B?", "C?"):
        new = at(context, code, "/parts/0/questions/new")
        assert committee.post(new, fields(text)).status_code == 303
    return code


def fields(text: str, **changed: str) -> dict[str, str]:
    return {"text": text, "kind": "one", "minimum": "1", "maximum": "1", **answers(), **changed}


def answers(*texts: str) -> dict[str, str]:
    return {f"answers.{place}": text for place, text in enumerate(texts or ("Yes", "No"))}


def read(context: Context, code: str) -> CampaignDraft:
    return overview.get_campaign(context, code).draft


def questions(context: Context, code: str) -> tuple[QuestionDraft, ...]:
    return read(context, code).elections[0].questions


def at(context: Context, code: str, path: str) -> str:
    return f"/committee/campaigns/{code}" + find_path(read(context, code), path)


class Tab:
    """One tab: it keeps what its page carried, whatever happens meanwhile."""

    def __init__(self, committee: Committee, path: str) -> None:
        self.committee, self.path = committee, path
        self.load(committee.get(path))

    def load(self, page: str) -> None:
        self.page = page
        self.hidden = find_hidden(page, self.path)
        found = re.search(r'<form method="post" action="([^"]+/questions/\w+)"', page)
        if found:
            self.path = found[1]

    def send(self, data: dict[str, str]) -> int:
        answer = self.committee.client.post(
            self.path, data={**self.hidden, **tick(self.page), **data}
        )
        if answer.status_code in (200, 409, 422):
            self.load(html.unescape(answer.get_data(as_text=True)))
        return answer.status_code


def test_two_saves_of_one_question(committee: Committee, context: Context, survey: str) -> None:
    path = at(context, survey, "/parts/0/questions/1")
    ada, bea = Tab(committee, path), Tab(committee, path)
    theirs = fields("By Bea?", **answers("Always", "Never"))
    assert bea.send(theirs) == 303
    mine = fields("By Ada?", **answers("Aye", "Nay"))
    assert ada.send(mine) == 409
    for text in ("By Bea?", "By Ada?", "Always\nNever", "Aye\nNay", "Save mine over it"):
        assert text in ada.page, text
    assert ">\nBy Ada?</textarea>" in ada.page
    assert questions(context, survey)[1].text == "By Bea?"
    assert ada.send(mine) == 303
    assert [q.text for q in questions(context, survey)] == ["A?", "By Ada?", "C?"]


def test_a_save_after_a_save_in_between_is_refused_again(
    committee: Committee, context: Context, survey: str
) -> None:
    path = at(context, survey, "/parts/0/questions/1")
    ada = Tab(committee, path)
    for text in ("First?", "Second?"):
        assert Tab(committee, path).send(fields(text)) == 303
        assert ada.send(fields("Ada?")) == 409
        assert text in ada.page
    assert questions(context, survey)[1].text == "Second?"


def test_different_questions_are_saved_beside_each_other(
    committee: Committee, context: Context, survey: str
) -> None:
    tabs = [Tab(committee, at(context, survey, f"/parts/0/questions/{n}")) for n in range(3)]
    rule = Tab(committee, at(context, survey, "/parts/1/rule"))
    numbers = Tab(committee, f"/committee/campaigns/{survey}/numbers")
    for number, tab in enumerate(tabs):
        assert tab.send(fields(f"{number}?")) == 303
    vote = read(context, survey).elections[1]
    chosen = {"answer": vote.questions[0].answers[1].id, "preset": "majority-not-blank"}
    assert rule.send({**chosen, "quorum": "no"}) == 303
    assert numbers.send({"slips": "41", "roster_size": "41"}) == 303
    assert [q.text for q in questions(context, survey)] == ["0?", "1?", "2?"]
    assert read(context, survey).slips == 41


def test_removing_a_question_removes_no_other(
    committee: Committee, context: Context, survey: str
) -> None:
    tab = Tab(committee, at(context, survey, "/parts/0/questions/1/remove"))
    other = Tab(committee, at(context, survey, "/parts/0/questions/1/remove"))
    assert other.send({}) == 303
    assert tab.send({}) == 409
    assert "Nothing was changed by you." in tab.page
    assert [q.text for q in questions(context, survey)] == ["A?", "C?"]


def test_a_changed_question_is_read_again_before_it_is_removed(
    committee: Committee, context: Context, survey: str
) -> None:
    tab = Tab(committee, at(context, survey, "/parts/0/questions/1/remove"))
    Tab(committee, at(context, survey, "/parts/0/questions/1")).send(fields("Better?"))
    assert tab.send({}) == 409
    assert "Better?" in tab.page
    assert len(questions(context, survey)) == 3
    assert tab.send({}) == 303
    assert [q.text for q in questions(context, survey)] == ["A?", "C?"]


def test_what_was_typed_for_a_removed_question_may_be_added(
    committee: Committee, context: Context, survey: str
) -> None:
    tab = Tab(committee, at(context, survey, "/parts/0/questions/1"))
    Tab(committee, at(context, survey, "/parts/0/questions/1/remove")).send({})
    before = questions(context, survey)
    assert tab.send(fields("Kept?", **answers("One", "Two"))) == 409
    assert "Add the question" in tab.page
    assert questions(context, survey) == before
    typed = fields("Kept?", **answers("One", "Two"))
    assert tab.path.endswith("/questions/new")
    assert tab.send(typed) == 303
    assert [q.text for q in questions(context, survey)] == ["A?", "C?", "Kept?"]


def test_what_was_typed_for_a_removed_part_is_shown_to_copy(
    committee: Committee, context: Context, survey: str
) -> None:
    typed = {
        "/parts/1/details": {"title": "My title", "description": "My words", "k": "5"},
        "/parts/1/questions/0": {"text": "My question", **answers("Aye", "Nay")},
    }
    tabs = {path: Tab(committee, at(context, survey, path)) for path in typed}
    rule = Tab(committee, at(context, survey, "/parts/1/rule"))
    removal = Tab(committee, at(context, survey, "/parts/1/remove"))
    again = Tab(committee, at(context, survey, "/parts/1/remove"))
    assert removal.send({}) == 303
    for path, data in typed.items():
        assert tabs[path].send(data) == 409
        assert "My " in tabs[path].page
    assert "Aye\nNay" in tabs["/parts/1/questions/0"].page
    assert rule.send({"answer": "", "preset": "own"}) == 409
    assert again.send({}) == 409
    assert len(read(context, survey).elections) == 1


def test_flags_of_answers_go_along_when_a_removed_question_is_offered_again(
    committee: Committee, context: Context, survey: str
) -> None:
    tab = Tab(committee, at(context, survey, "/parts/0/questions/1"))
    Tab(committee, at(context, survey, "/parts/0/questions/1/remove")).send({})
    typed = fields("Kept?", **{"answers.1.alone": "yes", "answers.1.unsaid": "yes"})
    assert tab.send(typed) == 409
    for name in ("alone", "unsaid"):
        assert re.search(rf'name="answers.1.{name}" value="yes" checked', tab.page), name


def test_a_heading_for_a_removed_question_is_shown_to_copy(
    committee: Committee, context: Context, survey: str
) -> None:
    tab = Tab(committee, at(context, survey, "/parts/0/questions/1") + "/heading")
    Tab(committee, at(context, survey, "/parts/0/questions/1/remove")).send({})
    assert tab.send({"title": "My heading", "intro": "My words"}) == 409
    assert "My heading" in tab.page and "My words" in tab.page
    assert read(context, survey).elections[0].questionnaire.sections == []


def test_what_was_typed_while_the_draft_was_locked_is_shown_to_copy(
    committee: Committee, context: Context, survey: str
) -> None:
    """Whatever form it is: a new question, statements, a heading, a question that is there."""
    scale = {"items.0": "My words.", "answers.0": "No", "answers.1": "Yes"}
    base = at(context, survey, "/parts/0")
    assert committee.post(f"{base}/scales/new", scale).status_code == 303
    name = read(context, survey).elections[0].questions[-1].scale
    typed = {
        f"{base}/questions/new": fields("My words?"),
        at(context, survey, "/parts/0/questions/0"): fields("My words?"),
        f"{base}/scales/new": scale,
        f"{base}/scales/{name}": scale | {"items.0": "My words again."},
        at(context, survey, "/parts/0/questions/1") + "/heading": {"title": "My words"},
    }
    tabs = {path: Tab(committee, path) for path in typed}
    review = Tab(committee, f"/committee/campaigns/{survey}/review")
    assert review.send({}) == 303
    locked = read(context, survey)
    for path, data in typed.items():
        tabs[path].path = path
        assert tabs[path].send(data) == 409, path
        assert "My words" in tabs[path].page, path
        assert "was locked while" in tabs[path].page, path
    assert read(context, survey) == locked


def test_a_move_in_another_order_moves_nothing(
    committee: Committee, context: Context, survey: str
) -> None:
    page, again = (Tab(committee, at(context, survey, "/parts/0")) for _ in range(2))
    third = at(context, survey, "/parts/0/questions/2/move")
    for tab in (page, again):
        tab.path = third
        tab.load(tab.page)
    assert page.send({"by": "up"}) == 303
    assert again.send({"by": "up"}) == 409
    assert "This is the order now" in again.page or "this is the order now" in again.page
    assert [q.text for q in questions(context, survey)] == ["A?", "C?", "B?"]
    assert again.send({"by": "up"}) == 303
    assert [q.text for q in questions(context, survey)] == ["C?", "A?", "B?"]


@pytest.mark.parametrize(
    "path, theirs, mine",
    [
        (
            "/details",
            {"title": "By Bea", "organizer": "O", "facility": "", "unit": ""},
            {"title": "By Ada", "organizer": "O", "facility": "F", "unit": ""},
        ),
        (
            "/dates",
            {"opening": "2026-12-01T07:00", "closing": "2026-12-02T07:00", "timezone": "UTC"},
            {"opening": "2026-12-03T07:00", "closing": "2026-12-04T07:00", "timezone": "UTC"},
        ),
        (
            "/numbers",
            {"slips": "41", "roster_size": "41"},
            {"slips": "32", "roster_size": "42"},
        ),
        (
            "/parts/0/details",
            {"title": "By Bea", "description": "", "k": "5"},
            {"title": "By Ada", "description": "Mine", "k": "6"},
        ),
    ],
)
def test_every_form_shows_both(
    committee: Committee,
    context: Context,
    survey: str,
    path: str,
    theirs: dict[str, str],
    mine: dict[str, str],
) -> None:
    address = at(context, survey, path)
    ada, bea = Tab(committee, address), Tab(committee, address)
    assert bea.send(theirs) == 303
    kept = read(context, survey)
    assert ada.send(mine) == 409
    assert read(context, survey) == kept
    shown = ada.page[: ada.page.index("<h1>")]
    for name in theirs:
        if theirs[name] != mine[name]:
            assert mine[name].replace("T", " ") in shown, name
            assert theirs[name].replace("T", " ") in shown, name
    assert ada.send(mine) == 303
    assert read(context, survey) != kept
    assert ada.send({**mine, "seen": "0" * 64}) == 409


def test_two_saves_of_one_rule(committee: Committee, context: Context, survey: str) -> None:
    path = at(context, survey, "/parts/1/rule")
    yes, no = (answer.id for answer in read(context, survey).elections[1].questions[0].answers)
    ada, bea = Tab(committee, path), Tab(committee, path)
    assert bea.send({"answer": no, "preset": "majority-entitled", "quorum": "no"}) == 303
    mine = {"answer": yes, "preset": "two-thirds-counted", "quorum": "no"}
    assert ada.send(mine) == 409
    assert "“No” needs more than 1/2" in ada.page
    assert "“Yes” needs at least 2/3" in ada.page
    assert ada.send(mine) == 303


def test_a_rule_about_a_reworded_answer_is_asked_for_again(
    committee: Committee, context: Context, survey: str
) -> None:
    question, rule = (at(context, survey, f"/parts/1/{page}") for page in ("questions/0", "rule"))
    typed = {"text": "Strike?", **answers("Yes, strike", "No")}
    assert committee.post(question, typed).status_code == 303
    page = html.unescape(committee.get(at(context, survey, "/parts/1")))
    assert "the rule must be saved again" in page
    base = f"/committee/campaigns/{survey}"
    refused = committee.post(f"{base}/review", {})
    assert refused.status_code == 422
    shown = html.unescape(refused.get_data(as_text=True))
    assert "“Strike?” was about the answer “Yes”" in shown
    assert 'id="elections.1.rule"' in shown
    page = html.unescape(committee.get(rule))
    assert "“Yes”, which now reads “Yes, strike”" in page
    assert 'type="radio" id="answer"' in page
    assert not re.search(r'name="answer" value="\w+" checked', page)
    chosen = {"preset": "majority-not-blank", "quorum": "no"}
    assert committee.post(rule, chosen).status_code == 422
    answer = read(context, survey).elections[1].questions[0].answers[0].id
    assert committee.post(rule, {**chosen, "answer": answer}).status_code == 303
    assert committee.post(f"{base}/review", {}).status_code == 303


def test_lock_locks_what_was_read(committee: Committee, context: Context, survey: str) -> None:
    base = f"/committee/campaigns/{survey}"
    tab = Tab(committee, f"{base}/review")
    Tab(committee, at(context, survey, "/parts/0/questions/1")).send(fields("Other?"))
    Tab(committee, at(context, survey, "/parts/0/questions/0/remove")).send({})
    Tab(committee, f"{base}/numbers").send({"slips": "41", "roster_size": "41"})
    vote = {"kind": "vote", "title": "Later?", "variant": "inpatient", "limit": ""}
    committee.post(f"{base}/parts/new", vote)
    assert tab.send({}) == 409
    for sentence in (
        "Members and slips were changed.",
        "Question 1 of “Do you authorize a strike?” was changed.",
        "A question was removed.",
        "“Later?” is new.",
    ):
        assert f"<li>{sentence}</li>" in tab.page, sentence
    assert tab.page.count("<li>Question") == 1
    assert overview.get_campaign(context, survey).state == "draft"
    assert tab.send({}) == 303
    assert overview.get_campaign(context, survey).state == "keys"


def test_lock_without_having_read_anything(
    committee: Committee, context: Context, draft: str
) -> None:
    token = committee.csrf(f"/committee/campaigns/{draft}/review")
    strange = ("", "x", "{", '{"details":1}', "\ud7ff")
    for data in ({}, *({"seen": text, "shown": text} for text in strange)):
        answer = committee.client.post(
            f"/committee/campaigns/{draft}/review", data={**data, "csrf_token": token}
        )
        assert answer.status_code == 409, data
    assert overview.get_campaign(context, draft).state == "draft"


def test_a_draft_that_somebody_works_on_is_not_thrown_away(
    committee: Committee, context: Context, survey: str
) -> None:
    tab = Tab(committee, f"/committee/campaigns/{survey}/delete")
    Tab(committee, at(context, survey, "/parts/0/questions/1")).send(fields("Other?"))
    assert tab.send({}) == 409
    assert "It is still there." in tab.page
    assert tab.send({}) == 303
