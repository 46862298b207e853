"""Versions of what a page shows of a draft: whoever edits says what they saw.

A version is a hash of one piece of the draft, so that two people who edit different pieces do not
disturb each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.campaign.questionnaire.edits import find_question, list_rules_of
from voteapp.campaign.questionnaire.edits_of_scales import list_items
from voteapp.campaign.questionnaire.translations import keep_first_language, read_language
from voteapp.protocol.encoding import hash_hex
from voteapp.services.drafting.limits import list_leaves, needs_limit
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft

OfCampaign = Literal["details", "schedule", "numbers", "parts", "draft"]
OfPart = Literal["head", "rule", "limit", "order", "rules", "part", "upload", "language"]
OfQuestion = Literal["question", "removal", "scale"]


@dataclass(frozen=True)
class Piece:
    """What one form shows: of the campaign, of a part, or of a question of a part.

    ``parts``: which part follows which. ``head``: a part's title, introduction and k. ``rule``:
    with the answers that it may be about. ``limit``: what a part's rules compare with in a
    ``leaf``. ``order``: which questions follow which, under which headings. ``rules``: those of a
    survey, with the questions that they name. ``removal``: a question with the rules that name it.
    ``scale``: its items; ``question`` is the scale's identity. ``upload``: all that a part asks,
    to be replaced. ``language``: every text in a ``language``, with what it translates. Other
    pieces show the first language alone.
    """

    kind: OfCampaign | OfPart | OfQuestion
    part: str = ""
    question: str = ""
    leaf: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        """For a hidden field."""
        names = (self.kind, self.part, self.question, self.leaf, self.language)
        return ":".join(filter(None, names))


def find_part(draft: CampaignDraft, part: str) -> ElectionDraft | None:
    """The part of that identity, if it is there."""
    return next((election for election in draft.elections if election.id == part), None)


def compute_version(draft: CampaignDraft, piece: Piece) -> str:
    """64 hex digits; nothing where the piece is not there (any more)."""
    shown = _show_campaign(draft, piece) if not piece.part else _show_part(draft, piece)
    return "" if shown is None else hash_hex(encode_canonical([piece.name, shown]))


def compute_versions(draft: CampaignDraft) -> dict[str, str]:
    """The version of each piece that a review shows, by the piece's name, in the page's order."""
    return {piece.name: compute_version(draft, piece) for piece in list_pieces(draft)}


def list_pieces(draft: CampaignDraft) -> list[Piece]:
    """Every piece that can be edited by itself."""
    pieces = [Piece("details"), Piece("schedule"), Piece("numbers"), Piece("parts")]
    for election in draft.elections:
        part = election.id
        pieces.append(Piece("head", part))
        if election.kind == "vote":
            pieces.append(Piece("rule", part))
        if needs_limit(election.questionnaire):
            pieces += [Piece("limit", part, leaf=leaf.code) for leaf in list_leaves(draft)]
        pieces.append(Piece("order", part))
        pieces += [Piece("question", part, question.id) for question in election.questions]
        pieces += [Piece("language", part, language=name) for name in election.languages]
    return pieces


def _show_campaign(draft: CampaignDraft, piece: Piece) -> Any:
    if piece.kind == "details":
        return [draft.title, draft.organizer, draft.facility, draft.unit]
    if piece.kind == "schedule":
        return [draft.timezone, draft.opening, draft.closing, draft.decrypts]
    if piece.kind == "numbers":
        return [draft.slips, draft.roster_size]
    if piece.kind == "parts":
        return [election.id for election in draft.elections]
    return draft if piece.kind == "draft" else None


def _show_part(draft: CampaignDraft, piece: Piece) -> Any:
    election = find_part(draft, piece.part)
    if election is None:
        return None
    if piece.kind in ("part", "upload"):
        return election
    if piece.kind == "language":
        return _show_language(election, piece.language)
    questionnaire = keep_first_language(election.questionnaire)
    if piece.question:
        return _show_question(questionnaire, piece)
    if piece.kind == "head":
        return [questionnaire.texts, election.k]
    if piece.kind == "rule":
        return [election.rule, [list(question.answers) for question in election.questions[:1]]]
    if piece.kind == "limit":
        limits = questionnaire.limits
        return [[limits[piece.leaf]] if piece.leaf in limits else []]
    if piece.kind == "order":
        return [[question.id for question in questionnaire.questions], questionnaire.sections]
    return [questionnaire.rules, questionnaire.questions] if piece.kind == "rules" else None


def _show_question(questionnaire: Questionnaire, piece: Piece) -> Any:
    if piece.kind == "scale":
        return list_items(questionnaire, piece.question) or None
    question = find_question(questionnaire, piece.question)
    if question is None or piece.kind == "question":
        return question
    return [question, list_rules_of(questionnaire, piece.question)]


def _show_language(election: ElectionDraft, language: str) -> Any:
    if language not in election.languages:
        return None
    questionnaire = election.questionnaire
    texts = [read_language(questionnaire, name) for name in (questionnaire.language, language)]
    return [*texts, election.earlier.get(language, {})]
