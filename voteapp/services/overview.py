"""A campaign as the committee sees it: where it is, what is missing, who has to do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voteapp.services.campaigns import (
    compute_entitled,
    count_credentials,
    decode_draft,
    find_campaign,
    get_phase,
    get_state,
    list_actions,
    list_elections,
    list_leaves,
    read_now,
)
from voteapp.services.chain import describe_amendments, describe_notes
from voteapp.services.context import Context
from voteapp.services.holders import (
    count_needed,
    find_ceremony,
    list_missing_keys,
    list_warnings,
)
from voteapp.services.life import ENDED, Phase, State, Who
from voteapp.services.sealed import count_sealed
from voteapp.services.slips.counts import are_final, find_misfits, sum_counts
from voteapp.services.slips.statements import describe_tellers
from voteapp.services.standing import compute_standing
from voteapp.services.statements.outlook import count_unsigned, is_impossible
from voteapp.services.statements.progress import list_progress
from voteapp.services.statements.signers import list_witnesses
from voteapp.services.times import describe_times
from voteapp.services.values.campaigns import CampaignSummary, CampaignView, ElectionView, Missing
from voteapp.services.values.drafts import ElectionDraft
from voteapp.services.values.roles import TellerProgress, TellerStage
from voteapp.store.board.models import Campaign, Election, SlipCount
from voteapp.store.board.trustees import PartialDecryption, TrusteeKey

UNSIGNED = "openings"
"""Missing before a campaign opens by itself; by hand it may open without, for a reason."""


def list_campaigns(context: Context) -> tuple[CampaignSummary, ...]:
    """Every campaign, newest first."""
    with context.board.read() as session:
        return tuple(
            _summarize(campaign, read_now(context, session))
            for campaign in session.scalars(select(Campaign).order_by(Campaign.id.desc()))
        )


def list_held_keys(context: Context, name: str) -> list[str]:
    """Titles of the campaigns that nobody but this account can open: it holds their only key, and
    no result is there yet."""
    with context.board.read() as session:
        query = select(TrusteeKey).where(TrusteeKey.posted_by == name)
        campaigns = [session.get_one(Campaign, row.campaign_id) for row in session.scalars(query)]
        ended = ENDED | {State.PUBLISHED}
        return [c.title for c in campaigns if get_state(c) not in ended]


def get_campaign(context: Context, code: str) -> CampaignView:
    """One campaign for the committee. Raises NotFoundError."""
    with context.board.read() as session:
        return describe_campaign(context, session, find_campaign(session, code))


def describe_campaign(context: Context, session: Session, campaign: Campaign) -> CampaignView:
    """Everything that the committee's pages show."""
    draft, state = decode_draft(campaign), get_state(campaign)
    needed, leaves = count_needed(session, campaign), list_leaves(session, campaign)
    ceremony, missing_keys = find_ceremony(session, campaign), list_missing_keys(session, campaign)
    return CampaignView(
        code=campaign.code,
        title=campaign.title,
        state=state,
        draft=draft,
        elections=tuple(
            _describe_election(session, election, draft.elections[election.position], needed)
            for election in list_elections(session, campaign)
        ),
        missing=compute_missing(context, session, campaign),
        log=list_actions(session, campaign),
        voting=get_phase(campaign, read_now(context, session)) is Phase.OPEN,
        opened=campaign.opened,
        times=describe_times(campaign, draft, read_now(context, session)),
        cancel_reason=campaign.cancel_reason,
        annul_reason=campaign.annul_reason,
        entitled=compute_entitled(leaves) if leaves else draft.roster_size,
        leaves=tuple(leaf.code for leaf in leaves),
        set_up=campaign.set_up,
        standing=compute_standing(session, campaign),
        amendments=describe_amendments(session, campaign),
        key_posted=missing_keys not in (["key"], ["ceremony"]),
        rehearsed=not missing_keys,
        credentials_posted=campaign.credentials_posted is not None,
        tellers=describe_tellers(session, campaign),
        counts=sum_counts(session, campaign),
        misfits=find_misfits(session, campaign),
        counts_final=are_final(session, campaign),
        notes=describe_notes(session, campaign),
        trial=campaign.trial if state is not State.DRAFT else context.settings.trial,
        ceremony=ceremony is not None,
        warnings=list_warnings(session, campaign),
        impossible=is_impossible(session, campaign),
        signers=list_progress(session, campaign),
    )


def _summarize(campaign: Campaign, now: datetime) -> CampaignSummary:
    draft = decode_draft(campaign)
    return CampaignSummary(
        code=campaign.code,
        title=campaign.title,
        state=get_state(campaign),
        times=describe_times(campaign, draft, now),
        kinds=tuple(election.kind for election in draft.elections),
    )


def _describe_election(
    session: Session, election: Election, draft: ElectionDraft, needed: int
) -> ElectionView:
    decryptions = session.scalar(
        select(func.count())
        .select_from(PartialDecryption)
        .where(PartialDecryption.election_id == election.id)
    )
    return ElectionView(
        uuid=election.uuid,
        kind=election.kind,
        title=election.title,
        position=election.position,
        draft=draft,
        k=election.k,
        fingerprint=election.fingerprint,
        credentials=count_credentials(session, election),
        accepted=count_sealed(session, election),
        counted=election.counted,
        below_k=election.below_k,
        decryptions=decryptions or 0,
        decryptions_needed=0 if election.below_k else needed,
    )


def compute_missing(context: Context, session: Session, campaign: Campaign) -> tuple[Missing, ...]:
    """What has to be done before opening, or after closing, and by whom."""
    state = get_state(campaign)
    if state is State.CLOSED:
        return _missing_after_closing(session, campaign)
    if not state.before_opening:
        return ()
    missing: list[Missing] = []
    if state is State.DRAFT:
        missing.append(Missing("draft", Who.COMMITTEE))
    missing += [Missing(code, Who.TRUSTEE) for code in list_missing_keys(session, campaign)]
    tellers = describe_tellers(session, campaign)
    if campaign.credentials_posted is None:
        missing.append(Missing("credentials", Who.TELLER, _list_awaited(tellers, "waiting")))
    if state is State.PRINTING:
        missing.append(Missing("printed", Who.TELLER, _list_awaited(tellers, "made")))
    missing += _missing_signers(session, campaign)
    if state.before_fix and any(row.key is None for row in list_witnesses(session, campaign)):
        missing.append(Missing("witness-keys", Who.WITNESS))
    if campaign.closing <= read_now(context, session):
        missing.append(Missing("closing-passed", Who.COMMITTEE))
    if campaign.trial != context.settings.trial and state is not State.DRAFT:
        missing.append(Missing("base-url", Who.COMMITTEE))
    return tuple(missing)


def _missing_signers(session: Session, campaign: Campaign) -> Iterator[Missing]:
    """From Fix on, which nobody takes back: enough keys for a closing; once it is fixed, enough
    trustees who looked at the set-up."""
    state = get_state(campaign)
    if (state is State.FIXING or state.waiting) and is_impossible(session, campaign):
        yield Missing("signers", Who.TRUSTEE)
    if state is State.READY and count_unsigned(session, campaign):
        yield Missing(UNSIGNED, Who.TRUSTEE)


def _list_awaited(tellers: Sequence[TellerProgress], stage: TellerStage) -> tuple[str, ...]:
    """Whom everybody waits for; nobody by name while whoever comes first may be the teller."""
    return tuple(one.name for one in tellers if one.stage == stage and one.name)


def _missing_after_closing(session: Session, campaign: Campaign) -> tuple[Missing, ...]:
    """The slips' counts, which the tally waits for; then the trustees' decryptions."""
    waiting = [e for e in list_elections(session, campaign) if not e.below_k and e.result is None]
    if not waiting:
        return ()
    leaves = [leaf.id for leaf in list_leaves(session, campaign)]
    counted = session.scalar(
        select(func.count()).select_from(SlipCount).where(SlipCount.leaf_id.in_(leaves))
    )
    if counted != len(leaves):
        return (Missing("slip-counts", Who.COMMITTEE),)
    if campaign.counts_final is None:
        return (Missing("counts-final", Who.COMMITTEE),)
    return (Missing("decryption", Who.TRUSTEE),)
