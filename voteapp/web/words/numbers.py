"""Numbers and shares as a language writes them."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_decimal
from flask_babel import get_locale

from voteapp.campaign.shares import compute_permille
from voteapp.web.words.i18n import ngettext


def show_number(value: int) -> str:
    """A whole number with the language's separators."""
    return str(format_decimal(value, locale=get_locale()))


class PageSpeaker:
    """The page's language (``voteapp.campaign.counting.answers.Speaker``)."""

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The text for that many."""
        return ngettext(singular, plural, number, **values)

    def number(self, value: int) -> str:
        """A whole number with the language's separators."""
        return show_number(value)


def show_share(part: int, whole: int) -> str:
    """A share in per cent with one decimal, half to even; a dash of nothing."""
    if whole <= 0:
        return "–"
    share = Decimal(compute_permille(part, whole)).scaleb(-1)
    number = format_decimal(share, format="#,##0.0", locale=get_locale())
    return f"{number}\N{NO-BREAK SPACE}%"
