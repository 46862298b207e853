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
class SignerView:
    """Who signs: ``role`` is ``trustee``, ``witness`` or ``mirror``, ``number`` counts from 1 in
    that role (a trustee's is the owner). JSON: ``{"role": "trustee", "number": 2}``."""

    role: str
    number: int


@dataclass(frozen=True)
class OpeningView:
    """Whose opening statement is there, and whether it is a ``late`` one, which does not count
    among those that open the campaign by itself.
    JSON: ``{"role": "trustee", "number": 2, "late": false}``."""

    role: str
    number: int
    late: bool


@dataclass(frozen=True)
class WitnessView:
    """A witness that is named; ``key``: the element (64 hex), None until it was posted.
    JSON: ``{"number": 1, "name": "Zoe", "key": "..."}``."""

    number: int
    name: str
    key: str | None


@dataclass(frozen=True)
class MirrorView:
    """A mirror that is named.
    JSON: ``{"number": 1, "name": "...", "address": "https://...", "key": "..."}``."""

    number: int
    name: str
    address: str
    key: str


@dataclass(frozen=True)
class WitnessTask:
    """What the page needs on which witness ``number`` makes a key, as JSON. ``key``: the element
    (64 hex) that was posted, or null; ``open``: one may be posted, until the set-up is fixed;
    ``ready``: the witness's desk has something to show (``DecryptionTask``)."""

    code: str
    title: str
    state: State
    number: int
    name: str
    key: str | None
    open: bool
    ready: bool


@dataclass(frozen=True)
class MissingView:
    """What is missing of a closing before a factor may leave: statements at all, trustees among
    them, mirrors' ends; all 0 where nothing is.
    JSON: ``{"statements": 1, "trustees": 0, "mirrors": 0}``."""

    statements: int
    trustees: int
    mirrors: int


@dataclass(frozen=True)
class DecryptionElection:
    """One election for the page of somebody who signs. ``skip`` is ``below-k`` where nothing will
    be decrypted, or signed. ``group`` is the code of the plan's group; the record is fetched apart.

    ``closing_text`` is what is signed now (``voteapp-closing|...``); None before the evidence is
    frozen (``DecryptionTask.final``). ``confirmation_text`` is what is signed once the result is
    published (``voteapp-confirmation|...``); None before, and where there is none.

    ``owner`` is the number of who asks, in ``DecryptionTask.role``, of whom ``statement_posted``,
    ``decryption_posted`` and ``confirmed`` speak. ``signed`` and ``confirmations`` are all signers
    so far, as lists of ``{"role","number"}``, trustees first, ``ends`` the numbers of the mirrors
    whose end is there; ``decrypted`` are owners in the order of the record.

    ``needed``: the statements that are needed as things stand (with mirrors: the trustees');
    ``missing``: what is still missing of them, of anybody's point of view. ``finished``: the result
    is there."""

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
    signed: tuple[SignerView, ...] = ()
    needed: int = 1
    missing: MissingView = MissingView(0, 0, 0)
    ends: tuple[int, ...] = ()
    decrypted: tuple[int, ...] = ()
    finished: bool = False
    confirmed: bool = False
    confirmation_text: str | None = None
    confirmations: tuple[SignerView, ...] = ()


@dataclass(frozen=True)
class TrusteeView:
    """A trustee of the record: ``kind`` is ``threshold`` or ``single``."""

    owner: int
    name: str
    kind: str
    lost: bool


@dataclass(frozen=True)
class DecryptionTask:
    """What the page of a trustee or witness needs from READY on, as JSON: the fields' names here
    are those of the JSON object, tuples are arrays, instants ISO 8601.

    ``role`` and ``owner`` are who asks (``trustee`` 2, ``witness`` 1). ``public_key`` is that
    trustee's trustee_public_key object (JSON text), empty before there is one; a witness's is
    ``{"public_key": "64 hex"}``. ``threshold`` of the threshold trustees and every single have to
    decrypt; ``impossible``: too many keys were reported lost, or people are out, and no result can
    come of those that are left. ``decrypts``: no factor is taken before, in the campaign's
    ``timezone``; None: once voting is over.

    ``set_up``: the campaign hash. ``opening_text``: the exact text of an opening that would be
    taken now (``voteapp-opening|...``, or ``voteapp-opening-late|...`` once voting has opened,
    which ``late`` says); None where none is: before every slip is printed, once the evidence is
    frozen, for who is out, and where this signer's is there, which ``opened`` says. ``openings``:
    whose are there. ``out_text``: the exact text of an out that would be taken now; None for who
    has signed a closing or is out (``out``), and when all is over. ``outs``: who is out.
    ``final``: the slips' counts are final, so the evidence is frozen and closings can be signed.
    ``witnesses`` and ``mirrors`` are those that the manifest names."""

    code: str
    title: str
    state: State
    public_key: str
    elections: tuple[DecryptionElection, ...]
    role: str = "trustee"
    owner: int = 1
    trustees: tuple[TrusteeView, ...] = ()
    witnesses: tuple[WitnessView, ...] = ()
    mirrors: tuple[MirrorView, ...] = ()
    threshold: int = 1
    impossible: bool = False
    decrypts: datetime | None = None
    timezone: str = "UTC"
    set_up: str | None = None
    opening_text: str | None = None
    late: bool = False
    opened: bool = False
    openings: tuple[OpeningView, ...] = ()
    out_text: str | None = None
    out: bool = False
    outs: tuple[SignerView, ...] = ()
    final: bool = False
