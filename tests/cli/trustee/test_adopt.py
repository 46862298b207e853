"""Adopting another tool's files: what does not belong together is refused, and nothing is written.

The files are made here as the tool writes them; test_mixed.py has the tool itself.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.trustee.test_ceremony import Room
from tests.players.campaign.elections import GROUP, Stream
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from voteapp.campaign.ceremony import steps
from voteapp.campaign.keys.threshold import open_threshold_key
from voteapp.cli.trustee.folder import Folder
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.pki import create_seed

pytestmark = pytest.mark.slow


class Tool:
    """Trustee 3's files as the tool leaves them."""

    def __init__(self, path: Path, seed: str = "tool") -> None:
        self.path, self.random_bytes = path, Stream(seed)
        self.seed = create_seed(self.random_bytes)
        self.key, self.cert = path / f"{seed}.key", path / f"{seed}.cert"
        self.key.write_text(self.seed)
        made = steps.start(
            GROUP, self.seed, size=3, threshold=2, index=3, random_bytes=self.random_bytes
        )
        self.cert.write_bytes(encode_json(made) + b"\n")

    def write_polynomial(self, room: Room) -> Path:
        """Step 3, a fresh one each time."""
        certificates = Folder(room.folder).read("certificate").get_certificates()
        polynomial, _ = steps.commit(GROUP, self.seed, certificates, self.random_bytes)
        path = self.path / "polynomial"
        path.write_bytes(encode_json(polynomial) + b"\n")
        return path


def adopt(room: Room, *more: str | Path, expect: int = 0):
    arguments = ("adopt", room.key(3), room.folder, *more, *room.passphrase)
    done = voteapp("trustee", "ceremony", *arguments, expect=expect)
    if expect:
        assert_sentence(done)
    return done


def begin(tool: Tool) -> tuple[str | Path, ...]:
    return ("--tool-key", tool.key, "--tool-certificate", tool.cert)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    for number in (1, 2):
        made.certificate(number)
    return made


def test_the_first_time_needs_both_files(room: Room) -> None:
    tool = Tool(room.path)
    for more in ((), ("--tool-key", tool.key), ("--tool-certificate", tool.cert)):
        adopt(room, *more, expect=2)
    other = Tool(room.path, "another")
    adopt(room, "--tool-key", other.key, "--tool-certificate", tool.cert, expect=2)
    tool.key.write_bytes(b"\xff")
    adopt(room, *begin(tool), expect=2)
    assert not room.key(3).exists() and not (room.folder / "certificate-3.json").exists()


def test_a_certificate_of_another_ceremony(room: Room) -> None:
    adopt(room, *begin(Tool(room.path)), "--singles", "1", expect=2)
    assert not room.key(3).exists()


def test_one_polynomial_of_this_ceremony(room: Room) -> None:
    tool = Tool(room.path)
    adopt(room, *begin(tool))
    assert room.key(3).stat().st_mode & 0o77 == 0
    before = room.key(3).read_bytes()
    room.step("commit", 1)
    foreign = open_threshold_key(room.key(1).read_bytes(), PASSPHRASE).polynomial
    (room.path / "foreign").write_text(foreign)
    said = adopt(room, "--tool-polynomial", room.path / "foreign", expect=2)
    assert "trustee 3, step reveal" in said.stderr
    assert room.key(3).read_bytes() == before
    mine = tool.write_polynomial(room)
    adopt(room, "--tool-polynomial", mine)
    adopt(room, "--tool-polynomial", mine)
    adopt(room, "--tool-polynomial", tool.write_polynomial(room), expect=2)
    adopt(room, "--tool-voutput", mine, expect=2)
    for number in (1, 2, 3):
        room.step("commit", number)
    for number in (1, 2, 3):
        room.step("acknowledge", number)
    assert not (room.folder / "polynomial-3.json").exists()
    assert tool.seed not in "".join(path.read_text() for path in room.folder.iterdir())
