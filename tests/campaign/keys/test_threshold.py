"""The threshold trustee's key file: what it shows, what opens it, and what it refuses."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.players.campaign.ceremony_table import honest
from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.keys.single import create_trustee_key
from voteapp.campaign.keys.threshold import (
    ThresholdKeyPublic,
    ThresholdKeySecret,
    create_threshold_key,
    open_secrets,
    open_threshold_key,
    protect_threshold_key,
    read_context,
    read_public_key,
    read_threshold_public,
)
from voteapp.campaign.protection import WrongPassphraseError
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.protocol.keys.trustees import Context

PASSPHRASE = "correct horse battery"
FAST = 2**14


def create(size: int = 3, threshold: int = 2, index: int = 2) -> bytes:
    context = Context("Ed25519", size, threshold, index)
    return create_threshold_key(PASSPHRASE, context, Stream("key"), n=FAST)[1]


def test_a_new_key_shows_its_certificate_only() -> None:
    data = create()
    public = read_threshold_public(data)
    assert read_context(public) == Context("Ed25519", 3, 2, 2)
    seed = open_threshold_key(data, PASSPHRASE).seed
    assert seed.encode() not in data
    with pytest.raises(ConflictError):
        read_public_key(data)
    with pytest.raises(ConflictError):
        open_secrets(data, PASSPHRASE)
    with pytest.raises(WrongPassphraseError):
        open_threshold_key(data, PASSPHRASE + "!")


@pytest.mark.parametrize(("size", "threshold", "index"), [(4, 2, 1), (16, 9, 1), (3, 2, 4)])
def test_contexts_that_are_refused(size: int, threshold: int, index: int) -> None:
    with pytest.raises(InvalidInputError):
        create(size, threshold, index)


def finished(**changes: object) -> bytes:
    trustee, assembled = honest().trustees[1], honest().assembled
    public = ThresholdKeyPublic(
        certificate=trustee.certificate,
        certs_hash=assembled.ceremony.certs_hash,
        trustee_public_key=assembled.parameters.verification_keys[1],
    )
    secret = ThresholdKeySecret(seed=trustee.seed, private_key=str(trustee.private_key))
    secret = msgspec.structs.replace(secret, **changes)
    return protect_threshold_key(public, secret, PASSPHRASE, Stream("f"), n=FAST)


def test_a_finished_key_gives_all_that_decrypting_needs() -> None:
    data = finished()
    secrets = open_secrets(data, PASSPHRASE)
    assert GROUP.encode(GROUP.base_power(secrets.private_key)) == read_public_key(data)
    assert secrets.signing_key == honest().trustees[1].signing_key
    assert secrets.number == 2 and len(secrets.digest) == 64


@pytest.mark.parametrize("changes", [{"private_key": "5"}, {"private_key": ""}, {"seed": "x"}])
def test_secrets_that_do_not_belong_to_the_key(changes: dict[str, object]) -> None:
    with pytest.raises(ProtocolError) as caught:
        open_secrets(finished(**changes), PASSPHRASE)
    assert caught.value.code == "file-encoding"


@pytest.mark.parametrize("field", ["certs_hash", "trustee_public_key", "certificate"])
def test_half_of_an_end_is_refused(field: str) -> None:
    value = json.loads(finished())
    value["public"][field] = None
    with pytest.raises(ProtocolError) as caught:
        read_threshold_public(encode_canonical(value))
    assert caught.value.code == "file-encoding"


def test_a_single_trustees_key_opens_the_same_way() -> None:
    public, data = create_trustee_key(PASSPHRASE, Stream("single"), n=FAST)
    secrets = open_secrets(data, PASSPHRASE, 3)
    assert read_public_key(data) == public.public_key == secrets.public_key
    assert secrets.signing_key == secrets.private_key and secrets.number == 3
