"""Two people edit one draft at random, each from what they last looked at.

No edit lands on what its author did not see, no rule points elsewhere than its author said.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.players.services.machines import run_machine
from tests.players.services.world import ADA, SURVEY, VOTE, World, create_draft, create_settings
from voteapp.campaign.questionnaire.edits import move
from voteapp.services.campaigns import decode_draft, find_campaign
from voteapp.services.drafting import drafting, editing, editing_questions
from voteapp.services.drafting.deciding import create_rule, find_deciding_answer, is_confirmed
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.drafting.versions import (
    Piece,
    compute_version,
    find_part,
    list_pieces,
)
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ElectionDraft,
    QuestionDraft,
    RuleDraft,
)

pytestmark = pytest.mark.slow

LOOKS = " after a look"
PEOPLE = st.sampled_from((ADA, "Bea", ADA + LOOKS, "Bea" + LOOKS))
NUMBERS = st.integers(0, 9)
WORDS = st.sampled_from(("Yes", "No", "Maybe", "Never"))
STEPS = 40


class TwoPeople(RuleBasedStateMachine):
    """``shown``: the draft as each of them last saw it; ``said``: what each rule's author said."""

    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        self.world = World(create_settings(folder))
        self.world.draft(create_draft(VOTE, SURVEY))
        self.shown = {name: self.read() for name in (ADA, "Bea")}
        self.said = {VOTE.id: (VOTE.questions[0].answers[0].id, "Yes")}

    def teardown(self) -> None:
        self.world.context.board.close()
        self.world.context.roll.close()

    def read(self) -> CampaignDraft:
        with self.world.context.board.read() as session:
            return decode_draft(find_campaign(session, self.world.code))

    def see(self, who: str) -> CampaignDraft:
        """The draft as somebody last saw it, or sees it now."""
        name = who.removesuffix(LOOKS)
        if name != who:
            self.shown[name] = self.read()
        return self.shown[name]

    def pick(self, who: str, part: int) -> ElectionDraft:
        parts = self.see(who).elections
        return parts[part % len(parts)]

    def act(
        self,
        who: str,
        pieces: list[Piece],
        save: Callable[[str], Any],
        touched: set[str],
        part: str = "",
    ) -> bool:
        """An edit of what ``who`` saw; whether it was kept. Nothing but ``touched`` may change.

        ``part``: where something is added without having seen what is there.
        """
        before, shown = self.read(), self.see(who)
        same = all(compute_version(before, p) == compute_version(shown, p) for p in pieces)
        seen = compute_version(shown, pieces[0]) if pieces else ""
        gone = bool(part) and find_part(before, part) is None
        try:
            save(seen)
        except StaleDraftError:
            assert not same or gone or any(not compute_version(before, p) for p in pieces)
            assert self.read() == before
            return False
        except InvalidDraftError:
            assert self.read() == before
            return False
        assert same, pieces
        self.check_rest(before, touched)
        return True

    def check_rest(self, before: CampaignDraft, touched: set[str]) -> None:
        after = self.read()
        for piece in list_pieces(before):
            if piece.name not in touched and piece.part not in touched:
                assert compute_version(before, piece) == compute_version(after, piece), piece

    @rule(who=PEOPLE, part=NUMBERS, number=NUMBERS, word=WORDS, how=NUMBERS, answer=NUMBERS)
    def save_question(
        self, who: str, part: int, number: int, word: str, how: int, answer: int
    ) -> None:
        election = self.pick(who, part)
        self.change(who, election, number, how, answer, word)

    @rule(who=PEOPLE, part=NUMBERS, word=WORDS, how=st.sampled_from((2, 2, 4, 8)), answer=NUMBERS)
    def change_answers_of_a_vote(
        self, who: str, part: int, word: str, how: int, answer: int
    ) -> None:
        votes = [election for election in self.see(who).elections if election.kind == "vote"]
        if votes:
            self.change(who, votes[part % len(votes)], 0, how, answer, word)

    def change(
        self, who: str, election: ElectionDraft, number: int, how: int, answer: int, word: str
    ) -> None:
        question = election.questions[number % len(election.questions)]
        typed = change_question(question, how, answer, word)
        piece = Piece("question", election.id, question.id)

        def save(seen: str) -> None:
            editing_questions.save_question(
                self.world.context, who, self.world.code, election.id, question.id, seen, typed
            )

        touched = {piece.name, Piece("rule", election.id).name}
        if self.act(who, [piece], save, touched):
            present = find_part(self.read(), election.id)
            assert present is not None
            (found,) = [q for q in present.questions if q.id == question.id]
            assert [a.text for a in found.answers] == [a.text for a in typed.answers]
            kept = [(a.id, b.id) for a, b in zip(typed.answers, found.answers, strict=True) if a.id]
            assert all(mine == theirs for mine, theirs in kept)

    @rule(who=PEOPLE, part=NUMBERS, word=WORDS)
    def add_question(self, who: str, part: int, word: str) -> None:
        election = self.pick(who, part)
        typed = ask(f"{word}?", ("Yes", "No"), blank=True)

        def save(seen: str) -> None:
            editing_questions.add_question(
                self.world.context, who, self.world.code, election.id, typed
            )

        self.act(who, [], save, {Piece("order", election.id).name}, election.id)

    @rule(who=PEOPLE, part=NUMBERS, number=NUMBERS, by=st.sampled_from((-1, 1)))
    def move_question(self, who: str, part: int, number: int, by: int) -> None:
        election = self.pick(who, part)
        order = [question.id for question in election.questions]
        place = number % len(order)
        piece = Piece("order", election.id)

        def save(seen: str) -> None:
            editing_questions.move_question(
                self.world.context, who, self.world.code, election.id, order[place], seen, by
            )

        if self.act(who, [piece], save, {piece.name}):
            present = find_part(self.read(), election.id)
            assert present is not None
            assert [q.id for q in present.questions] == move(order, place, by)

    @rule(who=PEOPLE, part=NUMBERS, by=st.sampled_from((-1, 1)))
    def move_part(self, who: str, part: int, by: int) -> None:
        order = [election.id for election in self.see(who).elections]
        place, piece = part % len(order), Piece("parts")

        def save(seen: str) -> None:
            editing.move_part(self.world.context, who, self.world.code, order[place], seen, by)

        if self.act(who, [piece], save, {piece.name}):
            assert [election.id for election in self.read().elections] == move(order, place, by)

    @rule(who=PEOPLE, part=NUMBERS, number=NUMBERS)
    def remove_question(self, who: str, part: int, number: int) -> None:
        election = self.pick(who, part)
        question = election.questions[number % len(election.questions)].id
        piece = Piece("removal", election.id, question)

        def save(seen: str) -> None:
            editing_questions.remove_question(
                self.world.context, who, self.world.code, election.id, question, seen
            )

        gone = {Piece("question", election.id, question).name, Piece("order", election.id).name}
        self.act(who, [piece], save, gone)

    @rule(who=PEOPLE, part=NUMBERS, word=WORDS)
    def save_head(self, who: str, part: int, word: str) -> None:
        election = self.pick(who, part)
        piece = Piece("head", election.id)

        def save(seen: str) -> None:
            editing.save_head(
                self.world.context,
                who,
                self.world.code,
                election.id,
                seen,
                title=word,
                description=who,
                k=10,
            )

        self.act(who, [piece], save, {piece.name})

    @rule(who=PEOPLE, part=NUMBERS, answer=NUMBERS)
    def save_rule(self, who: str, part: int, answer: int) -> None:
        election = self.pick(who, part)
        if election.kind != "vote":
            return
        offered = election.questions[0].answers
        chosen = offered[answer % len(offered)]
        piece = Piece("rule", election.id)

        def save(seen: str) -> None:
            said = RuleDraft(answer=chosen.id)
            editing.save_rule(self.world.context, who, self.world.code, election.id, seen, said)

        if self.act(who, [piece], save, {piece.name}):
            self.said[election.id] = (chosen.id, chosen.text)

    @rule(who=PEOPLE, word=WORDS)
    def add_part(self, who: str, word: str) -> None:
        asked = ask(f"{word}?", ("Yes", "No"))
        part = write_election("vote", word, [asked], self.world.random, rule=RuleDraft())

        def save(seen: str) -> None:
            editing.add_parts(self.world.context, who, self.world.code, [part])

        if self.act(who, [], save, {Piece("parts").name}):
            self.said[part.id] = (part.questions[0].answers[0].id, "Yes")

    @rule(who=PEOPLE, part=NUMBERS)
    def remove_part(self, who: str, part: int) -> None:
        election = self.pick(who, part)

        def save(seen: str) -> None:
            editing.remove_part(self.world.context, who, self.world.code, election.id, seen)

        if self.act(who, [Piece("part", election.id)], save, {election.id, Piece("parts").name}):
            self.said.pop(election.id, None)

    @rule(who=PEOPLE, word=WORDS)
    def save_details(self, who: str, word: str) -> None:
        piece = Piece("details")

        def save(seen: str) -> None:
            editing.save_details(
                self.world.context,
                who,
                self.world.code,
                seen,
                title=word,
                organizer=who,
                facility="",
                unit="",
            )

        before = self.read()
        heads = {Piece("head", e.id).name for e in before.elections if e.title == before.title}
        if self.act(who, [piece], save, {piece.name, *heads}):
            assert all(find_part(self.read(), name.split(":")[1]).title == word for name in heads)

    @rule(who=PEOPLE)
    def lock(self, who: str) -> None:
        piece, doubtful = Piece("draft"), not all(map(is_confirmed, self.read().elections))

        def save(seen: str) -> None:
            confirmed = [guard.key for guard in list_before_locking(self.read())]
            drafting.submit_draft(self.world.context, who, self.world.code, seen, confirmed)

        if self.act(who, [piece], save, set()):
            assert not doubtful
            drafting.reopen_draft(
                self.world.context, who, self.world.code, seen=self.world.standing
            )

    @invariant()
    def rules_are_about_what_their_authors_said(self) -> None:
        draft = self.read()
        votes = [election for election in draft.elections if election.kind == "vote"]
        assert {election.id for election in votes} == set(self.said)
        for election in votes:
            name, text = self.said[election.id]
            found = find_deciding_answer(election)
            assert is_confirmed(election) == (found == AnswerDraft(text, name))
            if found is None:
                assert all(answer.id != name for q in election.questions for answer in q.answers)
                continue
            placed = create_rule(election)
            assert placed is not None and found.id == name
            assert election.questions[placed.question].answers[placed.answer].id == name


def change_question(question: QuestionDraft, how: int, answer: int, word: str) -> QuestionDraft:
    """One of the things that people do to a question."""
    answers = list(question.answers)
    place = answer % len(answers)
    if how < 2:
        return replace(question, text=f"{word}?", blank=not question.blank)
    if how < 4:
        answers[place] = replace(answers[place], text=word)
    elif how < 6:
        answers = move(answers, place, 1)
    elif how < 8:
        answers.append(AnswerDraft(word))
    else:
        del answers[place]
    most = max(1, min(question.maximum, len(answers)))
    return replace(
        question, answers=tuple(answers), maximum=most, minimum=min(question.minimum, most)
    )


def test_two_people_edit_one_draft(tmp_path: Path, length: Callable[[int, int], int]) -> None:
    TwoPeople.folder = tmp_path
    run_machine(TwoPeople, length, STEPS)
