"""Sealing: on the clock, by the rule, in order, with heads; and what a crash leaves behind."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from tests.players.services.world import SURVEY, VOTE, World, create_draft, create_settings
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.board.signing import decode_head, decode_receipt
from voteapp.campaign.signed import check_signed
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import hash_hex, hex_to_base64
from voteapp.services.counting import disclosure
from voteapp.services.errors import UsedSlipError
from voteapp.services.results import numbers, publishing
from voteapp.services.voting import board, casting, entry, sealing, search
from voteapp.store.board.models import Ballot, Batch

pytestmark = pytest.mark.slow

YES, NO = [[0, 1, 0]], [[0, 0, 1]]
SURVEYED = [[0, 1, 0, 0], [1, 0, 0, 0]]
HOUR = timedelta(hours=1)


def heads(world: World, part: int = 0) -> list[tuple[int, int, bool]]:
    texts = board.list_heads(world.context, world.uuids[part])
    found = [decode_head(text.encode()) for text in texts]
    for head in found:
        check_signed(head, world.context.signer.public_key, "head")
    return [(head.batch, head.height, head.final) for head in found]


def verified(world: World, part: int = 0) -> bool:
    bundle = publishing.get_bundle(world.context, world.uuids[part])
    return verify_bundle(BytesSource(bundle)).findings == []


def cast(world: World, *members: int) -> None:
    for member in members:
        world.cast(world.uuids[0], member, YES)


def next_hour(world: World) -> int:
    world.clock.advance(hours=1)
    return sealing.seal_due(world.context)


def test_only_the_clock_seals_and_never_a_count(each_world: World) -> None:
    world = each_world
    world.open(create_draft(slips=20))
    cast(world, *range(9))
    assert next_hour(world) == 0  # nine are fewer than 2k
    cast(world, 9, 10)
    for _ in range(11):
        world.clock.advance(minutes=5)
        assert sealing.seal_due(world.context) == 0  # enough by now, but its hour has passed
    world.clock.advance(minutes=5)
    assert sealing.seal_due(world.context) == 1
    assert heads(world) == [(1, 6, False)]  # k of the eleven stay
    cast(world, 11, 12)
    assert next_hour(world) == 0
    cast(world, 13, 14, 15)
    assert next_hour(world) == 1
    assert heads(world) == [(1, 6, False), (2, 11, False)]  # the five that stayed, none of the new
    assert [next_hour(world) for _ in range(3)] == [0, 0, 0]
    world.close()
    assert heads(world)[2:] == [(3, 16, False), (3, 17, True)]
    assert verified(world)


def test_a_late_tick_keeps_the_rhythm(world: World) -> None:
    world.open(create_draft(slips=30))
    opened = world.clock.now
    cast(world, *range(10))
    world.clock.now = opened + 3 * HOUR + timedelta(minutes=40)
    assert sealing.seal_due(world.context) == 1
    assert world.get_row(world.uuids[0]).batch_since == opened + 3 * HOUR
    cast(world, *range(10, 20))
    world.clock.now = opened + 4 * HOUR - timedelta(seconds=1)
    assert sealing.seal_due(world.context) == 0
    world.clock.advance(seconds=1)
    assert sealing.seal_due(world.context) == 1


def test_all_parts_at_one_instant_each_by_its_own_count(each_world: World) -> None:
    """The largest k holds for every part."""
    world = each_world
    world.open(create_draft(VOTE, SURVEY, slips=30))
    cast(world, *range(19))
    assert next_hour(world) == 0  # enough for the vote's own k of 5, not for the survey's of 10
    cast(world, *range(19, 25))
    for member in range(20):
        world.cast(world.uuids[1], member, SURVEYED)
    assert next_hour(world) == 2
    assert heads(world, 0) == [(1, 15, False)]
    assert heads(world, 1) == [(1, 10, False)]
    instants = {world.get_row(uuid).batch_since for uuid in world.uuids}
    assert instants == {world.clock.now}


def test_every_ballot_is_in_the_promised_batch_or_before(each_world: World) -> None:
    world = each_world
    world.open(create_draft(slips=40, roster_size=40))
    uuid, promised = world.uuids[0], {}
    for start in range(0, 40, 8):
        for member in range(start, start + 8):
            receipt = decode_receipt(world.cast(uuid, member, YES))
            promised[receipt.tracker] = receipt.batch
        next_hour(world)
    world.close()
    lines = board.get_board_page(world.context, uuid).lines
    assert {line.tracker for line in lines} == set(promised)
    assert all(promised[line.tracker] - line.batch in (0, 1) for line in lines)
    assert len({promised[line.tracker] - line.batch for line in lines}) == 2
    assert verified(world)


def test_identical_bytes_are_answered_with_the_batch_where_they_stand(world: World) -> None:
    world.open(create_draft(slips=20))
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, member, YES) for member in range(10)]
    first = [casting.cast(world.context, uuid, ballot) for ballot in ballots]
    assert {decode_receipt(text).batch for text in first} == {2}
    assert [casting.cast(world.context, uuid, ballot) for ballot in ballots] == first
    next_hour(world)
    second = [decode_receipt(casting.cast(world.context, uuid, ballot)) for ballot in ballots]
    assert sorted(receipt.batch for receipt in second) == [1] * 5 + [2] * 5


def test_the_board_is_sorted_within_a_batch_and_hides_the_rest(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    cast(world, *range(10))
    page = board.get_board_page(world.context, uuid)
    assert (page.lines, page.sealed, page.ended) == ((), 0, False)
    next_hour(world)
    cast(world, 10)
    page = board.get_board_page(world.context, uuid)
    assert (page.sealed, len(page.lines)) == (5, 5)
    with world.context.board.read() as session:
        rows = session.execute(select(Ballot.hash, Ballot.data).order_by(Ballot.height)).all()
    sealed = [digest for digest, data in rows if data is None]
    assert len(sealed) == 5
    assert sealed == sorted(sealed)
    assert verified(world)


def test_a_sealed_slip_is_still_used(each_world: World) -> None:
    world = each_world
    world.open()
    cast(world, *range(10))
    next_hour(world)
    for member in range(10):
        with pytest.raises(UsedSlipError):
            world.cast(world.uuids[0], member, NO)


def test_nothing_of_a_seal_is_told_before_its_head_is_signed(world: World) -> None:
    """A crash between commit and signature is made up for; until then everything is as before."""
    world.open()
    uuid = world.uuids[0]
    cast(world, *range(10))
    before = look(world)
    next_hour(world)
    sealed, signed = look(world), board.list_heads(world.context, uuid)
    assert sealed != before
    with world.context.board.write() as session:
        session.execute(update(Batch).values(head=None))
    assert look(world) == before
    world.restart()
    assert look(world) == before
    world.tick()
    assert look(world) == sealed
    assert board.list_heads(world.context, uuid) == signed


def look(world: World) -> list[object]:
    uuid = world.uuids[0]
    slips = [
        entry.get_slip_state(world.context, uuid, world.credential(uuid, m)) for m in range(12)
    ]
    with world.context.board.read() as session:
        hashes = list(session.scalars(select(Ballot.hash).order_by(Ballot.hash)))
    page = board.get_board_page(world.context, uuid)
    return [
        slips,
        page,
        [search.find_tracker(world.context, uuid, hex_to_base64(h)) for h in hashes],
        board.get_public_campaign(world.context, world.code),
        numbers.get_results(world.context, world.code),
        disclosure.get_record(world.context, uuid),
        disclosure.get_evidence(world.context, uuid),
    ]


def test_closing_seals_what_waits_and_the_final_head_follows(each_world: World) -> None:
    world = each_world
    world.open()
    cast(world, *range(5))
    world.close("Done.")
    assert heads(world) == [(1, 5, False), (1, 6, True)]
    assert verified(world)


def test_an_election_without_ballots_ends_with_one_head(world: World) -> None:
    world.open()
    world.close("Nobody came.")
    assert heads(world) == [(0, 1, True)]
    assert verified(world)


def test_the_setting_decides_how_often(tmp_path: Path) -> None:
    world = World(create_settings(tmp_path, seal_every=timedelta(minutes=10)))
    world.open()
    world.tick()
    cast(world, *range(10))
    world.clock.advance(minutes=9)
    assert sealing.seal_due(world.context) == 0
    world.clock.advance(minutes=1)
    assert sealing.seal_due(world.context) == 1


def test_trackers_are_found_where_they_are(world: World) -> None:
    world.open()
    uuid = world.uuids[0]
    receipts = [decode_receipt(world.cast(uuid, member, YES)) for member in range(10)]
    states = [search.find_tracker(world.context, uuid, r.tracker).state for r in receipts]
    assert states == ["absent"] * 10
    next_hour(world)
    views = [search.find_tracker(world.context, uuid, f" {r.tracker} ") for r in receipts]
    assert sorted(view.state for view in views) == ["absent"] * 5 + ["sealed"] * 5
    tracker, found = next(
        (r.tracker, view) for r, view in zip(receipts, views, strict=True) if view.height == 1
    )
    assert (found.state, found.batch) == ("sealed", 1)
    assert json.loads(found.head or "")["batch"] == 1
    for text in ("", "x", "A" * 43, tracker[:-1] + "=", "é" * 43):
        assert search.find_tracker(world.context, uuid, text).state == "absent"
    page = board.get_board_page(world.context, uuid, query=tracker[:6])
    assert [line.tracker for line in page.lines] == [tracker]
    assert board.get_board_page(world.context, uuid, query="abc").lines == ()
    assert board.get_board_page(world.context, uuid, query="####").lines == ()


def test_neither_file_nor_log_shows_the_order_of_arrival(tmp_path: Path) -> None:
    """After sealing, no page of the database still holds a sealed ballot's waiting row, and those
    that stay are written anew as well."""
    world = World(create_settings(tmp_path))
    world.open(create_draft(slips=20))
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, member, YES) for member in range(12)]
    for ballot in ballots:
        casting.cast(world.context, uuid, ballot)
    next_hour(world)
    world.context.board.close()
    log = tmp_path / "board.sqlite-wal"
    assert not log.exists() or log.stat().st_size == 0
    kept = (tmp_path / "board.sqlite").read_bytes()
    for ballot in ballots:
        assert kept.count(ballot[-60:]) == 1, "a ballot's bytes stand in one place"
    with sqlite3.connect(tmp_path / "board.sqlite") as connection:
        rows = connection.execute("SELECT hash FROM record_member WHERE kind='data'").fetchall()
        stay = connection.execute("SELECT hash FROM ballot WHERE height IS NULL").fetchall()
    hashes = {row[0] for row in rows} | {row[0] for row in stay}
    assert {hash_hex(ballot) for ballot in ballots} <= hashes
    assert len(stay) == 5
    connection.close()
