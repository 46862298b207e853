"""Downloads: from the disk, in parts, not twice, and by the proxy where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.players.services.world import VOTE, World, create_draft, create_settings
from voteapp.app import create_app
from voteapp.services.counting import disclosure
from voteapp.services.results import publishing

pytestmark = pytest.mark.slow


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(create_settings(tmp_path))
    made.open(create_draft(VOTE))
    yield made
    made.context.board.close()
    made.context.roll.close()


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(world.context.settings, world.context).test_client()


def test_a_download_comes_whole_or_in_parts(world: World, client: FlaskClient) -> None:
    (uuid,) = world.uuids
    record = disclosure.get_record(world.context, uuid)
    path = f"/elections/{uuid}/{uuid}.bel"
    whole = client.get(path)
    assert whole.data == record
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Length"] == str(len(record))
    assert "Content-Security-Policy" in whole.headers
    tag = whole.headers["ETag"]
    size = len(record)
    for wanted, begin, end in (
        ("bytes=0-9", 0, 10),
        ("bytes=100-", 100, size),
        ("bytes=-7", size - 7, size),
        ("bytes=5-99999999", 5, size),
    ):
        part = client.get(path, headers={"Range": wanted, "If-Range": tag})
        assert part.status_code == 206
        assert part.data == record[begin:end]
        assert part.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{size}"
    beyond = client.get(path, headers={"Range": f"bytes={size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{size}"
    for headers in (
        {"Range": "bytes=0-9", "If-Range": '"another"'},
        {"Range": "bytes=0-1,5-6"},
        {"Range": "lines=0-9"},
    ):
        assert client.get(path, headers=headers).data == record
    known = client.get(path, headers={"If-None-Match": tag})
    assert (known.status_code, known.data) == (304, b"")
    head = client.head(path)
    assert (head.headers["Content-Length"], head.data) == (str(size), b"")


def test_nothing_is_built_for_each_request(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    (uuid,) = world.uuids
    names = (f"{uuid}.bel", f"{uuid}.zip", "evidence.json")
    first = [client.get(f"/elections/{uuid}/{name}").data for name in names]
    lists = [client.get(f"/api/elections/{uuid}/{name}").data for name in ("heads", "sealed")]
    for module, name in (
        (disclosure, "iterate_record"),
        (disclosure, "encode_public_evidence"),
        (publishing, "create_bundle"),
    ):
        monkeypatch.delattr(module, name)
    assert [client.get(f"/elections/{uuid}/{name}").data for name in names] == first
    assert [
        client.get(f"/api/elections/{uuid}/{name}").data for name in ("heads", "sealed")
    ] == lists


def test_a_proxy_is_told_which_file_to_send(world: World) -> None:
    (uuid,) = world.uuids
    settings = replace(world.context.settings, published_prefix="/published")
    context = replace(world.context, settings=settings)
    client = create_app(settings, context).test_client()
    for name, kind in (
        (f"{uuid}.bel", "application/octet-stream"),
        (f"{uuid}.zip", "application/zip"),
    ):
        answer = client.get(f"/elections/{uuid}/{name}")
        assert answer.data == b""
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.mimetype == kind
        prefix, _, told = answer.headers["X-Accel-Redirect"].rpartition("/")
        assert prefix == "/published"
        assert (settings.published / told).is_file()
