"""What changed in a draft between a review and the press of its button, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from voteapp.services.drafting.versions import Piece, compute_version, find_part, list_pieces
from voteapp.services.values.drafts import CampaignDraft
from voteapp.web.words.i18n import gettext as _


def describe_changes(shown: Mapping[str, str], draft: CampaignDraft) -> list[str]:
    """One line for each piece that is another, new, or gone; ``shown``: versions by name."""
    pieces = list_pieces(draft)
    names = {piece.name for piece in pieces}
    gone = [name for name in shown if name not in names]
    changed = [
        piece
        for piece in pieces
        if shown.get(piece.name) != compute_version(draft, piece) and _stands_alone(piece, shown)
    ]
    if _list_heads(names) != _list_heads(shown):  # what came or went is told by itself
        changed = [piece for piece in changed if piece.kind != "parts"]
    lines = [_describe(piece, draft, new=piece.name not in shown) for piece in changed]
    # A part that is gone takes its pieces along: it is told once.
    if any(name.startswith("head:") for name in gone):
        lines.append(_("A vote or a survey was removed."))
    elif any(name.startswith("question:") for name in gone):
        lines.append(_("A question was removed."))
    elif any(name.startswith("language:") for name in gone):
        lines.append(_("A language was removed."))
    return lines


def _list_heads(names: Iterable[str]) -> set[str]:
    return {name for name in names if name.startswith("head:")}


def _stands_alone(piece: Piece, shown: Mapping[str, str]) -> bool:
    """Whether a piece is told by itself: those of a new part are told with its head."""
    return piece.kind == "head" or not piece.part or f"head:{piece.part}" in shown


def _describe(piece: Piece, draft: CampaignDraft, *, new: bool) -> str:
    if not piece.part:
        return {
            "details": _("Title and place were changed."),
            "schedule": _("Opening and closing were changed."),
            "parts": _("The votes and surveys are in another order."),
        }.get(piece.kind, _("Members and slips were changed."))
    election = find_part(draft, piece.part)
    title = election.title if election else ""
    if piece.question:
        places = [question.id for question in election.questions] if election else []
        values = {"number": places.index(piece.question) + 1, "title": title}
        if new:
            return _("Question %(number)d of “%(title)s” is new.", **values)
        return _("Question %(number)d of “%(title)s” was changed.", **values)
    if piece.kind == "language":
        return _("A translation of “%(title)s”, or what it translates, was changed.", title=title)
    if new:
        return _("“%(title)s” is new.", title=title)
    if piece.kind == "head":
        return _("Title or introduction of “%(title)s” was changed.", title=title)
    if piece.kind == "rule":
        return _("The rule of “%(title)s”, or an answer, was changed.", title=title)
    if piece.kind == "limit":
        return _("The limit of “%(title)s” was changed.", title=title)
    return _("The questions of “%(title)s” are others, or in another order.", title=title)
