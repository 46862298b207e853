"""Whether a server can do its work at this moment, for whoever watches it. Names no reason: the log
and ``voteapp doctor`` do."""

from __future__ import annotations

from collections.abc import Callable

from voteapp.errors import VoteappError
from voteapp.services.context import Context
from voteapp.services.server_key import require_key
from voteapp.services.signing import read_signer
from voteapp.services.timekeeping import find_doubt
from voteapp.store import schema


def examine(context: Context) -> dict[str, bool]:
    """What must be so, and whether it is."""
    return {
        "board": _holds(lambda: schema.is_current(context.board, "board")),
        "roll": _holds(lambda: schema.is_current(context.roll, "roll")),
        "key": _holds(lambda: _has_key(context)),
        "clock": _holds(lambda: find_doubt(context) is None),
    }


def _holds(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except VoteappError:
        return False


def _has_key(context: Context) -> bool:
    """Whether the key's file is still that of this process, and the database's."""
    with context.board.read() as session:
        require_key(session, context.signer)
    kept = read_signer(context.settings.keys)
    return kept is not None and kept.public_key == context.signer.public_key
