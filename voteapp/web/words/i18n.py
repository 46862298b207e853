"""gettext with types; import it as ``_`` so that Babel finds the texts."""

from __future__ import annotations

import flask_babel

from voteapp.errors import get_sentence


def gettext(message: str, **values: object) -> str:
    """The text in the page's language, with ``%(name)s`` filled in."""
    return str(flask_babel.gettext(message, **values))


def ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    """The text for that many, with ``%(num)d`` and ``%(name)s`` filled in."""
    return str(flask_babel.ngettext(singular, plural, number, **values))


def say(error: Exception) -> str:
    """What an error says, in the page's language."""
    sentence = get_sentence(error)
    return str(error) if sentence is None else gettext(sentence.template, **sentence.values)
