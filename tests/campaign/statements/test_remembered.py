"""What a key that signed something never signs any more, whatever it is shown."""

from __future__ import annotations

import pytest

from voteapp.campaign.statements.remembered import check_may_sign, split_text
from voteapp.campaign.statements.signing import Statement
from voteapp.campaign.statements.texts import (
    compute_closing_text,
    compute_confirmation_text,
    compute_end_text,
    compute_opening_text,
    compute_out_text,
)
from voteapp.errors import ConflictError
from voteapp.protocol.proofs import Proof

A, B, C = ("A" * 43, "B" * 43, "C" * 43)
H, K = "0" * 64, "1" * 64
OPENING = compute_opening_text([A, B], H, late=False)
LATE = compute_opening_text([A, B], H, late=True)
OUT = compute_out_text([A, B])
CLOSING = compute_closing_text(A, H, H, H)
CONFIRMATION = compute_confirmation_text(A, H)
END = compute_end_text(A, H)


def keep(*texts: str) -> list[Statement]:
    proof = Proof(challenge="0", response="0")
    return [Statement(message=t, role="trustee", number=1, signature=proof) for t in texts]


@pytest.mark.parametrize(
    ("text", "kind", "named", "rest"),
    [
        (OPENING, "voteapp-opening", (A, B), (H,)),
        (LATE, "voteapp-opening-late", (A, B), (H,)),
        (OUT, "voteapp-out", (A, B), ()),
        (CLOSING, "voteapp-closing", (A,), (H, H, H)),
        (END, "voteapp-end", (A,), (H,)),
        ("nonsense", "nonsense", (), ()),
    ],
)
def test_texts_come_apart(
    text: str, kind: str, named: tuple[str, ...], rest: tuple[str, ...]
) -> None:
    assert split_text(text) == (kind, named, rest)


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ([], OPENING),
        ([], LATE),
        ([], OUT),
        ([OPENING], LATE),
        ([OPENING], OUT),
        ([LATE], CLOSING),
        ([OPENING], CLOSING),
        ([OPENING, CLOSING], compute_closing_text(B, K, H, H)),
        ([OPENING, CLOSING], CONFIRMATION),
        ([OPENING], CONFIRMATION),
        ([OPENING, CLOSING, CONFIRMATION], compute_opening_text([C], H, late=False)),
        ([OUT], compute_opening_text([C], H, late=False)),
        ([], END),
        ([END], compute_end_text(B, H)),
    ],
)
def test_what_may_be_signed(kept: list[str], text: str) -> None:
    assert check_may_sign(keep(*kept), text) is None
    again = keep(*kept, text)
    assert check_may_sign(again, text) == again[-1]


@pytest.mark.parametrize(
    ("kept", "text", "said"),
    [
        ([], CLOSING, "not signed the opening"),
        ([compute_opening_text([C], H, late=False)], CLOSING, "not signed the opening"),
        ([OPENING, CLOSING], compute_closing_text(A, K, H, H), "never sign two"),
        ([OPENING, CLOSING], compute_closing_text(A, H, K, H), "never sign two"),
        ([OPENING, CLOSING], compute_closing_text(A, H, H, K), "never sign two"),
        ([OPENING, CLOSING], OUT, "That statement is there and counts"),
        ([OPENING, OUT], CLOSING, "is out"),
        ([OPENING, OUT], CONFIRMATION, "is out"),
        ([OUT], OPENING, "is out"),
        ([OUT], LATE, "is out"),
        ([OUT], compute_out_text([A]), "shares an election"),
        ([LATE], OPENING, "no second one"),
        ([OPENING], compute_opening_text([A, B], K, late=False), "no second one"),
        ([LATE], compute_opening_text([A, B], K, late=True), "no second one"),
        ([OPENING], compute_opening_text([A, C], H, late=False), "shares an election"),
        ([OPENING], compute_opening_text([B, A], H, late=True), "shares an election"),
        ([CONFIRMATION], compute_confirmation_text(A, K), "another result"),
        ([END], compute_end_text(A, K), "signs no second one"),
    ],
)
def test_what_is_never_signed(kept: list[str], text: str, said: str) -> None:
    with pytest.raises(ConflictError, match=said):
        check_may_sign(keep(*kept), text)
