"""kill -9 while a process seals and closes: the record goes on whole, with every head signed."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.players.services.world import FakeClock, World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.board.signing import decode_head, decode_receipt
from voteapp.config import Settings
from voteapp.protocol.archive import BytesSource
from voteapp.services import clockwork
from voteapp.services.assembly import create_context
from voteapp.services.results import publishing
from voteapp.services.voting import board, casting, sealing, search

KILLS = 8, 100
"""In `make test`, in `make long`."""
CASTS = 4
YES = [[0, 1, 0]]


def seal_for_ever(settings: Settings, clock: FakeClock, ready: Connection) -> None:
    """In a process of its own: seal whatever is there, again and again."""
    context = create_context(settings, clock=clock, random_bytes=RandomStream("sealer"))
    ready.send("ready")
    while True:
        clockwork.run_due(context)
        clock.advance(minutes=10)


@pytest.mark.slow
def test_the_record_stays_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], length: Callable[[int, int], int]
) -> None:
    kills = length(*KILLS)
    settings = create_settings(tmp_path, seal_every=timedelta(minutes=10))
    world = World(settings)
    members = kills * CASTS
    world.open(create_draft(slips=members, roster_size=members))
    uuid = world.uuids[0]
    choose = random.Random(3)
    receipts = []
    lengths = set()
    for number in range(kills):
        ballots = [world.ballot(uuid, number * CASTS + i, YES) for i in range(CASTS)]
        parent, child = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=seal_for_ever, args=(settings, world.clock, child)
        )
        process.start()
        assert parent.recv() == "ready"
        for ballot in ballots:
            receipts.append(casting.cast(world.context, uuid, ballot))
        time.sleep(choose.uniform(0, 0.03))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        lengths.add(board.get_board_page(world.context, uuid).sealed)
        check(world, receipts, final=False)
    world.restart()
    world.close("Done.")
    check(world, receipts, final=True)
    with capsys.disabled():
        print(f"\n{kills} sealers killed; the board stood at {len(lengths)} different lengths")
    world.context.board.close()
    world.context.roll.close()


def check(world: World, receipts: list[bytes], *, final: bool) -> None:
    """Every receipt's promise is kept; what has no head yet gets it with the next tick."""
    uuid = world.uuids[0]
    sealing.sign_heads(world.context)
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert report.findings == []
    heads = [decode_head(text.encode()) for text in board.list_heads(world.context, uuid)]
    assert not final or heads[-1].final
    last = max((head.batch for head in heads), default=0)
    for receipt in map(decode_receipt, receipts):
        view = search.find_tracker(world.context, uuid, receipt.tracker)
        if view.batch is None:
            assert not final and last < receipt.batch
        else:
            assert view.batch <= receipt.batch
