"""What should be known before Fix, and before opening by hand: with the slips that were made."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    compute_entitled,
    decode_draft,
    find_campaign,
    list_elections,
    list_leaves,
)
from voteapp.services.context import Context
from voteapp.services.drafting.guards.listing import list_guards
from voteapp.services.drafting.guards.numbers import list_guards_of_numbers
from voteapp.services.holders import list_warnings
from voteapp.services.slips.statements import describe_tellers
from voteapp.services.statements.outlook import count_unsigned
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.guards import Guard
from voteapp.store.board.models import Campaign, Credential


def get_before_fix(context: Context, code: str) -> list[Guard]:
    """For the page that asks. Raises NotFoundError."""
    with context.board.read() as session:
        return list_before_fix(session, find_campaign(session, code))


def get_before_opening(context: Context, code: str) -> list[Guard]:
    """For the page that asks. Raises NotFoundError."""
    with context.board.read() as session:
        return list_before_opening(session, find_campaign(session, code))


def list_before_fix(session: Session, campaign: Campaign) -> list[Guard]:
    """Everything that was asked before locking, with the slips as they are now."""
    members, slips = _count(session, campaign)
    return list_guards(decode_draft(campaign), members, slips)


def list_before_opening(session: Session, campaign: Campaign) -> list[Guard]:
    """The numbers once more, as amended, and what became of keys and of the file of slips."""
    draft, (members, slips) = decode_draft(campaign), _count(session, campaign)
    return [
        *list_guards_of_numbers(draft, members, slips),
        *_list_of_people(session, campaign),
        *_list_of_openings(session, campaign),
    ]


def require_reachable(draft: CampaignDraft, members: int, slips: int) -> None:
    """Raises InvalidInputError (``entitled``) where with so many members something that was fixed
    could never be opened or never be met."""
    for guard in list_guards_of_numbers(draft, members, slips):
        if guard.severity == "stop":
            raise InvalidInputError("entitled", guard.sentence)


def count_usable(session: Session, campaign: Campaign) -> int:
    """Slips with which a ballot can be cast: made, and not void."""
    query = select(func.count()).select_from(Credential).where(Credential.voided.is_(False))
    return min(
        session.scalar(query.where(Credential.election_id == election.id)) or 0
        for election in list_elections(session, campaign)
    )


def _count(session: Session, campaign: Campaign) -> tuple[int, int]:
    """Members entitled and slips; before slips are made, those of the draft."""
    draft, leaves = decode_draft(campaign), list_leaves(session, campaign)
    members = compute_entitled(leaves) if leaves else draft.roster_size
    made = campaign.credentials_posted is not None
    return members, count_usable(session, campaign) if made else draft.slips


def _list_of_people(session: Session, campaign: Campaign) -> Iterator[Guard]:
    yield from _list_of_files(session, campaign)
    for warning in list_warnings(session, campaign):
        place = f"trustees.{warning.owner}"
        if warning.code == "lost":
            text = _(
                "%(name)s said that their key is lost. Start over with a new key before you open, "
                "if you can.",
                name=warning.name,
            )
            yield Guard("lost", "confirm", place, text)
        else:
            text = _(
                "%(name)s has not shown that the saved key works. It may be missing when the "
                "totals are opened.",
                name=warning.name,
            )
            yield Guard("not-rehearsed", "confirm", place, text)


def _list_of_openings(session: Session, campaign: Campaign) -> Iterator[Guard]:
    """Opening by hand without the trustees: everybody reads it in every report."""
    missing = count_unsigned(session, campaign)
    if missing:
        text = _(
            "Trustees who still have to sign that they looked at the set-up: %(missing)d. Without "
            "them nobody but you has checked what opens. If you open now, every report has the "
            "finding “opening-unsigned”.",
            missing=missing,
        )
        yield Guard("unsigned", "confirm", "trustees", text)


def _list_of_files(session: Session, campaign: Campaign) -> Iterator[Guard]:
    """Each teller's file of slips that is still there, as far as anybody said."""
    tellers = describe_tellers(session, campaign)
    for teller in tellers:
        if teller.destroyed_by is not None:
            continue
        text = _(
            "The teller has not said yet that the file of slips was destroyed. Whoever holds it "
            "can vote with every slip."
        )
        if len(tellers) > 1:
            text = _(
                "%(name)s has not said yet that their file of slips was destroyed. Whoever holds "
                "it can vote with every slip in it.",
                name=teller.name,
            )
        place = "slips-file" if len(tellers) == 1 else f"slips-file.{teller.position}"
        yield Guard("tokens-not-destroyed", "confirm", place, text)
