"""From the sealed board to the result: the objects of each event, computed by the format's rules.

Belenios specification, "Encrypted tally", "Partial decryptions", "Election result".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from voteapp.protocol.ballots import decode_ballot, decode_pairs
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.keys.trustees import Item
from voteapp.protocol.kinds import compute_widths
from voteapp.protocol.tally import (
    ElementMatrix,
    OwnedPartialDecryption,
    PairMatrix,
    PartialDecryption,
    Result,
    SizedEncryptedTally,
    TallyAccumulator,
    combine_factors,
    compute_result,
    encode_tally,
    select_last_ballots,
)


class Tally(NamedTuple):
    """The encrypted tally, how many ballots went in, and the objects of its event."""

    totals: PairMatrix
    counted: int
    objects: list[bytes]


def compute_tally(context: ElectionContext, ballots: Sequence[bytes]) -> Tally:
    """Multiply the ballots of the board, in board order; the last of a credential counts.

    The ballots are those that were accepted: their proofs are not checked again.
    """
    decoded = [decode_ballot(ballot) for ballot in ballots]
    counting = select_last_ballots([ballot.credential for ballot in decoded])
    totals = TallyAccumulator(context.group, compute_widths(context.election.questions))
    for index in counting:
        totals.add(decode_pairs(context, decoded[index]), 1)
    encrypted = encode_json(encode_tally(context.group, totals.totals))
    sized = SizedEncryptedTally(len(counting), len(counting), hash_hex(encrypted))
    return Tally(totals.totals, len(counting), [encrypted, encode_json(sized)])


def encode_owned_decryption(owner: int, decryption: PartialDecryption) -> list[bytes]:
    """The objects of a PartialDecryption event."""
    body = encode_json(decryption)
    return [body, encode_json(OwnedPartialDecryption(owner, hash_hex(body)))]


def compute_result_object(
    context: ElectionContext,
    items: Sequence[Item],
    tally: PairMatrix,
    factors: Mapping[int, ElementMatrix],
    counted: int,
) -> bytes:
    """The result from checked factors by owner.

    Raises MisuseError for too few, ProtocolError ``result-value``.
    """
    combined = combine_factors(context.group, items, factors)
    return encode_json(Result(compute_result(context.group, tally, combined, counted)))
