"""Numbers as answers: bins as people write them (``0,1,2-4,5+``), and one bin a value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from voteapp.campaign.forms.logic.comparisons import refuse
from voteapp.campaign.questionnaire.document import MOST_ANSWERS, Bin
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import MAX_INTEGER

_PREFIX = re.compile(r"\s*bins\s*:", re.I)
_BIN = re.compile(r"([0-9]{1,9})\s*(?:(\+)|[-–—]\s*([0-9]{1,9}))?\Z")
_PARAMETER = re.compile(r"([\w:-]+)\s*=\s*([^\s,;]+)")


def read_bins(text: str, *, gaps: bool = False) -> list[Bin]:
    """The bins of a column ``voteapp::bins``: numbers, ``from-to``, or ``from+`` at the end.

    Raises InvalidInputError (``expression``): no bins, or they overlap; without ``gaps`` also
    where a number falls between two.
    """
    bins: list[Bin] = []
    parts = _PREFIX.sub("", text, count=1).replace(";", ",").split(",")
    for part in parts:
        found = _BIN.match(part.strip())
        if found is None:
            raise _refuse(
                _("“%(part)s” is no bin. Write bins as 0,1,2-4,5+", part=part.strip()[:40])
            )
        low = int(found[1])
        high = None if found[2] else int(found[3] or low)
        _check_next(bins, low, high, gaps=gaps)
        bins.append(Bin(low=low, high=high))
    if len(bins) > MOST_ANSWERS:
        raise _too_many(len(bins))
    return bins


def _check_next(bins: Sequence[Bin], low: int, high: int | None, *, gaps: bool) -> None:
    if high is not None and high < low:
        raise _refuse(
            _("The bin from %(low)d to %(high)d ends before it begins.", low=low, high=high)
        )
    if not bins:
        return
    before = bins[-1].high
    if before is None or low <= before:
        raise _refuse(
            _(
                "The bins do not rise at %(low)d. Begin each bin after the end of the one before.",
                low=low,
            )
        )
    if low != before + 1 and not gaps:
        raise _refuse(
            _(
                "%(number)d falls between two bins. Let each bin begin where the one before ends.",
                number=before + 1,
            )
        )


def create_bins(low: int, high: int, step: int = 1) -> list[Bin]:
    """One bin a value, both ends inclusive.

    raises InvalidInputError (``expression``): more than fit, or numbers below 0.
    """
    values = range(low, high + 1, step)
    if low < 0 or high >= MAX_INTEGER:
        raise _refuse(
            _("Numbers below 0 cannot be answers here. Ask with select_one and name the choices.")
        )
    if len(values) > MOST_ANSWERS:
        raise _too_many(len(values))
    return [Bin(low=value, high=value) for value in values]


def check_cover(bins: Sequence[Bin], low: int, high: int) -> None:
    """Require that every number from ``low`` to ``high`` has a bin.

    raises InvalidInputError (``expression``).
    """
    end = bins[-1].high
    missing = low if low < bins[0].low else high if end is not None and high > end else None
    if missing is not None:
        raise _refuse(
            _(
                "The constraint allows %(number)d, but no bin holds it. Add a bin, or change the "
                "constraint.",
                number=missing,
            )
        )


def write_bin(found: Bin) -> str:
    """A bin as it is written and shown in every language: ``3``, ``2-4``, ``5+``."""
    if found.high is None:
        return f"{found.low}+"
    return str(found.low) if found.low == found.high else f"{found.low}-{found.high}"


def read_parameters(text: str) -> dict[str, str]:
    """``start=0 end=10 step=1`` by name, in small letters."""
    return {name.lower(): value for name, value in _PARAMETER.findall(text)}


def read_slider(parameters: Mapping[str, str]) -> tuple[int, int, int]:
    """First value, last value and step of a ``range``; XLSForm's own where they are not given.

    raises InvalidInputError (``expression``): no whole numbers, or no value between them.
    """
    given = [
        parameters.get(name, usual)
        for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))
    ]
    try:
        numbers = [float(value) for value in given]
        start, end, step = (int(number) for number in numbers)
    except (ValueError, OverflowError):
        raise _refuse(_no_slider()) from None
    if numbers != [start, end, step] or step < 1 or end < start or (end - start) % step:
        raise _refuse(_no_slider())
    return start, end, step


def _no_slider() -> str:
    return _(
        "A range needs whole numbers that rise from its start to its end, as in "
        "start=0 end=10 step=1."
    )


def _refuse(sentence: str) -> InvalidInputError:
    return refuse(sentence)


def _too_many(count: int) -> InvalidInputError:
    return _refuse(
        _(
            "This would be %(count)d answers; at most %(most)d fit. Put numbers together with a "
            "column “voteapp::bins”, as in bins: 0-9,10-19,20+",
            count=count,
            most=MOST_ANSWERS,
        )
    )
