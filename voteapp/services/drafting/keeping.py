"""How an edit of a draft is kept: compared with what its author saw, and applied to what is there.

An edit names a piece of the draft and the version of it that was shown (``versions.py``). It never
writes a whole draft that a page once showed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.errors import gettext as _
from voteapp.services.campaigns import decode_draft, find_campaign, keep_draft, require
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.versions import Piece, compute_version, find_part
from voteapp.services.errors import InvalidDraftError, StaleDraftError
from voteapp.services.life import Deed
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft

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
            keep_draft(campaign, check_draft(changed))
        except InvalidDraftError as error:
            within = field.find(changed) if field else ""
            raise InvalidDraftError(error.errors, within) from None


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
    def ask(election: ElectionDraft) -> ElectionDraft:
        return replace(election, questionnaire=change(election.questionnaire))

    return in_part(part, ask)
