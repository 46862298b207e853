"""What is exported of a bundle that was verified: its one part."""

from __future__ import annotations

from voteapp.campaign.audit.documents import Documents
from voteapp.protocol.audit.report import Report
from voteapp.survey.exports.values import Export, Part
from voteapp.survey.figures.bundles import open_bundle


def create_bundle_export(documents: Documents, report: Report) -> Export:
    """One part of a campaign, under its uuid: a bundle knows no code, no day of publication and no
    annulment. Raises MisuseError for a bundle with findings, or before voting is over."""
    questionnaire, manifest, held, release = open_bundle(documents, report)
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
