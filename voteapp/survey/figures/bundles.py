"""Figures from a bundle that was verified: what an auditor has is enough."""

from __future__ import annotations

from voteapp.campaign.audit.documents import Documents
from voteapp.errors import MisuseError
from voteapp.protocol.audit.report import Report
from voteapp.survey.figures.released import create_release
from voteapp.survey.figures.survey import SurveyFigures, compute_figures


def compute_bundle_figures(documents: Documents, report: Report) -> SurveyFigures:
    """The same as the server's. Raises MisuseError for a bundle with findings, of a vote, or of an
    election in which voting is not over."""
    questionnaire, manifest = documents.questionnaire, documents.manifest
    held, evidence = documents.held, documents.evidence
    if not report.verified or questionnaire is None or manifest is None:
        raise MisuseError("only of a verified bundle")
    if held is None or evidence is None or evidence.plan is None:
        raise MisuseError("voting is not over")
    release = create_release(
        manifest.strata, held.entitled, evidence.plan, report.counted, report.result
    )
    return compute_figures(questionnaire, release)
