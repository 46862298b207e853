"""The operator mends a pinned script while people vote, on a real server; phones are given it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.players.services.served import Server
from tests.players.services.world import World, create_draft, create_settings
from tests.support.waiting import wait_for
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.proposals import decode_proposal, write_text
from voteapp.services.results import files
from voteapp.web.frame.booth_files import read_fixed_files

MAIN = "/static/lean/booth/main.js"
HOLE = b"// a hole\n"

pytestmark = pytest.mark.slow


class Place:
    """A server whose program is newer than the booth that its campaign pinned."""

    def __init__(self, folder: Path, world: World, server: Server) -> None:
        self.folder, self.world, self.server = folder, world, server
        self.proposal = folder / "proposal.json"

    def run(self, *arguments: str | Path, expect: int = 0) -> str:
        command = [sys.executable, "-c", "from voteapp.cli import main; main()"]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={
                **os.environ,
                "VOTEAPP_INSTANCE": str(self.folder),
                "VOTEAPP_KEYS": str(self.folder / "keys"),
            },
        )
        assert "Traceback" not in done.stderr and done.returncode == expect, done
        return " ".join((done.stdout + done.stderr).split())

    def propose(self, *more: str, expect: int = 0) -> str:
        own = ("mend", "propose", self.world.code.lower(), self.proposal, "--reason", "A hole.")
        return self.run(*own, *more, expect=expect)

    def sign(self) -> Path:
        proposal = decode_proposal(self.proposal.read_bytes())
        (file,) = proposal.files
        statement = self.world.trustees[0].agree(write_text(proposal, file))
        path = self.folder / f"{self.world.code}.booth-{file.number}.json"
        path.write_bytes(encode_canonical(statement))
        return path

    def load(self) -> bytes:
        status, body = self.server.request("GET", f"/b/{self.world.code}{MAIN}")
        assert status == 200
        return body


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    world, now = World(create_settings(tmp_path)), datetime.now(UTC)
    world.booth = {**read_fixed_files(), MAIN: HOLE}
    world.clock.now = now - timedelta(hours=1, minutes=1)
    world.open(create_draft(opening=now - timedelta(hours=1), closing=now + timedelta(hours=24)))
    with Server(tmp_path) as server:
        yield Place(tmp_path, world, server)
    world.context.board.close()
    world.context.roll.close()


def test_from_the_hole_to_the_mended_page(place: Place) -> None:
    world = place.world
    new = read_fixed_files()[MAIN]
    assert place.load() == HOLE
    said = place.propose()
    assert MAIN in said and "voteapp trustee booth" in said
    assert "exists already" in place.propose(expect=2)
    proposal = decode_proposal(place.proposal.read_bytes())
    assert [(one.path, one.before, one.after) for one in proposal.files] == [
        (MAIN, HOLE.decode(), new.decode())
    ]
    assert place.load() == HOLE
    setup = place.folder / "setup.zip"
    setup.write_bytes(files.write_setup(world.context, world.code).path.read_bytes())
    address = f"http://127.0.0.1:{place.server.port}/campaigns/{world.code}"
    assert "given these files" in place.run("mend", "apply", place.proposal, place.sign())
    wait_for(lambda: place.load() == new)
    said = place.run("booth", "check", address, setup)
    assert "Files that trustees agreed to mend since: 1." in said and "SAME" in said
    status, page = place.server.request("GET", f"/campaigns/{world.code}")
    assert status == 200 and MAIN.encode() in page and b"A hole." in page
    assert "WRONG" not in place.run("doctor")
    place.proposal.unlink()
    assert "are the ones in force" in place.propose(expect=2)


def test_what_is_refused(place: Place) -> None:
    assert "is installed" in place.propose("--path", "/static/none.js", expect=2)
    assert "is not pinned" in place.propose("--path", "/static/js/audit/words.js", expect=2)
    assert "no campaign" in place.run(
        "mend", "propose", "NONE99", place.proposal, "--reason", "x", expect=2
    )
    assert not place.proposal.exists()
    place.propose("--path", MAIN)
    statement = place.sign()
    broken = place.folder / "broken.json"
    broken.write_bytes(b"{}")
    assert "booth-encoding" in place.run("mend", "apply", place.proposal, broken, expect=2)
    assert "proposal-encoding" in place.run("mend", "apply", broken, statement, expect=2)
    other = encode_canonical(place.world.trustees[0].agree("voteapp-booth|something else"))
    broken.write_bytes(other)
    assert "booth-missing" in place.run("mend", "apply", place.proposal, broken, expect=2)
    assert place.load() == HOLE
