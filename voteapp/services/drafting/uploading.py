"""A questionnaire from a file as a part of a draft: looked at first, kept when it is confirmed.

Nothing of a file is kept before that. What is confirmed is checked anew, as if it came from
somewhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

import msgspec

from voteapp.campaign.forms.importing import Imported, import_file
from voteapp.campaign.forms.playing import list_path_remarks
from voteapp.campaign.forms.sheets.remarks import Place, Remark
from voteapp.campaign.questionnaire.checks import decode_questionnaire
from voteapp.campaign.questionnaire.copies import copy_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire, list_ids
from voteapp.campaign.questionnaire.identities import create_id
from voteapp.campaign.units.release import K_FLOOR
from voteapp.errors import InvalidInputError, Sentence, get_sentence
from voteapp.errors import gettext as _
from voteapp.services.context import Context
from voteapp.services.drafting.checks import check_draft
from voteapp.services.drafting.keeping import Field, edit, in_part, stale
from voteapp.services.drafting.shift_survey import find_highest_limit
from voteapp.services.drafting.versions import Piece, find_part
from voteapp.services.errors import InvalidDraftError
from voteapp.services.values.drafts import CampaignDraft, ElectionDraft


@dataclass(frozen=True)
class Offer:
    """What would become of a file. ``questionnaire`` is None where there are ``errors``, or where
    what is left out (``notes``) leaves nothing to ask. ``faults``: paths that cannot be finished,
    or lead nowhere; they can be mended in the draft."""

    questionnaire: Questionnaire | None
    errors: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    faults: tuple[Remark, ...] = ()


def offer_upload(
    context: Context, draft: CampaignDraft, data: bytes, name: str, part: str | None = None
) -> Offer:
    """What a file (XLSForm or our own JSON) would be in the draft: a new part, or what ``part``
    would become.

    Identities that are in the draft already, outside of ``part``, are drawn anew. Raises
    InvalidInputError (``file``): the bytes are no form at all.
    """
    imported = import_file(data, name, context.random_bytes)
    found = imported.questionnaire
    if found is None:
        return Offer(None, tuple(imported.errors), tuple(imported.notes))
    if found.kind == "vote":
        return Offer(None, (Remark(None, _refuse_vote()),), tuple(imported.notes))
    fitted = _fit(context, draft, found, part)
    # Copies keep the order of questions: each stands in the row of the one that it was made of.
    rows = _carry_places(imported, fitted)
    try:
        check_draft(_put(draft, fitted, part))
    except InvalidDraftError as error:
        errors = tuple(_locate(one, draft, fitted, part, rows) for one in error.errors)
        return Offer(None, errors, tuple(imported.notes))
    faults = list_path_remarks(fitted, rows)
    return Offer(fitted, (), tuple(imported.notes), tuple(faults))


def read_offered(data: bytes) -> Questionnaire:
    """The questionnaire that a page offered, sent back. Raises ProtocolError."""
    return decode_questionnaire(data)


def add_uploaded(context: Context, actor: str, code: str, questionnaire: Questionnaire) -> str:
    """What was offered as the draft's last part; returns its identity.

    Sent twice, it is there once. Raises what ``keeping.edit`` raises.
    """
    if questionnaire.kind == "vote":
        raise InvalidInputError("file", _refuse_vote())
    kept = questionnaire.part

    def change(draft: CampaignDraft) -> CampaignDraft:
        nonlocal kept
        if find_part(draft, questionnaire.part) is not None:
            raise _ThereAlreadyError
        fitted = _fit(context, draft, questionnaire, None)
        kept = fitted.part
        return _put(draft, fitted, None)

    with suppress(_ThereAlreadyError):
        edit(context, code, None, "", change)
    return kept


class _ThereAlreadyError(Exception):
    """Somebody pressed twice; there is nothing to keep, and nothing to undo later."""


def replace_uploaded(
    context: Context, actor: str, code: str, part: str, seen: str, questionnaire: Questionnaire
) -> None:
    """What was offered in the place of what ``part`` asks; ``seen`` is the part's version.

    Raises what ``keeping.edit`` raises.
    """
    if questionnaire.kind == "vote":
        raise InvalidInputError("file", _refuse_vote())

    def change(draft: CampaignDraft) -> CampaignDraft:
        if find_part(draft, part) is None:
            raise stale()
        return _put(draft, _fit(context, draft, questionnaire, part), part)

    edit(context, code, Piece("upload", part), seen, change, Field(part))


def _refuse_vote() -> Sentence:
    return _(
        "The file holds a vote. Only surveys can be uploaded: add a vote here, where its rule is "
        "said, too."
    )


def _fit(
    context: Context, draft: CampaignDraft, found: Questionnaire, part: str | None
) -> Questionnaire:
    """With identities that nothing else in the draft has; in the place of a part, with the part's
    own and, where rules look at a limit and the file names none, with its limits."""
    others = {
        name
        for election in draft.elections
        if election.id != part
        for name in list_ids(election.questionnaire)
    }
    if others & {*list_ids(found)}:
        found = copy_questionnaire(found, partial(create_id, context.random_bytes))
    present = find_part(draft, part) if part else None
    if present is None:
        return found
    limits = found.limits
    if not limits and find_highest_limit(found) is not None:
        limits = present.questionnaire.limits
    return msgspec.structs.replace(found, part=present.id, limits=limits)


def _put(draft: CampaignDraft, found: Questionnaire, part: str | None) -> CampaignDraft:
    if part is None:
        added = ElectionDraft(found, k=K_FLOOR)
        return replace(draft, elections=(*draft.elections, added))

    def change(election: ElectionDraft) -> ElectionDraft:
        return replace(election, questionnaire=found)

    return in_part(part, change)(draft)


def _carry_places(imported: Imported, fitted: Questionnaire) -> Mapping[str, Place]:
    made = imported.questionnaire
    if made is None:
        return {}
    pairs = zip(made.questions, fitted.questions, strict=True)
    return {new.id: imported.places[old.id] for old, new in pairs if old.id in imported.places}


def _locate(
    error: InvalidInputError,
    draft: CampaignDraft,
    fitted: Questionnaire,
    part: str | None,
    rows: Mapping[str, Place],
) -> Remark:
    """A draft's problem at the row of the question that it is about, where it is about one."""
    ids = [election.id for election in draft.elections]
    number = ids.index(part) if part else len(ids)
    field = error.field.removeprefix(f"elections.{number}.questions.").split(".")[0]
    place = None
    if field.isdecimal() and field != error.field and int(field) < len(fitted.questions):
        place = rows.get(fitted.questions[int(field)].id)
    return Remark(place, get_sentence(error) or _("The file does not fit this campaign."))
