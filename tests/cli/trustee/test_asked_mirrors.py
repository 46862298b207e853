"""``voteapp trustee decrypt --mirror``, and ``strong-proof --mirror`` of whoever decrypts with the
independent tool: the mirror is asked by the trustee, not by the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.players.campaign.elections import GROUP
from tests.players.cli.command import assert_sentence, voteapp
from tests.players.cli.signers import MIRROR, OTHER, TRUSTEE, Table
from tests.players.services.served import free_port
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import Statement, create_statement, decode_statement
from voteapp.campaign.statements.texts import compute_end_text
from voteapp.cli.mirror.serving import serve
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.tally import create_partial_decryption

pytestmark = pytest.mark.slow

STRANGER = 77


class Desk:
    """A trustee whose bundle lacks only the one mirror's end, and that mirror's folder."""

    def __init__(self, path: Path, command: str, *, mirrored: bool = True) -> None:
        self.table, self.command = Table(path, mirrored=mirrored), command
        self.election: PlayedElection = self.table.play_to_tally()
        election, keys = self.election, self.table.keys
        election.sign("closing_statements", election.closing_text, {OTHER: keys[OTHER]})
        self.bundle, self.folder = self.table.save(election), path / "copy"
        self.place = self.folder / election.uuid / f"{election.uuid}.end.json"
        self.place.parent.mkdir(parents=True)
        self.key_file = self.table.key(TRUSTEE)
        self.own: list[str | Path] = [self.key_file, self.bundle, self.table.out]
        if command == "strong-proof":
            self.take_tools_files(path)
        else:
            self.own += self.table.passphrase

    def take_tools_files(self, path: Path) -> None:
        """A key and factors as the independent tool writes them."""
        key, context = self.table.keys[TRUSTEE], self.election.context
        assert self.election.tally is not None
        totals, random_bytes = self.election.tally.totals, self.table.workshop.random_bytes
        made = create_partial_decryption(GROUP, context.fingerprint, key, totals, random_bytes)
        self.key_file, decryption = path / "1.privkey", path / "factors.json"
        self.key_file.write_text(f'"{key}"')
        decryption.write_bytes(encode_json(made))
        self.own = [decryption, self.bundle, self.table.out, "--privkey", self.key_file]

    def sign(self, end: str = "", key: int | None = None, signer: Signer = MIRROR) -> Statement:
        text = compute_end_text(self.election.context.fingerprint, end or self.election.end)
        own = self.table.keys[MIRROR] if key is None else key
        made = create_statement(GROUP, signer, own, text, self.table.workshop.random_bytes)
        self.place.write_bytes(encode_canonical(made))
        return made

    def decrypt(self, *mirrors: str | Path, expect: int = 0) -> str:
        asked = [part for one in mirrors for part in ("--mirror", one)]
        done = voteapp("trustee", self.command, *self.own, *asked, typed=["y"] * 6, expect=expect)
        if expect == 2:
            assert_sentence(done)
        return " ".join((done.stdout + done.stderr).split())

    @property
    def has_signed(self) -> bool:
        return self.key_file.with_name(f"{self.key_file.name}.signed.json").exists()

    def list_made(self) -> list[str]:
        return sorted(path.name for path in self.table.out.glob("*"))


@pytest.fixture(params=["decrypt", "strong-proof"])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Desk:
    return Desk(tmp_path, request.param)


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    port = free_port()
    with serve(("127.0.0.1", port), desk.folder):
        yield f"http://127.0.0.1:{port}"


def test_a_mirrors_address_lets_factors_leave(desk: Desk, address: str) -> None:
    made, uuid = desk.sign(), desk.election.uuid
    said = desk.decrypt(address + "/")
    assert "The same end of voting was seen by mirror 1 (University)." in said
    names = ["decryption", "mirror-1", "statement"]
    assert desk.list_made() == [f"{uuid}.{name}.json" for name in names]
    left = (desk.table.out / f"{uuid}.mirror-1.json").read_bytes()
    assert decode_statement(left, "mirror-end") == made  # what the server has to be given
    assert desk.has_signed


@pytest.mark.parametrize("what", ["folder", "election", "file"])
def test_a_folder_or_a_file_does_too(desk: Desk, what: str) -> None:
    desk.sign()
    places = {"folder": desk.folder, "election": desk.place.parent, "file": desk.place}
    desk.decrypt(places[what])
    assert f"{desk.election.uuid}.decryption.json" in desk.list_made()


def test_without_it_the_mirror_is_missing(desk: Desk) -> None:
    assert "mirrors that are missing: 1" in desk.decrypt()
    assert desk.list_made() == [f"{desk.election.uuid}.statement.json"]


def test_another_end_stops_everything(desk: Desk, address: str) -> None:
    """The server shows this trustee a board of its own; the mirror saw the other one end."""
    desk.sign("a" * 64)
    for source in (address, desk.place):
        said = desk.decrypt(source, expect=1)
        assert "Another end of voting" in said and "mirror 1 (University)" in said
        assert "sign and decrypt nothing" in said and "other trustees" in said
        assert desk.list_made() == [] and not desk.has_signed


@pytest.mark.parametrize(
    ("signer", "key"),
    [
        (MIRROR, STRANGER),
        (Signer("mirror", 2), None),
        (Signer("mirror", 0), None),
        (TRUSTEE, None),
    ],
)
def test_nobody_speaks_in_a_mirrors_place(desk: Desk, signer: Signer, key: int | None) -> None:
    desk.sign(key=key, signer=signer)
    said = desk.decrypt(desk.place, expect=1)
    assert "not signed by a mirror that the set-up names" in said and "by another way" in said
    assert desk.list_made() == [] and not desk.has_signed


def test_two_statements_of_one_mirror_count_once(desk: Desk) -> None:
    """The one that counts is the mirror's, however often it is given."""
    desk.sign()
    said = desk.decrypt(desk.place, desk.folder)
    assert said.count("The same end of voting") == 2
    assert [name for name in desk.list_made() if "mirror" in name] == [
        f"{desk.election.uuid}.mirror-1.json"
    ]


def test_what_is_no_answer_is_said(desk: Desk, address: str, tmp_path: Path) -> None:
    for source in (address, desk.folder, tmp_path / "nothing"):
        assert "has not signed the end" in desk.decrypt(source, expect=2)
    for source, text in (
        ("http://127.0.0.1:1", "cannot be fetched"),
        ("http://mirror.example", "must begin with https"),
    ):
        assert text in desk.decrypt(source, expect=2)
    desk.place.write_bytes(b"{}")
    assert "no statement of a mirror" in desk.decrypt(desk.place, expect=2)
    desk.sign()
    (tmp_path / "unmirrored").mkdir()
    other = Desk(tmp_path / "unmirrored", desk.command, mirrored=False)
    assert "names no mirrors" in other.decrypt(desk.place, expect=2)
    for one in (desk, other):
        assert one.list_made() == [] and not one.has_signed
