"""Slips counted on paper: at the table and in the box, taken as they were counted.

PAPER, "Closing". What does not fit is confirmed by whoever enters it, and published as it is.
"""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import check_count, encode_canonical
from voteapp.campaign.slips.counts import Misfit, list_misfits
from voteapp.campaign.slips.counts import SlipCount as LeafCount
from voteapp.campaign.texts import LONGEST_NAME, clean_text
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import hash_hex
from voteapp.services.campaigns import (
    find_campaign,
    get_state,
    list_elections,
    list_leaves,
    record,
    require,
)
from voteapp.services.context import Context
from voteapp.services.errors import CountsMisfitError, StaleDraftError
from voteapp.services.life import Deed, State
from voteapp.services.sealed import read_sealed
from voteapp.services.values.campaigns import SlipCounts
from voteapp.store.board.models import Ballot, Campaign, Credential, Election, Leaf, SlipCount

COUNTED = ("printed", "handed_out", "spoiled", "returned")


def record_counts(
    context: Context,
    actor: str,
    code: str,
    counts: SlipCounts,
    *,
    seen: str | None = None,
    confirmed: str | None = None,
) -> None:
    """Write down the slips of the box and of the table, whatever was counted.

    In this version there is one leaf. ``seen``: the version (``compute_version``) of the counts
    that were shown, ``confirmed``: the confirmation of what does not fit; None where no form was
    filled in, and nobody is asked. Raises InvalidInputError, WrongStateError, StaleDraftError,
    CountsMisfitError, and ConflictError once the counts are final.
    """
    names = [
        clean_text("countersigned_by", name, LONGEST_NAME, lines=False)
        for name in counts.countersigned_by
    ]
    _check_numbers(counts)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.COUNTED_SLIPS)
        if are_final(session, campaign):
            raise ConflictError(_("The slip counts are final. Add a note instead."))
        if seen is not None and seen != compute_version(sum_counts(session, campaign)):
            raise StaleDraftError(_("Somebody else has changed the slip counts."))
        _require_confirmed(session, campaign, counts, confirmed)
        leaf = list_leaves(session, campaign)[0]
        row = session.get(SlipCount, leaf.id)
        if row is None:
            row = SlipCount(leaf_id=leaf.id)
            session.add(row)
        row.printed, row.handed_out = counts.printed, counts.handed_out
        row.spoiled, row.returned = counts.spoiled, counts.returned
        row.countersigned_by = json.dumps([name for name in names if name])
        record(session, context, campaign, Deed.COUNTED_SLIPS, actor)


def are_final(session: Session, campaign: Campaign) -> bool:
    """Whether the counts stand for good: they are there, and the committee has said that they are
    final, or everything is published."""
    if sum_counts(session, campaign) is None:
        return False
    return campaign.counts_final is not None or get_state(campaign) is State.PUBLISHED


def sum_counts(session: Session, campaign: Campaign) -> SlipCounts | None:
    """Slip counts of all leaves together; None until somebody counted."""
    rows = _list_rows(session, campaign)
    if not rows:
        return None
    numbers = [sum(getattr(row, name) for row, _leaf in rows) for name in COUNTED]
    names = [name for row, _leaf in rows for name in json.loads(row.countersigned_by)]
    return SlipCounts(**dict(zip(COUNTED, numbers, strict=True)), countersigned_by=tuple(names))


def find_misfits(session: Session, campaign: Campaign) -> tuple[Misfit, ...]:
    """What does not fit in the counts, beside the ballots of the last signed seal."""
    counts = [
        LeafCount(leaf=leaf, **{name: getattr(row, name) for name in COUNTED})
        for row, leaf in _list_rows(session, campaign)
    ]
    return _compare(session, campaign, counts)


def compute_version(counts: SlipCounts | None) -> str:
    """What a form carries of the counts that it shows: 64 hex digits."""
    return hash_hex(encode_canonical(["counts", _list_values(counts)]))


def _list_values(counts: SlipCounts | None) -> list[object] | None:
    if counts is None:
        return None
    return [*(getattr(counts, name) for name in COUNTED), *counts.countersigned_by]


def _list_rows(session: Session, campaign: Campaign) -> list[tuple[SlipCount, str]]:
    """The rows with their leaves' codes."""
    query = select(SlipCount, Leaf.code).join(Leaf, Leaf.id == SlipCount.leaf_id)
    query = query.where(Leaf.campaign_id == campaign.id).order_by(Leaf.code)
    return [(row, leaf) for row, leaf in session.execute(query)]


def _compare(session: Session, campaign: Campaign, counts: list[LeafCount]) -> tuple[Misfit, ...]:
    """Slips made are the same in every election; of ballots the most that came in one, as far as
    they are public: counts that were tried out would tell how many wait."""
    if not counts:
        return ()
    made: Counter[str] = Counter()
    ballots: Counter[str] = Counter()
    for election in list_elections(session, campaign):
        slips = _by_leaf(election, select(Leaf.code, func.count()).select_from(Credential))
        cast = slips.join(
            Ballot,
            (Ballot.election_id == Credential.election_id)
            & (Ballot.credential == Credential.credential)
            & (Ballot.height <= read_sealed(session, election).height),
        )
        made |= Counter(dict(session.execute(slips).all()))
        ballots |= Counter(dict(session.execute(cast).all()))
    return tuple(list_misfits(counts, made, ballots))


def _by_leaf(election: Election, query: Select[str, int]) -> Select[str, int]:
    query = query.join(Leaf, Credential.leaf_id == Leaf.id)
    return query.where(Credential.election_id == election.id).group_by(Leaf.code)


def _require_confirmed(
    session: Session, campaign: Campaign, counts: SlipCounts, confirmed: str | None
) -> None:
    if confirmed is None:
        return
    leaf = list_leaves(session, campaign)[0]
    count = LeafCount(leaf=leaf.code, **{name: getattr(counts, name) for name in COUNTED})
    misfits = _compare(session, campaign, [count])
    names = len({name.casefold() for name in counts.countersigned_by if name.strip()})
    confirmation = hash_hex(encode_canonical([_list_values(counts), misfits]))
    if (misfits or names < 2) and confirmed != confirmation:
        raise CountsMisfitError(misfits, confirmation)


def _check_numbers(counts: SlipCounts) -> None:
    """Only what is no count is refused."""
    for field in COUNTED:
        try:
            check_count(getattr(counts, field), "count", "a number")
        except ProtocolError:
            raise InvalidInputError(field, _("Type a number, 0 or more.")) from None
