"""Wrong shares and their complaints; complaints that are wrong themselves."""

from __future__ import annotations

from typing import Any

import msgspec

from tests.players.campaign.ceremony_table import (
    GROUP,
    SINGLE,
    SIZE,
    change,
    honest,
    insert,
    lie,
    listen,
    read,
    replace,
    said,
    write,
)
from tests.players.campaign.elections import Stream
from voteapp.campaign.ceremony.agreement import Entry
from voteapp.campaign.ceremony.complaints import create_complaint
from voteapp.campaign.ceremony.messages import Complaint
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.keys.channels import send_message
from voteapp.protocol.keys.pedersen import Polynomial
from voteapp.protocol.proofs import Proof


def wrong_polynomial(liar: int = 1, victim: int = 2) -> Polynomial:
    """The liar's polynomial with a share for the victim that is not its value, well sealed."""
    trustee, body = honest().trustees[liar - 1], read(liar, "reveal")
    certificates = listen(said()).get_certificates()
    sealed = send_message(
        GROUP,
        trustee.signing_key,
        certificates.keys[victim - 1].encryption,
        '{"secret":"12345"}',
        Stream("lie"),
    )
    return replace(body, secrets=[*body.secrets[: victim - 1], sealed, *body.secrets[victim:]])


def complain(polynomials: list[Polynomial], victim: int, sender: int) -> Complaint:
    certificates = listen(said()).get_certificates()
    seed = honest().trustees[victim - 1].seed
    return create_complaint(GROUP, seed, certificates, polynomials, sender, Stream("complaint"))


def list_polynomials(**changed: Polynomial) -> list[Polynomial]:
    return [changed.get(f"p{i}", read(i, "reveal")) for i in range(1, SIZE + 1)]


def with_complaint(polynomial: Polynomial, victim: int = 2, sender: int = 1) -> list[Entry]:
    """The liar's polynomial, and the victim's complaint instead of an answer."""
    complaint = complain(list_polynomials(**{f"p{sender}": polynomial}), victim, sender)
    changed = change(sender, "reveal", polynomial)
    place = [entry.step for entry in changed].index("share")
    said_then = Entry(trustee=victim, step="complain", message=write(complaint))
    return [*changed[:place], said_then, *changed[place:]]


@lie("trustee-share", 1, "share")
def wrong_share_to_one_trustee() -> list[Entry]:
    return with_complaint(wrong_polynomial())


@lie("trustee-share", 1, "share")
def share_that_nobody_can_read() -> list[Entry]:
    body = read(1, "reveal")
    wire = msgspec.json.decode(body.secrets[1])
    wire["data"] = "00" * (len(wire["data"]) // 2)
    text = encode_json(wire).decode()
    return with_complaint(replace(body, secrets=[body.secrets[0], text, body.secrets[2]]))


@lie("trustee-share", 1, "share")
def share_sealed_for_somebody_else() -> list[Entry]:
    """Signed for trustee 3, but encrypted so that trustee 2 can read it."""
    body, trustee = read(1, "reveal"), honest().trustees[0]
    certificates = listen(said()).get_certificates()
    key = [GROUP.decode(known.encryption) for known in certificates.keys]
    for_three = send_message(
        GROUP, trustee.signing_key, certificates.keys[2].encryption, '{"secret":"1"}', Stream("3")
    )
    wire = msgspec.json.decode(for_three)
    # beta of another key: the exponent of alpha is the stream's first scalar
    drawn = Stream("3")
    GROUP.random_scalar(drawn)  # the signature's nonce
    r = GROUP.random_scalar(drawn)
    secret = GROUP.divide(GROUP.decode(wire["beta"]), GROUP.power(key[2], r))
    wire["beta"] = GROUP.encode(GROUP.multiply(secret, GROUP.power(key[1], r)))
    text = encode_json(wire).decode()
    return with_complaint(replace(body, secrets=[body.secrets[0], text, body.secrets[2]]))


@lie("ceremony-complaint", 2, "complain")
def false_complaint() -> list[Entry]:
    complaint = complain(list_polynomials(), 2, 1)
    return insert(2, "complain", complaint, "share")


@lie("ceremony-complaint", 2, "complain")
def complaint_with_another_shared_element() -> list[Entry]:
    complaint = complain(list_polynomials(), 2, 1)
    forged = replace(complaint, shared=GROUP.encode(GROUP.base_power(7)))
    return insert(2, "complain", forged, "share")


@lie("ceremony-complaint", 2, "complain")
def complaint_that_was_not_signed() -> list[Entry]:
    complaint = complain(list_polynomials(p1=wrong_polynomial()), 2, 1)
    return with_changed_complaint(replace(complaint, signature=Proof("1", "2")))


@lie("ceremony-complaint", 3, "complain")
def complaint_in_anothers_name() -> list[Entry]:
    complaint = complain(list_polynomials(p1=wrong_polynomial()), 2, 1)
    return with_changed_complaint(complaint, trustee=3)


@lie("ceremony-complaint", 2, "complain")
def complaint_about_nobody() -> list[Entry]:
    complaint = complain(list_polynomials(p1=wrong_polynomial()), 2, 1)
    return with_changed_complaint(replace(complaint, sender=4))


@lie("ceremony-complaint", 2, "complain")
def complaint_about_oneself() -> list[Entry]:
    return insert(2, "complain", complain(list_polynomials(), 2, 2), "share")


def with_changed_complaint(complaint: Any, trustee: int = 2) -> list[Entry]:
    entries = with_complaint(wrong_polynomial())
    return [
        Entry(trustee=trustee, step="complain", message=write(complaint))
        if entry.step == "complain"
        else entry
        for entry in entries
    ]


@lie("ceremony-step", 2, "complain")
def complaint_after_an_answer() -> list[Entry]:
    complaint = complain(list_polynomials(), 2, 1)
    return [*said(), Entry(trustee=2, step="complain", message=write(complaint))]


@lie("ceremony-replay", 2, "complain")
def complaint_of_an_earlier_ceremony() -> list[Entry]:
    """It was proven there; here the share may be right."""
    certs_hash = honest("earlier").assembled.ceremony.certs_hash
    return with_changed_complaint(
        replace(complain(list_polynomials(), 2, 1), certs_hash=certs_hash)
    )


@lie("ceremony-replay", 2, "complain")
def complaint_with_a_proof_of_before() -> list[Entry]:
    complaint = complain(list_polynomials(p1=wrong_polynomial()), 2, 1)
    return with_changed_complaint(replace(complaint, signature=read(2, "acknowledge").signature))


@lie("ceremony-complaint", 2, "complain")
def complaint_with_the_proof_of_another_message() -> list[Entry]:
    """What trustee 3 sent was opened, what trustee 1 sent is complained of."""
    complaint = complain(list_polynomials(p1=wrong_polynomial()), 2, 3)
    return with_changed_complaint(replace(complaint, sender=1))


@lie("ceremony-step", SINGLE, "complain")
def complaint_of_a_single_trustee() -> list[Entry]:
    complaint = complain(list_polynomials(p1=wrong_polynomial()), 2, 1)
    return with_changed_complaint(complaint, trustee=SINGLE)


@lie("ceremony-early", 2, "complain")
def complaint_before_all_revealed() -> list[Entry]:
    return insert(2, "complain", complain(list_polynomials(), 2, 1), "reveal")
