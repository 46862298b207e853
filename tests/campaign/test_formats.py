"""docs/formats.md: every example validates, every schema is used, examples are what we make.

``python -m tests.campaign.test_formats`` writes the examples again.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from random import Random

import jsonschema
import pytest

from tests.players.campaign.answered import answer_all, release_all
from tests.players.campaign.ceremony_table import (
    SINGLE,
    SINGLES,
    SIZE,
    THRESHOLD,
    honest,
    read,
    replace,
)
from tests.players.campaign.complaint_lies import false_complaint, wrong_share_to_one_trustee
from tests.players.campaign.elections import GROUP, VOTES, Stream, Workshop
from tests.players.campaign.questionnaires import LEAF, create_example
from voteapp.campaign.board.refusals import Refusal
from voteapp.campaign.board.signing import Receipt, decode_head, decode_receipt
from voteapp.campaign.board.voids import create_void
from voteapp.campaign.bundle.evidence import decode_evidence, encode_evidence
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.agreement import RefusedEntry
from voteapp.campaign.ceremony.folder import Shape, decode_shape, encode_shape
from voteapp.campaign.ceremony.table import COMPLAINT
from voteapp.campaign.counting.decryptions import create_decryption, decode_decryption
from voteapp.campaign.keys.rehearsal import compute_digest, create_answer
from voteapp.campaign.keys.signing_keys import create_signing_file, open_signing_seed
from voteapp.campaign.keys.single import create_trustee_key, open_trustee_key
from voteapp.campaign.keys.threshold import (
    open_secrets,
)
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.checks import decode_questionnaire, encode_questionnaire
from voteapp.campaign.setup.amendments import Change
from voteapp.campaign.setup.answers import SetupAnswer, decode_answer
from voteapp.campaign.setup.answers import create_answer as create_setup_answer
from voteapp.campaign.setup.fixed import FixedTexts
from voteapp.campaign.setup.manifest import decode_manifest, encode_manifest
from voteapp.campaign.setup.proposals import Exchange, create_proposal, decode_proposal
from voteapp.campaign.signed import check_signed, sign
from voteapp.campaign.slips.token_files import (
    Slip,
    compute_public_credentials,
    create_token_batch,
    create_token_file,
    decode_token_batch,
    open_token_file,
)
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.campaign.units.release import compute_group_code
from voteapp.cli.mirror.state import MirrorState
from voteapp.protocol.ballots import compute_tracker, decode_ballot
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.survey.figures.describing import encode_figures
from voteapp.survey.figures.released import Place, Release, Withheld
from voteapp.survey.figures.survey import compute_figures

DOCS = Path(__file__).parents[2] / "docs"
NAMES = sorted(path.stem for path in (DOCS / "schemas").glob("*.json"))
PASSPHRASE = "example passphrase"
WITNESS_SEED = "2222222222222222222222"


CHANGES = (
    (
        Change("entitled", "14", "Two members were forgotten.", leaf="icu"),
        "2026-11-20T10:00:00-08:00",
    ),
    (
        Change("closes", "2026-11-29T20:00:00-08:00", "The night shift was off."),
        "2026-11-28T10:00:00-08:00",
    ),
)
SCRIPT = "/static/lean/booth/main.js"
MENDED = Change("booth", hash_hex(b"mended"), "A hole in the page.", path=SCRIPT)


def make_examples() -> dict[str, bytes]:
    """Every format's example, from one small election; the same bytes each time."""
    booth = {SCRIPT: hash_hex(b"a hole")}
    workshop = Workshop("examples", slips=6, manifest_fields={"booth": booth})
    election = workshop.open()
    for change, at in CHANGES:
        election.amend(change, at)
    election.mend(MENDED, "2026-11-28T11:00:00-08:00", workshop.openers)
    workshop.play(election, VOTES[:5])
    election.note("In the ER 5 slips were handed out, not 6.", "2026-11-30T09:00:00-08:00")
    receipt = Receipt(
        uuid=workshop.uuid,
        fingerprint=election.context.fingerprint,
        tracker=compute_tracker(election.ballots[0]),
        credential=decode_ballot(election.ballots[0]).credential,
        batch=1,
    )
    slips = [
        Slip(leaf=workshop.leaves[credential], token=token)
        for token, credential in zip(workshop.tokens, workshop.public, strict=True)
    ]
    uuids = [workshop.uuid]
    credentials = {workshop.uuid: compute_public_credentials(workshop.uuid, workshop.tokens)}
    decryption = create_decryption(
        workshop.uuid,
        election.plan.groups[0].code,
        election.decryption_context(1),
        workshop.private_keys[0],
        election.tally.totals,
        Stream("decryption"),
    )
    rehearsal = create_answer(
        GROUP,
        workshop.private_keys[0],
        compute_digest(workshop.public_keys[0]),
        1,
        Stream("rehearsal"),
    )
    void, refusal = make_refusal(workshop, election)
    return {
        "void": void,
        "set-up": encode_canonical(sign(describe_setup(election), election.server_key)),
        "refusal": refusal,
        "manifest": encode_manifest(election.manifest),
        "questionnaire": encode_questionnaire(create_example()),
        "figures": make_figures(workshop.uuid, election.context.fingerprint),
        "evidence": encode_evidence(election.evidence),
        "booth-proposal": create_proposal(
            "SPRING",
            [election.context.fingerprint],
            election.evidence.amendments,
            "The page forgot to wait.",
            [Exchange(SCRIPT, "mended", "await mended;\n")],
        ),
        "receipt": encode_canonical(sign(receipt, election.server_key)),
        "head": encode_canonical(election.evidence.heads[0]),
        "statement": encode_canonical(election.evidence.closing_statements[0]),
        "decryption": encode_canonical(decryption),
        "rehearsal": encode_canonical(rehearsal),
        **make_ceremony_examples(),
        "token-file": create_token_file(
            "SPRING", uuids, slips, workshop.teller.secret, PASSPHRASE, Stream("file")
        ),
        "trustee-key": create_trustee_key(PASSPHRASE, Stream("key"), n=2**14)[1],
        "witness-key": create_signing_file(
            "witness", "Wanda", WITNESS_SEED, PASSPHRASE, Stream("witness"), n=2**14
        ),
        "mirror-state": encode_canonical(describe_mirror(election)),
        "token-batch": encode_canonical(
            create_token_batch(uuids, slips, credentials, workshop.teller.secret)
        ),
    }


def describe_mirror(election: PlayedElection) -> MirrorState:
    """What a mirror knows that once was given another record."""
    return MirrorState(
        uuid=election.uuid,
        fingerprint=election.context.fingerprint,
        size=len(election.record),
        last=election.record.rfind(f"{election.last_event}.event.json".encode()),
        heads=election.evidence.heads,
        forked=["the server’s record is shorter than it was"],
    )


def describe_setup(election: PlayedElection) -> SetupAnswer:
    """What a server says was fixed."""
    questionnaire = encode_questionnaire(election.questionnaire)
    texts = FixedTexts(election.setup.election, election.manifest_bytes, questionnaire)
    return create_setup_answer("SPRING", [texts])


def make_figures(uuid: str, fingerprint: str) -> bytes:
    """Of two groups, with one below k: everything that there can be is there."""
    chance = Random("figures")
    asked = create_example()
    leaves = ((LEAF, 12), ("b", 7))
    wards = [answer_all(asked, Leaf(code), size, 3, chance) for code, size in leaves]
    groups = tuple(
        dataclasses.replace(group, code=compute_group_code([place.code for place in group.places]))
        for group in release_all(wards).groups
    )
    few = Withheld((Place("c", ("North", "Night shift")),), 9, None, "below-k")
    return encode_figures(compute_figures(asked, Release(5, groups, (few,))), uuid, fingerprint)


def make_refusal(workshop: Workshop, election: PlayedElection) -> tuple[bytes, bytes]:
    """The void of the last slip, and the answer to a ballot of it."""
    fingerprint = election.context.fingerprint
    secret = compute_secret(GROUP, workshop.uuid, compute_credential(workshop.tokens[-1]))
    credential = GROUP.encode(GROUP.base_power(secret))
    void = create_void(GROUP, fingerprint, credential, secret, Stream("void"))
    refusal = Refusal(
        uuid=workshop.uuid,
        fingerprint=fingerprint,
        credential=credential,
        tracker=compute_tracker(b"a ballot of this slip"),
        reason="voided",
        void=void,
    )
    return encode_canonical(void), encode_canonical(sign(refusal, election.server_key))


def make_ceremony_examples() -> dict[str, bytes]:
    """One message of each step, a complaint, the whole, and the key file at the end."""
    whole = honest().assembled.ceremony
    (complaint,) = [e.message for e in wrong_share_to_one_trustee() if e.step == "complain"]
    refused = RefusedEntry(
        trustee=2, step="complain", code="ceremony-complaint", message=false_complaint()[15].message
    )
    return {
        "ceremony": encode_canonical(replace(whole, refused=[refused])),
        "ceremony-complaint": complaint.encode(),
        "ceremony-public-key": encode_json(read(SINGLE, "reveal")),
        "ceremony-shape": encode_shape(Shape(SIZE, THRESHOLD, SINGLES)),
        "ceremony-certificate": encode_json(read(1, "certificate")),
        "ceremony-commitment": encode_canonical(read(1, "commit")),
        "ceremony-acknowledgement": encode_canonical(read(1, "acknowledge")),
        "ceremony-polynomial": encode_json(read(1, "reveal")),
        "ceremony-voutput": encode_json(read(1, "share")),
        "threshold-key": honest().protect(1, PASSPHRASE, Stream("threshold"), n=2**14),
    }


def read_example(name: str) -> bytes:
    return (DOCS / "examples" / f"{name}.json").read_bytes()


@pytest.fixture(scope="module")
def examples():
    return make_examples()


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_what_we_make_and_fits_its_schema(name, examples):
    assert read_example(name) == examples[name]
    schema = json.loads((DOCS / "schemas" / f"{name}.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(examples[name]))


def test_every_example_has_a_schema_and_is_named_in_the_page():
    assert sorted(path.stem for path in (DOCS / "examples").glob("*.json")) == NAMES
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"{name}.json" in page, name


def test_the_evidences_ceremony_is_the_ceremony():
    evidence = json.loads((DOCS / "schemas" / "evidence.json").read_bytes())
    ceremony = json.loads((DOCS / "schemas" / "ceremony.json").read_bytes())
    inner = evidence["properties"]["ceremony"]["oneOf"][1]
    assert inner == {key: ceremony[key] for key in inner}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_schema_refuses_missing_and_unknown_fields(name):
    schema = json.loads((DOCS / "schemas" / f"{name}.json").read_bytes())
    value = json.loads(read_example(name))
    validator = jsonschema.Draft202012Validator(schema)
    assert not validator.is_valid({**value, "more": 1})
    for field in value:
        assert not validator.is_valid({k: v for k, v in value.items() if k != field}), field


@pytest.mark.parametrize("change", [{"field": "closes"}, {"path": ...}, {"signed": ...}])
def test_the_schema_of_an_amendment_knows_which_fields_belong_together(change):
    schema = json.loads((DOCS / "schemas" / "evidence.json").read_bytes())
    value = json.loads(read_example("evidence"))
    validator = jsonschema.Draft202012Validator(schema)
    assert validator.is_valid(value)
    *_, mended = value["amendments"]
    bent = {k: v for k, v in {**mended, **change}.items() if v is not ...}
    assert not validator.is_valid({**value, "amendments": [bent]})


def test_the_examples_can_be_read_back():
    manifest = decode_manifest(read_example("manifest"))
    evidence = decode_evidence(read_example("evidence"))
    assert evidence.uuid == manifest.uuid
    assert decode_proposal(read_example("booth-proposal")).amendments == evidence.amendments
    receipt, head = decode_receipt(read_example("receipt")), decode_head(read_example("head"))
    for signed in (receipt, head, decode_answer(read_example("set-up"))):
        check_signed(signed, manifest.server_key, "x")
    assert decode_decryption(read_example("decryption")).uuid == manifest.uuid
    assert decode_questionnaire(read_example("questionnaire")) == create_example()
    assert decode_shape(read_example("ceremony-shape")) == Shape(SIZE, THRESHOLD, SINGLES)
    assert COMPLAINT.read(2, read_example("ceremony-complaint")).sender == 1
    decode_token_batch(read_example("token-batch"), [manifest.uuid], ["er", "icu"])
    private_key = open_trustee_key(read_example("trustee-key"), PASSPHRASE)
    assert 0 < private_key < GROUP.order
    assert open_secrets(read_example("threshold-key"), PASSPHRASE).number == 1
    assert open_signing_seed(read_example("witness-key"), "witness", PASSPHRASE) == WITNESS_SEED
    assert len(open_token_file(read_example("token-file"), PASSPHRASE).slips) == 6


if __name__ == "__main__":
    (DOCS / "examples").mkdir(exist_ok=True)
    for example, body in make_examples().items():
        (DOCS / "examples" / f"{example}.json").write_bytes(body)
