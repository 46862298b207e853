"""What a slip cast in an election, from the files alone: whoever holds the slip asks nobody.

docs/how-to/auditor.md, "What a slip cast". The same as ``static/js/campaign/board/uses.js``. The
file itself is the auditor's to check.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from voteapp.campaign.board.signing import Head
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.ballots import Ballot, decode_ballot
from voteapp.protocol.encoding import hex_to_base64


class CastBallot(NamedTuple):
    """A ballot on the board: its tracker, the batch in which it was sealed (None: no head covers
    it, which is a finding of the auditor), and its hash (base64), which the phone showed before it
    was sent."""

    tracker: str
    batch: int | None
    commitment: str


class SlipUse(NamedTuple):
    """Whether the credential is on the list and was made void, its ballots in the record, and how
    far the record reaches: the last batch sealed (0: none), and whether voting has ended."""

    listed: bool
    voided: bool
    ballots: tuple[CastBallot, ...]
    sealed: int
    ended: bool


def find_use(
    structure: Structure,
    listed: Collection[str],
    heads: Sequence[Head],
    voided: Collection[str],
    credential: str,
) -> SlipUse:
    """Look for a public credential (64 hex) in a record and what stands beside it.

    ``listed``: the credentials of the record, each 64 hex, a weight may follow. A ballot that
    cannot be read is nobody's here.
    """
    cast = []
    for event in structure.of_kind("Ballot"):
        ballot = event.payload and _read_ballot(structure, event.payload)
        if not ballot or not event.payload or ballot.credential != credential:
            continue
        batches = [head.batch for head in heads if head.height >= event.height]
        tracker, batch = hex_to_base64(event.payload), min(batches, default=None)
        cast.append(CastBallot(tracker, batch, ballot.signature.hash))
    return SlipUse(
        listed=any(one.partition(",")[0] == credential for one in listed),
        voided=credential in voided,
        ballots=tuple(cast),
        sealed=max((head.batch for head in heads), default=0),
        ended=bool(structure.of_kind("EndBallots")),
    )


def _read_ballot(structure: Structure, payload: str) -> Ballot | None:
    try:
        return decode_ballot(structure.fetch(payload) or b"")
    except ProtocolError:
        return None
