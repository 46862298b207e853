"""``voteapp trustee`` and ``voteapp receipt``, on elections played in memory."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.players.campaign.elections import AUDITOR, README, SERVER_KEY, VOTES, Workshop
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.board.receipt_addresses import write_fragment
from voteapp.campaign.board.refusals import Refusal
from voteapp.campaign.board.signing import Receipt, decode_receipt
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.decryptions import decode_decryption
from voteapp.campaign.keys.rehearsal import check_answer, compute_digest, decode_answer
from voteapp.campaign.keys.single import open_trustee_key, read_trustee_public_key
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.signed import sign
from voteapp.campaign.statements.signing import decode_statement
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.ballots import compute_tracker, decode_ballot
from voteapp.protocol.group import get_group

pytestmark = pytest.mark.slow


@pytest.fixture
def key(tmp_path: Path) -> Path:
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    voteapp("trustee", "key", tmp_path / "key.json", "--passphrase-file", tmp_path / "pass")
    return tmp_path / "key.json"


def create_election(key: Path, trustees: int = 1) -> tuple[Workshop, PlayedElection]:
    """An election tallied but not decrypted, whose first trustee is the key file's."""
    workshop = Workshop("offline trustee", trustees=trustees)
    workshop.private_keys[0] = open_trustee_key(key.read_bytes(), PASSPHRASE)
    workshop.public_keys[0] = read_trustee_public_key(key.read_bytes())
    workshop.signing = workshop.private_keys
    election = workshop.open()
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    election.close(workshop.slips())
    election.compute_tally()
    return workshop, election


def decrypt(key: Path, election: PlayedElection, expect: int = 0) -> tuple[str, Path]:
    bundle, out = key.parent / "election.zip", key.parent / "out"
    bundle.write_bytes(election.bundle(AUDITOR, README))
    passphrase = ("--passphrase-file", key.parent / "pass")
    done = voteapp("trustee", "decrypt", key, bundle, out, *passphrase, typed=["y"], expect=expect)
    return done.stdout + done.stderr, out


def test_key_and_rehearsal(key: Path) -> None:
    public = read_trustee_public_key(key.read_bytes())
    posted = json.loads((key.parent / "key.json.public.json").read_bytes())
    assert posted == msgspec.to_builtins(public)
    answer = key.parent / "answer.json"
    done = voteapp(
        *("trustee", "check", key, "--answer", answer),
        *("--passphrase-file", key.parent / "pass"),
    )
    assert public.public_key in done.stdout
    group = get_group("Ed25519")
    element = group.decode(public.public_key)
    check_answer(group, element, compute_digest(public), 1, decode_answer(answer.read_bytes()))


def test_passphrases_are_asked_for_twice(tmp_path: Path) -> None:
    answers = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    voteapp("trustee", "key", tmp_path / "key.json", text=answers)
    assert open_trustee_key((tmp_path / "key.json").read_bytes(), PASSPHRASE)
    assert_sentence(voteapp("trustee", "key", tmp_path / "k2", text="short\nshort\n", expect=2))
    assert not (tmp_path / "k2").exists()


def test_an_offline_decryption_finishes_the_election(key: Path) -> None:
    _, election = create_election(key)
    said, out = decrypt(key, election)
    assert "decryption" in said
    uuid = election.manifest.uuid
    statement = decode_statement((out / f"{uuid}.statement.json").read_bytes(), "closing-statement")
    posted = decode_decryption((out / f"{uuid}.decryption.json").read_bytes())
    election.replace(closing_statements=[statement])
    assert posted.owner == 1
    election.take_decryption(posted)
    election.publish()
    report = verify_bundle(BytesSource(election.bundle(AUDITOR, README)))
    assert report.findings == [] and report.result == [[1, 4, 2]]


def test_no_factor_leaves_before_enough_signed(key: Path) -> None:
    workshop, election = create_election(key, trustees=2)
    said, out = decrypt(key, election)
    assert "These have not signed yet: trustee 2" in said
    assert [path.suffixes[0] for path in out.iterdir()] == [".statement"]
    (out / f"{workshop.uuid}.statement.json").unlink()
    election.agree(2, workshop.private_keys[1])
    decrypt(key, election)
    assert (out / f"{workshop.uuid}.decryption.json").exists()


def test_nothing_is_signed_for_an_election_that_does_not_verify(key: Path) -> None:
    _, election = create_election(key)
    election.replace(heads=election.evidence.heads[:-1])
    said, out = decrypt(key, election, expect=2)
    assert "head-missing" in said and not out.exists()


def test_too_many_ballots_are_told_and_opened_all_the_same(key: Path) -> None:
    _, election = create_election(key)
    for leaf, number in (("icu", "2"), ("er", "4")):
        fewer = Change("entitled", number, "Two have left.", leaf=leaf)
        election.amend(fewer, "2026-11-20T10:00:00-08:00")
    said, out = decrypt(key, election)
    told = "ballots-exceed-entitled: 7 ballots were cast, 6 members are entitled"
    assert told in said and "The results will say this first." in said
    assert (out / f"{election.manifest.uuid}.decryption.json").exists()


def test_strangers_do_not_decrypt(key: Path) -> None:
    workshop = Workshop("others")
    election = workshop.open()
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)])
    said, _ = decrypt(key, election, expect=2)
    assert "not one of" in said


def test_nothing_is_decrypted_below_k(key: Path) -> None:
    workshop = Workshop("below k")
    workshop.private_keys[0] = open_trustee_key(key.read_bytes(), PASSPHRASE)
    workshop.public_keys[0] = read_trustee_public_key(key.read_bytes())
    workshop.signing = workshop.private_keys
    election = workshop.play(workshop.open(), VOTES[:3])
    said, out = decrypt(key, election, expect=2)
    assert "Fewer than k" in said and not out.exists()


@pytest.fixture(scope="module")
def voted() -> tuple[Workshop, PlayedElection]:
    workshop = Workshop("receipts")
    return workshop, workshop.play(workshop.open(), VOTES)


def write_receipt(
    folder: Path, election: PlayedElection, tracker: str, batch: int, credential: str = ""
) -> Path:
    cast = {compute_tracker(data): decode_ballot(data).credential for data in election.ballots}
    receipt = Receipt(
        uuid=election.manifest.uuid,
        fingerprint=election.context.fingerprint,
        tracker=tracker,
        credential=credential or cast.get(tracker, "0" * 64),
        batch=batch,
    )
    path = folder / "receipt.json"
    path.write_bytes(encode_canonical(sign(receipt, SERVER_KEY)))
    (folder / "e.zip").write_bytes(election.bundle(AUDITOR, README))
    (folder / "e.bel").write_bytes(election.record)
    return path


def test_a_kept_promise(tmp_path: Path, voted: tuple[Workshop, PlayedElection]) -> None:
    _, election = voted
    path = write_receipt(tmp_path, election, compute_tracker(election.ballots[2]), 1)
    assert "is in the election (event 3)" in voteapp("receipt", path, tmp_path / "e.zip").stdout
    answer = json.loads(voteapp("receipt", "--json", path, tmp_path / "e.bel").stdout)
    assert answer["sealed_as"].count(" ") == 15
    del answer["sealed_as"]
    assert answer == {"state": "sealed", "height": 3, "proven": False, "signature": None}


def test_the_address_of_a_receipt(tmp_path: Path, voted: tuple[Workshop, PlayedElection]) -> None:
    _, election = voted
    path = write_receipt(tmp_path, election, compute_tracker(election.ballots[2]), 1)
    fragment = write_fragment(decode_receipt(path.read_bytes()))
    path.write_text(f"https://vote.example.org/check#{fragment}\n")
    assert "is in the election (event 3)" in voteapp("receipt", path, tmp_path / "e.zip").stdout
    path.write_text(f"https://vote.example.org/check#{fragment[:-1]}!")
    assert_sentence(voteapp("receipt", path, tmp_path / "e.zip", expect=2))


def test_two_people_are_not_shown_one_ballot(
    tmp_path: Path, voted: tuple[Workshop, PlayedElection]
) -> None:
    """The receipt of one slip, with the tracker of another one's ballot, both signed."""
    _, election = voted
    mine, theirs = (decode_ballot(election.ballots[i]).credential for i in (1, 2))
    assert mine != theirs
    path = write_receipt(tmp_path, election, compute_tracker(election.ballots[2]), 1, mine)
    done = voteapp("receipt", path, tmp_path / "e.zip", expect=2)
    assert "another slip's ballot" in done.stderr


def test_a_broken_promise(tmp_path: Path, voted: tuple[Workshop, PlayedElection]) -> None:
    _, election = voted
    path = write_receipt(tmp_path, election, "A" * 43, 2)
    done = voteapp("receipt", path, tmp_path / "e.zip", expect=1)
    assert "MISSING" in done.stdout
    assert "together they prove it" in done.stdout
    alone = voteapp("receipt", path, tmp_path / "e.bel", expect=1)
    assert "MISSING" in alone.stdout
    assert "does not prove it" in alone.stdout


def test_a_refusal_is_judged(tmp_path: Path, voted: tuple[Workshop, PlayedElection]) -> None:
    """A false "used" is proof of a broken promise, by the files alone."""
    _, election = voted
    ballot = election.ballots[2]
    path = tmp_path / "refusal.json"
    (tmp_path / "e.zip").write_bytes(election.bundle(AUDITOR, README))
    (tmp_path / "e.bel").write_bytes(election.record)

    def refuse(tracker: str) -> None:
        receipt = Receipt(
            uuid=election.uuid,
            fingerprint=election.context.fingerprint,
            tracker=tracker,
            credential=decode_ballot(ballot).credential,
            batch=1,
        )
        refusal = Refusal(
            uuid=election.uuid,
            fingerprint=election.context.fingerprint,
            credential=receipt.credential,
            tracker="B" * 43,
            reason="used",
            receipt=sign(receipt, SERVER_KEY),
        )
        path.write_bytes(encode_canonical(sign(refusal, SERVER_KEY)))

    refuse(compute_tracker(ballot))
    told = voteapp("receipt", path, tmp_path / "e.zip").stdout
    assert "something was sent with this slip before" in told and "TRUE" in told
    refuse("A" * 43)
    told = voteapp("receipt", path, tmp_path / "e.zip", expect=1).stdout
    assert "FALSE" in told and "together they prove it" in told
    answer = json.loads(voteapp("receipt", "--json", path, tmp_path / "e.zip", expect=1).stdout)
    assert answer == {"state": "false", "proven": True, "signature": True}
    alone = voteapp("receipt", path, tmp_path / "e.bel", expect=1).stdout
    assert "cannot tell whether the server signed" in alone and "does not prove it" in alone
    path.write_bytes(path.read_bytes().replace(b'"tracker":"B', b'"tracker":"C'))
    assert "NOT signed" in voteapp("receipt", path, tmp_path / "e.zip", expect=1).stdout
    path.write_bytes(b'{"type":"voteapp-refusal"}')
    assert_sentence(voteapp("receipt", path, tmp_path / "e.zip", expect=2))


def test_a_batch_that_waits(tmp_path: Path) -> None:
    workshop = Workshop("waiting")
    election = workshop.open()
    election.seal([workshop.vote(election, 0, VOTES[0])])
    path = write_receipt(tmp_path, election, "A" * 43, 2)
    assert (
        "it is there once batch 2 is sealed" in voteapp("receipt", path, tmp_path / "e.zip").stdout
    )
    path = write_receipt(tmp_path, election, "A" * 43, 1)
    assert "MISSING" in voteapp("receipt", path, tmp_path / "e.zip", expect=1).stdout


def test_a_receipt_that_the_server_did_not_sign(
    tmp_path: Path, voted: tuple[Workshop, PlayedElection]
) -> None:
    _, election = voted
    path = write_receipt(tmp_path, election, compute_tracker(election.ballots[2]), 1)
    path.write_bytes(path.read_bytes().replace(b'"batch":1', b'"batch":9'))
    assert "NOT signed" in voteapp("receipt", path, tmp_path / "e.zip", expect=1).stdout


def test_a_receipt_of_another_election(
    tmp_path: Path, voted: tuple[Workshop, PlayedElection]
) -> None:
    workshop = Workshop("elsewhere")
    other = workshop.open()
    path = write_receipt(tmp_path, other, "A" * 43, 1)
    (tmp_path / "e.zip").write_bytes(voted[1].bundle(AUDITOR, README))
    assert_sentence(voteapp("receipt", path, tmp_path / "e.zip", expect=2))


@pytest.mark.parametrize("content", [b"", b"{}", b"nonsense", b"\xff" * 100])
def test_what_is_no_receipt(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r").write_bytes(content)
    (tmp_path / "e.bel").write_bytes(content)
    assert_sentence(voteapp("receipt", tmp_path / "r", tmp_path / "e.bel", expect=2))
