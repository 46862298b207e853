"""Batches against heads, and slip counts, one rule at a time."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.board.batches import (
    Batch,
    EventView,
    compute_batches,
    sort_batch,
    verify_batches,
    verify_boundaries,
    verify_heads,
)
from voteapp.campaign.board.signing import Head
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.campaign.slips.counts import SlipCount, check_slip_counts, list_misfits
from voteapp.errors import ProtocolError

PRIVATE = hashlib.sha256(b"server").digest()
KEY = compute_server_key(PRIVATE)
UUID, FINGERPRINT = "LVT5DeUveUjg2b", "F" * 43


def make_board(sizes: list[int]) -> tuple[list[EventView], list[Head]]:
    """A closed board with batches of these sizes, and its heads."""
    events, heads = [EventView("setup", "Setup")], []
    for number, size in enumerate(sizes, 1):
        for ballot in sorted(f"{number:02d}-{i:03d}" for i in range(size)):
            events.append(EventView(f"event {ballot}", "Ballot", ballot, f"voter {ballot}"))
        heads.append(make_head(events, number))
    events.append(EventView("end", "EndBallots"))
    heads.append(make_head(events, len(sizes), final=True))
    return events, heads


def make_head(events: list[EventView], batch: int, *, final: bool = False) -> Head:
    head = Head(
        uuid=UUID,
        fingerprint=FINGERPRINT,
        batch=batch,
        height=len(events) - 1,
        event=events[-1].digest,
        final=final,
    )
    return sign(head, PRIVATE)


def find_codes(events: list[EventView], heads: list[Head]) -> list[str]:
    errors = list(verify_heads(heads, UUID, FINGERPRINT, KEY))
    errors = errors or list(verify_boundaries(heads, events))
    errors = errors or list(verify_batches(compute_batches(heads), events))
    return [error.code for error in errors]


@given(st.lists(st.integers(1, 9), max_size=6))
def test_honest_boards_are_right(sizes: list[int]) -> None:
    events, heads = make_board(sizes)
    assert find_codes(events, heads) == []
    assert [batch.last - batch.first + 1 for batch in compute_batches(heads)] == sizes


def test_heads_are_the_boundaries() -> None:
    assert compute_batches(make_board([2, 3])[1]) == [Batch(1, 1, 2), Batch(2, 3, 5)]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.data())
def test_a_missing_head_is_always_found(sizes: list[int], data: st.DataObject) -> None:
    events, heads = make_board(sizes)
    del heads[data.draw(st.integers(0, len(heads) - 1))]
    assert find_codes(events, heads) in (["head-sequence"], ["head-missing"])


def test_a_voting_board_needs_no_final_head() -> None:
    events, heads = make_board([2, 1])
    assert find_codes(events[:-1], heads[:-1]) == []
    assert find_codes(events[:1], []) == []
    assert find_codes(events[:3], heads[:1]) == []
    assert find_codes(events[:4], heads[:1]) == ["head-missing"]


def test_a_credential_across_batches() -> None:
    events, heads = make_board([2, 2])
    events[4] = events[4]._replace(credential=events[1].credential)
    assert find_codes(events, heads) == ["credential-reused"]
    events[3] = events[3]._replace(credential=events[1].credential)
    assert find_codes(events, heads) == ["credential-reused"] * 2


def test_ballots_are_sorted_by_their_hash() -> None:
    ballots = [str(i).encode() for i in range(50)]
    hashes = [hashlib.sha256(ballot).hexdigest() for ballot in sort_batch(ballots)]
    assert hashes == sorted(hashes) and len(set(hashes)) == 50


def count(leaf: str, *numbers: int) -> SlipCount:
    printed, handed_out, spoiled, returned = numbers
    return SlipCount(
        leaf=leaf, printed=printed, handed_out=handed_out, spoiled=spoiled, returned=returned
    )


MADE, CAME = {"icu": 3, "er": 10}, {"er": 5}


def test_counts_to_the_last_slip_are_right() -> None:
    counts = [count("er", 10, 8, 2, 1), count("icu", 0, 0, 0, 0)]
    check_slip_counts(counts, ["icu", "er"])
    assert list_misfits(counts, MADE, CAME) == []


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ([], "slips-leaves"),
        ([count("er", 10, 8, 2, 1)] * 2, "slips-leaves"),
        ([count("icu", 10, 8, 2, 1)], "slips-leaves"),
        ([count("er", 10, 8, -1, 0)], "slips-counts"),
        ([count("er", 2**31, 8, 2, 1)], "slips-counts"),
    ],
)
def test_what_are_no_counts(counts: list[SlipCount], code: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        check_slip_counts(counts, ["er"])
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("numbers", "misfits"),
    [
        ((11, 8, 2, 1), [("slips-more-printed", 11, 10)]),
        ((9, 10, 2, 1), [("slips-more-handed-out", 10, 9)]),
        ((10, 8, 2, 2), [("slips-more-ballots", 5, 4)]),
        ((10, 8, 7, 2), [("slips-more-back", 9, 8), ("slips-more-ballots", 5, 0)]),
        (
            (11, 12, 9, 4),
            [
                ("slips-more-printed", 11, 10),
                ("slips-more-handed-out", 12, 11),
                ("slips-more-back", 13, 12),
                ("slips-more-ballots", 5, 0),
            ],
        ),
    ],
)
def test_what_does_not_fit_is_told_with_both_numbers(
    numbers: tuple[int, ...], misfits: list[tuple[str, int, int]]
) -> None:
    found = list_misfits([count("er", *numbers)], MADE, CAME)
    assert [(misfit.code, misfit.found, misfit.most) for misfit in found] == misfits
    for misfit in found:
        assert f"{misfit.found} " in misfit.sentence and f" {misfit.most} " in misfit.sentence + " "
