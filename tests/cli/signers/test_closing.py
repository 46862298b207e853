"""What a key signs of a closing and a result, what it never signs, and who is named as missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.players.campaign.elections import AUDITOR, README
from tests.players.cli.command import assert_sentence, voteapp
from tests.players.cli.signers import MIRROR, OTHER, TRUSTEE, WITNESS, Table
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.decryptions import decode_decryption
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.texts import compute_end_text
from voteapp.protocol.archive import BytesSource

pytestmark = pytest.mark.slow


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path)


def decrypt(
    table: Table, election: PlayedElection, signer: Signer = TRUSTEE, expect: int = 0
) -> str:
    return table.run(signer, "decrypt", table.save(election), expect=expect)


def compare(table: Table, election: PlayedElection, expect: int, key: Path | None = None) -> str:
    own = ("--key", key or table.key(TRUSTEE))
    done = voteapp("trustee", "verify", table.save(election), *own, expect=expect)
    return " ".join(done.stdout.split())


def test_from_the_opening_to_a_confirmed_result(table: Table) -> None:
    """Two trustees and a witness: all three must sign; then the report has nothing to say."""
    election = table.workshop.open()
    package, uuid = table.pack(election), election.uuid
    for signer in (TRUSTEE, OTHER, WITNESS):
        table.run(signer, "opening", package)
        table.take(election, "SPRING", "opening")
    table.close(table.vote(election))
    said = decrypt(table, election)
    assert "These have not signed yet: trustee 2, witness 1 (Wanda)" in said
    table.take(election, uuid, "statement")
    shown = table.run(WITNESS, "closing", table.save(election))
    assert "all 7 ballots" in shown and "Have you compared the words" in shown
    table.take(election, uuid, "statement")
    decrypt(table, election, OTHER)  # the last of the three: its factors leave at once
    path = table.out / f"{uuid}.decryption.json"
    last = decode_decryption(path.read_bytes())
    path.unlink()
    table.take(election, uuid, "statement")
    decrypt(table, election)
    election.take_decryption(decode_decryption(path.read_bytes()))
    election.take_decryption(last)
    election.publish()
    for signer in (TRUSTEE, OTHER, WITNESS):
        shown = table.run(signer, "confirm", table.save(election))
        assert "4 Yes" in shown and "2 No" in shown
        table.take(election, uuid, "confirmation")
    report = verify_bundle(BytesSource(election.bundle(AUDITOR, README)))
    assert report.findings == [] and report.result == [[1, 4, 2]]
    said = compare(table, election, 0)
    assert "What opened is what this key signed." in said
    assert "What closed is what this key signed." in said


def test_without_a_terminal_nothing_is_signed(table: Table) -> None:
    bundle = table.save(table.play_to_tally())
    for signer, command in (
        (TRUSTEE, "decrypt"),
        (TRUSTEE, "confirm"),
        (WITNESS, "closing"),
        (WITNESS, "confirm"),
    ):
        own = (signer.role, command, table.key(signer), bundle, table.out, *table.passphrase)
        done = voteapp(*own, text="y\n", expect=2)
        assert_sentence(done)
        assert "no terminal" in done.stderr
        assert not table.out.exists() and not table.signed(signer).exists()


def test_no_closing_without_the_own_opening(table: Table) -> None:
    election = table.play_to_tally()
    election.replace(openings=election.evidence.openings[1:])
    assert "has not signed the opening" in decrypt(table, election, expect=2)
    assert not table.out.exists()


def test_a_witness_never_signs_two_closings(table: Table) -> None:
    table.run(WITNESS, "closing", table.save(table.play_to_tally()))
    first = table.signed(WITNESS).read_bytes()
    shorter = table.save(table.play_to_tally(5))
    said = table.run(WITNESS, "closing", shorter, out=table.path / "other", expect=2)
    assert "never sign two" in said
    assert not (table.path / "other").exists() and table.signed(WITNESS).read_bytes() == first


def test_what_is_published_must_be_what_was_signed(table: Table) -> None:
    """The server shows one trustee a board of its own, and publishes another."""
    decrypt(table, table.play_to_tally())
    other = table.play_to_tally(6)
    for signer in (TRUSTEE, OTHER, WITNESS):
        other.sign("closing_statements", other.closing_text, {signer: table.keys[signer]})
    for signer in (TRUSTEE, OTHER):
        other.decrypt(signer.number, table.keys[signer])
    other.publish()
    said = table.run(TRUSTEE, "confirm", table.save(other), expect=2)
    assert "NOT what this key signed as the closing" in said
    assert not list(table.out.glob("*.confirmation.json"))
    assert "What closed is NOT what this key signed" in compare(table, other, 1)
    table.run(OTHER, "confirm", table.save(other))


def test_verify_compares_what_opened(table: Table) -> None:
    election = table.workshop.open()
    table.run(TRUSTEE, "opening", table.pack(election))
    table.take(election, "SPRING", "opening")
    election.sign("openings", election.evidence.openings[0].message, {OTHER: table.keys[OTHER]})
    said = compare(table, election, 0)
    assert "What opened is what this key signed." in said
    election.replace(openings=election.evidence.openings[1:])
    said = compare(table, election, 1)  # too few opened it, and that is told above the result
    assert "Your opening statement is not in the bundle" in said
    other = Table(table.path, seed="table")
    other.workshop.texts = other.workshop.texts._replace(name="Another vote")
    swapped = other.workshop.open()
    assert "What opened is NOT what this key looked at" in compare(table, swapped, 1)
    own = ("--key", table.key(WITNESS))
    assert_sentence(voteapp("trustee", "verify", table.path / "e.zip", *own, expect=2))


def test_a_board_that_shrinks_after_the_closing(table: Table) -> None:
    decrypt(table, table.play_to_tally())
    table.workshop.signing = [table.keys[TRUSTEE], table.keys[OTHER]]
    said = compare(table, table.vote(table.workshop.open()), 1)
    assert "signed a closing, and the bundle does NOT show one" in said


def test_an_out_signs_nothing_else(table: Table) -> None:
    election = table.play_to_tally()
    package = table.pack(election)
    assert "Nothing was signed" in table.run(TRUSTEE, "out", package, typed=["n"], expect=2)
    table.run(TRUSTEE, "out", package)
    assert "is out" in decrypt(table, election, expect=2)
    assert "is out" in table.run(TRUSTEE, "opening", package, expect=2)
    table.take(election, "SPRING", "out")
    said = decrypt(table, election, OTHER)
    assert "These are out and sign nothing: trustee 1." in said
    assert "not signed yet: witness 1 (Wanda)" in said
    assert "That statement is there and counts" in table.run(OTHER, "out", package, expect=2)
    kept = json.loads(table.signed(OTHER).read_bytes())["statements"]
    assert [one["message"].split("|")[0] for one in kept] == ["voteapp-opening", "voteapp-closing"]


def test_mirrors_are_named_where_they_are_missing(tmp_path: Path) -> None:
    table = Table(tmp_path, mirrored=True)
    election = table.play_to_tally()
    election.sign("closing_statements", election.closing_text, {OTHER: table.keys[OTHER]})
    said = decrypt(table, election)
    assert "Statements of mirrors that are missing: 1." in said
    assert "not signed the end of voting yet: mirror 1 (University)" in said
    text = compute_end_text(election.context.fingerprint, election.end)
    election.sign("mirror_ends", text, {MIRROR: table.keys[MIRROR]})
    decrypt(table, election)
    assert (table.out / f"{election.uuid}.decryption.json").exists()


def test_a_key_that_was_restored_learns_from_the_evidence(table: Table) -> None:
    """Its list of signatures is lost; what it signed is public, and binds it."""
    election = table.play_to_tally()
    decrypt(table, election)
    table.take(election, election.uuid, "statement")
    table.signed(TRUSTEE).unlink()
    decrypt(table, election)
    kept = json.loads(table.signed(TRUSTEE).read_bytes())["statements"]
    assert len(kept) == 2
    said = decrypt(table, table.play_to_tally(5), expect=2)
    assert "never sign two" in said


def test_amendments_that_were_taken_back(table: Table) -> None:
    """The trustee was shown another closing time than everybody else."""
    election = table.workshop.open()
    change = Change("closes", "2026-11-29T20:00:00-08:00", "The night shift was off.")
    election.amend(change, "2026-11-20T10:00:00-08:00")
    shown = table.path / "amendments.json"
    shown.write_bytes(encode_canonical(election.evidence.amendments))
    table.run(TRUSTEE, "opening", table.pack(election), "--amendments", shown)
    assert "What opened is what this key signed." in compare(table, election, 1)
    election.replace(amendments=[])
    assert "What opened is NOT what this key signed" in compare(table, election, 1)
