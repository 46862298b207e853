"""Key files from a seed: after the ceremony it and the transcript are all that is needed."""

from __future__ import annotations

import pytest

from tests.players.campaign.ceremony_table import SINGLE, honest, listen, read, replace, said
from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.ceremony.singles import compute_single_key
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.keys.rehearsal import compute_digest
from voteapp.campaign.keys.restored import (
    adopt_threshold_key,
    create_single_file,
    restore_single_key,
    restore_threshold_key,
)
from voteapp.campaign.keys.threshold import (
    ThresholdKeySecret,
    create_threshold_key,
    open_secrets,
    open_threshold_key,
    read_polynomial,
    read_public_key,
)
from voteapp.campaign.protection import Kind, open_envelope, read_envelope
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.trustees import Context
from voteapp.protocol.proofs import Proof

PASSPHRASE = "correct horse battery"
FAST = 2**14


@pytest.fixture(scope="module")
def transcript() -> Transcript:
    return listen(said())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_restored_threshold_key_is_the_saved_one(transcript: Transcript, number: int) -> None:
    trustee = honest().trustees[number - 1]
    made = restore_threshold_key(trustee.seed, transcript, PASSPHRASE, Stream("file"), n=FAST)
    assert made == honest().protect(number, PASSPHRASE, Stream("file"), n=FAST)
    secrets = open_secrets(made, PASSPHRASE)
    assert (secrets.private_key, secrets.number) == (trustee.private_key, number)
    assert secrets.digest == transcript.certs_hash


def test_a_restored_single_key_is_the_saved_one() -> None:
    trustee, key = honest().trustees[-1], read(SINGLE, "reveal")
    made = restore_single_key(trustee.seed, key, PASSPHRASE, Stream("file"), n=FAST)
    assert made == honest().protect(SINGLE, PASSPHRASE, Stream("file"), n=FAST)
    secrets = open_secrets(made, PASSPHRASE, SINGLE)
    assert secrets.private_key == compute_single_key(GROUP, trustee.seed) == trustee.private_key
    assert secrets.digest == compute_digest(key)


def test_a_single_key_from_a_fresh_seed() -> None:
    key, data = create_single_file("1" * 22, PASSPHRASE, Stream("single"), n=FAST)
    assert read_public_key(data) == key.public_key
    assert open_secrets(data, PASSPHRASE).private_key == compute_single_key(GROUP, "1" * 22)


def test_anybody_elses_seed_is_refused(transcript: Transcript) -> None:
    for seed in ("1" * 22, honest().trustees[-1].seed):
        with pytest.raises(InvalidInputError) as caught:
            restore_threshold_key(seed, transcript, PASSPHRASE, Stream("file"), n=FAST)
        assert caught.value.field == "restore_code" and seed not in str(caught.value)
    with pytest.raises(InvalidInputError):
        restore_single_key(
            honest().trustees[0].seed, read(SINGLE, "reveal"), PASSPHRASE, Stream("f"), n=FAST
        )


def test_nothing_is_restored_before_the_ceremony_is_over() -> None:
    early = listen(said()[:-1])
    with pytest.raises(ConflictError):
        restore_threshold_key(honest().trustees[0].seed, early, PASSPHRASE, Stream("file"), n=FAST)


def test_a_share_that_does_not_open_is_refused() -> None:
    """Nobody but trustee 1 can see that what it sealed for itself is broken."""
    heard = listen(said()[:-3])
    voutput = read(1, "share")
    swapped = replace(voutput, private_key=bend(voutput.private_key))
    heard.add(1, "share", encode_json(swapped))
    for entry in said()[-2:]:
        heard.add(entry.trustee, entry.step, entry.message.encode())
    with pytest.raises(ProtocolError) as caught:
        restore_threshold_key(honest().trustees[0].seed, heard, PASSPHRASE, Stream("file"), n=FAST)
    assert caught.value.code == "decryption-key"


def bend(text: str) -> str:
    """A sealed message with its last byte changed."""
    end = text.rindex('"')
    last = "0" if text[end - 1] != "0" else "1"
    return text[: end - 1] + last + text[end:]


def test_a_given_seed_is_used() -> None:
    seed = honest().trustees[1].seed
    context = Context("Ed25519", 3, 2, 2)
    cert, data = create_threshold_key(PASSPHRASE, context, Stream("key"), seed=seed, n=FAST)
    assert open_threshold_key(data, PASSPHRASE).seed == seed
    assert cert.message == read(2, "certificate").message


@pytest.mark.parametrize("late", [False, True])
def test_another_tools_key_is_adopted(late: bool) -> None:
    trustee = honest().trustees[1]
    polynomial = trustee.polynomial if late else None
    data = adopt_threshold_key(
        trustee.seed, trustee.certificate, polynomial, PASSPHRASE, Stream("adopt"), n=FAST
    )
    secret = open_envelope(read_envelope(data, Kind.THRESHOLD_KEY), PASSPHRASE, ThresholdKeySecret)
    assert secret.seed == trustee.seed and secret.private_key == ""
    if late:
        assert read_polynomial(secret) == trustee.polynomial
    else:
        with pytest.raises(ConflictError):
            read_polynomial(secret)


def test_what_is_not_adopted() -> None:
    one, two = honest().trustees[:2]
    unsigned = replace(one.certificate, signature=Proof("1", "2"))
    for seed, certificate in [
        (two.seed, one.certificate),
        ("", one.certificate),
        ("not base 58", one.certificate),
        (one.seed, unsigned),
        (one.seed, replace(one.certificate, message="{}")),
    ]:
        with pytest.raises(ProtocolError) as caught:
            adopt_threshold_key(seed, certificate, None, PASSPHRASE, Stream("adopt"), n=FAST)
        assert caught.value.code in ("file-encoding", "trustee-certificate")
        assert not seed or seed not in caught.value.message
