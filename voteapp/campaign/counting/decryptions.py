"""What a trustee posts after closing: factors with both kinds of proof.

docs/formats.md, "What a trustee posts".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from voteapp.campaign.canonical import Record, decode_strict
from voteapp.campaign.counting.strong_proofs import DecryptionContext, create_strong_proofs
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.proofs import Pair, Proof
from voteapp.protocol.tally import PartialDecryption, create_partial_decryption


class Decryption(Record, frozen=True, kw_only=True):
    """One trustee's decryption of one group; ``group`` is the plan's group code."""

    type: Literal["voteapp-decryption"] = "voteapp-decryption"
    version: Literal[1] = 1
    uuid: str
    group: str
    owner: int
    partial_decryption: PartialDecryption
    strong_proofs: list[list[Proof]]


def create_decryption(
    uuid: str,
    group_code: str,
    context: DecryptionContext,
    private_key: int,
    tally: Sequence[Sequence[Pair]],
    random_bytes: RandomBytes,
) -> Decryption:
    """Decrypt a tally that the caller recomputed itself; the format's proofs come first."""
    rows = [list(row) for row in tally]
    partial = create_partial_decryption(
        context.group, context.fingerprint, private_key, rows, random_bytes
    )
    return Decryption(
        uuid=uuid,
        group=group_code,
        owner=context.owner,
        partial_decryption=partial,
        strong_proofs=create_strong_proofs(context, private_key, rows, random_bytes),
    )


def decode_decryption(data: bytes) -> Decryption:
    """Read a posted decryption; raises ProtocolError ``decryption-encoding``."""
    return decode_strict(data, Decryption, "decryption-encoding", "the posted decryption")
