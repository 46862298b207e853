"""A part's texts in another language: a field for each, beside what the first language says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.services.drafting.translating import editing
from voteapp.services.drafting.translating.texts import Group, Kind, Row, list_groups, measure
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import Clash, Told, Typed, begin_form, load_draft, settle
from voteapp.web.committee.editor.languages import get_language
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.languages import describe_language

_ROWS: dict[Kind, int] = {"introduction": 4, "heading-introduction": 4, "question": 2, "help": 2}


@dataclass(frozen=True)
class Field:
    """One text: ``label`` says what it is, ``row`` what it translates, which takes so many
    ``rows``; ``still``: somebody ticked that the translation fits although that was reworded."""

    label: str
    row: Row
    rows: int
    still: bool


@dataclass(frozen=True)
class Shown:
    """Fields under one legend."""

    legend: str
    fields: list[Field]


@committee.route("/campaigns/<code>/parts/<part>/languages/<language>", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def translation(code: str, part: str, language: str) -> ResponseReturnValue:
    """All texts of a part in one language."""
    draft = load_draft(code)
    piece = Piece("language", part, language=language)
    if request.method == "GET":
        election = get_language(draft, part, language)
        form = begin_form(draft, piece, _read_fields(election, language))
        return _show(form, code, part, language, election, None)
    form = Form(request.form)
    typed = {name: text for name, text in form.data.items() if "." in name}
    still = form.values("still")

    def save(seen: str) -> None:
        editing.save_translation(get_context(), actor(), code, part, language, seen, typed, still)

    def done() -> ResponseReturnValue:
        return redirect(url_for("committee.languages", code=code, part=part, done="saved"), 303)

    def show(clash: Clash | None) -> str:
        present = get_language(load_draft(code), part, language)
        return _show(form, code, part, language, present, clash)

    known = Typed(
        piece,
        _tell(draft, part, language, typed),
        lambda present: _tell(present, part, language, {}),
    )
    return settle(form, code, known, save, done, show)


def _read_fields(election: ElectionDraft, language: str) -> Told:
    """What is kept; where that is nothing, numbers and signs as they stand in every language."""
    return {
        row.name: row.text or ("" if any(map(str.isalpha, row.source)) else row.source)
        for group in list_groups(election, language)
        for row in group.rows
    }


def _tell(draft: CampaignDraft, part: str, language: str, typed: Told) -> Told:
    """What is typed, or else kept, by what people call each text; only what is typed where the
    part is gone."""
    election = find_part(draft, part)
    if election is None:
        return typed
    told = {}
    for shown in list_shown_groups(election, language):
        for field in shown.fields:
            row = field.row
            label = _(
                "%(where)s, %(what)s: %(text)s",
                where=shown.legend,
                what=field.label,
                text=row.source,
            )
            told[label] = typed.get(row.name, row.text)
    return told


def list_shown_groups(
    election: ElectionDraft, language: str, still: Collection[str] = ()
) -> list[Shown]:
    """The texts of a part as the form shows them; ``still`` names those that were ticked."""
    return [
        Shown(
            _say_group(election, group),
            [
                Field(_say_row(row), row, _ROWS.get(row.kind, 1), row.name in still)
                for row in group.rows
            ],
        )
        for group in list_groups(election, language)
    ]


def _say_group(election: ElectionDraft, group: Group) -> str:
    if group.kind == "part":
        return _("Title and introduction")
    if group.kind == "words":
        return _("Answers that every question may have")
    number, last = election.numbers.get(group.first), election.numbers.get(group.last)
    if group.kind == "heading":
        if number is None:
            return _("Heading")
        return _("Heading above question %(number)d", number=number)
    if group.kind == "answers":
        return _("Answers to questions %(first)d to %(last)d", first=number, last=last)
    if number is None:
        return _("Filled in by the phone")
    return _("Question %(number)d", number=number)


def _say_row(row: Row) -> str:
    known = {
        "title": _("Title"),
        "introduction": _("Introduction"),
        "heading": _("Heading"),
        "heading-introduction": _("Introduction"),
        "question": _("Question"),
        "help": _("Help"),
        "answer": _("Answer %(number)d", number=row.number),
        "answer-help": _("Help of answer %(number)d", number=row.number),
        "not-applicable": _("Where a question does not apply"),
        "prefer-not": _("Where somebody does not want to answer"),
    }
    return known[row.kind]


def _show(
    form: Form, code: str, part: str, language: str, election: ElectionDraft, clash: Clash | None
) -> str:
    return render_template(
        "committee/editor/translation.html",
        form=form,
        code=code,
        election=election,
        first=describe_language(election.questionnaire.language),
        language=describe_language(language),
        progress=measure(election, language),
        groups=list_shown_groups(election, language, form.values("still")),
        clash=clash,
    )
