"""Results: the numbers of a published campaign, the rule in exact integers."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voteapp.campaign.setup.rules import compute_outcome
from voteapp.protocol.election import create_context
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.questions import Question
from voteapp.protocol.tally import Result
from voteapp.services.campaigns import compute_entitled as sum_entitled
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    get_state,
    list_elections,
    list_leaves,
)
from voteapp.services.chain import describe_notes
from voteapp.services.context import Context
from voteapp.services.counting.evidence import read_manifest
from voteapp.services.drafting.kinds import KINDS
from voteapp.services.holders import count_needed, list_decrypted
from voteapp.services.life import State
from voteapp.services.sealed import count_sealed
from voteapp.services.slips.counts import find_misfits, sum_counts
from voteapp.services.statements.progress import list_progress
from voteapp.services.statements.signers import describe_mirrors
from voteapp.services.values.drafts import CampaignDraft
from voteapp.services.values.public import (
    ElectionResults,
    QuestionResult,
    ResultsView,
    RuleResult,
)
from voteapp.services.voting.board import compute_turnout
from voteapp.store.board.models import Campaign, Election

PRESERVATION = timedelta(days=365)


def get_results(context: Context, code: str) -> ResultsView:
    """The results page; numbers only once published. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        draft = decode_draft(campaign)
        elections = list_elections(session, campaign)
        return ResultsView(
            code=code,
            title=draft.title,
            organizer=draft.organizer,
            state=get_state(campaign),
            opening=campaign.opening,
            closing=campaign.closed or campaign.closing,
            published=campaign.published,
            timezone=draft.timezone,
            trustees_present=max(
                (len(list_decrypted(session, e.id)) for e in elections), default=0
            ),
            trustees_needed=count_needed(session, campaign),
            counts=sum_counts(session, campaign),
            misfits=find_misfits(session, campaign),
            notes=describe_notes(session, campaign),
            preserve_until=_add_year(campaign.published),
            annul_reason=campaign.annul_reason,
            signers=list_progress(session, campaign),
            mirrors=describe_mirrors(session, campaign),
            elections=tuple(
                _describe(session, campaign, election, draft) for election in elections
            ),
        )


def _add_year(instant: datetime | None) -> datetime | None:
    return instant + PRESERVATION if instant is not None else None


def _describe(
    session: Session, campaign: Campaign, election: Election, draft: CampaignDraft
) -> ElectionResults:
    withheld = "below-k" if election.below_k else None
    if withheld is None and get_state(campaign) is not State.PUBLISHED:
        withheld = "not-published"
    questions: tuple[QuestionResult, ...] = ()
    rule = None
    if withheld is None and election.result is not None and election.election is not None:
        numbers = decode_canonical(election.result, Result, "result-encoding", "the result").result
        asked = create_context(election.election).election.questions
        drafted = draft.elections[election.position].questions
        questions = tuple(
            KINDS[known.kind].describe_result(question, row, known.code, election.counted or 0)
            for question, row, known in zip(asked, numbers, drafted, strict=True)
        )
        entitled = sum_entitled(list_leaves(session, campaign))
        rule = _apply_rule(election, asked, numbers, entitled)
    return ElectionResults(
        uuid=election.uuid,
        kind=election.kind,
        title=election.title,
        fingerprint=election.fingerprint,
        turnout=compute_turnout(session, campaign, election),
        counted=election.counted
        if election.counted is not None
        else count_sealed(session, election),
        k=election.k,
        withheld=withheld,
        questions=questions,
        rule=rule,
        last_event=election.tip if get_state(campaign) is State.PUBLISHED else election.end_tip,
    )


def _apply_rule(
    election: Election, questions: list[Question], numbers: list[list[int]], entitled: int
) -> RuleResult | None:
    rule = read_manifest(election).rule
    if rule is None:
        return None
    outcome = compute_outcome(rule, questions, numbers, election.counted or 0, entitled)
    return RuleResult(
        met=outcome.met,
        answer=questions[rule.question].answers[rule.answer],
        reached=outcome.votes,
        out_of=outcome.total,
        of=rule.of,
        comparison=rule.comparison,
        numerator=rule.numerator,
        denominator=rule.denominator,
        needed=outcome.needed,
        quorum_met=outcome.quorum_reached,
        quorum_needed=outcome.quorum_needed,
        quorum_ballots=outcome.counted,
    )
