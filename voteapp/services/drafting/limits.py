"""What a draft's parts compare with, leaf by leaf."""

from __future__ import annotations

from dataclasses import dataclass

from voteapp.campaign.questionnaire.document import Limit, Questionnaire
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.drafting.shift_survey import LEAF_CODE, find_highest_limit
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.survey.limits import covers_nurses


@dataclass(frozen=True)
class DraftLeaf:
    """A unit of a draft; ``name`` is empty where nobody gave it one."""

    code: str
    name: str


@dataclass(frozen=True)
class LeafLimit:
    """What a part compares with in one leaf: ``limit`` is None where there is none, or where
    nothing is ``decided``."""

    leaf: DraftLeaf
    limit: Limit | None
    decided: bool


def list_leaves(draft: CampaignDraft) -> list[DraftLeaf]:
    """The units of a campaign: today one."""
    return [DraftLeaf(LEAF_CODE, draft.unit or draft.facility)]


def needs_limit(questionnaire: Questionnaire) -> bool:
    """Whether a rule looks at a limit, and some limit can be compared with."""
    return (find_highest_limit(questionnaire) or 0) >= 1


def list_limits(draft: CampaignDraft, election: ElectionDraft) -> list[LeafLimit]:
    """Leaf by leaf; none where the part needs no limit."""
    questionnaire = election.questionnaire
    if not needs_limit(questionnaire):
        return []
    limits = questionnaire.limits
    return [
        LeafLimit(leaf, limits.get(leaf.code), leaf.code in limits) for leaf in list_leaves(draft)
    ]


def check_limit_of(questionnaire: Questionnaire, limit: Limit | None) -> None:
    """Whether a part can be compared with a limit. Raises InvalidDraftError (``limit``,
    ``roles``)."""
    if limit is None and needs_limit(questionnaire):
        return
    highest = find_highest_limit(questionnaire)
    if limit is None or highest is None or not 0 < limit.limit <= highest:
        text = _("The answers of the question that counts do not reach beyond this limit.")
        raise InvalidDraftError([InvalidInputError("limit", text)])
    if not covers_nurses(limit.roles):
        text = _("It is for nursing assistants. Answers of nurses are not compared with it.")
        raise InvalidDraftError([InvalidInputError("roles", text)])
