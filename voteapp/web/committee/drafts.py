"""What the pages of a draft share: what was seen of it, and what to do when two people edit it.

A form carries the version of what it shows in the field ``seen``. Where that is another by now,
nothing is saved: the page shows both, side by side, and what was typed stands in the form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from voteapp.campaign.questionnaire import edits
from voteapp.errors import NotFoundError
from voteapp.services import overview
from voteapp.services.drafting.versions import Piece, compute_version, find_part
from voteapp.services.errors import InvalidDraftError, StaleDraftError, WrongStateError
from voteapp.services.life import Deed, is_allowed
from voteapp.services.values.campaigns import CampaignView
from voteapp.services.values.drafts import (
    CampaignDraft,
    ElectionDraft,
    QuestionDraft,
    describe_question,
)
from voteapp.web.frame.forms import Form
from voteapp.web.frame.sessions import get_context
from voteapp.web.words.i18n import gettext as _

Told = Mapping[str, str]
"""What a form holds, for people: by the name of each field."""


@dataclass(frozen=True)
class Line:
    """One field that two people wrote differently."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Clash:
    """Why nothing was saved, and the fields that differ."""

    sentence: str
    lines: list[Line]


@dataclass(frozen=True)
class Typed:
    """What somebody typed about one piece of a draft; ``describe`` tells the same of a draft.

    ``gone``: what to answer where the piece is not there any more, if there is something better
    than the page that keeps what was typed.
    """

    piece: Piece
    told: Told
    describe: Callable[[CampaignDraft], Told]
    gone: Callable[[CampaignDraft], ResponseReturnValue | None] = lambda draft: None


def load_draft(code: str) -> CampaignDraft:
    """The draft of a campaign that is still one. Raises NotFoundError, WrongStateError."""
    view = overview.get_campaign(get_context(), code)
    if not is_allowed(view.state, Deed.EDITED):
        raise WrongStateError(
            _("The draft is locked. Go back to the draft first, then change it."), view.state
        )
    return view.draft


def view_draft(code: str) -> CampaignDraft:
    """The draft, locked or not: for what somebody sends from a page of before."""
    return overview.get_campaign(get_context(), code).draft


def get_part(draft: CampaignDraft, part: str) -> ElectionDraft:
    """The part of that identity. Raises NotFoundError."""
    found = find_part(draft, part)
    if found is None:
        raise NotFoundError(_("This part of the campaign is not there any more."))
    return found


def find_question(draft: CampaignDraft, part: str, question: str) -> QuestionDraft | None:
    """The question of that identity in a part, if it is there."""
    election = find_part(draft, part)
    if election is None:
        return None
    found = edits.find_question(election.questionnaire, question)
    return describe_question(found, election.questionnaire.language) if found else None


def get_question(draft: CampaignDraft, part: str, question: str) -> QuestionDraft:
    """The question of that identity in a part. Raises NotFoundError."""
    found = find_question(draft, part, question)
    if found is None:
        raise NotFoundError(_("This question is not there any more."))
    return found


def begin_form(draft: CampaignDraft, piece: Piece, fields: Told) -> Form:
    """A form that shows a piece of the draft, with the version of what it shows."""
    return Form({**fields, "seen": compute_version(draft, piece)})


def press_removal(form: Form, remove: Callable[[str], None]) -> int:
    """Remove what was seen; the status of the answer: 200 once it is removed, 422 where the form
    now holds why it cannot be, 409 where it is another by now. ``remove`` gets the version seen."""
    try:
        remove(form.value("seen"))
    except InvalidDraftError as error:
        form.refuse_all(error)
        return 422
    except StaleDraftError:
        return 409
    return 200


def settle(
    form: Form,
    code: str,
    typed: Typed,
    save: Callable[[str], None],
    done: Callable[[], ResponseReturnValue],
    show: Callable[[Clash | None], str],
) -> ResponseReturnValue:
    """Save what was typed, or show the form again: with its problems, or beside what is kept.

    ``save`` gets the version that was seen.
    """
    seen = form.value("seen")
    view = overview.get_campaign(get_context(), code)
    if not is_allowed(view.state, Deed.EDITED) or compute_version(view.draft, typed.piece) != seen:
        return _meet(view, form, typed, show)
    if not form.ok:
        return show(None), 422
    try:
        save(seen)
    except InvalidDraftError as error:
        form.refuse_all(error)
        return show(None), 422
    except (StaleDraftError, WrongStateError):
        return _meet(overview.get_campaign(get_context(), code), form, typed, show)
    return done()


def _meet(
    view: CampaignView, form: Form, typed: Typed, show: Callable[[Clash | None], str]
) -> ResponseReturnValue:
    """Two people met: the form beside what is kept, to be saved over it on purpose."""
    if not is_allowed(view.state, Deed.EDITED):
        return keep_typed(view.code, locked_words(), typed.told)
    version = compute_version(view.draft, typed.piece)
    if not version:
        answer = typed.gone(view.draft)
        return answer or keep_typed(view.code, gone_words(), typed.told)
    form.data["seen"] = version
    return show(Clash(clash_words(), _compare(typed.describe(view.draft), typed.told))), 409


def _compare(theirs: Told, mine: Told) -> list[Line]:
    return [
        Line(label, theirs.get(label, ""), text)
        for label, text in mine.items()
        if theirs.get(label, "") != text
    ]


def keep_typed(code: str, sentence: str, told: Told) -> ResponseReturnValue:
    """A page that holds what was typed, where there is nothing to save it in."""
    lines = [(label, text) for label, text in told.items() if text]
    page = render_template(
        "committee/drafting/kept.html", code=code, sentence=sentence, lines=lines
    )
    return page, 409


def clash_words() -> str:
    """Somebody else was faster."""
    return _(
        "Nothing was saved, and nothing that you typed is lost. Compare the two, then save yours "
        "over the other, or leave it as it is now."
    )


def gone_words() -> str:
    """What was edited is not there any more."""
    return _("Somebody removed this while you had the page open. Nothing was changed by you.")


def locked_words() -> str:
    """The draft was locked meanwhile."""
    return _("The draft was locked while you had the page open. Nothing was changed by you.")
