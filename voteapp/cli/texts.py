"""Texts of the command line, through gettext like all others.

The catalogues are those of the pages; the language is the environment's.
"""

from __future__ import annotations

import gettext as _gettext
from importlib import resources

_translations = _gettext.translation(
    "messages", str(resources.files("voteapp") / "translations"), fallback=True
)


def gettext(message: str) -> str:
    """The text in the person's language, or as it is."""
    return _translations.gettext(message)


class Terminal:
    """The environment's language (``voteapp.campaign.counting.answers.Speaker``, and those of
    figures and charts)."""

    def gettext(self, message: str, **values: object) -> str:
        """The text."""
        return gettext(message) % values if values else gettext(message)

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The text for that many."""
        return _translations.ngettext(singular, plural, number) % values

    def number(self, value: int) -> str:
        """A whole number, as the other numbers of commands."""
        return str(value)

    def decimal(self, permille: int) -> str:
        """Tenths of a per cent with one decimal, without a sign after them."""
        return f"{permille // 10}.{permille % 10}"


def clean(text: str) -> str:
    """A text that somebody else wrote a part of, without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
