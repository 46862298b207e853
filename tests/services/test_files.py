"""Downloads lie on the disk as they would be written at this moment, and are written once."""

from __future__ import annotations

import fcntl
import json
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.players.services.world import ADA, VOTE, World, create_draft
from voteapp.errors import BusyError, NotFoundError
from voteapp.services import clockwork
from voteapp.services.counting import disclosure, notes
from voteapp.services.results import files, publishing
from voteapp.services.setup import amending
from voteapp.services.voting import board, sealing
from voteapp.store.written import write_once


def check_files(world: World) -> list[str]:
    """Every file equals what is written anew; their names."""
    names = []
    for uuid in world.uuids:
        for written, fresh in (
            (files.write_record, disclosure.get_record),
            (files.write_evidence, disclosure.get_evidence),
            (files.write_bundle, publishing.get_bundle),
        ):
            made = written(world.context, uuid)
            assert made.path.read_bytes() == fresh(world.context, uuid)
            assert made.size == made.path.stat().st_size
            names.append(made.path.name)
        heads = files.write_heads(world.context, uuid, compressed=False).path.read_bytes()
        assert json.loads(heads)["heads"] == list(board.list_heads(world.context, uuid))
    return names


@pytest.mark.slow
def test_files_follow_everything_that_becomes_public(each_world: World) -> None:
    world = each_world
    world.open(create_draft(VOTE))
    (uuid,) = world.uuids
    seen = [check_files(world)]

    def went_on(changed: bool = True) -> None:
        names = check_files(world)
        assert (names != seen[-1]) == changed
        seen.append(names)

    for member in range(11):
        world.cast(uuid, member, [[0, 1, 0]])
    went_on(changed=False)
    world.clock.advance(hours=2)
    assert sealing.seal_due(world.context) == 1
    went_on()
    closing = world.clock.now + timedelta(hours=30)
    amending.amend_closing(
        world.context, ADA, world.code, closing, "Snow keeps many away.", seen=world.standing
    )
    went_on()
    world.void(11)
    went_on()
    world.close()
    went_on()
    world.count_slips(final=False)
    went_on()
    world.count_slips(9)
    went_on()
    world.tick()
    check_files(world)
    world.sign(uuid)
    went_on()
    world.decrypt(uuid)
    assert world.state == "published"
    went_on()
    notes.add_note(world.context, ADA, world.code, "Nothing else happened.", seen=0)
    went_on()
    went_on(changed=False)


def test_nothing_is_written_before_it_is_public(world: World) -> None:
    world.submit()
    world.make_key()
    world.make_slips()
    world.fix()
    for write in (files.write_record, files.write_evidence, files.write_bundle):
        with pytest.raises(NotFoundError):
            write(world.context, world.uuids[0])
    assert not list(world.context.settings.instance.glob("published/*.bel"))


@pytest.mark.slow
def test_a_seal_writes_what_it_changed(world: World) -> None:
    world.open(create_draft(VOTE))
    for member in range(11):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    world.clock.advance(hours=2)
    clockwork.tick(world.context)
    there = {path.suffix for path in world.context.settings.published.iterdir()}
    assert {".bel", ".zip"} <= there
    before = files.write_bundle(world.context, world.uuids[0]).path.stat().st_mtime_ns
    assert files.write_bundle(world.context, world.uuids[0]).path.stat().st_mtime_ns == before


def test_others_may_read_the_files_and_nothing_half_stays(tmp_path: Path) -> None:
    made = write_once(tmp_path, "u", "1", ".bel", lambda file: file.write(b"x") and None)
    assert made.path.stat().st_mode & 0o777 == 0o644

    def fail(file: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_once(tmp_path, "u", "2", ".bel", fail)
    assert [path.name for path in tmp_path.iterdir() if path.name[0] != "."] == ["u-1.bel"]
    assert not list(tmp_path.glob(".draft-*"))


def test_old_files_go_after_an_hour(tmp_path: Path) -> None:
    def write(version: str) -> Path:
        return write_once(tmp_path, "u", version, ".bel", lambda file: file.write(b"x") and None)[0]

    first, second = write("1"), write("2")
    assert first.exists()
    past = time.time() - 4000
    os.utime(first, (past, past))
    other = write_once(tmp_path, "w", "1", ".bel", lambda file: file.write(b"x") and None).path
    os.utime(other, (past, past))
    write("3")
    assert not first.exists()
    assert second.exists()
    assert other.exists()


def test_nobody_waits_long_for_another_writer(tmp_path: Path) -> None:
    with (tmp_path / ".u.bel.lock").open("wb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        begun = time.monotonic()
        with pytest.raises(BusyError, match="being written"):
            write_once(tmp_path, "u", "1", ".bel", lambda file: None)
        assert time.monotonic() - begun < 2


def test_a_full_disk_is_a_sentence(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def fail(file: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(BusyError, match="cannot write"):
        write_once(tmp_path, "u", "1", ".bel", fail)
    assert "No space left" in caplog.text
