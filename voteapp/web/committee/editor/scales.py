"""A scale's form: statements that share their answers, entered as one thing."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.lookalikes import find_twin, looks_empty
from voteapp.campaign.questionnaire.document import (
    MOST_ANSWERS,
    MOST_QUESTIONS,
    Question,
)
from voteapp.campaign.questionnaire.edits_of_scales import list_items
from voteapp.campaign.texts import LONGEST_ANSWER, LONGEST_QUESTION
from voteapp.errors import NotFoundError
from voteapp.services.drafting import editing_questions
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.errors import (
    InvalidDraftError,
    RulesChangeError,
    StaleDraftError,
    WrongStateError,
)
from voteapp.services.values.drafts import (
    AnswerDraft,
    CampaignDraft,
    ItemDraft,
    ScaleDraft,
    describe_question,
)
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    Clash,
    Told,
    Typed,
    begin_form,
    get_part,
    gone_words,
    keep_typed,
    load_draft,
    locked_words,
    settle,
    view_draft,
)
from voteapp.web.committee.editor.agreeing import AGREED, ask_author
from voteapp.web.committee.part_page import back_to_election
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _

SHOWN_AT_FIRST = 3


def describe_scale(items: list[Question], language: str) -> ScaleDraft:
    """A scale as its form shows it."""
    shown = [describe_question(item, language) for item in items]
    return ScaleDraft(
        items=tuple(ItemDraft(one.text, one.id, one.reversed) for one in shown),
        answers=shown[0].answers,
        blank=shown[0].blank,
        not_applicable=shown[0].not_applicable,
    )


def begin_scale() -> ScaleDraft:
    """A scale that nobody has written yet."""
    agree = (
        _("Strongly disagree"),
        _("Disagree"),
        _("Neither agree nor disagree"),
        _("Agree"),
        _("Strongly agree"),
    )
    rows = tuple(ItemDraft("") for _row in range(SHOWN_AT_FIRST))
    return ScaleDraft(items=rows, answers=tuple(map(AnswerDraft, agree)))


def scale_fields(present: ScaleDraft) -> dict[str, str]:
    """A scale as the fields of its form."""
    fields = {
        "blank": "yes" if present.blank else "",
        "not_applicable": "yes" if present.not_applicable else "",
    }
    for number, item in enumerate(present.items):
        fields[f"items.{number}"] = item.text
        fields[f"items.{number}.id"] = item.id
        fields[f"items.{number}.reversed"] = "yes" if item.reversed else ""
    for number, answer in enumerate(present.answers):
        fields[f"answers.{number}"] = answer.text
        fields[f"answers.{number}.id"] = answer.id
    return fields


def tell_scale(present: ScaleDraft) -> Told:
    """A scale by what people call its fields."""
    items = (
        _("%(text)s (turned round)", text=i.text) if i.reversed else i.text for i in present.items
    )
    return {
        _("Statements"): "\n".join(items),
        _("Answers"): "\n".join(answer.text for answer in present.answers),
    }


def read_scale(form: Form, present: ScaleDraft) -> ScaleDraft:
    """The scale as typed, empty rows left out; nothing is judged."""
    flags = {answer.id: answer for answer in present.answers}
    items = [
        ItemDraft(form.value(n), form.value(f"{n}.id"), form.checked(f"{n}.reversed"))
        for n in (f"items.{number}" for number in range(MOST_QUESTIONS))
        if not looks_empty(form.value(n))
    ]
    answers = []
    for name in (f"answers.{number}" for number in range(MOST_ANSWERS)):
        if looks_empty(form.value(name)):
            continue
        known = flags.get(form.value(f"{name}.id"), AnswerDraft(""))
        answers.append(
            AnswerDraft(form.value(name), known.id, known.alone, known.substantive, known.bin)
        )
    blank, not_applicable = form.checked("blank"), form.checked("not_applicable")
    return ScaleDraft(tuple(items), tuple(answers), blank, not_applicable)


def judge_scale(form: Form, typed: ScaleDraft) -> None:
    """Note in the form what is wrong; rows are named as ``scale_fields`` numbers them."""
    texts = {
        "items": ([item.text for item in typed.items], LONGEST_QUESTION),
        "answers": ([answer.text for answer in typed.answers], LONGEST_ANSWER),
    }
    for field, (written, limit) in texts.items():
        cleaned = [
            form.text(f"{field}.{number}", "", limit=limit, raw=text)
            for number, text in enumerate(written)
        ]
        for number, text in enumerate(cleaned):
            if not looks_empty(text) and find_twin(cleaned, number) is not None:
                form.add(f"{field}.{number}", _("This is written twice."))
    if not typed.items:
        form.add("items.0", _("Write at least one statement."))
    if len(typed.answers) < 2:
        form.add("answers.0", _("Write at least two answers."))


@committee.route("/campaigns/<code>/parts/<part>/scales/new", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def add_scale(code: str, part: str) -> ResponseReturnValue:
    """Statements that share their answers, at the end or after a question."""
    draft = view_draft(code)
    address = url_for("committee.add_scale", code=code, part=part)
    if request.method == "GET":
        load_draft(code)
        if get_part(draft, part).kind == "vote":
            raise NotFoundError(_("A vote has one question."))
        form = Form({**scale_fields(begin_scale()), "after": request.args.get("after", "")})
        return _show(form, begin_scale(), code, part, address)
    form = Form(request.form)
    typed = read_scale(form, begin_scale())
    if form.value("change"):
        return _show(form, typed, code, part, address, more=True)
    judge_scale(form, typed)
    if find_part(draft, part) is None:
        return keep_typed(code, gone_words(), tell_scale(typed))
    try:
        if form.ok:
            after = form.value("after")
            editing_questions.add_scale(get_context(), actor(), code, part, typed, after)
            return back_to_election(code, part)
    except InvalidDraftError as error:
        form.refuse_all(error)
    except StaleDraftError:
        return keep_typed(code, gone_words(), tell_scale(typed))
    except WrongStateError:
        return keep_typed(code, locked_words(), tell_scale(typed))
    return _show(form, typed, code, part, address), 422


@committee.route("/campaigns/<code>/parts/<part>/scales/<scale>", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def scale(code: str, part: str, scale: str) -> ResponseReturnValue:
    """Edit a scale."""
    draft = view_draft(code)
    piece = Piece("scale", part, scale)
    address = url_for("committee.scale", code=code, part=part, scale=scale)
    if request.method == "GET":
        load_draft(code)
        present = get_scale(draft, part, scale)
        return _show(begin_form(draft, piece, scale_fields(present)), present, code, part, address)
    form = Form(request.form)
    typed = read_scale(form, find_scale(draft, part, scale) or begin_scale())
    if form.value("change"):
        return _show(form, typed, code, part, address, more=True)
    judge_scale(form, typed)

    def save(seen: str) -> None:
        editing_questions.save_scale(
            get_context(), actor(), code, part, scale, seen, typed, form.value(AGREED)
        )

    def show(clash: Clash | None) -> str:
        return _show(form, typed, code, part, address, clash)

    known = Typed(piece, tell_scale(typed), lambda d: tell_scale(get_scale(d, part, scale)))
    try:
        return settle(form, code, known, save, lambda: back_to_election(code, part), show)
    except RulesChangeError as error:
        return ask_author(error, url_for("committee.election", code=code, part=part))


def find_scale(draft: CampaignDraft, part: str, scale: str) -> ScaleDraft | None:
    """The scale of that identity, if it is there."""
    election = find_part(draft, part)
    items = list_items(election.questionnaire, scale) if election else []
    return describe_scale(items, election.questionnaire.language) if election and items else None


def get_scale(draft: CampaignDraft, part: str, scale: str) -> ScaleDraft:
    """The scale of that identity. Raises NotFoundError."""
    found = find_scale(draft, part, scale)
    if found is None:
        raise NotFoundError(_("This question is not there any more."))
    return found


def _show(
    form: Form,
    shown: ScaleDraft,
    code: str,
    part: str,
    address: str,
    clash: Clash | None = None,
    *,
    more: bool = False,
) -> str:
    """``more``: with empty rows for more statements and answers."""
    for name, value in scale_fields(shown).items():
        form.data[name] = value
    rows = max(SHOWN_AT_FIRST, len(shown.items) + (SHOWN_AT_FIRST if more else 0))
    choices = max(2, len(shown.answers) + (1 if more else 0))
    # Rows that were emptied made the others move up: nothing of them stays behind the last.
    empty = [f"items.{number}" for number in range(len(shown.items), MOST_QUESTIONS)]
    empty += [f"answers.{number}" for number in range(len(shown.answers), MOST_ANSWERS)]
    for name in empty:
        form.data[name] = form.data[f"{name}.id"] = form.data[f"{name}.reversed"] = ""
    return render_template(
        "committee/editor/scale.html",
        form=form,
        code=code,
        part=part,
        address=address,
        clash=clash,
        rows=[f"items.{number}" for number in range(min(rows, MOST_QUESTIONS))],
        choices=[f"answers.{number}" for number in range(min(choices, MOST_ANSWERS))],
    )
