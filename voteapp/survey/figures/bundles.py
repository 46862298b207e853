"""What a survey's bundle that was verified gives: an auditor needs nothing else."""

from __future__ import annotations

from typing import NamedTuple

from voteapp.campaign.audit.documents import Documents
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.setup.amendments import InForce
from voteapp.campaign.setup.manifest import Manifest
from voteapp.errors import MisuseError
from voteapp.protocol.audit.report import Report
from voteapp.survey.figures.released import Release, create_release
from voteapp.survey.figures.survey import SurveyFigures, compute_figures


class OpenedBundle(NamedTuple):
    """What was asked, under which set-up as it held, and what was opened of it."""

    questionnaire: Questionnaire
    manifest: Manifest
    held: InForce
    release: Release


def open_bundle(documents: Documents, report: Report) -> OpenedBundle:
    """Raises MisuseError for a bundle with findings, or before voting is over."""
    questionnaire, manifest = documents.questionnaire, documents.manifest
    held, evidence = documents.held, documents.evidence
    if not report.verified or questionnaire is None or manifest is None:
        raise MisuseError("only of a verified bundle")
    if held is None or evidence is None or evidence.plan is None:
        raise MisuseError("voting is not over")
    release = create_release(
        manifest.strata, held.entitled, evidence.plan, report.counted, report.result
    )
    return OpenedBundle(questionnaire, manifest, held, release)


def compute_bundle_figures(documents: Documents, report: Report) -> SurveyFigures:
    """The same as the server's. Raises MisuseError as ``open_bundle``, and of a vote."""
    opened = open_bundle(documents, report)
    return compute_figures(opened.questionnaire, opened.release)
