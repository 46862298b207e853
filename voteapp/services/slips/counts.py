"""Slips counted on paper: at the table and in the box, with two signatures or none."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import check_count
from voteapp.campaign.texts import LONGEST_NAME, clean_text
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    count_ballots,
    decode_draft,
    find_campaign,
    get_state,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.life import Deed, State
from voteapp.services.values.campaigns import SlipCounts
from voteapp.store.board.models import Campaign, SlipCount


def record_counts(context: Context, actor: str, code: str, counts: SlipCounts) -> None:
    """Write down the slips of the box and of the table, with two signatures or none.

    In this version there is one leaf. Once the campaign is published only what is missing can be
    written down. Raises InvalidInputError, WrongStateError, ConflictError.
    """
    names = [
        clean_text("countersigned_by", name, LONGEST_NAME, lines=False)
        for name in counts.countersigned_by
    ]
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.COUNTED_SLIPS)
        _check_counts(session, campaign, counts)
        leaf = list_leaves(session, campaign)[0]
        row = session.get(SlipCount, leaf.id)
        if row is None:
            row = SlipCount(leaf_id=leaf.id)
            session.add(row)
        elif get_state(campaign) is State.PUBLISHED:
            raise ConflictError(_("The slip counts are published, and stay as they are."))
        row.printed, row.handed_out = counts.printed, counts.handed_out
        row.spoiled, row.returned = counts.spoiled, counts.returned
        row.countersigned_by = json.dumps(sorted({name for name in names if name}))
        record(session, context, campaign, Deed.COUNTED_SLIPS, actor)


def sum_counts(session: Session, campaign: Campaign) -> SlipCounts:
    """Slip counts of all leaves together."""
    leaves = [leaf.id for leaf in list_leaves(session, campaign)]
    rows = list(session.scalars(select(SlipCount).where(SlipCount.leaf_id.in_(leaves))))
    names: list[str] = sorted({name for row in rows for name in json.loads(row.countersigned_by)})
    return SlipCounts(
        printed=sum(row.printed for row in rows),
        handed_out=sum(row.handed_out for row in rows),
        spoiled=sum(row.spoiled for row in rows),
        returned=sum(row.returned for row in rows),
        countersigned_by=tuple(names),
    )


def _check_counts(session: Session, campaign: Campaign, counts: SlipCounts) -> None:
    """printed <= made, handed out <= printed, ballots <= handed out - spoiled - returned."""
    numbers = {
        "printed": counts.printed,
        "handed_out": counts.handed_out,
        "spoiled": counts.spoiled,
        "returned": counts.returned,
    }
    for field, number in numbers.items():
        try:
            check_count(number, "count", "a number")
        except ProtocolError:
            raise InvalidInputError(field, _("Type a number, 0 or more.")) from None
    kept = counts.handed_out - counts.spoiled - counts.returned
    slips = decode_draft(campaign).slips
    if counts.printed > slips:
        raise InvalidInputError("printed", _("Only %(number)d slips were made.", number=slips))
    if counts.handed_out > counts.printed:
        raise InvalidInputError("handed_out", _("More were handed out than printed."))
    if kept < 0:
        raise InvalidInputError("returned", _("More came back than were handed out."))
    for election in list_elections(session, campaign):
        if count_ballots(session, election) > kept:
            raise InvalidInputError(
                "handed_out", _("There are more ballots than slips that members kept.")
            )
