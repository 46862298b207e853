"""What a teller does: draw the tokens, post the slips' public halves, sign what she does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voteapp.campaign.signed import compute_server_key
from voteapp.campaign.slips.tellers import (
    Part,
    TellerSecret,
    TellerStatement,
    create_statement,
    create_teller,
)
from voteapp.campaign.slips.token_files import (
    Slip,
    TokenBatch,
    compute_public_credentials,
    create_token_batch,
)
from voteapp.campaign.slips.tokens import compute_credential, create_token
from voteapp.protocol.encoding import RandomBytes


class PlayedTeller:
    """A teller with the slips, whose places in ``tokens`` are the members' numbers, from 0.

    ``keys`` is where her key and her salts come from, when it is not ``random_bytes``.
    """

    def __init__(
        self,
        slips: int,
        random_bytes: RandomBytes,
        *,
        elections: int = 1,
        name: str = "Teller",
        keys: RandomBytes | None = None,
    ) -> None:
        self.tokens = [create_token(random_bytes) for _ in range(slips)]
        self.secret: TellerSecret = create_teller(name, "page", elections, keys or random_bytes)

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
            self.secret,
        )

    def create_statement(
        self, uuids: Sequence[str], parts: Sequence[Mapping[str, str]]
    ) -> TellerStatement:
        """What stands in the manifest; ``parts``: each election's {credential: leaf}."""
        return create_statement(uuids, parts, self.secret)

    def open_part(self, leaves: Mapping[str, str], place: int = 0) -> Part:
        """Her part of the election at ``place``, as it is opened when voting is over."""
        key = compute_server_key(bytes.fromhex(self.secret.key))
        return Part(key=key, salt=self.secret.salts[place], leaves=dict(leaves))
