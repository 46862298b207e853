"""A wheel, installed into an environment of its own, serves the same pages as the repository; and
the auditor works where only its own libraries are."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path

import pytest

from tests.players.services.world import VOTE, World, create_draft, create_settings
from tests.support.repository import tracked

pytestmark = pytest.mark.slow
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.M)
TOKEN = re.compile(rb'(name="csrf(?:_token|-token)"[^>]*?(?:value|content)=")[^"]*')


def create_environment(folder: Path, wheel: Path, libraries: Path) -> Path:
    """A virtual environment with the wheel, and these libraries on its path; gives its bin."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (site,) = (folder / "lib").glob("python3.*/site-packages")
    # A plain path line: the .pth files of that folder, with the repository in them, stay unread.
    (site / "libraries.pth").write_text(f"{libraries}\n")
    return folder / "bin"


@pytest.fixture(scope="module")
def everything() -> Path:
    """The folder of all installed libraries."""
    return Path(sysconfig.get_paths()["platlib"])


@pytest.fixture(scope="module")
def base_only(root: Path, everything: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the libraries of requirements/base.lock, and no other."""
    folder = tmp_path_factory.mktemp("base")
    for name in LOCKED.findall((root / "requirements" / "base.lock").read_text()):
        for file in metadata.distribution(name).files or []:
            top = file.parts[0]
            if top != ".." and not (folder / top).exists():
                (folder / top).symlink_to(everything / top)
    return folder


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
    world.publish()
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
    wheel: Path, root: Path, everything: Path, published: World, tmp_path: Path
) -> None:
    installed = create_environment(tmp_path / "environment", wheel, everything)
    where = subprocess.run(
        [installed / "python", "-c", "import voteapp; print(voteapp.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(tmp_path)
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


def test_auditor_needs_only_its_own_libraries(
    wheel: Path, base_only: Path, vectors: Path, tmp_path: Path
) -> None:
    installed = create_environment(tmp_path / "environment", wheel, base_only)
    (record,) = (vectors / "yes-no").glob("*.bel")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [installed / "voteapp", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    audited = run("audit", "--jobs", "1", record)
    assert audited.returncode == 0, audited.stderr
    assert "VERIFIED" in audited.stdout
    assert run("demo", "played", "--ballots", "6").returncode == 0
    refused = run("serve")
    assert refused.returncode == 2
    assert "pip install 'voteapp[server]'" in refused.stderr
