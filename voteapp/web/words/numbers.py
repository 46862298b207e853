"""Numbers and shares as a language writes them, and bars that repeat them for an SVG."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import get_locale

from voteapp.campaign.shares import compute_permille
from voteapp.web.words.i18n import gettext, isolate, ngettext


def show_number(value: int) -> str:
    """A whole number with the language's separators."""
    return str(format_decimal(value, locale=get_locale()))


class PageSpeaker:
    """The page's language (``voteapp.campaign.counting.answers.Speaker``, and those of figures and
    charts)."""

    def gettext(self, message: str, **values: object) -> str:
        """The text."""
        return gettext(message, **values)

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The text for that many."""
        kept = {k: isolate(v) if isinstance(v, str) else v for k, v in values.items()}
        return ngettext(singular, plural, number, **kept)

    def number(self, value: int) -> str:
        """A whole number with the language's separators."""
        return show_number(value)

    def decimal(self, permille: int) -> str:
        """Tenths of a per cent as per cent with one decimal, without a sign after them."""
        return show_decimal(permille)


def show_decimal(permille: int) -> str:
    """Tenths of a per cent with the language's signs."""
    share = Decimal(permille).scaleb(-1)
    return str(format_decimal(share, format="#,##0.0", locale=get_locale()))


def show_share(part: int, whole: int) -> str:
    """A share in per cent with one decimal, half to even; a dash of nothing."""
    if whole <= 0:
        return "–"
    return f"{show_decimal(compute_permille(part, whole))}\N{NO-BREAK SPACE}%"


WIDTH = 1000
"""Units across the whole of a bar."""


@dataclass(frozen=True)
class Bar:
    """One bar: ``length`` of ``WIDTH``; ``mark`` is where a needed share lies, if any."""

    length: int
    mark: int | None


def bar(part: int, whole: int, needed: tuple[int, int] | None = None) -> Bar:
    """The bar of ``part`` in ``whole``, with a mark at the fraction ``needed`` (a/b)."""
    length = WIDTH * min(part, whole) // whole if whole > 0 else 0
    mark = WIDTH * needed[0] // needed[1] if needed and needed[1] > 0 else None
    return Bar(length, mark)
