"""Everything that was said in a ceremony, checked message by message as it arrives.

One class for all who listen: the server, a trustee's browser and the command (which believe
nobody), and the auditor, who replays the messages of the evidence. DESIGN, "Trustees";
docs/formats.md, "The trustees' ceremony".
"""

from __future__ import annotations

from typing import Any

from voteapp.campaign.ceremony.agreement import Ceremony, Entry, check_ceremony
from voteapp.campaign.ceremony.messages import Acknowledgement, CeremonyError, blame
from voteapp.campaign.ceremony.state import CeremonyState
from voteapp.campaign.ceremony.steps import Agreement, Assembled
from voteapp.campaign.ceremony.table import (
    CERTIFICATE,
    STEPS,
    Message,
    find_message,
    find_owed,
    list_trustees,
)
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.protocol.group import Group
from voteapp.protocol.keys.certificates import Certificates
from voteapp.protocol.keys.pedersen import Polynomial, Voutput, compute_threshold_parameters
from voteapp.protocol.keys.pki import SignedMessage
from voteapp.protocol.keys.trustees import (
    ThresholdParameters,
    TrusteePublicKey,
    check_trustees,
    compute_signing_keys,
    encode_trustees,
)


class Transcript(CeremonyState):
    """A ceremony that checks whatever is added to it."""

    def __init__(self, group: Group, size: int, threshold: int, singles: int = 0) -> None:
        super().__init__(group, size, threshold, singles)
        self._marks: set[str] = set()

    def add(self, trustee: int, step: str, data: bytes) -> None:
        """Check a message and append it. Raises CeremonyError, and then nothing has changed.

        Codes: ``ceremony-step``, ``-replay``, ``-early``, ``-encoding``, and those of the step.
        A proven complaint is appended too; it ends the ceremony (``failure``).
        """
        message = self._check_turn(trustee, step)
        body = message.decode(self.group, self.size, trustee, data)
        marks = self._check_new(message, trustee, body)
        self._check_owner(message, trustee, body)
        with blame(trustee, step):
            message.check(self, trustee, body)
        self._marks.update(marks)
        self.bodies[trustee, step] = body
        self.entries.append(Entry(trustee=trustee, step=step, message=data.decode()))
        if message is CERTIFICATE and self._is_complete(step):
            certs = self.list_bodies(step, SignedMessage)
            keys = [self.cert_keys[index] for index in range(1, self.size + 1)]
            self.certificates = Certificates(self.threshold, certs, keys)

    @property
    def step(self) -> str:
        """The first step that somebody still owes; ``done`` when nobody owes any."""
        return find_owed(self.size, self.singles, self.has)[0]

    @property
    def missing(self) -> list[int]:
        """Who owes the present step."""
        return find_owed(self.size, self.singles, self.has)[1]

    @property
    def commitments(self) -> list[str] | None:
        """All commitments in the order of the numbers, single trustees' too, once they are in."""
        return self.list_commitments() if self._is_complete("commit") else None

    @property
    def agreed(self) -> Agreement | None:
        """Commitments and signatures, once all acknowledged."""
        if not self._is_complete("acknowledge"):
            return None
        signed = self.list_bodies("acknowledge", Acknowledgement)
        return Agreement(self.list_commitments(), [body.signature for body in signed])

    @property
    def polynomials(self) -> list[Polynomial] | None:
        """The threshold trustees' polynomials, once all trustees revealed."""
        return self.list_bodies("reveal", Polynomial) if self._is_complete("reveal") else None

    @property
    def single_keys(self) -> list[TrusteePublicKey] | None:
        """The single trustees' keys, once all trustees revealed."""
        return self.list_bodies("reveal", TrusteePublicKey) if self._is_complete("reveal") else None

    @property
    def voutputs(self) -> list[Voutput] | None:
        """The threshold trustees' keys, once they are in."""
        return self.list_bodies("share", Voutput) if self._is_complete("share") else None

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

    def _is_complete(self, step: str) -> bool:
        numbers = list_trustees(step, self.size, self.singles)
        return all(self.has(number, step) for number in numbers)

    def _check_turn(self, trustee: int, step: str) -> Message[Any]:
        """What this trustee says at this step, if it is time to."""
        if self.failure is not None:
            raise CeremonyError("ceremony-step", trustee, step, "the ceremony has failed")
        message = find_message(step, "single" if trustee > self.size else "threshold")
        if message is None or trustee not in list_trustees(step, self.size, self.singles):
            raise CeremonyError("ceremony-step", trustee, step, "this trustee has no such step")
        place = message.instead_of or message.step
        if place != step and self.has(trustee, place):
            raise CeremonyError("ceremony-step", trustee, step, "it took all shares as right")
        if self.has(trustee, step):
            raise CeremonyError("ceremony-replay", trustee, step, "this step was done before")
        for earlier in STEPS[: STEPS.index(place)]:
            if not self._is_complete(earlier):
                text = f"the step {earlier} is not over for all"
                raise CeremonyError("ceremony-early", trustee, step, text)
        return message

    def _check_new(self, message: Message[Any], trustee: int, body: Any) -> list[str]:
        """What nobody can say twice was not said before, and not in another ceremony."""
        code, marks = "ceremony-replay", message.list_marks(body)
        if len(set(marks)) != len(marks) or not self._marks.isdisjoint(marks):
            problem = "this, or a part of it, was said before"
            raise CeremonyError(code, trustee, message.step, problem)
        if message.code is not None and body.certs_hash != self.certs_hash:
            raise CeremonyError(code, trustee, message.step, "it was said in another ceremony")
        return marks

    def _check_owner(self, message: Message[Any], trustee: int, body: Any) -> None:
        if message.code is not None and body.index != trustee:
            problem = "this is another trustee's message"
            raise CeremonyError(message.code, trustee, message.step, problem)
