"""Giving up a slip: its own credential signs, and the server's signed answer follows at once.

PAPER, "Receipts, refusals, voids". Nothing else makes a slip void, and a new slip is given only for
a signed ``voided``: whoever gives it can check that the old one is dead.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from voteapp.campaign.board.voids import Void, check_void, decode_void
from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import InvalidInputError, NotFoundError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.campaigns import find_campaign, list_elections, record, require
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_reason
from voteapp.services.life import Deed
from voteapp.services.voting.refusing import sign_used, sign_voided
from voteapp.store.board.models import Ballot, Credential, Election


def void_slip(
    context: Context, actor: str, code: str, voids: Mapping[str, bytes], reason: str
) -> dict[str, str]:
    """Void one slip in every election, only while it has no ballot in any; uuid -> signed answer.

    ``voids``: uuid -> what the slip's own credential signed there: nobody else voids it, or learns
    whether it was used. The answers are refusals without a tracker: ``voided`` of every election,
    or ``used`` of each in which it has a ballot, and then nothing has changed. Asked again, it says
    the same. Raises NotFoundError, InvalidInputError (``reason``, ``voids``), WrongStateError.
    """
    reason = check_reason("reason", reason)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.VOIDED_SLIP)
        elections = list_elections(session, campaign, lock=True)
        if set(voids) != {election.uuid for election in elections}:
            raise InvalidInputError("voids", _("Give the slip up in every election."))
        given = [
            (election, *_read_void(session, election, voids[election.uuid]))
            for election in elections
        ]
        used = {
            election.uuid: sign_used(context, election, ballot)
            for election, _row, void in given
            if (ballot := session.get(Ballot, (election.id, void.credential))) is not None
        }
        if used:
            return used
        if not all(row.voided for _election, row, _void in given):
            for _election, row, void in given:
                row.voided, row.void = True, encode_canonical(void)
            record(session, context, campaign, Deed.VOIDED_SLIP, actor, reason)
        return {
            election.uuid: sign_voided(context, election, row) for election, row, _void in given
        }


def _read_void(session: Session, election: Election, data: bytes) -> tuple[Credential, Void]:
    """The slip's row, and what its credential signed in an election.

    Raises InvalidInputError (``voids``), NotFoundError.
    """
    try:
        void = decode_void(data)
        fingerprint = election.fingerprint or ""
        check_void(get_group(GROUP_NAME), void, fingerprint, void.credential)
    except ProtocolError as error:
        raise InvalidInputError(
            "voids", _("The slip was not given up as it should be: %(reason)s.", reason=error)
        ) from None
    row = session.get(Credential, (election.id, void.credential))
    if row is None:
        raise NotFoundError(_("This slip does not belong to the campaign."))
    return row, void
