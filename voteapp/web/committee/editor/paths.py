"""Every path through a part's questions, tried: what a member could not finish, or never sees."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from voteapp.web.committee import committee
from voteapp.web.committee.drafts import get_part, load_draft
from voteapp.web.committee.part_page import describe_faults
from voteapp.web.frame.roles import Role, role
from voteapp.web.words.surveys.rules import describe_survey_rule


@committee.get("/campaigns/<code>/parts/<part>/paths")
@role(Role.COMMITTEE)
def paths(code: str, part: str) -> ResponseReturnValue:
    """What came of trying them all."""
    election = get_part(load_draft(code), part)
    questionnaire = election.questionnaire
    return render_template(
        "committee/editor/paths.html",
        code=code,
        election=election,
        faults=describe_faults(election),
        rules=[describe_survey_rule(questionnaire, rule) for rule in questionnaire.rules],
    )
