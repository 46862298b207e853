"""Undo and redo: the last edit of a draft, whoever's it was."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.services.context import Context
from voteapp.services.drafting import undoing
from voteapp.services.drafting.versions import find_part
from voteapp.services.errors import StaleDraftError
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import load_draft
from voteapp.web.committee.part_page import show_election
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _


@committee.app_template_filter("undo_words")
def undo_words(what: str) -> str:
    """What the button does that takes an edit back."""
    known = {
        "added": _("Undo: something was added"),
        "details": _("Undo: names were changed"),
        "schedule": _("Undo: times were changed"),
        "numbers": _("Undo: numbers were changed"),
        "parts": _("Undo: the order of the parts was changed"),
        "part": _("Undo: a part was removed"),
        "upload": _("Undo: all questions were replaced"),
        "head": _("Undo: title or introduction was changed"),
        "rule": _("Undo: the rule of a vote was changed"),
        "limit": _("Undo: a limit was changed"),
        "order": _("Undo: order or headings were changed"),
        "rules": _("Undo: rules of the survey were changed"),
        "question": _("Undo: a question was changed"),
        "removal": _("Undo: a question was removed"),
        "language": _("Undo: a translation was changed"),
        "scale": _("Undo: statements were changed"),
    }
    return known.get(what, _("Undo the last change"))


@committee.post("/campaigns/<code>/undo")
@role(Role.COMMITTEE)
def undo(code: str) -> ResponseReturnValue:
    """Take the last edit back."""
    return _turn(code, undoing.undo)


@committee.post("/campaigns/<code>/redo")
@role(Role.COMMITTEE)
def redo(code: str) -> ResponseReturnValue:
    """Do again what was undone last."""
    return _turn(code, undoing.redo)


def _turn(code: str, turn: Callable[[Context, str, str, str], None]) -> ResponseReturnValue:
    load_draft(code)
    part = request.form.get("part", "")
    try:
        turn(get_context(), actor(), code, request.form.get("seen", ""))
    except StaleDraftError:
        if find_part(load_draft(code), part) is None:
            return redirect(url_for("committee.campaign", code=code), 303)
        sentence = _(
            "Somebody changed the draft while you had the page open. Nothing was undone: this is "
            "how it is now."
        )
        return show_election(code, part, sentence), 409
    if find_part(load_draft(code), part) is None:
        return back_to(code)
    return redirect(url_for("committee.election", code=code, part=part, done="saved"), 303)
