"""A draft whose questions cannot all be answered is not locked, and the place is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from tests.players.services.world import SURVEY, World, create_draft
from voteapp.campaign.questionnaire.answering import Leaf, list_offered
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.paths import PathFault, find_path_faults
from voteapp.campaign.questionnaire.rules import (
    Condition,
    Forbid,
    Rule,
    Skip,
    create_leaf_condition,
)
from voteapp.services import overview
from voteapp.services.drafting.guards import paths as playing
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft

FIRST, SECOND = SURVEY.questionnaire.questions
ALL, SOME, NONE = (answer.id for answer in FIRST.answers)
NO_BREAKS = create_leaf_condition(FIRST.id, [NONE])
EVERYTHING = create_leaf_condition(SECOND.id, list_offered(SECOND))
FORBID = Forbid(id="0" * 8, when=Condition(all=[NO_BREAKS, EVERYTHING]))
SKIP = Skip(id="0" * 8, when=create_leaf_condition(FIRST.id, list_offered(FIRST)), questions=[])


def make(*rules: Rule, **fields: object) -> CampaignDraft:
    """The survey about breaks with these rules."""
    second = msgspec.structs.replace(SECOND, not_applicable=True, min=1)
    asked = msgspec.structs.replace(
        SURVEY.questionnaire,
        **{"questions": [FIRST, second], "rules": list(rules), **fields},
    )
    return create_draft(replace(SURVEY, questionnaire=asked), title=SURVEY.title)


def find(draft: CampaignDraft) -> list[tuple[str, str, str]]:
    guards = list_before_locking(draft)
    return [
        (guard.code, guard.place, str(guard.sentence))
        for guard in guards
        if guard.code.startswith("path-")
    ]


def test_each_fault_stands_at_its_question() -> None:
    assert find(make()) == []
    everything = create_leaf_condition(SECOND.id, [*list_offered(SECOND), "not-applicable"])
    forbid = msgspec.structs.replace(FORBID, when=Condition(all=[NO_BREAKS, everything]))
    ((code, place, said),) = find(make(forbid))
    assert (code, place) == ("path-dead-end", "elections.0.questions.1")
    assert "“What was left undone?”" in said
    skip = msgspec.structs.replace(SKIP, questions=[SECOND.id])
    ((code, place, said),) = find(make(skip))
    assert (code, place) == ("path-question", "elections.0.questions.1")
    assert said == "“What was left undone?” is never asked, whatever members answer."
    never = Forbid(id="0" * 8, when=NO_BREAKS)
    ((code, place, said),) = find(make(never))
    assert (code, place) == ("path-answer", "elections.0.questions.0.answers.2")
    assert said == "Nobody can give the answer “none” to “Which breaks?”."
    both = Condition(all=[create_leaf_condition(FIRST.id, [name]) for name in (ALL, SOME)])
    ((code, place, said),) = find(make(Forbid(id="0" * 8, when=both)))
    assert (code, place) == ("path-rule", "elections.0.questions.0")
    assert said == "A rule about “Which breaks?” never applies, whatever members answer."


def test_it_is_not_locked(world: World) -> None:
    world.draft(make())
    draft = overview.get_campaign(world.context, world.code).draft
    (election,) = draft.elections
    broken = add_rule(election.questionnaire, Forbid(id="0" * 8, when=NO_BREAKS))
    changed = replace(draft, elections=(replace(election, questionnaire=broken),))
    world.draft(changed)
    with pytest.raises(InvalidDraftError) as caught:
        world.lock()
    assert [error.field for error in caught.value.errors] == ["elections.0.questions.0.answers.2"]


def add_rule(questionnaire: Questionnaire, rule: Rule) -> Questionnaire:
    return msgspec.structs.replace(questionnaire, rules=[*questionnaire.rules, rule])


def test_paths_are_played_once_until_the_questions_change(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[Questionnaire] = []

    def play(questionnaire: Questionnaire, leaves: Sequence[Leaf]) -> list[PathFault]:
        played.append(questionnaire)
        return find_path_faults(questionnaire, leaves)

    monkeypatch.setattr(playing, "find_path_faults", play)
    everything = create_leaf_condition(SECOND.id, [*list_offered(SECOND), "not-applicable"])
    forbid = msgspec.structs.replace(FORBID, id="7" * 8)
    forbid = msgspec.structs.replace(forbid, when=Condition(all=[NO_BREAKS, everything]))
    broken = make(forbid)
    assert len(find(broken)) == 1 and len(find(broken)) == 1
    assert len(played) == 1
    assert find(make()) == []
    assert len(played) <= 2
    assert len(find(broken)) == 1
