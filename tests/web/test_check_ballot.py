"""The second phone's page, and where people are told of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.players.services.world import World, create_settings
from voteapp.app import create_app


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.submit()
    world.make_key()
    world.make_slips()
    return world


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(world.settings, world.context).test_client()


def read(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.slow
def test_it_is_there_once_something_is_fixed(world: World, client: FlaskClient) -> None:
    page = f"/check-ballot/{world.code}"
    read(client, page, 404)
    assert page not in read(client, "/check-ballot")
    world.fix()
    assert f"/campaigns/{world.code}/{world.code}-setup.zip" in read(client, page)
    assert page in read(client, "/check-ballot")
    world.open_fixed()
    poster = read(client, f"/campaigns/{world.code}/poster")
    assert page in poster
    assert "Set-Cookie" not in client.get(page).headers


@pytest.mark.slow
def test_a_code_as_people_type_it(world: World, client: FlaskClient) -> None:
    world.fix()
    answer = client.get(f"/check-ballot/{world.code.lower()}.")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/check-ballot/{world.code}")
    read(client, "/check-ballot/NOTHING1", 404)


def test_help_says_how_to_check(client: FlaskClient) -> None:
    assert "/check-ballot" in read(client, "/help")
    stewards = read(client, "/help/stewards")
    assert "Check ten phones" in stewards
    assert "99 such checks" in stewards
