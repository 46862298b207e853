"""A draft begins, is locked so that the uuids are reserved, is opened again, thrown away.

Its edits are in ``editing.py`` and ``editing_questions.py``.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from voteapp.campaign.questionnaire.identities import create_id
from voteapp.errors import ConflictError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import create_uuid
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    keep_draft,
    list_elections,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.deciding import check_confirmed
from voteapp.services.drafting.guards.listing import list_before_locking, require_confirmed
from voteapp.services.drafting.keeping import stale
from voteapp.services.drafting.schedule import check_not_past
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.drafting.undoing import forget_steps
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.holders import update_state
from voteapp.services.life import Deed, State
from voteapp.services.standing import require_standing
from voteapp.services.values.drafts import CampaignDraft
from voteapp.store.board.models import Campaign, Election, Leaf
from voteapp.store.board.tellers import Teller


def create_campaign(context: Context, actor: str, draft: CampaignDraft) -> str:
    """Keep a new draft; returns the campaign's code. Raises InvalidDraftError."""
    draft = check_draft(draft)
    check_not_past(draft, context.clock())
    with context.board.write() as session:
        campaign = Campaign(
            code=_draw_code(context, session), state=State.DRAFT.value, created=context.clock()
        )
        keep_draft(campaign, draft)
        session.add(campaign)
        session.flush()
        record(session, context, campaign, Deed.CREATED, actor)
        return campaign.code


def delete_campaign(context: Context, actor: str, code: str, seen: str) -> None:
    """Forget a draft, its key or its trustees with it. Raises WrongStateError, StaleDraftError."""
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.DELETED)
        _require_seen(decode_draft(campaign), seen)
        session.delete(campaign)


def submit_draft(
    context: Context, actor: str, code: str, seen: str, confirmed: Collection[str] = ()
) -> None:
    """Finish the draft: uuids are reserved, the trustees' turn comes (``draft -> keys``).

    With keys kept from before, the teller's (``slips``). ``seen``: the version of the whole draft
    that was read; ``confirmed``: the keys of its warnings. Raises WrongStateError, StaleDraftError
    where it is another by now, InvalidDraftError for what cannot work, for times that are over and
    for rules that must be confirmed, UnconfirmedError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.SUBMITTED)
        draft = decode_draft(campaign)
        _require_seen(draft, seen)
        check_confirmed(draft)
        check_not_past(draft, context.clock())
        require_confirmed(list_before_locking(draft), confirmed)
        session.add(
            Leaf(
                campaign_id=campaign.id,
                code=LEAF_CODE,
                facility=draft.facility,
                unit=draft.unit,
                roster_size=draft.roster_size,
            )
        )
        # Until the committee says who, one teller makes all slips: whoever of it comes first.
        shares = json.dumps({LEAF_CODE: draft.slips})
        session.add(Teller(campaign_id=campaign.id, position=1, shares=shares))
        for position, election in enumerate(draft.elections):
            session.add(
                Election(
                    campaign_id=campaign.id,
                    uuid=create_uuid(context.random_bytes),
                    position=position,
                    kind=election.kind,
                    title=election.title,
                    k=election.k,
                )
            )
        campaign.trial = context.settings.trial
        forget_steps(session, campaign)
        record(session, context, campaign, Deed.SUBMITTED, actor)
        update_state(session, campaign)


def _require_seen(draft: CampaignDraft, seen: str) -> None:
    if compute_version(draft, Piece("draft")) != seen:
        raise stale()


def reopen_draft(context: Context, actor: str, code: str, *, seen: str) -> None:
    """Back to the draft before opening; slips that were made for it no longer count.

    ``seen``: how the campaign stood for whoever presses. Raises WrongStateError, StaleDraftError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.REOPENED_DRAFT)
        require_standing(session, campaign, seen)
        for election in list_elections(session, campaign):
            session.delete(election)
        session.flush()
        session.execute(delete(Leaf).where(Leaf.campaign_id == campaign.id))
        session.execute(delete(Teller).where(Teller.campaign_id == campaign.id))
        campaign.credentials_posted = None
        record(session, context, campaign, Deed.REOPENED_DRAFT, actor)


def _draw_code(context: Context, session: Session) -> str:
    """A short code that no campaign has: 8 characters that are easy to type."""
    for _attempt in range(20):
        code = create_id(context.random_bytes)
        if not session.scalar(select(func.count(Campaign.id)).where(Campaign.code == code)):
            return code
    raise ConflictError(_("No free name was found for the campaign. Try again."))
