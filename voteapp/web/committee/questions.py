"""One question's form: text, answers to add, remove and reorder, how many, blank or not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import Question
from voteapp.campaign.questionnaire.edits import find_question
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_QUESTION
from voteapp.errors import NotFoundError
from voteapp.services.drafting.choices import MOST_ANSWERS
from voteapp.services.drafting.writing import ask, write_question
from voteapp.services.values.drafts import AnswerDraft, CampaignDraft, QuestionDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    get_election,
    get_question,
    move_question,
    moved,
    with_question,
    without_question,
)
from voteapp.web.committee.elections import back_to_election
from voteapp.web.committee.kinds import KIND_OF_VOTE, KINDS
from voteapp.web.committee.settings import load_draft, try_save
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context
from voteapp.web.words.i18n import gettext as _

EMPTY = ask("", ("", ""))


@committee.route("/campaigns/<code>/parts/<int:place>/questions/new", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def add_question(code: str, place: int) -> ResponseReturnValue:
    """One more question at the end of a survey."""
    draft = load_draft(code)
    election = get_election(draft, place)
    if election.kind == "vote":
        raise NotFoundError(_("A vote has one question. Add another vote for another question."))
    return _edit(code, place, len(election.questions), draft, EMPTY)


@committee.route(
    "/campaigns/<code>/parts/<int:place>/questions/<int:number>", methods=["GET", "POST"]
)
@role(Role.COMMITTEE)
def question(code: str, place: int, number: int) -> ResponseReturnValue:
    """Edit a question."""
    draft = load_draft(code)
    return _edit(code, place, number, draft, get_question(draft, place, number))


def _edit(
    code: str, place: int, number: int, draft: CampaignDraft, present: QuestionDraft
) -> ResponseReturnValue:
    kind = get_election(draft, place).kind
    if request.method == "GET":
        return _show(
            Form(question_fields(present)), list(present.answers), code, place, number, kind
        )
    form = Form(request.form)
    answers = read_answers(form)
    change = form.value("change")
    if change:
        focus = change_answers(answers, change)
        return _show(form, answers, code, place, number, kind, focus)
    edited = read_question(form, answers, present, kind)
    if form.ok:
        changed = with_question(draft, place, _write(draft, place, edited))
        if try_save(form, code, changed, f"elections.{place}.questions.{number}."):
            return back_to_election(code, place)
    return _show(form, answers, code, place, number, kind), 422


def _write(draft: CampaignDraft, place: int, edited: QuestionDraft) -> Question:
    """The question as the draft keeps it."""
    questionnaire = get_election(draft, place).questionnaire
    before = find_question(questionnaire, edited.id)
    draw = partial(create_id, get_context().random_bytes)
    return write_question(edited, questionnaire.language, draw, before)


def _show(
    form: Form,
    answers: list[AnswerDraft],
    code: str,
    place: int,
    number: int,
    kind: str,
    focus: str = "",
) -> str:
    for index, answer in enumerate(answers):
        form.data[f"answers.{index}"] = answer.text
    return render_template(
        "committee/drafting/question.html",
        form=form,
        answers=answers,
        code=code,
        place=place,
        heading=_("Question %(number)d", number=number + 1),
        kind=kind,
        focus=focus,
        can_add=len(answers) < MOST_ANSWERS,
        can_remove=len(answers) > 1,
        kinds=[(name, known.choose()) for name, known in KINDS.items()],
        fields_of_kinds=[known.template for known in KINDS.values() if known.template],
    )


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
    moved(answers, number, by)
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
        if answer and answer in cleaned[:number]:
            form.add(f"answers.{number}", _("This answer is there already."))
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


@committee.post("/campaigns/<code>/parts/<int:place>/questions/<int:number>/move")
@role(Role.COMMITTEE)
def move(code: str, place: int, number: int) -> ResponseReturnValue:
    """One place up or down."""
    draft = load_draft(code)
    by = -1 if request.form.get("by") == "up" else 1
    form = Form()
    try_save(form, code, move_question(draft, place, number, by))
    target = max(0, number + by)
    address = url_for("committee.election", code=code, place=place)
    return redirect(f"{address}#question-{target}", 303)


@committee.route(
    "/campaigns/<code>/parts/<int:place>/questions/<int:number>/remove", methods=["GET", "POST"]
)
@role(Role.COMMITTEE)
def remove_question(code: str, place: int, number: int) -> ResponseReturnValue:
    """Take a question out, after asking."""
    draft = load_draft(code)
    present = get_question(draft, place, number)
    form = Form()
    status = 200
    if request.method == "POST":
        if try_save(form, code, without_question(draft, place, number)):
            return back_to_election(code, place)
        status = 422
    page = render_template(
        "committee/drafting/question_remove.html",
        form=form,
        code=code,
        place=place,
        number=number,
        question=present,
    )
    return page, status
