"""What a teller does: draw the tokens, and post the slips' public halves."""

from __future__ import annotations

from collections.abc import Sequence

from voteapp.campaign.slips.token_files import (
    Slip,
    TokenBatch,
    compute_public_credentials,
    create_token_batch,
)
from voteapp.campaign.slips.tokens import compute_credential, create_token
from voteapp.protocol.encoding import RandomBytes


class PlayedTeller:
    """A teller with the slips, whose places in ``tokens`` are the members' numbers, from 0."""

    def __init__(self, slips: int, random_bytes: RandomBytes) -> None:
        self.random_bytes = random_bytes
        self.tokens = [create_token(random_bytes) for _ in range(slips)]

    def get_credential(self, member: int) -> str:
        """The private credential of a member's slip."""
        return compute_credential(self.tokens[member])

    def get_public_credentials(self, uuid: str) -> list[str]:
        """The slips' public credentials in an election, in the order of the tokens."""
        return compute_public_credentials(uuid, self.tokens)

    def create_batch(self, uuids: Sequence[str], leaf: str) -> TokenBatch:
        """What is posted of slips that all belong to one unit."""
        return create_token_batch(
            uuids,
            [Slip(leaf=leaf, token=token) for token in self.tokens],
            {uuid: self.get_public_credentials(uuid) for uuid in uuids},
            self.random_bytes,
        )
