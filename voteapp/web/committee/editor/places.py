"""Where a question stands: moved, copied, removed."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire.document import MOST_QUESTIONS
from voteapp.campaign.questionnaire.edits import list_rules_of
from voteapp.campaign.questionnaire.edits import remove_question as without_question
from voteapp.campaign.questionnaire.edits_of_rules import compute_agreement
from voteapp.services.drafting import editing_questions
from voteapp.services.drafting.versions import Piece, compute_version, find_part
from voteapp.services.errors import InvalidDraftError, RulesChangeError, StaleDraftError
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    find_question,
    get_part,
    get_question,
    gone_words,
    keep_typed,
    load_draft,
    press_removal,
)
from voteapp.web.committee.editor.agreeing import AGREED, ask_author, describe_changes
from voteapp.web.committee.part_page import back_to_election, show_election
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

_BY = {"up": -1, "down": 1}


def read_by(value: str) -> int:
    """How far a question is moved: ``up``, ``down``, or so many places; 0 for anything else."""
    digits = value.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 4:
        return max(-MOST_QUESTIONS, min(MOST_QUESTIONS, int(value)))
    return _BY.get(value, 0)


@committee.post("/campaigns/<code>/parts/<part>/questions/<question>/move")
@role(Role.COMMITTEE)
def move(code: str, part: str, question: str) -> ResponseReturnValue:
    """Up or down, one place or more."""
    load_draft(code)
    form = Form(request.form)
    back = url_for("committee.election", code=code, part=part)
    try:
        editing_questions.move_question(
            get_context(),
            actor(),
            code,
            part,
            question,
            form.value("seen"),
            read_by(form.value("by")),
            form.value(AGREED),
        )
    except InvalidDraftError as error:
        return show_election(code, part, str(error.errors[0])), 422
    except RulesChangeError as error:
        return ask_author(error, back)
    except StaleDraftError:
        return show_order(code, part)
    return redirect(f"{back}#question-{question}", 303)


def show_order(code: str, part: str) -> ResponseReturnValue:
    """Somebody else changed what follows what: nothing was done, the page shows it as it is."""
    if find_part(load_draft(code), part) is None:
        return keep_typed(code, gone_words(), {})
    sentence = _(
        "Somebody changed the order while you had the page open. Nothing was moved by "
        "you: this is the order now."
    )
    return show_election(code, part, sentence), 409


@committee.post("/campaigns/<code>/parts/<part>/questions/<question>/copy")
@role(Role.COMMITTEE)
def copy_question(code: str, part: str, question: str) -> ResponseReturnValue:
    """The same question once more, after it."""
    election = find_part(load_draft(code), part)
    ruled = election is not None and bool(list_rules_of(election.questionnaire, question))
    try:
        editing_questions.copy_question(get_context(), actor(), code, part, question)
    except InvalidDraftError as error:
        return show_election(code, part, str(error.errors[0])), 422
    except StaleDraftError:
        return keep_typed(code, gone_words(), {})
    return back_to_election(code, part, "copied" if ruled else "saved")


@committee.route(
    "/campaigns/<code>/parts/<part>/questions/<question>/remove", methods=["GET", "POST"]
)
@role(Role.COMMITTEE)
def remove_question(code: str, part: str, question: str) -> ResponseReturnValue:
    """Take a question out, after asking."""
    piece = Piece("removal", part, question)
    form, status = Form(request.form), 200

    def remove(seen: str) -> None:
        editing_questions.remove_question(
            get_context(), actor(), code, part, question, seen, form.value(AGREED)
        )

    if request.method == "POST":
        load_draft(code)
        try:
            status = press_removal(form, remove)
        except RulesChangeError as error:
            return ask_author(error, url_for("committee.election", code=code, part=part))
        if status == 200:
            return back_to_election(code, part)
    draft, stale = load_draft(code), status == 409
    if find_question(draft, part, question) is None and stale:
        return keep_typed(code, gone_words(), {})
    before = get_part(draft, part).questionnaire
    after = without_question(before, question)
    page = render_template(
        "committee/editor/question_remove.html",
        form=form,
        code=code,
        part=part,
        question=get_question(draft, part, question),
        changes=describe_changes(before, after),
        agreed=compute_agreement(before, after),
        seen_version=compute_version(draft, piece),
        stale=stale,
    )
    return page, status
