"""Lies in a ceremony, as lists of messages: told to whoever listens, or planted in a bundle.

Each is the honest ceremony with as little changed as can be. ``LIES`` says what each must be
called, and who told it.
"""

from __future__ import annotations

from tests.players.campaign import complaint_lies
from tests.players.campaign.ceremony_table import (
    LIES,
    SINGLE,
    SIZE,
    THRESHOLD,
    change,
    honest,
    insert,
    lie,
    listen,
    move,
    read,
    replace,
    said,
    write,
)
from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.agreement import Entry, compute_acknowledgement_text
from voteapp.campaign.ceremony.messages import Acknowledgement
from voteapp.protocol.keys.pki import SignedMessage, create_signature
from voteapp.protocol.proofs import Proof

__all__ = ["LIES", "complaint_lies"]


@lie("ceremony-commitment", 2, "reveal")
def coefexps_that_differ_from_the_commitment() -> list[Entry]:
    certificates, seed = listen(said()).get_certificates(), honest().trustees[1].seed
    return change(2, "reveal", steps.commit(GROUP, seed, certificates, Stream("other"))[0])


@lie("ceremony-commitment", SINGLE, "reveal")
def single_key_that_differs_from_the_commitment() -> list[Entry]:
    return change(SINGLE, "reveal", read(SINGLE, "reveal", honest("another ceremony")))


@lie("ceremony-early", 1, "reveal")
def opened_before_all_committed() -> list[Entry]:
    return move(1, "reveal", "commit")


@lie("ceremony-early", 1, "reveal")
def opened_before_all_acknowledged() -> list[Entry]:
    return move(1, "reveal", "acknowledge")


@lie("ceremony-early", SINGLE, "reveal")
def single_key_opened_before_all_acknowledged() -> list[Entry]:
    return move(SINGLE, "reveal", "acknowledge")


@lie("ceremony-early", 3, "commit")
def committed_before_all_certificates() -> list[Entry]:
    return move(3, "commit", "certificate")


@lie("ceremony-early", 3, "share")
def answered_before_all_revealed() -> list[Entry]:
    return move(3, "share", "reveal")


def certify(size: int, threshold: int, index: int) -> SignedMessage:
    """Trustee 3's certificate of another context."""
    return steps.start(
        GROUP,
        honest().trustees[2].seed,
        size=size,
        threshold=threshold,
        index=index,
        random_bytes=Stream("certificate"),
    )


@lie("trustee-certificate", 3, "certificate")
def certificate_of_another_context() -> list[Entry]:
    return change(3, "certificate", certify(5, 3, 3))


@lie("trustee-certificate", 3, "certificate")
def certificate_of_another_number() -> list[Entry]:
    return change(3, "certificate", certify(3, 2, 2))


@lie("trustee-certificate", 3, "certificate")
def certificate_of_anothers_key() -> list[Entry]:
    cert = steps.start(
        GROUP,
        honest().trustees[0].seed,
        size=SIZE,
        threshold=THRESHOLD,
        index=3,
        random_bytes=Stream("same key"),
    )
    return change(3, "certificate", cert)


@lie("ceremony-replay", 2, "certificate")
def anothers_certificate() -> list[Entry]:
    return change(2, "certificate", read(1, "certificate"))


@lie("ceremony-replay", 2, "commit")
def anothers_commitment() -> list[Entry]:
    stolen = read(1, "commit").commitment
    return change(2, "commit", replace(read(2, "commit"), commitment=stolen))


@lie("ceremony-replay", SINGLE, "commit")
def anothers_commitment_by_the_single_trustee() -> list[Entry]:
    stolen = read(1, "commit").commitment
    return change(SINGLE, "commit", replace(read(SINGLE, "commit"), commitment=stolen))


@lie("ceremony-replay", 2, "acknowledge")
def anothers_signature() -> list[Entry]:
    stolen = read(1, "acknowledge").signature
    return change(2, "acknowledge", replace(read(2, "acknowledge"), signature=stolen))


@lie("ceremony-replay", 2, "reveal")
def anothers_channel_text() -> list[Entry]:
    body = read(2, "reveal")
    return change(
        2, "reveal", replace(body, secrets=[read(1, "reveal").secrets[0], *body.secrets[1:]])
    )


@lie("ceremony-replay", 2, "reveal")
def one_channel_text_twice() -> list[Entry]:
    body = read(2, "reveal")
    return change(2, "reveal", replace(body, secrets=[body.secrets[0]] * 2 + [body.secrets[2]]))


@lie("ceremony-replay", 2, "share")
def anothers_answer() -> list[Entry]:
    return change(2, "share", read(1, "share"))


@lie("ceremony-replay", 2, "share")
def channel_text_of_the_polynomial_as_answer() -> list[Entry]:
    return change(2, "share", replace(read(2, "share"), private_key=read(2, "reveal").polynomial))


@lie("ceremony-replay", 2, "commit")
def commitment_of_an_earlier_ceremony() -> list[Entry]:
    return change(2, "commit", read(2, "commit", honest("earlier")))


@lie("ceremony-replay", 2, "acknowledge")
def acknowledgement_of_an_earlier_ceremony() -> list[Entry]:
    return change(2, "acknowledge", read(2, "acknowledge", honest("earlier")))


@lie("ceremony-commitment", 2, "reveal")
def polynomial_of_an_earlier_ceremony() -> list[Entry]:
    return change(2, "reveal", read(2, "reveal", honest("earlier")))


@lie("ceremony-replay", 2, "acknowledge")
def the_same_step_twice() -> list[Entry]:
    return insert(2, "acknowledge", read(2, "acknowledge"), "reveal")


@lie("ceremony-acknowledgement", 2, "acknowledge")
def acknowledgement_of_another_list() -> list[Entry]:
    body = read(2, "acknowledge")
    listed = ["0" * 64, *body.commitments[1:]]
    text = compute_acknowledgement_text(body.certs_hash, listed)
    signature = create_signature(GROUP, honest().trustees[1].signing_key, text, Stream("list"))
    return change(2, "acknowledge", replace(body, commitments=listed, signature=signature))


@lie("ceremony-acknowledgement", 2, "acknowledge")
def acknowledgement_signed_with_another_key() -> list[Entry]:
    return change(2, "acknowledge", sign_with(2, 12345))


@lie("ceremony-acknowledgement", SINGLE, "acknowledge")
def single_acknowledgement_signed_with_another_key() -> list[Entry]:
    """Only seen when the key is revealed; the acknowledgement is what was wrong."""
    return change(SINGLE, "acknowledge", sign_with(SINGLE, 12345))


def sign_with(trustee: int, key: int) -> Acknowledgement:
    body: Acknowledgement = read(trustee, "acknowledge")
    text = compute_acknowledgement_text(body.certs_hash, body.commitments)
    return replace(body, signature=create_signature(GROUP, key, text, Stream("key")))


@lie("trustee-proof", 2, "share")
def key_without_proof() -> list[Entry]:
    body = read(2, "share")
    return change(
        2, "share", replace(body, public_key=replace(body.public_key, pok=Proof("1", "2")))
    )


@lie("trustee-verification-key", 2, "share")
def key_of_another_polynomial() -> list[Entry]:
    body = read(2, "share")
    other = GROUP.encode(GROUP.base_power(12345))
    return change(2, "share", replace(body, public_key=replace(body.public_key, public_key=other)))


@lie("trustee-verification-key", 2, "share")
def key_that_its_owner_did_not_sign() -> list[Entry]:
    body = read(2, "share")
    key = body.public_key
    wrong = create_signature(GROUP, 12345, key.public_key, Stream("wrong"))
    return change(2, "share", replace(body, public_key=replace(key, signature=wrong)))


@lie("trustee-signature", 2, "reveal")
def polynomial_that_its_owner_did_not_sign() -> list[Entry]:
    return change(2, "reveal", replace(read(2, "reveal"), signature=Proof("1", "2")))


@lie("trustee-coefexps", 2, "reveal")
def coefexps_that_their_owner_did_not_sign() -> list[Entry]:
    body = read(2, "reveal")
    coefexps = SignedMessage(body.coefexps.message, Proof("1", "2"))
    return change(2, "reveal", replace(body, coefexps=coefexps))


@lie("ceremony-step", SINGLE, "share")
def answer_of_a_single_trustee() -> list[Entry]:
    return [*said(), Entry(trustee=SINGLE, step="share", message=write(read(1, "share")))]


@lie("ceremony-step", 5, "commit")
def message_of_nobody() -> list[Entry]:
    return insert(5, "commit", read(1, "commit"), "acknowledge")


@lie("ceremony-step", 1, "abstain")
def step_that_does_not_exist() -> list[Entry]:
    return insert(1, "abstain", "{}", "commit")


@lie("ceremony-encoding", 2, "reveal")
def one_share_too_few() -> list[Entry]:
    body = read(2, "reveal")
    return change(2, "reveal", replace(body, secrets=body.secrets[:2]))


@lie("ceremony-encoding", 2, "reveal")
def channel_text_in_another_cipher() -> list[Entry]:
    body = read(2, "reveal")
    text = body.secrets[1].replace("AES-GCM", "AES-CCM")
    return change(2, "reveal", replace(body, secrets=[body.secrets[0], text, body.secrets[2]]))


@lie("ceremony-encoding", SINGLE, "reveal")
def signed_key_of_a_single_trustee() -> list[Entry]:
    return change(SINGLE, "reveal", replace(read(SINGLE, "reveal"), signature=Proof("1", "2")))


@lie("ceremony-encoding", 2, "commit")
def message_with_a_space() -> list[Entry]:
    return change(2, "commit", write(read(2, "commit")) + " ")
