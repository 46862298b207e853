"""Two people name the trustees: nobody's page acts on people whom it did not show."""

from __future__ import annotations

import html

import pytest

from tests.players.services.table import Table
from tests.players.services.world import ADA, World, create_settings
from tests.players.web.people import NAMES, name_trustees, pages
from tests.web.conftest import Committee, find_hidden, sign_in_first
from voteapp.app import create_app
from voteapp.services.errors import StaleDraftError
from voteapp.services.people import trustee_access
from voteapp.services.trustees import planning, reading

OTHERS = "Somebody changed the trustees while you had the page open."


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(create_settings(tmp_path_factory.mktemp("world")))
    world.submit()
    return world


@pytest.fixture
def committee(world: World) -> Committee:
    return sign_in_first(create_app(world.settings, world.context), world.context)


def send(
    committee: Committee, path: str, page: str, data: dict[str, str] | None = None
) -> tuple[int, str]:
    """The form of a page that was loaded earlier."""
    answer = committee.client.post(path, data={**find_hidden(page), **(data or {})})
    return answer.status_code, html.unescape(answer.get_data(as_text=True))


def read_names(world: World) -> list[str]:
    overview = reading.get_ceremony_overview(world.context, world.code)
    return [trustee.name for trustee in overview.trustees] if overview else []


def read_attempt(world: World) -> int:
    overview = reading.get_ceremony_overview(world.context, world.code)
    assert overview is not None
    return overview.attempt


def test_names_that_were_typed_while_others_were_named(world: World, committee: Committee) -> None:
    page = committee.get(pages(world))
    name_trustees(world, committee)
    typed = {"names": "Eve\nMallory", "threshold": "2", "singles": "Trent"}
    status, kept = send(committee, pages(world), page, typed)
    assert status == 409
    assert "Eve\nMallory" in kept
    assert "Trent" in kept
    assert read_names(world) == list(NAMES)


def test_the_place_has_somebody_else_by_now(world: World, committee: Committee) -> None:
    name_trustees(world, committee)
    path = f"{pages(world)}/2/replace"
    mine, list_page = committee.get(path), committee.get(pages(world))
    planning.replace_trustee(world.context, ADA, world.code, 2, "Eve")
    status, shown = send(committee, path, mine, {"name": "Mallory"})
    assert status == 409
    assert OTHERS in shown
    assert "Replace Eve?" in shown
    assert 'value="Mallory"' in shown
    assert read_names(world) == [NAMES[0], "Eve", NAMES[2]]
    # A link for the second trustee was meant for the one before.
    status, shown = send(committee, f"{pages(world)}/2/link", list_page)
    assert status == 409
    assert OTHERS in shown
    assert "Eve" in shown
    access = trustee_access.list_access(world.context, world.code)
    assert 2 not in access or not access[2].link_made
    status, shown = send(committee, f"{pages(world)}/2/link", shown)
    assert status == 200
    assert "/trustee/begin#" in shown


@pytest.mark.parametrize("step", ["restart", "remove"])
def test_what_throws_keys_away_names_what_was_seen(
    world: World, committee: Committee, step: str
) -> None:
    name_trustees(world, committee)
    path = f"{pages(world)}/{step}"
    mine = committee.get(path)
    planning.restart_ceremony(world.context, ADA, world.code)
    attempt = read_attempt(world)
    status, shown = send(committee, path, mine)
    assert status == 409
    assert OTHERS in shown
    assert (read_attempt(world), read_names(world)) == (attempt, list(NAMES))
    status, _page = send(committee, path, shown)
    assert status == 303


def test_a_key_that_was_finished_meanwhile_is_not_thrown_away(world: World) -> None:
    table = Table(world, 3, 2)
    overview = reading.get_ceremony_overview(world.context, world.code)
    assert overview is not None
    seen = overview.plan
    table.hold()
    with pytest.raises(StaleDraftError):
        planning.restart_ceremony(world.context, ADA, world.code, seen)
    with pytest.raises(StaleDraftError):
        planning.remove_ceremony(world.context, ADA, world.code, seen)
    assert read_names(world)
