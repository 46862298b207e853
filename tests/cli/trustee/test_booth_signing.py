"""A trustee reads at a terminal how the booth is to be mended, and signs it once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.players.cli.command import assert_sentence, voteapp
from tests.players.cli.signers import OTHER, TRUSTEE, Table
from voteapp.campaign.audit.openings import look_at_package
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.setup.proposals import Exchange, create_proposal, decode_proposal, write_text
from voteapp.campaign.statements.signing import check_statement, decode_statement
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import hash_hex

MAIN = "/static/lean/booth/main.js"
BEFORE = "start();\nsend(secret);\nend();\n"
AFTER = "start();\nsend(sealed);\nend();\n"
REASON = "It sent what \x1b[2Jit should not."

pytestmark = pytest.mark.slow


class Desk:
    """A trustee with a key, a set-up that pins a script, and proposals to change it."""

    def __init__(self, path: Path) -> None:
        self.table = Table(path)
        workshop = self.table.workshop
        workshop.manifest = replace(workshop.manifest, booth={MAIN: hash_hex(BEFORE.encode())})
        self.election: PlayedElection = workshop.open()
        self.package = self.table.pack(self.election)
        self.out = self.table.out

    def propose(self, after: str = AFTER, before: str = BEFORE, **fields: object) -> Path:
        values: dict[str, object] = {
            "code": "SPRING",
            "fingerprints": [self.election.context.fingerprint],
            "amendments": self.election.evidence.amendments,
            "reason": REASON,
            "exchanges": [Exchange(MAIN, before, after)],
        }
        path = self.table.path / "proposal.json"
        path.write_bytes(create_proposal(**(values | fields)))  # type: ignore[arg-type]
        return path

    def read(self, proposal: Path, typed: Sequence[str] = ("y",), expect: int = 0) -> str:
        own = ("trustee", "booth", self.table.key(TRUSTEE), self.package, proposal, self.out)
        done = voteapp(*own, *self.table.passphrase, typed=typed, expect=expect)
        return done.stdout + done.stderr

    def signed(self, number: int = 1) -> Path:
        return self.out / f"SPRING.booth-{number}.json"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_every_changed_line_is_shown_and_what_is_signed_is_just_this(desk: Desk) -> None:
    path = desk.propose()
    said = desk.read(path)
    assert "\n-send(secret);\n+send(sealed);\n" in said and "It sent what  [2Jit" in said
    assert hash_hex(BEFORE.encode()) in said and hash_hex(AFTER.encode()) in said
    proposal = decode_proposal(path.read_bytes())
    text = write_text(proposal, proposal.files[0])
    statement = decode_statement(desk.signed().read_bytes(), "booth")
    people = look_at_package(BytesSource(desk.package.read_bytes())).people
    check_statement(people, "booth", [text], statement)
    desk.signed().unlink()
    desk.read(path)  # the same again is the same statement
    assert decode_statement(desk.signed().read_bytes(), "booth") == statement


def test_who_says_no_signs_nothing(desk: Desk) -> None:
    assert "Nothing was signed." in desk.read(desk.propose(), typed=["n"], expect=2)
    assert not desk.signed().exists() and not desk.table.signed(TRUSTEE).exists()


def test_no_second_text_under_one_number(desk: Desk) -> None:
    desk.read(desk.propose())
    before = desk.signed().read_bytes()
    said = desk.read(desk.propose(after="start();\n"), expect=2)
    assert "another change of the booth under number 1" in " ".join(said.split())
    assert desk.signed().read_bytes() == before
    desk.election.amend(
        Change("closes", "2026-11-29T20:00:00-08:00", "Snow."), "2026-11-22T10:00:00-08:00"
    )
    desk.read(desk.propose(after="start();\n"))
    assert desk.signed(2).exists()


def test_nothing_hides_in_a_line(desk: Desk) -> None:
    """What ends a line for a browser, turns its direction, or looks like another letter."""
    after = BEFORE.replace("end();", "// end\u2028steal();\u202e\r\u0435nd();")
    said = desk.read(desk.propose(after=after))
    assert "+// end<U+2028>steal();<U+202E><U+000D><U+0435>nd();\n" in said


def test_a_change_of_the_last_line_end_is_shown(desk: Desk) -> None:
    assert "\n-\n" in desk.read(desk.propose(after=BEFORE.removesuffix("\n")))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"fingerprints": ["A" * 43]}, "of another campaign"),
        ({"before": "something else"}, "another one is in force"),
        ({"exchanges": [Exchange("/static/more.js", BEFORE, AFTER)]}, "is no file of the booth"),
    ],
)
def test_what_is_not_signed(desk: Desk, fields: dict[str, object], said: str) -> None:
    answer = desk.read(desk.propose(**fields), expect=2)  # type: ignore[arg-type]
    assert said in " ".join(answer.split())
    assert not desk.table.signed(TRUSTEE).exists()


def test_a_chain_that_the_server_did_not_sign(desk: Desk) -> None:
    later = Change("closes", "2026-11-29T20:00:00-08:00", "Snow.")
    desk.election.amend(later, "2026-11-22T10:00:00-08:00")
    (amendment,) = desk.election.evidence.amendments
    desk.election.replace(amendments=[replace(amendment, reason="Another.")])
    assert "amendment-signature" in desk.read(desk.propose(), expect=2)


def test_a_file_that_too_few_had_signed_before(desk: Desk) -> None:
    """The proposal's own chain is held to the same rule."""
    keys = {OTHER: desk.table.keys[OTHER]}
    mended = Change("booth", hash_hex(AFTER.encode()), "A hole.", path=MAIN)
    desk.election.mend(mended, "2026-11-22T10:00:00-08:00", keys)
    assert "booth-missing" in desk.read(desk.propose(BEFORE, AFTER), expect=2)


def test_who_opens_is_shown_what_was_mended_and_by_enough(desk: Desk) -> None:
    change = Change("booth", hash_hex(AFTER.encode()), "A hole.", path=MAIN)
    amendments = desk.table.path / "amendments.json"
    for signers, expect in (((OTHER,), 2), ((TRUSTEE, OTHER), 0)):
        desk.election.replace(amendments=[])
        keys = {signer: desk.table.keys[signer] for signer in signers}
        desk.election.mend(change, "2026-11-20T10:00:00-08:00", keys)
        amendments.write_bytes(encode_canonical(desk.election.evidence.amendments))
        more = ("--amendments", amendments)
        said = desk.table.run(TRUSTEE, "opening", desk.package, *more, expect=expect)
        assert ("1 of 2 trustees agreed to another" in said) == (expect == 2)
        assert (f"Amendment 1: booth ({MAIN}) from" in said) == (expect == 0)


def test_a_key_that_is_out_signs_no_file(desk: Desk) -> None:
    own = ("trustee", "out", desk.table.key(TRUSTEE), desk.package, desk.out)
    voteapp(*own, *desk.table.passphrase, typed=["y"])
    said = desk.read(desk.propose(), expect=2)
    assert "it signs nothing else for this campaign" in " ".join(said.split())


def test_without_a_terminal_nobody_is_asked(desk: Desk) -> None:
    own = ("trustee", "booth", desk.table.key(TRUSTEE), desk.package, desk.propose(), desk.out)
    assert_sentence(voteapp(*own, *desk.table.passphrase, text="y\n", expect=2))
    path = desk.propose()
    path.write_bytes(path.read_bytes()[:-1])
    assert "proposal-encoding" in desk.read(path, expect=2)
