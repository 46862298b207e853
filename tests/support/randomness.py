"""Random bytes that are the same at each run, in Python and in JavaScript."""

from __future__ import annotations

from hashlib import sha256


class RandomStream:
    """Called with a number, gives so many bytes; block i is SHA-256(seed "|" i), i from 0."""

    def __init__(self, seed: str | bytes) -> None:
        self._seed = seed.encode() if isinstance(seed, str) else seed
        self._block = 0
        self._rest = b""

    def __call__(self, size: int) -> bytes:
        while len(self._rest) < size:
            self._rest += sha256(self._seed + b"|%d" % self._block).digest()
            self._block += 1
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken
