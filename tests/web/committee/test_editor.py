"""The editor of a survey: numbers, lists, scales, headings, rules; undone, copied, tried out."""

from __future__ import annotations

import html
import re

import pytest

from tests.web.committee.test_parts import list_asked, question_form, send_again
from tests.web.committee.test_stale import Tab, at, read
from tests.web.conftest import Committee, find_hidden, make_draft
from voteapp.campaign.questionnaire.document import Bin, Questionnaire
from voteapp.campaign.questionnaire.rules import Derive, Fill, Forbid, Skip
from voteapp.services.context import Context


@pytest.fixture
def code(committee: Committee) -> str:
    return make_draft(committee, kind="own-survey")


def survey(context: Context, code: str) -> Questionnaire:
    return read(context, code).elections[0].questionnaire


def add(committee: Committee, context: Context, code: str, text: str, **changed: str) -> str:
    """A question with two answers; its identity."""
    base = at(context, code, "/parts/0")
    fields = {
        "text": text,
        "answers.0": "Yes",
        "answers.1": "No",
        "kind": "one",
        "not_applicable": "yes",
        "blank": "yes",
        **changed,
    }
    answer = committee.post(f"{base}/questions/new", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return next(q.id for q in survey(context, code).questions if q.texts["en"].text == text)


def test_a_question_that_somebody_writes_forces_nobody(
    committee: Committee, context: Context, code: str
) -> None:
    page = committee.get(at(context, code, "/parts/0") + "/questions/new")
    fields = question_form(page)
    assert (fields["not_applicable"], fields["blank"]) == ("yes", "yes")


def test_a_question_that_is_sent_twice_is_added_once(
    committee: Committee, context: Context, code: str
) -> None:
    """By a double tap, or from the page that the back button shows; other words are another."""
    path = at(context, code, "/parts/0") + "/questions/new"
    typed = question_form(committee.get(path)) | {"text": "Once?", "answers.0": "A"}
    typed["answers.1"] = "B"
    count = len(survey(context, code).questions)
    for text, more in (("Once?", 1), ("Once?", 1), ("Another?", 2), ("Another?", 3)):
        assert committee.client.post(path, data=typed | {"text": text}).status_code == 303
        assert len(survey(context, code).questions) == count + more


def test_a_number_falls_into_bins_that_keep_their_answers(
    committee: Committee, context: Context, code: str
) -> None:
    name = add(committee, context, code, "How many?", kind="number", bins="0, 1, 2-4, 5+")
    (found,) = [q for q in survey(context, code).questions if q.id == name]
    assert found.kind == "number"
    assert [a.texts["en"].text for a in found.answers] == ["0", "1", "2-4", "5+"]
    assert found.answers[2].bin == Bin(low=2, high=4) and found.answers[3].bin == Bin(
        low=5, high=None
    )
    path = at(context, code, "/parts/0") + f"/questions/{name}"
    fields = question_form(committee.get(path)) | {"bins": "0, 1, 2-4, 5-9, 10+"}
    assert committee.client.post(path, data=fields).status_code == 303
    (again,) = [q for q in survey(context, code).questions if q.id == name]
    assert [a.id for a in again.answers[:3]] == [a.id for a in found.answers[:3]]
    assert len(again.answers) == 5


@pytest.mark.parametrize("bins", ["", "0, 2", "3, 1", "one", "1-"])
def test_bins_that_are_none_name_their_field(
    committee: Committee, context: Context, code: str, bins: str
) -> None:
    base = at(context, code, "/parts/0")
    answer = committee.post(f"{base}/questions/new", {"text": "N?", "kind": "number", "bins": bins})
    assert answer.status_code == 422
    assert 'href="#bins"' in answer.get_data(as_text=True)
    assert f'value="{bins}"' in answer.get_data(as_text=True)


def test_a_pasted_list_becomes_answers(committee: Committee, context: Context, code: str) -> None:
    path = at(context, code, "/parts/0") + "/questions/new"
    lines = "\n".join(["  Rest ", "", "Meal", "Both"])
    answer = committee.post(
        path, {"text": "Which?", "paste": lines, "change": "paste", "answers.0": "None"}
    )
    fields = question_form(answer.get_data(as_text=True))
    assert [fields[f"answers.{n}"] for n in range(4)] == ["None", "Rest", "Meal", "Both"]
    many = "\n".join(f"Answer {n}" for n in range(70))
    full = committee.post(path, {"text": "Which?", "paste": many, "change": "paste"})
    page = full.get_data(as_text=True)
    assert "At most 60 answers fit" in page
    assert "Answer 69" in page


def test_flags_of_answers_are_kept(committee: Committee, context: Context, code: str) -> None:
    flags = {
        "answers.1.alone": "yes",
        "answers.1.unsaid": "yes",
        "kind": "several",
        "minimum": "1",
        "maximum": "2",
    }
    name = add(committee, context, code, "Which?", **flags)
    (found,) = [q for q in survey(context, code).questions if q.id == name]
    assert [(a.alone, a.substantive) for a in found.answers] == [(False, True), (True, False)]
    page = committee.get(at(context, code, "/parts/0"))
    assert "with no other" in page and "left out of shares" in page
    fields = question_form(committee.get(at(context, code, "/parts/0") + f"/questions/{name}"))
    assert fields["answers.1.alone"] == "yes" and "answers.0.alone" not in fields


SCALE = {
    "items.0": "We are enough.",
    "items.1": "We are too few.",
    "items.1.reversed": "yes",
    "answers.0": "Disagree",
    "answers.1": "Agree",
    "answers.2": "",
    "answers.3": "",
    "answers.4": "",
    "not_applicable": "yes",
    "blank": "yes",
}


def test_a_scale_is_entered_and_changed_as_one_thing(
    committee: Committee, context: Context, code: str
) -> None:
    base = at(context, code, "/parts/0")
    assert committee.post(f"{base}/scales/new", SCALE).status_code == 303
    *_first, one, two = survey(context, code).questions
    assert one.scale == two.scale and (one.reversed, two.reversed) == (False, True)
    assert [a.texts for a in one.answers] == [a.texts for a in two.answers]
    path = f"{base}/scales/{one.scale}"
    moved = committee.client.get(f"{base}/questions/{one.id}")
    assert moved.status_code == 303 and moved.headers["Location"] == path
    fields = {**find_hidden(committee.get(path)), **SCALE, "items.2": "A third.", "answers.0": "No"}
    assert committee.client.post(path, data=fields).status_code == 303
    *_first, one_again, two_again, three = survey(context, code).questions
    assert (one_again.id, two_again.id) == (one.id, two.id) and three.scale == one.scale
    assert [a.id for a in one_again.answers] == [a.id for a in one.answers]
    assert {q.answers[0].texts["en"].text for q in (one_again, two_again, three)} == {"No"}


def test_an_emptied_row_of_a_scale_leaves_nothing_behind(
    committee: Committee, context: Context, code: str
) -> None:
    """The rows below it move up: the last one stood there twice, and its box stayed ticked."""
    base = at(context, code, "/parts/0")
    answers = {"answers.0": "", "answers.1": "Often", "answers.2": "Always"}
    typed = {**SCALE, **answers, "items.0": "", "change": "more"}
    page = committee.post(f"{base}/scales/new", typed).get_data(as_text=True)
    fields = question_form(page)
    assert [fields.get(f"answers.{n}", "") for n in range(3)] == ["Often", "Always", ""]
    assert [fields.get(f"items.{n}", "") for n in range(3)] == ["We are too few.", "", ""]
    assert fields["items.0.reversed"] == "yes"
    assert "items.1.reversed" not in fields


@pytest.mark.parametrize(
    "changed, place",
    [
        ({"items.0": "", "items.1": ""}, "items.0"),
        ({"answers.1": ""}, "answers.0"),
        ({"items.1": "we are ENOUGH."}, "items.1"),
        ({"answers.1": "x" * 2000}, "answers.1"),
    ],
)
def test_a_scale_that_is_none_names_its_row(
    committee: Committee, context: Context, code: str, changed: dict[str, str], place: str
) -> None:
    answer = committee.post(at(context, code, "/parts/0") + "/scales/new", SCALE | changed)
    assert answer.status_code == 422
    assert f'href="#{place}"' in answer.get_data(as_text=True)
    assert len(survey(context, code).questions) == 1


def test_headings_are_put_reworded_and_taken_away(
    committee: Committee, context: Context, code: str
) -> None:
    name = add(committee, context, code, "Second?")
    base = at(context, code, "/parts/0")
    path = f"{base}/questions/{name}/heading"
    assert committee.post(path, {"title": "", "intro": ""}).status_code == 422
    assert committee.post(path, {"title": "Breaks", "intro": "Of that shift."}).status_code == 303
    (section,) = survey(context, code).sections
    assert section.first == name
    assert committee.post(path, {"title": "Your breaks", "intro": ""}).status_code == 303
    (again,) = survey(context, code).sections
    assert again.id == section.id and again.texts["en"].text == "Your breaks"
    assert committee.post(f"{path}/remove", {}, page=base).status_code == 303
    assert survey(context, code).sections == [] and len(survey(context, code).questions) == 2


def rule_address(base: str, **steps: str) -> str:
    return f"{base}/rules/new?" + "&".join(f"{name}={value}" for name, value in steps.items())


def test_rules_are_written_in_steps_and_read_as_sentences(
    committee: Committee, context: Context, code: str
) -> None:
    first = add(committee, context, code, "Did you work?")
    second = add(committee, context, code, "How long?")
    base = at(context, code, "/parts/0")
    missing = committee.client.get(f"{base}/rules/new?step=1")
    assert missing.status_code == 422 and 'href="#do"' in missing.get_data(as_text=True)
    no = next(q for q in survey(context, code).questions if q.id == first).answers[1].id
    step = rule_address(base, do="skip", look=first)
    empty = committee.post(step, {"seen": find_hidden(committee.get(step))["seen"]})
    assert empty.status_code == 422 and f'href="#when.{first}"' in empty.get_data(as_text=True)
    assert committee.post(step, {f"when.{first}": no, "targets": second}).status_code == 303
    (rule,) = survey(context, code).rules
    assert isinstance(rule, Skip) and rule.questions == [second]
    page = html.unescape(committee.get(base))
    assert "If “Did you work?” is “No”, “How long?” is left out." in page
    change = f"{base}/rules/{rule.id}"
    yes = next(q for q in survey(context, code).questions if q.id == first).answers[0].id
    assert committee.post(change, {f"when.{first}": yes, "targets": second}).status_code == 303
    (changed,) = survey(context, code).rules
    assert changed.id == rule.id and "is “Yes”" in html.unescape(committee.get(base))
    assert committee.post(f"{change}/remove", {}, page=base).status_code == 303
    assert survey(context, code).rules == []


def test_every_kind_of_rule_can_be_written(
    committee: Committee, context: Context, code: str
) -> None:
    load = add(committee, context, code, "How many?", kind="number", bins="0, 1, 2, 3+")
    over = add(
        committee,
        context,
        code,
        "Over?",
        **{"answers.0": "within", "answers.1": "over", "answers.2": "no limit"},
    )
    how = add(committee, context, code, "How long?")
    base = at(context, code, "/parts/0")
    known = {q.id: q for q in survey(context, code).questions}
    within, over_it, no_limit = (answer.id for answer in known[over].answers)
    derive = rule_address(base, do="derive", look=load, target=over)
    typed = {"within": within, "over_1": over_it, "over_2": "", "no_limit": no_limit}
    assert committee.post(derive, {**typed, "no_limit": ""}).status_code == 422
    assert committee.post(derive, typed).status_code == 303
    fill = rule_address(base, do="fill", look=over, target=how)
    assert (
        committee.post(
            fill, {f"when.{over}": within, "answer": known[how].answers[1].id}
        ).status_code
        == 303
    )
    forbid = f"{base}/rules/new?do=forbid&look={over}&look={how}"
    both = {f"when.{over}": over_it, f"when.{how}": known[how].answers[1].id, "join": "all"}
    assert committee.post(forbid, both).status_code == 303
    assert [type(rule) for rule in survey(context, code).rules] == [Derive, Fill, Forbid]
    page = html.unescape(committee.get(base))
    assert "“Over?” is worked out from “How many?” and the limit of the unit." in page
    assert "If “Over?” is “within”, “How long?” is filled in with “No”." in page
    assert "These do not fit together: “Over?” is “over” and “How long?” is “No”." in page
    back = rule_address(base, do="fill", look=how, target=over)
    assert "Which question does it answer?" not in committee.get(f"{base}/rules/new?do=fill")
    assert "No question that could be answered so comes after them" in committee.get(back)
    for rule in survey(context, code).rules:
        assert committee.client.get(f"{base}/rules/{rule.id}").status_code == 200


def test_every_path_is_tried_on_request(committee: Committee, context: Context, code: str) -> None:
    first = add(committee, context, code, "Did you work?")
    base = at(context, code, "/parts/0")
    assert "Whatever members answer, they can finish." in html.unescape(
        committee.get(f"{base}/paths")
    )
    (asked,) = [q for q in survey(context, code).questions if q.id == first]
    everything = [a.id for a in asked.answers] + ["not-applicable", "prefer-not"]
    step = rule_address(base, do="forbid", look=first)
    page = committee.get(step)
    data = {**find_hidden(page), f"when.{first}": everything}
    assert committee.client.post(step, data=data).status_code == 303
    tried = html.unescape(committee.get(f"{base}/paths"))
    assert "Some members could not answer “Did you work?”" in tried
    saved = html.unescape(committee.get(base))
    assert "Some members could not answer “Did you work?”" in saved


def test_undo_and_redo_go_through_what_anybody_did(
    committee: Committee, context: Context, code: str
) -> None:
    campaign = f"/committee/campaigns/{code}"
    base = at(context, code, "/parts/0")
    assert "Undo" not in committee.get(base)
    states = [survey(context, code)]
    for text in ("One?", "Two?"):
        add(committee, context, code, text)
        states.append(survey(context, code))
    for state in reversed(states[:-1]):
        assert committee.post(f"{campaign}/undo", {}, page=base).status_code == 303
        assert survey(context, code) == state
    for state in states[1:]:
        assert committee.post(f"{campaign}/redo", {}, page=base).status_code == 303
        assert survey(context, code) == state
    assert committee.post(f"{campaign}/undo", {}, page=base).status_code == 303
    add(committee, context, code, "Three?")
    assert "Do it again" not in committee.get(base)


def test_undo_from_a_stale_tab_undoes_nothing(
    committee: Committee, context: Context, code: str
) -> None:
    add(committee, context, code, "One?")
    tab = Tab(committee, at(context, code, "/parts/0"))
    tab.path = f"/committee/campaigns/{code}/undo"
    tab.load(tab.page)
    add(committee, context, code, "Two?")
    before = survey(context, code)
    assert tab.send({}) == 409
    assert "Nothing was undone" in tab.page
    assert survey(context, code) == before


def add_skipping(committee: Committee, context: Context, code: str) -> tuple[str, str]:
    """Two questions, of which the first skips the second by a rule: their identities."""
    first = add(committee, context, code, "Did you work?")
    second = add(committee, context, code, "How long?")
    base = at(context, code, "/parts/0")
    no = next(q for q in survey(context, code).questions if q.id == first).answers[1].id
    step = rule_address(base, do="skip", look=first)
    assert committee.post(step, {f"when.{first}": no, "targets": second}).status_code == 303
    return first, second


def test_a_copy_without_the_rules_says_so(
    committee: Committee, context: Context, code: str
) -> None:
    first, second = add_skipping(committee, context, code)
    base = at(context, code, "/parts/0")
    said = {}
    for name in (survey(context, code).questions[0].id, first, second):
        answer = committee.post(f"{base}/questions/{name}/copy", {}, page=base)
        said[name] = "without the rules that name it" in committee.get(answer.headers["Location"])
    assert list(said.values()) == [False, True, True]
    assert len(survey(context, code).rules) == 1


def test_copies_have_identities_of_their_own(
    committee: Committee, context: Context, code: str
) -> None:
    name = add(committee, context, code, "One?")
    base = at(context, code, "/parts/0")
    assert committee.post(f"{base}/questions/{name}/copy", {}, page=base).status_code == 303
    *_first, one, copied = survey(context, code).questions
    assert one.id == name != copied.id and one.texts == copied.texts
    assert committee.post(f"{base}/copy", {}, page=base).status_code == 303
    first, second = read(context, code).elections
    assert first.id != second.id and len(first.questions) == len(second.questions)
    campaign = f"/committee/campaigns/{code}/copy"
    assert committee.post(campaign, {"title": ""}).status_code == 422
    begun = committee.post(campaign, {"title": "Once more"})
    assert begun.status_code == 303
    (other,) = re.findall(r"/campaigns/(\w+)", begun.headers["Location"])
    draft = read(context, other)
    assert draft.title == "Once more"
    assert [len(e.questions) for e in draft.elections] == [len(second.questions)] * 2
    assert not {e.id for e in draft.elections} & {first.id, second.id}


def test_a_far_move_asks_about_the_rules_that_it_breaks(
    committee: Committee, context: Context, code: str
) -> None:
    first, _second = add_skipping(committee, context, code)
    base = at(context, code, "/parts/0")
    move = f"{base}/questions/{first}/move"
    asked = committee.post(move, {"by": "5"}, page=base)
    assert asked.status_code == 422
    page = asked.get_data(as_text=True)
    assert len(list_asked(page)) == 2
    assert committee.client.post(move, data=send_again(page)).status_code == 303
    assert survey(context, code).questions[-1].id == first and survey(context, code).rules == []
