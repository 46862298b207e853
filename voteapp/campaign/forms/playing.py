"""What is wrong with the paths through an imported questionnaire, at the rows of its form."""

from __future__ import annotations

from collections.abc import Mapping

from voteapp.campaign.forms.sheets.remarks import Place, Remark
from voteapp.campaign.questionnaire.answering import Leaf
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.faults import describe_fault, find_fault_place
from voteapp.campaign.questionnaire.paths import find_path_faults

MOST_LEAVES = 40
"""Leaves that differ in their limit or variant, of which every path is played."""


def list_path_remarks(questionnaire: Questionnaire, places: Mapping[str, Place]) -> list[Remark]:
    """Every fault that is found by playing every path of every leaf and variant.

    ``places``: each question's row, as an import gives it. Questions of JSON have none, and every
    sentence names its question.
    """
    found: list[Remark] = []
    for fault in find_path_faults(questionnaire, _list_leaves(questionnaire)):
        question, _answer = find_fault_place(questionnaire, fault)
        found.append(Remark(places.get(question.id), describe_fault(questionnaire, fault)))
    return found


def _list_leaves(questionnaire: Questionnaire) -> list[Leaf]:
    """One for each limit, by its number, and each variant that the questionnaire knows of."""
    codes = {
        None if limit is None else limit.limit: code for code, limit in questionnaire.limits.items()
    }
    leaves = [
        Leaf(code, variant)
        for code in codes.values() or [""]
        for variant in questionnaire.asked or [""]
    ]
    return leaves[:MOST_LEAVES]
