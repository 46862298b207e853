"""Who signed what opened, closed and came out, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from voteapp.services.trustees.seats import WITNESS_PLACES
from voteapp.services.values.campaigns import SignerStatus
from voteapp.services.values.ceremonies import AccessView
from voteapp.services.values.roles import WitnessView
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.trustees import link_words


@dataclass(frozen=True)
class SignerLine:
    """Somebody who signs: the role and the name, and what was signed and what was not."""

    title: str
    sentences: list[str]


@dataclass(frozen=True)
class WitnessLine:
    """A witness in the committee's list; ``made``: a link was made before."""

    number: int
    name: str
    link: str
    made: bool
    progress: str


def list_witness_lines(
    witnesses: Sequence[WitnessView], access: Mapping[int, AccessView], now: datetime
) -> list[WitnessLine]:
    """The witnesses, and how far they are."""
    lines = []
    for one in witnesses:
        own = access.get(WITNESS_PLACES + one.number)
        made = own is not None and (own.link_made or own.bound is not None)
        progress = _("Key made.") if one.key else _("No key yet.")
        lines.append(WitnessLine(one.number, one.name, link_words(own, now), made, progress))
    return lines


def describe_signers(signers: Sequence[SignerStatus]) -> list[SignerLine]:
    """Everybody who signs, in order; also who is silent."""
    return [SignerLine(_title(one), _list_sentences(one)) for one in signers]


def _title(one: SignerStatus) -> str:
    if one.role == "witness":
        return _("%(name)s, witness %(number)d", name=one.name, number=one.number)
    return _("%(name)s, trustee %(number)d", name=one.name, number=one.number)


def _list_sentences(one: SignerStatus) -> list[str]:
    found = [_opening_words(one)]
    if one.out:
        found.append(_("Signed, by themselves, that they take no part in the closing."))
        return found
    if one.to_close:
        found.append(_closing_words(one))
    if one.to_confirm:
        found.append(_confirmation_words(one))
    return found


def _opening_words(one: SignerStatus) -> str:
    return {
        "signed": _("Signed the opening: they looked at the set-up before voting opened."),
        "late": _("Signed the opening late: they looked at the set-up after voting had opened."),
    }.get(one.opening) or _("Has not signed the opening: nobody knows whether they looked at it.")


def _closing_words(one: SignerStatus) -> str:
    if one.closed == one.to_close:
        return _("Signed the closing: voting is over, and these are the ballots.")
    if one.closed:
        return _(
            "Signed the closing of %(done)d of %(all)d parts.", done=one.closed, all=one.to_close
        )
    return _("Has not signed the closing.")


def _confirmation_words(one: SignerStatus) -> str:
    if one.confirmed == one.to_confirm:
        return _("Confirmed the published result.")
    if one.confirmed:
        return _(
            "Confirmed %(done)d of %(all)d published results.",
            done=one.confirmed,
            all=one.to_confirm,
        )
    return _("Silent so far: has not confirmed the published result.")
