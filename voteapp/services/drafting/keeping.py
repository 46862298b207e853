"""How an edit of a draft is kept: compared with what its author saw, and applied to what is there.

An edit names a piece of the draft and the version of it that was shown (``versions.py``). It never
writes a whole draft that a page once showed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.edits_of_rules import compute_agreement
from voteapp.campaign.questionnaire.translations import compute_earlier
from voteapp.errors import gettext as _
from voteapp.services.campaigns import decode_draft, find_campaign, keep_draft, require
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.versions import Piece, compute_version, find_part
from voteapp.services.errors import InvalidDraftError, RulesChangeError, StaleDraftError
from voteapp.services.life import Deed
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft
from voteapp.store.board.models import Campaign, DraftStep

MOST_STEPS = 50
"""Edits that can be undone, of one draft."""

Change = Callable[[CampaignDraft], CampaignDraft]


@dataclass(frozen=True)
class Field:
    """Where a form's fields are in the paths of a draft's problems."""

    part: str = ""
    rest: str = ""
    question: str = ""
    last: bool = False

    def find(self, draft: CampaignDraft) -> str:
        """The path that stands before the names of the form's own fields."""
        for place, election in enumerate(draft.elections):
            if election.id != self.part:
                continue
            names = [question.id for question in election.questions]
            path = f"elections.{place}."
            if self.last:
                return f"{path}questions.{len(names) - 1}."
            if self.question:
                return f"{path}questions.{names.index(self.question)}."
            return path + self.rest
        return ""


def edit(
    context: Context,
    code: str,
    piece: Piece | None,
    seen: str,
    change: Change,
    field: Field | None = None,
) -> None:
    """Compare, change and keep in one transaction, which lets no other writer in.

    ``piece`` is None for what only adds. Raises StaleDraftError where the piece is another than
    was seen, or gone; InvalidDraftError, its fields within ``field``; WrongStateError,
    NotFoundError. Then nothing was changed.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.EDITED)
        draft = decode_draft(campaign)
        if piece is not None and (not seen or compute_version(draft, piece) != seen):
            raise stale()
        changed = change(draft)
        try:
            checked = _remember_earlier(draft, check_draft(changed))
        except InvalidDraftError as error:
            within = field.find(changed) if field else ""
            raise InvalidDraftError(error.errors, within) from None
        if checked != draft:
            _keep_step(session, campaign, piece.kind if piece else "added")
            keep_draft(campaign, checked)


def _remember_earlier(before: CampaignDraft, after: CampaignDraft) -> CampaignDraft:
    """With what translations were made of, where an edit changed that."""

    def remember(election: ElectionDraft) -> ElectionDraft:
        found = find_part(before, election.id)
        known = found.questionnaire if found else None
        earlier = compute_earlier(known, election.questionnaire, election.earlier)
        return replace(election, earlier=earlier)

    return replace(after, elections=tuple(map(remember, after.elections)))


def _keep_step(session: Session, campaign: Campaign, what: str) -> None:
    """The draft as it is, before it is changed; what was undone is not done again after that."""
    own = DraftStep.campaign_id == campaign.id
    session.execute(delete(DraftStep).where(own, DraftStep.undone.is_(True)))
    last = session.scalar(select(func.max(DraftStep.number)).where(own)) or 0
    session.execute(delete(DraftStep).where(own, DraftStep.number <= last - MOST_STEPS + 1))
    step = DraftStep(
        campaign_id=campaign.id, number=last + 1, undone=False, what=what, draft=campaign.draft
    )
    session.add(step)


def stale() -> StaleDraftError:
    """What to raise where somebody acts on what is not so any more."""
    return StaleDraftError(_("Somebody changed this since the page was loaded."))


def in_part(part: str, change: Callable[[ElectionDraft], ElectionDraft]) -> Change:
    def changed(draft: CampaignDraft) -> CampaignDraft:
        if find_part(draft, part) is None:
            raise stale()
        elections = (change(e) if e.id == part else e for e in draft.elections)
        return replace(draft, elections=tuple(elections))

    return changed


def asking(part: str, change: Callable[[Questionnaire], Questionnaire]) -> Change:
    """An edit of what a part asks that leaves every rule what it is."""
    return asking_author(part, change, "")


def asking_author(
    part: str, change: Callable[[Questionnaire], Questionnaire], agreed: str
) -> Change:
    """An edit of what a part asks. Where rules would be lost or mean something else, its author is
    asked: RulesChangeError, unless they ``agreed`` to just this (``compute_agreement``)."""

    def ask(election: ElectionDraft) -> ElectionDraft:
        before = election.questionnaire
        after = change(before)
        agreement = compute_agreement(before, after)
        if agreement not in ("", agreed):
            raise RulesChangeError(before, after, agreement)
        return replace(election, questionnaire=after)

    return in_part(part, ask)
