"""The committee's page of the server's clock: told, shown, confirmed as it was shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.players.services.world import World, create_settings
from tests.web.conftest import Committee, find_hidden, sign_in_first
from voteapp.app import create_app
from voteapp.services import clockwork, timekeeping

JUMPED = "The server’s clock jumped. Nothing opens"
PAGE = "/committee/clock"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(create_settings(tmp_path / "instance"))
    made.open()
    clockwork.tick(made.context)
    return made


@pytest.fixture
def secretary(world: World) -> Committee:
    return sign_in_first(create_app(world.settings, world.context), world.context)


def jump(world: World, **parts: float) -> None:
    """The clock is another one after a restart."""
    world.clock.advance(**parts)
    world.context.cache.watch.anchor = None
    clockwork.tick(world.context)


def test_a_jump_is_told_and_confirmed_as_it_was_shown(world: World, secretary: Committee) -> None:
    campaign = f"/committee/campaigns/{world.code}"
    for path in ("/committee/", campaign):
        assert JUMPED not in secretary.get(path)
    assert "Nobody doubts it." in secretary.get(PAGE)
    jump(world, hours=-2)
    for path in ("/committee/", campaign):
        assert JUMPED in secretary.get(path)
    public = world_page(secretary, world)
    assert "The server’s clock jumped" in public and "Voting is open." in public
    page = secretary.get(PAGE)
    assert page.count("PST") >= 3 or page.count("Pacific") >= 3 or "Los Angeles" in page
    old = find_hidden(page)
    world.clock.advance(hours=2)
    answer = secretary.client.post(PAGE, data=old)
    assert answer.status_code == 409
    assert "Look again." in answer.get_data(as_text=True)
    for name in ("good", "doubt", "shown"):
        for wrong in ("", "x", "0001-01-01T00:00:00+14:00", "2026-11-20T08:00:00+00:00"):
            fields = {**find_hidden(secretary.get(PAGE)), name: wrong}
            assert secretary.client.post(PAGE, data=fields).status_code == 409, (name, wrong)
    assert secretary.client.post(PAGE, data=find_hidden(secretary.get(PAGE))).status_code == 303
    assert timekeeping.find_doubt(world.context) is None
    assert JUMPED not in secretary.get(campaign)
    assert "The server’s clock found right" in world_page(secretary, world)
    clockwork.tick(world.context)
    assert world.state == "open"
    world.clock.advance(hours=27)
    clockwork.tick(world.context)
    assert world.state == "published"


def test_an_ordinary_step_is_not_told(world: World, secretary: Committee) -> None:
    jump(world, hours=3)
    assert JUMPED not in secretary.get("/committee/")


def world_page(secretary: Committee, world: World) -> str:
    return secretary.get(f"/campaigns/{world.code}")
