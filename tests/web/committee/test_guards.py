"""Warnings on the pages that ask once more: ticked one by one, or nothing is done."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.players.services.world import World, create_draft, create_settings
from tests.web.conftest import Committee, find_hidden, make_draft, sign_in_first, tick
from voteapp.app import create_app
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.values.drafts import CampaignDraft


def read(context: Context, code: str) -> CampaignDraft:
    return overview.get_campaign(context, code).draft


def press(committee: Committee, path: str, page: str, **data: object) -> tuple[int, str]:
    """Send the form of a page as it was shown, with nothing ticked unless it is given."""
    warned = tick(page).get("warned", [])
    sent = {**find_hidden(page), "warned": warned, **data}
    answer = committee.client.post(path, data=sent)
    return answer.status_code, answer.get_data(as_text=True)


def test_locking_with_warnings(committee: Committee, context: Context) -> None:
    code = make_draft(committee, slips="38")
    path = f"/committee/campaigns/{code}/review"
    page = committee.get(path)
    assert "Slips: 38. Members who may take part: 40. Not everybody gets one." in page
    assert f'href="/committee/campaigns/{code}/numbers">Change members and slips' in page
    status, refused = press(committee, path, page)
    assert status == 422
    assert 'href="#confirmed"' in refused
    assert 'id="confirmed"' in refused
    assert overview.get_campaign(context, code).state == "draft"
    status, _page = press(committee, path, refused, **tick(refused))
    assert status == 303
    assert overview.get_campaign(context, code).state == "keys"


def test_a_tick_stays_where_it_is(committee: Committee) -> None:
    code = make_draft(committee, slips="38")
    base = f"/committee/campaigns/{code}"
    fields = {"title": "Another title", "organizer": "Us", "facility": "", "unit": ""}
    part = f"{base}/parts/"
    found = re.search(rf'{part}(\w+)"', committee.get(base))
    assert found
    details = {"title": "Strike?", "description": "", "k": "5"}
    assert committee.post(f"{part}{found[1]}/details", details).status_code == 303
    assert committee.post(f"{base}/details", fields).status_code == 303
    page = committee.get(f"{base}/review")
    keys = tick(page)["warned"]
    assert len(keys) == 2
    status, refused = press(committee, f"{base}/review", page, confirmed=keys[:1])
    assert status == 422
    assert f'value="{keys[0]}" checked' in refused
    assert f'value="{keys[1]}" checked' not in refused


def test_a_warning_that_was_not_on_the_page(committee: Committee, context: Context) -> None:
    code = make_draft(committee, slips="38")
    path = f"/committee/campaigns/{code}/review"
    page = committee.get(path)
    status, late = press(committee, path, page, warned=[], confirmed=[])
    assert status == 409
    assert "there is something that you have not read" in late
    assert overview.get_campaign(context, code).state == "draft"


def test_a_unit_of_four(committee: Committee, context: Context) -> None:
    code = make_draft(committee, slips="4", roster_size="4")
    path = f"/committee/campaigns/{code}/review"
    page = committee.get(path)
    assert "This cannot work" in page
    assert "it could never be opened" in page
    assert "Lock the draft" not in page
    part = read(context, code).elections[0].id
    assert f'href="/committee/campaigns/{code}/parts/{part}/details">' in page
    status, _page = press(committee, path, page)
    assert status == 422
    assert overview.get_campaign(context, code).state == "draft"


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(create_settings(tmp_path_factory.mktemp("world")))


@pytest.fixture
def secretary(world: World) -> Committee:
    app: Flask = create_app(world.settings, world.context)
    return sign_in_first(app, world.context)


def test_closing_below_k(world: World, secretary: Committee) -> None:
    world.open(create_draft(slips=20))
    path = f"/committee/campaigns/{world.code}/close"
    page = secretary.get(path)
    words = "“Strike vote”: as of the last seal, at least 0 ballots; more may wait."
    assert words in page
    reason = {"reason": "Everybody has voted."}
    status, refused = press(secretary, path, page, **reason)
    assert status == 422
    assert "Tick each warning" in refused
    assert "Everybody has voted." in refused
    for member in range(3):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    world.clock.advance(hours=5)
    world.tick()
    assert words in secretary.get(path)
    status, _page = press(secretary, path, page, **tick(page), **reason)
    assert status == 303
    assert world.state == "published"


def test_opening_asks_for_each_warning(world: World, secretary: Committee) -> None:
    world.submit(create_draft(slips=20))
    world.make_key()
    world.make_slips()
    world.fix()
    path = f"/committee/campaigns/{world.code}/open"
    page = secretary.get(path)
    assert "The teller has not said yet that the file of slips was destroyed." in page
    reason = {"reason": "All are here."}
    status, refused = press(secretary, path, page, **reason)
    assert status == 422
    assert world.state == "ready"
    status, _page = press(secretary, path, refused, **tick(refused), **reason)
    assert status == 303
    assert world.state == "open"
