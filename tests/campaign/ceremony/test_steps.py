"""One trustee's steps: nothing is said that does not follow from what the others said."""

from __future__ import annotations

from typing import Any

import pytest

from tests.players.campaign.ceremony_table import (
    SINGLE,
    SIZE,
    honest,
    listen,
    read,
    replace,
    said,
    write,
)
from tests.players.campaign.complaint_lies import list_polynomials, wrong_polynomial
from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.complaints import create_complaint
from voteapp.campaign.ceremony.messages import CeremonyError, check_singles, check_size
from voteapp.campaign.ceremony.singles import acknowledge_single
from voteapp.campaign.ceremony.table import (
    ACKNOWLEDGEMENT,
    CERTIFICATE,
    COMMITMENT,
    POLYNOMIAL,
    PUBLIC_KEY,
    VOUTPUT,
    Message,
)
from voteapp.campaign.words import WORDS, compute_hash_words
from voteapp.errors import InvalidInputError, MisuseError, ProtocolError
from voteapp.protocol.proofs import Proof

HEARD = listen(said())
CERTIFICATES = HEARD.get_certificates()
AGREED = HEARD.agreed or steps.Agreement([], [])
ONE = honest().trustees[0]


@pytest.mark.parametrize(("size", "threshold"), [(2, 1), (4, 2), (3, 0), (3, 4), (16, 9), (0, 0)])
def test_sizes_that_are_refused(size: int, threshold: int) -> None:
    with pytest.raises(InvalidInputError):
        check_size(size, threshold)
    with pytest.raises(InvalidInputError):
        steps.start(
            GROUP, "s", size=size, threshold=threshold, index=1, random_bytes=Stream("refused")
        )


@pytest.mark.parametrize("singles", [-1, 16])
def test_too_many_single_trustees_are_refused(singles: int) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_singles(singles)
    assert caught.value.field == "singles"


def test_a_commitment_can_be_made_again() -> None:
    again = steps.repeat_commitment(GROUP, ONE.seed, CERTIFICATES, ONE.polynomial)
    assert again == read(1, "commit")


def test_nobody_signs_a_list_without_its_own_commitment() -> None:
    exchanged = ["0" * 64, *AGREED.commitments[1:]]
    for listed in (exchanged, AGREED.commitments[:2], []):
        with pytest.raises(CeremonyError) as caught:
            steps.acknowledge(GROUP, ONE.seed, CERTIFICATES, listed, ONE.polynomial, Stream("a"))
        assert caught.value.code == "ceremony-commitment"


def test_no_single_trustee_does_either() -> None:
    trustee, key = honest().trustees[-1], read(SINGLE, "reveal")
    for listed in ([*AGREED.commitments[:-1], "0" * 64], AGREED.commitments[:3]):
        with pytest.raises(CeremonyError) as caught:
            acknowledge_single(
                GROUP, trustee.private_key, CERTIFICATES, listed, SINGLE, key, Stream("a")
            )
        assert (caught.value.code, caught.value.trustee) == ("ceremony-commitment", SINGLE)


def test_nothing_else_is_revealed_than_was_committed_to() -> None:
    other = steps.commit(GROUP, ONE.seed, CERTIFICATES, Stream("other"))[0]
    with pytest.raises(CeremonyError) as caught:
        steps.reveal(GROUP, ONE.seed, CERTIFICATES, AGREED, other)
    assert (caught.value.trustee, caught.value.step) == (1, "reveal")


def share(polynomials: list[Any]) -> Any:
    return steps.share(GROUP, ONE.seed, CERTIFICATES, AGREED, polynomials, Stream("share"))


def test_a_share_is_the_key_that_all_see() -> None:
    made, voutput = share(list_polynomials())
    assert GROUP.encode(GROUP.base_power(made)) == voutput.public_key.public_key
    assert voutput.public_key.public_key == read(1, "share").public_key.public_key


def test_a_wrong_share_names_its_sender() -> None:
    with pytest.raises(CeremonyError) as caught:
        share(list_polynomials(p2=wrong_polynomial(2, 1)))
    assert (caught.value.trustee, caught.value.step) == (2, "share")
    assert caught.value.code == "trustee-share"


@pytest.mark.parametrize(
    ("field", "code"), [("signature", "trustee-signature"), ("coefexps", "ceremony-commitment")]
)
def test_no_share_is_taken_from_a_polynomial_that_is_wrong(field: str, code: str) -> None:
    other = steps.commit(GROUP, honest().trustees[2].seed, CERTIFICATES, Stream("other"))[0]
    changed = Proof("1", "2") if field == "signature" else other.coefexps
    with pytest.raises(CeremonyError) as caught:
        share(list_polynomials(p3=replace(read(3, "reveal"), **{field: changed})))
    assert (caught.value.trustee, caught.value.step) == (3, "reveal")
    assert caught.value.code == code


def test_our_own_polynomial_must_come_back() -> None:
    """What stands under our name must hold what we drew, even where all can be read."""
    mine, others = read(1, "reveal"), read(2, "reveal")
    with pytest.raises(CeremonyError) as caught:
        share(list_polynomials(p1=replace(mine, polynomial=others.polynomial)))
    assert caught.value.trustee == 1


def test_nothing_is_shared_before_all_revealed() -> None:
    with pytest.raises(MisuseError):
        share(list_polynomials()[:2])


@pytest.mark.parametrize("sender", [0, 4])
def test_there_is_nothing_to_complain_of(sender: int) -> None:
    with pytest.raises(ProtocolError) as caught:
        create_complaint(
            GROUP, ONE.seed, CERTIFICATES, list_polynomials(), sender, Stream("complaint")
        )
    assert caught.value.code == "ceremony-complaint"


READERS: list[tuple[Message[Any], tuple[int, str]]] = [
    (CERTIFICATE, (1, "certificate")),
    (COMMITMENT, (1, "commit")),
    (ACKNOWLEDGEMENT, (1, "acknowledge")),
    (POLYNOMIAL, (1, "reveal")),
    (PUBLIC_KEY, (SINGLE, "reveal")),
    (VOUTPUT, (1, "share")),
]


@pytest.mark.parametrize(
    ("message", "place"), READERS, ids=[place[1] + str(place[0]) for _, place in READERS]
)
def test_messages_are_read_back_and_nothing_else_is(
    message: Message[Any], place: tuple[int, str]
) -> None:
    body = read(*place)
    data = write(body).encode()
    assert message.decode(GROUP, SIZE, place[0], data) == body
    for bad in (data + b" ", b"{}", b"", b"\xff"):
        with pytest.raises(CeremonyError, match=f"trustee {place[0]}, step {place[1]}") as caught:
            message.decode(GROUP, SIZE, place[0], bad)
        assert caught.value.code == "ceremony-encoding"


def test_a_commitment_is_a_hash() -> None:
    data = write(replace(read(1, "commit"), commitment="x")).encode()
    with pytest.raises(CeremonyError):
        COMMITMENT.decode(GROUP, SIZE, 1, data)


def test_the_certs_hash_is_read_aloud() -> None:
    digest = steps.compute_certs_hash(CERTIFICATES)
    words = compute_hash_words(digest).split()
    assert [WORDS.index(word) for word in words] == list(bytes.fromhex(digest)[:16])
    with pytest.raises(ProtocolError):
        compute_hash_words("0" * 63)
