"""The language of whoever reads, and how it writes shares."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from voteapp.campaign.shares import compute_permille
from voteapp.survey.statistics.intervals import Interval

NONE = "–"
"""What stands where there is no share."""


class Speaker(Protocol):
    """A language: texts with their values filled in, and numbers."""

    def gettext(self, message: str, **values: object) -> str:
        """The text."""

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The text for that many."""

    def number(self, value: int) -> str:
        """A whole number."""

    def decimal(self, permille: int) -> str:
        """Tenths of a per cent as per cent with one decimal, without a sign after them."""


def show_share(speaker: Speaker, share: Fraction | None) -> str:
    """In per cent, as docs/formats.md, "Results", says; a dash of nothing."""
    if share is None:
        return NONE
    return _show_permille(speaker, compute_permille(share.numerator, share.denominator))


def show_range(speaker: Speaker, found: Interval | None) -> str:
    """Two shares, from the lowest to the highest; one where they are the same.

    What is called certain must be so: the lowest is rounded down, the highest up.
    """
    if found is None:
        return NONE
    if found.low == found.high:
        return show_share(speaker, found.low)
    low = _show_permille(speaker, floor(found.low * 1000))
    high = _show_permille(speaker, ceil(found.high * 1000))
    return speaker.gettext("%(low)s to %(high)s", low=low, high=high)


def _show_permille(speaker: Speaker, permille: int) -> str:
    return f"{speaker.decimal(permille)}\N{NO-BREAK SPACE}%"


def show_points(speaker: Speaker, change: Fraction) -> str:
    """A difference in points of per cent, with its sign."""
    size = abs(change)
    number = speaker.decimal(compute_permille(size.numerator, size.denominator))
    return f"-{number}" if change < 0 else f"+{number}" if change > 0 else number


def say_floor(speaker: Speaker, count: int, members: int) -> str:
    """What leads: it is true whatever the others would have said."""
    return speaker.ngettext(
        "At least %(count)s of %(members)s member",
        "At least %(count)s of %(members)s members",
        members,
        count=speaker.number(count),
        members=speaker.number(members),
    )


def say_unit(speaker: Speaker) -> str:
    """What the numbers are about: said once, wherever there are any."""
    return speaker.gettext(
        "These are answers about the most recent shifts of those who answered, not about all "
        "shifts."
    )


def say_reading(speaker: Speaker) -> tuple[str, str, str, str]:
    """What "at least", "share", "certain" and "likely" mean, a sentence each."""
    return (
        speaker.gettext(
            "At least: so many members said so. It is true whatever the others would have said."
        ),
        speaker.gettext("Share: of those whom the question concerns and who answered it."),
        speaker.gettext(
            "Certain: among all whom it concerns the share is between these two, whatever those "
            "who did not answer would have said."
        ),
        speaker.gettext(
            "Likely: between these two in 19 of 20 surveys like this one, if those who did not "
            "answer resemble those who did."
        ),
    )
