"""Python writes byte for byte what JavaScript wrote into tests/vectors-deterministic.

``tests/js/make-vectors.mjs`` makes the files; ``tests/js/vectors/shared.test.mjs`` compares them
with JavaScript. The randomness of each vector is the stream of its seed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.randomness import RandomStream
from voteapp.protocol.ballots import check_ballot, compute_tracker, create_ballot
from voteapp.protocol.credentials import compute_public_credential, compute_secret
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.certificates import check_certificates, create_certificate
from voteapp.protocol.keys.pedersen import (
    compute_threshold_parameters,
    compute_vinputs,
    create_polynomial,
    create_voutput,
    open_vinput,
)
from voteapp.protocol.keys.pki import compute_private_keys, create_seed, create_signature
from voteapp.protocol.keys.trustees import check_trustees, create_trustee_public_key
from voteapp.protocol.tally import create_partial_decryption, decode_tally

FOLDER = Path(__file__).parent.parent / "vectors-deterministic"
GROUP = get_group("Ed25519")


def load(name: str) -> list[dict[str, Any]]:
    vectors: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_bytes())
    assert vectors
    return vectors


@pytest.mark.parametrize("vector", load("ballots"), ids=lambda vector: vector["name"])
def test_ballots(vector: dict[str, Any]) -> None:
    context = create_context(vector["election"].encode())
    ballot = create_ballot(
        context, vector["credential"], vector["choices"], RandomStream(vector["seed"])
    )
    assert ballot.decode() == vector["ballot"]
    assert compute_tracker(ballot) == vector["tracker"]
    check_ballot(context, ballot, None)


def test_trustee_key() -> None:
    for vector in load("trustees"):
        stream = RandomStream(vector["seed"])
        private_key = GROUP.random_scalar(stream)
        assert GROUP.encode_scalar(private_key) == vector["private_key"]
        public = create_trustee_public_key(GROUP, private_key, stream)
        assert encode_json(public).decode() == vector["trustee_public_key"]


def test_partial_decryption() -> None:
    for vector in load("decryptions"):
        tally = decode_tally(GROUP, vector["tally"].encode(), [2, 3], allow_neutral=False)
        decryption = create_partial_decryption(
            GROUP,
            vector["fingerprint"],
            int(vector["private_key"]),
            tally,
            RandomStream(vector["seed"]),
        )
        assert encode_json(decryption).decode() == vector["partial_decryption"]


def test_credentials() -> None:
    for vector in load("credentials"):
        uuid, credential = vector["uuid"], vector["credential"]
        assert str(compute_secret(GROUP, uuid, credential)) == vector["secret"]
        public = compute_public_credential(GROUP, uuid, credential)
        assert public == vector["public_credential"]


def test_pki_keys_and_signature() -> None:
    for vector in load("pki"):
        stream = RandomStream(vector["seed"])
        assert create_seed(stream) == vector["pki_seed"]
        keys = compute_private_keys(GROUP, vector["pki_seed"])
        assert (str(keys.signing), str(keys.decryption)) == (
            vector["signing"],
            vector["decryption"],
        )
        signature = create_signature(GROUP, keys.signing, vector["message"], stream)
        assert encode_json(signature).decode() == vector["signature"]


def test_ceremony() -> None:
    """Every message of a key ceremony; each trustee draws from a stream of its own."""
    (vector,) = load("ceremony")
    told, threshold = vector["trustees"], vector["threshold"]
    streams = [RandomStream(trustee["seed"]) for trustee in told]
    seeds = [create_seed(stream) for stream in streams]
    assert seeds == [trustee["pki_seed"] for trustee in told]
    size = len(told)
    certs = [
        create_certificate(
            GROUP, seed, size=size, threshold=threshold, index=index, random_bytes=stream
        )
        for index, (seed, stream) in enumerate(zip(seeds, streams, strict=True), 1)
    ]
    certificates = check_certificates(GROUP, certs, threshold)
    polynomials = [
        create_polynomial(GROUP, seed, certificates, stream)
        for seed, stream in zip(seeds, streams, strict=True)
    ]
    vinputs = compute_vinputs(polynomials)
    voutputs = []
    for index, trustee in enumerate(told):
        opened = open_vinput(GROUP, seeds[index], certificates, vinputs[index])
        voutputs.append(create_voutput(GROUP, seeds[index], certificates, opened, streams[index]))
        assert GROUP.encode_scalar(opened.share) == trustee["share"]
        assert encode_json(certs[index]).decode() == trustee["certificate"]
        assert encode_json(polynomials[index]).decode() == trustee["polynomial"]
        assert encode_json(vinputs[index]).decode() == trustee["vinput"]
        assert encode_json(voutputs[index]).decode() == trustee["voutput"]
    parameters = compute_threshold_parameters(certificates, polynomials, voutputs)
    assert encode_json(parameters).decode() == vector["threshold_parameters"]
    check_trustees(GROUP, [parameters])


def test_json_writer() -> None:
    for vector in load("texts"):
        assert encode_json(vector["text"]).decode() == vector["belenios"]
