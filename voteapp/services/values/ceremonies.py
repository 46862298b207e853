"""Several trustees: their ceremony, as each of them and as the committee sees it, and access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voteapp.campaign.statements.quorum import Sizes
from voteapp.services.life import State


@dataclass(frozen=True)
class TrusteeStatus:
    """A trustee: ``position`` is the owner number in the record, ``kind`` is ``threshold`` or
    ``single`` (must always take part). ``done``: steps of the present attempt that were taken;
    ``lost``: the key was reported lost."""

    position: int
    name: str
    kind: str
    done: tuple[str, ...]
    rehearsed: bool
    lost: bool


@dataclass(frozen=True)
class CeremonyEntry:
    """A message that was taken: ``message`` is the text, byte for byte as it was posted."""

    trustee: int
    step: str
    message: str


@dataclass(frozen=True)
class CeremonyFailure:
    """Why an attempt cannot go on: ``trustee`` is to blame, ``code`` is the finding's."""

    trustee: int
    step: str
    code: str
    message: str


@dataclass(frozen=True)
class RefusedMessage:
    """A message of the present attempt that was not taken: of whom, in which step, why."""

    trustee: int
    name: str
    step: str
    code: str
    message: str


@dataclass(frozen=True)
class CeremonyTask:
    """Everything that one trustee's page needs. ``size`` counts the threshold trustees,
    ``singles`` the others; ``step`` is the first that somebody still owes (``done`` at last);
    ``entries`` in order of arrival; ``version`` changes whenever anything changes."""

    code: str
    title: str
    organizer: str
    state: State
    position: int
    name: str
    kind: str
    size: int
    threshold: int
    singles: int
    attempt: int
    trustees: tuple[TrusteeStatus, ...]
    step: str
    entries: tuple[CeremonyEntry, ...]
    failure: CeremonyFailure | None
    done: bool
    rehearsed: bool
    lost: bool
    version: int


@dataclass(frozen=True)
class CeremonyStatus:
    """What a waiting page asks for again and again; ``missing``: who owes the present step."""

    version: int
    attempt: int
    step: str
    missing: tuple[int, ...]
    trustees: tuple[TrusteeStatus, ...]
    failure: CeremonyFailure | None
    done: bool
    state: State


@dataclass(frozen=True)
class CeremonyOverview:
    """The ceremony for the committee: the status, and ``certs_words`` (the key words to compare,
    once every certificate is there). ``impossible``: so many keys were reported lost that no
    result can come of those that are left; ``spare``: any other may be lost, too. ``sizes``: how
    many trustees, witnesses and mirrors there are."""

    version: int
    attempt: int
    step: str
    missing: tuple[int, ...]
    trustees: tuple[TrusteeStatus, ...]
    failure: CeremonyFailure | None
    done: bool
    state: State
    size: int
    threshold: int
    singles: int
    certs_words: tuple[str, ...] | None
    refused: tuple[RefusedMessage, ...]
    impossible: bool
    spare: bool
    sizes: Sizes

    @property
    def plan(self) -> str:
        """What forms carry of it: who the trustees are, and whether their key is made. An attempt's
        number never comes twice, and nobody is replaced without a new one."""
        return f"{self.attempt}.{int(self.done)}"


@dataclass(frozen=True)
class LinkView:
    """Whose personal link it is: a campaign's code and a trustee's number."""

    code: str
    position: int
    expires: datetime


@dataclass(frozen=True)
class TrusteeSession:
    """The trustee behind a session's token."""

    code: str
    position: int


@dataclass(frozen=True)
class AccessView:
    """How a trustee gets in: ``bound`` is ``passphrase``, ``passkey`` or None; ``link_made``:
    a personal link waits to be used (until ``link_expires``; it may have passed)."""

    link_made: bool
    link_expires: datetime | None
    bound: str | None
