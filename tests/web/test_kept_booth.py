"""Phones are served the booth that a campaign pinned, whatever is upgraded meanwhile."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.players.services.world import World, create_draft, create_settings
from tests.players.web.upgrades import upgraded
from voteapp.app import create_app
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.protocol.encoding import hash_hex
from voteapp.web.frame.booth_files import read_booth_files

NEW = b"// another booth\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(create_settings(tmp_path / "world"))
    world.booth = read_booth_files()
    world.submit(create_draft())
    world.make_key()
    world.make_slips()
    return world


def start(world: World) -> FlaskClient:
    """The program starts anew over what is on the disk."""
    return create_app(world.settings, world.restart()).test_client()


def list_scripts(client: FlaskClient, code: str) -> list[str]:
    """All that the booth's page loads, in its own words."""
    page = client.get(f"/b/{code}").get_data(as_text=True)
    listed = re.findall(r'"(/[^"]*\.js)"', page)
    assert any(path.endswith("/lean/booth/main.js") for path in listed)
    return listed


def upgrade(folder: Path) -> None:
    for name in ("lean/booth/main.js", "lean/booth/fragment.js", "lean/public/watchdog.js"):
        (folder / name).write_bytes(NEW)
    (folder / "lean/booth/slip.js").unlink()


@pytest.mark.slow
def test_what_was_pinned_is_served_after_an_upgrade(world: World, tmp_path: Path) -> None:
    world.fix()
    pinned = decode_manifest(world.get_row(world.uuids[0]).manifest or b"").booth
    assert pinned == {path: hash_hex(body) for path, body in world.booth.items()}
    base = f"/b/{world.code}"
    with upgraded(tmp_path, world.context) as folder:
        upgrade(folder)
        client = start(world)
        assert client.get("/static/lean/booth/main.js").get_data() == NEW
        for path, digest in pinned.items():
            answer = client.get(base + path)
            assert answer.mimetype == "text/javascript"
            assert hashlib.sha256(answer.get_data()).hexdigest() == digest, path
        scripts = list_scripts(client, world.code)
        assert all(path.startswith(f"{base}/static/") for path in scripts)
        assert {path.removeprefix(base) for path in scripts} <= set(pinned)
        assert f"{base}/static/lean/booth/slip.js" in scripts


@pytest.mark.slow
def test_a_kept_file_is_small_on_the_wire_and_may_be_kept(world: World) -> None:
    world.fix()
    client = start(world)
    path = f"/b/{world.code}/static/lean/booth/main.js"
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.content_encoding == "gzip" and "max-age" in answer.headers["Cache-Control"]
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert client.get(path).headers["Cache-Control"] == answer.headers["Cache-Control"]
    assert again.status_code in (200, 304)
    for wrong in ("js/none.js", "../app.py", "css/base.css", "x" * 300):
        assert client.get(f"/b/{world.code}/static/{wrong}").status_code == 404
    assert client.get("/b/NONE99/static/lean/booth/main.js").status_code == 404


@pytest.mark.slow
def test_the_programs_own_before_fix_and_after_the_end(world: World, tmp_path: Path) -> None:
    client = start(world)
    assert all(path.startswith("/static/") for path in list_scripts(client, world.code))
    world.fix()
    world.open_fixed()
    world.clock.advance(hours=1)
    world.close()
    world.tick()
    client = start(world)
    assert all(path.startswith("/static/") for path in list_scripts(client, world.code))
    assert client.get(f"/b/{world.code}/static/lean/booth/main.js").status_code == 404
