"""Accounts, and a campaign as the committee sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voteapp.campaign.slips.counts import Misfit
from voteapp.services.life import CLOCK, LIFE, Deed, State, Who
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.values.roles import TellerProgress
from voteapp.services.values.times import Times


@dataclass(frozen=True)
class PasskeyView:
    """A passkey of an account; ``mark`` names it on pages, ``used``: when it last signed in."""

    mark: str
    label: str
    created: datetime
    used: datetime | None


@dataclass(frozen=True)
class AccountView:
    """A committee account. ``name`` is what services take as ``actor``."""

    id: int
    name: str
    created: datetime
    disabled: bool = False


@dataclass(frozen=True)
class InvitationView:
    """An invitation that waits to be used; ``mark`` names it, and is no secret."""

    mark: str
    made_by: str
    expires: datetime


@dataclass(frozen=True)
class SecretView:
    """What a one-time address is for: ``first``, ``invitation`` or ``reset`` (of ``name``)."""

    purpose: str
    name: str | None
    expires: datetime


@dataclass(frozen=True)
class SlipCounts:
    """Slips printed, handed out, spoiled and returned, as people counted them; the names of those
    who did in ``countersigned_by``, as many as signed."""

    printed: int = 0
    handed_out: int = 0
    spoiled: int = 0
    returned: int = 0
    countersigned_by: tuple[str, ...] = ()

    @property
    def unaccounted(self) -> int:
        """Slips printed less those handed out; below 0 where these counts do not fit."""
        return self.printed - self.handed_out


@dataclass(frozen=True)
class NoteView:
    """A signed note: who says it (a role), what, and when."""

    role: str
    text: str
    at: datetime


@dataclass(frozen=True)
class CampaignSummary:
    """A line of the committee's list."""

    code: str
    title: str
    state: State
    times: Times
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class ElectionView:
    """One election of a campaign. ``state`` is the campaign's, but ``closed`` for one whose
    ballots were fewer than k (``below_k``), for good. Fingerprint and key exist once open."""

    uuid: str
    kind: str
    title: str
    position: int
    draft: ElectionDraft
    k: int
    fingerprint: str | None
    credentials: int
    accepted: int
    counted: int | None
    below_k: bool
    decryptions: int
    decryptions_needed: int


@dataclass(frozen=True)
class ActionView:
    """A line of the campaign's log: who did what, when, and a note. ``actor`` is None where the
    name stays with the committee."""

    at: datetime
    actor: str | None
    what: Deed
    note: str

    @property
    def role(self) -> Who:
        """In which role it was done."""
        if self.actor == CLOCK:
            return Who.CLOCK
        return next(who for who in Who if who in LIFE[self.what].who)


@dataclass(frozen=True)
class AmendmentView:
    """A change of the fixed set-up: ``field`` (``opens``, ``closes``, ``entitled``, ``booth``) from
    ``old`` to ``new``, instants, numbers or hashes as in the chain; ``unit`` is the unit's name, if
    one is meant, ``path`` the booth's file and ``signed`` how many trustees agreed, where it is
    that."""

    field: str
    unit: str
    old: str
    new: str
    reason: str
    at: str
    path: str = ""
    signed: int = 0


@dataclass(frozen=True)
class Missing:
    """Something that has to be done before the next state: a code, and who does it; ``names`` of
    those who have not, where several have to and each is known."""

    code: str
    who: Who
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrusteeWarning:
    """Something about one of several trustees that does not stop the campaign, but that the
    committee should know: ``not-rehearsed`` (nobody knows whether this key works) or ``lost``."""

    code: str
    owner: int
    name: str


@dataclass(frozen=True)
class SignerStatus:
    """What a trustee or witness has signed. ``opening``: ``signed``, ``late`` or empty; ``closed``
    of ``to_close`` elections are those whose end they signed, ``confirmed`` of ``to_confirm`` those
    whose published result."""

    role: str
    number: int
    name: str
    opening: str
    out: bool
    closed: int
    to_close: int
    confirmed: int
    to_confirm: int


@dataclass(frozen=True)
class CampaignView:
    """A campaign for the committee's pages. ``voting`` says whether a ballot would be taken
    at this instant; ``entitled`` is the number in force. ``set_up`` is the campaign hash, from Fix
    on; ``standing`` names how the campaign stands, for whoever acts on it.

    ``ceremony``: several trustees are planned; ``key_posted`` then says that their ceremony is
    over, ``rehearsed`` that enough of them rehearsed. ``impossible``: too many keys were reported
    lost for any result. ``signers``: what trustees and witnesses signed, once every slip is
    printed. ``counts`` is None until somebody counted the slips; ``misfits`` is what
    does not fit in them, beside the ballots of the last seal."""

    code: str
    title: str
    state: State
    draft: CampaignDraft
    elections: tuple[ElectionView, ...]
    missing: tuple[Missing, ...]
    log: tuple[ActionView, ...]
    voting: bool
    opened: datetime | None
    times: Times
    cancel_reason: str | None
    annul_reason: str | None
    entitled: int
    leaves: tuple[str, ...]
    set_up: str | None
    standing: str
    amendments: tuple[AmendmentView, ...]
    key_posted: bool
    rehearsed: bool
    credentials_posted: bool
    tellers: tuple[TellerProgress, ...]
    counts: SlipCounts | None
    misfits: tuple[Misfit, ...]
    counts_final: bool
    notes: tuple[NoteView, ...]
    trial: bool
    ceremony: bool = False
    warnings: tuple[TrusteeWarning, ...] = ()
    impossible: bool = False
    signers: tuple[SignerStatus, ...] = ()
