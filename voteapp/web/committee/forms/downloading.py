"""A part's questionnaire as a file: a spreadsheet (XLSForm), or the document itself."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from voteapp.campaign.forms.exporting import export_form
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.errors import InvalidInputError
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import get_part, view_draft
from voteapp.web.committee.part_page import show_election
from voteapp.web.frame.pages import download
from voteapp.web.frame.roles import Role, role
from voteapp.web.frame.sessions import get_context
from voteapp.web.words.i18n import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@committee.get("/campaigns/<code>/parts/<part>/form.xlsx")
@role(Role.COMMITTEE)
def download_form(code: str, part: str) -> ResponseReturnValue:
    """The part as an XLSForm: uploaded again it is the same but for its identities."""
    found = get_part(view_draft(code), part)
    try:
        data = export_form(found.questionnaire, get_context().random_bytes)
    except InvalidInputError as error:
        return show_election(code, part, say(error)), 422
    return download(data, XLSX, f"{code}-{part}.xlsx")


@committee.get("/campaigns/<code>/parts/<part>/questionnaire.json")
@role(Role.COMMITTEE)
def download_questionnaire(code: str, part: str) -> ResponseReturnValue:
    """The part as questionnaire.json, with its identities."""
    found = get_part(view_draft(code), part)
    data = encode_questionnaire(found.questionnaire)
    return download(data, "application/json", f"{code}-{part}.json")
