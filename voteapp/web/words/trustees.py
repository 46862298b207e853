"""What trustees do, have done and got wrong, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from voteapp.services.life import ENDED, State
from voteapp.services.values.ceremonies import (
    AccessView,
    CeremonyOverview,
    RefusedMessage,
    TrusteeStatus,
)
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import ngettext


def step_words(step: str) -> str:
    """A step of the ceremony, in the words of the trustees' own pages."""
    return {
        "certificate": _("making their key"),
        "commit": _("comparing the words"),
        "acknowledge": _("confirming what the others fixed"),
        "reveal": _("opening what they had fixed"),
        "share": _("sending their share of the key"),
        "complain": _("complaining about another trustee"),
    }.get(step, step)


def failure_words(code: str) -> str:
    """Why a ceremony failed or a message was refused, by the code of the finding."""
    return {
        "trustee-certificate": _("The certificate is not valid."),
        "trustee-coefexps": _("What was opened is not a valid part of a key."),
        "trustee-signature": _("The signature does not hold."),
        "trustee-proof": _("The proof that the key is known is missing or wrong."),
        "trustee-verification-key": _("The key that was computed is not the right one."),
        "trustee-share": _("The share that was given to another trustee is wrong."),
        "ceremony-commitment": _("What was opened is not what was fixed before."),
        "ceremony-acknowledgement": _("What was confirmed is not what everybody fixed."),
        "ceremony-complaint": _("A share was called wrong, but it is right."),
        "ceremony-step": _("This step is not this trustee’s to take, or it is over."),
        "ceremony-replay": _("It repeats what was sent before."),
        "ceremony-early": _("It came before the others had finished the step before."),
        "ceremony-encoding": _("It cannot be read."),
    }.get(code, _("It does not fit the ceremony."))


BY_HAND = ("certificate", "commit")
"""The steps at which a person does something; the others a trustee's open page does by itself."""

MOST_NAMES = 5
"""How many names a sentence lists."""


@dataclass(frozen=True)
class TrusteeLine:
    """One trustee in the committee's table; ``kind`` of the tag that stands beside the words."""

    position: int
    name: str
    single: bool
    link: str
    made: bool
    progress: str
    state: str
    tag: str


def list_lines(
    overview: CeremonyOverview, access: Mapping[int, AccessView], now: datetime
) -> list[TrusteeLine]:
    """Every trustee with what is done and what is waited for."""
    return [
        _describe(trustee, access.get(trustee.position), overview, now)
        for trustee in overview.trustees
    ]


def _describe(
    trustee: TrusteeStatus, access: AccessView | None, overview: CeremonyOverview, now: datetime
) -> TrusteeLine:
    made = access is not None and access.link_made
    bound = access.bound if access is not None else None
    state, tag = _state(trustee, bound is not None, made, overview)
    return TrusteeLine(
        position=trustee.position,
        name=trustee.name,
        single=trustee.kind == "single",
        link=link_words(access, now),
        made=made or bound is not None,
        progress=_progress(trustee, overview),
        state=state,
        tag=tag,
    )


def link_words(access: AccessView | None, now: datetime) -> str:
    """How far somebody is with a personal link."""
    if access is not None and access.bound == "passkey":
        return _("Signs in with a passkey.")
    if access is not None and access.bound is not None:
        return _("Signs in with a passphrase.")
    if access is None or not access.link_made:
        return _("No link yet.")
    if access.link_expires is not None and access.link_expires <= now:
        return _("The link is too old and was never used. Make it again.")
    return _("The link is made, not used yet.")


def _state(
    trustee: TrusteeStatus, bound: bool, made: bool, overview: CeremonyOverview
) -> tuple[str, str]:
    if overview.failure is not None and overview.failure.trustee == trustee.position:
        return _("Failed"), "danger"
    if overview.failure is not None:
        return _("Stopped"), ""
    if trustee.lost:
        return _("Key lost"), "danger"
    if trustee.rehearsed:
        return _("Ready"), "good"
    if overview.done:
        return _("Not tried yet"), "wait"
    if trustee.position in overview.missing and (bound or trustee.done):
        return _("We wait for this one"), "wait"
    if bound or trustee.done:
        return _("Waits for the others"), "info"
    return (_("Link made"), "wait") if made else (_("Needs a link"), "wait")


def _progress(trustee: TrusteeStatus, overview: CeremonyOverview) -> str:
    if overview.failure is not None:
        return _("Goes on when you have started over.")
    if trustee.lost:
        return _("Says that the key is lost.")
    if trustee.rehearsed:
        return _("Key made, saved, and tried once from what was saved.")
    if overview.done:
        return _("Key made. It must still be saved and tried once.")
    if trustee.position in overview.missing and overview.step in BY_HAND:
        return _("Next: %(step)s.", step=step_words(overview.step))
    if trustee.position in overview.missing:
        return _("The page must be open: it goes on by itself.")
    if trustee.done:
        return _("Has done this step.")
    if trustee.kind == "single":
        return _("Can make the key now; it is needed from the next step on.")
    return _("Has not begun.")


def shape_words(overview: CeremonyOverview) -> str:
    """How many trustees there are, and how many of them it takes."""
    sentences = []
    if overview.size:
        sentences.append(
            _(
                "Any %(threshold)d of %(size)d trustees open the totals together.",
                threshold=overview.threshold,
                size=overview.size,
            )
        )
    if overview.singles:
        sentences.append(
            ngettext(
                "%(num)d more must always take part.",
                "%(num)d more must always take part.",
                overview.singles,
            )
        )
    return " ".join(sentences)


def headline(overview: CeremonyOverview) -> str:
    """Where the ceremony is, in one sentence; spoken when it changes."""
    failure = overview.failure
    if failure is not None:
        return _(
            "The key could not be made because of trustee %(name)s. Start over.",
            name=name_of(overview, failure.trustee),
        )
    if overview.state is State.OPEN:
        return _("Voting is open. The keys are needed when it has closed.")
    if overview.state is State.CLOSED:
        return _("Voting is over. The trustees open the totals on their own pages.")
    if overview.state is State.PUBLISHED:
        return _("The totals are open. The keys have done their work.")
    if overview.done:
        tried = sum(trustee.rehearsed for trustee in overview.trustees)
        total = len(overview.trustees)
        if tried == total:
            return _("The key is made, and every trustee has tried it.")
        return _(
            "The key is made. %(tried)d of %(total)d trustees have saved and tried it.",
            tried=tried,
            total=total,
        )
    return f"{_waiting(overview)} {_due(overview.step)}"


def _waiting(overview: CeremonyOverview) -> str:
    """For whom everybody waits; many are only counted, the list below names them."""
    missing = overview.missing
    if len(missing) > MOST_NAMES:
        return _("We wait for %(count)d trustees.", count=len(missing))
    names = ", ".join(name_of(overview, position) for position in missing)
    return _("We wait for: %(names)s.", names=names)


def _due(step: str) -> str:
    """What is to be done at a step of the ceremony, for the committee to pass on."""
    if step == "certificate":
        return _("To do: open the personal link, make a key.")
    if step == "commit":
        return _("To do: compare the words with each other, then say so on the own page.")
    return _("To do: nothing but leave the own page open.")


def name_of(overview: CeremonyOverview, position: int) -> str:
    """A trustee's name by number."""
    for trustee in overview.trustees:
        if trustee.position == position:
            return trustee.name
    return str(position)


def failure_sentences(overview: CeremonyOverview) -> list[tuple[str, str]]:
    """What went wrong for good, if anything: (who and where, why)."""
    failure = overview.failure
    if failure is None:
        return []
    return [(_who(name_of(overview, failure.trustee), failure.step), failure_words(failure.code))]


def refused_sentences(refused: Sequence[RefusedMessage]) -> list[tuple[str, str]]:
    """What was refused on arrival: (who and where, why)."""
    return [(_who(one.name, one.step), failure_words(one.code)) for one in refused]


def _who(name: str, step: str) -> str:
    return _("%(name)s, in the step “%(step)s”", name=name, step=step_words(step))


class End(NamedTuple):
    """Where, and in which words, a campaign is ended with a reason."""

    endpoint: str
    label: str


@dataclass(frozen=True)
class Outlook:
    """What lost keys mean; ``before_fix``: a new key can still be made. ``end``: how to end the
    campaign instead, where it can still be ended."""

    text: str
    impossible: bool
    before_fix: bool
    end: End | None


def describe_outlook(overview: CeremonyOverview | None, state: State) -> Outlook | None:
    """What the keys that are left can do; None where none was reported lost, or it is over."""
    if overview is None or state is State.PUBLISHED or state in ENDED:
        return None
    lost = [trustee for trustee in overview.trustees if trustee.lost]
    if not lost:
        return None
    singles = [trustee.name for trustee in lost if trustee.kind == "single"]
    left = overview.size + len(singles) - len(lost)
    if singles:
        text = _(
            "The key of %(names)s is lost, and nothing opens without it.",
            names=", ".join(singles),
        )
    elif left < overview.threshold:
        text = _(
            "%(left)d of %(needed)d needed keys are left: this result can never be opened.",
            left=left,
            needed=overview.threshold,
        )
    else:
        text = _(
            "%(names)s said that the key is lost. %(left)d keys are left, %(needed)d are needed.",
            names=", ".join(trustee.name for trustee in lost),
            left=left,
            needed=overview.threshold,
        )
    if overview.impossible and not singles and left >= overview.threshold:
        outcome = _("Too few are left to sign that voting is over.")
        text = f"{text} {outcome}"
    elif not overview.impossible:
        safe, last = _("The result is not in danger."), _("No other key may be lost.")
        text = f"{text} {safe if overview.spare else last}"
    ends = {
        State.PRINTING: End("committee.withdraw", _("Withdraw with a reason")),
        State.READY: End("committee.withdraw", _("Withdraw with a reason")),
        State.OPEN: End("committee.cancel", _("Cancel with a reason")),
    }
    return Outlook(text, overview.impossible, state.before_fix, ends.get(state))
