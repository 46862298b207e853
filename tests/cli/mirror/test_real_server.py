"""A mirror and the server that people run: it appends, waits, signs the end and is heard."""

from __future__ import annotations

import fcntl
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

import pytest

from tests.players.cli.command import PASSPHRASE, voteapp
from tests.players.cli.signers import SEED, WORK
from tests.players.services.served import Server
from tests.players.services.table import Table
from tests.players.services.world import ADA, GROUP, World, create_draft, create_settings
from tests.support.randomness import RandomStream
from tests.support.waiting import wait_for
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.keys.signing_keys import compute_signing_key, create_signing_file
from voteapp.cli.fetching import fetch_part
from voteapp.protocol.archive import BytesSource
from voteapp.services.results import publishing
from voteapp.services.trustees import witnesses
from voteapp.services.values.roles import MissingView

pytestmark = pytest.mark.slow

SLIPS = 24
YES = [[0, 1, 0]]


class Place:
    """A server that seals each second, its campaign of three trustees with a named mirror."""

    def __init__(self, folder: Path, server: Server, world: World, table: Table) -> None:
        self.server, self.world, self.table = server, world, table
        self.copy, self.uuid = folder / "copy", world.uuids[0]
        self.base = f"http://127.0.0.1:{server.port}"
        self.address = f"{self.base}/campaigns/{world.code}"
        (folder / "pass").write_text(PASSPHRASE + "\n")
        key = create_signing_file(
            "mirror", "University", SEED, PASSPHRASE, RandomStream("file"), n=WORK
        )
        (folder / "key").write_bytes(key)
        self.own = ("--key", folder / "key", "--passphrase-file", folder / "pass")

    def look(self, expect: int = 0, copy: Path | None = None) -> str:
        folder = copy or self.copy
        done = voteapp("mirror", self.address, folder, "--once", *self.own, expect=expect)
        return " ".join((done.stdout + done.stderr).split())

    def cast(self, *members: int) -> None:
        for member in members:
            ballot = self.world.ballot(self.uuid, member, YES)
            assert self.server.cast(self.uuid, ballot)[0] == 200

    def fetch(self, path: str) -> bytes:
        status, body = self.server.request("GET", path)
        assert status == 200, body
        return body

    def count_sealed(self) -> int:
        answer = json.loads(self.fetch(f"/api/elections/{self.uuid}/sealed"))
        return len(answer["trackers"])

    def fetch_record(self) -> bytes:
        return self.fetch(f"/elections/{self.uuid}/{self.uuid}.bel")

    def read_copy(self, name: str = "") -> bytes:
        return (self.copy / self.uuid / (name or f"{self.uuid}.bel")).read_bytes()


def open_mirrored(folder: Path) -> tuple[World, Table]:
    """Voting is open for a day, by the real clock."""
    world, now = World(create_settings(folder), seed="mirrored"), datetime.now(UTC)
    world.clock.now = now - timedelta(hours=1, minutes=1)
    day = {"opening": now - timedelta(hours=1), "closing": now + timedelta(hours=24)}
    world.submit(create_draft(slips=SLIPS, roster_size=SLIPS, **day))
    key = GROUP.encode(GROUP.base_power(compute_signing_key(GROUP, "mirror", SEED)))
    named = [("University", "https://mirror.example", key)]
    witnesses.name_mirrors(world.context, ADA, world.code, named)
    table = Table(world, 3, 2)
    table.hold()
    table.rehearse(1, 2, 3)
    world.make_slips()
    world.start()
    world.clock.now = now
    return world, table


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "server"
    folder.mkdir()
    world, table = open_mirrored(folder)
    with Server(folder, VOTEAPP_SEAL_EVERY="0.02") as server:
        yield Place(tmp_path, server, world, table)
    world.context.board.close()
    world.context.roll.close()


def test_from_the_first_ballot_to_the_result(place: Place) -> None:
    world, uuid = place.world, place.uuid
    place.look()
    empty = len(place.fetch_record())
    assert place.read_copy() == place.fetch_record()
    place.cast(*range(10))
    wait_for(lambda: place.count_sealed() == 5)
    place.look()
    first = place.read_copy()
    assert first == place.fetch_record() and len(first) > empty
    place.cast(*range(10, 20))
    wait_for(lambda: place.count_sealed() == 15)
    said = place.look()
    second = place.read_copy()
    assert second == place.fetch_record() and second.startswith(first)
    assert f"of these new: {len(second) - len(first)}." in said
    tail = place.copy / "tail"
    address = f"{place.base}/elections/{uuid}/{uuid}.bel"
    assert fetch_part(address, tail, len(first)) == (206, len(first))  # as a mirror asks
    assert tail.read_bytes() == second[len(first) :]
    assert "of these new: 0." in place.look()
    world.clock.now = datetime.now(UTC)
    world.close()
    place.look()
    assert place.read_copy() == place.fetch_record() and place.read_copy().startswith(second)
    made = json.loads(place.read_copy(f"{uuid}.end.json"))
    evidence = json.loads(place.fetch(f"/elections/{uuid}/evidence.json"))
    assert evidence["mirror_ends"] == [made]  # the server took it and shows it
    world.count_slips()
    world.tick()
    place.table.sign(uuid, 1)
    assert place.table.describe(uuid).missing == MissingView(0, 1, 0)  # of three, two and a mirror
    place.table.sign(uuid, 2)
    place.table.decrypt(uuid, 1, 2)
    assert world.state == "published"
    place.look()
    assert place.read_copy() == place.fetch_record()
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert report.findings == [] and report.result == [[0, 20, 0]]


def test_a_busy_server_is_asked_again(place: Place) -> None:
    """Another process of the server's writes the file at this moment: the server says how long to
    wait, and the mirror does."""
    place.look()
    held = place.read_copy()
    published = place.server.folder / "published"
    with (published / f".{place.uuid}.bel.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        place.cast(*range(10))
        wait_for(lambda: place.count_sealed() == 5)
        command = [sys.executable, "-m", "voteapp", "mirror", place.address, place.copy, "--once"]
        with Popen(command, stderr=PIPE, stdout=DEVNULL, text=True) as looking:
            assert looking.stderr is not None
            said = looking.stderr.readline()
            assert said == "The server is busy (HTTP 503): it is asked again in 5 seconds.\n"
            assert place.read_copy() == held
            fcntl.flock(file, fcntl.LOCK_UN)
        assert looking.returncode == 0
    assert place.read_copy() == place.fetch_record() != held
