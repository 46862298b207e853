"""One question's form, and its place: added, edited, moved, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import MOST_ANSWERS
from voteapp.errors import NotFoundError
from voteapp.services.drafting import editing_questions
from voteapp.services.drafting.versions import Piece, compute_version, find_part
from voteapp.services.drafting.writing import ask
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ElectionDraft,
    QuestionDraft,
)
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    Clash,
    Typed,
    begin_form,
    find_question,
    get_part,
    get_question,
    gone_words,
    keep_typed,
    load_draft,
    press_removal,
    settle,
    view_draft,
)
from voteapp.web.committee.elections import back_to_election, show_election
from voteapp.web.committee.kinds import KINDS
from voteapp.web.committee.question_forms import (
    change_answers,
    question_fields,
    read_answers,
    read_question,
    tell_question,
)
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.rules import blank_words
from voteapp.web.words.survey_rules import describe_survey_rule

EMPTY = ask("", ("", ""))


@dataclass(frozen=True)
class Place:
    """Where a question's form stands: in which part, of which kind, and where it is sent to;
    ``blank``: what a blank vote is to the rule of a vote."""

    code: str
    part: str
    kind: str
    heading: str
    address: str
    save: str
    blank: str = ""


def describe_place(code: str, draft: CampaignDraft, part: str, question: str = "") -> Place:
    """The place of a question, or of a new one."""
    found = find_part(draft, part)
    kind = found.kind if found else "survey"
    order = [one.id for one in found.questions] if found else []
    if question not in order:
        address = url_for("committee.add_question", code=code, part=part)
        return Place(code, part, kind, _("New question"), address, _("Add the question"))
    number = found.numbers[question] if found else None
    heading = _("Question %(number)d", number=number) if number else _("Filled in by the phone")
    address = url_for("committee.question", code=code, part=part, question=question)
    blank = describe_blank(found) if found else ""
    return Place(code, part, kind, heading, address, _("Save the question"), blank)


def describe_blank(election: ElectionDraft) -> str:
    """What a blank vote means for the rule, as it stands."""
    of = election.rule.of if election.rule else None
    return blank_words(of, election.rule.text if election.rule else "")


@committee.route("/campaigns/<code>/parts/<part>/questions/new", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def add_question(code: str, part: str) -> ResponseReturnValue:
    """One more question at the end of a survey."""
    draft = load_draft(code)
    place = describe_place(code, draft, part)
    if request.method == "GET":
        _require_survey(draft, part)
        return _show(Form(question_fields(EMPTY)), list(EMPTY.answers), place)
    form = Form(request.form)
    answers = read_answers(form)
    if form.value("change"):
        return _change(form, answers, place, change_answers(answers, form.value("change")))
    typed = read_question(form, answers, EMPTY, place.kind)
    if find_part(draft, part) is None:
        return keep_typed(code, gone_words(), tell_question(typed))
    _require_survey(draft, part)
    try:
        if form.ok:
            editing_questions.add_question(get_context(), actor(), code, part, typed)
            return back_to_election(code, part)
    except InvalidDraftError as error:
        form.refuse_all(error)
    except StaleDraftError:
        return keep_typed(code, gone_words(), tell_question(typed))
    return _show(form, answers, place), 422


def _require_survey(draft: CampaignDraft, part: str) -> None:
    if get_part(draft, part).kind == "vote":
        raise NotFoundError(_("A vote has one question. Add another vote for another question."))


@committee.route("/campaigns/<code>/parts/<part>/questions/<question>", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def question(code: str, part: str, question: str) -> ResponseReturnValue:
    """Edit a question."""
    piece = Piece("question", part, question)
    if request.method == "GET":
        draft = load_draft(code)
        present = get_question(draft, part, question)
        form = begin_form(draft, piece, question_fields(present))
        return _show(form, list(present.answers), describe_place(code, draft, part, question))
    form = Form(request.form)
    answers = read_answers(form)
    draft = view_draft(code)
    place = describe_place(code, draft, part, question)
    change = form.value("change")
    focus = change_answers(answers, change) if change else ""
    typed = read_question(form, answers, find_question(draft, part, question) or EMPTY, place.kind)
    lost = describe_lost(draft, part, question, typed)
    if change:
        return _change(form, answers, place, focus, lost)
    if lost and form.values("lost") != lost:
        form.add("lost", _("Saving takes rules of the survey away. Read which, then save again."))

    def save(seen: str) -> None:
        editing_questions.save_question(get_context(), actor(), code, part, question, seen, typed)

    def offer_again(present: CampaignDraft) -> ResponseReturnValue | None:
        """The question was removed: what was typed may become a new one of a survey."""
        found = find_part(present, part)
        if found is None or found.kind == "vote":
            return None
        sentence = _(
            "Somebody removed this question while you had the page open. What you typed "
            "is below: add it as a new question, or leave it out."
        )
        kept = [AnswerDraft(answer.text) for answer in answers]
        return _show(form, kept, describe_place(code, present, part), Clash(sentence, [])), 409

    def show(clash: Clash | None) -> str:
        place = describe_place(code, load_draft(code), part, question)
        return _show(form, answers, place, clash, lost=lost)

    def describe(present: CampaignDraft) -> dict[str, str]:
        return tell_question(get_question(present, part, question))

    known = Typed(piece, tell_question(typed), describe, offer_again)
    return settle(form, code, known, save, lambda: back_to_election(code, part), show)


def describe_lost(
    draft: CampaignDraft, part: str, question: str, typed: QuestionDraft | None
) -> list[str]:
    """The rules of the survey that saving a question as ``typed`` takes away (None: removing)."""
    found = find_part(draft, part)
    if found is None:
        return []
    rules = editing_questions.list_lost_rules(found.questionnaire, question, typed)
    return [describe_survey_rule(found.questionnaire, rule) for rule in rules]


def _change(
    form: Form, answers: list[AnswerDraft], place: Place, focus: str, lost: Sequence[str] = ()
) -> str:
    """The form again with an answer more, fewer, or elsewhere; nothing is saved."""
    form.errors.clear()
    return _show(form, answers, place, None, focus, lost)


def _show(
    form: Form,
    answers: list[AnswerDraft],
    place: Place,
    clash: Clash | None = None,
    focus: str = "",
    lost: Sequence[str] = (),
) -> str:
    for index, answer in enumerate(answers):
        form.data[f"answers.{index}"] = answer.text
    return render_template(
        "committee/drafting/question.html",
        form=form,
        answers=answers,
        place=place,
        clash=clash,
        focus=focus,
        lost=lost,
        can_add=len(answers) < MOST_ANSWERS,
        can_remove=len(answers) > 1,
        kinds=[(name, known.choose()) for name, known in KINDS.items()],
        fields_of_kinds=[known.template for known in KINDS.values() if known.template],
    )


@committee.post("/campaigns/<code>/parts/<part>/questions/<question>/move")
@role(Role.COMMITTEE)
def move(code: str, part: str, question: str) -> ResponseReturnValue:
    """One place up or down."""
    load_draft(code)
    by = -1 if request.form.get("by") == "up" else 1
    seen = request.form.get("seen", "")
    try:
        editing_questions.move_question(get_context(), actor(), code, part, question, seen, by)
    except InvalidDraftError as error:
        return show_election(code, part, str(error.errors[0])), 422
    except StaleDraftError:
        return _show_order(code, part)
    address = url_for("committee.election", code=code, part=part)
    return redirect(f"{address}#question-{question}", 303)


def _show_order(code: str, part: str) -> ResponseReturnValue:
    if find_part(load_draft(code), part) is None:
        return keep_typed(code, gone_words(), {})
    sentence = _(
        "Somebody changed the order while you had the page open. Nothing was moved by "
        "you: this is the order now."
    )
    return show_election(code, part, sentence), 409


@committee.route(
    "/campaigns/<code>/parts/<part>/questions/<question>/remove", methods=["GET", "POST"]
)
@role(Role.COMMITTEE)
def remove_question(code: str, part: str, question: str) -> ResponseReturnValue:
    """Take a question out, after asking."""
    piece = Piece("removal", part, question)
    form, status = Form(request.form), 200

    def remove(seen: str) -> None:
        editing_questions.remove_question(get_context(), actor(), code, part, question, seen)

    if request.method == "POST":
        load_draft(code)
        status = press_removal(form, remove)
        if status == 200:
            return back_to_election(code, part)
    draft, stale = load_draft(code), status == 409
    present = find_question(draft, part, question)
    if present is None and stale:
        return keep_typed(code, gone_words(), {})
    page = render_template(
        "committee/drafting/question_remove.html",
        form=form,
        code=code,
        part=part,
        question=get_question(draft, part, question),
        lost=describe_lost(draft, part, question, None),
        seen_version=compute_version(draft, piece),
        stale=stale,
    )
    return page, status
