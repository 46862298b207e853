"""Figures of a published campaign's surveys, by the functions that an auditor has, too."""

from __future__ import annotations

from functools import lru_cache

from sqlalchemy.orm import Session

from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    find_campaign,
    find_election,
    get_state,
    list_elections,
)
from voteapp.services.context import Context
from voteapp.services.life import State
from voteapp.services.results.opened import Opened, create_opened_release, read_opened
from voteapp.services.values.public import PartFigures
from voteapp.store.board.models import Campaign, Election
from voteapp.survey.figures.describing import encode_figures
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
    figures = _compute(read_opened(session, campaign, election))
    return PartFigures(election.uuid, election.fingerprint or "", election.title, figures)


@lru_cache(maxsize=_REMEMBERED)
def _compute(opened: Opened) -> SurveyFigures:
    """From the published bytes alone; the same for the same."""
    questionnaire = decode_questionnaire(opened.questionnaire)
    return compute_figures(questionnaire, create_opened_release(opened))
