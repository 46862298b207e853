"""The ceremony step by step: it ends in a key, and whoever bends a step is named."""

from __future__ import annotations

import msgspec
import pytest

from tests.campaign.ceremonies import PlayedCeremony
from tests.campaign.elections import GROUP, Stream
from voteapp.campaign import ceremony_steps as steps
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony_messages import (
    CeremonyError,
    check_size,
    decode_acknowledgement,
    decode_certificate,
    decode_commitment,
    decode_polynomial,
    decode_voutput,
)
from voteapp.campaign.words import WORDS, compute_hash_words
from voteapp.errors import InvalidInputError, MisuseError, ProtocolError
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.pki import compute_private_keys, create_signature
from voteapp.protocol.trustees import check_trustees, decode_trustees

replace = msgspec.structs.replace


@pytest.fixture
def played() -> PlayedCeremony:
    return PlayedCeremony()


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (3, 2), (5, 3)])
def test_an_honest_ceremony_ends_in_a_key(size: int, threshold: int) -> None:
    shares, assembled = PlayedCeremony(size, threshold).finish()
    (item,) = check_trustees(GROUP, decode_trustees(assembled.trustees))
    assert (item.threshold, len(item.keys)) == (threshold, size)
    assert [GROUP.base_power(share) for share in shares] == item.keys
    assert len(assembled.ceremony.messages) == 5 * size


@pytest.mark.parametrize(("size", "threshold"), [(2, 1), (4, 2), (3, 0), (3, 4), (16, 9), (0, 0)])
def test_sizes_that_are_refused(size: int, threshold: int) -> None:
    with pytest.raises(InvalidInputError):
        check_size(size, threshold)
    with pytest.raises(InvalidInputError):
        steps.start(
            GROUP, "s", size=size, threshold=threshold, index=1, random_bytes=Stream("refused")
        )


def test_a_certificate_of_another_context_is_named(played: PlayedCeremony) -> None:
    other = PlayedCeremony(5, 3)
    with pytest.raises(CeremonyError) as caught:
        steps.collect_certificates(GROUP, [*played.certs[:2], other.certs[2]], 2)
    assert (caught.value.trustee, caught.value.step) == (3, "certificate")
    assert caught.value.code == "trustee-certificate"


def test_one_key_in_two_certificates_is_named(played: PlayedCeremony) -> None:
    copied = steps.start(
        GROUP, played.seeds[0], size=3, threshold=2, index=3, random_bytes=Stream("copy")
    )
    with pytest.raises(CeremonyError) as caught:
        steps.collect_certificates(GROUP, [*played.certs[:2], copied], 2)
    assert caught.value.trustee == 3


@pytest.mark.parametrize(("field", "value"), [("index", 3), ("certs_hash", "0" * 64)])
def test_a_replayed_commitment_is_named(played: PlayedCeremony, field: str, value: object) -> None:
    played.commitments[1] = replace(played.commitments[1], **{field: value})
    with pytest.raises(CeremonyError) as caught:
        steps.collect_commitments(played.certificates, played.commitments)
    assert (caught.value.trustee, caught.value.step) == (2, "commit")


def test_nobody_signs_a_list_without_its_own_commitment(played: PlayedCeremony) -> None:
    exchanged = ["0" * 64, *played.list[1:]]
    with pytest.raises(CeremonyError) as caught:
        steps.acknowledge(
            GROUP,
            played.seeds[0],
            played.certificates,
            exchanged,
            played.polynomials[0],
            Stream("a"),
        )
    assert caught.value.code == "ceremony-commitment"


def test_an_acknowledgement_of_another_list_is_named(played: PlayedCeremony) -> None:
    other = ["0" * 64, *played.list[1:]]
    played.acknowledgements[1] = replace(played.acknowledgements[1], commitments=other)
    with pytest.raises(CeremonyError, match="another list") as caught:
        played.agree()
    assert (caught.value.trustee, caught.value.step) == (2, "acknowledge")


def test_an_acknowledgement_signed_by_another_is_named(played: PlayedCeremony) -> None:
    stolen = replace(played.acknowledgements[0], index=2)
    played.acknowledgements[1] = stolen
    with pytest.raises(CeremonyError) as caught:
        played.agree()
    assert caught.value.trustee == 2 and caught.value.code == "ceremony-acknowledgement"


def test_nothing_is_revealed_before_all_acknowledged(played: PlayedCeremony) -> None:
    played.acknowledgements.pop()
    with pytest.raises(MisuseError):
        played.agree()


def test_coefficients_that_differ_from_the_commitment_are_named(played: PlayedCeremony) -> None:
    changed = steps.commit(GROUP, played.seeds[2], played.certificates, Stream("other"))[0]
    agreed = played.agree()
    with pytest.raises(CeremonyError) as caught:
        steps.share(
            GROUP,
            played.seeds[0],
            played.certificates,
            agreed,
            [*played.polynomials[:2], changed],
            Stream("share"),
        )
    assert (caught.value.trustee, caught.value.step) == (3, "reveal")
    assert caught.value.code == "ceremony-commitment"
    with pytest.raises(CeremonyError):
        steps.reveal(GROUP, played.seeds[2], played.certificates, agreed, changed)


def test_a_wrong_share_names_its_sender(played: PlayedCeremony) -> None:
    liar = played.polynomials[1]
    played.polynomials[1] = replace(
        liar, secrets=[liar.secrets[1], liar.secrets[1], liar.secrets[2]]
    )
    with pytest.raises(CeremonyError) as caught:
        played.finish()
    assert (caught.value.trustee, caught.value.step) == (2, "share")
    assert caught.value.code == "trustee-share"


def test_a_key_that_its_owner_did_not_sign_is_named(played: PlayedCeremony) -> None:
    agreed = played.agree()
    voutputs = [
        steps.share(
            GROUP, seed, played.certificates, agreed, played.polynomials, played.random_bytes
        )[1]
        for seed in played.seeds
    ]
    signing = compute_private_keys(GROUP, played.seeds[0]).signing
    key = voutputs[1].public_key
    wrong = create_signature(GROUP, signing, key.public_key, played.random_bytes)
    voutputs[1] = replace(voutputs[1], public_key=replace(key, signature=wrong))
    with pytest.raises(CeremonyError) as caught:
        steps.assemble(GROUP, played.certificates, agreed, played.polynomials, voutputs)
    assert (caught.value.trustee, caught.value.code) == (2, "trustee-verification-key")


def test_messages_are_read_back_and_nothing_else_is(played: PlayedCeremony) -> None:
    readers = [
        (decode_certificate, encode_json(played.certs[0]), played.certs[0]),
        (decode_commitment, encode_canonical(played.commitments[0]), played.commitments[0]),
        (
            decode_acknowledgement,
            encode_canonical(played.acknowledgements[0]),
            played.acknowledgements[0],
        ),
        (decode_polynomial, encode_json(played.polynomials[0]), played.polynomials[0]),
    ]
    for read, data, message in readers:
        assert read(data, 1) == message
        for bad in (data + b" ", b"{}", b"", b"\xff"):
            with pytest.raises(CeremonyError, match="trustee 1, step") as caught:
                read(bad, 1)
            assert caught.value.code == "ceremony-encoding"
    with pytest.raises(CeremonyError):
        decode_voutput(b"{}", 1)
    with pytest.raises(CeremonyError):
        decode_commitment(encode_canonical(replace(played.commitments[0], commitment="x")), 1)


def test_the_certs_hash_is_read_aloud(played: PlayedCeremony) -> None:
    digest = steps.compute_certs_hash(played.certificates)
    words = compute_hash_words(digest).split()
    assert [WORDS.index(word) for word in words] == list(bytes.fromhex(digest)[:16])
    with pytest.raises(ProtocolError):
        compute_hash_words("0" * 63)
