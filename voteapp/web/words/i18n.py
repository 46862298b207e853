"""gettext with types; import it as ``_`` so that Babel finds the texts."""

from __future__ import annotations

import re

import flask_babel

from voteapp.errors import get_sentence

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def isolate(text: str) -> str:
    """What somebody wrote, for the middle of a sentence: where it runs from right to left, marks
    around it keep the sentence's own words in their order."""
    return f"\u2068{text}\u2069" if _RIGHT_TO_LEFT.search(text) else text


def gettext(message: str, **values: object) -> str:
    """The text in the page's language, with ``%(name)s`` filled in."""
    kept = {k: isolate(v) if isinstance(v, str) else v for k, v in values.items()}
    return str(flask_babel.gettext(message, **kept))


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """The text for that many, with ``%(num)d`` and ``%(name)s`` filled in."""
    return str(flask_babel.ngettext(singular, plural, number, **values))


def say(error: Exception) -> str:
    """What an error says, in the page's language."""
    sentence = get_sentence(error)
    return str(error) if sentence is None else gettext(sentence.template, **sentence.values)
