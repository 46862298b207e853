"""Python writes byte for byte what JavaScript wrote into tests/vectors-deterministic (what stands
beside the record; tests/protocol/test_shared_vectors.py has the record's part)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.randomness import RandomStream
from voteapp.campaign.board.kept import read_kept
from voteapp.campaign.board.receipt_addresses import read_receipt, write_fragment
from voteapp.campaign.board.refusals import check_refusal, decode_refusal
from voteapp.campaign.board.signing import decode_head, decode_receipt
from voteapp.campaign.board.voids import check_void, create_void, decode_void
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.counting.answers import describe_vote, say_answer
from voteapp.campaign.counting.strong_proofs import DecryptionContext, create_strong_proofs
from voteapp.campaign.keys.rehearsal import compute_digest, create_answer
from voteapp.campaign.protection import open_envelope, protect, read_envelope
from voteapp.campaign.setup.opening import compute_campaign_hash
from voteapp.campaign.setup.rules import Rule, compute_least, compute_outcome
from voteapp.campaign.shares import compute_permille
from voteapp.campaign.signed import check_signed, compute_server_key, sign
from voteapp.campaign.slips.pins import (
    SlipCode,
    compute_pin,
    find_leaves,
    format_slip_code,
    read_slip_code,
)
from voteapp.campaign.slips.token_files import TokenFileSecret
from voteapp.campaign.slips.tokens import (
    TokenError,
    compute_credential,
    create_token,
    normalize_token,
)
from voteapp.campaign.statements.people import Role, Signer
from voteapp.campaign.statements.signing import create_statement
from voteapp.campaign.statements.texts import (
    compute_booth_text,
    compute_closing_text,
    compute_confirmation_text,
    compute_end_text,
    compute_opening_text,
    compute_out_text,
)
from voteapp.campaign.units.release import compute_plan, compute_plan_hash
from voteapp.campaign.units.strata import Stratum, merge_leaves
from voteapp.cli.texts import Terminal
from voteapp.errors import ProtocolError
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.encoding import create_uuid, encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.pki import compute_private_keys, create_seed, create_signature
from voteapp.protocol.keys.trustees import TrusteePublicKey
from voteapp.protocol.questions import Question
from voteapp.protocol.tally import create_partial_decryption, decode_tally

FOLDER = Path(__file__).parent.parent / "vectors-deterministic"
GROUP = get_group("Ed25519")


def load(name: str) -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_bytes())
    assert vectors
    return vectors


def test_tokens_and_credentials() -> None:
    for vector in load("credentials"):
        stream = RandomStream(vector["seed"])
        assert create_token(stream) == vector["token"]
        assert create_uuid(stream) == vector["uuid"]
        assert compute_credential(vector["token"]) == vector["credential"]


@pytest.mark.parametrize("vector", load("typed-tokens"))
def test_typed_tokens(vector: dict[str, Any]) -> None:
    if vector["token"] is not None:
        assert normalize_token(vector["typed"]) == vector["token"]
        return
    with pytest.raises(TokenError) as caught:
        normalize_token(vector["typed"])
    assert caught.value.place == vector["place"]


def test_pins_and_campaign_hashes() -> None:
    for vector in load("pins"):
        token, fingerprints = vector["token"], vector["fingerprints"]
        assert compute_campaign_hash(fingerprints) == vector["campaign_hash"]
        leaves = [one["leaf"] for one in vector["pins"]]
        for one in vector["pins"]:
            code = SlipCode(token, compute_pin(token, fingerprints, one["leaf"]))
            assert (code.pin, format_slip_code(code)) == (one["pin"], one["code"])
            assert find_leaves(code, fingerprints, leaves) == [one["leaf"]]


@pytest.mark.parametrize("vector", load("slip-codes"))
def test_slip_codes(vector: dict[str, Any]) -> None:
    if vector["token"] is not None:
        assert read_slip_code(vector["typed"]) == (vector["token"], vector["pin"])
        return
    with pytest.raises(TokenError) as caught:
        read_slip_code(vector["typed"])
    assert caught.value.place == vector["place"]


def test_rehearsal() -> None:
    for vector in load("trustees"):
        public = msgspec.json.decode(vector["trustee_public_key"], type=TrusteePublicKey)
        part = vector["rehearsal"]
        assert compute_digest(public) == part["digest"]
        answer = create_answer(
            GROUP,
            int(vector["private_key"]),
            part["digest"],
            part["index"],
            RandomStream(part["seed"]),
        )
        assert encode_canonical(answer).decode() == part["answer"]


def test_strong_proofs() -> None:
    for vector in load("decryptions"):
        stream = RandomStream(vector["seed"])
        private_key = int(vector["private_key"])
        tally = decode_tally(GROUP, vector["tally"].encode(), [2, 3], allow_neutral=False)
        create_partial_decryption(GROUP, vector["fingerprint"], private_key, tally, stream)
        context = DecryptionContext(
            GROUP,
            vector["fingerprint"],
            vector["parent"],
            vector["owner"],
            GROUP.base_power(private_key),
        )
        proofs = create_strong_proofs(context, private_key, tally, stream)
        assert encode_json(proofs).decode() == vector["strong_proofs"]


def list_texts() -> list[tuple[Role, str]]:
    """A text of every kind, and who signs it."""
    both = ["φ1", "φ2"]
    return [
        ("trustee", compute_opening_text(both, "amendments", late=False)),
        ("trustee", compute_opening_text(both, "amendments", late=True)),
        ("witness", compute_closing_text("fingerprint", "end", "plan", "evidence")),
        ("witness", compute_out_text(both)),
        ("mirror", compute_end_text("fingerprint", "end")),
        ("trustee", compute_confirmation_text("fingerprint", "result")),
        ("trustee", compute_booth_text(both, 3, "/static/page.js", "old", "new")),
    ]


def test_statements() -> None:
    for vector in load("pki"):
        stream = RandomStream(vector["seed"])
        keys = compute_private_keys(GROUP, create_seed(stream))
        create_signature(GROUP, keys.signing, vector["message"], stream)
        made = [
            create_statement(GROUP, Signer(role, number), keys.signing, text, stream)
            for number, (role, text) in enumerate(list_texts(), 1)
        ]
        assert [encode_canonical(one).decode() for one in made] == vector["statements"]


def test_receipt_and_head() -> None:
    for vector in load("signed"):
        key = bytes.fromhex(vector["private_key"])
        assert compute_server_key(key) == vector["server_key"]
        receipt = decode_receipt(vector["receipt"].encode())
        assert read_receipt(vector["receipt_address"].encode()) == receipt
        assert vector["receipt_address"].endswith(f"/check#{write_fragment(receipt)}")
        head = decode_head(vector["head"].encode())
        for value in (receipt, head):
            check_signed(value, vector["server_key"], "head-signature")
        assert encode_canonical(sign(receipt, key)).decode() == vector["receipt"]
        assert encode_canonical(sign(head, key)).decode() == vector["head"]


def test_voids_and_refusals() -> None:
    for vector in load("refusals"):
        key, uuid = bytes.fromhex(vector["private_key"]), vector["uuid"]
        secret = compute_secret(GROUP, uuid, vector["slip"])
        credential = GROUP.encode(GROUP.base_power(secret))
        stream = RandomStream(vector["seed"])
        void = create_void(GROUP, vector["fingerprint"], credential, secret, stream)
        assert encode_canonical(void).decode() == vector["void"]
        check_void(GROUP, decode_void(vector["void"].encode()), vector["fingerprint"], credential)
        for text in vector["refusals"]:
            refusal = decode_refusal(text.encode())
            check_refusal(refusal, compute_server_key(key))
            assert encode_canonical(sign(refusal, key)).decode() == text


@pytest.mark.parametrize("vector", load("kept"))
def test_what_is_kept(vector: dict[str, Any]) -> None:
    try:
        found: object = [
            encode_canonical(one).decode() for one in read_kept(vector["text"].encode())
        ]
    except ProtocolError as error:
        found = error.code
    assert found == (vector["kept"] or vector["code"])


def test_merged_leaves_and_release() -> None:
    for vector in load("release"):
        merged = merge_leaves(msgspec.convert(vector["tree"], Stratum), vector["k"])
        assert msgspec.to_builtins(merged) == vector["merged"]
        plan = compute_plan(merged, vector["counts"], vector["policy"], vector["k"])
        assert msgspec.to_builtins(plan) == vector["plan"]
        assert compute_plan_hash(plan) == vector["plan_hash"]


def test_shares() -> None:
    for vector in load("shares"):
        assert compute_permille(vector["part"], vector["whole"]) == vector["permille"]


def test_the_fewest_votes() -> None:
    for vector in load("least"):
        found = compute_least(
            vector["total"], vector["comparison"], vector["numerator"], vector["denominator"]
        )
        assert found == vector["least"], vector


def test_answers_in_one_sentence() -> None:
    """And what they are said of: the outcome of the rule."""
    for vector in load("answers"):
        rule = msgspec.convert(vector["rule"], Rule)
        asked = Question(answers=["Yes", "No"], blank=True, min=1, max=1, question="Strike?")
        counted = sum(vector["result"][0])
        outcome = compute_outcome(rule, [asked], vector["result"], counted, vector["members"])
        assert msgspec.to_builtins(outcome) == vector["outcome"]
        vote = describe_vote(vector["title"], rule, [asked], outcome)
        assert say_answer(Terminal(), vote) == vector["sentence"]


def test_canonical_json() -> None:
    for vector in load("texts"):
        text = vector["text"]
        assert encode_canonical(text).decode() == vector["canonical"]
        keys = {"\u20ac": 1, "\r": 2, "😀": 3, "\ufb33": 4, "1": 5, "é": 6} | {text: 7}
        assert encode_canonical(keys).decode() == vector["sorted"]


def test_protected_file() -> None:
    for vector in load("protected"):
        data = protect(
            "voteapp-token-file",
            vector["public"],
            vector["secret"],
            vector["passphrase"],
            RandomStream(vector["seed"]),
            n=vector["n"],
        )
        assert data.decode() == vector["file"]
        envelope = read_envelope(data, "voteapp-token-file")
        opened = open_envelope(envelope, "correct horse café", TokenFileSecret)
        assert msgspec.to_builtins(opened) == vector["secret"]


def test_refused_protected_files() -> None:
    for vector in load("protected"):
        for text in vector["refused"]:
            with pytest.raises(ProtocolError) as caught:
                read_envelope(text.encode(), "voteapp-token-file")
            assert caught.value.code == "file-encoding"
