"""The page of a rule: presets with worked examples, a fraction of one's own, blank votes."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from tests.players.services.places import find_path
from tests.players.services.world import World, create_draft, create_settings
from tests.web.conftest import Committee, make_draft
from voteapp.app import create_app
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.drafting.writing import ask, write_election
from voteapp.web.words.rules import PRESETS

OWN = '<details id="own" open>'


def at(context: Context, code: str, path: str) -> str:
    draft = overview.get_campaign(context, code).draft
    return f"/committee/campaigns/{code}" + find_path(draft, path)


def save_question(committee: Committee, path: str, blank: str) -> None:
    fields = {"text": "Strike?", "answers.0": "Yes", "answers.1": "No", "blank": blank}
    assert committee.post(path, fields).status_code == 303


def test_examples_are_of_this_vote(committee: Committee, context: Context, draft: str) -> None:
    path, question = at(context, draft, "/parts/0/rule"), at(context, draft, "/parts/0/questions/0")
    page = html.unescape(committee.get(path))
    assert "With 26 ballots, 14 “Yes” are enough." in page
    assert "Members cannot cast a blank vote." in page
    save_question(committee, question, "yes")
    page = html.unescape(committee.get(path))
    assert "With 26 ballots, 4 of them blank, 15 “Yes” are enough." in page
    assert "The rule leaves it out: only votes for an answer count." in page
    numbers = {"roster_size": "100", "slips": "100"}
    base = f"/committee/campaigns/{draft}"
    assert committee.post(f"{base}/numbers", numbers).status_code == 303
    page = html.unescape(committee.get(path))
    assert "With 100 members, 51 “Yes” are enough, however many vote." in page
    save_question(committee, question, "")
    assert "Members cannot cast a blank vote." in committee.get(path)


def test_a_fraction_of_ones_own_is_folded_away(
    committee: Committee, context: Context, draft: str
) -> None:
    path = at(context, draft, "/parts/0/rule")
    assert OWN not in committee.get(path)
    yes = overview.get_campaign(context, draft).draft.elections[0].questions[0].answers[0].id
    own = {
        "answer": yes,
        "preset": "own",
        "numerator": "3",
        "denominator": "5",
        "comparison": "at-least",
        "of": "counted",
        "quorum": "no",
    }
    refused = committee.post(path, {**own, "numerator": "x"})
    assert OWN in refused.get_data(as_text=True)
    assert committee.post(path, own).status_code == 303
    assert OWN in committee.get(path)
    question = committee.get(at(context, draft, "/parts/0/questions/0"))
    assert "with it, “Yes” needs more votes." in html.unescape(question)
    assert committee.post(path, {**own, "preset": "two-thirds-counted"}).status_code == 303
    assert OWN not in committee.get(path)


def test_a_new_vote_has_a_preset(committee: Committee, context: Context) -> None:
    code = make_draft(committee)
    page = committee.get(at(context, code, "/parts/0/rule"))
    assert 'value="majority-not-blank" checked' in page


def test_the_public_page_shows_the_rule_from_fix_on(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = World(create_settings(tmp_path_factory.mktemp("world")))
    client = create_app(world.settings, world.context).test_client()
    rule = replace(PRESETS["two-thirds-not-blank"], quorum_numerator=1, quorum_denominator=2)
    question = ask("Shall we strike?", ("Yes", "No"), blank=True)
    vote = write_election("vote", "Strike vote", [question], world.random, rule=rule)
    world.submit(create_draft(vote, slips=40, roster_size=40))

    def read() -> str:
        answer = client.get(f"/campaigns/{world.code}")
        return html.unescape(answer.get_data(as_text=True))

    world.make_key()
    world.make_slips()
    assert "What decides" not in read()
    world.fix()
    for _moment in ("fixed", "open"):
        page = read()
        for sentence in (
            "“Yes” needs at least 2/3 of the votes cast. Blank votes are not counted.",
            "The vote counts only if at least 1/2 of all members take part.",
            "With 26 ballots, 4 of them blank, 15 “Yes” are enough.",
        ):
            assert sentence in page
        if world.state == "ready":
            world.open_fixed()
