"""What trustees say in the ceremony: checked on arrival, kept in order, refused by name.

DESIGN, "Trustees". The messages are kept byte for byte; whoever reads them checks them again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.ceremony.messages import CeremonyError
from voteapp.campaign.ceremony.replay import LONGEST_REFUSED, MOST_REFUSED
from voteapp.campaign.ceremony.table import is_step
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.campaigns import find_campaign, record, require
from voteapp.services.context import Context, KnownCeremony
from voteapp.services.errors import RefusedMessageError
from voteapp.services.holders import list_messages
from voteapp.services.life import Deed
from voteapp.services.trustees.reading import find_trustee, require_ceremony
from voteapp.store.board.models import Campaign
from voteapp.store.board.trustees import Ceremony, CeremonyMessage, Trustee

MOST_BYTES = LONGEST_REFUSED
LONGEST_REASON = 500


def post_ceremony_message(
    context: Context, code: str, position: int, attempt: int, step: str, data: bytes
) -> None:
    """Check and keep what a trustee says; the last message makes the campaign's key.

    The same bytes again are no error. A refused message is kept as evidence. Raises
    RefusedMessageError (names trustee and step), ConflictError for another attempt than the
    present one and once a complaint was proven, NotFoundError, WrongStateError.
    """
    refused = None
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.SPOKE)
        ceremony = require_ceremony(session, campaign)
        trustee = find_trustee(session, campaign, position)
        if attempt != ceremony.attempt:
            raise ConflictError(_("The ceremony was started over. Load the page again."))
        rows = list_messages(session, ceremony)
        if _was_taken(rows, position, step, data):
            return
        if ceremony.failure is not None:  # whoever had not heard of it yet did nothing wrong
            raise ConflictError(_("The ceremony has failed. Load the page again."))
        transcript = _take_transcript(context, code, ceremony, rows)
        row = CeremonyMessage(
            campaign_id=campaign.id,
            attempt=attempt,
            number=len(rows) + 1,
            trustee=position,
            step=step,
            data=data,
        )
        try:
            _add(transcript, position, step, data)
        except CeremonyError as error:
            refused = error
            row.refused, row.reason = error.code, _clean(error.message)
            _keep_refused(session, ceremony, rows, row)
        else:
            session.add(row)
            ceremony.version += 1
            _advance(context, session, campaign, ceremony, transcript, trustee)
        name = _name(session, campaign, refused, trustee)
    if transcript.step != "done" and transcript.failure is None:
        context.cache.ceremonies[code] = KnownCeremony(attempt, transcript)
    if refused is not None:
        raise _refuse(refused, name)


def _was_taken(rows: Sequence[CeremonyMessage], position: int, step: str, data: bytes) -> bool:
    return any(
        row.refused is None and (row.trustee, row.step, row.data) == (position, step, data)
        for row in rows
    )


def _take_transcript(
    context: Context, code: str, ceremony: Ceremony, rows: Sequence[CeremonyMessage]
) -> Transcript:
    """What was said so far, all of it public: as this process knows it, plus what is new.

    It is taken out of the cache and put back after the commit: whatever fails in between leaves
    nothing behind. The campaign's lock keeps others away meanwhile.
    """
    fresh = Transcript(get_group(GROUP_NAME), ceremony.size, ceremony.threshold, ceremony.singles)
    unknown = KnownCeremony(ceremony.attempt, fresh)
    attempt, transcript = context.cache.ceremonies.pop(code, unknown)
    said = [row for row in rows if row.refused is None]
    if attempt != ceremony.attempt or len(transcript.entries) > len(said):
        transcript = fresh
    for row in said[len(transcript.entries) :]:
        transcript.add(row.trustee, row.step, row.data)
    return transcript


def _clean(reason: str) -> str:
    """A reason may quote what was sent: no more of it than a page shows, and nothing strange."""
    text = reason.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return text[:LONGEST_REASON]


def _add(transcript: Transcript, position: int, step: str, data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise CeremonyError("ceremony-encoding", position, step[:16], "the message is too long")
    transcript.add(position, step, data)


def _keep_refused(
    session: Session, ceremony: Ceremony, rows: Sequence[CeremonyMessage], row: CeremonyMessage
) -> None:
    """Keep it for others to judge, unless it is boundless or names no step at all."""
    before = [kept for kept in rows if kept.refused is not None and kept.trustee == row.trustee]
    known = is_step(row.step)
    if known and len(row.data) <= MOST_BYTES and len(before) < MOST_REFUSED:
        session.add(row)
        ceremony.version += 1


def _advance(
    context: Context,
    session: Session,
    campaign: Campaign,
    ceremony: Ceremony,
    transcript: Transcript,
    trustee: Trustee,
) -> None:
    """What a message that was taken brings about: the key words, a failure, or the key."""
    ceremony.certs_hash = transcript.certs_hash
    failure = transcript.failure
    if failure is not None:
        ceremony.failure = json.dumps(failure._asdict())
        blamed = find_trustee(session, campaign, failure.trustee)
        record(session, context, campaign, Deed.FAILED_CEREMONY, trustee.name, blamed.name)
    elif transcript.step == "done":
        assembled = transcript.assemble()
        ceremony.trustees = assembled.trustees
        ceremony.evidence = encode_canonical(assembled.ceremony)
        record(session, context, campaign, Deed.FINISHED_CEREMONY, trustee.name)


def _name(
    session: Session, campaign: Campaign, error: CeremonyError | None, sender: Trustee
) -> str:
    if error is None or error.trustee == sender.position:
        return sender.name
    return find_trustee(session, campaign, error.trustee).name


def _refuse(error: CeremonyError, name: str) -> RefusedMessageError:
    return RefusedMessageError(
        _(
            "A message of %(name)s was refused: %(reason)s.",
            name=name,
            reason=_clean(error.message),
        ),
        error.code,
        error.trustee,
        error.step,
    )
