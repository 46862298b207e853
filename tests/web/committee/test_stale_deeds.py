"""Two people at one running campaign: who acts on what is not so any more is shown what is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.players.services.world import ADA, World, create_draft, create_settings
from tests.web.conftest import Committee, find_hidden, find_version
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.setup import amending

BEFORE = {
    "opening-time": {"opening": "2026-11-22T09:00"},
    "closing-time": {"closing": "2026-11-23T09:00"},
    "members-entitled": {"entitled": "25"},
    "withdraw": {},
    "open": {},
}
WHILE: dict[str, dict[str, str]] = {
    "closing-time": BEFORE["closing-time"],
    "close": {},
    "cancel": {},
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(create_settings(tmp_path / "instance"))


@pytest.fixture
def context(world: World) -> Context:
    """The pages work on the world's databases and clock."""
    return world.context


def prepare(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()


def move_closing(world: World, hours: int) -> None:
    view = overview.get_campaign(world.context, world.code)
    to = view.times.closing + (view.times.closing - view.times.opening) * hours / 24
    amending.amend_closing(world.context, ADA, world.code, to, "Snow.", seen=view.standing)


@pytest.mark.parametrize(
    ("opened", "deed"), [*((False, deed) for deed in BEFORE), *((True, deed) for deed in WHILE)]
)
def test_nothing_is_done_and_nothing_lost(
    world: World, committee: Committee, opened: bool, deed: str
) -> None:
    prepare(world)
    world.fix()
    if opened:
        world.open_fixed()
    path = f"/committee/campaigns/{world.code}/{deed}"
    sent = {**find_hidden(committee.get(path)), "reason": "What I wrote."}
    sent |= (WHILE if opened else BEFORE)[deed]
    move_closing(world, 24)
    before = overview.get_campaign(world.context, world.code)
    answer = committee.client.post(path, data=sent)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody changed it since you opened this page" in page
    assert "What I wrote." in page
    assert overview.get_campaign(world.context, world.code) == before
    world.clock.advance(seconds=1)
    hidden = find_hidden(page)
    ticked = re.findall(r'name="confirmed" value="([^"]+)"', page)
    fresh = {**sent, **hidden, "warned": ticked, "confirmed": ticked}
    again = committee.client.post(path, data=fresh)
    assert again.status_code == 303
    assert overview.get_campaign(world.context, world.code) != before


def test_a_late_campaign_says_who_has_to_do_what(world: World, committee: Committee) -> None:
    world.submit()
    world.clock.advance(hours=2)
    base, public = f"/committee/campaigns/{world.code}", f"/campaigns/{world.code}"
    late = "The opening time has passed, and voting is not open."
    for step in (lambda: None, world.make_key, world.make_slips):
        step()
        assert late in committee.get(base)
        page = committee.client.get(public).get_data(as_text=True)
        assert "Voting was to be open by now" in page
        assert "Was to open" in page
        assert "Was to open" in committee.client.get("/").get_data(as_text=True)
    assert "as soon as you have checked and fixed the set-up" in committee.get(base)
    version = find_version(committee.get(f"{base}/fix"))
    assert committee.post(f"{base}/fix", {"version": version}).status_code == 303
    assert "as soon as the slips are printed" in committee.get(base)
    world.print_slips()
    assert "It opens as soon as everything above is done." in committee.get(base)
    world.tick()
    world.sign_openings()
    page = committee.get(base)
    assert "Voting opens by itself in a moment." in page
    for refused in ("opening-time", "members-entitled"):
        assert f'href="{base}/{refused}"' not in page
    world.tick()
    assert world.state == "open"
    assert late not in committee.get(base)


def test_what_was_changed_is_shown_as_changed_wherever_times_stand(
    world: World, committee: Committee
) -> None:
    world.submit(create_draft())
    base, public = f"/committee/campaigns/{world.code}", f"/campaigns/{world.code}"
    world.make_key()
    world.make_slips()
    world.fix()
    pages = ("/committee/", base, "/", public)
    for path in pages:
        page = committee.client.get(path).get_data(as_text=True)
        assert "Changed. It was:" not in page
        assert page.count("(America/Los Angeles)") >= 2
    move_closing(world, 24)
    for path in (*pages, f"{base}/open"):
        page = committee.client.get(path).get_data(as_text=True)
        assert page.count("Changed. It was:") == 1
    world.open_fixed()
    world.clock.advance(hours=1)
    world.close()
    for path in pages:
        page = committee.client.get(path).get_data(as_text=True)
        assert page.count("Changed. It was:") == 2
        assert "<dt>Closed</dt>" in page
        assert "<dt>Closes</dt>" not in page
