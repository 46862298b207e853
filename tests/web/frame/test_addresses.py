"""Addresses as scanners change them: they lead on, and no slip's code that comes within is kept."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.players.services.world import World, create_settings
from voteapp.services.context import Context
from voteapp.web.frame.addresses import mend_code

SECRET = "2BF2M998QCG3B0643SC8Z4FFJ"
"""Stands for a slip's code, a receipt, a link's secret."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.open()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.mark.slow
def test_a_changed_code_leads_to_the_booth(world: World, client: FlaskClient) -> None:
    code = world.code
    written = {code.lower(), code + ".", code + "/", code.lower() + "./", code + "%20", code + ")"}
    for path in [f"/b/{one}" for one in written] + [f"/B/{code}", f"/B/{code.lower()}/"]:
        if path == f"/b/{code}":
            continue
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.headers["Location"] == f"/b/{code}", path
        assert answer.headers["Cache-Control"] == "no-store", path
    assert client.get(f"/b/{code}").status_code == 200
    for path in ("/B", "/b/", "/B/"):
        assert client.get(path).headers["Location"] == "/b", path


@pytest.mark.slow
def test_the_public_page_too(world: World, client: FlaskClient) -> None:
    lower = client.get(f"/campaigns/{world.code.lower()}.")
    assert lower.headers["Location"] == f"/campaigns/{world.code}"


def test_letters_that_the_code_leaves_out() -> None:
    assert mend_code("o1il-a2b3.") == "0111A2B3"
    assert mend_code("0111A2B3") == "0111A2B3"


@pytest.mark.slow
def test_what_belongs_after_the_hash_is_kept_nowhere(
    world: World, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code, uuid = world.code, world.uuids[0]
    paths = [
        f"/b/{code}",
        f"/b/{code.lower()}/",
        f"/b//{code}",
        f"/B/{code}",
        f"/b/{code}%2523",
        "/b",
        "/check",
        f"/campaigns/{code}",
        f"/campaigns/{code}/results",
        f"/elections/{uuid}",
        f"/trustee/{code}",
        f"/trustee/{code}/begin",
        "/committee/set-up",
        f"/committee/campaigns/{code}",
        f"/api/campaigns/{code}",
        "/static/lean/booth/fragment.js",
        "/nothing",
    ]
    for path in paths:
        for method in ("GET", "POST"):
            answer = client.open(f"{path}%23{SECRET}", method=method)
            assert answer.status_code == 404, path
            sent = answer.get_data(as_text=True) + str(answer.headers)
            assert SECRET not in sent, path
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "Location" not in answer.headers
            if not path.startswith("/api/") and not path.startswith("/trustee/"):
                assert "js/public/turn.js" in sent, path
    assert SECRET not in caplog.text


@pytest.mark.slow
def test_who_is_lost_finds_the_way_for_slips(client: FlaskClient) -> None:
    for path in ("/nothing", "/b/NOTHING1", "/campaigns/nothing", "/committee/nothing", "/check/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert 'href="/b"' in answer.get_data(as_text=True), path
