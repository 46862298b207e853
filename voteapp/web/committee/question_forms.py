"""A question as the fields of its form, and back: its answers carry their identities."""

from __future__ import annotations

from dataclasses import replace

from voteapp.campaign.lookalikes import find_twin, looks_empty
from voteapp.campaign.questionnaire.document import MOST_ANSWERS
from voteapp.campaign.questionnaire.edits import move
from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_QUESTION
from voteapp.services.values.drafts import AnswerDraft, QuestionDraft
from voteapp.web.committee.kinds import KIND_OF_VOTE, KINDS, choice_words
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _


def question_fields(present: QuestionDraft) -> dict[str, str]:
    """A question as the fields of its form (answers apart)."""
    fields = {
        "text": present.text,
        "kind": present.kind,
        "blank": "yes" if present.blank else "",
        "not_applicable": "yes" if present.not_applicable else "",
    }
    for kind in KINDS.values():
        fields |= kind.fill(present)
    return fields


def tell_question(question: QuestionDraft) -> dict[str, str]:
    """A question by what people call its fields."""
    beside = [
        _("Or not applicable") if question.not_applicable else "",
        _("Or no answer") if question.blank else "",
    ]
    return {
        _("Question"): question.text,
        _("Answers"): "\n".join(answer.text for answer in question.answers),
        _("How many answers may a member choose?"): choice_words(question),
        _("Beside the answers"): "\n".join(filter(None, beside)),
    }


def read_answers(form: Form) -> list[AnswerDraft]:
    """The answers as typed, in the order of the page, each with the identity that it carries."""
    return [
        AnswerDraft(form.value(f"answers.{n}"), form.value(f"answers.{n}.id"))
        for n in range(MOST_ANSWERS)
        if f"answers.{n}" in form.data
    ]


def change_answers(answers: list[AnswerDraft], change: str) -> str:
    """Carry out ``add``, ``remove.N``, ``up.N`` or ``down.N`` on the list in place.

    Gives the id of the field to go on with; unknown changes do nothing.
    """
    verb, _dot, digits = change.partition(".")
    if verb == "add" and len(answers) < MOST_ANSWERS:
        answers.append(AnswerDraft(""))
        return f"answers.{len(answers) - 1}"
    if not (digits.isascii() and digits.isdigit()) or int(digits) >= len(answers):
        return ""
    number = int(digits)
    if verb == "remove" and len(answers) > 1:
        del answers[number]
        return f"answers.{min(number, len(answers) - 1)}"
    by = {"up": -1, "down": 1}.get(verb, 0)
    answers[:] = move(answers, number, by)
    return f"answers.{max(0, min(number + by, len(answers) - 1))}"


def read_question(
    form: Form, answers: list[AnswerDraft], present: QuestionDraft, kind: str
) -> QuestionDraft:
    """The question that a form holds; problems are noted in the form."""
    text = form.text("text", _("Enter the question."), limit=LONGEST_QUESTION)
    cleaned = [
        form.text(
            f"answers.{n}",
            _("Enter this answer, or remove it."),
            limit=LONGEST_ANSWER,
            raw=answer.text,
        )
        for n, answer in enumerate(answers)
    ]
    for number, answer in enumerate(cleaned):
        if not looks_empty(answer) and find_twin(cleaned, number) is not None:
            form.add(f"answers.{number}", _("This answer looks like another one."))
    if not cleaned:
        form.add("text", _("Add at least one answer."))
    name = KIND_OF_VOTE
    if kind != "vote":
        name = form.choice("kind", tuple(KINDS), _("Choose how many answers may be chosen."))
    question = replace(
        present,
        text=text,
        answers=tuple(AnswerDraft(t, a.id) for t, a in zip(cleaned, answers, strict=True)),
        blank=form.checked("blank"),
        not_applicable=form.checked("not_applicable"),
    )
    return KINDS[name].read(form, question)
