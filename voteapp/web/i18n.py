"""gettext with types; import it as ``_`` so that Babel finds the texts."""

from __future__ import annotations

import flask_babel


def gettext(message: str, **values: object) -> str:
    """The text in the page's language, with ``%(name)s`` filled in."""
    return str(flask_babel.gettext(message, **values))
