"""Whoever keeps a mirror at a command line, and the server that is looked at."""

from __future__ import annotations

from pathlib import Path

from tests.players.campaign.elections import VOTES
from tests.players.cli.board_server import Board
from tests.players.cli.command import voteapp
from tests.players.cli.signers import MIRROR, OTHER, TRUSTEE, WITNESS, Table
from voteapp.campaign.playing.election import PlayedElection


class Host:
    """The mirror's folder, and the server it looks at."""

    def __init__(self, path: Path, board: Board) -> None:
        self.board, self.table = board, Table(path, mirrored=True)
        self.folder = path / "copy"
        self.key = ("--key", self.table.key(MIRROR), *self.table.passphrase)
        self.election = self.open()
        board.fix(self.table, self.election)
        self.package = path / "SPRING-setup.zip"

    def open(self) -> PlayedElection:
        """The same election each time: what differs are the ballots."""
        self.table.workshop.signing = [self.table.keys[TRUSTEE], self.table.keys[OTHER]]
        election = self.table.workshop.open()
        (text,) = {one.message for one in election.evidence.openings}
        election.sign("openings", text, {WITNESS: self.table.keys[WITNESS]})
        return election

    def seal(self, election: PlayedElection, *voters: int) -> None:
        election.seal([self.table.workshop.vote(election, i, VOTES[i]) for i in voters])

    def look(self, expect: int = 0) -> str:
        address = self.board.campaign
        done = voteapp("mirror", address, self.folder, "--once", *self.key, expect=expect)
        return " ".join((done.stdout + done.stderr).split())

    @property
    def place(self) -> Path:
        return self.folder / self.election.uuid

    @property
    def record(self) -> bytes:
        return (self.place / f"{self.election.uuid}.bel").read_bytes()
