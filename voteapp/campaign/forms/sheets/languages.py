"""Languages as forms name them: ``Español (es)``, ``es``, or a name that everybody knows."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}\Z")
_NAMED = re.compile(r".*\(\s*([^()]+?)\s*\)\s*\Z", re.S)

_NAMES = {
    "arabic": "ar",
    "bengali": "bn",
    "chinese": "zh",
    "deutsch": "de",
    "english": "en",
    "español": "es",
    "espanol": "es",
    "farsi": "fa",
    "filipino": "fil",
    "français": "fr",
    "francais": "fr",
    "french": "fr",
    "german": "de",
    "haitian creole": "ht",
    "hindi": "hi",
    "italian": "it",
    "italiano": "it",
    "japanese": "ja",
    "korean": "ko",
    "nepali": "ne",
    "polish": "pl",
    "portuguese": "pt",
    "português": "pt",
    "punjabi": "pa",
    "russian": "ru",
    "somali": "so",
    "spanish": "es",
    "swahili": "sw",
    "tagalog": "tl",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
}

_OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français", "de": "Deutsch"}


def read_language(name: str) -> str:
    """The code (BCP 47) that a column's language stands for; "" where nothing says it."""
    named = _NAMED.match(name)
    code = named[1] if named else name.strip()
    if not named and code.lower() in _NAMES:
        return _NAMES[code.lower()]
    if not _CODE.match(code):
        return ""
    first, *more = code.split("-")
    return "-".join([first.lower(), *more])


def write_language(code: str) -> str:
    """How a column names a language: ``Español (es)``, or the code where no name is at hand."""
    return f"{_OWN_NAMES[code]} ({code})" if code in _OWN_NAMES else f"{code} ({code})"
