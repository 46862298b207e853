"""One key file never signs two closings or ends: two commands at once, a crash anywhere, a link."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.players.campaign.elections import GROUP
from tests.players.cli.board_server import serve_board
from tests.players.cli.signers import MIRROR, OTHER, TRUSTEE, WITNESS, Table
from tests.support.waiting import wait_for
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import People, Signer
from voteapp.campaign.statements.texts import compute_end_text
from voteapp.cli.signers.signed import Hand, read_signed, sign_once
from voteapp.errors import ConflictError

pytestmark = pytest.mark.slow

VOTEAPP = [sys.executable, "-c", "from voteapp.cli import main; main()"]
CRASHED = 99


class Done(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    said: str


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A command at a terminal at which everything is answered with yes."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, b"y\n" * 6)
        with subprocess.Popen(
            [*VOTEAPP, *map(str, arguments)],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()
    finally:
        os.close(theirs)
        os.close(ours)


def count_waiting(path: Path) -> int:
    """Processes that wait for a file's lock (Linux)."""
    inode = str(path.stat().st_ino)
    lines = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    waiting = [line for line in lines if line[1] == "->"]
    return sum(any(part.endswith(f":{inode}") for part in line) for line in waiting)


def has_ended(running: Sequence[subprocess.Popen[str]]) -> bool:
    """Whether one of these did not wait."""
    return any(process.poll() is not None for process in running)


def run_at_once(key: Path, *commands: tuple[str | Path, ...]) -> list[Done]:
    """Commands that all stand before the lock of one key when it is free."""
    with key.open("rb") as held, ExitStack() as stack:
        fcntl.flock(held, fcntl.LOCK_EX)
        running = [stack.enter_context(started(*command)) for command in commands]
        everybody = len(commands)
        wait_for(lambda: count_waiting(key) == everybody or has_ended(running), 120)
        assert not has_ended(running)
        fcntl.flock(held, fcntl.LOCK_UN)
        said = [process.communicate(timeout=120)[0] for process in running]
        return [Done(one.returncode, text) for one, text in zip(running, said, strict=True)]


@pytest.mark.parametrize(
    ("signer", "command"), [(TRUSTEE, "decrypt"), (WITNESS, "closing")], ids=str
)
def test_two_commands_at_once_sign_one_closing(
    tmp_path: Path, signer: Signer, command: str
) -> None:
    table, bundles = Table(tmp_path), []
    for last in (7, 5):
        bundles.append(tmp_path / f"e{last}.zip")
        table.save(table.play_to_tally(last)).rename(bundles[-1])
    key = table.key(signer)
    outs = [tmp_path / "one", tmp_path / "two"]
    done = run_at_once(
        key,
        *(
            (signer.role, command, key, bundle, out, *table.passphrase)
            for bundle, out in zip(bundles, outs, strict=True)
        ),
    )
    assert sorted(one.code for one in done) == [0, 2]
    assert "never sign two" in max(done).said
    (made,) = [path for out in outs for path in out.glob("*.statement.json")]
    kept = read_signed(key).statements
    closings = [one.message for one in kept if one.message.startswith("voteapp-closing")]
    assert closings == [json.loads(made.read_bytes())["message"]]


def test_two_mirrors_with_one_key_sign_one_end(tmp_path: Path) -> None:
    table = Table(tmp_path, mirrored=True)
    with serve_board() as first, serve_board() as second:
        for board, last in ((first, 7), (second, 5)):
            election = open_again(table)
            board.fix(table, election)
            board.publish(table.close(table.vote(election, last)))
        key, own = table.key(MIRROR), ("--once", "--key", table.key(MIRROR), *table.passphrase)
        done = run_at_once(
            key,
            ("mirror", first.campaign, tmp_path / "one", *own),
            ("mirror", second.campaign, tmp_path / "two", *own),
        )
    assert sorted(one.code for one in done) == [0, 1]
    assert "signs no second one" in " ".join(max(done).said.split())
    assert len(list(tmp_path.rglob("*.end.json"))) == len(read_signed(key).statements) == 1
    assert len(first.taken) + len(second.taken) == 1


def open_again(table: Table) -> PlayedElection:
    """The same election each time: what differs are the ballots."""
    table.workshop.signing = [table.keys[TRUSTEE], table.keys[OTHER]]
    return table.workshop.open()


class Desk:
    """A mirror's key, and two ends of one election that it could sign."""

    def __init__(self, path: Path) -> None:
        self.table = Table(path, mirrored=True)
        self.ends = [compute_end_text("f" * 43, letter * 64) for letter in "ab"]
        people = People(GROUP, [], 1, [], [GROUP.decode(self.table.show(MIRROR))])
        key = self.table.keys[MIRROR]
        self.hand = Hand(people, MIRROR, key, self.table.key(MIRROR))

    def sign(self, end: int, hand: Hand | None = None) -> bytes:
        path = self.table.path / f"out{end}" / "e.end.json"
        sign_once(hand or self.hand, "mirror-end", self.ends[end], path, [], secrets.token_bytes)
        return path.read_bytes()

    def list_made(self) -> list[Path]:
        return list(self.table.path.rglob("e.end.json"))

    def crash(self, after: int) -> int:
        """Sign the first end in a process that dies, and cleans nothing up, once it has written
        to the disk or renamed so many times; its exit code."""
        child = os.fork()
        if not child:
            left = [after]

            def count(function: Callable[..., object]) -> Callable[..., object]:
                def counted(*arguments: object, **named: object) -> object:
                    left[0] -= 1
                    if left[0] < 0:
                        os._exit(CRASHED)
                    return function(*arguments, **named)

                return counted

            os.fsync, os.replace = count(os.fsync), count(os.replace)  # type: ignore[assignment]
            try:
                self.sign(0)
            finally:
                os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("after", range(7))
def test_a_crash_forgets_nothing_that_was_signed(tmp_path: Path, after: int) -> None:
    """Three steps for what the key remembers, then three for the statement that is given away."""
    desk = Desk(tmp_path)
    assert desk.crash(after) == (CRASHED if after < 6 else 0)
    kept = read_signed(desk.hand.key_file).statements
    assert [one.message for one in kept] == ([] if after < 2 else desk.ends[:1])
    assert len(desk.list_made()) == (after > 4)
    if kept:
        with pytest.raises(ConflictError):
            desk.sign(1)
        assert json.loads(desk.sign(0))["signature"]["response"] == kept[0].signature.response
    else:
        desk.sign(1)
        with pytest.raises(ConflictError):
            desk.sign(0)
    assert len(read_signed(desk.hand.key_file).statements) == len(desk.list_made()) == 1


def test_what_is_remembered_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its name is on the disk before anything that was signed is given away."""
    desk, steps = Desk(tmp_path), list[str]()
    sync, rename = os.fsync, os.replace

    def count_sync(descriptor: int) -> None:
        steps.append("sync")
        sync(descriptor)

    def count_rename(old: Path, new: Path) -> None:
        steps.append(Path(new).name)
        rename(old, new)

    monkeypatch.setattr(os, "fsync", count_sync)
    monkeypatch.setattr(os, "replace", count_rename)
    desk.sign(0)
    memory = desk.hand.key_file.name + ".signed.json"
    assert steps == ["sync", memory, "sync", "sync", "e.end.json", "sync"]


def test_a_link_to_a_key_remembers_what_the_key_does(tmp_path: Path) -> None:
    desk, elsewhere = Desk(tmp_path), tmp_path / "elsewhere"
    elsewhere.mkdir()
    link = elsewhere / "key.json"
    link.symlink_to(desk.hand.key_file)
    desk.sign(0)
    with pytest.raises(ConflictError):
        desk.sign(1, desk.hand._replace(key_file=link))


def test_a_key_file_that_is_replaced_meanwhile_is_locked_again(tmp_path: Path) -> None:
    """A step of the ceremony writes the key anew while somebody waits for the lock of the old."""
    desk, key = Desk(tmp_path), tmp_path / "mirror-1.json"
    with key.open("rb") as old, ExitStack() as stack:
        fcntl.flock(old, fcntl.LOCK_EX)
        child = os.fork()
        if not child:
            try:
                desk.sign(0)
            finally:
                os._exit(0)
        stack.callback(os.waitpid, child, 0)
        wait_for(lambda: count_waiting(key) == 1)
        fresh = tmp_path / "fresh"
        fresh.write_bytes(key.read_bytes())
        with fresh.open("rb") as new:
            fcntl.flock(new, fcntl.LOCK_EX)
            fresh.replace(key)
            fcntl.flock(old, fcntl.LOCK_UN)
            wait_for(lambda: count_waiting(key) == 1)
            assert desk.list_made() == []
    assert len(desk.list_made()) == 1
