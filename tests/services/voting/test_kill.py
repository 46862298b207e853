"""kill -9 in mid-cast: every receipt that was handed out has its ballot in the final record."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.players.services.served import Server, open_world
from tests.players.services.world import World
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.board.signing import decode_receipt
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.ballots import compute_tracker
from voteapp.services.results import publishing
from voteapp.services.voting import search

KILLS = 10, 200
"""In `make test`, in `make long`; of five kills at least one falls between request and response."""
CASTERS = 4
ROUND = 24
"""Ballots that a round has to cast; it is killed after at most two thirds of them."""

YES = [[0, 1, 0]]


class Round:
    """Casters that send ballots until the server dies; what they heard, what was cut."""

    def __init__(self, server: Server, uuid: str, ballots: list[bytes]) -> None:
        self.server, self.uuid = server, uuid
        self.waiting = list(ballots)
        self.receipts: list[bytes] = []
        self.cut: list[bytes] = []
        self.refused: list[bytes] = []
        self.lock = threading.Lock()

    def run(self, receipts: int, pause: float) -> None:
        """Cast with several threads; kill once so many receipts are here and a moment passed."""
        threads = [threading.Thread(target=self._cast) for _ in range(CASTERS)]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 60
        while len(self.receipts) < receipts and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(pause)
        self.server.kill()
        for thread in threads:
            thread.join()

    def _cast(self) -> None:
        while True:
            with self.lock:
                if not self.waiting:
                    return
                ballot = self.waiting.pop()
            try:
                status, body = self.server.cast(self.uuid, ballot)
            except ConnectionRefusedError:  # not even sent
                with self.lock:
                    self.refused.append(ballot)
                return
            except OSError:  # sent, no answer: between request and response
                with self.lock:
                    self.cut.append(ballot)
                return
            assert status == 200, body
            with self.lock:
                self.receipts.append(body)


@pytest.mark.slow
def test_no_receipt_is_ever_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], length: Callable[[int, int], int]
) -> None:
    kills = length(*KILLS)
    world = open_world(tmp_path, kills * ROUND)
    uuid = world.uuids[0]
    choose = random.Random(2)
    server = Server(tmp_path, workers=2, VOTEAPP_SEAL_EVERY="0.02")
    receipts: list[bytes] = []
    cut: list[bytes] = []
    cut_rounds = 0
    for number in range(kills):
        ballots = [
            world.ballot(uuid, member, YES)
            for member in range(number * ROUND, (number + 1) * ROUND)
        ]
        server.start()
        current = Round(server, uuid, ballots)
        current.run(choose.randint(0, ROUND * 2 // 3), choose.uniform(0, 0.02))
        receipts += current.receipts
        cut += current.cut
        cut_rounds += bool(current.cut)
    saved = finish(world, cut)
    with capsys.disabled():
        print(
            f"\n{kills} kills, {cut_rounds} of them between request and response "
            f"({len(cut)} requests cut, {saved} of their ballots had been kept); "
            f"{len(receipts)} receipts, all in the record"
        )
    assert cut_rounds >= kills // 5
    check_receipts(world, receipts)


def finish(world: World, cut: list[bytes]) -> int:
    """Close; how many of the ballots whose answer was lost are in the record all the same."""
    world.restart()
    world.close("Done.")
    uuid = world.uuids[0]
    found = [search.find_tracker(world.context, uuid, compute_tracker(b)).state for b in cut]
    return found.count("sealed")


def check_receipts(world: World, receipts: list[bytes]) -> None:
    """Each receipt's tracker stands in the record, in its batch or before; the whole verifies."""
    uuid = world.uuids[0]
    for body in receipts:
        receipt = decode_receipt(body)
        view = search.find_tracker(world.context, uuid, receipt.tracker)
        assert view.state == "sealed" and view.batch is not None
        assert view.batch <= receipt.batch
    report = verify_bundle(BytesSource(publishing.get_bundle(world.context, uuid)))
    assert report.findings == []
    world.context.board.close()
    world.context.roll.close()
