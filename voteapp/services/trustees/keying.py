"""A campaign's one trustee: the key is posted with its proof, then rehearsed from the saved file.

DESIGN, "Trustees". Opening stays locked until the rehearsal passed. The private half never
reaches the server.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from voteapp.campaign.keys.rehearsal import (
    check_answer,
    compute_challenge,
    compute_digest,
    decode_answer,
)
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import check_trustees
from voteapp.services.campaigns import find_campaign, get_state, record, require
from voteapp.services.context import Context
from voteapp.services.holders import (
    OWNER,
    decode_key,
    find_ceremony,
    find_key,
    update_state,
)
from voteapp.services.life import Deed
from voteapp.services.values.roles import KeyTask
from voteapp.store.board.models import Campaign
from voteapp.store.board.trustees import TrusteeKey


def get_key_task(context: Context, code: str) -> KeyTask:
    """What the trustee's page needs. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        row = find_key(session, campaign)
        challenge = None
        if row is not None:
            group = get_group(GROUP_NAME)
            digest = compute_digest(decode_key(row.public_key))
            challenge = group.encode(compute_challenge(group, digest, OWNER))
        return KeyTask(
            code=code,
            title=campaign.title,
            state=get_state(campaign),
            index=OWNER,
            public_key=row.public_key.decode() if row else None,
            challenge=challenge,
            rehearsed=row is not None and row.rehearsed is not None,
        )


def post_key(context: Context, actor: str, code: str, public_key: bytes) -> None:
    """Keep the trustee's public key once its proof of knowledge holds.

    The same again is no error; another one replaces it until the rehearsal.
    Raises InvalidInputError (``public_key``), WrongStateError, ConflictError.
    """
    try:
        check_trustees(get_group(GROUP_NAME), [decode_key(public_key)])
    except ProtocolError as error:
        raise InvalidInputError(
            "public_key", _("This is not a valid key: %(reason)s.", reason=error)
        ) from None
    with context.board.write() as session:
        campaign = _lock(session, code, Deed.POSTED_KEY)
        row = find_key(session, campaign)
        if row is not None and row.public_key == public_key:
            return
        if row is not None and row.rehearsed is not None:
            raise ConflictError(_("A key was made and tried already. Remove it first."))
        if row is None:
            row = TrusteeKey(campaign_id=campaign.id, position=OWNER)
            session.add(row)
        row.public_key, row.posted_by = public_key, actor
        record(session, context, campaign, Deed.POSTED_KEY, actor)


def post_rehearsal(context: Context, actor: str, code: str, answer: bytes) -> None:
    """Check the rehearsal's answer; with the draft finished, the teller's turn comes.

    Raises InvalidInputError (``answer``), ConflictError, WrongStateError.
    """
    with context.board.write() as session:
        # As long as the key itself can be posted; several trustees may go on trying theirs.
        campaign = _lock(session, code, Deed.POSTED_KEY)
        row = find_key(session, campaign)
        if row is None:
            raise ConflictError(_("There is no key yet."))
        _check_rehearsal(row.public_key, answer)
        if row.rehearsed is None:
            row.rehearsal, row.rehearsed = answer, context.clock()
            record(session, context, campaign, Deed.REHEARSED, actor)
        update_state(session, campaign)


def remove_key(context: Context, actor: str, code: str) -> None:
    """Forget a key whose file was lost; before opening only. Slips stay as they are.

    Raises WrongStateError, ConflictError.
    """
    with context.board.write() as session:
        campaign = _lock(session, code, Deed.REMOVED_KEY)
        row = find_key(session, campaign)
        if row is None:
            raise ConflictError(_("There is no key to remove."))
        session.delete(row)
        update_state(session, campaign)
        record(session, context, campaign, Deed.REMOVED_KEY, actor)


def _lock(session: Session, code: str, deed: Deed) -> Campaign:
    """The campaign of one trustee, before opening. Raises WrongStateError, ConflictError."""
    campaign = find_campaign(session, code, lock=True)
    require(campaign, deed)
    if find_ceremony(session, campaign) is not None:
        raise ConflictError(_("Several trustees are named here: they make the key together."))
    return campaign


def _check_rehearsal(public_key: bytes, data: bytes) -> None:
    group = get_group(GROUP_NAME)
    key = decode_key(public_key)
    try:
        answer = decode_answer(data)
        element = group.decode(key.public_key)
        check_answer(group, element, compute_digest(key), OWNER, answer)
    except ProtocolError as error:
        message = _("The file does not answer for this campaign's key: %(reason)s.", reason=error)
        raise InvalidInputError("answer", message) from None
