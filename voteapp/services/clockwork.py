"""What has to happen by itself: opening, sealing, closing, adding up. Any worker may call it.

Every step takes the database's locks, so it does not matter how many call at once.
"""

from __future__ import annotations

from contextlib import suppress

from voteapp.errors import BusyError
from voteapp.services.context import Context
from voteapp.services.counting.totals import tally_due
from voteapp.services.results.files import write_open
from voteapp.services.server_key import require_key
from voteapp.services.setup.booths import drop_ended
from voteapp.services.timekeeping import watch_clock
from voteapp.services.voting.closing import close_due
from voteapp.services.voting.opening import open_due
from voteapp.services.voting.sealing import seal_due, sign_heads


def tick(context: Context) -> None:
    """Look at the key and the clock; where that can be believed do what is due, else only what
    needs no time.

    Raises ConfigurationError under another key: nothing is done then.
    """
    with context.board.read() as session:
        require_key(session, context.signer)
    if watch_clock(context):
        run_due(context)
    else:
        sign_heads(context)
        tally_due(context)


def run_due(context: Context) -> None:
    """Open, close and seal what is due, add up what is closed, forget what no phone needs."""
    open_due(context)
    close_due(context)
    sealed = seal_due(context)
    tally_due(context)
    drop_ended(context)
    if sealed:
        with suppress(BusyError):  # whoever asks for a file writes it then
            write_open(context)
