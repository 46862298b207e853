"""The race over HTTP: 64 requests for each slip, two processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.players.services.served import Server, open_world
from tests.players.services.world import World
from voteapp.campaign.audit import verify_bundle
from voteapp.protocol.archive import BytesSource
from voteapp.services.results import publishing
from voteapp.services.voting import board

SLIPS = 40, 200
"""In `make test`, in `make long`."""

REQUESTS = 64
DIFFERENT = 4
"""Each slip's 64 requests carry 4 different ballots, 16 times each."""

YES, NO, BLANK = [[0, 1, 0]], [[0, 0, 1]], [[1, 0, 0]]


@pytest.mark.slow
def test_exactly_one_ballot_for_each_slip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], length: Callable[[int, int], int]
) -> None:
    slips = length(*SLIPS)
    world = open_world(tmp_path, slips)
    uuid = world.uuids[0]
    with (
        Server(tmp_path, workers=2, VOTEAPP_SEAL_EVERY="1440") as server,
        ThreadPoolExecutor(REQUESTS) as pool,
    ):
        for member in range(slips):
            rows = [YES, NO, BLANK, YES]
            ballots = [world.ballot(uuid, member, rows[i]) for i in range(DIFFERENT)]
            sent = [ballots[i % DIFFERENT] for i in range(REQUESTS)]
            answers = list(pool.map(lambda ballot: server.cast(uuid, ballot), sent))
            check_slip(sent, answers)
    world.close("Done.")
    check_board(world, slips)
    with capsys.disabled():
        print(f"\n{slips} slips, {REQUESTS} requests each, 2 processes: {slips} ballots")


def check_slip(sent: list[bytes], answers: list[tuple[int, bytes]]) -> None:
    """One ballot won; every repeat of it got the same receipt; the others heard who won."""
    statuses = Counter(status for status, _ in answers)
    assert statuses == {200: REQUESTS // DIFFERENT, 409: REQUESTS - REQUESTS // DIFFERENT}
    winners = {ballot for ballot, (status, _) in zip(sent, answers, strict=True) if status == 200}
    receipts = {body for status, body in answers if status == 200}
    assert (len(winners), len(receipts)) == (1, 1)


def check_board(world: World, slips: int) -> None:
    """Exactly one ballot a slip on the board, and all of them verify."""
    uuid = world.uuids[0]
    assert board.get_board_page(world.context, uuid).sealed == slips
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert (report.findings, report.ballots) == ([], slips)
    world.context.board.close()
    world.context.roll.close()
