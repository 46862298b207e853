"""Both auditors say the same of every bundle whose manifest or evidence was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.forgeries.booth_forgeries import mended, with_a_mended_auditor_page
from tests.forgeries.election.bench import sign_again
from tests.forgeries.election.ceremony_forgeries import open_with_ceremony
from tests.forgeries.election.note_forgeries import noted
from tests.forgeries.election.people_forgeries import MISCOUNTS, amended_to_the_members_who_came
from tests.forgeries.election.test_election_forgeries import CATALOGUE, WARNINGS
from tests.forgeries.election.trustee_forgeries import move_factors
from tests.players.campaign.ceremony_table import honest, replace
from tests.players.campaign.elections import AUDITOR, NO, README, VOTES, YES, Workshop
from tests.support.auditors import compare, mutate, sample
from voteapp.campaign.bundle.archive import create_bundle
from voteapp.campaign.bundle.evidence import encode_evidence
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.agreement import RefusedEntry
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.setup.manifest import encode_manifest
from voteapp.campaign.signed import sign_text
from voteapp.campaign.zips import encode_zip
from voteapp.errors import MisuseError

pytestmark = pytest.mark.slow


def pack(election: PlayedElection, **changed: Any) -> bytes | None:
    """The bundle with another ``manifest``, ``questionnaire`` or ``evidence``; None where canonical
    JSON cannot hold it."""
    try:
        others = {name: encode_canonical(value) for name, value in changed.items()}
    except MisuseError:
        return None
    papers = election.papers._replace(**others)
    return create_bundle(election.manifest.uuid, election.record, papers, AUDITOR, README)


@pytest.fixture(scope="module")
def played() -> PlayedElection:
    workshop = Workshop("both auditors", trustees=2)
    election = workshop.play(workshop.open(), VOTES[:5])
    election.replace(voided=[workshop.void(election, 8)])
    return sign_again(election)


def test_every_field_of_the_evidence(
    node: Path, tmp_path: Path, played: PlayedElection, length: Callable[[int, int], int]
) -> None:
    value = json.loads(encode_evidence(played.evidence))
    files = {
        name: bundle
        for name, changed in mutate(value, wide=1)
        if (bundle := pack(played, evidence=changed)) is not None
    }
    assert len(files) > 100
    compare(node, tmp_path, sample(files, length))


def test_every_field_of_the_ceremony(node: Path, tmp_path: Path) -> None:
    """The evidence's ceremony, changed anywhere: around its messages and within their texts."""
    workshop = Workshop("ceremony")
    workshop.public_keys = honest().assembled.items
    workshop.signing = [trustee.signing_key for trustee in honest().trustees]
    election = workshop.open()
    refused = RefusedEntry(trustee=1, step="share", code="trustee-proof", message="{}")
    election.replace(ceremony=replace(honest().assembled.ceremony, refused=[refused]))
    value = json.loads(encode_evidence(election.evidence))
    files = {}
    for name, ceremony in mutate(value["ceremony"], wide=1):
        bundle = pack(election, evidence={**value, "ceremony": ceremony})
        if bundle is not None:
            files[name] = bundle
    assert len(files) > 60
    compare(node, tmp_path, files)


def test_every_field_of_a_mended_file(node: Path, tmp_path: Path) -> None:
    """The amendment changed anywhere, and signed again by the server where it can be."""
    election = mended()
    value = json.loads(encode_evidence(election.evidence))
    first, second = value["amendments"]
    files = {}
    for name, changed in mutate(second, wide=1):
        amendments = [first, changed]
        if isinstance(changed, dict):
            fields = {key: one for key, one in changed.items() if key != "signature"}
            try:
                resigned = sign_text(encode_canonical(fields).decode(), election.server_key)
            except MisuseError:
                continue
            amendments = [first, {**fields, "signature": resigned}]
        bundle = pack(election, evidence={**value, "amendments": amendments})
        assert bundle is not None
        files[name] = bundle
    assert len(files) > 60
    compare(node, tmp_path, files)


def test_every_field_of_the_manifest(
    node: Path, tmp_path: Path, length: Callable[[int, int], int]
) -> None:
    files = {}
    wanted = json.loads(encode_manifest(Workshop("both auditors").manifest))
    for name, changed in mutate(wanted, wide=1):
        try:
            data = encode_canonical(changed)
        except MisuseError:
            continue
        workshop = Workshop("both auditors")
        election = workshop.play(workshop.open(manifest_bytes=data), [])
        bundle = pack(election, manifest=changed)
        assert bundle is not None
        files[name] = bundle
    assert len(files) > 80
    compare(node, tmp_path, sample(files, length))


def test_forged_bundles(node: Path, tmp_path: Path) -> None:
    files = {forge.__name__: forge() for forge in CATALOGUE}
    files["honest ceremony"] = open_with_ceremony()
    files["honest notes"] = pack(noted())
    files["mended booth"] = pack(mended())
    files["mended auditor page"] = with_a_mended_auditor_page()
    files["forgotten members"] = amended_to_the_members_who_came()
    files |= {code: miscounted() for code, miscounted in {**MISCOUNTS, **WARNINGS}.items()}
    files["respelled"] = move_factors(lambda ballot: ballot + b"\n")
    assert len(files) > 40
    compare(node, tmp_path, files)


def test_every_state(node: Path, tmp_path: Path) -> None:
    workshop = Workshop("states", trustees=2)
    election = workshop.open()
    files = {"open": election.bundle(AUDITOR, README)}
    election.seal([workshop.vote(election, 0, YES), workshop.vote(election, 1, NO)])
    files["sealed"] = election.bundle(AUDITOR, README)
    election.close(workshop.slips())
    files["closed below k"] = election.bundle(AUDITOR, README)
    files["record alone"] = election.record
    compare(node, tmp_path, files)


def test_bent_and_cut_bundles(node: Path, tmp_path: Path, played: PlayedElection) -> None:
    data = played.bundle(AUDITOR, README)
    files = {f"cut at {end}": data[:end] for end in range(0, len(data), 9007)}
    for place in [*range(0, len(data), 5003), *range(len(data) - 400, len(data), 7)]:
        bent = bytearray(data)
        bent[place] ^= 0x10
        files[f"bent at {place}"] = bytes(bent)
    record, manifest = played.record, encode_manifest(played.manifest)
    files["record alone in a ZIP"] = encode_zip({f"{played.manifest.uuid}.bel": record})
    files["other name"] = encode_zip({"other.bel": record, "manifest.json": manifest})
    files["two records"] = encode_zip({"a.bel": record, "b.bel": record})
    compare(node, tmp_path, files)


LONE = b"\\ud800"
SPELLINGS: dict[str, tuple[bytes, bytes]] = {
    "a lone surrogate in the credential": (b'"credential":"', b'"credential":"' + LONE),
    "a lone surrogate in a proof": (b'"response":"', b'"response":"' + LONE),
    "a lone surrogate in a name": (b'"answers":', b'"' + LONE + b'":'),
    "a byte that is no UTF-8": (b'"response":"', b'"response":"\xff'),
    "a field without a name": (b'"answers":[{', b'"answers":[{"":1,'),
    "a field that nobody knows": (b'"answers":[{', b'"answers":[{"zz":1,'),
}
"""What is done to a ballot's bytes; parsers that look at parts only may pass over it."""


@pytest.mark.parametrize("voter", [0, 5])
def test_ballots_that_parsers_read_differently(node: Path, tmp_path: Path, voter: int) -> None:
    """A slip's first ballot is bent, and another slip's, or its own, right one comes after it: who
    still reads a credential there counts other ballots."""
    files = {}
    for name, (old, new) in SPELLINGS.items():
        workshop = Workshop("read differently")
        election = workshop.open()
        bent = workshop.vote(election, 0, YES).replace(old, new, 1)
        election.seal([bent])
        election.seal([workshop.vote(election, voter, NO)])
        files[name] = election.bundle(AUDITOR, README)
    compare(node, tmp_path, files)


def test_set_ups_that_parsers_read_differently(node: Path, tmp_path: Path) -> None:
    """The hash of an object that the set-up names, written with half a character."""
    files = {}
    for name in ("election", "trustees", "credentials"):
        honest = Workshop("read differently").open()
        mark = f'"{name}":"'.encode()
        bent = honest.setup.setup_data.replace(mark, mark + LONE)
        honest.setup = honest.setup._replace(setup_data=bent)
        honest.__post_init__()
        files[name] = honest.record
    compare(node, tmp_path, files)
