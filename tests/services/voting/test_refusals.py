"""Who is told what of a ballot that is not taken, in which order, and how often."""

from __future__ import annotations

import pytest

from tests.players.services.world import World
from tests.services.voting.test_casting import read_refusal, swap_proofs
from voteapp.protocol import ballots
from voteapp.services.errors import (
    BallotRefusedError,
    TooManyFailuresError,
    UsedSlipError,
    VoidedSlipError,
)
from voteapp.services.voting import casting

YES, NO = [[0, 1, 0]], [[0, 0, 1]]


@pytest.fixture
def opened(world: World) -> World:
    """An open vote."""
    world.open()
    return world


def test_who_cannot_sign_learns_nothing_of_a_ballot(opened: World) -> None:
    """The same answer before it comes, while it waits, after its seal, and where a slip is void."""
    uuid = opened.uuids[0]
    forged = [swap_proofs(opened.ballot(uuid, member, NO)) for member in range(11)]

    def ask() -> list[str]:
        found = []
        for data in forged:
            with pytest.raises(BallotRefusedError) as caught:
                casting.cast(opened.context, uuid, data)
            found.append(caught.value.finding)
        return found

    before = ask()
    assert before == ["ballot-signature"] * 11
    opened.void(10)
    for member in range(10):
        opened.cast(uuid, member, YES)
    assert ask() == before
    opened.clock.advance(hours=1)
    opened.tick()
    assert ask() == before
    opened.close()
    assert ask() == before


def test_a_second_ballot_counts_like_a_broken_one(opened: World) -> None:
    uuid = opened.uuids[0]
    opened.cast(uuid, 0, YES)
    for _ in range(casting.MOST_FAILURES):
        with pytest.raises(UsedSlipError):
            opened.cast(uuid, 0, NO)
    with pytest.raises(TooManyFailuresError):
        opened.cast(uuid, 0, NO)
    with pytest.raises(BallotRefusedError):  # whoever cannot sign does not learn of it
        casting.cast(opened.context, uuid, swap_proofs(opened.ballot(uuid, 0, NO)))
    opened.cast(uuid, 1, NO)


def test_the_same_refused_bytes_cost_no_proof_and_count_once(
    opened: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = opened.uuids[0]
    opened.cast(uuid, 0, YES)
    second = opened.ballot(uuid, 0, NO)
    with pytest.raises(UsedSlipError):
        casting.cast(opened.context, uuid, second)
    with monkeypatch.context() as patch:
        patch.setattr(ballots, "check_proofs", None)
        patch.setattr(ballots, "check_signature", None)
        for _ in range(casting.MOST_FAILURES + 5):
            with pytest.raises(UsedSlipError):
                casting.cast(opened.context, uuid, second)
    with pytest.raises(UsedSlipError):
        opened.cast(uuid, 0, NO)


def test_voided_comes_before_closed_and_used_too(opened: World) -> None:
    uuid = opened.uuids[0]
    opened.void(1)
    first = opened.cast(uuid, 0, YES)
    second, void = opened.ballot(uuid, 0, NO), opened.ballot(uuid, 1, YES)
    for closed in (False, True):
        with pytest.raises(VoidedSlipError) as caught:
            casting.cast(opened.context, uuid, void)
        assert read_refusal(opened, caught.value, void).void is not None
        with pytest.raises(UsedSlipError) as used:
            casting.cast(opened.context, uuid, second)
        receipt = read_refusal(opened, used.value, second).receipt
        assert receipt is not None and receipt.batch == (1 if closed else 2)
        assert receipt.tracker.encode() in first
        if not closed:
            opened.close()
