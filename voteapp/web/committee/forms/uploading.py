"""A questionnaire from a file as a part of a draft: look at it first, then confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voteapp.campaign.forms.naming import list_languages
from voteapp.campaign.forms.sheets.grids import MOST_FORM_BYTES
from voteapp.campaign.forms.sheets.remarks import Remark
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.services.drafting.uploading import (
    Offer,
    add_uploaded,
    offer_upload,
    replace_uploaded,
)
from voteapp.services.drafting.versions import Piece, compute_version
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import get_part, load_draft
from voteapp.web.committee.forms.carrying import pack, unpack
from voteapp.web.frame.forms import Form
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import actor, get_context
from voteapp.web.words.i18n import gettext as _
from voteapp.web.words.surveys.rules import describe_survey_rule

UPLOAD_BODY = 4 * MOST_FORM_BYTES
"""Bytes of a request with a file: a file that is too large is still told so in its page's words."""


@dataclass(frozen=True)
class _Line:
    """One remark, for people."""

    place: str
    sentence: str


@committee.route("/campaigns/<code>/parts/upload", methods=["GET", "POST"])
@role(Role.COMMITTEE, UPLOAD_BODY)
def upload_part(code: str) -> ResponseReturnValue:
    """Choose a file for a new part; then see what it would be."""
    return _upload(code, None)


@committee.route("/campaigns/<code>/parts/<part>/upload", methods=["GET", "POST"])
@role(Role.COMMITTEE, UPLOAD_BODY)
def upload_again(code: str, part: str) -> ResponseReturnValue:
    """Choose a file for what a part asks from now on; then see what it would be."""
    return _upload(code, part)


@committee.post("/campaigns/<code>/parts/upload/keep")
@role(Role.COMMITTEE, UPLOAD_BODY)
def keep_upload(code: str) -> ResponseReturnValue:
    """Add what was shown as the draft's last part."""
    return _keep(code, None)


@committee.post("/campaigns/<code>/parts/<part>/upload/keep")
@role(Role.COMMITTEE, UPLOAD_BODY)
def keep_upload_again(code: str, part: str) -> ResponseReturnValue:
    """Replace what a part asks by what was shown, unless it was changed meanwhile."""
    return _keep(code, part)


def _find_survey(draft: CampaignDraft, part: str | None) -> ElectionDraft | None:
    return get_part(draft, part) if part else None


def _upload(code: str, part: str | None) -> ResponseReturnValue:
    draft = load_draft(code)
    form = Form(request.form)
    if request.method == "GET":
        return _show_upload(code, draft, part, form, None)
    offer = None
    try:
        data, name = _read_file()
        offer = offer_upload(get_context(), draft, data, name, part)
        if offer.questionnaire is not None:
            return _show_offer(code, draft, part, offer)
    except InvalidInputError as error:
        form.refuse(error)
    if offer is not None:
        form.add("file", _("Nothing was taken over from this file. The list says why."))
        form.anchors["file"] = "remarks"
    return _show_upload(code, draft, part, form, offer), 422


def _read_file() -> tuple[bytes, str]:
    """The file's bytes, and its name without ending. Raises InvalidInputError (``file``)."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidInputError("file", _("Choose a file."))
    with file.stream:  # a large one lies in a file of its own
        data = file.stream.read(MOST_FORM_BYTES + 1)
    if len(data) > MOST_FORM_BYTES:
        raise InvalidInputError(
            "file",
            _(
                "The file is larger than %(most)d MB. A form is much smaller: look for pictures "
                "or other sheets in it.",
                most=MOST_FORM_BYTES // 1024**2,
            ),
        )
    return data, PurePath(file.filename).stem


def _show_upload(
    code: str, draft: CampaignDraft, part: str | None, form: Form, offer: Offer | None
) -> str:
    return render_template(
        "committee/forms/upload.html",
        code=code,
        draft=draft,
        election=_find_survey(draft, part),
        form=form,
        errors=_tell(offer.errors if offer else ()),
        notes=_tell(offer.notes if offer else ()),
        most=MOST_FORM_BYTES // 1024**2,
    )


def _show_offer(code: str, draft: CampaignDraft, part: str | None, offer: Offer) -> str:
    found = offer.questionnaire
    if found is None:
        raise InvalidInputError("file", _("Choose a file."))
    present = _find_survey(draft, part)
    return render_template(
        "committee/forms/offer.html",
        code=code,
        draft=draft,
        election=present,
        offered=ElectionDraft(found),
        packed=pack(found),
        seen_version=compute_version(draft, Piece("upload", part)) if part else "",
        languages=", ".join(list_languages(found)),
        rules=[describe_survey_rule(found, rule) for rule in found.rules],
        notes=_tell(offer.notes),
        faults=_tell(offer.faults),
        gone=_count_gone(present, found),
    )


def _count_gone(present: ElectionDraft | None, found: Questionnaire) -> int:
    """Questions of the part that the file does not have, by identity."""
    kept = {question.id for question in found.questions}
    return sum(question.id not in kept for question in present.questions) if present else 0


def _keep(code: str, part: str | None) -> ResponseReturnValue:
    form = Form(request.form)
    draft = load_draft(code)
    status = 422
    try:
        found = unpack(form.value("packed"))
        if part is None:
            kept = add_uploaded(get_context(), actor(), code, found)
        else:
            kept = part
            replace_uploaded(get_context(), actor(), code, part, form.value("seen"), found)
        return redirect(url_for("committee.election", code=code, part=kept, done="saved"), 303)
    except StaleDraftError:
        status = 409
        form.add(
            "file",
            _(
                "Somebody changed this part while you had the page open. Nothing was replaced. "
                "Look at it as it is now, then choose the file again."
            ),
        )
    except ProtocolError:
        form.add("file", _("Choose the file again: this page was incomplete."))
    except InvalidDraftError as error:
        form.refuse_all(error)
        form.anchors.update(dict.fromkeys(form.errors, "file"))
    except InvalidInputError as error:
        form.refuse(error)
    return _show_upload(code, draft, part, form, None), status


def _tell(remarks: Sequence[Remark]) -> list[_Line]:
    return [_Line(_locate(one), _(one.sentence.template, **one.sentence.values)) for one in remarks]


def _locate(remark: Remark) -> str:
    place = remark.place
    if place is None:
        return ""
    if not place.row:
        return _("Sheet %(sheet)s", sheet=place.sheet)
    if not place.column:
        return _("Sheet %(sheet)s, row %(row)d", sheet=place.sheet, row=place.row)
    return _(
        "Sheet %(sheet)s, row %(row)d, column %(column)s",
        sheet=place.sheet,
        row=place.row,
        column=place.column,
    )
