"""Languages in words, and how their script runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale

_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})
"""The scripts of which the booth knows it, too: ``static/js/booth/languages.js``."""


Direction = Literal["ltr", "rtl", "auto"]


@dataclass(frozen=True)
class Language:
    """A language as pages show it."""

    code: str
    name: str
    direction: Direction


def describe_language(code: str) -> Language:
    """A language with its name in the page's, and its direction."""
    return Language(code, name_language(code), direction_of(code))


def name_language(code: str) -> str:
    """What a language is called in the page's; its code where Babel does not know."""
    found = _find(code)
    name = found.get_display_name(get_locale()) if found else None
    return name or code


def name_itself(code: str) -> str:
    """What a language calls itself; its code where Babel does not know."""
    found = _find(code)
    return (found.get_display_name() if found else None) or code


def direction_of(code: str) -> Direction:
    """How a field runs in which the language is written; ``auto`` where only its text can tell."""
    scripts = [part.title() for part in code.split("-")[1:] if len(part) == 4]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT else "ltr"
    found = _find(code)
    if found is None:
        return "auto"
    return "rtl" if found.text_direction == "rtl" else "ltr"


def _find(code: str) -> Locale | None:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
