"""A ceremony with two single trustees beside a 2-of-3: lies, complaints, and paper."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from tests.cli.trustee.test_ceremony import Room
from tests.players.campaign.elections import AUDITOR, GROUP, README, Stream, Workshop, play_to_tally
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from tests.players.cli.terminal import at_terminal
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.ceremony.agreement import Ceremony
from voteapp.campaign.keys.rehearsal import check_answer, compute_digest, decode_answer
from voteapp.campaign.keys.single import read_trustee_public_key
from voteapp.campaign.keys.threshold import open_secrets, open_threshold_key
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import decode_canonical, encode_json
from voteapp.protocol.keys.channels import send_message
from voteapp.protocol.keys.pedersen import Polynomial
from voteapp.protocol.keys.pki import SignedMessage, compute_private_keys
from voteapp.protocol.keys.trustees import CertKeys, check_trustees, decode_trustees

pytestmark = pytest.mark.slow

THRESHOLD, SINGLES, ALL = (1, 2, 3), (4, 5), (1, 2, 3, 4, 5)
STAGES = (("acknowledge", ALL), ("reveal", ALL), ("share", THRESHOLD))


class Stages(dict[str, Room]):
    """The room as it was before each step, and at the end; ``code`` is that of trustee 5."""

    code: str = ""


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    room, kept = Room(tmp_path_factory.mktemp("room")), Stages()
    for number in THRESHOLD:
        numbers = ("--trustees", "3", "--threshold", "2", "--number", str(number))
        more = ("--singles", "2") if number == 1 else ()
        command = ("trustee", "ceremony", "certificate", room.key(number), room.folder)
        voteapp(*command, *numbers, *more, *room.passphrase)
    for number in SINGLES:
        done = voteapp("trustee", "key", room.key(number), "--paper", *room.passphrase)
    kept.code = done.stdout.rpartition(": ")[2].strip()
    kept["commit"] = room.copy(tmp_path_factory.mktemp("commit"))
    for number in ALL:
        commit(room, number)
    for step, numbers in STAGES:
        kept[step] = room.copy(tmp_path_factory.mktemp(step))
        for number in numbers:
            room.step(step, number)
    voteapp("trustee", "ceremony", "assemble", room.folder)
    kept["end"] = room
    return kept


@pytest.fixture
def at(stages: Stages, tmp_path: Path):
    return lambda name: stages[name].copy(tmp_path)


def commit(room: Room, number: int, *, as_number: int | None = None, expect: int = 0):
    more = ("--number", str(as_number or number)) if number in SINGLES else ()
    arguments = (room.key(number), room.folder, *more, *room.passphrase)
    return voteapp("trustee", "ceremony", "commit", *arguments, typed=["y"], expect=expect)


def test_the_end(stages: Stages, tmp_path: Path) -> None:
    room = stages["end"]
    items = check_trustees(GROUP, decode_trustees((room.folder / "trustees.json").read_bytes()))
    assert [(item.threshold, item.owners) for item in items] == [(2, [1, 2, 3]), (1, [4]), (1, [5])]
    names = {path.name for path in room.folder.iterdir()}
    assert {"shape.json", "public-key-4.json", "public-key-5.json", "voutput-3.json"} <= names
    assert not {"polynomial-4.json", "voutput-4.json", "certificate-4.json"} & names
    assert len(json.loads((room.folder / "ceremony.json").read_bytes())["messages"]) == 21
    answer, key = tmp_path / "answer", read_trustee_public_key(room.key(5).read_bytes())
    more = ("--answer", answer, "--index", "5", *room.passphrase)
    voteapp("trustee", "check", room.key(5), *more)
    given = decode_answer(answer.read_bytes())
    check_answer(GROUP, items[2].keys[0], compute_digest(key), 5, given)


def test_an_election_of_this_key_verifies(stages: Stages) -> None:
    """All sign; two of three and both single trustees decrypt."""
    room = stages["end"]
    election = play_to_tally("with singles", room.folder, room.list_signing_keys(ALL))
    own = {number: open_secrets(room.key(number).read_bytes(), PASSPHRASE) for number in ALL}
    for number in ALL:
        election.agree(number, own[number].signing_key)
    for number in (1, 3, 4, 5):
        election.decrypt(number, own[number].private_key)
    election.publish()
    report = verify_bundle(BytesSource(election.bundle(AUDITOR, README)))
    assert report.findings == [] and report.result == [[1, 4, 2]]


def test_a_single_trustee_says_which_it_is(at) -> None:
    room = at("commit")
    arguments = (room.key(4), room.folder, *room.passphrase)
    done = voteapp("trustee", "ceremony", "commit", *arguments, typed=["y"], expect=2)
    assert_sentence(done)
    assert "4 to 5" in done.stderr
    for number in (3, 6):
        assert_sentence(commit(room, 4, as_number=number, expect=2))
    assert "of whom 2 decrypt; beside them 2 single" in commit(room, 4).stdout


def test_a_single_trustee_has_no_certificate_and_no_share(at) -> None:
    assert_sentence(at("share").step("share", 4, expect=2))


def test_a_ceremony_without_singles_takes_none(tmp_path: Path) -> None:
    room = Room(tmp_path)
    for number in THRESHOLD:
        room.certificate(number)
    voteapp("trustee", "key", room.key(4), *room.passphrase)
    assert "--singles" in commit(room, 4, expect=2).stderr


def test_all_begin_with_the_same_numbers(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.certificate(1)
    done = room.certificate(2, size=4, threshold=3, expect=2)
    assert_sentence(done)
    assert not room.key(2).exists() and not (room.folder / "certificate-2.json").exists()


def test_a_single_trustee_signs_one_list(at) -> None:
    room = at("acknowledge")
    room.step("acknowledge", 4)
    said = (room.folder / "acknowledgement-4.json").read_bytes()
    (room.folder / "acknowledgement-4.json").unlink()
    room.step("acknowledge", 4)
    assert (room.folder / "acknowledgement-4.json").read_bytes() == said
    (room.folder / "acknowledgement-4.json").unlink()
    other = room.folder / "commitment-1.json"
    old = json.loads(other.read_bytes())["commitment"]
    other.write_bytes(other.read_bytes().replace(old.encode(), b"0" * 64))
    assert "not those that you acknowledged" in room.step("acknowledge", 4, expect=2).stderr


def test_a_single_key_opened_otherwise_is_seen(at) -> None:
    room = at("reveal")
    for number in ALL:
        room.step("reveal", number)
    voteapp("trustee", "key", room.path / "other", *room.passphrase)
    path = room.folder / "public-key-4.json"
    path.write_bytes((room.path / "other.public.json").read_bytes())
    assert "trustee 4, step reveal" in room.step("share", 1, expect=2).stderr


def test_a_forged_acknowledgement_of_a_single_is_seen_at_the_reveal(at) -> None:
    room = at("share")
    path = room.folder / "acknowledgement-4.json"
    value = json.loads(path.read_bytes())
    response = value["signature"]["response"]
    changed = response[:-1] + str((int(response[-1]) + 1) % 10)
    path.write_bytes(path.read_bytes().replace(response.encode(), changed.encode()))
    said = room.step("share", 1, expect=2).stderr
    assert "trustee 4, step acknowledge" in said


def lie(room: Room, liar: int, victim: int) -> None:
    """Trustee ``liar`` sends ``victim`` a wrong share; everything else stays as it was."""
    seed = open_threshold_key(room.key(liar).read_bytes(), PASSPHRASE).seed
    path = room.folder / f"polynomial-{liar}.json"
    polynomial = decode_canonical(path.read_bytes(), Polynomial, "x", "it")
    cert = decode_canonical(
        (room.folder / f"certificate-{victim}.json").read_bytes(), SignedMessage, "x", "it"
    )
    recipient = decode_canonical(cert.message.encode(), CertKeys, "x", "it").encryption
    keys = compute_private_keys(GROUP, seed)
    wrong = send_message(GROUP, keys.signing, recipient, '{"secret":"4711"}', Stream("lie"))
    told = [*polynomial.secrets]
    told[victim - 1] = wrong
    path.write_bytes(encode_json(msgspec.structs.replace(polynomial, secrets=told)))


def test_a_wrong_share_is_proved_to_all(at) -> None:
    room = at("share")
    lie(room, 3, 1)
    done = room.step("share", 1, expect=2)
    assert_sentence(done)
    assert "Trustee 3 (step share)" in done.stderr and "start over" in done.stderr
    assert (room.folder / "complaint-1.json").exists()
    assert not (room.folder / "voutput-1.json").exists()
    for number in (1, 2):
        said = room.step("share", number, expect=2).stderr
        assert "trustee 3, step share" in said and "start over" in said
    assert not (room.folder / "voutput-2.json").exists()
    done = voteapp("trustee", "check", room.key(1), *room.passphrase, expect=2)
    assert_sentence(done)


def test_a_false_complaint_names_who_complains(
    at, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The complaint was right where it was made; here the share is another one."""
    lied = at("share").copy(tmp_path_factory.mktemp("lied"))
    lie(lied, 3, 1)
    lied.step("share", 1, expect=2)
    room = at("share")
    (room.folder / "complaint-1.json").write_bytes((lied.folder / "complaint-1.json").read_bytes())
    assert "trustee 1, step complain" in room.step("share", 2, expect=2).stderr


def write_code(room: Room, code: str) -> tuple[str | Path, ...]:
    path = room.path / "code"
    path.write_text(code + "\n")
    return ("--code-file", path)


def show_paper(room: Room, number: int, expect: int = 0) -> str:
    done = voteapp("trustee", "paper", room.key(number), *room.passphrase, expect=expect)
    assert "Whoever has this code" in done.stderr or expect
    return done.stdout.rpartition(": ")[2].strip()


def test_a_threshold_key_comes_back_from_paper(at) -> None:
    room = at("end")
    code, old = show_paper(room, 2), room.key(2).read_bytes()
    room.key(2).unlink()
    command = ("trustee", "restore", room.key(2), *write_code(room, code), *room.passphrase)
    voteapp(*command, "--from", room.folder)
    made, was = (
        (open_secrets(data, PASSPHRASE), open_threshold_key(data, PASSPHRASE))
        for data in (room.key(2).read_bytes(), old)
    )
    assert made == was
    assert room.key(2).stat().st_mode & 0o77 == 0
    assert_sentence(voteapp(*command, "--from", room.folder, expect=2))


def test_a_single_key_comes_back_from_paper(at, stages: Stages) -> None:
    room = at("end")
    assert_sentence(voteapp("trustee", "paper", room.key(5), *room.passphrase, expect=2))
    command = ("trustee", "restore", *write_code(room, stages.code.lower()), *room.passphrase)
    voteapp(*command, room.path / "again", "--from", room.folder)
    was, made = room.key(5).read_bytes(), (room.path / "again").read_bytes()
    assert open_secrets(made, PASSPHRASE, 5) == open_secrets(was, PASSPHRASE, 5)
    said = voteapp(*command, room.path / "alone").stdout
    assert read_trustee_public_key(was).public_key in said and "--from" in said


def test_a_key_comes_back_with_a_bundle(at, stages: Stages) -> None:
    room, workshop = at("end"), Workshop("restored")
    workshop.public_keys = decode_trustees((room.folder / "trustees.json").read_bytes())
    election = workshop.open()
    ceremony = (room.folder / "ceremony.json").read_bytes()
    election.replace(ceremony=decode_strict(ceremony, Ceremony, "x", "the ceremony"))
    bundle = room.path / "e.zip"
    bundle.write_bytes(election.bundle(AUDITOR, README))
    for number, code in ((1, show_paper(room, 1)), (5, stages.code)):
        path = room.path / f"again-{number}"
        more = (*write_code(room, code), "--from", bundle, *room.passphrase)
        voteapp("trustee", "restore", path, *more)
        was, made = room.key(number).read_bytes(), path.read_bytes()
        assert open_secrets(made, PASSPHRASE) == open_secrets(was, PASSPHRASE)


def test_a_code_of_somebody_else_and_a_wrong_one(at, tmp_path: Path) -> None:
    room = at("end")
    other = Room(tmp_path / "other") if (tmp_path / "other").mkdir() is None else room
    other.certificate(1)
    foreign, own = show_paper(other, 1), show_paper(room, 1)
    changed = own[:-1] + ("0" if own[-1] != "0" else "1")
    for code in (foreign, changed, "", "XYZ"):
        more = (*write_code(room, code), "--from", room.folder, *room.passphrase)
        done = voteapp("trustee", "restore", room.path / "again", *more, expect=2)
        assert_sentence(done)
        assert not code or code not in done.stderr
    assert not (room.path / "again").exists()


def test_the_code_is_typed_and_may_be_corrected(at) -> None:
    room = at("end")
    code = show_paper(room, 1)
    arguments = ("trustee", "restore", room.path / "again", "--from", room.folder)
    exit_code, shown = at_terminal((*arguments, *room.passphrase), ["nonsense", code])
    assert exit_code == 0 and "Restore code" in shown
    assert open_secrets((room.path / "again").read_bytes(), PASSPHRASE)


def test_a_terminal_asks_whether_the_words_are_the_same(at) -> None:
    room = at("commit")
    arguments = ("trustee", "ceremony", "commit", room.key(1), room.folder, *room.passphrase)
    code, shown = at_terminal(arguments, ["n"])
    assert code == 2 and "Nothing was written" in shown
    assert not (room.folder / "commitment-1.json").exists()
    assert at_terminal(arguments, ["y"])[0] == 0
