"""What a mirror knows of an election, in ``UUID/mirror.json``: written only after the record is.

docs/formats.md, "Mirror". After a crash whatever stands in the record beyond ``size`` is dropped
and fetched again.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from voteapp.campaign.board.signing import Head
from voteapp.campaign.canonical import Record, decode_strict, encode_canonical
from voteapp.cli import Failure
from voteapp.cli.files import read_small, replace_file
from voteapp.cli.mirror.joined import read_blocks
from voteapp.cli.texts import gettext as _
from voteapp.protocol.archive import ByteSource


class MirrorState(Record, frozen=True, kw_only=True):
    """``size``: bytes of the record; ``last``: where its last event's member begins; ``heads``:
    every head that was seen, in order; ``forked``: what parted ways, in words, in order."""

    type: Literal["voteapp-mirror-state"] = "voteapp-mirror-state"
    version: Literal[1] = 1
    uuid: str
    fingerprint: str
    size: int = 0
    last: int = 0
    heads: list[Head] = []
    forked: list[str] = []


class Shelf:
    """The files of one election: UUID.bel, evidence.json, mirror.json, verified.json (ballots that
    were verified) and what was refused."""

    def __init__(self, folder: Path, uuid: str, fingerprint: str) -> None:
        self.folder, self.uuid, self.fingerprint = folder, uuid, fingerprint
        self.record = folder / f"{uuid}.bel"
        self.evidence = folder / "evidence.json"
        self.end = folder / f"{uuid}.end.json"
        self.verified = folder / "verified.json"
        self._path = folder / "mirror.json"
        folder.mkdir(exist_ok=True)

    def load(self) -> MirrorState:
        """What is known; raises Failure where the files are another election's or were damaged."""
        if not self._path.exists():
            return MirrorState(uuid=self.uuid, fingerprint=self.fingerprint)
        data = read_small(self._path)
        state = decode_strict(data, MirrorState, "file-encoding", f"the file {self._path.name}")
        if (state.uuid, state.fingerprint) != (self.uuid, self.fingerprint):
            raise Failure(_("%s is of another set-up.") % self._path)
        size = self.record.stat().st_size if self.record.exists() else 0
        if size < state.size:
            raise Failure(_("%s is shorter than it was: bring it back from a copy.") % self.record)
        if size > state.size:  # a crash while it was written
            os.truncate(self.record, state.size)
        return state

    def save(self, state: MirrorState) -> None:
        """Keep it, whole or not at all."""
        replace_file(self._path, encode_canonical(state), 0o644)

    def append(self, whole: ByteSource, size: int) -> None:
        """Put what ``whole`` has behind its first ``size`` bytes into the record; it is on the disk
        before this returns."""
        with self.record.open("ab") as file:
            os.truncate(file.fileno(), size)
            for block in read_blocks(whole, size):
                file.write(block)
            file.flush()
            os.fsync(file.fileno())

    def keep_proof(self, number: int, name: str, path: Path) -> None:
        """Keep what was refused, which lies in ``path``, beside what is held."""
        folder = self.folder / f"refused-{number}"
        folder.mkdir(exist_ok=True)
        path.replace(folder / name)
