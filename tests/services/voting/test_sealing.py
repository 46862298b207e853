"""Sealing: batches, their order, their heads, and what a crash leaves behind."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.players.services.world import World, create_settings
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.board.signing import decode_head, decode_receipt
from voteapp.campaign.signed import check_signed
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import hash_hex
from voteapp.services.errors import UsedSlipError
from voteapp.services.results import publishing
from voteapp.services.voting import board, casting, sealing, search
from voteapp.store.board.models import Ballot, Batch

YES, NO = [[0, 1, 0]], [[0, 0, 1]]


def heads(world: World) -> list[tuple[int, int, bool]]:
    found = [decode_head(text.encode()) for text in board.list_heads(world.context, world.uuids[0])]
    for head in found:
        check_signed(head, world.context.signer.public_key, "head")
    return [(head.batch, head.height, head.final) for head in found]


def verified(world: World) -> bool:
    bundle = publishing.get_bundle(world.context, world.uuids[0])
    return verify_bundle(BytesSource(bundle)).findings == []


def test_a_batch_is_sealed_when_it_is_full_or_old_enough(tmp_path: Path) -> None:
    world = World(create_settings(tmp_path, batch_size=3))
    world.open()
    uuid = world.uuids[0]
    for member in range(2):
        world.cast(uuid, member, YES)
    assert sealing.seal_due(world.context) == 0
    world.cast(uuid, 2, YES)
    assert sealing.seal_due(world.context) == 1
    assert heads(world) == [(1, 3, False)]
    assert decode_receipt(world.cast(uuid, 3, NO)).batch == 2
    world.clock.advance(hours=3.99)
    assert sealing.seal_due(world.context) == 0
    world.clock.advance(hours=0.02)
    assert sealing.seal_due(world.context) == 1
    world.clock.advance(hours=9)
    assert sealing.seal_due(world.context) == 0
    assert heads(world) == [(1, 3, False), (2, 4, False)]
    assert verified(world)


def test_the_board_is_sorted_within_a_batch_and_hides_the_rest(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    for member in range(6):
        world.cast(uuid, member, YES)
    page = board.get_board_page(world.context, uuid)
    assert (page.lines, page.sealed, page.waiting) == ((), 0, 6)
    world.clock.advance(hours=4)
    sealing.seal_due(world.context)
    world.cast(uuid, 6, YES)
    page = board.get_board_page(world.context, uuid)
    assert (page.sealed, page.waiting, len(page.lines)) == (6, 1, 6)
    with world.context.board.read() as session:
        rows = session.execute(select(Ballot.hash, Ballot.data).order_by(Ballot.height)).all()
    sealed = [digest for digest, data in rows if data is None]
    assert len(sealed) == 6
    assert sealed == sorted(sealed)
    assert verified(world)


def test_a_sealed_slip_is_still_used(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    world.cast(uuid, 0, YES)
    world.clock.advance(hours=4)
    world.tick()
    with pytest.raises(UsedSlipError):
        world.cast(uuid, 0, NO)


def test_a_crash_between_commit_and_signature_is_made_up_for(world: World) -> None:
    world.open()
    world.cast(world.uuids[0], 0, YES)
    world.clock.advance(hours=4)
    sealing.seal_due(world.context)
    signed = board.list_heads(world.context, world.uuids[0])
    with world.context.board.write() as session:
        session.execute(update(Batch).values(head=None))
    assert board.list_heads(world.context, world.uuids[0]) == ()
    world.restart()
    world.tick()
    assert board.list_heads(world.context, world.uuids[0]) == signed


def test_closing_seals_what_waits_and_the_final_head_follows(each_world: World) -> None:
    world = each_world
    world.open()
    for member in range(5):
        world.cast(world.uuids[0], member, YES)
    world.close("Done.")
    assert heads(world) == [(1, 5, False), (1, 6, True)]
    assert verified(world)


def test_an_election_without_ballots_ends_with_one_head(world: World) -> None:
    world.open()
    world.close("Nobody came.")
    assert heads(world) == [(0, 1, True)]
    assert verified(world)


def test_the_settings_decide_how_large_a_batch_is(world: World) -> None:
    world.open()
    world.context = replace(world.context, settings=replace(world.context.settings, batch_size=1))
    for member in range(3):
        world.cast(world.uuids[0], member, YES)
        world.tick()
    assert heads(world) == [(1, 1, False), (2, 2, False), (3, 3, False)]


def test_trackers_are_found_where_they_are(world: World) -> None:
    world.open()
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    receipt = decode_receipt(casting.cast(world.context, uuid, ballot))
    assert search.find_tracker(world.context, uuid, receipt.tracker).state == "waiting"
    world.clock.advance(hours=4)
    world.tick()
    found = search.find_tracker(world.context, uuid, f" {receipt.tracker} ")
    assert (found.state, found.batch, found.height) == ("sealed", 1, 1)
    assert json.loads(found.head or "")["batch"] == 1
    for text in ("", "x", "A" * 43, receipt.tracker[:-1] + "=", "é" * 43):
        assert search.find_tracker(world.context, uuid, text).state == "absent"
    page = board.get_board_page(world.context, uuid, query=receipt.tracker[:6])
    assert [line.tracker for line in page.lines] == [receipt.tracker]
    assert board.get_board_page(world.context, uuid, query="abc").lines == ()
    assert board.get_board_page(world.context, uuid, query="####").lines == ()


def test_neither_file_nor_log_shows_the_order_of_arrival(tmp_path: Path) -> None:
    """After sealing, no page of the database still holds a waiting row."""
    world = World(create_settings(tmp_path))
    world.open()
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, member, YES) for member in range(5)]
    for ballot in ballots:
        casting.cast(world.context, uuid, ballot)
    world.clock.advance(hours=4)
    world.tick()
    world.context.board.close()
    assert (tmp_path / "board.sqlite-wal").exists() is False or (
        tmp_path / "board.sqlite-wal"
    ).stat().st_size == 0
    kept = (tmp_path / "board.sqlite").read_bytes()
    for ballot in ballots:
        tail = ballot[-60:]
        assert kept.count(tail) == 1, "a ballot's bytes stand in the record and nowhere else"
    with sqlite3.connect(tmp_path / "board.sqlite") as connection:
        rows = connection.execute("SELECT hash FROM record_member WHERE kind='data'").fetchall()
    hashes = {row[0] for row in rows}
    assert {hash_hex(ballot) for ballot in ballots} <= hashes
    connection.close()
