"""Whole elections in memory, audited as bundles."""

import io
import zipfile

import msgspec
import pytest

from tests.players.campaign.elections import AUDITOR, README, VOTES, Workshop
from voteapp.campaign.audit import verify_bundle, verify_record_alone
from voteapp.campaign.bundle.evidence import decode_evidence, encode_evidence
from voteapp.campaign.setup.manifest import decode_manifest, encode_manifest
from voteapp.campaign.setup.opening import ElectionTexts
from voteapp.campaign.setup.rules import compute_outcome
from voteapp.campaign.zips import encode_zip
from voteapp.errors import MisuseError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.questions import Question


def audit(election):
    return verify_bundle(BytesSource(election.bundle(AUDITOR, README)))


@pytest.fixture(scope="module")
def played():
    workshop = Workshop()
    return workshop.play(workshop.open(), VOTES)


def test_a_finished_election_verifies(played):
    report = audit(played)
    assert report.findings == [] and report.warnings == []
    assert report.verified and report.scope == "election"
    assert (report.ballots, report.counted, report.result) == (7, 7, [[1, 4, 2]])
    assert report.fingerprint == played.context.fingerprint


def test_the_rule_is_applied_to_the_result(played):
    manifest = played.manifest
    report = audit(played)
    questions = played.context.election.questions
    outcome = compute_outcome(manifest.rule, questions, report.result, report.counted, 22)
    assert (outcome.votes, outcome.total, outcome.met) == (4, 7, True)


def test_the_record_alone_verifies_with_a_warning(played):
    report = verify_record_alone(BytesSource(played.record))
    assert report.verified and report.scope == "record"
    assert [warning.code for warning in report.warnings] == ["evidence-missing"]


def test_an_election_is_right_in_every_state():
    workshop = Workshop("states", trustees=2)
    election = workshop.open()
    states = [audit(election)]
    ballots = [workshop.vote(election, i, choices) for i, choices in enumerate(VOTES)]
    election.seal(ballots[:3])
    states.append(audit(election))
    election.seal(ballots[3:])
    states.append(audit(election))
    election.close(None)
    states.append(audit(election))
    election.replace(slips=workshop.slips())
    election.compute_tally()
    states.append(audit(election))
    for owner, key in enumerate(workshop.private_keys, 1):
        election.agree(owner, key)
        states.append(audit(election))
    for owner, key in enumerate(workshop.private_keys, 1):
        election.decrypt(owner, key)
        states.append(audit(election))
    for report in states:
        assert report.findings == [] and report.result is None
        # Two trustees who made their keys without a ceremony: told, and no defect.
        told = {warning.code for warning in report.warnings}
        assert told == {"record-unfinished", "trustees-uncommitted"}
    election.publish()
    assert audit(election).result == [[1, 4, 2]]


def test_fewer_than_k_ballots_end_undecrypted():
    workshop = Workshop("few")
    election = workshop.play(workshop.open(), VOTES[:4])
    report = audit(election)
    assert report.verified and report.result is None
    assert election.plan.groups == [] and election.plan.withheld == ["er", "icu"]
    with pytest.raises(MisuseError):
        election.decrypt(1, workshop.private_keys[0])


def test_nobody_voted():
    workshop = Workshop("nobody")
    report = audit(workshop.play(workshop.open(), []))
    assert report.verified and report.ballots == 0


def test_every_script_survives_to_the_record_and_back():
    rich = "Grève é «中文» ਪੰਜਾਬੀ 👩🏽\u200d⚕️ \"a\" 'b' \\ /\u2028 tab\there\nline"
    question = Question(answers=[rich, rich + "2"], blank=False, min=0, max=2, question=rich)
    texts = ElectionTexts(rich, rich, [question], rich, rich, "pa")
    fields = {"kind": "survey", "rule": None, "organizer": rich}
    workshop = Workshop("texts", texts=texts, manifest_fields=fields)
    election = workshop.play(workshop.open(), [[[1, 0]], [[1, 1]], [[0, 0]], [[0, 1]], [[1, 1]]])
    report = audit(election)
    assert report.findings == [] and report.result == [[3, 3]]
    stored = election.context.election
    assert stored.name == rich and stored.questions[0].answers[0] == rich
    assert stored.description.startswith(rich + "\nmanifest sha256:")


def test_the_bundle_is_reproducible_and_an_ordinary_zip(played):
    data = played.bundle(AUDITOR, README)
    assert data == played.bundle(AUDITOR, README)
    uuid = played.manifest.uuid
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = ["README.txt", f"{uuid}.bel", "auditor.html"]
        names += [f"{paper}.json" for paper in ("evidence", "manifest", "questionnaire")]
        assert sorted(archive.namelist()) == archive.namelist() == sorted(names)
        assert archive.read(f"{uuid}.bel") == played.record
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_zip_is_what_the_standard_library_writes():
    contents = {"b.txt": b"two", "a.txt": b"", "c": b"\0" * 1000}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(contents):
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, contents[name])
    assert encode_zip(contents) == stream.getvalue()


def test_documents_survive_a_round_trip(played):
    data = encode_evidence(played.evidence)
    assert decode_evidence(data) == played.evidence
    assert encode_evidence(decode_evidence(data)) == data
    assert decode_manifest(encode_manifest(played.manifest)) == played.manifest
    assert msgspec.json.decode(data)["strong_proofs"][0]["owner"] == 1
