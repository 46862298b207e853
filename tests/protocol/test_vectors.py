"""Elections made by an independent implementation: verified, and made again from the secrets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.forgeries.workshop import stream
from voteapp.errors import UnsupportedError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import RecordAudit, verify_record
from voteapp.protocol.ballots import check_ballot, create_ballot
from voteapp.protocol.credentials import compute_public_credential
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.tally import (
    check_partial_decryption,
    combine_factors,
    compute_result,
    create_partial_decryption,
)

VECTORS = Path(__file__).parents[1] / "vectors"
SUPPORTED = [
    "blank-and-ranges",
    "revote",
    "staffing-survey",
    "threshold-2-of-3",
    "threshold-3-of-5-and-single",
    "weights",
    "yes-no",
]
UNSUPPORTED = [
    "belenios2048-yes-no",
    "lists",
    "ranked-shuffled",
    "rfc3526-ranked-shuffled",
    "rfc3526-threshold-2-of-3",
    "rfc3526-yes-no",
]


def record(name: str) -> bytes:
    return next((VECTORS / name).glob("*.bel")).read_bytes()


def audit(name: str) -> RecordAudit:
    return verify_record(BytesSource(record(name)))


def test_every_vector_is_in_one_of_the_lists() -> None:
    folders = {path.name for path in VECTORS.iterdir() if path.is_dir()}
    assert folders == {*SUPPORTED, *UNSUPPORTED}


@pytest.mark.parametrize("name", SUPPORTED)
def test_record_is_verified(name: str) -> None:
    report = audit(name).create_report()
    assert report.findings == []
    assert report.verified
    assert report.scope == "record"
    assert report.warnings == []
    expected = json.loads((VECTORS / name / "expected.json").read_text())
    assert report.result == expected["result"]


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_what_is_not_known_is_said_so(name: str) -> None:
    with pytest.raises(UnsupportedError, match="not supported yet"):
        audit(name)


@pytest.mark.parametrize("name", SUPPORTED)
def test_credentials_are_derived_alike(name: str) -> None:
    setup = audit(name).setup
    assert setup.context is not None
    assert setup.weights is not None
    for credential in (VECTORS / name / "creds.lst").read_text().split():
        public = compute_public_credential(
            setup.context.group, setup.context.election.uuid, credential
        )
        assert public in setup.weights


@pytest.mark.parametrize("name", SUPPORTED)
def test_our_ballots_fit_their_elections(name: str) -> None:
    setup = audit(name).setup
    assert setup.context is not None
    credential = (VECTORS / name / "creds.lst").read_text().split()[0]
    choices = json.loads((VECTORS / name / "choices.txt").read_text().splitlines()[0])
    body = create_ballot(setup.context, credential, choices, stream(name))
    check_ballot(setup.context, body, setup.weights)


@pytest.mark.parametrize("name", ["yes-no", "blank-and-ranges", "revote", "weights"])
def test_the_result_follows_from_the_private_keys(name: str) -> None:
    made = audit(name)
    context, items, tally = made.setup.context, made.setup.items, made.decryption.tally
    assert context is not None
    assert items is not None
    assert tally is not None
    keys = {
        context.group.encode(context.group.base_power(key)): key
        for key in (int(json.loads(p.read_text())) for p in (VECTORS / name).glob("*.privkey"))
    }
    factors = {}
    for owner, item in enumerate(items, 1):
        key = keys[context.group.encode(item.keys[0])]
        mine = create_partial_decryption(
            context.group, context.fingerprint, key, tally, stream(name)
        )
        factors[owner] = check_partial_decryption(
            context.group, context.fingerprint, item.keys[0], tally, mine
        )
    combined = combine_factors(context.group, items, factors)
    assert combined == combine_factors(context.group, items, made.decryption.factors)
    result = compute_result(context.group, tally, combined, made.box.total_weight)
    assert result == made.decryption.result


@pytest.mark.slow
@pytest.mark.parametrize("name", SUPPORTED)
def test_a_record_may_end_after_any_event(name: str) -> None:
    """Cut at each event: verified, no result, and a warning names the state."""
    data = record(name)
    whole = verify_record(BytesSource(data))
    places = whole.structure.events
    for event in places[:-1]:
        end = _end_of_event(data, event.digest)
        report = verify_record(BytesSource(data[:end])).create_report()
        assert report.findings == []
        assert report.result is None
        assert [warning.code for warning in report.warnings] == ["record-unfinished"]
        assert event.kind in report.warnings[0].message


def _end_of_event(data: bytes, digest: str) -> int:
    start = data.index(f"{digest}.event.json".encode())
    size = int(data[start + 124 : start + 135], 8)
    return start + 512 + size + -size % 512


def test_our_writer_gives_their_bytes() -> None:
    for name in SUPPORTED:
        made = audit(name)
        assert made.setup.context is not None
        wanted = (VECTORS / name / "election.json").read_bytes().strip()
        assert encode_json(made.setup.context.election) == wanted
