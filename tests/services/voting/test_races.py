"""Exactly one ballot for each slip, whatever races: threads and processes, both databases."""

from __future__ import annotations

import multiprocessing
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.players.services.world import FakeClock, World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.board.refusals import decode_refusal
from voteapp.campaign.board.signing import decode_receipt
from voteapp.config import Settings
from voteapp.protocol.archive import BytesSource
from voteapp.services.assembly import create_context
from voteapp.services.errors import (
    CastError,
    ServerBusyError,
    UsedSlipError,
    VoidedSlipError,
    VotingClosedError,
    VotingClosingError,
)
from voteapp.services.results import publishing
from voteapp.services.voting import casting, closing, sealing

pytestmark = pytest.mark.slow

YES, NO = [[0, 1, 0]], [[0, 0, 1]]
PATIENCE = 10
"""A lock is waited for up to five seconds, and on a slow machine many wait for it."""


def race(count: int, action: Callable[[int], object]) -> list[object]:
    """Run ``action(i)`` in threads that start together; results or errors."""
    barrier = threading.Barrier(count)

    def run(i: int) -> object:
        barrier.wait()
        try:
            return action(i)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def send(world: World, uuid: str, ballot: bytes) -> bytes:
    """As a phone does: who is told that the server is busy sends the same again."""
    for _again in range(PATIENCE):
        try:
            return casting.cast(world.context, uuid, ballot)
        except ServerBusyError:
            continue
    return casting.cast(world.context, uuid, ballot)


def test_different_ballots_of_one_slip(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, 0, YES if i % 2 else NO) for i in range(12)]
    results = race(12, lambda i: send(world, uuid, ballots[i]))
    receipts = [r for r in results if isinstance(r, bytes)]
    used = [r for r in results if isinstance(r, UsedSlipError)]
    assert (len(receipts), len(used)) == (1, 11)
    others = [decode_refusal(error.refusal.encode()).receipt for error in used]
    assert {other and other.tracker for other in others} == {decode_receipt(receipts[0]).tracker}


def test_one_ballot_many_times_gets_one_receipt(each_world: World) -> None:
    world = each_world
    world.open()
    uuid = world.uuids[0]
    ballot = world.ballot(uuid, 0, YES)
    results = race(12, lambda i: send(world, uuid, ballot))
    assert len(set(results)) == 1
    assert isinstance(results[0], bytes)


def test_casting_against_closing(each_world: World) -> None:
    """Whoever gets a receipt is in the final record; whoever is late is told."""
    world = each_world
    world.open()
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, member, YES) for member in range(12)]

    def act(i: int) -> object:
        if i == 6:
            world.close("Now.")
            return None
        return send(world, uuid, ballots[i])

    results = race(12, act)
    receipts = [decode_receipt(r) for r in results if isinstance(r, bytes)]
    late = [r for r in results if isinstance(r, VotingClosedError | VotingClosingError)]
    assert len(receipts) + len(late) == 11
    check_record(world, {receipt.tracker for receipt in receipts})


def test_casting_against_sealing(each_world: World) -> None:
    """A ballot is in the batch that its receipt names or before, with a sealer all the time."""
    world = each_world
    world.context = replace(
        world.context, settings=replace(world.settings, seal_every=timedelta(seconds=1))
    )
    world.open(create_draft(slips=36, roster_size=36))
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, member, YES) for member in range(36)]
    stop = threading.Event()

    def seal() -> None:
        while not stop.is_set():
            world.clock.advance(seconds=1)
            sealing.seal_due(world.context)

    sealer = threading.Thread(target=seal)
    sealer.start()
    try:
        results = race(36, lambda i: send(world, uuid, ballots[i]))
    finally:
        stop.set()
        sealer.join()
    assert not [r for r in results if isinstance(r, Exception)]
    world.close("Done.")
    receipts = [decode_receipt(r) for r in results if isinstance(r, bytes)]
    batches = check_record(world, {receipt.tracker for receipt in receipts})
    assert all(r.batch - batches[r.tracker] in (0, 1) for r in receipts)
    assert len(set(batches.values())) > 1


def test_voiding_against_casting(each_world: World) -> None:
    """A slip is voided or used, never both."""
    world = each_world
    world.open()
    uuid = world.uuids[0]
    ballots = [world.ballot(uuid, member, YES) for member in range(6)]

    def act(i: int) -> object:
        member = i // 2
        if i % 2:
            return send(world, uuid, ballots[member])
        return world.void(member)

    results = race(12, act)
    for member in range(6):
        voided, cast = results[2 * member], results[2 * member + 1]
        assert isinstance(voided, dict) and isinstance(cast, bytes | VoidedSlipError)
        reason = decode_refusal(voided[uuid].encode()).reason
        assert reason == ("used" if isinstance(cast, bytes) else "voided")
    world.close("Done.")
    check_record(world, None)


def test_closing_twice(each_world: World) -> None:
    world = each_world
    world.open()
    world.cast(world.uuids[0], 0, YES)
    world.clock.advance(hours=24)
    closed = race(6, lambda i: closing.close_due(world.context))
    assert not [r for r in closed if isinstance(r, Exception)]
    check_record(world, None)


def check_record(world: World, trackers: set[str] | None) -> dict[str, int]:
    """The record verifies and holds exactly these ballots; the batch of each."""
    from voteapp.services.voting.board import get_board_page

    uuid = world.uuids[0]
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert report.findings == []
    lines = get_board_page(world.context, uuid).lines
    found = {line.tracker: line.batch for line in lines}
    if trackers is not None:
        assert set(found) == trackers
    return found


def _cast_all(settings: Settings, seed: str, uuid: str, ballots: list[bytes]) -> list[str]:
    """In a process of its own: cast everything, say what happened."""
    clock = FakeClock()
    clock.advance(hours=1)
    context = create_context(settings, clock=clock, random_bytes=RandomStream(seed))
    outcome = []
    for ballot in ballots:
        try:
            outcome.append(casting.cast(context, uuid, ballot).decode())
        except CastError as error:
            outcome.append(error.code)
    context.board.close()
    context.roll.close()
    return outcome


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_processes(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Four processes cast different ballots of the same 20 slips: 20 ballots."""
    settings = create_settings(tmp_path)
    if kind == "postgresql":
        url = str(request.getfixturevalue("postgresql"))
        settings = create_settings(tmp_path, board_url=url, roll_url=url)
    world = World(settings)
    world.open(create_draft(slips=20))
    uuid = world.uuids[0]
    work = [[world.ballot(uuid, m, YES if p % 2 else NO) for m in range(20)] for p in range(4)]
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        futures = [pool.submit(_cast_all, settings, f"p{p}", uuid, work[p]) for p in range(4)]
        outcomes = [future.result() for future in futures]
    for member in range(20):
        codes = Counter("receipt" if o[member].startswith("{") else o[member] for o in outcomes)
        assert codes == {"receipt": 1, "used": 3}
    world.close("Done.")
    assert len(check_record(world, None)) == 20
    world.context.board.close()
    world.context.roll.close()
