"""Who has signed what, for everybody to read: openings, closings, outs, confirmations."""

from __future__ import annotations

from sqlalchemy.orm import Session

from voteapp.campaign.statements.people import Signer
from voteapp.services.campaigns import get_state, list_elections
from voteapp.services.holders import list_owners
from voteapp.services.life import State
from voteapp.services.statements.outlook import list_openings
from voteapp.services.statements.rows import list_signers
from voteapp.services.statements.signers import list_witnesses
from voteapp.services.values.campaigns import SignerStatus
from voteapp.store.board.models import Campaign


def list_progress(session: Session, campaign: Campaign) -> tuple[SignerStatus, ...]:
    """Every trustee, then every witness; nobody before every slip is printed."""
    state = get_state(campaign)
    if not (state.opened or state is State.READY):
        return ()
    names = {Signer("trustee", one.owner): one.name for one in list_owners(session, campaign)}
    for row in list_witnesses(session, campaign):
        names[Signer("witness", row.position)] = row.name
    openings = {
        (one.role, one.number): "late" if one.late else "signed"
        for one in list_openings(session, campaign)
    }
    outs = list_signers(session, campaign, "out")
    elections = list_elections(session, campaign)
    closing = [one.uuid for one in elections if state.over and not one.below_k]
    confirming = [one.uuid for one in elections if campaign.published and one.result is not None]
    closed = [list_signers(session, campaign, "closing-statement", uuid) for uuid in closing]
    confirmed = [list_signers(session, campaign, "confirmation", uuid) for uuid in confirming]
    return tuple(
        SignerStatus(
            role=signer.role,
            number=signer.number,
            name=name,
            opening=openings.get(signer, ""),
            out=signer in outs,
            closed=sum(signer in one for one in closed),
            to_close=len(closing),
            confirmed=sum(signer in one for one in confirmed),
            to_confirm=len(confirming),
        )
        for signer, name in names.items()
    )
