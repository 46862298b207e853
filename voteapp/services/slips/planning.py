"""Who makes slips of which units: said by the committee before Fix, and changed where somebody does
not come.

PAPER, "Fixing the set-up" (parts may be replaced until Fix).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import check_count
from voteapp.campaign.slips.tellers import MOST_TELLERS
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.holders import update_state
from voteapp.services.life import Deed
from voteapp.services.slips.statements import list_rows, read_shares
from voteapp.services.standing import require_standing
from voteapp.store.board.models import Campaign, Credential
from voteapp.store.board.tellers import Teller


class Share(NamedTuple):
    """Which slips somebody of the committee makes: how many of each unit, by leaf code. An empty
    ``account`` is whoever comes first."""

    account: str
    slips: Mapping[str, int]


def plan_tellers(
    context: Context, actor: str, code: str, shares: Sequence[Share], *, seen: str
) -> None:
    """Say who makes slips. Whoever keeps just the share that she had keeps what she made; every
    other part is forgotten, and its slips are worth nothing.

    ``seen``: how the campaign stood for whoever presses. Raises InvalidInputError (``tellers``),
    WrongStateError from Fix on, StaleDraftError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.PLANNED_TELLERS)
        require_standing(session, campaign, seen)
        leaves = [leaf.code for leaf in list_leaves(session, campaign)]
        _check_shares(shares, leaves, decode_draft(campaign).slips)
        wanted = [(one.account, {k: n for k, n in one.slips.items() if n > 0}) for one in shares]
        kept = [
            row for row in list_rows(session, campaign) if (row.account, read_shares(row)) in wanted
        ]
        _forget_others(session, campaign, {row.position for row in kept})
        there = [(row.account, read_shares(row)) for row in kept]
        free = iter(sorted({*range(1, MOST_TELLERS + 1)} - {row.position for row in kept}))
        for account, slips in wanted:
            if (account, slips) not in there:
                row = Teller(campaign_id=campaign.id, position=next(free), account=account)
                row.shares = json.dumps(slips, sort_keys=True)
                session.add(row)
        session.flush()
        update_posted(context, session, campaign)
        note = ", ".join(f"{account or '?'}: {sum(slips.values())}" for account, slips in wanted)
        record(session, context, campaign, Deed.PLANNED_TELLERS, actor, note)
        update_state(session, campaign)


def update_posted(context: Context, session: Session, campaign: Campaign) -> bool:
    """Note when the last part came, or that one is missing; whether all are there."""
    whole = all(row.statement is not None for row in list_rows(session, campaign))
    campaign.credentials_posted = context.clock() if whole else None
    return whole


def forget_part(session: Session, campaign: Campaign, position: int) -> None:
    """The public credentials that a teller posted are on no list any more."""
    for election in list_elections(session, campaign):
        session.execute(
            delete(Credential).where(
                Credential.election_id == election.id, Credential.teller == position
            )
        )


def _forget_others(session: Session, campaign: Campaign, kept: Collection[int]) -> None:
    for row in list_rows(session, campaign):
        if row.position not in kept:
            forget_part(session, campaign, row.position)
            session.delete(row)
    session.flush()


def _check_shares(shares: Sequence[Share], leaves: Collection[str], slips: int) -> None:
    """Raises InvalidInputError (``tellers``)."""
    accounts = [one.account for one in shares]
    if not 1 <= len(shares) <= MOST_TELLERS:
        text = _("From 1 to %(most)d tellers can make slips.", most=MOST_TELLERS)
        raise InvalidInputError("tellers", text)
    if len(set(accounts)) != len(accounts) or ("" in accounts and len(accounts) > 1):
        raise InvalidInputError("tellers", _("Choose each teller by name, and only once."))
    for one in shares:
        try:
            for leaf, number in one.slips.items():
                check_count(number, "count", leaf)
        except ProtocolError:
            raise InvalidInputError("tellers", _("Type a number, 0 or more.")) from None
        if not set(one.slips) <= set(leaves):
            raise InvalidInputError("tellers", _("There is no such unit."))
        if not any(one.slips.values()):
            raise InvalidInputError("tellers", _("Each teller makes at least one slip."))
    made = sum(sum(one.slips.values()) for one in shares)
    if made != slips:
        raise InvalidInputError(
            "tellers",
            _(
                "Together the tellers make %(made)d slips; %(planned)d are planned.",
                made=made,
                planned=slips,
            ),
        )
