"""What was opened of an election, from the bytes that everybody has."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.setup.manifest import decode_manifest
from voteapp.campaign.units.release import Plan
from voteapp.protocol.encoding import decode_canonical
from voteapp.protocol.tally import Result
from voteapp.services.campaigns import list_leaves
from voteapp.services.counting.evidence import build_plan
from voteapp.services.sealed import count_sealed
from voteapp.store.board.models import Campaign, Election
from voteapp.survey.figures.released import Release, create_release


class Opened(NamedTuple):
    """Published documents of one election, byte for byte; ``entitled``: members in force, by leaf
    code; ``counted``: ballots; ``result`` None where nothing was opened."""

    questionnaire: bytes
    manifest: bytes
    entitled: tuple[tuple[str, int], ...]
    plan: bytes
    counted: int
    result: bytes | None


def read_opened(session: Session, campaign: Campaign, election: Election) -> Opened:
    """Of an election that is fixed, in a campaign that is published."""
    leaves = list_leaves(session, campaign)
    counted = election.counted
    return Opened(
        questionnaire=election.questionnaire or b"",
        manifest=election.manifest or b"",
        entitled=tuple((leaf.code, leaf.entitled or leaf.roster_size) for leaf in leaves),
        plan=encode_canonical(build_plan(session, election)),
        counted=count_sealed(session, election) if counted is None else counted,
        result=None if election.below_k else election.result,
    )


def create_opened_release(opened: Opened) -> Release:
    """The groups that were opened, and what is withheld."""
    totals = None
    if opened.result is not None:
        totals = decode_canonical(opened.result, Result, "result-encoding", "the result").result
    strata = decode_manifest(opened.manifest).strata
    plan = msgspec.json.decode(opened.plan, type=Plan)
    return create_release(strata, dict(opened.entitled), plan, opened.counted, totals)
