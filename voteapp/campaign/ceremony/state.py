"""What was said so far in a ceremony, by whom, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from voteapp.campaign.ceremony.agreement import Entry
from voteapp.campaign.ceremony.bodies import Body
from voteapp.campaign.ceremony.messages import (
    SINGLE_STEPS,
    STEPS,
    Acknowledgement,
    Commitment,
    check_singles,
    check_size,
)
from voteapp.campaign.ceremony.steps import Agreement, compute_certs_hash
from voteapp.errors import MisuseError
from voteapp.protocol.group import Group
from voteapp.protocol.keys.certificates import Certificates
from voteapp.protocol.keys.pedersen import Polynomial, Voutput
from voteapp.protocol.keys.trustees import TrusteePublicKey

T = TypeVar("T")


class Failure(NamedTuple):
    """Why a ceremony cannot be finished: a complaint was proven against ``trustee``."""

    trustee: int
    step: str
    code: str
    message: str


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


class CeremonyState:
    """A ceremony of ``size`` threshold trustees, of whom ``threshold`` decrypt, and ``singles``
    beside them, numbered after them.

    Raises InvalidInputError ``trustees``, ``threshold`` or ``singles``.
    """

    def __init__(self, group: Group, size: int, threshold: int, singles: int = 0) -> None:
        check_size(size, threshold)
        check_singles(singles)
        self.group, self.size, self.threshold, self.singles = group, size, threshold, singles
        self.entries: list[Entry] = []
        self.failure: Failure | None = None
        self.certificates: Certificates | None = None
        self._bodies: dict[tuple[int, str], Body] = {}

    @property
    def step(self) -> str:
        """The first step that somebody still owes; ``done`` when nobody owes any."""
        return find_owed(self.size, self.singles, self.has)[0]

    @property
    def missing(self) -> list[int]:
        """Who owes the present step."""
        return find_owed(self.size, self.singles, self.has)[1]

    def has(self, trustee: int, step: str) -> bool:
        """Whether this trustee's message of that step was accepted."""
        return (trustee, step) in self._bodies

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
        return None if self.certificates is None else compute_certs_hash(self.certificates)

    @property
    def commitments(self) -> list[str] | None:
        """All commitments in the order of the numbers, single trustees' too, once they are in."""
        if not self._is_complete("commit"):
            return None
        return [body.commitment for body in self._list("commit", Commitment)]

    @property
    def agreed(self) -> Agreement | None:
        """Commitments and signatures, once all acknowledged."""
        commitments = self.commitments
        if commitments is None or not self._is_complete("acknowledge"):
            return None
        signed = self._list("acknowledge", Acknowledgement)
        return Agreement(commitments, [body.signature for body in signed])

    @property
    def polynomials(self) -> list[Polynomial] | None:
        """The threshold trustees' polynomials, once all trustees revealed."""
        return self._list("reveal", Polynomial) if self._is_complete("reveal") else None

    @property
    def single_keys(self) -> list[TrusteePublicKey] | None:
        """The single trustees' keys, once all trustees revealed."""
        return self._list("reveal", TrusteePublicKey) if self._is_complete("reveal") else None

    @property
    def voutputs(self) -> list[Voutput] | None:
        """The threshold trustees' keys, once they are in."""
        return self._list("share", Voutput) if self._is_complete("share") else None

    def _list_trustees(self, step: str) -> range:
        """Whose step this is."""
        return list_trustees(step, self.size, self.singles)

    def _is_complete(self, step: str) -> bool:
        return all(self.has(number, step) for number in self._list_trustees(step))

    def _list(self, step: str, wanted: type[T]) -> list[T]:
        found = (self._bodies.get((number, step)) for number in self._list_trustees(step))
        return [body for body in found if isinstance(body, wanted)]
