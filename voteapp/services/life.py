"""A campaign's life: its states, what may be done in each, by whom, and what is written down.

One table, ``LIFE``, that services, pages, docs/campaign-life.md and the tests read. Nothing else
names the states in which something may happen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a campaign is, in order; ``withdrawn`` (before it opened) and ``cancelled`` (while
    voting ran) stand beside the others."""

    DRAFT = "draft"
    KEYS = "keys"
    SLIPS = "slips"
    FIXING = "fixing"
    PRINTING = "printing"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def preparing(self) -> bool:
        """Locked, not fixed: the turn passes between trustees, teller and committee."""
        return self in PREPARING

    @property
    def before_fix(self) -> bool:
        """Questions or keys can still be made anew."""
        return self in BEFORE_FIX

    @property
    def waiting(self) -> bool:
        """Fixed, and voting has not begun: slips are printed, then handed out."""
        return self in WAITING

    @property
    def before_opening(self) -> bool:
        """Nothing can have been cast yet."""
        return self in BEFORE_OPENING

    @property
    def opened(self) -> bool:
        """Voting began, and the campaign was not cancelled."""
        return self in OPENED

    @property
    def over(self) -> bool:
        """Nothing can be cast any more, or ever could."""
        return self in OVER


class Phase(StrEnum):
    """A campaign at this moment, as a member with a slip sees it; ``late``: it was to open."""

    NOT_OPEN = "not-open"
    LATE = "late"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Who(StrEnum):
    """Whose turn it is, or who did something."""

    COMMITTEE = "committee"
    TELLER = "teller"
    TRUSTEE = "trustee"
    WITNESS = "witness"
    MIRROR = "mirror"
    CLOCK = "clock"


CLOCK = "voteapp"
"""In the log: what happened by itself."""

ENDED = frozenset({State.WITHDRAWN, State.CANCELLED})
ORDER = tuple(state for state in State if state not in ENDED)
PREPARING = frozenset({State.KEYS, State.SLIPS, State.FIXING})
BEFORE_FIX = PREPARING | {State.DRAFT}
WAITING = frozenset({State.PRINTING, State.READY})
BEFORE_OPENING = BEFORE_FIX | WAITING
OPENED = frozenset({State.OPEN, State.CLOSED, State.PUBLISHED})
OVER = frozenset({State.CLOSED, State.PUBLISHED}) | ENDED


class Deed(StrEnum):
    """What somebody does with a campaign; the value is how the log keeps it."""

    CREATED = "created"
    EDITED = "edited"
    DELETED = "deleted"
    SUBMITTED = "submitted"
    REOPENED_DRAFT = "reopened-draft"
    POSTED_KEY = "posted-key"
    REMOVED_KEY = "removed-key"
    PLANNED_CEREMONY = "planned-ceremony"
    REMOVED_CEREMONY = "removed-ceremony"
    RESTARTED_CEREMONY = "restarted-ceremony"
    REPLACED_TRUSTEE = "replaced-trustee"
    MADE_TRUSTEE_LINK = "made-trustee-link"
    SPOKE = "ceremony-message"
    FINISHED_CEREMONY = "finished-ceremony"
    FAILED_CEREMONY = "failed-ceremony"
    REHEARSED = "rehearsed"
    LOST_KEY = "lost-key"
    FOUND_KEY = "found-key"
    NAMED_WITNESSES = "named-witnesses"
    NAMED_MIRRORS = "named-mirrors"
    POSTED_WITNESS_KEY = "posted-witness-key"
    PLANNED_TELLERS = "planned-tellers"
    POSTED_CREDENTIALS = "posted-credentials"
    PRINTED = "printed"
    PRINTED_AGAIN = "printed-again"
    REPRINTED = "reprinted"
    DESTROYED_TOKENS = "destroyed-tokens"
    VOIDED_SLIP = "voided-slip"
    COUNTED_SLIPS = "counted-slips"
    FINISHED_COUNTS = "finished-counts"
    NOTED = "noted"
    FIXED = "fixed"
    AMENDED = "amended"
    SIGNED_OPENING = "signed-opening"
    SIGNED_OUT = "signed-out"
    OPENED = "opened"
    CLOSED = "closed"
    CLOSED_EARLY = "closed-early"
    SIGNED_CLOSING = "signed-closing"
    SIGNED_END = "signed-end"
    WITNESSED = "witnessed"
    DECRYPTED = "decrypted"
    PUBLISHED = "published"
    CONFIRMED = "confirmed"
    ANNULLED = "annulled"
    DOUBTED_CLOCK = "doubted-clock"
    TRUSTED_CLOCK = "trusted-clock"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Rule:
    """When a deed may be done, by whom, where it leads (``to``; None: nowhere by itself).

    ``logged``: the log keeps it. ``told``: everybody reads the note, which otherwise stays with
    the committee. The name of who did it stays with the committee as well: everybody reads the
    role, and nobody is to be pressed for what somebody did in it.
    """

    within: frozenset[State]
    who: frozenset[Who]
    to: State | None = None
    logged: bool = True
    told: bool = False


def _rule(
    within: frozenset[State] | set[State],
    *who: Who,
    to: State | None = None,
    logged: bool = True,
    told: bool = False,
) -> Rule:
    return Rule(frozenset(within), frozenset(who), to, logged, told)


_COMMITTEE, _TELLER, _TRUSTEE, _WITNESS, _MIRROR, _CLOCK = Who
_DRAFT, _KEYS, _SLIPS, _FIXING, _PRINTING, _READY, *_LATER = State
_OPEN, _CLOSED, _PUBLISHED, _WITHDRAWN, _CANCELLED = _LATER
_KEPT = BEFORE_OPENING | {_OPEN, _CLOSED}

LIFE: Mapping[Deed, Rule] = {
    Deed.CREATED: _rule({_DRAFT}, _COMMITTEE, to=_DRAFT),
    Deed.EDITED: _rule({_DRAFT}, _COMMITTEE, logged=False),
    Deed.DELETED: _rule({_DRAFT}, _COMMITTEE, logged=False),
    Deed.SUBMITTED: _rule({_DRAFT}, _COMMITTEE, to=_KEYS),
    Deed.REOPENED_DRAFT: _rule(PREPARING, _COMMITTEE, to=_DRAFT),
    Deed.POSTED_KEY: _rule(BEFORE_FIX, _TRUSTEE),
    Deed.REMOVED_KEY: _rule(BEFORE_FIX, _TRUSTEE),
    Deed.PLANNED_CEREMONY: _rule(BEFORE_FIX, _COMMITTEE, told=True),
    Deed.REMOVED_CEREMONY: _rule(BEFORE_FIX, _COMMITTEE),
    Deed.RESTARTED_CEREMONY: _rule(BEFORE_FIX, _COMMITTEE),
    Deed.REPLACED_TRUSTEE: _rule(BEFORE_FIX, _COMMITTEE),
    Deed.MADE_TRUSTEE_LINK: _rule(set(State), _COMMITTEE),
    Deed.SPOKE: _rule(BEFORE_FIX, _TRUSTEE, logged=False),
    Deed.FINISHED_CEREMONY: _rule(BEFORE_FIX, _TRUSTEE),
    Deed.FAILED_CEREMONY: _rule(BEFORE_FIX, _TRUSTEE),
    Deed.REHEARSED: _rule(_KEPT, _TRUSTEE),
    Deed.LOST_KEY: _rule(_KEPT, _TRUSTEE),
    Deed.FOUND_KEY: _rule(_KEPT, _TRUSTEE),
    Deed.NAMED_WITNESSES: _rule(BEFORE_FIX, _COMMITTEE, told=True),
    Deed.NAMED_MIRRORS: _rule(BEFORE_FIX, _COMMITTEE, told=True),
    Deed.POSTED_WITNESS_KEY: _rule(BEFORE_FIX, _WITNESS),
    Deed.PLANNED_TELLERS: _rule(PREPARING, _COMMITTEE),
    Deed.POSTED_CREDENTIALS: _rule({_SLIPS, _FIXING}, _TELLER, to=_FIXING),
    Deed.PRINTED: _rule({_PRINTING}, _TELLER, to=_READY),
    Deed.PRINTED_AGAIN: _rule(WAITING, _TELLER, told=True),
    Deed.REPRINTED: _rule(WAITING, _TELLER, told=True),
    Deed.DESTROYED_TOKENS: _rule(OPENED | {_READY}, _TELLER),
    Deed.VOIDED_SLIP: _rule({_READY, _OPEN}, _TELLER, told=True),
    Deed.COUNTED_SLIPS: _rule({_READY, _OPEN, _CLOSED, _PUBLISHED}, _COMMITTEE),
    Deed.FINISHED_COUNTS: _rule({_CLOSED}, _COMMITTEE, told=True),
    Deed.NOTED: _rule(OPENED, _COMMITTEE, told=True),
    Deed.FIXED: _rule({_FIXING}, _COMMITTEE, to=_PRINTING, told=True),
    Deed.AMENDED: _rule(WAITING | {_OPEN}, _COMMITTEE, told=True),
    Deed.SIGNED_OPENING: _rule({_READY, _OPEN, _CLOSED}, _TRUSTEE, told=True),
    Deed.SIGNED_OUT: _rule({_READY, _OPEN, _CLOSED}, _TRUSTEE, told=True),
    Deed.OPENED: _rule({_READY}, _COMMITTEE, to=_OPEN),
    Deed.CLOSED: _rule({_OPEN}, _CLOCK, to=_CLOSED, told=True),
    Deed.CLOSED_EARLY: _rule({_OPEN}, _COMMITTEE, to=_CLOSED, told=True),
    Deed.SIGNED_CLOSING: _rule({_CLOSED}, _TRUSTEE, told=True),
    Deed.SIGNED_END: _rule({_CLOSED}, _MIRROR, told=True),
    Deed.WITNESSED: _rule({_READY, _OPEN, _CLOSED, _PUBLISHED}, _WITNESS, told=True),
    Deed.DECRYPTED: _rule({_CLOSED}, _TRUSTEE, told=True),
    Deed.PUBLISHED: _rule({_CLOSED}, _CLOCK, to=_PUBLISHED),
    Deed.CONFIRMED: _rule({_PUBLISHED}, _TRUSTEE, told=True),
    Deed.ANNULLED: _rule({_PUBLISHED}, _COMMITTEE, told=True),
    Deed.WITHDRAWN: _rule(PREPARING | WAITING, _COMMITTEE, to=_WITHDRAWN, told=True),
    Deed.DOUBTED_CLOCK: _rule(WAITING | {_OPEN}, _CLOCK, told=True),
    Deed.TRUSTED_CLOCK: _rule(WAITING | {_OPEN}, _COMMITTEE, _CLOCK, told=True),
    Deed.CANCELLED: _rule({_OPEN}, _COMMITTEE, to=_CANCELLED, told=True),
}


def is_allowed(state: State, deed: Deed) -> bool:
    """Whether a deed may be done in a state (more can be missing than the state says)."""
    return state in LIFE[deed].within


def compute_turn(keys_ready: bool, slips_made: bool) -> State:
    """Whose turn it is before Fix: the trustees', the tellers', or the committee's."""
    if not keys_ready:
        return State.KEYS
    return State.FIXING if slips_made else State.SLIPS


def compute_phase(state: State, opening: datetime, closing: datetime, now: datetime) -> Phase:
    """What a member sees at the instant ``now``."""
    if state in ENDED:
        return Phase(state.value)
    if state.over or (state is State.OPEN and now >= closing):
        return Phase.CLOSED
    if now < opening:
        return Phase.NOT_OPEN
    return Phase.OPEN if state is State.OPEN else Phase.LATE
