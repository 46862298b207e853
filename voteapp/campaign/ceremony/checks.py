"""The steps' own checks: whether a message, well-formed and new, is right after what was said.

docs/formats.md, "The trustees' ceremony". Each gets the ceremony so far, the trustee who speaks
and the decoded message; what it keeps in the ceremony, it keeps last. Raises ProtocolError, or
CeremonyError where another trustee or step is to blame.
"""

from __future__ import annotations

from voteapp.campaign.ceremony.agreement import compute_acknowledgement_text
from voteapp.campaign.ceremony.complaints import judge_complaint
from voteapp.campaign.ceremony.messages import Acknowledgement, Commitment, Complaint
from voteapp.campaign.ceremony.singles import check_single_acknowledgement, check_single_key
from voteapp.campaign.ceremony.state import CeremonyState, Failure
from voteapp.campaign.ceremony.steps import check_opening
from voteapp.errors import ProtocolError
from voteapp.protocol.keys.pedersen import Polynomial, Voutput, check_polynomial, check_voutput
from voteapp.protocol.keys.pki import SignedMessage, check_signature
from voteapp.protocol.keys.trustees import TrusteePublicKey, check_certificate


def check_certificate_message(ceremony: CeremonyState, trustee: int, body: SignedMessage) -> None:
    """A certificate of this ceremony with a key of its own: ``trustee-certificate``."""
    keys = check_certificate(
        ceremony.group, body, size=ceremony.size, threshold=ceremony.threshold, index=trustee
    )
    if keys.verification in {known.verification for known in ceremony.cert_keys.values()}:
        raise ProtocolError("trustee-certificate", "another trustee has the same key")
    ceremony.cert_keys[trustee] = keys


def check_commitment(_ceremony: CeremonyState, _trustee: int, _body: Commitment) -> None:
    """Nobody can look into a commitment before it is opened."""


def check_acknowledgement(ceremony: CeremonyState, trustee: int, body: Acknowledgement) -> None:
    """The list of all, signed: ``ceremony-acknowledgement``."""
    code = "ceremony-acknowledgement"
    if body.commitments != ceremony.list_commitments():
        raise ProtocolError(code, "it is of another list of commitments")
    if trustee > ceremony.size:
        return  # signed by a key that nobody knows yet: check_public_key
    text = compute_acknowledgement_text(body.certs_hash, body.commitments)
    key = ceremony.group.decode(ceremony.get_certificates().keys[trustee - 1].verification)
    try:
        check_signature(ceremony.group, key, text, body.signature, code)
    except ProtocolError as error:
        raise ProtocolError(code, error.message) from None


def check_revealed_polynomial(ceremony: CeremonyState, trustee: int, body: Polynomial) -> None:
    """What was committed to, and right: ``ceremony-commitment``, ``trustee-coefexps``,
    ``trustee-signature``."""
    certificates, commitments = ceremony.get_certificates(), ceremony.list_commitments()
    check_opening(certificates, commitments, trustee, body.coefexps.message)
    ceremony.rows[trustee] = check_polynomial(ceremony.group, certificates, trustee, body)


def check_revealed_key(ceremony: CeremonyState, trustee: int, body: TrusteePublicKey) -> None:
    """A single trustee's key, and what it signed before anybody knew it:
    ``ceremony-commitment``, ``trustee-proof``, ``ceremony-acknowledgement``."""
    certificates, commitments = ceremony.get_certificates(), ceremony.list_commitments()
    public = check_single_key(ceremony.group, certificates, commitments, trustee, body)
    said = ceremony.get_body(trustee, "acknowledge", Acknowledgement)
    check_single_acknowledgement(ceremony.group, public, trustee, said)


def check_share(ceremony: CeremonyState, trustee: int, body: Voutput) -> None:
    """The key that follows from all polynomials: ``trustee-proof``,
    ``trustee-verification-key``."""
    certificates, rows = ceremony.get_certificates(), ceremony.list_rows()
    # The joint polynomial's coefficients: any key follows from it as from all together.
    joint = [ceremony.group.product(column) for column in zip(*rows, strict=True)]
    check_voutput(ceremony.group, certificates, [joint], trustee, body)


def judge(ceremony: CeremonyState, trustee: int, body: Complaint) -> None:
    """A complaint that is right ends the ceremony; one that is wrong: ``ceremony-complaint``."""
    certificates, rows = ceremony.get_certificates(), ceremony.list_rows()
    polynomials = ceremony.list_bodies("reveal", Polynomial)
    reason = judge_complaint(ceremony.group, certificates, polynomials, rows, body)
    ceremony.failure = Failure(
        body.sender,
        "share",
        "trustee-share",
        f"trustee {body.sender}, step share: trustee {trustee} proved it: {reason}",
    )
