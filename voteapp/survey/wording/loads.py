"""Numbers that were counted in bins, in sentences: the median, nine in ten, what is certain."""

from __future__ import annotations

from voteapp.survey.figures.loads import Load
from voteapp.survey.statistics.quantiles import Bin, Quantile
from voteapp.survey.wording.speaking import Speaker


def say_median(speaker: Speaker, found: Quantile, names: dict[Bin, str]) -> str:
    """What half had at most; empty where nobody gave a number."""
    if found.bin is None:
        return ""
    name = names[found.bin]
    if found.open:
        return speaker.gettext("More than half answered “%(answer)s”.", answer=name)
    return speaker.gettext("At least half answered “%(answer)s” or less.", answer=name)


def say_nine_in_ten(speaker: Speaker, found: Quantile, names: dict[Bin, str]) -> str:
    """What nine in ten had at most; empty where nobody gave a number."""
    if found.bin is None:
        return ""
    name = names[found.bin]
    if found.open:
        return speaker.gettext("More than one in ten answered “%(answer)s”.", answer=name)
    return speaker.gettext("At least nine in ten answered “%(answer)s” or less.", answer=name)


def say_load_bounds(speaker: Speaker, found: Quantile, names: dict[Bin, str]) -> list[str]:
    """Where the middle is, whatever the others would have said."""
    if found.lowest is None or found.highest is None:
        return []
    low, high = names[found.lowest], names[found.highest]
    if low == high:
        return [
            speaker.gettext(
                "Certain: the middle answer is “%(answer)s”, whatever the others would have said.",
                answer=low,
            )
        ]
    return [
        speaker.gettext(
            "Certain: the middle answer is from “%(low)s” to “%(high)s”, whatever the others would "
            "have said.",
            low=low,
            high=high,
        )
    ]


def say_load_base(speaker: Speaker, load: Load) -> str:
    """Of how many members the numbers are."""
    return speaker.ngettext(
        "Of %(base)s of %(members)s member who gave a number.",
        "Of %(base)s of %(members)s members who gave a number.",
        load.group.members,
        base=speaker.number(load.group.base),
        members=speaker.number(load.group.members),
    )
