"""What a trustee is shown before it signs, what it never signs, and what is remembered."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.players.campaign.elections import AUDITOR, README, VOTES, Workshop
from tests.players.campaign.spoiling import spoil_proof
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from tests.players.cli.terminal import at_terminal
from voteapp.campaign.keys.single import open_trustee_key, read_trustee_public_key
from voteapp.campaign.keys.threshold import open_secrets
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.campaign.words import compute_hash_words
from voteapp.cli.remembering import Memory
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.questions import Question

pytestmark = pytest.mark.slow

YES_NO = Question(answers=["Yes", "No"], blank=True, min=1, max=1, question="Strike?")


class Desk:
    """The first trustee's files, and an election for its key."""

    def __init__(self, path: Path, texts: ElectionTexts | None = None, trustees: int = 2) -> None:
        self.path = path
        self.key, self.bundle, self.out = path / "key.json", path / "e.zip", path / "out"
        (path / "pass").write_text(PASSPHRASE + "\n")
        self.passphrase = ("--passphrase-file", path / "pass")
        done = voteapp("trustee", "key", self.key, "--paper", *self.passphrase)
        self.code = done.stdout.rpartition(": ")[2].strip()
        self.workshop = Workshop("words", trustees=trustees, texts=texts)
        self.workshop.private_keys[0] = open_trustee_key(self.key.read_bytes(), PASSPHRASE)
        self.workshop.public_keys[0] = read_trustee_public_key(self.key.read_bytes())
        self.workshop.signing = self.workshop.private_keys

    def vote(self, first: int = 0, last: int = 7) -> PlayedElection:
        election = self.workshop.open()
        self.ballots = [self.workshop.vote(election, i, VOTES[i]) for i in range(7)]
        election.seal(self.ballots[first:last])
        return election

    def close(self, election: PlayedElection) -> PlayedElection:
        election.close(self.workshop.slips())
        election.compute_tally()
        return self.save(election)

    def save(self, election: PlayedElection) -> PlayedElection:
        self.bundle.write_bytes(election.bundle(AUDITOR, README))
        return election

    def decrypt(self, *more: str | Path, out: Path | None = None, expect: int = 0) -> str:
        arguments = ("trustee", "decrypt", self.key, self.bundle, out or self.out)
        done = voteapp(*arguments, *self.passphrase, *more, typed=["y"], expect=expect)
        return done.stdout + done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_title_ballots_and_words_are_shown(desk: Desk) -> None:
    election = desk.close(desk.vote())
    shown = " ".join(desk.decrypt().split())
    assert "Strike vote" in shown and "all 7 ballots" in shown
    end = election.end
    fingerprint = base64.b64decode(election.context.fingerprint + "=").hex()
    assert compute_hash_words(end) in shown
    assert compute_hash_words(fingerprint) in shown


@pytest.mark.parametrize("hours", [-1, 1])
def test_nothing_is_decrypted_before_the_instant_that_was_fixed(tmp_path: Path, hours: int) -> None:
    """Signed at once; the same command decrypts once the time has come."""
    desk = Desk(tmp_path, trustees=1)
    instant = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)
    day = timedelta(days=1)
    times = {"opens": instant - 3 * day, "closes": instant - day, "decrypts": instant}
    manifest = desk.workshop.manifest
    desk.workshop.manifest = replace(manifest, **{k: at.isoformat() for k, at in times.items()})
    desk.close(desk.vote())
    shown = desk.decrypt()
    made = sorted(path.name.split(".", 1)[1] for path in desk.out.iterdir())
    if hours < 0:
        assert made == ["decryption.json", "statement.json"]
        return
    assert made == ["statement.json"]
    assert f"Nothing is decrypted before {instant.isoformat()}" in shown


def test_a_title_does_not_steer_the_terminal(tmp_path: Path) -> None:
    texts = ElectionTexts("Vote\x1b[2J\rIt is\u202e", "x", [YES_NO], "Committee", "Tellers")
    desk = Desk(tmp_path, texts)
    desk.close(desk.vote())
    shown = desk.decrypt()
    assert "Vote [2J It is" in shown and "\x1b" not in shown and "\u202e" not in shown


def test_at_a_terminal_the_words_come_before_the_signature(desk: Desk) -> None:
    desk.close(desk.vote())
    arguments = ("trustee", "decrypt", desk.key, desk.bundle, desk.out, *desk.passphrase)
    code, shown = at_terminal(arguments, ["n"])
    assert code == 2 and "Have you compared the words" in shown and "Nothing was signed" in shown
    assert not desk.out.exists() and not list(desk.path.glob("*.signed.json"))
    code, shown = at_terminal(arguments, ["y"])
    assert code == 0 and "trustee 2" in shown
    assert "Checking ballots" in shown
    assert [path.suffixes for path in desk.out.iterdir()] == [[".statement", ".json"]]


def test_a_key_signs_one_closing_wherever_it_writes(desk: Desk) -> None:
    """The server shows a shorter record of the same election after the longer one was signed."""
    desk.close(desk.vote())
    desk.decrypt()
    first = (desk.path / "key.json.signed.json").read_bytes()
    earlier = desk.vote(last=5)
    earlier.close(desk.workshop.slips())
    earlier.compute_tally()
    earlier.agree(2, desk.workshop.private_keys[1])
    desk.save(earlier)
    said = desk.decrypt(out=desk.path / "elsewhere", expect=2)
    assert "never sign two" in said
    assert not (desk.path / "elsewhere").exists()
    assert (desk.path / "key.json.signed.json").read_bytes() == first


def test_the_same_closing_is_signed_with_the_same_words_again(desk: Desk) -> None:
    desk.close(desk.vote())
    desk.decrypt()
    desk.decrypt(out=desk.path / "again")
    one, two = (
        next(folder.glob("*.statement.json")).read_bytes()
        for folder in (desk.out, desk.path / "again")
    )
    assert one == two
    kept = json.loads((desk.path / "key.json.signed.json").read_bytes())["statements"]
    assert [one["message"].split("|")[0] for one in kept] == ["voteapp-opening", "voteapp-closing"]


def test_a_changed_list_of_signatures_stops_everything(desk: Desk) -> None:
    desk.close(desk.vote())
    (desk.path / "key.json.signed.json").write_text("{}")
    said = desk.decrypt(expect=2)
    assert "signed.json" in said and not desk.out.exists()


def verify(desk: Desk, memory: Path, expect: int = 0) -> str:
    done = voteapp("trustee", "verify", desk.bundle, "--remember", memory, expect=expect)
    return done.stdout + done.stderr


def test_verification_while_voting_runs(desk: Desk) -> None:
    memory = desk.path / "memory.json"
    election = desk.save(desk.vote(last=3))
    assert "Remembered ballots: 3, of these new: 3" in verify(desk, memory)
    assert memory.stat().st_mode & 0o77 == 0
    election.seal(desk.ballots[3:])
    desk.save(election)
    assert "Remembered ballots: 7, of these new: 4" in verify(desk, memory)
    kept = json.loads(memory.read_bytes())
    assert kept["ballots"] == sorted(hash_hex(ballot) for ballot in election.ballots)
    desk.close(election)
    assert "trustee 2" in desk.decrypt("--remember", memory)
    (desk.path / "e.bel").write_bytes(election.record)
    done = voteapp("trustee", "verify", desk.path / "e.bel", "--remember", memory)
    assert "of these new: 0" in done.stdout


def test_what_is_remembered_of_another_election_is_left_alone(desk: Desk) -> None:
    memory = desk.path / "memory.json"
    desk.save(desk.vote(last=2))
    verify(desk, memory)
    before = memory.read_bytes()
    other = Workshop("another")
    election = other.open()
    election.seal([other.vote(election, 0, VOTES[0])])
    desk.save(election)
    assert "another election" in verify(desk, memory, expect=2)
    assert memory.read_bytes() == before


def test_a_wrong_ballot_is_told_each_time(desk: Desk) -> None:
    memory = desk.path / "memory.json"
    election = desk.vote(last=2)
    election.append("Ballot", [spoil_proof(desk.ballots[2])])
    desk.save(election)
    for _ in range(2):
        assert "NOT VERIFIED" in verify(desk, memory, expect=1)
    assert len(json.loads(memory.read_bytes())["ballots"]) == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"[]"])
def test_a_memory_that_is_none(desk: Desk, content: bytes) -> None:
    memory = desk.path / "memory.json"
    memory.write_bytes(content)
    desk.save(desk.vote(last=2))
    done = voteapp("trustee", "verify", desk.bundle, "--remember", memory, expect=2)
    assert_sentence(done)
    assert memory.read_bytes() == content


def test_an_interruption_keeps_what_was_verified(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "memory.json")

    def work() -> None:
        with memory.kept(lambda _stage, _done, _total: None):
            memory.known.begin("fingerprint")
            memory.known.digests.add("0" * 64)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert Memory(tmp_path / "memory.json").known == memory.known


def test_a_key_of_an_election_without_ceremony_comes_back_from_paper(desk: Desk) -> None:
    desk.save(desk.vote(last=1))
    (desk.path / "code").write_text(desk.code)
    again = desk.path / "again.json"
    command = ("trustee", "restore", again, "--code-file", desk.path / "code", *desk.passphrase)
    voteapp(*command, "--from", desk.bundle)
    was, made = desk.key.read_bytes(), again.read_bytes()
    assert open_secrets(made, PASSPHRASE) == open_secrets(was, PASSPHRASE)
    again.unlink()
    other = Workshop("another")
    desk.save(other.open())
    assert_sentence(voteapp(*command, "--from", desk.bundle, expect=2))
    for content in (b"", b"nonsense", desk.code.encode()):
        desk.bundle.write_bytes(content)
        done = voteapp(*command, "--from", desk.bundle, expect=2)
        assert_sentence(done)
        assert desk.code not in done.stderr
    assert not again.exists()
