"""Heads and records that part ways."""

from __future__ import annotations

import pytest

from tests.players.campaign.elections import SERVER_KEY, VOTES, Workshop
from voteapp.campaign.board.mirrored import check_covered, check_head, check_history, find_end
from voteapp.campaign.board.signing import Head
from voteapp.campaign.signed import compute_server_key, sign
from voteapp.errors import ProtocolError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import AcceptedEvent, read_structure

UUID, FINGERPRINT = "2222222222222A", "A" * 43


def head(batch: int, height: int, event: str, *, final: bool = False) -> Head:
    made = Head(
        uuid=UUID, fingerprint=FINGERPRINT, batch=batch, height=height, event=event, final=final
    )
    return sign(made, SERVER_KEY)


def events(*kinds: str) -> list[AcceptedEvent]:
    return [AcceptedEvent(i, kind, f"{i:064}", None) for i, kind in enumerate(kinds)]


BOARD = events("Setup", "Ballot", "Ballot", "Ballot", "EndBallots")
FIRST, FINAL = head(1, 2, f"{2:064}"), head(2, 4, f"{4:064}", final=True)
SECOND = head(2, 3, f"{3:064}")


def test_an_honest_history() -> None:
    check_history(BOARD, [FIRST, SECOND, FINAL])
    check_history(BOARD[:2], [FIRST, SECOND, FINAL])  # the record lags behind its heads
    check_covered(BOARD, [FIRST, SECOND, FINAL])
    check_covered(BOARD[:3], [FIRST])
    check_covered(BOARD[:1], [])
    check_head(FIRST, UUID, FINGERPRINT, compute_server_key(SERVER_KEY))
    assert find_end(BOARD, [FIRST, SECOND, FINAL]) == f"{4:064}"
    assert find_end(BOARD[:4], [FIRST, SECOND, FINAL]) is None


@pytest.mark.parametrize(
    "heads",
    [
        [FIRST, head(1, 2, "f" * 64)],
        [FIRST, head(1, 3, f"{3:064}")],
        [head(1, 2, "f" * 64)],
        [head(1, 9, "e" * 64), head(1, 9, "f" * 64)],
        [FINAL, head(3, 5, "f" * 64)],
        [FINAL, head(3, 3, f"{3:064}", final=True)],
    ],
)
def test_two_histories(heads: list[Head]) -> None:
    with pytest.raises(ProtocolError) as caught:
        check_history(BOARD, heads)
    assert caught.value.code == "history-forked"


@pytest.mark.parametrize(
    ("board", "heads"),
    [(BOARD[:4], [FIRST]), (BOARD[:2], []), (BOARD, [FIRST, SECOND, head(2, 4, f"{4:064}")])],
)
def test_what_no_head_covers(board: list[AcceptedEvent], heads: list[Head]) -> None:
    with pytest.raises(ProtocolError, match="no signed"):
        check_covered(board, heads)
    assert find_end(board, heads) is None


def test_heads_of_others() -> None:
    key = compute_server_key(SERVER_KEY)
    for wrong in (("2222222222222B", FINGERPRINT), (UUID, "B" * 43)):
        with pytest.raises(ProtocolError, match="another election"):
            check_head(FIRST, *wrong, key)
    with pytest.raises(ProtocolError, match="signature"):
        check_head(FIRST, UUID, FINGERPRINT, compute_server_key(b"1" * 32))


def test_a_played_election() -> None:
    workshop = Workshop("mirrored")
    election = workshop.play(workshop.open(), VOTES)
    source = BytesSource(election.record)
    structure = read_structure(source, Findings(), lambda _done, _total: None)
    check_history(structure.events, election.evidence.heads)
    check_covered(structure.events, election.evidence.heads)
    assert find_end(structure.events, election.evidence.heads) == election.end
