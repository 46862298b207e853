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


def find_place(draft: CampaignDraft, code: str) -> int:
    """Where a question of the first part stands, by the template's name for it."""
    return [question.code for question in draft.elections[0].questions].index(code)


def list_lost(page: str) -> list[str]:
    return [html.unescape(t) for t in re.findall(r'name="lost" value="([^"]+)"', page)]


def test_saving_says_which_rules_it_takes_away(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    survey = read(context, code).elections[0].questionnaire
    derived = find_place(read(context, code), "2d")
    path = f"/committee/campaigns/{code}" + find_path(
        read(context, code), f"/parts/0/questions/{derived}"
    )
    fields = question_form(committee.get(path))
    removed = committee.client.post(path, data={**fields, "change": "remove.0"})
    page = removed.get_data(as_text=True)
    assert removed.status_code == 200
    assert "Saving takes rules of the survey away" in page
    lost = list_lost(page)
    assert lost == [
        f"Question {derived + 1} is worked out from question {derived} and the limit.",
        f"An answer to question {derived + 1} fills in question {derived + 2}.",
    ]
    fields = question_form(page)
    unread = {name: value for name, value in fields.items() if name != "lost"}
    refused = committee.client.post(path, data=unread)
    assert refused.status_code == 422
    assert 'href="#lost"' in refused.get_data(as_text=True)
    assert len(read(context, code).elections[0].questionnaire.rules) == len(survey.rules)
    assert committee.client.post(path, data={**fields, "lost": lost}).status_code == 303
    kept = read(context, code).elections[0].questionnaire.rules
    assert len(kept) == len(survey.rules) - len(lost)


def test_other_edits_take_no_rule_away(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    place = find_place(read(context, code), "2")
    path = f"/committee/campaigns/{code}" + find_path(
        read(context, code), f"/parts/0/questions/{place}"
    )
    fields = question_form(committee.get(path))
    moved = committee.client.post(path, data={**fields, "text": "How many?", "change": "down.0"})
    page = moved.get_data(as_text=True)
    assert list_lost(page) == []
    before = read(context, code).elections[0].questionnaire.rules
    refused = committee.client.post(path, data=question_form(page))
    assert refused.status_code == 422
    assert "stands for a smaller number than one above it" in refused.get_data(as_text=True)
    assert "How many?" in refused.get_data(as_text=True)
    fields["text"] = "How many?"
    assert committee.client.post(path, data=fields).status_code == 303
    assert read(context, code).elections[0].questionnaire.rules == before


def test_removing_a_question_names_its_rules(committee: Committee, context: Context) -> None:
    code = make_draft(committee, kind="survey", limit="4")
    place = find_place(read(context, code), "2")
    path = find_path(read(context, code), f"/parts/0/questions/{place}/remove")
    page = html.unescape(committee.get(f"/committee/campaigns/{code}{path}"))
    assert "Rules of the survey go with it" in page
    assert f"Question {place + 2} is worked out from question {place + 1} and the limit." in page
