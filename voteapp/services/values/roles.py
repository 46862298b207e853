"""What the pages of trustee and teller need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from voteapp.services.life import State

TellerStage = Literal["waiting", "made", "printed"]


@dataclass(frozen=True)
class KeyTask:
    """What the trustee's page needs before opening. ``public_key`` is the posted
    trustee_public_key object (JSON text) or None; ``challenge`` the rehearsal's alpha in hex
    (to compare with what the page derives itself)."""

    code: str
    title: str
    state: State
    index: int
    public_key: str | None
    challenge: str | None
    rehearsed: bool


@dataclass(frozen=True)
class SlipElection:
    """One election that a slip opens. Once it is fixed: its fingerprint, and the exact texts of
    what fixes it, which the teller's page recomputes."""

    uuid: str
    kind: str
    title: str
    fingerprint: str | None
    election: str
    manifest: str
    questionnaire: str


@dataclass(frozen=True)
class TellerProgress:
    """How far a teller is: her ``account``, empty while whoever comes first may make the slips;
    ``name`` as she signed it, before that her account; ``shares`` are pairs of leaf code and
    number. ``offline``: by the command."""

    position: int
    account: str
    name: str
    slips: int
    shares: tuple[tuple[str, int], ...]
    offline: bool
    stage: TellerStage
    reprints: int
    destroyed_by: str | None


@dataclass(frozen=True)
class SlipTask:
    """What a teller's page needs. Slips point to ``{base_url}/b/{code}#`` and thirty characters;
    ``leaves`` are pairs of code and name (one in this version).

    ``own``: whoever asks is a teller, of whom ``slips``, ``shares`` (pairs of leaf code and number)
    and what was ``posted``, ``printed`` and so on speak; ``tellers`` are all of them."""

    code: str
    title: str
    organizer: str
    state: State
    elections: tuple[SlipElection, ...]
    own: bool
    slips: int
    shares: tuple[tuple[str, int], ...]
    leaves: tuple[tuple[str, str], ...]
    opening: datetime
    closing: datetime
    timezone: str
    base_url: str
    trial: bool
    posted: bool
    printed: bool
    prints: int
    destroyed_by: str | None
    reprints: int
    tellers: tuple[TellerProgress, ...]


@dataclass(frozen=True)
class DecryptionElection:
    """One election for a trustee's page. ``closing_text`` is what the trustee signs
    (``voteapp-closing|...``); ``skip`` is ``below-k`` where nothing will be decrypted.
    ``group`` is the code of the plan's group; the record is fetched apart.

    ``owner`` is the asking trustee, of whom ``statement_posted`` and ``decryption_posted`` speak;
    ``signed`` and ``decrypted`` are all owners so far, the latter in the order of the record.
    ``needed`` statements come before any factor. ``finished``: the result is there."""

    uuid: str
    title: str
    fingerprint: str
    ballots: int
    k: int
    skip: str | None
    tallied: bool
    owner: int
    group: str | None
    closing_text: str | None
    statement_posted: bool
    decryption_posted: bool
    head: str | None
    signed: tuple[int, ...] = ()
    needed: int = 1
    decrypted: tuple[int, ...] = ()
    finished: bool = False


@dataclass(frozen=True)
class TrusteeView:
    """A trustee of the record: ``kind`` is ``threshold`` or ``single``."""

    owner: int
    name: str
    kind: str
    lost: bool


@dataclass(frozen=True)
class DecryptionTask:
    """What the page of trustee ``owner`` needs after closing. ``public_key`` is that trustee's
    trustee_public_key object (JSON text), empty before there is one. ``threshold`` of the
    threshold trustees and every single have to decrypt; ``impossible``: too many keys were
    reported lost, and no result can come of those that are left. ``decrypts``: no factor is taken
    before, in the campaign's ``timezone``; None: once voting is over."""

    code: str
    title: str
    state: State
    public_key: str
    elections: tuple[DecryptionElection, ...]
    owner: int = 1
    trustees: tuple[TrusteeView, ...] = ()
    threshold: int = 1
    impossible: bool = False
    decrypts: datetime | None = None
    timezone: str = "UTC"
