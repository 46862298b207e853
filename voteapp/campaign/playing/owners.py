"""What everybody who holds a key of an election does with it: rehearse, agree, decrypt.

For ``voteapp demo``, ``voteapp fill-demo``, the benchmarks and the tests.
"""

from __future__ import annotations

from voteapp.campaign.counting.decryptions import Decryption, create_decryption
from voteapp.campaign.counting.strong_proofs import DecryptionContext
from voteapp.campaign.keys.rehearsal import RehearsalAnswer, compute_digest, create_answer
from voteapp.campaign.keys.single import protect_trustee_key
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import Statement, create_statement
from voteapp.protocol.encoding import RandomBytes
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import TrusteePublicKey, create_trustee_public_key
from voteapp.protocol.tally import PairMatrix


class PlayedOwner:
    """A trustee with its secrets; ``number``, from 1, is what owns its decryption."""

    private_key: int
    signing_key: int

    def __init__(self, number: int, random_bytes: RandomBytes) -> None:
        self.number, self.random_bytes = number, random_bytes
        self.group = get_group(GROUP_NAME)

    def rehearse(self, digest: str) -> RehearsalAnswer:
        """The answer to the rehearsal of a key; ``digest`` says of which."""
        return create_answer(self.group, self.private_key, digest, self.number, self.random_bytes)

    def agree(self, text: str) -> Statement:
        """A statement: ``text`` signed."""
        signer = Signer("trustee", self.number)
        return create_statement(self.group, signer, self.signing_key, text, self.random_bytes)

    def decrypt(
        self, uuid: str, code: str, bound: DecryptionContext, totals: PairMatrix
    ) -> Decryption:
        """The factors of a release group with both kinds of proof."""
        return create_decryption(uuid, code, bound, self.private_key, totals, self.random_bytes)


class PlayedSoleTrustee(PlayedOwner):
    """A campaign's only trustee, whose key needs no ceremony."""

    key: TrusteePublicKey

    def __init__(self, random_bytes: RandomBytes) -> None:
        super().__init__(1, random_bytes)
        self.private_key = self.signing_key = self.group.random_scalar(random_bytes)
        self.key = create_trustee_public_key(self.group, self.private_key, random_bytes)

    @property
    def digest(self) -> str:
        """What the rehearsal calls the key."""
        return compute_digest(self.key)

    def protect(self, passphrase: str, *, n: int) -> bytes:
        """The key file; scrypt's cost is ``n``."""
        return protect_trustee_key(self.key, self.private_key, passphrase, self.random_bytes, n=n)
