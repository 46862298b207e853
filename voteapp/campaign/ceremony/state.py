"""What was said so far in a ceremony, and what its checks keep; it knows no order of steps."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from voteapp.campaign.ceremony.agreement import Entry, hash_certificates
from voteapp.campaign.ceremony.messages import Commitment, check_singles, check_size
from voteapp.errors import MisuseError
from voteapp.protocol.group import Element, Group
from voteapp.protocol.keys.certificates import Certificates
from voteapp.protocol.keys.trustees import CertKeys

T = TypeVar("T")


class Failure(NamedTuple):
    """Why a ceremony cannot be finished: a complaint was proven against ``trustee``."""

    trustee: int
    step: str
    code: str
    message: str


class CeremonyState:
    """A ceremony of ``size`` threshold trustees, of whom ``threshold`` decrypt, and ``singles``
    beside them, numbered after them.

    ``bodies``: the decoded messages by trustee and step; ``cert_keys``: the keys in the
    certificates, ``rows``: the elements of the polynomials, both by trustee. Raises
    InvalidInputError ``trustees``, ``threshold`` or ``singles``.
    """

    def __init__(self, group: Group, size: int, threshold: int, singles: int = 0) -> None:
        check_size(size, threshold)
        check_singles(singles)
        self.group, self.size, self.threshold, self.singles = group, size, threshold, singles
        self.entries: list[Entry] = []
        self.failure: Failure | None = None
        self.certificates: Certificates | None = None
        self.bodies: dict[tuple[int, str], object] = {}
        self.cert_keys: dict[int, CertKeys] = {}
        self.rows: dict[int, list[Element]] = {}

    def has(self, trustee: int, step: str) -> bool:
        """Whether this trustee's message of that step was accepted."""
        return (trustee, step) in self.bodies

    def message(self, trustee: int, step: str) -> str | None:
        """The text of an accepted message."""
        for entry in self.entries:
            if (entry.trustee, entry.step) == (trustee, step):
                return entry.message
        return None

    def get_certificates(self) -> Certificates:
        """All certificates; raises MisuseError before they are in."""
        if self.certificates is None:
            raise MisuseError("not all certificates are there yet")
        return self.certificates

    @property
    def certs_hash(self) -> str | None:
        """What the trustees read aloud before they commit."""
        return None if self.certificates is None else hash_certificates(self.certificates.certs)

    def list_commitments(self) -> list[str]:
        """The commitments so far, single trustees' too, in the order of the numbers."""
        return [body.commitment for body in self.list_bodies("commit", Commitment)]

    def list_rows(self) -> list[list[Element]]:
        """The coefficients of the polynomials so far, in the order of the numbers."""
        return [row for _, row in sorted(self.rows.items())]

    def get_body(self, trustee: int, step: str, wanted: type[T]) -> T:
        """An accepted message, decoded; raises MisuseError where there is none."""
        body = self.bodies.get((trustee, step))
        if not isinstance(body, wanted):
            raise MisuseError("this was not said yet")
        return body

    def list_bodies(self, step: str, wanted: type[T]) -> list[T]:
        """The messages of one type at a step so far, decoded, in the order of the numbers."""
        numbers = sorted(number for number, said in self.bodies if said == step)
        bodies = (self.bodies[number, step] for number in numbers)
        return [body for body in bodies if isinstance(body, wanted)]
