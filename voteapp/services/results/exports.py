"""What a published campaign's numbers are given away as: CSV, JSON, and DDI-Codebook."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.errors import ConflictError, NotFoundError
from voteapp.errors import gettext as _
from voteapp.services.campaigns import (
    decode_draft,
    find_campaign,
    get_state,
    list_elections,
)
from voteapp.services.context import Context
from voteapp.services.life import State
from voteapp.services.results.numbers import get_results
from voteapp.services.results.opened import create_opened_release, read_opened
from voteapp.store.board.models import Campaign, Election
from voteapp.survey.exports.codebook import write_codebook
from voteapp.survey.exports.listing import describe_part, read_words
from voteapp.survey.exports.spreadsheet import write_csv
from voteapp.survey.exports.values import Export, Part
from voteapp.survey.figures.survey import SURVEY


def get_csv(context: Context, code: str) -> bytes:
    """One line an answer and released group. Raises NotFoundError, ConflictError."""
    return write_csv(read_export(context, code))


def get_codebook(context: Context, code: str) -> bytes:
    """The surveys of a campaign as DDI-Codebook 2.5. Raises NotFoundError, where there is none too;
    ConflictError."""
    export = read_export(context, code)
    if not any(part.questionnaire.kind == SURVEY for part in export.parts):
        raise NotFoundError(_("Only a survey has a codebook."))
    return write_codebook(export)


def get_json(context: Context, code: str) -> bytes:
    """Everything that the results page says, and what was opened. Raises as ``get_csv``."""
    export = read_export(context, code)
    body: dict[str, Any] = msgspec.to_builtins(get_results(context, code))
    for told, part in zip(body["elections"], export.parts, strict=True):
        told["release"] = describe_part(part)
        blank = read_words(part).prefer_not
        for question in told["questions"]:
            for answer in question["answers"]:
                answer["text"] = blank if answer["index"] is None else answer["text"]
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def read_export(context: Context, code: str) -> Export:
    """A published campaign as it is exported. Raises NotFoundError, ConflictError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        if get_state(campaign) is not State.PUBLISHED:
            raise ConflictError(_("The results are not published."))
        draft = decode_draft(campaign)
        return Export(
            code=code,
            title=draft.title,
            organizer=draft.organizer,
            opened=_write(campaign.opening),
            closed=_write(campaign.closed or campaign.closing),
            published=None if campaign.published is None else _write(campaign.published),
            trial=campaign.trial,
            annulled=campaign.annul_reason,
            parts=tuple(
                _read_part(session, campaign, election)
                for election in list_elections(session, campaign)
            ),
        )


def _write(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")


def _read_part(session: Session, campaign: Campaign, election: Election) -> Part:
    opened = read_opened(session, campaign, election)
    return Part(
        uuid=election.uuid,
        fingerprint=election.fingerprint or "",
        title=election.title,
        questionnaire=decode_questionnaire(opened.questionnaire),
        release=create_opened_release(opened),
        entitled=dict(opened.entitled),
    )
