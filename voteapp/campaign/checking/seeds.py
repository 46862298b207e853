"""The randomness of a ballot, from a seed: whoever is shown the seed makes the same ballot again.

PAPER, "Check instead of send"; docs/formats.md, "Checking a ballot". The same as
``static/js/campaign/checking/seeds.js``.
"""

from __future__ import annotations

import hashlib

from voteapp.errors import MisuseError
from voteapp.protocol.encoding import RandomBytes

SEED_BYTES = 32
BLOCK_BYTES = 64


def create_seeded(seed: bytes, fingerprint: str, credential: str) -> RandomBytes:
    """The randomness of one ballot's encryption and proofs; never of its signature.

    ``seed``: 32 bytes; ``fingerprint``: of the election; ``credential``: the public one (64 hex).
    Each call gives one block of 64 bytes, from which one exponent is drawn. Raises MisuseError for
    a seed, or a number of bytes, that is another.
    """
    if len(seed) != SEED_BYTES:
        raise MisuseError("a ballot's seed has 32 bytes")
    start = hashlib.sha512(f"voteapp-seed|{seed.hex()}|{fingerprint}|{credential}|".encode())
    drawn = 0

    def draw(size: int) -> bytes:
        nonlocal drawn
        if size != BLOCK_BYTES:
            raise MisuseError("a ballot draws blocks of 64 bytes")
        block = start.copy()
        block.update(b"%d" % drawn)
        drawn += 1
        return block.digest()

    return draw
