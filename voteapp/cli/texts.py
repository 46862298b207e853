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


def clean(text: str) -> str:
    """A text that somebody else wrote a part of, without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
