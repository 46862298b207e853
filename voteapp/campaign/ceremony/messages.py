"""What trustees say to each other in the key ceremony, and who is told off when it is wrong.

DESIGN, "Trustees"; docs/formats.md, "The trustees' ceremony". Certificates, polynomials and
voutputs are the format's own objects; commitments and acknowledgements are ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from voteapp.campaign.canonical import Record
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.proofs import Proof

MAX_SIZE = 15
ENCODING = "ceremony-encoding"
"""The code of a message that is not in its step's only form."""


class CeremonyError(ProtocolError):
    """A trustee's message is wrong; ``trustee`` (from 1) and ``step`` say whose and which."""

    def __init__(self, code: str, trustee: int, step: str, message: str) -> None:
        super().__init__(code, f"trustee {trustee}, step {step}: {message}")
        self.trustee = trustee
        self.step = step


def accuse(trustee: int, step: str, error: ProtocolError, code: str | None = None) -> ProtocolError:
    """An error as this trustee's, in this step; ``code``: in the place of its own."""
    if isinstance(error, CeremonyError):
        return error
    return CeremonyError(code or error.code, trustee, step, error.message)


@contextmanager
def blame(trustee: int, step: str, code: str | None = None) -> Iterator[None]:
    """Whatever goes wrong in here is this trustee's: raises CeremonyError."""
    try:
        yield
    except ProtocolError as error:
        raise accuse(trustee, step, error, code) from None


class Commitment(Record, frozen=True, kw_only=True):
    """Step 2: the hash of a polynomial's public part that is opened only in step 4."""

    type: Literal["voteapp-ceremony-commitment"] = "voteapp-ceremony-commitment"
    version: Literal[1] = 1
    index: int
    certs_hash: str
    commitment: str


class Acknowledgement(Record, frozen=True, kw_only=True):
    """Step 3: a trustee's signature over all commitments, in the order of the numbers."""

    type: Literal["voteapp-ceremony-acknowledgement"] = "voteapp-ceremony-acknowledgement"
    version: Literal[1] = 1
    index: int
    certs_hash: str
    commitments: list[str]
    signature: Proof


class Complaint(Record, frozen=True, kw_only=True):
    """Instead of step 5: trustee ``index`` opens what ``sender`` sent it, for all to judge.

    ``shared`` is ``alpha^dk`` of that ciphertext (hex), ``proof`` that it is, ``signature`` by
    the complaining trustee's certificate.
    """

    type: Literal["voteapp-ceremony-complaint"] = "voteapp-ceremony-complaint"
    version: Literal[1] = 1
    index: int
    sender: int
    certs_hash: str
    shared: str
    proof: Proof
    signature: Proof


def check_size(size: int, threshold: int) -> None:
    """Require 2t > n and n <= 15; raises InvalidInputError ``threshold`` or ``trustees``."""
    if not 1 <= size <= MAX_SIZE:
        raise InvalidInputError(
            "trustees", _("A ceremony has 1 to %(most)d trustees.", most=MAX_SIZE)
        )
    if not 1 <= threshold <= size or 2 * threshold <= size:
        raise InvalidInputError(
            "threshold",
            _(
                "More than half of the trustees must be needed to decrypt:"
                " of %(size)d at least %(least)d.",
                size=size,
                least=size // 2 + 1,
            ),
        )


def check_singles(singles: int) -> None:
    """At most 15 single trustees stand beside the others; raises InvalidInputError ``singles``."""
    if not 0 <= singles <= MAX_SIZE:
        raise InvalidInputError(
            "singles", _("At most %(most)d trustees can always take part.", most=MAX_SIZE)
        )
