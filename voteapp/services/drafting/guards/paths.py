"""What of a draft's questions cannot be answered, or is never reached: every path is played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.faults import describe_fault, find_fault_place
from voteapp.campaign.questionnaire.paths import PathFault, find_path_faults
from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.services.values.guards import Guard


def list_guards_of_paths(draft: CampaignDraft) -> Iterator[Guard]:
    """Each stands at its question, or answer."""
    for place, election in enumerate(draft.elections):
        yield from list_guards_of_part(election, f"elections.{place}")


def list_guards_of_part(election: ElectionDraft, path: str = "") -> Iterator[Guard]:
    """Those of one part, which stands at ``path``."""
    questionnaire = election.questionnaire
    for fault in _find_faults(_Played(encode_questionnaire(questionnaire), questionnaire)):
        yield _describe(path, questionnaire, fault)


@dataclass(frozen=True)
class _Played:
    """A questionnaire, the same as any other with the same bytes."""

    encoded: bytes
    questionnaire: Questionnaire = field(compare=False)


@lru_cache(maxsize=32)
def _find_faults(played: _Played) -> tuple[PathFault, ...]:
    """Remembered: the part's page is looked at more often than the part is changed."""
    return tuple(find_path_faults(played.questionnaire, [Leaf(LEAF_CODE)]))


def _describe(path: str, questionnaire: Questionnaire, fault: PathFault) -> Guard:
    question, answer = find_fault_place(questionnaire, fault)
    at = f"{path}.questions.{questionnaire.questions.index(question)}"
    if answer is not None:
        at = f"{at}.answers.{question.answers.index(answer)}"
    return Guard(f"path-{fault.kind}", "stop", at, describe_fault(questionnaire, fault))
