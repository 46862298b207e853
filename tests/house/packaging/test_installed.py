"""A wheel, installed into an environment of its own, serves the same pages as the repository."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.players.services.world import VOTE, World, create_draft, create_settings
from tests.support.repository import tracked

pytestmark = pytest.mark.slow
TOKEN = re.compile(rb'(name="csrf(?:_token|-token)"[^>]*?(?:value|content)=")[^"]*')


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A campaign from draft to publication, in databases on disk, with a second one drafted."""
    world = World(create_settings(tmp_path_factory.mktemp("world")))
    start = world.clock.now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=9)
    times = {"opening": start + timedelta(hours=1), "closing": start + timedelta(hours=25)}
    world.open(create_draft(VOTE, **times))
    for member in range(7):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    world.clock.advance(hours=30)
    world.tick()
    world.count_slips()
    world.tick()
    world.decrypt(world.uuids[0])
    world.context.board.close()
    world.context.roll.close()
    return world


@contextmanager
def serve(program: Path, folder: Path, port: int) -> Iterator[str]:
    """`voteapp serve` over a folder's databases."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VOTEAPP_")}
    environment |= {"VOTEAPP_INSTANCE": str(folder), "VOTEAPP_KEYS": str(folder / "keys")}
    command = [program, "serve", "--port", str(port), "--workers", "1"]
    with (folder / "log").open("ab") as log:
        server = subprocess.Popen(
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait(server, address, folder / "log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=60)


def wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/privacy") as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"no answer: {log.read_text()}")


def fetch(address: str, paths: list[str]) -> dict[str, tuple[int, str, bytes]]:
    """Status, type and body of each page, the form's own token left out."""
    pages = {}
    for path in paths:
        try:
            with urllib.request.urlopen(address + path) as answer:
                status, body, headers = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, body, headers = error.code, error.read(), error.headers
        pages[path] = (status, headers["Content-Type"], TOKEN.sub(rb"\1", body))
    return pages


def list_paths(root: Path, world: World) -> list[str]:
    """Every kind of page that anybody may see, and every static file."""
    (uuid,) = world.uuids
    code = world.code
    pages = ["/", "/privacy", "/how-to-check", "/favicon.ico", "/b", f"/b/{code}", "/nowhere"]
    pages += ["/committee/login", "/committee/set-up", "/api/key", f"/api/campaigns/{code}"]
    pages += [f"/campaigns/{code}{end}" for end in ("", "/results", "/results.csv")]
    pages += [f"/campaigns/{code}/results.json", f"/elections/{uuid}"]
    pages += [f"/elections/{uuid}/{name}" for name in (f"{uuid}.bel", f"{uuid}.zip")]
    prefix = "voteapp/static/"
    files = [f"/static/{name.removeprefix(prefix)}" for name in tracked(root, prefix)]
    return pages + sorted(files)


def test_wheel_serves_the_same_pages(
    environment: Callable[[str], Path], root: Path, published: World, tmp_path: Path
) -> None:
    installed = environment("server")
    where = subprocess.run(
        [installed / "python", "-c", "import voteapp; print(voteapp.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(installed.parent)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = published.settings.instance
    paths = list_paths(root, published)
    answers = []
    for program in (installed / "voteapp", Path(sys.executable).with_name("voteapp")):
        copy = tmp_path / f"instance-{len(answers)}"
        shutil.copytree(folder, copy)
        with serve(program, copy, port) as address:
            answers.append(fetch(address, paths))
    from_wheel, from_repository = answers
    assert from_wheel == from_repository
    statuses = {path: status for path, (status, _, _) in from_wheel.items()}
    assert {path for path, status in statuses.items() if status != 200} == {"/nowhere"}
