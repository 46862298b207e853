"""The languages of a part: how far each is, one more, one less."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.forms.sheets.languages import read_language
from voteapp.errors import InvalidInputError, NotFoundError
from voteapp.services.drafting.translating import editing
from voteapp.services.drafting.translating.texts import measure
from voteapp.services.drafting.versions import Piece, compute_version, find_part
from voteapp.services.errors import StaleDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import (
    get_part,
    gone_words,
    keep_typed,
    load_draft,
    press_removal,
)
from voteapp.web.committee.part_page import list_languages
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.languages import describe_language, name_itself, name_language

OFFERED = ("en", "es", "fil", "zh-Hans", "zh-Hant", "vi", "ko", "hy", "pa")
"""Those of the members' pages; every other one is added by its code."""

OTHER = "other"


def get_language(draft: CampaignDraft, part: str, language: str) -> ElectionDraft:
    """The part, which has that language beside its first. Raises NotFoundError."""
    election = get_part(draft, part)
    if language not in election.languages:
        raise NotFoundError(_("This language is not there any more."))
    return election


@committee.route("/campaigns/<code>/parts/<part>/languages", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def languages(code: str, part: str) -> ResponseReturnValue:
    """Every language of a part, and a form for one more."""
    draft = load_draft(code)
    form, status = Form(request.form), 200
    if request.method == "POST":
        if find_part(draft, part) is None:
            return keep_typed(code, gone_words(), {})
        chosen, status = _read_chosen(form), 422
        try:
            if form.ok:
                kept = editing.add_language(get_context(), actor(), code, part, chosen)
                address = url_for("committee.translation", code=code, part=part, language=kept)
                return redirect(address, 303)
        except InvalidInputError as error:
            form.refuse(error, {"language": _field(form)})
        except StaleDraftError:
            return keep_typed(code, gone_words(), {})
    election = get_part(load_draft(code), part)
    page = render_template(
        "committee/editor/languages.html",
        form=form,
        code=code,
        election=election,
        first=describe_language(election.questionnaire.language),
        languages=list_languages(election),
        options=_list_options(election),
        saved=request.args.get("done") == "saved",
    )
    return page, status


def _read_chosen(form: Form) -> str:
    """The code that was chosen, or the one of what was typed."""
    chosen = form.choice("language", (*OFFERED, OTHER), _("Choose a language."))
    if chosen != OTHER:
        return chosen
    found = read_language(form.value("other"))
    if not found:
        form.add("other", _("Write the language’s code, such as so for Somali or pt-BR."))
    return found


def _field(form: Form) -> str:
    return "other" if form.value("language") == OTHER else "language"


def _list_options(election: ElectionDraft) -> list[tuple[str, str]]:
    present = (election.questionnaire.language, *election.languages)
    offered = [
        (one, f"{name_language(one)} ({name_itself(one)})") for one in OFFERED if one not in present
    ]
    return [("", _("Choose")), *offered, (OTHER, _("Another language, by its code"))]


@committee.route(
    "/campaigns/<code>/parts/<part>/languages/<language>/remove", methods=["GET", "POST"]
)
@role(Role.COMMITTEE)
def remove_language(code: str, part: str, language: str) -> ResponseReturnValue:
    """Take a language out, after asking; undo brings it back."""
    piece = Piece("language", part, language=language)
    form, status = Form(request.form), 200
    if request.method == "POST":
        load_draft(code)
        status = press_removal(
            form,
            lambda seen: editing.drop_language(get_context(), actor(), code, part, language, seen),
        )
        if status == 200:
            return redirect(url_for("committee.languages", code=code, part=part, done="saved"), 303)
    draft, stale = load_draft(code), status == 409
    if stale and not compute_version(draft, piece):
        return keep_typed(code, gone_words(), {})
    election = get_language(draft, part, language)
    page = render_template(
        "committee/editor/language_remove.html",
        form=form,
        code=code,
        election=election,
        language=describe_language(language),
        progress=measure(election, language),
        seen_version=compute_version(draft, piece),
        stale=stale,
    )
    return page, status
