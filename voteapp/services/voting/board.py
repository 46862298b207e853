"""What anybody may see: campaigns, turnout, the board with its trackers, signed heads."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.setup.rules import compute_example
from voteapp.campaign.words import read_words
from voteapp.errors import NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.election import decode_election
from voteapp.protocol.encoding import hex_to_base64
from voteapp.services.campaigns import (
    compute_entitled,
    decode_draft,
    find_campaign,
    find_election,
    get_phase,
    get_state,
    list_elections,
    list_leaves,
    list_public_actions,
    read_now,
)
from voteapp.services.chain import describe_amendments
from voteapp.services.context import Context
from voteapp.services.holders import count_needed, list_names
from voteapp.services.life import State
from voteapp.services.sealed import count_sealed, read_sealed
from voteapp.services.slips.statements import describe_named
from voteapp.services.statements.outlook import is_impossible
from voteapp.services.statements.progress import list_progress
from voteapp.services.statements.signers import describe_mirrors
from voteapp.services.times import describe_times
from voteapp.services.values.public import (
    BoardLine,
    BoardPage,
    PublicCampaign,
    PublicElection,
    PublicRule,
    Turnout,
)
from voteapp.services.voting.search import begins_with, read_prefix
from voteapp.store.board.models import Ballot, Batch, Campaign, Election

LINES = 100


def list_public_campaigns(context: Context) -> tuple[PublicCampaign, ...]:
    """Every campaign that is more than a draft, newest first."""
    with context.board.read() as session:
        query = (
            select(Campaign).where(Campaign.state != State.DRAFT.value).order_by(Campaign.id.desc())
        )
        return tuple(_describe(context, session, row) for row in session.scalars(query))


def get_public_campaign(context: Context, code: str) -> PublicCampaign:
    """One campaign for everybody. Raises NotFoundError, for drafts too."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if get_state(campaign) is State.DRAFT:
            raise NotFoundError(_("There is no campaign of this name here."))
        return _describe(context, session, campaign)


def get_board_page(context: Context, uuid: str, page: int = 1, query: str = "") -> BoardPage:
    """Sealed ballots in board order; ``query`` keeps the trackers that begin with it, or
    the one whose four words it is.

    Raises NotFoundError. A page past the end is the last one.
    """
    wanted = query.strip()
    with context.board.read() as session:
        election = find_election(session, uuid)
        sealed = read_sealed(session, election)
        statement = select(Ballot.hash, Ballot.batch, Ballot.height).where(
            Ballot.election_id == election.id, Ballot.height <= sealed.height
        )
        statement = statement.order_by(Ballot.height)
        if wanted:
            lines = _filter(session, statement, wanted)
            pages, page = 1, 1
        else:
            pages = max(1, -(-sealed.ballots // LINES))
            page = min(max(page, 1), pages)
            rows = session.execute(statement.limit(LINES).offset((page - 1) * LINES))
            lines = [BoardLine(hex_to_base64(h), batch, height or 0) for h, batch, height in rows]
        return BoardPage(
            uuid=uuid,
            title=election.title,
            lines=tuple(lines),
            page=page,
            pages=pages,
            sealed=sealed.ballots,
            ended=sealed.final,
            query=wanted,
        )


def list_heads(context: Context, uuid: str) -> tuple[str, ...]:
    """The signed heads, oldest first. Raises NotFoundError."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        query = select(Batch.head).where(Batch.election_id == election.id, Batch.head.is_not(None))
        return tuple(
            (head or b"").decode() for head in session.scalars(query.order_by(Batch.number))
        )


def compute_turnout(session: Session, campaign: Campaign, election: Election) -> Turnout:
    """Ballots as of the last signed seal, members entitled, slips made."""
    return Turnout(
        accepted=count_sealed(session, election),
        entitled=compute_entitled(list_leaves(session, campaign)),
        slips=decode_draft(campaign).slips,
    )


def _filter(
    session: Session, statement: Select[str, int, int | None], wanted: str
) -> list[BoardLine]:
    """The first lines whose tracker begins with ``wanted``, or whose words it is."""
    prefix = read_prefix(wanted)
    if prefix is None:
        return []
    spelled = wanted if read_words(wanted) is None else ""
    found: list[BoardLine] = []
    for digest, batch, height in session.execute(statement.where(begins_with(prefix))):
        if hex_to_base64(digest).startswith(spelled):
            found.append(BoardLine(hex_to_base64(digest), batch, height or 0))
            if len(found) == LINES:
                break
    return found


def _describe(context: Context, session: Session, campaign: Campaign) -> PublicCampaign:
    draft, now = decode_draft(campaign), read_now(context, session)
    return PublicCampaign(
        code=campaign.code,
        title=draft.title,
        organizer=draft.organizer,
        state=get_state(campaign),
        phase=get_phase(campaign, now),
        times=describe_times(campaign, draft, now),
        timezone=draft.timezone,
        language=draft.language,
        trial=campaign.trial,
        cancel_reason=campaign.cancel_reason,
        annul_reason=campaign.annul_reason,
        set_up=campaign.set_up,
        amendments=describe_amendments(session, campaign),
        elections=tuple(
            _describe_election(session, campaign, election)
            for election in list_elections(session, campaign)
        ),
        trustees=list_names(session, campaign),
        trustees_needed=count_needed(session, campaign),
        impossible=is_impossible(session, campaign),
        log=list_public_actions(session, campaign),
        tellers=describe_named(session, campaign),
        signers=list_progress(session, campaign),
        mirrors=describe_mirrors(session, campaign),
    )


def _describe_election(session: Session, campaign: Campaign, election: Election) -> PublicElection:
    batches = list(
        session.scalars(
            select(Batch).where(Batch.election_id == election.id).order_by(Batch.number)
        )
    )
    heads = [batch.head for batch in batches if batch.head is not None]
    return PublicElection(
        uuid=election.uuid,
        kind=election.kind,
        title=election.title,
        fingerprint=election.fingerprint if election.setup_tip else None,
        turnout=compute_turnout(session, campaign, election),
        k=election.k,
        below_k=election.below_k,
        batches=sum(not batch.final for batch in batches if batch.head is not None),
        head=heads[-1].decode() if heads else None,
        rule=_describe_rule(session, campaign, election),
    )


def _describe_rule(session: Session, campaign: Campaign, election: Election) -> PublicRule | None:
    if election.manifest is None or election.election is None:
        return None
    rule = decode_manifest(election.manifest).rule
    if rule is None:
        return None
    questions = decode_election(election.election).questions
    question, quorum = questions[rule.question], rule.quorum
    entitled = compute_entitled(list_leaves(session, campaign))
    return PublicRule(
        answer=question.answers[rule.answer],
        comparison=rule.comparison,
        numerator=rule.numerator,
        denominator=rule.denominator,
        of=rule.of,
        blank=question.has_blank,
        quorum=f"{quorum.numerator}/{quorum.denominator}" if quorum else "",
        example=compute_example(rule, questions, entitled),
    )
