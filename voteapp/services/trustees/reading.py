"""A ceremony as its trustees and the committee see it, read from the rows."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.ceremony.table import find_owed
from voteapp.campaign.statements.quorum import Sizes
from voteapp.campaign.words import compute_hash_words
from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import decode_draft, find_campaign, get_state
from voteapp.services.context import Context
from voteapp.services.holders import (
    find_ceremony,
    list_messages,
    list_trustees,
)
from voteapp.services.life import ENDED, State
from voteapp.services.statements.outlook import can_lose_another, is_impossible
from voteapp.services.statements.progress import list_progress
from voteapp.services.statements.signers import measure_planned
from voteapp.services.values.ceremonies import (
    CeremonyEntry,
    CeremonyFailure,
    CeremonyOverview,
    CeremonyStatus,
    CeremonyTask,
    RefusedMessage,
    TrusteeStatus,
)
from voteapp.store.board.models import Campaign
from voteapp.store.board.trustees import Ceremony, CeremonyMessage, Trustee


def get_ceremony_task(context: Context, code: str, position: int) -> CeremonyTask:
    """Everything that one trustee's page needs. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        ceremony = require_ceremony(session, campaign)
        own = find_trustee(session, campaign, position)
        status = _describe(session, campaign, ceremony)
        return CeremonyTask(
            code=code,
            title=campaign.title,
            organizer=decode_draft(campaign).organizer,
            state=get_state(campaign),
            position=position,
            name=own.name,
            kind=own.kind,
            size=ceremony.size,
            threshold=ceremony.threshold,
            singles=ceremony.singles,
            attempt=ceremony.attempt,
            trustees=status.trustees,
            step=status.step,
            entries=tuple(
                CeremonyEntry(row.trustee, row.step, row.data.decode())
                for row in list_messages(session, ceremony, refused=False)
            ),
            failure=status.failure,
            done=status.done,
            rehearsed=own.rehearsed is not None,
            lost=own.lost,
            version=status.version,
        )


def has_doors(context: Context, code: str) -> bool:
    """Whether the campaign has trustees who sign in by themselves, and still something to do: once
    it is published, to look at the result and sign."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if find_ceremony(session, campaign) is None or get_state(campaign) in ENDED:
            return False
        silent = [
            one
            for one in list_progress(session, campaign)
            if one.confirmed < one.to_confirm and not one.out
        ]
        return get_state(campaign) is not State.PUBLISHED or bool(silent)


def get_ceremony_status(context: Context, code: str) -> CeremonyStatus:
    """Who has done what, small enough to be asked for every other second. NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        return _describe(session, campaign, require_ceremony(session, campaign))


def get_ceremony_overview(context: Context, code: str) -> CeremonyOverview | None:
    """The ceremony for the committee; None where none is planned. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        ceremony = find_ceremony(session, campaign)
        if ceremony is None:
            return None
        status = _describe(session, campaign, ceremony)
        words = compute_hash_words(ceremony.certs_hash) if ceremony.certs_hash else None
        return CeremonyOverview(
            version=status.version,
            attempt=status.attempt,
            step=status.step,
            missing=status.missing,
            trustees=status.trustees,
            failure=status.failure,
            done=status.done,
            state=status.state,
            size=ceremony.size,
            threshold=ceremony.threshold,
            singles=ceremony.singles,
            certs_words=None if words is None else tuple(words.split()),
            refused=_list_refused(session, ceremony, status.trustees),
            impossible=is_impossible(session, campaign),
            spare=can_lose_another(session, campaign),
            sizes=measure_planned(session, campaign) or Sizes(1, 1),
        )


def require_ceremony(session: Session, campaign: Campaign) -> Ceremony:
    """The campaign's ceremony; raises NotFoundError."""
    ceremony = find_ceremony(session, campaign)
    if ceremony is None:
        raise NotFoundError(_("No ceremony of several trustees is planned here."))
    return ceremony


def find_trustee(session: Session, campaign: Campaign, position: int) -> Trustee:
    """One of several trustees by number; raises NotFoundError."""
    for row in list_trustees(session, campaign):
        if row.position == position:
            return row
    raise NotFoundError(_("There is no trustee of this number here."))


def _describe(session: Session, campaign: Campaign, ceremony: Ceremony) -> CeremonyStatus:
    given = _list_given(session, ceremony)
    rows = list_trustees(session, campaign)
    step, missing = find_owed(
        ceremony.size, ceremony.singles, lambda number, step: step in given.get(number, ())
    )
    return CeremonyStatus(
        version=ceremony.version * 10 + list(State).index(get_state(campaign)),
        attempt=ceremony.attempt,
        step=step,
        missing=tuple(missing),
        trustees=tuple(
            TrusteeStatus(
                row.position,
                row.name,
                row.kind,
                tuple(given.get(row.position, ())),
                row.rehearsed is not None,
                row.lost,
            )
            for row in rows
        ),
        failure=_read_failure(ceremony),
        done=ceremony.trustees is not None,
        state=get_state(campaign),
    )


def _list_given(session: Session, ceremony: Ceremony) -> dict[int, list[str]]:
    """The steps that each trustee took, in their order."""
    query = select(CeremonyMessage.trustee, CeremonyMessage.step).where(
        CeremonyMessage.campaign_id == ceremony.campaign_id,
        CeremonyMessage.attempt == ceremony.attempt,
        CeremonyMessage.refused.is_(None),
    )
    given: dict[int, list[str]] = {}
    for trustee, step in session.execute(query.order_by(CeremonyMessage.number)):
        given.setdefault(trustee, []).append(step)
    return given


def _list_refused(
    session: Session, ceremony: Ceremony, trustees: tuple[TrusteeStatus, ...]
) -> tuple[RefusedMessage, ...]:
    names = {trustee.position: trustee.name for trustee in trustees}
    return tuple(
        RefusedMessage(row.trustee, names[row.trustee], row.step, row.refused or "", row.reason)
        for row in list_messages(session, ceremony, refused=True)
    )


def _read_failure(ceremony: Ceremony) -> CeremonyFailure | None:
    return None if ceremony.failure is None else CeremonyFailure(**json.loads(ceremony.failure))
