"""serve, account, tick, doctor and backup, as an operator runs them."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.players.services.served import Server, open_world
from tests.players.services.world import create_settings
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.services.assembly import create_context
from voteapp.services.people import accounts
from voteapp.services.voting import board
from voteapp.store import schema
from voteapp.store.board.models import CLOCK_ROW, ClockState
from voteapp.store.database import Database

pytestmark = pytest.mark.slow

PASSWORD = "a few plain words"


def voteapp(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command on the databases of a folder."""
    return subprocess.run(
        [sys.executable, "-c", "from voteapp.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={
            **os.environ,
            "VOTEAPP_INSTANCE": str(folder),
            "VOTEAPP_KEYS": str(folder / "keys"),
            **environment,
        },
    )


def make_account(folder: Path) -> None:
    world = open_world(folder, 5)
    secret = accounts.create_setup_secret(world.context)
    accounts.set_up(world.context, secret, "Ada", PASSWORD)
    world.context.board.close()
    world.context.roll.close()


@pytest.mark.slow
def test_the_first_start_prints_an_address_that_works_once(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        assert server.request("GET", "/")[0] == 200
        printed = server.log.read_text()
        match = re.search(r"http://127\.0\.0\.1:\d+/committee/set-up#([A-Za-z0-9_-]{43})", printed)
        assert match
        assert "trial" in printed
    assert stat.S_IMODE((tmp_path / "keys" / "signing.key").stat().st_mode) == 0o600
    make_account(tmp_path)
    server.log.unlink()
    with server:
        assert server.request("GET", "/")[0] == 200
        assert "#" not in server.log.read_text()


@pytest.mark.slow
def test_the_log_says_nothing_about_anybody(tmp_path: Path) -> None:
    world = open_world(tmp_path, 5)
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, [[0, 1, 0]])
    with Server(tmp_path) as server:
        before = server.log.read_text()
        assert server.cast(uuid, ballot)[0] == 200
        assert server.cast(uuid, ballot + b" ")[0] == 422
        assert server.request("GET", f"/b/{world.code}")[0] == 200
        assert server.request("GET", "/nothing-here")[0] == 404
        assert server.request("GET", f"/b/{world.code}%23{world.tokens[0]}")[0] == 404
        send_rubbish(server.port)
        assert server.answers()
        written = server.log.read_text()[len(before) :]
    secrets = [*world.tokens, *map(compute_credential, world.tokens), world.credential(uuid, 0)]
    for text in (*secrets, "127.0.0.1", "nothing-here", uuid, "GET", "POST"):
        assert text not in written
    world.context.board.close()
    world.context.roll.close()


def send_rubbish(port: int) -> None:
    """Bytes that are no request at all."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01 not http\r\n\r\n")
        connection.settimeout(10)
        while connection.recv(4096):
            pass


@pytest.mark.slow
def test_voting_ends_at_its_time_without_anybody_asking(tmp_path: Path) -> None:
    from sqlalchemy import update

    from voteapp.store.board.models import Campaign

    world = open_world(tmp_path, 5)
    with world.context.board.write() as session:
        soon = datetime.now(UTC) + timedelta(seconds=4)
        session.execute(update(Campaign).values(closing=soon))
    with Server(tmp_path) as server:
        deadline = datetime.now(UTC) + timedelta(seconds=60)
        while board.get_public_campaign(world.context, world.code).state == "open":
            assert datetime.now(UTC) < deadline
            assert server.answers()
    # Nobody has voted: nothing is left to wait for.
    assert board.get_public_campaign(world.context, world.code).state == "published"
    world.context.board.close()
    world.context.roll.close()


def test_account_reset_prints_an_address(tmp_path: Path) -> None:
    make_account(tmp_path)
    done = voteapp(tmp_path, "account", "reset", "ADA", VOTEAPP_BASE_URL="https://v.example.org")
    assert done.returncode == 0, done.stderr
    assert re.search(r"https://v\.example\.org/committee/set-up#[A-Za-z0-9_-]{43}", done.stdout)
    assert voteapp(tmp_path, "account", "list").stdout == "Ada\n"
    unknown = voteapp(tmp_path, "account", "reset", "Eve")
    assert unknown.returncode == 2
    assert "no account of this name" in unknown.stderr


def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    done = voteapp(tmp_path, "serve", VOTEAPP_BASE_URL="vote.example.org")
    assert done.returncode == 2
    assert "VOTEAPP_BASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_tick_seals_what_is_due(tmp_path: Path) -> None:
    world = open_world(tmp_path, 10)
    for member in range(10):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    done = voteapp(tmp_path, "tick", VOTEAPP_KEYS=str(tmp_path / "keys"))
    assert done.returncode == 0, done.stderr
    assert board.get_board_page(world.context, world.uuids[0]).sealed == 5
    world.context.board.close()
    world.context.roll.close()


def test_doctor_names_what_is_wrong(tmp_path: Path) -> None:
    fresh = voteapp(tmp_path, "doctor")
    assert fresh.returncode == 0, fresh.stdout + fresh.stderr
    make_account(tmp_path)
    settled = voteapp(tmp_path, "doctor", VOTEAPP_KEYS=str(tmp_path / "keys"))
    assert settled.returncode == 0
    assert settled.stdout.count("up to date") == 2
    (tmp_path / "keys" / "signing.key").chmod(0o644)
    (tmp_path / "board.sqlite").write_bytes(b"not a database, whatever it may be" * 100)
    broken = voteapp(tmp_path, "doctor", VOTEAPP_KEYS=str(tmp_path / "keys"))
    assert broken.returncode == 1
    assert broken.stdout.count("WRONG") == 2
    seed = (tmp_path / "keys" / "signing.key").read_text().strip()
    assert seed not in settled.stdout + broken.stdout


def test_a_backup_is_whole_and_shows_no_order_of_arrival(tmp_path: Path) -> None:
    world = open_world(tmp_path, 5)
    for member in range(3):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    copy = tmp_path / "copy"
    done = voteapp(tmp_path, "backup", str(copy), VOTEAPP_KEYS=str(tmp_path / "keys"))
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in copy.iterdir()) == ["board.sqlite", "keys", "roll.sqlite"]
    with sqlite3.connect(copy / "board.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM ballot").fetchone() == (3,)
    connection.close()
    database = Database(f"sqlite:///{copy / 'roll.sqlite'}")
    assert schema.get_revision(database, "roll") == schema.get_newest_revision("roll")
    database.close()
    assert stat.S_IMODE((copy / "board.sqlite").stat().st_mode) == 0o600
    again = voteapp(tmp_path, "backup", str(copy))
    assert again.returncode == 2
    assert "not empty" in again.stderr
    world.context.board.close()
    world.context.roll.close()


def test_a_clock_in_doubt_stops_the_tick_until_the_host_confirms_it(tmp_path: Path) -> None:
    """The kept instant lies two days ahead: the clock was wrong then, or is now."""
    keys = {"VOTEAPP_KEYS": str(tmp_path / "keys")}
    world = open_world(tmp_path, 10)
    for member in range(10):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    with world.context.board.write() as session:
        good = world.clock.now + timedelta(days=2)
        session.add(ClockState(id=CLOCK_ROW, good=good, doubt=None, confirmed=0))

    def count() -> int:
        return board.get_board_page(world.context, world.uuids[0]).sealed

    ticked = voteapp(tmp_path, "tick", **keys)
    assert ticked.returncode == 0 and "jumped" in ticked.stderr
    assert count() == 0
    assert "voteapp clock confirm" in voteapp(tmp_path, "doctor", **keys).stdout
    told = voteapp(tmp_path, "clock", **keys)
    assert told.returncode == 1 and "in doubt" in told.stdout
    refused = voteapp(tmp_path, "clock", "confirm", **keys)  # nobody answers
    assert refused.returncode != 0 and "Traceback" not in refused.stderr
    assert voteapp(tmp_path, "tick", **keys).returncode == 0 and count() == 0
    assert voteapp(tmp_path, "clock", "confirm", "--yes", **keys).returncode == 0
    assert "believed" in voteapp(tmp_path, "clock", **keys).stdout
    assert voteapp(tmp_path, "tick", **keys).returncode == 0 and count() == 5
    assert "the clock is believed" in voteapp(tmp_path, "doctor", **keys).stdout
    world.context.board.close()
    world.context.roll.close()


def test_account_invite_prints_the_first_address_and_then_invitations(tmp_path: Path) -> None:
    line = r"http://127\.0\.0\.1:8000/committee/set-up#([A-Za-z0-9_-]{43})"
    first = voteapp(tmp_path, "account", "invite")
    assert first.returncode == 0, first.stderr
    assert "first" in first.stdout
    found = re.search(line, first.stdout)
    assert found
    world = create_context(
        create_settings(tmp_path), clock=lambda: datetime.now(UTC), random_bytes=os.urandom
    )
    assert accounts.describe_secret(world, found[1]).purpose == "first"
    accounts.set_up(world, found[1], "Ada", PASSWORD)
    second = voteapp(tmp_path, "account", "invite")
    found = re.search(line, second.stdout)
    assert found
    assert "first" not in second.stdout
    accounts.set_up(world, found[1], "Bo", PASSWORD)
    assert voteapp(tmp_path, "account", "list").stdout == "Ada\nBo\n"
    world.board.close()
    world.roll.close()
