"""Notes: what the committee adds once numbers are final, signed, for everybody to read.

PAPER, "Closing"; docs/formats.md, "Notes". Nothing that was published changes by them.
"""

from __future__ import annotations

from voteapp.campaign.bundle.notes import create_note
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.texts import LONGEST_EXPLANATION, clean_text
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    format_instant,
    list_elections,
    record,
    require,
)
from voteapp.services.chain import list_notes
from voteapp.services.context import Context
from voteapp.services.errors import StaleDraftError
from voteapp.services.life import Deed
from voteapp.store.board.models import Note


def add_note(context: Context, actor: str, code: str, text: str, *, seen: int) -> None:
    """Append a note of the committee to the evidence of every part; ``seen``: how many there were.

    Raises InvalidInputError (``note``), StaleDraftError, WrongStateError.
    """
    text = clean_text("note", text, LONGEST_EXPLANATION)
    if not text:
        raise InvalidInputError("note", _("Write what is to be said."))
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.NOTED)
        before = list_notes(session, campaign)
        if len(before) != seen:
            raise StaleDraftError(_("Somebody else has added a note."))
        fingerprints = [e.fingerprint or "" for e in list_elections(session, campaign)]
        at = format_instant(context.clock(), decode_draft(campaign).timezone)
        note = context.signer.sign(create_note(before, fingerprints, "committee", text, at))
        row = Note(campaign_id=campaign.id, number=note.number, data=encode_canonical(note))
        session.add(row)
        record(session, context, campaign, Deed.NOTED, actor, text)
