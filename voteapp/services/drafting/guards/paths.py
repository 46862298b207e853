"""What of a draft's questions cannot be answered, or is never reached: every path is played."""

from __future__ import annotations

from collections.abc import Iterator

from voteapp.campaign.questionnaire.answering import Leaf
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
    for fault in find_path_faults(questionnaire, [Leaf(LEAF_CODE)]):
        yield _describe(path, questionnaire, fault)


def _describe(path: str, questionnaire: Questionnaire, fault: PathFault) -> Guard:
    question, answer = find_fault_place(questionnaire, fault)
    at = f"{path}.questions.{questionnaire.questions.index(question)}"
    if answer is not None:
        at = f"{at}.answers.{question.answers.index(answer)}"
    return Guard(f"path-{fault.kind}", "stop", at, describe_fault(questionnaire, fault))
