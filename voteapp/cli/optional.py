"""What a command can do only where a further extra is installed: the rest of it works without."""

from __future__ import annotations

import importlib
from types import ModuleType

from voteapp.cli import Failure
from voteapp.cli.texts import gettext as _


def load_optional(module: str, extra: str) -> ModuleType:
    """A module of ours that needs the libraries of an extra. Raises Failure, which says what to
    install; a missing module of ours is a bug."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        library = (error.name or "voteapp").partition(".")[0]
        if library == "voteapp":
            raise
        raise Failure(
            _("This needs the library %(library)s: pip install '%(wanted)s'")
            % {"library": library, "wanted": f"voteapp[{extra}]"}
        ) from None
