"""A question as the fields of its form, and back: its answers carry their identities."""

from __future__ import annotations

from dataclasses import replace

from voteapp.campaign.lookalikes import find_twin, looks_empty
from voteapp.campaign.questionnaire.document import MOST_ANSWERS
from voteapp.campaign.questionnaire.edits import move
from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_EXPLANATION, LONGEST_QUESTION
from voteapp.services.values.drafts import AnswerDraft, QuestionDraft
from voteapp.web.committee.editor.kinds import KIND_OF_VOTE, KINDS, choice_words
from voteapp.web.frame.forms import Form
from voteapp.web.words.i18n import gettext as _


def question_fields(present: QuestionDraft) -> dict[str, str]:
    """A question as the fields of its form (answers apart)."""
    fields = {
        "text": present.text,
        "help": present.help,
        "kind": present.kind if present.kind in KINDS else KIND_OF_VOTE,
        "blank": "yes" if present.blank else "",
        "not_applicable": "yes" if present.not_applicable else "",
    }
    for kind in KINDS.values():
        fields |= kind.fill(present)
    for number, answer in enumerate(present.answers):
        fields |= answer_fields(number, answer)
    return fields


def answer_fields(number: int, answer: AnswerDraft) -> dict[str, str]:
    """An answer as the fields of its row."""
    name = f"answers.{number}"
    return {
        name: answer.text,
        f"{name}.alone": "yes" if answer.alone else "",
        f"{name}.unsaid": "" if answer.substantive else "yes",
    }


def tell_question(question: QuestionDraft) -> dict[str, str]:
    """A question by what people call its fields."""
    beside = [
        _("Or not applicable") if question.not_applicable else "",
        _("Or no answer") if question.blank else "",
    ]
    return {
        _("Question"): question.text,
        _("Help"): question.help,
        _("Answers"): "\n".join(tell_answer(answer) for answer in question.answers),
        _("How many answers may a member choose?"): choice_words(question),
        _("Beside the answers"): "\n".join(filter(None, beside)),
    }


def tell_answer(answer: AnswerDraft) -> str:
    """An answer with what is special about it."""
    text = answer.text
    if answer.alone:
        text = _("%(answer)s (with no other)", answer=text)
    return text if answer.substantive else _("%(answer)s (left out of shares)", answer=text)


def read_answers(form: Form, present: QuestionDraft) -> list[AnswerDraft]:
    """The answers as typed, in the order of the page, each with the identity that it carries.

    The numbers that an answer stands for are those that it has: no row shows them.
    """
    bins = {answer.id: answer.bin for answer in present.answers}
    return [
        AnswerDraft(
            form.value(f"answers.{n}"),
            form.value(f"answers.{n}.id"),
            alone=form.checked(f"answers.{n}.alone"),
            substantive=not form.checked(f"answers.{n}.unsaid"),
            bin=bins.get(form.value(f"answers.{n}.id")),
        )
        for n in range(MOST_ANSWERS)
        if f"answers.{n}" in form.data
    ]


def paste_answers(form: Form, answers: list[AnswerDraft]) -> str:
    """More answers, one a line; empty rows make place for them. What does not fit stays typed.

    Gives the id of the field to go on with.
    """
    lines = [line.strip() for line in form.value("paste").splitlines() if line.strip()]
    answers[:] = [answer for answer in answers if not looks_empty(answer.text)]
    room = MOST_ANSWERS - len(answers)
    answers += [AnswerDraft(line) for line in lines[:room]]
    form.data["paste"] = "\n".join(lines[room:])
    if lines[room:]:
        form.add(
            "paste", _("At most %(number)d answers fit. The rest stands here.", number=MOST_ANSWERS)
        )
    if not answers:
        answers.append(AnswerDraft(""))
    return f"answers.{len(answers) - 1}"


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
    help = form.text("help", "", limit=LONGEST_EXPLANATION, required=False)
    known = KINDS[KIND_OF_VOTE]
    if kind != "vote":
        name = form.choice("kind", tuple(KINDS), _("Choose how many answers may be chosen."))
        known = KINDS[name]
    question = replace(
        present,
        text=text,
        help=help,
        answers=tuple(_clean_answers(form, answers) if known.lists else answers),
        blank=form.checked("blank"),
        not_applicable=form.checked("not_applicable"),
    )
    return known.read(form, question)


def _clean_answers(form: Form, answers: list[AnswerDraft]) -> list[AnswerDraft]:
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
    return [replace(a, text=t) for t, a in zip(cleaned, answers, strict=True)]
