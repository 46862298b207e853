"""Edits of a draft taken back, and done again: whoever's they are, the last one first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voteapp.services.campaigns import decode_draft, find_campaign, keep_draft, require
from voteapp.services.context import Context
from voteapp.services.drafting.keeping import stale
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.life import Deed
from voteapp.store.board.models import Campaign, DraftStep


@dataclass(frozen=True)
class Steps:
    """What can be undone and done again: the kinds of pieces that were edited, or None."""

    undo: str | None
    redo: str | None


def get_steps(context: Context, code: str) -> Steps:
    """For the buttons. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        last = _find_step(session, campaign, undone=False)
        following = _find_step(session, campaign, undone=True)
        return Steps(last.what if last else None, following.what if following else None)


def undo(context: Context, actor: str, code: str, seen: str) -> None:
    """Take the last edit back. ``seen``: the version of the whole draft that was shown.

    Raises StaleDraftError where it is another by now, or nothing is left; WrongStateError.
    """
    _turn(context, code, seen, undone=True)


def redo(context: Context, actor: str, code: str, seen: str) -> None:
    """Do once more what was undone last, unless something was edited since. Raises as ``undo``."""
    _turn(context, code, seen, undone=False)


def _turn(context: Context, code: str, seen: str, *, undone: bool) -> None:
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.EDITED)
        step = _find_step(session, campaign, undone=not undone)
        if step is None or compute_version(decode_draft(campaign), Piece("draft")) != seen:
            raise stale()
        present = campaign.draft
        campaign.draft = step.draft
        keep_draft(campaign, decode_draft(campaign))
        step.draft, step.undone = present, undone


def forget_steps(session: Session, campaign: Campaign) -> None:
    """Nothing can be undone any more."""
    session.execute(delete(DraftStep).where(DraftStep.campaign_id == campaign.id))


def _find_step(session: Session, campaign: Campaign, *, undone: bool) -> DraftStep | None:
    """The next one to undo, which was done last; or to do again, which was undone last."""
    query = select(DraftStep).where(
        DraftStep.campaign_id == campaign.id, DraftStep.undone.is_(undone)
    )
    order = DraftStep.number if undone else DraftStep.number.desc()
    return session.scalars(query.order_by(order).limit(1)).first()
