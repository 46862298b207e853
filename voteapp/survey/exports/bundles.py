"""What is exported of a bundle that was verified: its one part."""

from __future__ import annotations

from voteapp.campaign.audit.documents import Documents
from voteapp.errors import MisuseError
from voteapp.protocol.audit.report import Report
from voteapp.survey.exports.values import Export, Part
from voteapp.survey.figures.released import create_release


def create_bundle_export(documents: Documents, report: Report) -> Export:
    """One part of a campaign, under its uuid: a bundle knows no code, no day of publication and no
    annulment. Raises MisuseError for a bundle with findings, or before voting is over."""
    questionnaire, manifest = documents.questionnaire, documents.manifest
    held, evidence = documents.held, documents.evidence
    if not report.verified or questionnaire is None or manifest is None:
        raise MisuseError("only of a verified bundle")
    if held is None or evidence is None or evidence.plan is None:
        raise MisuseError("voting is not over")
    release = create_release(
        manifest.strata, held.entitled, evidence.plan, report.counted, report.result
    )
    part = Part(
        uuid=manifest.uuid,
        fingerprint=report.fingerprint or "",
        title=questionnaire.texts[questionnaire.language].text,
        questionnaire=questionnaire,
        release=release,
        entitled=dict(held.entitled),
    )
    return Export(
        code=manifest.uuid,
        title=manifest.campaign.name,
        organizer=manifest.organizer,
        opened=held.opens,
        closed=held.closes,
        published=None,
        trial=manifest.trial,
        annulled=None,
        parts=(part,),
    )
