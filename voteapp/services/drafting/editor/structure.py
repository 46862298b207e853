"""Edits of what stands around a part's questions: headings, rules, a copy of the part.

See ``keeping.edit`` for what is raised.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import msgspec

from voteapp.campaign.questionnaire.copies import copy_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire, Section, list_ids
from voteapp.campaign.questionnaire.edits import find_question
from voteapp.campaign.questionnaire.edits_of_rules import put_rule, remove_rule
from voteapp.campaign.questionnaire.edits_of_sections import (
    find_section,
    put_section,
    remove_section,
)
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.questionnaire.rules import Rule
from voteapp.campaign.questionnaire.translations import rename_earlier
from voteapp.services.context import Context
from voteapp.services.drafting.keeping import asking, edit, in_part, stale
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.drafting.writing import write_text
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft


def save_section(
    context: Context, actor: str, code: str, part: str, first: str, seen: str, text: str, help: str
) -> None:
    """A heading before the question ``first``, new or reworded. ``help``: its introduction."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        if find_question(questionnaire, first) is None:
            raise stale()
        found = next((s for s in questionnaire.sections if s.first == first), None)
        texts = write_text(text, help, questionnaire.language, found.texts if found else {})
        name = found.id if found else create_id(context.random_bytes)
        return put_section(questionnaire, Section(id=name, first=first, texts=texts))

    edit(context, code, Piece("order", part), seen, asking(part, change))


def delete_section(
    context: Context, actor: str, code: str, part: str, section: str, seen: str
) -> None:
    """Without a heading; its questions stay."""

    def change(questionnaire: Questionnaire) -> Questionnaire:
        if find_section(questionnaire, section) is None:
            raise stale()
        return remove_section(questionnaire, section)

    edit(context, code, Piece("order", part), seen, asking(part, change))


def save_survey_rule(
    context: Context, actor: str, code: str, part: str, rule: Rule, seen: str
) -> None:
    """A rule, new (its identity is empty then) or in the place of the one of its identity."""

    def change(election: ElectionDraft) -> ElectionDraft:
        named = rule
        if not rule.id:
            named = msgspec.structs.replace(rule, id=create_id(context.random_bytes))
        return replace(election, questionnaire=put_rule(election.questionnaire, named))

    edit(context, code, Piece("rules", part), seen, in_part(part, change))


def delete_survey_rule(
    context: Context, actor: str, code: str, part: str, rule: str, seen: str
) -> None:
    """Without a rule of a survey."""

    def change(election: ElectionDraft) -> ElectionDraft:
        return replace(election, questionnaire=remove_rule(election.questionnaire, rule))

    edit(context, code, Piece("rules", part), seen, in_part(part, change))


def copy_part(context: Context, actor: str, code: str, part: str) -> None:
    """The same part once more, after it; its rules and limits with it."""

    def change(draft: CampaignDraft) -> CampaignDraft:
        found = find_part(draft, part)
        if found is None:
            raise stale()
        place = draft.elections.index(found) + 1
        copied = copy_election(context, found)
        return replace(
            draft, elections=(*draft.elections[:place], copied, *draft.elections[place:])
        )

    edit(context, code, None, "", change)


def copy_election(context: Context, election: ElectionDraft) -> ElectionDraft:
    """A part with identities of its own. The rule of a vote names the same answer's copy."""
    draw = partial(create_id, context.random_bytes)
    copied = copy_questionnaire(election.questionnaire, draw)
    named = dict(zip(list_ids(election.questionnaire), list_ids(copied), strict=True))
    earlier = rename_earlier(election.earlier, named)
    election = replace(election, earlier=earlier)
    if election.rule is None:
        return replace(election, questionnaire=copied)
    rule = replace(
        election.rule,
        question=named.get(election.rule.question, ""),
        answer=named.get(election.rule.answer, ""),
    )
    return replace(election, questionnaire=copied, rule=rule)
