"""The order of parts, and the rules of a survey that go with an answer."""

from __future__ import annotations

import html
import re

from tests.players.services.places import find_path
from tests.web.conftest import Committee, find_hidden, make_draft
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.values.drafts import CampaignDraft

VOTE = {"kind": "vote", "title": "Shall we meet?", "variant": "inpatient", "limit": ""}


def read(context: Context, code: str) -> CampaignDraft:
    return overview.get_campaign(context, code).draft


def titles(context: Context, code: str) -> list[str]:
    return [election.title for election in read(context, code).elections]


def test_parts_are_moved(committee: Committee, context: Context, draft: str) -> None:
    base = f"/committee/campaigns/{draft}"
    assert 'value="down"' not in committee.get(base)
    assert committee.post(f"{base}/parts/new", VOTE).status_code == 303
    first, second = titles(context, draft)
    page = committee.get(base)
    move = base + find_path(read(context, draft), "/parts/1/move")
    assert f'action="{move}"' in page
    assert page.count('value="up"') == page.count('value="down"') == 1
    assert committee.post(move, {"by": "up"}, page=base).status_code == 303
    assert titles(context, draft) == [second, first]
    assert committee.post(move, {"by": "up"}, page=base).status_code == 303
    assert titles(context, draft) == [second, first]
    assert committee.post(move, {"by": "down"}, page=base).status_code == 303
    assert titles(context, draft) == [first, second]


def test_a_stale_move_moves_nothing(committee: Committee, context: Context, draft: str) -> None:
    base = f"/committee/campaigns/{draft}"
    assert committee.post(f"{base}/parts/new", VOTE).status_code == 303
    seen = find_hidden(committee.get(base))
    review = committee.get(f"{base}/review")
    move = base + find_path(read(context, draft), "/parts/1/move")
    assert committee.post(move, {"by": "up"}, page=base).status_code == 303
    moved = titles(context, draft)
    answer = committee.client.post(move, data={**seen, "by": "up"})
    assert answer.status_code == 409
    assert "this is the order now" in answer.get_data(as_text=True)
    assert titles(context, draft) == moved
    locked = committee.client.post(f"{base}/review", data=find_hidden(review))
    assert locked.status_code == 409
    page = locked.get_data(as_text=True)
    assert "<li>The votes and surveys are in another order.</li>" in page


def test_a_part_that_came_is_told_once(committee: Committee, draft: str) -> None:
    base = f"/committee/campaigns/{draft}"
    review = committee.get(f"{base}/review")
    assert committee.post(f"{base}/parts/new", VOTE).status_code == 303
    locked = committee.client.post(f"{base}/review", data=find_hidden(review))
    page = locked.get_data(as_text=True)
    assert "“Shall we meet?” is new." in page
    assert "in another order" not in page


def question_form(page: str) -> dict[str, str]:
    """The fields of a question's page as a browser would send them."""
    fields = find_hidden(page)
    for name, text in re.findall(
        r'<textarea[^>]* id="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S
    ):
        fields[name] = html.unescape(text)
    boxes = re.findall(
        r'<input type="(?:checkbox|radio)" id="[^"]*" name="([^"]*)" value="([^"]*)" checked', page
    )
    fields |= {name: html.unescape(value) for name, value in boxes}
    return fields | {"minimum": "1", "maximum": "1"}


def list_asked(page: str) -> list[str]:
    """What becomes of rules, as the page that asks their author says it."""
    found = re.search(r'<ol class="rule-changes">(.*?)</ol>', page, re.S)
    return re.findall(
        r"<bdi>(.*?)</bdi>|(Then the rule is gone)", html.unescape(found[1] if found else "")
    )


def find_place(draft: CampaignDraft, code: str) -> int:
    """Where a question of the first part stands, by the template's name for it."""
    return [question.code for question in draft.elections[0].questions].index(code)


def send_again(page: str) -> dict[str, str]:
    """The fields of the page that asks, as a browser would send them."""
    typed = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.S)
    return {**find_hidden(page), **{name: html.unescape(value) for name, value in typed}}


def test_saving_asks_about_the_rules_that_it_takes_away(
    committee: Committee, context: Context
) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    survey = read(context, code).elections[0].questionnaire
    derived = find_place(read(context, code), "2d")
    path = f"/committee/campaigns/{code}" + find_path(
        read(context, code), f"/parts/0/questions/{derived}"
    )
    fields = question_form(committee.get(path))
    removed = committee.client.post(path, data={**fields, "change": "remove.0"})
    assert removed.status_code == 200
    asked = committee.client.post(path, data=question_form(removed.get_data(as_text=True)))
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422
    assert "This changes rules of the survey" in page
    source, target = (survey.questions[place].texts["en"].text for place in (derived - 1, derived))
    sentence = f"“{target}” is worked out from “{source}” and the limit of the unit."
    assert list_asked(page)[:2] == [(sentence, ""), ("", "Then the rule is gone")]
    lost = [said for _said, said in list_asked(page) if said]
    assert len(lost) == 2
    assert len(read(context, code).elections[0].questionnaire.rules) == len(survey.rules)
    unread = {name: value for name, value in send_again(page).items() if name != "agreed"}
    assert committee.client.post(path, data=unread).status_code == 422
    assert committee.client.post(path, data=send_again(page)).status_code == 303
    kept = read(context, code).elections[0].questionnaire.rules
    assert len(kept) == len(survey.rules) - len(lost)


def test_other_edits_take_no_rule_away(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    place = find_place(read(context, code), "2")
    path = f"/committee/campaigns/{code}" + find_path(
        read(context, code), f"/parts/0/questions/{place}"
    )
    fields = question_form(committee.get(path))
    moved = committee.client.post(path, data={**fields, "change": "down.0"})
    before = read(context, code).elections[0].questionnaire.rules
    refused = committee.client.post(path, data=question_form(moved.get_data(as_text=True)))
    assert refused.status_code == 422
    assert "stands for a smaller number than one above it" in refused.get_data(as_text=True)
    fields["help"] = "At one time."
    assert committee.client.post(path, data=fields).status_code == 303
    assert read(context, code).elections[0].questionnaire.rules == before


def test_a_reworded_question_asks_about_the_rules_that_name_it(
    committee: Committee, context: Context
) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    place = find_place(read(context, code), "2")
    path = f"/committee/campaigns/{code}" + find_path(
        read(context, code), f"/parts/0/questions/{place}"
    )
    fields = {**question_form(committee.get(path)), "text": "How many?"}
    asked = committee.client.post(path, data=fields)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422
    assert any("“How many?”" in said for said, _gone in list_asked(page))
    assert committee.client.post(path, data=send_again(page)).status_code == 303
    draft = read(context, code).elections[0]
    assert draft.questions[place].text == "How many?"
    assert draft.questionnaire.rules


def test_removing_a_question_names_its_rules(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    place = find_place(read(context, code), "2")
    path = find_path(read(context, code), f"/parts/0/questions/{place}/remove")
    address = f"/committee/campaigns/{code}{path}"
    page = html.unescape(committee.get(address))
    assert "This changes rules of the survey" in page
    gone = [said for said, _gone in list_asked(page) if "is worked out from" in said]
    assert len(gone) == 1
    before = len(read(context, code).elections[0].questionnaire.rules)
    assert committee.post(address, {}).status_code == 303
    assert len(read(context, code).elections[0].questionnaire.rules) < before
