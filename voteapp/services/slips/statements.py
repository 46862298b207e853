"""A campaign's tellers as the board keeps them: who makes how many slips, and what each signed."""

from __future__ import annotations

import json
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.slips.tellers import Part, Printed, TellerStatement, count_slips
from voteapp.errors import NotAllowedError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import find_campaign
from voteapp.services.context import Context
from voteapp.services.values.public import TellerView
from voteapp.services.values.roles import TellerProgress, TellerStage
from voteapp.store.board.models import Campaign, Credential, Election, Leaf
from voteapp.store.board.tellers import Teller


def list_rows(session: Session, campaign: Campaign) -> list[Teller]:
    """The tellers in the committee's order; nobody of a draft."""
    query = select(Teller).where(Teller.campaign_id == campaign.id).order_by(Teller.position)
    return list(session.scalars(query))


def find_row(session: Session, campaign: Campaign, account: str) -> Teller | None:
    """The teller that somebody of the committee is; None who makes no slips."""
    for row in list_rows(session, campaign):
        if row.account in (account, ""):
            return row
    return None


def require_row(session: Session, campaign: Campaign, account: str) -> Teller:
    """Raises NotAllowedError for who makes no slips."""
    row = find_row(session, campaign, account)
    if row is None:
        raise NotAllowedError(_("You are not among the tellers of this campaign."))
    return row


def read_shares(row: Teller) -> dict[str, int]:
    """How many slips a teller makes, by leaf code."""
    shares: dict[str, int] = json.loads(row.shares)
    return shares


def read_statement(row: Teller) -> TellerStatement | None:
    """What a teller signed when she made her part."""
    if row.statement is None:
        return None
    return decode_strict(row.statement, TellerStatement, "teller", "a teller's statement")


def list_tellers(session: Session, campaign: Campaign) -> list[TellerStatement]:
    """The tellers' statements, sorted by key; only of those who made their part."""
    return [statement for statement, _row in _list_stated(session, campaign)]


def list_printed(session: Session, campaign: Campaign) -> list[Printed]:
    """Who signed that the slips are printed, sorted by key."""
    return [
        decode_strict(row.printed, Printed, "printed", "a teller's word")
        for _statement, row in _list_stated(session, campaign)
        if row.printed is not None
    ]


def open_parts(session: Session, campaign: Campaign, election: Election) -> list[Part]:
    """An election's parts in the manifest's order, to be opened when voting is over."""
    leaves: defaultdict[int, dict[str, str]] = defaultdict(dict)
    query = select(Credential.teller, Credential.credential, Leaf.code).join(
        Leaf, Credential.leaf_id == Leaf.id
    )
    for position, credential, leaf in session.execute(
        query.where(Credential.election_id == election.id)
    ):
        leaves[position][credential] = leaf
    return [
        Part(
            key=statement.key,
            salt=json.loads(row.salts)[election.position],
            leaves=leaves[row.position],
        )
        for statement, row in _list_stated(session, campaign)
    ]


def describe_tellers(session: Session, campaign: Campaign) -> tuple[TellerProgress, ...]:
    """How far each teller is, in the committee's order. Of her part: the number of her slips, and
    nothing else."""
    return tuple(_describe(row) for row in list_rows(session, campaign))


def get_named(context: Context, code: str) -> tuple[TellerView, ...]:
    """``describe_named`` of the campaign of that code. Raises NotFoundError."""
    with context.board.read() as session:
        return describe_named(session, find_campaign(session, code))


def describe_named(session: Session, campaign: Campaign) -> tuple[TellerView, ...]:
    """Who made the slips, for everybody to read, sorted by key; nobody before Fix."""
    if campaign.set_up is None:
        return ()
    return tuple(
        TellerView(one.name, count_slips([one]), one.made == "command")
        for one in list_tellers(session, campaign)
    )


def _describe(row: Teller) -> TellerProgress:
    statement = read_statement(row)
    stage: TellerStage = "waiting"
    if statement is not None:
        stage = "made" if row.printed is None else "printed"
    return TellerProgress(
        position=row.position,
        account=row.account,
        name=row.account if statement is None else statement.name,
        slips=sum(read_shares(row).values()),
        shares=tuple(sorted(read_shares(row).items())),
        offline=statement is not None and statement.made == "command",
        stage=stage,
        reprints=row.reprints,
        destroyed_by=row.destroyed_by,
    )


def _list_stated(session: Session, campaign: Campaign) -> list[tuple[TellerStatement, Teller]]:
    """Those who made their part, sorted by key."""
    read = [(read_statement(row), row) for row in list_rows(session, campaign)]
    made = [(statement, row) for statement, row in read if statement is not None]
    return sorted(made, key=lambda one: one[0].key)
