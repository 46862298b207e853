"""Figures of a published campaign's surveys, by the functions that an auditor has, too."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.units.release import Plan
from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.tally import Result
from voteapp.services.campaigns import (
    find_campaign,
    find_election,
    get_state,
    list_elections,
    list_leaves,
)
from voteapp.services.context import Context
from voteapp.services.counting.evidence import build_plan
from voteapp.services.life import State
from voteapp.services.sealed import count_sealed
from voteapp.services.values.public import PartFigures
from voteapp.store.board.models import Campaign, Election
from voteapp.survey.figures.describing import encode_figures
from voteapp.survey.figures.released import create_release
from voteapp.survey.figures.survey import SURVEY, SurveyFigures, compute_figures

_REMEMBERED = 32
"""Parts whose figures are kept: computing them takes a tenth of a second where many answered."""


def list_figures(context: Context, code: str) -> tuple[PartFigures, ...]:
    """Of every survey of a campaign; none before it is published. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if get_state(campaign) is not State.PUBLISHED:
            return ()
        return tuple(
            _describe(session, campaign, election)
            for election in list_elections(session, campaign)
            if election.kind == SURVEY and election.questionnaire is not None
        )


def get_figures_json(context: Context, uuid: str) -> bytes:
    """``figures.json`` of one survey. Raises NotFoundError, for a vote too; ConflictError before
    publication."""
    with context.board.read() as session:
        election = find_election(session, uuid)
        campaign = session.get_one(Campaign, election.campaign_id)
        if election.kind != SURVEY or election.questionnaire is None:
            raise NotFoundError(_("Only a survey has figures."))
        if get_state(campaign) is not State.PUBLISHED:
            raise ConflictError(_("The results are not published."))
        part = _describe(session, campaign, election)
    return encode_figures(part.figures, part.uuid, part.fingerprint)


def _describe(session: Session, campaign: Campaign, election: Election) -> PartFigures:
    leaves = list_leaves(session, campaign)
    entitled = tuple((leaf.code, leaf.entitled or leaf.roster_size) for leaf in leaves)
    counted = election.counted
    figures = _compute(
        election.questionnaire or b"",
        election.manifest or b"",
        entitled,
        encode_canonical(build_plan(session, election)),
        count_sealed(session, election) if counted is None else counted,
        None if election.below_k else election.result,
    )
    return PartFigures(election.uuid, election.fingerprint or "", election.title, figures)


@lru_cache(maxsize=_REMEMBERED)
def _compute(
    questionnaire: bytes,
    manifest: bytes,
    entitled: tuple[tuple[str, int], ...],
    plan: bytes,
    counted: int,
    result: bytes | None,
) -> SurveyFigures:
    """From the published bytes alone; the same for the same."""
    totals = None
    if result is not None:
        totals = decode_canonical(result, Result, "result-encoding", "the result").result
    strata, groups = decode_manifest(manifest).strata, msgspec.json.decode(plan, type=Plan)
    release = create_release(strata, dict(entitled), groups, counted, totals)
    return compute_figures(decode_questionnaire(questionnaire), release)
