"""The server bare and behind nginx and Caddy, with the very files that operators are given."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from benchmarks.casting import serve
from benchmarks.proxies import PROXIES, connect, run_proxy
from benchmarks.stalled import BARE, measure_one
from tests.players.services.served import open_world
from tests.players.services.world import World
from tests.support.waiting import wait_for
from voteapp.cli.server import listening
from voteapp.services.counting import disclosure
from voteapp.web.teller import LARGEST_BATCH

pytestmark = pytest.mark.slow

MOST_MEGABYTES = 400
FAILED = re.compile(r"^\S+ 503 502 [\d.]+$", re.MULTILINE)
"""A line of nginx for what it answered itself; it comes when the answer has been read already."""
SHORT_RUN_MILLISECONDS = 5000
"""Tests run on machines that do something else; the whole length is for one that does not."""


@pytest.mark.alone
@pytest.mark.parametrize("kind", [BARE, *PROXIES])
def test_stalled_phones_keep_nobody_from_voting(
    kind: str, tmp_path: Path, length: Callable[[int, int], int]
) -> None:
    found = measure_one(
        kind,
        tmp_path / "server",
        seconds=length(2, 60),
        rate=length(10, 60),
        megabytes=length(8, 129),
    )
    assert found.failures == []
    assert len(found.times) == length(20, 3600)
    assert found.p99 < length(SHORT_RUN_MILLISECONDS, 1000)
    assert found.memory < MOST_MEGABYTES


class Site(NamedTuple):
    """A server behind a proxy that is on this port, and where both write."""

    kind: str
    port: int
    folder: Path
    world: World
    stop: Callable[[], None]

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.sock = connect(self.port, secure=True)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def read_logs(self) -> str:
        """Everything that proxy and server have written outside of databases."""
        files = [path for path in self.folder.rglob("*log") if path.is_file()]
        assert files
        return "".join(path.read_text(errors="replace") for path in files)


@pytest.fixture(params=PROXIES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    world = open_world(tmp_path, 5)
    given = {
        "VOTEAPP_INSTANCE": str(tmp_path),
        "VOTEAPP_KEYS": str(tmp_path / "keys"),
        "VOTEAPP_PUBLISHED_PREFIX": "/published",
    }
    with ExitStack() as stack:
        server = stack.enter_context(ExitStack())
        backend, _ = server.enter_context(serve(tmp_path, given, 1))
        folder = tmp_path / request.param
        port = stack.enter_context(
            run_proxy(request.param, folder, backend, tmp_path / "published")
        )
        yield Site(request.param, port, tmp_path, world, server.close)
    world.context.board.close()
    world.context.roll.close()


def test_records_come_from_the_proxy_in_parts_and_not_twice(site: Site) -> None:
    (uuid,) = site.world.uuids
    record = disclosure.get_record(site.world.context, uuid)
    path = f"/elections/{uuid}/{uuid}.bel"
    status, headers, body = site.ask(path)
    assert (status, body) == (200, record)
    assert headers["Content-Disposition"] == f'attachment; filename="{uuid}.bel"'
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Accel-Redirect" not in headers
    status, _, part = site.ask(path, Range="bytes=10-19")
    assert (status, part) == (206, record[10:20])
    status, _, none = site.ask(path, If_None_Match=headers["ETag"])
    assert (status, none) == (304, b"")
    assert site.ask(f"/elections/{uuid}/{uuid}.zip")[2][:4] == b"PK\x03\x04"
    name = next((site.folder / "published").glob("*.bel")).name
    assert site.ask(f"/published/{name}")[0] == 404


def test_ballots_and_large_bodies_pass(site: Site) -> None:
    (uuid,) = site.world.uuids
    ballot = site.world.ballot(uuid, 0, [[0, 1, 0]])
    path = f"/api/elections/{uuid}/ballots"
    assert site.ask(path, "POST", ballot)[0] == 200
    assert site.ask(path, "POST", b"x" * 900_000)[0] == 413  # more than a ballot can be
    # The public halves of 60,000 slips: past the proxy, to a view that wants somebody signed in.
    batch = "/committee/campaigns/ABCD/slips/credentials"
    assert site.ask(batch, "POST", bytes(LARGEST_BATCH))[0] == 401
    try:
        assert site.ask(batch, "POST", bytes(listening.LARGEST_BODY + 2**23))[0] == 413
    except OSError:
        pass  # cut off while it was being sent
    assert site.ask("/healthz")[0] == 200
    assert site.ask("/readyz")[0] == 200


def test_no_log_keeps_a_slips_code_an_address_or_a_path(site: Site) -> None:
    code, token = site.world.code, site.world.tokens[0]
    paths = [f"/b/{code}%23{token}", f"/b/{code}%2523{token}", f"/b/{code}?x={token}"]
    for path in paths:
        status, headers, body = site.ask(path, User_Agent="Oddphone", Referer=f"https://a/{token}")
        assert status in (200, 404)
        assert token not in str(headers) + body.decode()
    site.stop()
    for path in paths:
        status, headers, body = site.ask(path, User_Agent="Oddphone")
        assert status == 503
        assert headers["Retry-After"] == "5"
        assert b"Try again" in body
        assert token not in str(headers) + body.decode()
    if site.kind == "nginx":
        wait_for(lambda: len(FAILED.findall(site.read_logs())) == len(paths))
    written = site.read_logs()
    for text in (token, "127.0.0.1:1", "Oddphone", f"/b/{code}", "remote_ip"):
        assert text not in written
