"""``voteapp trustee ceremony``: three trustees and one folder, up to a decrypted election."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.players.campaign.elections import AUDITOR, README, play_to_tally
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.counting.decryptions import decode_decryption
from voteapp.campaign.keys.rehearsal import check_answer, decode_answer
from voteapp.campaign.keys.threshold import open_secrets
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.signing import decode_statement
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.trustees import check_trustees, decode_trustees

pytestmark = pytest.mark.slow

GROUP = get_group("Ed25519")
STEPS = ("commit", "acknowledge", "reveal", "share")


class Room:
    """The trustees' files: ``key-1.json`` ... are each one's own, ``folder`` is common."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.folder = path / "folder"
        (path / "pass").write_text(PASSPHRASE + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")

    def key(self, number: int) -> Path:
        return self.path / f"key-{number}.json"

    def certificate(self, number: int, *, size: int = 3, threshold: int = 2, expect: int = 0):
        return voteapp(
            *("trustee", "ceremony", "certificate", self.key(number), self.folder),
            *("--trustees", str(size), "--threshold", str(threshold), "--number", str(number)),
            *self.passphrase,
            expect=expect,
        )

    def step(self, name: str, number: int, expect: int = 0):
        arguments = (self.key(number), self.folder, *self.passphrase)
        typed = ["y"] if name == "commit" else None
        return voteapp("trustee", "ceremony", name, *arguments, typed=typed, expect=expect)

    def list_signing_keys(self, numbers: Sequence[int] = (1, 2, 3)) -> list[int]:
        """What each trustee signs with."""
        files = [self.key(number).read_bytes() for number in numbers]
        return [open_secrets(data, PASSPHRASE).signing_key for data in files]

    def copy(self, path: Path) -> Room:
        shutil.copytree(self.path, path, dirs_exist_ok=True)
        return Room(path)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Room]:
    """The room as it was before each step, and at the end."""
    room = Room(tmp_path_factory.mktemp("room"))
    for number in (1, 2, 3):
        room.certificate(number)
    kept = {}
    for name in STEPS:
        kept[name] = room.copy(tmp_path_factory.mktemp(name))
        for number in (1, 2, 3):
            room.step(name, number)
    kept["assemble"] = room.copy(tmp_path_factory.mktemp("assemble"))
    voteapp("trustee", "ceremony", "assemble", room.folder)
    return {**kept, "end": room}


@pytest.fixture
def at(stages: dict[str, Room], tmp_path: Path):
    return lambda name: stages[name].copy(tmp_path)


def test_the_ceremony_ends_in_a_key_that_checks(stages: dict[str, Room], tmp_path: Path) -> None:
    room = stages["end"]
    items = decode_trustees((room.folder / "trustees.json").read_bytes())
    (item,) = check_trustees(GROUP, items)
    assert (item.threshold, item.owners) == (2, [1, 2, 3])
    for number in (1, 3):
        answer = tmp_path / f"answer-{number}.json"
        arguments = ("--answer", answer, *room.passphrase)
        assert "works" in voteapp("trustee", "check", room.key(number), *arguments).stdout
        digest = json.loads((room.folder / "ceremony.json").read_bytes())["certs_hash"]
        given = decode_answer(answer.read_bytes())
        check_answer(GROUP, item.keys[number - 1], digest, number, given)


def test_nothing_secret_lies_in_the_common_folder(stages: dict[str, Room]) -> None:
    room = stages["end"]
    common = b"".join(path.read_bytes() for path in room.folder.iterdir())
    for number in (1, 2, 3):
        secrets = open_secrets(room.key(number).read_bytes(), PASSPHRASE)
        assert str(secrets.private_key).encode() not in common
        assert room.key(number).stat().st_mode & 0o77 == 0
    assert not [path for path in room.path.rglob(".*") if path.is_file()]


def test_all_are_shown_the_same_words(at) -> None:
    room = at("commit")
    said = [room.step("commit", number).stdout.splitlines()[2:6] for number in (1, 2)]
    assert said[0] == said[1] and all(len(line.split()) == 4 for line in said[0])
    assert room.step("commit", 1).stdout.splitlines()[2:6] == said[0]


@pytest.mark.parametrize(("size", "threshold", "number"), [(4, 2, 1), (16, 9, 1), (3, 2, 4)])
def test_sizes_that_are_refused(tmp_path: Path, size: int, threshold: int, number: int) -> None:
    room = Room(tmp_path)
    done = room.certificate(number, size=size, threshold=threshold, expect=2)
    assert_sentence(done)
    assert not room.key(number).exists() and not room.folder.exists()


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("commit", "certificate-2"),
        ("acknowledge", "commitment-2"),
        ("reveal", "acknowledgement-2"),
        ("share", "polynomial-2"),
    ],
)
def test_each_step_waits_for_all(at, name: str, missing: str) -> None:
    room = at(name)
    (room.folder / f"{missing}.json").unlink()
    before = {path: path.read_bytes() for path in room.path.rglob("*.json")}
    done = room.step(name, 1, expect=2)
    assert_sentence(done)
    assert missing in done.stderr
    assert before == {path: path.read_bytes() for path in room.path.rglob("*.json")}


@pytest.mark.parametrize(
    ("name", "file", "code"),
    [
        ("commit", "certificate-2", "trustee 2, step certificate"),
        ("acknowledge", "commitment-2", "trustee 2, step commit"),
        ("reveal", "acknowledgement-2", "trustee 2, step acknowledge"),
        ("share", "polynomial-2", "trustee 2, step reveal"),
        ("assemble", "voutput-2", "trustee 2, step share"),
    ],
)
def test_whoever_bends_a_message_is_named(at, name: str, file: str, code: str) -> None:
    """Trustee 3's message under trustee 2's name, and rubbish."""
    room = at(name)
    path = room.folder / f"{file}.json"
    for data in ((room.folder / f"{file[:-1]}3.json").read_bytes(), b"\xff{", b""):
        path.write_bytes(data)
        if name == "assemble":
            done = voteapp("trustee", "ceremony", "assemble", room.folder, expect=2)
        else:
            done = room.step(name, 1, expect=2)
        assert_sentence(done)
        assert code in done.stderr, done.stderr
    assert not (room.folder / "trustees.json").exists()


def test_an_error_does_not_steer_the_terminal(at) -> None:
    room = at("acknowledge")
    path = room.folder / "commitment-2.json"
    path.write_bytes(path.read_bytes().replace(b'"index"', b'"\\u001b[2J"'))
    done = room.step("acknowledge", 1, expect=2)
    assert "trustee 2, step commit" in done.stderr and "\x1b" not in done.stderr


def test_a_commitment_exchanged_after_the_acknowledgement_is_seen(at) -> None:
    room = at("reveal")
    path = room.folder / "commitment-2.json"
    value = json.loads(path.read_bytes())
    old = value["commitment"]
    path.write_bytes(path.read_bytes().replace(old.encode(), b"0" * 64))
    assert_sentence(room.step("reveal", 1, expect=2))
    assert not (room.folder / "polynomial-1.json").exists()
    (room.folder / "acknowledgement-1.json").unlink()
    assert "acknowledged" in room.step("acknowledge", 1, expect=2).stderr


def test_shares_are_looked_for_in_one_set_of_polynomials(at) -> None:
    """Whoever carries the folder exchanges a sealed share, and then another, to have it opened."""
    room = at("share")
    path = room.folder / "polynomial-2.json"
    right = path.read_bytes()

    def spoil(old: bytes, new: bytes) -> None:
        value = json.loads(right)
        sealed = json.loads(value["secrets"][0])
        sealed["data"] = sealed["data"][: -len(old)] + new.decode()
        value["secrets"][0] = json.dumps(sealed, separators=(",", ":"))
        path.write_bytes(json.dumps(value, separators=(",", ":")).encode())

    spoil(b"00", b"00" if not right.endswith(b"00") else b"01")
    assert "complaint" in room.step("share", 1, expect=2).stderr
    (room.folder / "complaint-1.json").unlink()
    bent = path.read_bytes()
    for data in (right, None):
        if data is None:
            spoil(b"0000", b"0102")
        else:
            path.write_bytes(data)
        assert "exchanged" in room.step("share", 1, expect=2).stderr
        assert not (room.folder / "complaint-1.json").exists()
        assert not (room.folder / "voutput-1.json").exists()
    path.write_bytes(bent)
    assert "complaint" in room.step("share", 1, expect=2).stderr


def test_an_unfinished_key_neither_checks_nor_decrypts(at) -> None:
    room = at("share")
    done = voteapp("trustee", "check", room.key(1), *room.passphrase, expect=2)
    assert "not over" in done.stderr


def hold_election(room: Room) -> PlayedElection:
    """An election for the ceremony's key, tallied."""
    return play_to_tally("ceremony election", room.folder, room.list_signing_keys())


def decrypt(room: Room, number: int, election: PlayedElection) -> tuple[str, Path]:
    bundle, out = room.path / "election.zip", room.path / f"out-{number}"
    bundle.write_bytes(election.bundle(AUDITOR, README))
    arguments = ("trustee", "decrypt", room.key(number), bundle, out, *room.passphrase)
    return voteapp(*arguments, typed=["y"]).stdout, out


def test_three_sign_and_two_of_them_decrypt_an_election(at) -> None:
    room = at("end")
    election = hold_election(room)
    uuid = election.uuid
    for number in (1, 2, 3):
        said, out = decrypt(room, number, election)
        statement = decode_statement(
            (out / f"{uuid}.statement.json").read_bytes(), "closing-statement"
        )
        assert statement.signer == Signer("trustee", number)
        both = [*election.evidence.closing_statements, statement]
        assert ("too early" in said) == (number < 3)
        election.replace(closing_statements=both)
    for number in (1, 3):
        _, out = decrypt(room, number, election) if number == 1 else ("", room.path / "out-3")
        posted = decode_decryption((out / f"{uuid}.decryption.json").read_bytes())
        assert posted.owner == number
        election.take_decryption(posted)
    election.publish()
    report = verify_bundle(BytesSource(election.bundle(AUDITOR, README)))
    assert report.findings == [] and report.result == [[1, 4, 2]]


def test_nobody_signs_a_second_closing(at) -> None:
    room = at("end")
    election = hold_election(room)
    _, out = decrypt(room, 1, election)
    path = out / f"{election.uuid}.statement.json"
    first = path.read_bytes()
    decrypt(room, 1, election)
    assert path.read_bytes() == first
    plan = json.loads(first)["message"].rpartition("|")[2]
    path.write_bytes(first.replace(plan.encode(), b"0" * 64))
    arguments = (room.key(1), room.path / "election.zip", out, *room.passphrase)
    said = voteapp("trustee", "decrypt", *arguments, typed=["y"], expect=2).stderr
    assert "never sign two" in said
