"""``opening`` of trustees and witnesses: what is shown, asked, refused and remembered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.players.campaign.elections import GROUP, Stream, Workshop
from tests.players.cli.command import PASSPHRASE, assert_sentence, voteapp
from tests.players.cli.signers import OTHER, TRUSTEE, WITNESS, WORK, Table
from voteapp.campaign.audit.openings import look_at_package
from voteapp.campaign.playing.trustees import hold_ceremony
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.campaign.statements.signing import check_statement, decode_statement
from voteapp.campaign.statements.texts import compute_opening_text
from voteapp.campaign.words import compute_hash_words
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import hash_hex

pytestmark = pytest.mark.slow

NONE = hash_hex(b"[]")


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def test_the_whole_setup_is_shown_and_signed(table: Table) -> None:
    election = table.workshop.open()
    package = table.pack(election)
    shown = table.run(TRUSTEE, "opening", package)
    fingerprint = election.context.fingerprint
    for words in (
        "Campaign: Spring",
        "Strike vote",
        "1. Strike?",
        "- Yes",
        "or none of them (blank)",
        "“Yes” needs more than 1/2 of all ballots",
        "Voting opens: 2026-11-21T08:00:00-08:00",
        "Voting closes: 2026-11-28T20:00:00-08:00",
        "Members entitled: 22",
        "Slips on the list: 12",
        "Teller: 12 slips",
        "Your key is that of trustee 1",
        "witness 1 (Wanda), the key in words: " + compute_hash_words(table.show(WITNESS)),
        "Do you know the witness Wanda",
        compute_hash_words(compute_campaign_hash([fingerprint])),
    ):
        assert words in shown, words
    path = table.out / "SPRING.opening.json"
    statement = decode_statement(path.read_bytes(), "opening")
    text = compute_opening_text([fingerprint], NONE, late=False)
    people = look_at_package(BytesSource(package.read_bytes())).people
    check_statement(people, "opening", [text], statement)
    assert statement.signer == TRUSTEE
    kept = json.loads(table.signed(TRUSTEE).read_bytes())["statements"]
    assert kept == [json.loads(path.read_bytes())]
    first = path.read_bytes()
    table.run(TRUSTEE, "opening", package, out=table.path / "again")
    assert (table.path / "again" / "SPRING.opening.json").read_bytes() == first


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["n"], "somebody nobody knows could sign"),
        (["y", "n"], "tell the committee what is wrong"),
        (["y", "y", "n"], "Compare the words first"),
    ],
)
def test_whoever_says_no_does_not_sign(table: Table, typed: list[str], said: str) -> None:
    package = table.pack(table.workshop.open())
    assert said in table.run(TRUSTEE, "opening", package, typed=typed, expect=2)
    assert not table.out.exists() and not table.signed(TRUSTEE).exists()


@pytest.mark.parametrize("command", ["opening", "out"])
def test_without_a_terminal_nothing_is_skipped(table: Table, command: str) -> None:
    package = table.pack(table.workshop.open())
    own = ("trustee", command, table.key(TRUSTEE), package, table.out, *table.passphrase)
    for text in ("", "y\n" * 9):
        done = voteapp(*own, text=text, expect=2)
        assert_sentence(done)
        assert "no terminal" in done.stderr
    assert not table.out.exists() and not table.signed(TRUSTEE).exists()


def test_late_is_what_the_record_shows(table: Table) -> None:
    election = table.workshop.open()
    package, record = table.pack(election), table.path / "e.bel"
    record.write_bytes(election.record)
    early = ("--record", record)
    assert "it is not late" in table.run(TRUSTEE, "opening", package, "--late", expect=2)
    assert "it is not late" in table.run(TRUSTEE, "opening", package, "--late", *early, expect=2)
    table.run(OTHER, "opening", package, *early)
    bundle = table.save(table.vote(election, 3))
    table.out = table.path / "late"
    said = table.run(TRUSTEE, "opening", package, "--record", bundle, expect=2)
    assert "There are 3 ballots in the record already" in said and not table.out.exists()
    table.run(TRUSTEE, "opening", package, "--late", "--record", bundle)
    text = compute_opening_text([election.context.fingerprint], NONE, late=True)
    made = (table.out / "SPRING.opening.json").read_bytes()
    assert decode_statement(made, "opening").message == text
    table.out = table.path / "early"
    assert "no second one" in table.run(TRUSTEE, "opening", package, *early, expect=2)


def test_amendments_are_shown_and_signed(table: Table) -> None:
    election = table.workshop.open()
    package = table.pack(election)
    change = Change("entitled", "14", "Two were forgotten.", leaf="icu")
    election.amend(change, "2026-11-20T10:00:00-08:00")
    evidence = table.path / "evidence.json"
    evidence.write_bytes(election.papers.evidence or b"")
    shown = table.run(TRUSTEE, "opening", package, "--amendments", evidence)
    assert "entitled (icu) from 12 to 14, because: Two were forgotten." in shown
    assert "Members entitled: 24" in shown
    statement = decode_statement((table.out / "SPRING.opening.json").read_bytes(), "opening")
    assert statement.message.rpartition("|")[2] != NONE
    evidence.write_bytes(b'[{"type":"voteapp-amendment"}]')
    assert "amendments" in table.run(OTHER, "opening", package, "--amendments", evidence, expect=2)


def test_a_record_of_another_setup_is_refused(table: Table) -> None:
    package, record = table.pack(table.workshop.open()), table.path / "e.bel"
    record.write_bytes(Workshop("others").open().record)
    said = table.run(TRUSTEE, "opening", package, "--record", record, expect=2)
    assert "not the record of this set-up" in said
    record.write_bytes(b"nonsense")
    table.run(TRUSTEE, "opening", package, "--record", record, expect=2)
    assert not table.out.exists()


def test_a_key_that_is_no_part_of_the_joint_key(table: Table) -> None:
    """The operator opens the vote with a key of its own in a trustee's place."""
    strange = Workshop("table", trustees=2)
    strange.public_keys[0] = Workshop("operator").public_keys[0]
    strange.manifest = table.workshop.manifest
    strange.signing = []
    package = table.pack(strange.open())
    said = table.run(TRUSTEE, "opening", package, expect=2)
    assert "no part of the joint key" in said
    assert "no set-up that can be signed" not in said
    assert "witnesses" in table.run(WITNESS, "opening", table.pack(Workshop("x").open()), expect=2)
    assert not table.out.exists()


@pytest.mark.parametrize("part", [b"Strike?", b'"roster":12', b"Wanda"])
def test_a_changed_package_is_no_setup(table: Table, part: bytes) -> None:
    package = table.pack(table.workshop.open())
    package.write_bytes(package.read_bytes().replace(part, part[:-1] + b"0"))
    said = table.run(TRUSTEE, "opening", package, expect=2)
    assert "no set-up that can be signed" in said and not table.out.exists()


def test_a_witness_looks_too(table: Table) -> None:
    election = table.workshop.open()
    package = table.pack(election)
    shown = table.run(WITNESS, "opening", package, typed=["y", "y"])
    assert "Your key is that of witness 1 (Wanda)" in shown
    statement = decode_statement((table.out / "SPRING.opening.json").read_bytes(), "opening")
    check_statement(
        look_at_package(BytesSource(package.read_bytes())).people,
        "opening",
        [statement.message],
        statement,
    )
    assert statement.signer == WITNESS


def test_a_threshold_trustee_signs_by_its_certificate(table: Table) -> None:
    keys = hold_ceremony(3, 2, Stream("opening"))
    table.workshop.public_keys = list(keys.assembled.items)
    table.key(OTHER).write_bytes(keys.protect(2, PASSPHRASE, Stream("file"), n=WORK))
    package = table.pack(table.workshop.open())
    assert "Trustees: 3, of whom 2 decrypt." in table.run(OTHER, "opening", package)
    statement = decode_statement((table.out / "SPRING.opening.json").read_bytes(), "opening")
    assert statement.signer == OTHER
    people = look_at_package(BytesSource(package.read_bytes())).people
    check_statement(people, "opening", [statement.message], statement)
    assert people.find_key(OTHER) == GROUP.base_power(keys.trustees[1].signing_key)
