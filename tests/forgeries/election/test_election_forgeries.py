"""Each forged bundle gives exactly the finding that its defect calls for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forgeries import booth_forgeries
from tests.forgeries.election import (
    amendment_forgeries,
    bundle_forgeries,
    ceremony_forgeries,
    closing_forgeries,
    evidence_forgeries,
    factor_forgeries,
    manifest_forgeries,
    note_forgeries,
    people_forgeries,
    questionnaire_forgeries,
    statement_forgeries,
    teller_forgeries,
    threshold_forgeries,
    trustee_forgeries,
)
from tests.forgeries.election.bench import pack, play
from tests.players.campaign.elections import AUDITOR, VOTES
from voteapp.campaign.audit import verify_bundle, verify_record_alone
from voteapp.campaign.bundle.archive import AUDITOR_PATH, read_bundle
from voteapp.campaign.setup.amendments import check_amendments
from voteapp.errors import NotAnArchiveError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.encoding import hash_hex

MODULES = (
    amendment_forgeries,
    booth_forgeries,
    bundle_forgeries,
    ceremony_forgeries,
    closing_forgeries,
    evidence_forgeries,
    factor_forgeries,
    manifest_forgeries,
    note_forgeries,
    people_forgeries,
    questionnaire_forgeries,
    statement_forgeries,
    teller_forgeries,
    threshold_forgeries,
    trustee_forgeries,
)
CATALOGUE = bundle_forgeries.FORGERIES
FINDINGS = Path(__file__).parents[3] / "docs" / "findings.md"


def test_the_honest_bundle_is_verified() -> None:
    report = verify_bundle(BytesSource(pack(play()[1])))
    assert report.findings == [] and report.verified
    assert report.result == [[1, 4, 2]] and report.ballots == len(VOTES)


@pytest.mark.slow
@pytest.mark.parametrize("honest", statement_forgeries.HONEST)
def test_what_is_signed_in_other_ways_is_verified(honest: Callable[[], bytes]) -> None:
    report = verify_bundle(BytesSource(honest()))
    assert report.findings == [] and report.verified


def test_an_honest_election_of_two_tellers_is_verified() -> None:
    report = verify_bundle(BytesSource(teller_forgeries.honest_with_two_tellers()))
    assert report.findings == [] and report.verified


def test_an_honest_survey_is_verified() -> None:
    report = verify_bundle(BytesSource(questionnaire_forgeries.honest_survey()))
    assert report.findings == [] and report.verified


@pytest.mark.slow
def test_no_value_of_a_questionnaire_can_be_changed() -> None:
    """Whatever is fixed is fixed by its hash, down to the last word of the last language."""
    honest = questionnaire_forgeries.HONEST
    paths = questionnaire_forgeries.list_changed_fields()
    assert len(paths) > 150
    for path in paths:
        changed = questionnaire_forgeries.change_field(path)
        report = verify_bundle(BytesSource(questionnaire_forgeries.fix_survey(honest, changed)))
        assert [finding.code for finding in report.findings] == ["questionnaire-hash"], path


def test_honest_amendments_are_verified() -> None:
    amended = amendment_forgeries.amended()
    report = verify_bundle(BytesSource(pack(amended)))
    assert report.findings == [] and report.verified
    held = check_amendments(
        amended.evidence.amendments, amended.manifest, amended.context.fingerprint
    )
    assert (held.closes, held.members) == ("2026-11-29T20:00:00-08:00", 24)


def test_a_booth_that_two_of_three_trustees_mended_is_verified() -> None:
    mended = booth_forgeries.mended()
    report = verify_bundle(BytesSource(pack(mended)))
    assert report.findings == []
    amendments = mended.evidence.amendments
    held = check_amendments(amendments, mended.manifest, mended.context.fingerprint)
    assert held.booth == {
        booth_forgeries.PATH: booth_forgeries.NEW,
        booth_forgeries.OTHER: booth_forgeries.OLD,
    }


def test_a_mended_auditor_page_is_the_one_that_was_fixed() -> None:
    report = verify_bundle(BytesSource(booth_forgeries.with_a_mended_auditor_page()))
    assert report.findings == []
    assert [warning.code for warning in report.warnings] == ["record-unfinished"]


def test_honest_notes_are_verified() -> None:
    report = verify_bundle(BytesSource(pack(note_forgeries.noted())))
    assert report.findings == [] and report.warnings == []


def test_slips_that_their_holders_gave_up_are_verified() -> None:
    report = verify_bundle(BytesSource(people_forgeries.two_slips_given_up()))
    assert report.findings == [] and report.warnings == [] and report.verified


@pytest.mark.parametrize("code", people_forgeries.MISCOUNTS)
def test_what_people_counted_is_a_warning(code: str) -> None:
    report = verify_bundle(BytesSource(people_forgeries.MISCOUNTS[code]()))
    assert report.findings == [] and report.verified and report.result == [[1, 4, 2]]
    more = ["slips-more-ballots"] if code == "slips-more-back" else []  # no slip is left for any
    assert [warning.code for warning in report.warnings] == [code, *more]


def test_members_who_were_forgotten_are_amended() -> None:
    report = verify_bundle(BytesSource(people_forgeries.amended_to_the_members_who_came()))
    assert report.findings == [] and report.ballots == len(VOTES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("forge", "code"),
    [pytest.param(forge, code, id=forge.__name__) for forge, code in CATALOGUE.items()],
)
def test_forgery_is_found(forge: Callable[[], bytes], code: str) -> None:
    report = verify_bundle(BytesSource(forge()))
    assert {finding.code for finding in report.findings} == {code}, report.findings
    assert not report.verified and report.scope == "election"


def test_moved_factors_pass_where_only_the_format_is_checked() -> None:
    """So that the forgery is what it says: the record alone is right, with a false result."""
    data = trustee_forgeries.factors_moved_by_a_constant()
    record = read_bundle(BytesSource(data), Findings()).record
    report = verify_record(record).create_report()
    assert report.verified and report.result == [[0, 4, 3]]


def test_a_moved_threshold_factor_passes_where_only_the_format_is_checked() -> None:
    data = threshold_forgeries.a_threshold_factor_moved_by_a_constant()
    record = read_bundle(BytesSource(data), Findings()).record
    report = verify_record(record).create_report()
    assert report.verified and report.result == [[0, 5, 2]]


def test_the_honest_threshold_bundle_is_verified() -> None:
    report = verify_bundle(BytesSource(threshold_forgeries.honest()))
    assert report.findings == [] and report.result == [[1, 4, 2]]


def test_every_code_of_the_page_has_a_forgery() -> None:
    page = FINDINGS.read_text(encoding="utf-8").split("\n## Election\n")[1]
    audited = page.split("\n### Files that people hand in\n")[0]
    codes = set(re.findall(r"^\| `([a-z-]+)` \|", audited, re.MULTILINE))
    of_the_record = {
        "decryption-older-tally",
        "decryption-proof",
        "decryption-single-ballot",
        "trustee-certificate",
        "trustee-coefexps",
        "trustee-proof",
        "trustee-signature",
        "trustee-verification-key",
    }
    assert codes == set(CATALOGUE.values()) - of_the_record


@pytest.mark.parametrize("data", [b"PK\x05\x06" + bytes(18), b"PK\x03\x04", b"PK\x03\x04" * 40])
def test_what_is_no_bundle(data: bytes) -> None:
    with pytest.raises(NotAnArchiveError):
        verify_bundle(BytesSource(data))


def test_a_bundle_cut_anywhere_never_crashes() -> None:
    data = pack(play()[1])
    for end in range(0, len(data), 997):
        with pytest.raises(NotAnArchiveError):
            verify_bundle(BytesSource(data[:end]))


def test_the_honest_ceremony_is_verified() -> None:
    report = verify_bundle(BytesSource(ceremony_forgeries.open_with_ceremony()))
    assert report.findings == [] and report.verified


WARNINGS: dict[str, Callable[[], bytes]] = {
    "auditor-page": lambda: pack(
        play("page", manifest_fields={"booth": {AUDITOR_PATH: "0" * 64}})[1]
    ),
    "trustees-uncommitted": lambda: pack(play("singles", trustees=2)[1]),
}


@pytest.mark.parametrize("code", WARNINGS)
def test_what_is_no_defect_is_a_warning(code: str) -> None:
    report = verify_bundle(BytesSource(WARNINGS[code]()))
    assert report.findings == [] and [one.code for one in report.warnings] == [code]


def test_the_page_that_was_fixed_is_no_foreign_one() -> None:
    fixed = {"booth": {AUDITOR_PATH: hash_hex(AUDITOR)}}
    report = verify_bundle(BytesSource(pack(play("page", manifest_fields=fixed)[1])))
    assert report.verified and report.warnings == []


def test_a_certificate_of_the_credentials_is_a_warning_where_nothing_is_known_of_it() -> None:
    data = manifest_forgeries.a_certificate_of_junk()
    report = verify_record_alone(read_bundle(BytesSource(data), Findings()).record)
    assert [one.code for one in report.warnings] == ["evidence-missing", "certificate-unchecked"]


def test_a_ballot_in_another_spelling_hides_no_wrong_factor() -> None:
    data = trustee_forgeries.move_factors(lambda ballot: ballot + b"\n")
    report = verify_bundle(BytesSource(data))
    codes = sorted(finding.code for finding in report.findings)
    assert codes == ["ballot-encoding", "strong-proof-invalid"]
