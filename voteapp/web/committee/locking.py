"""From the draft to keys and slips, and back; and throwing a draft away.

Whoever locks or throws away says which draft they read: another one is read again first.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.errors import InvalidInputError
from voteapp.services import overview
from voteapp.services.drafting import drafting
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.drafting.versions import Piece, compute_version, compute_versions
from voteapp.services.errors import InvalidDraftError, StaleDraftError, UnconfirmedError
from voteapp.services.people import trustee_access
from voteapp.services.values.drafts import CampaignDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import load_draft
from voteapp.web.committee.guards import describe_guards, refuse_guarded
from voteapp.web.committee.limits.entering import describe_limits
from voteapp.web.committee.settings import back_to
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.changes import describe_changes

WHOLE = Piece("draft")


@dataclass(frozen=True)
class Review:
    """A draft as it is read before locking; ``shown`` are the versions of its pieces."""

    seen: str
    shown: str
    where: str


@committee.route("/campaigns/<code>/review", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def review(code: str) -> ResponseReturnValue:
    """Everything once more before the draft is locked."""
    load_draft(code)
    form = Form(request.form)
    if request.method == "GET":
        return _show_review(code, form, None), 200
    confirmed = form.values("confirmed")
    try:
        drafting.submit_draft(get_context(), actor(), code, form.value("seen"), confirmed)
    except StaleDraftError:
        changes = describe_changes(_read_shown(form.value("shown")), load_draft(code))
        return _show_review(code, form, changes), 409
    except UnconfirmedError as error:
        status = refuse_guarded(form, error)
        return _show_review(code, form, None), status
    except InvalidDraftError as error:
        form.refuse_all(error)
    except InvalidInputError as error:
        form.refuse(error)
    else:
        return back_to(code, "submitted")
    return _show_review(code, form, None), 422


def _show_review(code: str, form: Form, changes: list[str] | None) -> str:
    draft = load_draft(code)
    return render_template(
        "committee/drafting/review.html",
        draft=draft,
        code=code,
        form=form,
        changes=changes,
        review=describe_review(draft),
        parts=[(election, describe_limits(draft, election)) for election in draft.elections],
        guards=describe_guards(form, list_before_locking(draft), code, draft),
    )


def describe_review(draft: CampaignDraft) -> Review:
    """What the page of a review carries beside the draft itself."""
    return Review(
        seen=compute_version(draft, WHOLE),
        shown=msgspec.json.encode(compute_versions(draft)).decode(),
        where=", ".join(name for name in (draft.facility, draft.unit) if name),
    )


def _read_shown(text: str) -> dict[str, str]:
    """The versions that a review carried; nothing where somebody sent something else."""
    try:
        return msgspec.json.decode(text.encode(), type=dict[str, str])
    except (msgspec.DecodeError, UnicodeError):
        return {}


@committee.route("/campaigns/<code>/reopen", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def reopen(code: str) -> ResponseReturnValue:
    """Back to the draft, before opening."""
    stale = False
    if request.method == "POST":
        try:
            seen = request.form.get("seen", "")
            drafting.reopen_draft(get_context(), actor(), code, seen=seen)
            return back_to(code, "reopened")
        except StaleDraftError:
            stale = True
    view = overview.get_campaign(get_context(), code)
    page = render_template("committee/drafting/reopen.html", campaign=view, stale=stale)
    return page, 409 if stale else 200


@committee.route("/campaigns/<code>/delete", methods=["GET", "POST"])
@role(Role.COMMITTEE)
def delete(code: str) -> ResponseReturnValue:
    """Throw a draft away."""
    draft = load_draft(code)
    stale = False
    if request.method == "POST":
        try:
            drafting.delete_campaign(get_context(), actor(), code, request.form.get("seen", ""))
        except StaleDraftError:
            stale, draft = True, load_draft(code)
        else:
            trustee_access.forget(get_context(), code)
            return redirect(url_for("committee.campaigns"), 303)
    page = render_template(
        "committee/drafting/delete.html",
        draft=draft,
        code=code,
        seen_version=compute_version(draft, WHOLE),
        stale=stale,
    )
    return page, 409 if stale else 200
