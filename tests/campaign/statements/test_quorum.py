"""How many must sign: two closings never both have enough while as many lie as are allowed to."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.quorum import (
    Sizes,
    compute_missing,
    compute_quorum,
    count_absent,
)

VECTORS = Path(__file__).parents[2] / "vectors-deterministic" / "quorum.json"
SIZES = [
    Sizes(trustees, threshold, witnesses)
    for trustees, threshold, witnesses in product(range(1, 8), range(1, 8), range(5))
    if threshold <= trustees < 2 * threshold and witnesses < threshold
]


@pytest.mark.parametrize(
    ("sizes", "needed"),
    [
        (Sizes(1, 1), 1),
        (Sizes(3, 2), 3),
        (Sizes(3, 2, 1), 3),
        (Sizes(5, 3), 4),
        (Sizes(5, 3, 2), 5),
        (Sizes(4, 3), 4),
    ],
)
def test_the_rule_by_examples(sizes: Sizes, needed: int) -> None:
    assert compute_quorum(sizes) == needed
    assert count_absent(sizes) == sizes.everybody - needed


def test_two_closings_would_need_an_honest_person_twice() -> None:
    """With f liars, who sign both and say "out" to whom they like, and honest people, who sign one
    closing or an out: what two closings need is more honest signatures than there are people."""
    for sizes in SIZES:
        lying = min(sizes.lying, sizes.everybody)
        honest = sizes.everybody - lying
        for h1, h2 in product(range(honest + 1), repeat=2):
            for l1, l2 in product(range(lying + 1), repeat=2):
                one, other = compute_quorum(sizes, h1 + l1), compute_quorum(sizes, h2 + l2)
                wanted = (one - (lying - l1)) + (other - (lying - l2))
                assert wanted > honest - max(h1, h2), (sizes, h1, h2, l1, l2)


def sign(sizes: Sizes, trustees: int, witnesses: int = 0) -> set[Signer]:
    assert trustees <= sizes.trustees and witnesses <= sizes.witnesses
    signed = {Signer("trustee", number) for number in range(1, trustees + 1)}
    return signed | {Signer("witness", number) for number in range(1, witnesses + 1)}


def test_an_out_counts_for_nobody() -> None:
    sizes, out = Sizes(3, 2), Signer("trustee", 3)
    assert compute_missing(sizes, sign(sizes, 2), [], 0) == (1, 0, 0)
    assert compute_missing(sizes, sign(sizes, 2), [out], 0).enough
    assert compute_missing(sizes, sign(sizes, 3), [out], 0).enough
    assert compute_missing(sizes, {Signer("trustee", 1), out}, [out], 0) == (1, 1, 0)


def test_witnesses_replace_no_trustee() -> None:
    sizes = Sizes(5, 3, 2)
    assert compute_missing(sizes, sign(sizes, 2, 2), [], 0) == (1, 1, 0)
    assert compute_missing(sizes, sign(sizes, 3, 2), [], 0).enough


def test_mirrors_are_needed_or_everybody() -> None:
    sizes = Sizes(3, 2, 0, 3)
    assert compute_missing(sizes, sign(sizes, 2), [], 1) == (0, 0, 1)
    assert compute_missing(sizes, sign(sizes, 2), [], 2).enough
    assert compute_missing(sizes, sign(sizes, 1), [], 3) == (0, 1, 0)
    assert compute_missing(sizes, sign(sizes, 3), [], 0).enough
    assert not compute_missing(sizes, sign(sizes, 3), [Signer("trustee", 3)], 0).enough


@given(st.sampled_from(SIZES), st.data())
def test_one_more_never_hurts(sizes: Sizes, data: st.DataObject) -> None:
    everybody = sorted(sign(sizes, sizes.trustees, sizes.witnesses))
    signed = data.draw(st.sets(st.sampled_from(everybody)))
    outs = data.draw(st.sets(st.sampled_from(everybody)))
    before = compute_missing(sizes, signed, outs, 0)
    for signer in everybody:
        after = compute_missing(sizes, signed | {signer}, outs, 0)
        assert after.statements <= before.statements and after.trustees <= before.trustees


def test_javascript_counts_the_same() -> None:
    vectors = json.loads(VECTORS.read_text())
    assert len(vectors) > 300
    for vector in vectors:
        sizes = Sizes(**vector["sizes"])
        signed = sign(sizes, vector["signed"]["trustees"], vector["signed"]["witnesses"])
        outs = [Signer("trustee", sizes.trustees - place) for place in range(vector["outs"])]
        missing = compute_missing(sizes, signed, outs, vector["ends"])
        assert missing._asdict() == vector["missing"], vector
        assert compute_quorum(sizes, vector["outs"]) == vector["quorum"], vector
