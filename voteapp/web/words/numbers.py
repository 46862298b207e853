"""Numbers and shares as a language writes them."""

from __future__ import annotations

from babel.numbers import format_decimal
from flask_babel import get_locale


def show_number(value: int) -> str:
    """A whole number with the language's separators."""
    return str(format_decimal(value, locale=get_locale()))


def show_share(part: int, whole: int) -> str:
    """A share in per cent with one decimal, cut, never rounded up; a dash of nothing."""
    if whole <= 0:
        return "–"
    permille = part * 1000 // whole
    number = format_decimal(permille / 10, format="0.0", locale=get_locale())
    return f"{number}\N{NO-BREAK SPACE}%"
