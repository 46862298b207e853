"""Whatever is sent: a page or JSON with a 4xx, never a failure of ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.players.services.world import World, create_settings
from tests.support.waiting import wait_for
from tests.web.conftest import Committee, new_fields
from voteapp.services import clockwork as services_clockwork
from voteapp.services.context import Context
from voteapp.web.frame import clockwork

STRANGE = ("%00", "%0a", "%7f", "%ff%fe", "..%2f..%2fetc", "%F0%9F%97%B3", "a" * 3000, "%ED%A0%80")


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "instance"))
    world.open()
    return world


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.mark.slow
def test_strange_addresses(world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    for strange in STRANGE:
        for path in (
            f"/campaigns/{strange}",
            f"/b/{strange}",
            f"/elections/{strange}",
            f"/elections/{uuid}/{strange}",
            f"/api/campaigns/{strange}",
            f"/api/elections/{strange}/heads",
            f"/static/{strange}",
        ):
            with client.get(path) as answer:
                assert 400 <= answer.status_code < 500, (path, answer.status_code)
        for path in (f"/elections/{uuid}?tracker={strange}", f"/elections/{uuid}?page={strange}"):
            assert client.get(path).status_code in (200, 404), path
        answer = client.get(f"/api/elections/{uuid}/tracker?tracker={strange}")
        assert answer.status_code in (200, 404, 422), strange


@pytest.mark.slow
def test_strange_bodies(world: World, client: FlaskClient) -> None:
    uuid = world.uuids[0]
    bodies = [b"", b"\x00", b"\xff" * 50, b"[]", b"null", b"1e999", b"NaN", b"[" * 100_000]
    bodies += [b'"\\ud800"', b'{"election_uuid":"\\u0000"}', b'{"a":1,"a":2}']
    for body in bodies:
        for path in (f"/api/elections/{uuid}/ballots", f"/api/elections/{uuid}/slip"):
            answer = client.post(path, data=body)
            assert 400 <= answer.status_code < 500, (path, body[:20])
            assert answer.get_json()["error"]["message"]


@pytest.mark.slow
def test_strange_forms(world: World, committee: Committee) -> None:
    token = committee.csrf("/committee/new")
    for value in ("\x00", "\ud7ff\ufffe", "a" * 200_000, "\u2028", "9" * 400, "-1", "1e9", "²"):
        for name in new_fields():
            data = {**new_fields(), name: value, "csrf_token": token}
            answer = committee.client.post("/committee/new", data=data)
            # Some texts are fine in a title, and a variant is ignored where no survey is asked for.
            assert answer.status_code in (303, 413, 422), (name, value[:5])
    many = {f"answers.{n}": "x" for n in range(5000)}
    answer = committee.client.post("/committee/new", data={**many, "csrf_token": token})
    assert 400 <= answer.status_code < 500


@pytest.mark.slow
def test_strange_programs(world: World, committee: Committee) -> None:
    base = f"/committee/campaigns/{world.code}"
    for voids in ({"\x00": "0" * 64}, {world.uuids[0]: "\ud800"}, {"": ""}, {"x": None}):
        body = json.dumps({"voids": voids, "reason": "x"}).encode()
        answer = committee.post_json(f"{base}/void", body, f"{base}/void")
        assert 400 <= answer.status_code < 500, voids


@pytest.mark.slow
def test_the_clockwork_goes_on_after_a_failure(
    context: Context, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticks: list[int] = []

    def tick(_context: Context) -> None:
        ticks.append(1)
        if len(ticks) == 1:
            raise RuntimeError("secret words")

    monkeypatch.setattr(services_clockwork, "tick", tick)
    stop = clockwork.start(context, seconds=0.01)
    wait_for(lambda: len(ticks) >= 3)
    stop.set()
    assert "RuntimeError" in caplog.text
    assert "secret words" not in caplog.text
