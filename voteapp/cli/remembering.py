"""The file in which a trustee's verifications remember the ballots that were verified.

A verification can run while voting does, be interrupted and go on; ``trustee decrypt`` then has
little left to do. docs/formats.md, "Remembered ballots".
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.watching import OnProgress
from voteapp.errors import ProtocolError
from voteapp.protocol.audit.known import KnownBallots
from voteapp.protocol.encoding import is_hex

SECONDS_BETWEEN_WRITES = 10.0


class RememberedBallots(Record, frozen=True, kw_only=True):
    """The file: hashes (hex), sorted, of ballots that verified under ``fingerprint``."""

    type: Literal["voteapp-verified-ballots"] = "voteapp-verified-ballots"
    version: Literal[1] = 1
    fingerprint: str
    ballots: list[str]


class Memory:
    """Remembered ballots; without a path they are forgotten at the end."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.known = KnownBallots() if path is None or not path.exists() else _read(path)
        self.remembered = len(self.known.digests)
        self._written = time.monotonic()

    @contextmanager
    def kept(self, progress: OnProgress) -> Iterator[OnProgress]:
        """``progress``, writing the file now and then and, whatever happens, at the end."""

        def on_progress(stage: str, done: int, total: int) -> None:
            progress(stage, done, total)
            if time.monotonic() - self._written > SECONDS_BETWEEN_WRITES:
                self.save()

        try:
            yield on_progress
        finally:
            self.save()

    def save(self) -> None:
        """Write the file, if there is one and something was learned."""
        self._written = time.monotonic()
        if self.path is None or len(self.known.digests) == self.remembered:
            return
        made = RememberedBallots(
            fingerprint=self.known.fingerprint, ballots=sorted(self.known.digests)
        )
        replace_file(self.path, encode_canonical(made), 0o600)
        self.remembered = len(self.known.digests)


def _read(path: Path) -> KnownBallots:
    code = "file-encoding"
    found = decode_strict(read_small(path), RememberedBallots, code, f"the file {path.name}")
    if not found.fingerprint or not all(is_hex(digest, 32) for digest in found.ballots):
        raise ProtocolError(code, f"{path.name} does not hold hashes of ballots")
    return KnownBallots(found.fingerprint, set(found.ballots))
