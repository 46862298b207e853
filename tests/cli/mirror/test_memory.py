"""A mirror's memory: what a ballot more costs the real command, which holds no record.

``python -m benchmarks mirroring`` measures a board of 32,000 real ballots.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.mirroring import (
    MEGABYTE,
    MOST_BYTES_A_BALLOT,
    Pull,
    compute_slope,
    pull,
    write_board,
)
from tests.support.randomness import RandomStream
from voteapp.campaign.canonical import encode_canonical
from voteapp.cli.demo.plan import create_plan
from voteapp.cli.demo.play import BATCH_SIZE, create_demo
from voteapp.cli.remembering import RememberedBallots
from voteapp.protocol.ballots import create_ballot
from voteapp.protocol.encoding import hash_hex

pytestmark = [pytest.mark.slow, pytest.mark.alone]

FEW, MANY = 1500, 6500
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def pull_board(folder: Path, ballots: int) -> Pull:
    """So many ballots that differ in their credential alone, which takes no time, and are
    remembered as verified: everything else of them is read, as it is of right ones."""
    random_bytes = RandomStream(f"memory {ballots}")
    plan = create_plan("vote", random_bytes)
    demo = create_demo(plan, ballots, NOW, random_bytes, scrypt_n=2**4)
    election, teller = demo.election, demo.teller
    choices = plan.draw(random_bytes)
    first = create_ballot(election.context, teller.get_credential(0), choices, random_bytes)
    public = teller.get_public_credentials(election.uuid)[:ballots]
    made = [first.replace(public[0].encode(), one.encode()) for one in public]
    for begin in range(0, ballots, BATCH_SIZE):
        election.seal(made[begin : begin + BATCH_SIZE])
    write_board(election, folder / "board")
    place = folder / "copy" / election.uuid
    place.mkdir(parents=True)
    remembered = RememberedBallots(
        fingerprint=election.context.fingerprint, ballots=sorted(map(hash_hex, made))
    )
    (place / "verified.json").write_bytes(encode_canonical(remembered))
    found = pull(folder / "board", folder / "copy")
    assert (place / f"{election.uuid}.bel").read_bytes() == election.record
    return found


def test_memory_grows_by_little_a_ballot(tmp_path: Path) -> None:
    """A ballot has 4,700 bytes in the record: less than that says that it is not held."""
    less, more = (pull_board(tmp_path / str(ballots), ballots) for ballots in (FEW, MANY))
    for before, after in ((less.first, more.first), (less.second, more.second)):
        assert before.memory < 60 * MEGABYTE
        slope = compute_slope(before.memory, after.memory, MANY - FEW)
        assert slope < MOST_BYTES_A_BALLOT, slope
