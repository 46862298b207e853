"""A part as members will see it on a phone, with pretend answers."""

from __future__ import annotations

import msgspec
from flask import render_template
from flask.typing import ResponseReturnValue

from voteapp.services.drafting.shift_survey import LEAF_CODE
from voteapp.web.committee import committee
from voteapp.web.committee.drafts import get_part, load_draft
from voteapp.web.frame.roles import Role, role


@committee.get("/campaigns/<code>/parts/<part>/preview")
@role(Role.COMMITTEE)
def preview(code: str, part: str) -> ResponseReturnValue:
    """The booth's own pages, with this part's questions: nothing is kept or sent."""
    election = get_part(load_draft(code), part)
    task = {
        "questionnaire": msgspec.to_builtins(election.questionnaire),
        "leaf": {"code": LEAF_CODE, "variant": ""},
    }
    return render_template("committee/editor/preview.html", code=code, election=election, task=task)
