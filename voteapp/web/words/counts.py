"""Slips counted by hand, in words: what does not fit, who counted, what was noted later."""

from __future__ import annotations

from collections.abc import Iterable

from voteapp.campaign.slips.counts import BACK, BALLOTS, HANDED_OUT, PRINTED, Misfit
from voteapp.services.values.campaigns import SlipCounts
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.i18n import isolate, ngettext
from voteapp.web.words.numbers import show_number


def misfit_words(misfits: Iterable[Misfit]) -> list[str]:
    """A sentence for each thing that does not fit, with both numbers."""
    return [_describe(misfit) for misfit in misfits]


def _describe(misfit: Misfit) -> str:
    numbers = {"found": show_number(misfit.found), "most": show_number(misfit.most)}
    count = misfit.found
    sentences = {
        PRINTED: ngettext(
            "%(found)s slip was printed, but %(most)s were made.",
            "%(found)s slips were printed, but %(most)s were made.",
            count,
            **numbers,
        ),
        HANDED_OUT: ngettext(
            "%(found)s slip was handed out, but %(most)s were printed.",
            "%(found)s slips were handed out, but %(most)s were printed.",
            count,
            **numbers,
        ),
        BACK: ngettext(
            "%(found)s slip was spoiled or returned, but %(most)s were handed out.",
            "%(found)s slips were spoiled or returned, but %(most)s were handed out.",
            count,
            **numbers,
        ),
        BALLOTS: ngettext(
            "%(found)s ballot came, but by this count members kept %(most)s slips.",
            "%(found)s ballots came, but by this count members kept %(most)s slips.",
            count,
            **numbers,
        ),
    }
    return sentences[misfit.code]


def signers_words(counts: SlipCounts) -> str:
    """Who signed the counts, or that too few did."""
    names = counts.countersigned_by
    if not names:
        return _("Nobody signed these counts.")
    if len(names) == 1:
        return _("One person only: %(name)s", name=isolate(names[0]))
    return ", ".join(names)


def too_few_signers(counts: SlipCounts) -> str | None:
    """What to ask where fewer than two people seem to have counted."""
    names = [name for name in counts.countersigned_by if name.strip()]
    if not names:
        return _("Nobody is named as having counted.")
    if len(names) == 1:
        return _("Only one person is named as having counted.")
    if len({name.casefold() for name in names}) == 1:
        return _("Both names are the same. Were they two people?")
    return None


def role_words(role: str) -> str:
    """Who says a note."""
    return {
        "committee": _("Committee"),
        "teller": _("Teller"),
        "trustee": _("Trustee"),
    }[role]
