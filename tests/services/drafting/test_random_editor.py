"""The editor driven at random: no rule changes its meaning unasked, no trap can be locked.

Whatever is pressed, what is kept is a questionnaire; an edit that would take a rule away, or make
it say something else, changes nothing until its author has agreed; and where nothing stands in the
way of locking, members who answer at random all come to the end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import ClassVar

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.players.campaign.questionnaires import LEAF, Author
from tests.players.campaign.random_questionnaires import create_random_rule
from tests.players.services.machines import run_machine
from tests.players.services.world import ADA, World, create_draft, create_settings
from tests.support.randomness import RandomStream
from voteapp.campaign.questionnaire.answering import (
    Given,
    Interview,
    Leaf,
    create_choices,
    find_fault,
    list_offered,
)
from voteapp.campaign.questionnaire.checks import check_questionnaire
from voteapp.campaign.questionnaire.document import Bin, Questionnaire
from voteapp.campaign.questionnaire.rules import Rule
from voteapp.errors import Sentence
from voteapp.services.campaigns import decode_draft, find_campaign
from voteapp.services.drafting import editing_questions, undoing
from voteapp.services.drafting.editor import structure
from voteapp.services.drafting.guards.paths import list_guards_of_part
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.errors import InvalidDraftError, RulesChangeError, StaleDraftError
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ElectionDraft,
    ItemDraft,
    QuestionDraft,
    ScaleDraft,
    describe_question,
)

pytestmark = pytest.mark.slow

STEPS = 40
SEEDS = st.integers(0, 2**32)
WORDS = ("Yes", "No", "Maybe", "Never", "Often")
MOST = 9
SURVEY = write_election(
    "survey",
    "Shifts",
    [ask("One?", WORDS[:3], blank=True, not_applicable=True), ask("Two?", WORDS[:2], blank=True)],
    RandomStream("random editor"),
    k=10,
)


def tell(questionnaire: Questionnaire, found: Rule) -> str:
    """A rule with every identity replaced by what people read there."""
    text = msgspec.json.encode(found).decode()
    for question in questionnaire.questions:
        text = text.replace(question.id, f"<{question.texts['en'].text}>")
        for answer in question.answers:
            text = text.replace(answer.id, f"<{answer.texts['en'].text} {answer.bin}>")
    return text


class RandomEditor(RuleBasedStateMachine):
    """``chance`` draws everything of a step from its seed."""

    folder: ClassVar[Path]
    asked: ClassVar[int] = 0
    finished: ClassVar[int] = 0
    trapped: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        self.world = World(create_settings(folder))
        self.world.draft(create_draft(SURVEY))
        self.author = Author("rules of the random editor")

    def teardown(self) -> None:
        self.world.context.board.close()
        self.world.context.roll.close()

    def read(self) -> CampaignDraft:
        with self.world.context.board.read() as session:
            return decode_draft(find_campaign(session, self.world.code))

    @property
    def part(self) -> ElectionDraft:
        return self.read().elections[0]

    def see(self, kind: str, name: str = "") -> str:
        return compute_version(self.read(), Piece(kind, SURVEY.id, name))  # type: ignore[arg-type]

    def press(self, chance: Random, act: Callable[[str], None]) -> None:
        """Do it; where the author is asked, agree or leave it. Then look at what is kept."""
        before = self.part.questionnaire
        question = None
        try:
            act("")
        except RulesChangeError as error:
            question = error
        except (InvalidDraftError, StaleDraftError):
            assert self.part.questionnaire == before
            return
        if question is not None:
            self.ask_author(chance, act, before, question)
            return
        after = self.part.questionnaire
        kept = {found.id: found for found in after.rules}
        for found in before.rules:
            assert found.id in kept, "a rule went unasked"
            assert tell(before, found) == tell(after, kept[found.id]), "a rule turned unasked"
        self.look()

    def ask_author(
        self,
        chance: Random,
        act: Callable[[str], None],
        before: Questionnaire,
        question: RulesChangeError,
    ) -> None:
        type(self).asked += 1
        assert self.part.questionnaire == before
        if chance.random() < 0.4:
            return
        try:
            act(question.agreement)
        except InvalidDraftError:
            assert self.part.questionnaire == before
            return
        assert len(self.part.questionnaire.rules) == len(question.after.rules)
        self.look()

    def look(self) -> None:
        election = self.part
        check_questionnaire(election.questionnaire)
        if any(isinstance(g.sentence, Sentence) for g in list_guards_of_part(election)):
            type(self).trapped += 1
            return
        for member in range(3):
            self.walk(election.questionnaire, Random(member))

    def walk(self, questionnaire: Questionnaire, chance: Random) -> None:
        """A member who answers at random finds an answer to each question that is asked."""
        interview = Interview(questionnaire, Leaf(LEAF))
        chosen: Given = {}
        for question in questionnaire.questions:
            offered = list_offered(question)
            ways = [(answer,) for answer in offered]
            if question.min > 1:
                ways = [tuple(offered[: question.min]), *ways]
            ways = [way for way in ways if find_fault(question, way) is None]
            chance.shuffle(ways)
            for way in ways:
                tried = {**chosen, question.id: way}
                given = {s.question: s.answers for s in interview.go_through(tried) if s.answers}
                if not interview.find_contradictions(given):
                    break
            else:
                raise AssertionError(f"no answer is left for {question.id}")
            chosen = {**chosen, question.id: way}
        create_choices(questionnaire, interview.go_through(chosen))
        type(self).finished += 1

    @rule(seed=SEEDS)
    def add_question(self, seed: int) -> None:
        chance = Random(seed)
        if len(self.part.questions) >= MOST:
            return
        after = chance.choice(self.part.questions).id
        typed = draw_question(chance)
        self.press(
            chance,
            lambda agreed: editing_questions.add_question(
                self.world.context, ADA, self.world.code, SURVEY.id, typed, after
            ),
        )

    @rule(seed=SEEDS)
    def save_question(self, seed: int) -> None:
        chance = Random(seed)
        found = chance.choice(self.part.questionnaire.questions)
        typed = change(chance, describe_question(found, "en"))
        seen = self.see("question", found.id)
        if found.scale is not None:
            return
        self.press(
            chance,
            lambda agreed: editing_questions.save_question(
                self.world.context, ADA, self.world.code, SURVEY.id, found.id, seen, typed, agreed
            ),
        )

    @rule(seed=SEEDS)
    def put_scale(self, seed: int) -> None:
        chance = Random(seed)
        known = [q for q in self.part.questionnaire.questions if q.scale is not None]
        items = [ItemDraft(q.texts["en"].text, q.id) for q in known if chance.random() < 0.8]
        items.append(ItemDraft(f"Item {seed}", reversed=chance.random() < 0.5))
        answers = [AnswerDraft(a.texts["en"].text, a.id) for a in known[0].answers] if known else []
        answers = answers or [AnswerDraft(word) for word in WORDS[: chance.randint(2, 4)]]
        chance.shuffle(answers)
        typed = ScaleDraft(tuple(items), tuple(answers))
        arguments = (self.world.context, ADA, self.world.code, SURVEY.id)
        if known:
            scale = known[0].scale or ""
            seen = self.see("scale", scale)
            self.press(
                chance,
                lambda agreed: editing_questions.save_scale(*arguments, scale, seen, typed, agreed),
            )
        elif len(self.part.questions) < MOST:
            self.press(chance, lambda agreed: editing_questions.add_scale(*arguments, typed))

    @rule(seed=SEEDS)
    def add_rule(self, seed: int) -> None:
        chance = Random(seed)
        if len(self.part.questionnaire.rules) >= 6:
            return
        made = create_random_rule(chance, self.author, self.part.questionnaire.questions)
        if made is None:
            return
        seen = self.see("rules")
        self.press(
            chance,
            lambda agreed: structure.save_survey_rule(
                self.world.context, ADA, self.world.code, SURVEY.id, made, seen
            ),
        )

    @rule(seed=SEEDS)
    def move(self, seed: int) -> None:
        chance = Random(seed)
        name, by, seen = (
            chance.choice(self.part.questions).id,
            chance.randint(-3, 3),
            self.see("order"),
        )
        self.press(
            chance,
            lambda agreed: editing_questions.move_question(
                self.world.context, ADA, self.world.code, SURVEY.id, name, seen, by, agreed
            ),
        )

    @rule(seed=SEEDS)
    def remove(self, seed: int) -> None:
        chance = Random(seed)
        name = chance.choice(self.part.questions).id
        seen = self.see("removal", name)
        self.press(
            chance,
            lambda agreed: editing_questions.remove_question(
                self.world.context, ADA, self.world.code, SURVEY.id, name, seen, agreed
            ),
        )

    @rule(seed=SEEDS)
    def copy(self, seed: int) -> None:
        chance = Random(seed)
        name = chance.choice(self.part.questions).id
        if len(self.part.questions) < MOST:
            self.press(
                chance,
                lambda agreed: editing_questions.copy_question(
                    self.world.context, ADA, self.world.code, SURVEY.id, name
                ),
            )

    @rule(seed=SEEDS)
    def put_heading(self, seed: int) -> None:
        chance = Random(seed)
        first, seen = chance.choice(self.part.questions).id, self.see("order")
        self.press(
            chance,
            lambda agreed: structure.save_section(
                self.world.context, ADA, self.world.code, SURVEY.id, first, seen, f"H{seed}", ""
            ),
        )

    @rule(back=st.booleans())
    def undo_or_redo(self, back: bool) -> None:
        """Whole states come back: rules and questions as they were together."""
        before = self.part.questionnaire
        seen = compute_version(self.read(), Piece("draft"))
        turn = undoing.undo if back else undoing.redo
        other = undoing.redo if back else undoing.undo
        try:
            turn(self.world.context, ADA, self.world.code, seen)
        except StaleDraftError:
            assert self.part.questionnaire == before
            return
        self.look()
        there = self.part.questionnaire
        other(
            self.world.context, ADA, self.world.code, compute_version(self.read(), Piece("draft"))
        )
        assert self.part.questionnaire == before
        turn(self.world.context, ADA, self.world.code, seen)
        assert self.part.questionnaire == there


def draw_question(chance: Random) -> QuestionDraft:
    kind = chance.choice(("one", "several", "number"))
    answers = tuple(AnswerDraft(word) for word in WORDS[: chance.randint(1, 4)])
    if kind == "number":
        bins = (Bin(low=0, high=2), Bin(low=3, high=3), Bin(low=4, high=None))
        answers = tuple(AnswerDraft(str(b.low), bin=b) for b in bins)
    return QuestionDraft(
        f"Question {chance.randint(0, 99)}?",
        answers,
        maximum=len(answers) if kind == "several" else 1,
        blank=chance.random() < 0.7,
        not_applicable=chance.random() < 0.7,
        kind=kind,  # type: ignore[arg-type]
    )


def change(chance: Random, question: QuestionDraft) -> QuestionDraft:
    """One of the things that people do to a question."""
    answers = list(question.answers)
    place = chance.randrange(len(answers))
    how = chance.randrange(7)
    if how == 0:
        return replace(question, text=f"{chance.choice(WORDS)}?")
    if how == 1:
        return replace(question, blank=not question.blank)
    if how == 2:
        return replace(question, not_applicable=not question.not_applicable)
    if how == 3:
        answers[place] = replace(answers[place], text=chance.choice(WORDS))
    elif how == 4:
        chance.shuffle(answers)
    elif how == 5:
        answers.append(AnswerDraft(chance.choice(WORDS)))
    else:
        del answers[place]
    most = max(1, min(question.maximum, len(answers)))
    return replace(
        question, answers=tuple(answers), maximum=most, minimum=min(question.minimum, most)
    )


def test_the_editor_at_random(tmp_path: Path, length: Callable[[int, int], int]) -> None:
    RandomEditor.folder = tmp_path
    run_machine(RandomEditor, length, STEPS)
    assert RandomEditor.asked > 0 and RandomEditor.trapped > 0 and RandomEditor.finished > 0
