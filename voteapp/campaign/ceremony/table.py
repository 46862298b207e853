"""One table of the ceremony's messages: who says what at which step, and how it is judged.

DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Transcript, replay, folder, server
and command read it, so that a message is described in this one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.ceremony import bodies, checks
from voteapp.campaign.ceremony.messages import (
    ENCODING,
    Acknowledgement,
    Commitment,
    Complaint,
    blame,
)
from voteapp.campaign.ceremony.state import CeremonyState
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.group import Group
from voteapp.protocol.keys.pedersen import Polynomial, Voutput
from voteapp.protocol.keys.pki import SignedMessage
from voteapp.protocol.keys.trustees import TrusteePublicKey

Step = Literal["certificate", "commit", "acknowledge", "reveal", "share", "complain"]
Kind = Literal["threshold", "single"]
"""Of trustees: t of n are needed to decrypt, or always this one."""

B = TypeVar("B")


def _has_any_form(_group: Group, _size: int, _body: object) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Message(Generic[B]):
    """What trustees of ``kinds`` say at ``step``; ``file_name``: in their common folder.

    ``wanted``: what is read, and ``title`` what it is called if it cannot be. ``check_form`` looks
    at the bytes' meaning alone (of ``size`` threshold trustees), ``list_marks`` gives what nobody
    can say twice by chance (hashes, keys, signatures, ciphertexts), ``check`` is the step's own.
    ``code``: of one of our own formats, if it names another trustee; None: the format's own
    object, which names none. ``instead_of``: the step in whose place this one is taken.
    """

    step: Step
    kinds: tuple[Kind, ...]
    file_name: str
    wanted: type[B]
    title: str
    list_marks: Callable[[B], list[str]]
    check: Callable[[CeremonyState, int, B], None]
    check_form: Callable[[Group, int, B], None] = _has_any_form
    code: str | None = None
    instead_of: Step | None = None

    def read(self, trustee: int, data: bytes) -> B:
        """Read it strictly; raises CeremonyError ``ceremony-encoding``."""
        decode = decode_canonical if self.code is None else decode_strict
        with blame(trustee, self.step, ENCODING):
            return decode(data, self.wanted, ENCODING, self.title)

    def decode(self, group: Group, size: int, trustee: int, data: bytes) -> B:
        """Read it and check its form; raises CeremonyError ``ceremony-encoding``."""
        body = self.read(trustee, data)
        with blame(trustee, self.step, ENCODING):
            self.check_form(group, size, body)
        return body


CERTIFICATE = Message(
    step="certificate",
    kinds=("threshold",),
    file_name="certificate",
    wanted=SignedMessage,
    title="the certificate",
    list_marks=lambda body: [bodies.mark_proof(body.signature)],
    check=checks.check_certificate_message,
)
COMMITMENT = Message(
    step="commit",
    kinds=("threshold", "single"),
    file_name="commitment",
    wanted=Commitment,
    title="the commitment",
    check_form=bodies.check_commitment_form,
    list_marks=bodies.list_commitment_marks,
    check=checks.check_commitment,
    code="ceremony-commitment",
)
ACKNOWLEDGEMENT = Message(
    step="acknowledge",
    kinds=("threshold", "single"),
    file_name="acknowledgement",
    wanted=Acknowledgement,
    title="the acknowledgement",
    list_marks=lambda body: [bodies.mark_proof(body.signature)],
    check=checks.check_acknowledgement,
    code="ceremony-acknowledgement",
)
POLYNOMIAL = Message(
    step="reveal",
    kinds=("threshold",),
    file_name="polynomial",
    wanted=Polynomial,
    title="the polynomial",
    check_form=bodies.check_polynomial_form,
    list_marks=bodies.list_polynomial_marks,
    check=checks.check_revealed_polynomial,
)
PUBLIC_KEY = Message(
    step="reveal",
    kinds=("single",),
    file_name="public-key",
    wanted=TrusteePublicKey,
    title="the public key",
    check_form=bodies.check_key_form,
    list_marks=bodies.list_key_marks,
    check=checks.check_revealed_key,
)
VOUTPUT = Message(
    step="share",
    kinds=("threshold",),
    file_name="voutput",
    wanted=Voutput,
    title="the key",
    check_form=bodies.check_voutput_form,
    list_marks=bodies.list_voutput_marks,
    check=checks.check_share,
)
COMPLAINT = Message(
    step="complain",
    kinds=("threshold",),
    file_name="complaint",
    wanted=Complaint,
    title="the complaint",
    list_marks=bodies.list_complaint_marks,
    check=checks.judge,
    code="ceremony-complaint",
    instead_of="share",
)

MESSAGES: tuple[Message[Any], ...] = (
    CERTIFICATE,
    COMMITMENT,
    ACKNOWLEDGEMENT,
    POLYNOMIAL,
    PUBLIC_KEY,
    VOUTPUT,
    COMPLAINT,
)
"""In the order of the steps."""


def list_steps(kind: Kind) -> tuple[Step, ...]:
    """The steps that a trustee of this kind owes, in their order."""
    return tuple(
        message.step for message in MESSAGES if kind in message.kinds and message.instead_of is None
    )


STEPS, SINGLE_STEPS = list_steps("threshold"), list_steps("single")


def is_step(step: str) -> bool:
    """Whether anybody can say something at a step of this name."""
    return any(message.step == step for message in MESSAGES)


def find_message(step: str, kind: Kind) -> Message[Any] | None:
    """What trustees of a kind say at a step, if anything."""
    for message in MESSAGES:
        if message.step == step and kind in message.kinds:
            return message
    return None


def list_trustees(step: str, size: int, singles: int) -> range:
    """Whose step this is: single trustees do not take all of them."""
    return range(1, size + (singles if step in SINGLE_STEPS else 0) + 1)


def find_owed(size: int, singles: int, has: Callable[[int, str], bool]) -> tuple[str, list[int]]:
    """The first step that somebody still owes, and who; ``done`` and nobody at last."""
    for step in STEPS:
        missing = [number for number in list_trustees(step, size, singles) if not has(number, step)]
        if missing:
            return step, missing
    return "done", []
