"""One question's form, and its place: added, edited."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import MOST_ANSWERS
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.errors import NotFoundError
from voteapp.services.drafting import editing_questions
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.drafting.writing import ask
from voteapp.services.errors import (
    InvalidDraftError,
    RulesChangeError,
    StaleDraftError,
    WrongStateError,
)
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ElectionDraft,
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
    locked_words,
    settle,
    view_draft,
)
from voteapp.web.committee.editor.agreeing import AGREED, ask_author
from voteapp.web.committee.editor.kinds import KINDS
from voteapp.web.committee.editor.question_forms import (
    answer_fields,
    change_answers,
    paste_answers,
    question_fields,
    read_answers,
    read_question,
    tell_question,
)
from voteapp.web.committee.part_page import back_to_election
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.rules import blank_words

EMPTY = ask("", ("", ""), blank=True, not_applicable=True)
"""Nobody who answers a survey is forced to: a question that somebody writes begins like this."""


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
    draft = view_draft(code)
    place = describe_place(code, draft, part)
    if request.method == "GET":
        load_draft(code)
        _require_survey(draft, part)
        fresh = create_id(get_context().random_bytes)
        after = request.args.get("after", "")
        form = Form({**question_fields(EMPTY), "after": after, "fresh": fresh})
        return _show(form, list(EMPTY.answers), place)
    form = Form(request.form)
    answers = read_answers(form, EMPTY)
    if form.value("change"):
        return _change(form, answers, place)
    typed = read_question(form, answers, EMPTY, place.kind)
    if find_part(draft, part) is None:
        return keep_typed(code, gone_words(), tell_question(typed))
    _require_survey(draft, part)
    try:
        if form.ok:
            editing_questions.add_question(
                get_context(),
                actor(),
                code,
                part,
                typed,
                form.value("after"),
                form.value("fresh"),
            )
            return back_to_election(code, part)
    except InvalidDraftError as error:
        form.refuse_all(error)
    except StaleDraftError:
        return keep_typed(code, gone_words(), tell_question(typed))
    except WrongStateError:
        return keep_typed(code, locked_words(), tell_question(typed))
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
        if present.scale is not None:
            address = url_for("committee.scale", code=code, part=part, scale=present.scale)
            return redirect(address, 303)
        form = begin_form(draft, piece, question_fields(present))
        return _show(form, list(present.answers), describe_place(code, draft, part, question))
    form = Form(request.form)
    draft = view_draft(code)
    before = find_question(draft, part, question) or EMPTY
    answers = read_answers(form, before)
    place = describe_place(code, draft, part, question)
    if form.value("change"):
        return _change(form, answers, place)
    typed = read_question(form, answers, before, place.kind)

    def save(seen: str) -> None:
        editing_questions.save_question(
            get_context(), actor(), code, part, question, seen, typed, form.value(AGREED)
        )

    def offer_again(present: CampaignDraft) -> ResponseReturnValue | None:
        """The question was removed: what was typed may become a new one of a survey."""
        found = find_part(present, part)
        if found is None or found.kind == "vote":
            return None
        sentence = _(
            "Somebody removed this question while you had the page open. What you typed "
            "is below: add it as a new question, or leave it out."
        )
        kept = [replace(answer, id="", bin=None) for answer in answers]
        return _show(form, kept, describe_place(code, present, part), Clash(sentence, [])), 409

    def show(clash: Clash | None) -> str:
        place = describe_place(code, load_draft(code), part, question)
        return _show(form, answers, place, clash)

    def describe(present: CampaignDraft) -> dict[str, str]:
        return tell_question(get_question(present, part, question))

    known = Typed(piece, tell_question(typed), describe, offer_again)
    try:
        return settle(form, code, known, save, lambda: back_to_election(code, part), show)
    except RulesChangeError as error:
        return ask_author(error, url_for("committee.election", code=code, part=part))


def _change(form: Form, answers: list[AnswerDraft], place: Place) -> str:
    """The form again with an answer more, fewer, or elsewhere; nothing is saved."""
    form.errors.clear()
    change = form.value("change")
    if change == "paste":
        return _show(form, answers, place, None, paste_answers(form, answers))
    return _show(form, answers, place, None, change_answers(answers, change))


def _show(
    form: Form,
    answers: list[AnswerDraft],
    place: Place,
    clash: Clash | None = None,
    focus: str = "",
) -> str:
    for index, answer in enumerate(answers):
        for name, value in answer_fields(index, answer).items():
            form.data[name] = value
    return render_template(
        "committee/editor/question.html",
        form=form,
        answers=answers,
        place=place,
        clash=clash,
        focus=focus,
        can_add=len(answers) < MOST_ANSWERS,
        can_remove=len(answers) > 1,
        kinds=[(name, known.choose()) for name, known in KINDS.items()],
        fields_of_kinds=[known.template for known in KINDS.values() if known.template],
    )
