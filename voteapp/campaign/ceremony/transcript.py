"""Everything that was said in a ceremony, checked message by message as it arrives.

One class for all who listen: the server, a trustee's browser and the command (which believe
nobody), and the auditor, who replays the messages of the evidence. DESIGN, "Trustees";
docs/formats.md, "The trustees' ceremony".
"""

from __future__ import annotations

from voteapp.campaign.ceremony.agreement import (
    Ceremony,
    Entry,
    check_ceremony,
    compute_acknowledgement_text,
)
from voteapp.campaign.ceremony.bodies import Body, decode_body, list_marks
from voteapp.campaign.ceremony.complaints import judge_complaint
from voteapp.campaign.ceremony.messages import (
    STEPS,
    Acknowledgement,
    CeremonyError,
    Commitment,
    Complaint,
)
from voteapp.campaign.ceremony.singles import check_single_acknowledgement, check_single_key
from voteapp.campaign.ceremony.state import CeremonyState, Failure
from voteapp.campaign.ceremony.steps import Assembled, check_opening
from voteapp.errors import ConflictError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.certificates import Certificates
from voteapp.protocol.keys.pedersen import (
    Polynomial,
    Voutput,
    check_polynomial,
    check_voutput,
    compute_threshold_parameters,
)
from voteapp.protocol.keys.pki import SignedMessage, check_signature
from voteapp.protocol.keys.trustees import (
    CertKeys,
    ThresholdParameters,
    TrusteePublicKey,
    check_certificate,
    check_trustees,
    compute_signing_keys,
    encode_trustees,
)


class Transcript(CeremonyState):
    """A ceremony that checks whatever is added to it."""

    def __init__(self, group: Group, size: int, threshold: int, singles: int = 0) -> None:
        super().__init__(group, size, threshold, singles)
        self._marks: set[str] = set()
        self._cert_keys: dict[int, CertKeys] = {}
        self._rows: dict[int, list[Element]] = {}

    def add(self, trustee: int, step: str, data: bytes) -> None:
        """Check a message and append it. Raises CeremonyError, and then nothing has changed.

        Codes: ``ceremony-step``, ``-replay``, ``-early``, ``-encoding``, and those of the step.
        A proven complaint is appended too; it ends the ceremony (``failure``).
        """
        self._check_turn(trustee, step)
        body = decode_body(self.group, self.size, trustee, step, data)
        marks = self._check_new(trustee, step, body)
        try:
            self._check_body(trustee, body)
        except CeremonyError:
            raise
        except ProtocolError as error:
            raise CeremonyError(error.code, trustee, step, error.message) from None
        self._marks.update(marks)
        self._bodies[trustee, step] = body
        self.entries.append(Entry(trustee=trustee, step=step, message=data.decode()))
        if isinstance(body, SignedMessage) and self._is_complete(step):
            keys = [self._cert_keys[index] for index in range(1, self.size + 1)]
            certs = self._list("certificate", SignedMessage)
            self.certificates = Certificates(self.threshold, certs, keys)

    def assemble(self) -> Assembled:
        """What record and evidence hold. Raises ConflictError before all is said."""
        certificates, agreed = self.certificates, self.agreed
        polynomials, voutputs, singles = self.polynomials, self.voutputs, self.single_keys
        if (
            self.failure is not None
            or certificates is None
            or agreed is None
            or polynomials is None
            or voutputs is None
        ):
            raise ConflictError(_("The trustees' ceremony is not over."))
        parameters = compute_threshold_parameters(certificates, polynomials, voutputs)
        items: list[TrusteePublicKey | ThresholdParameters] = [parameters, *(singles or [])]
        ceremony = Ceremony(
            certs_hash=self.certs_hash or "",
            commitments=agreed.commitments,
            acknowledgements=agreed.acknowledgements,
            messages=list(self.entries),
        )
        check_trustees(self.group, items)
        check_ceremony(self.group, items, compute_signing_keys(self.group, items), ceremony)
        return Assembled(parameters, encode_trustees(items), ceremony, items)

    def _check_turn(self, trustee: int, step: str) -> None:
        if self.failure is not None:
            raise CeremonyError("ceremony-step", trustee, step, "the ceremony has failed")
        if step not in (*STEPS, "complain") or trustee not in self._list_trustees(step):
            raise CeremonyError("ceremony-step", trustee, step, "this trustee has no such step")
        if step == "complain" and self.has(trustee, "share"):
            raise CeremonyError("ceremony-step", trustee, step, "it took all shares as right")
        if self.has(trustee, step):
            raise CeremonyError("ceremony-replay", trustee, step, "this step was done before")
        for earlier in STEPS:
            if earlier == step or (earlier, step) == ("share", "complain"):
                break
            if not self._is_complete(earlier):
                text = f"the step {earlier} is not over for all"
                raise CeremonyError("ceremony-early", trustee, step, text)

    def _check_new(self, trustee: int, step: str, body: Body) -> list[str]:
        code, marks = "ceremony-replay", list_marks(body)
        if len(set(marks)) != len(marks) or not self._marks.isdisjoint(marks):
            raise CeremonyError(code, trustee, step, "this, or a part of it, was said before")
        if isinstance(body, (Commitment, Acknowledgement, Complaint)) and (
            body.certs_hash != self.certs_hash
        ):
            raise CeremonyError(code, trustee, step, "it was said in another ceremony")
        return marks

    def _check_body(self, trustee: int, body: Body) -> None:
        """The step's own check; what it keeps, it keeps last."""
        if isinstance(body, SignedMessage):
            self._check_certificate(trustee, body)
        elif isinstance(body, Commitment):
            _check_index(trustee, body.index, "ceremony-commitment")
        elif isinstance(body, Acknowledgement):
            self._check_acknowledgement(trustee, body)
        elif isinstance(body, Polynomial):
            self._check_polynomial(trustee, body)
        elif isinstance(body, TrusteePublicKey):
            self._check_single(trustee, body)
        elif isinstance(body, Voutput):
            rows = [self._product_of_rows()]
            check_voutput(self.group, self.get_certificates(), rows, trustee, body)
        else:
            self._judge(trustee, body)

    def _check_certificate(self, trustee: int, cert: SignedMessage) -> None:
        keys = check_certificate(
            self.group, cert, size=self.size, threshold=self.threshold, index=trustee
        )
        if keys.verification in {known.verification for known in self._cert_keys.values()}:
            raise ProtocolError("trustee-certificate", "another trustee has the same key")
        self._cert_keys[trustee] = keys

    def _check_acknowledgement(self, trustee: int, body: Acknowledgement) -> None:
        code, commitments = "ceremony-acknowledgement", self.commitments
        _check_index(trustee, body.index, code)
        if body.commitments != commitments:
            raise ProtocolError(code, "it is of another list of commitments")
        if trustee > self.size:
            return  # signed by a key that nobody knows yet: _check_single
        text = compute_acknowledgement_text(body.certs_hash, body.commitments)
        key = self.group.decode(self.get_certificates().keys[trustee - 1].verification)
        try:
            check_signature(self.group, key, text, body.signature, code)
        except ProtocolError as error:
            raise ProtocolError(code, error.message) from None

    def _check_polynomial(self, trustee: int, body: Polynomial) -> None:
        certificates = self.get_certificates()
        check_opening(certificates, self.commitments or [], trustee, body)
        self._rows[trustee] = check_polynomial(self.group, certificates, trustee, body)

    def _check_single(self, trustee: int, body: TrusteePublicKey) -> None:
        certificates, commitments = self.get_certificates(), self.commitments or []
        public = check_single_key(self.group, certificates, commitments, trustee, body)
        said = self._bodies[trustee, "acknowledge"]
        if isinstance(said, Acknowledgement):
            check_single_acknowledgement(self.group, public, trustee, said)

    def _product_of_rows(self) -> list[Element]:
        """The joint polynomial's coefficients: any key follows from it as from all together."""
        rows = [self._rows[index] for index in range(1, self.size + 1)]
        return [self.group.product(column) for column in zip(*rows, strict=True)]

    def _judge(self, trustee: int, body: Complaint) -> None:
        _check_index(trustee, body.index, "ceremony-complaint")
        rows = [self._rows[index] for index in range(1, self.size + 1)]
        polynomials = self.polynomials or []
        reason = judge_complaint(self.group, self.get_certificates(), polynomials, rows, body)
        self.failure = Failure(
            body.sender,
            "share",
            "trustee-share",
            f"trustee {body.sender}, step share: trustee {trustee} proved it: {reason}",
        )


def _check_index(trustee: int, index: int, code: str) -> None:
    if index != trustee:
        raise ProtocolError(code, "this is another trustee's message")
