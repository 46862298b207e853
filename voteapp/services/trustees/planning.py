"""Several trustees of a campaign: planned, replaced, started over; rehearsals and lost keys.

DESIGN, "Trustees". One ceremony makes the key of every election of a campaign: t of n threshold
trustees (numbers 1 to n) and singles beside them (the numbers after), who must always take part.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voteapp.campaign.ceremony.messages import check_singles, check_size
from voteapp.campaign.keys.rehearsal import check_answer, compute_digest, decode_answer
from voteapp.campaign.lookalikes import find_twin, looks_empty
from voteapp.campaign.texts import LONGEST_NAME, clean_text
from voteapp.errors import ConflictError, InvalidInputError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.campaigns import find_campaign, record, require
from voteapp.services.context import Context
from voteapp.services.errors import StaleDraftError
from voteapp.services.holders import (
    decode_key,
    find_ceremony,
    find_key,
    get_public_key,
    list_trustees,
    update_state,
)
from voteapp.services.life import Deed
from voteapp.services.trustees.reading import (
    find_trustee,
    require_ceremony,
)
from voteapp.services.trustees.witnesses import forget_witnesses
from voteapp.store.board.models import Action, Campaign
from voteapp.store.board.trustees import Ceremony, CeremonyMessage, Trustee

_ATTEMPTS = (Deed.PLANNED_CEREMONY, Deed.RESTARTED_CEREMONY, Deed.REPLACED_TRUSTEE)
_VERSIONS = 1_000_000
"""Versions of one attempt: more than it can have changes, so that no version comes twice."""


def plan_ceremony(
    context: Context,
    actor: str,
    code: str,
    names: Sequence[str],
    threshold: int,
    singles: Sequence[str] = (),
) -> None:
    """Several trustees instead of one: ``threshold`` of ``names``, and every one of ``singles``.

    Before opening. Raises InvalidInputError (``names``, ``threshold``, ``singles``),
    ConflictError where there is a key or a ceremony, WrongStateError.
    """
    people = _check_people(names, threshold, singles)
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.PLANNED_CEREMONY)
        if find_key(session, campaign) is not None:
            raise ConflictError(_("One trustee made a key already. Remove it first."))
        if find_ceremony(session, campaign) is not None:
            raise ConflictError(_("The trustees are named already."))
        ceremony = Ceremony(
            campaign_id=campaign.id,
            size=len(names),
            threshold=threshold,
            singles=len(singles),
            attempt=0,
            version=0,
        )
        session.add(ceremony)
        for position, name in enumerate(people, 1):
            kind = "threshold" if position <= len(names) else "single"
            session.add(Trustee(campaign_id=campaign.id, position=position, name=name, kind=kind))
        _begin_attempt(session, campaign, ceremony)
        note = f"{threshold}/{len(names)}" + (f" + {len(singles)}" if singles else "")
        record(session, context, campaign, Deed.PLANNED_CEREMONY, actor, note)
        update_state(session, campaign)


def remove_ceremony(context: Context, actor: str, code: str, seen: str | None = None) -> None:
    """Forget trustees and ceremony; before opening. Raises NotFoundError, WrongStateError.

    ``seen``, here and below: the plan that a page showed (``CeremonyOverview.plan``);
    StaleDraftError where it is another by now. None: whoever the trustees are.
    """
    with context.board.write() as session:
        campaign, ceremony = _lock(session, code, Deed.REMOVED_CEREMONY, seen)
        for message in session.scalars(
            select(CeremonyMessage).where(CeremonyMessage.campaign_id == campaign.id)
        ):
            session.delete(message)
        for trustee in list_trustees(session, campaign):
            session.delete(trustee)
        session.delete(ceremony)
        forget_witnesses(session, campaign)
        record(session, context, campaign, Deed.REMOVED_CEREMONY, actor)
        update_state(session, campaign)


def restart_ceremony(context: Context, actor: str, code: str, seen: str | None = None) -> None:
    """Start over with the same people: what was said is put aside, every key is made anew.

    Before opening. Raises NotFoundError, WrongStateError, StaleDraftError.
    """
    with context.board.write() as session:
        campaign, ceremony = _lock(session, code, Deed.RESTARTED_CEREMONY, seen)
        _begin_attempt(session, campaign, ceremony)
        record(session, context, campaign, Deed.RESTARTED_CEREMONY, actor)
        update_state(session, campaign)


def replace_trustee(
    context: Context, actor: str, code: str, position: int, name: str, seen: str | None = None
) -> None:
    """Somebody else in the place of one who dropped out; starts the ceremony over.

    Before opening. Raises InvalidInputError (``name``), NotFoundError, WrongStateError,
    StaleDraftError.
    """
    cleaned = _clean_name("name", name)
    with context.board.write() as session:
        campaign, ceremony = _lock(session, code, Deed.REPLACED_TRUSTEE, seen)
        trustee = find_trustee(session, campaign, position)
        others = [row.name for row in list_trustees(session, campaign) if row is not trustee]
        _check_distinct("name", [*others, cleaned])
        before, trustee.name = trustee.name, cleaned
        _begin_attempt(session, campaign, ceremony)
        note = f"{before} → {cleaned}"
        record(session, context, campaign, Deed.REPLACED_TRUSTEE, actor, note)
        update_state(session, campaign)


def log_link(
    context: Context, actor: str, code: str, position: int, seen: str | None = None
) -> None:
    """Write down who made a trustee's personal link: an earlier one and its sign-in end by it.

    Raises NotFoundError, StaleDraftError where somebody else is in that place than was seen.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        ceremony = require_ceremony(session, campaign)
        if seen is not None and seen.partition(".")[0] != str(ceremony.attempt):
            raise _stale()
        name = find_trustee(session, campaign, position).name
        record(session, context, campaign, Deed.MADE_TRUSTEE_LINK, actor, name)


def log_witness_link(context: Context, actor: str, code: str, name: str) -> None:
    """Write down who made a witness's personal link. Raises NotFoundError."""
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        record(session, context, campaign, Deed.MADE_TRUSTEE_LINK, actor, name)


def post_ceremony_rehearsal(context: Context, code: str, position: int, data: bytes) -> None:
    """Check a trustee's answer to the rehearsal; enough of them let the campaign go on.

    A key that answers is not lost. Raises InvalidInputError (``answer``), ConflictError before
    the ceremony is over, NotFoundError, WrongStateError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.REHEARSED)
        ceremony = require_ceremony(session, campaign)
        trustee = find_trustee(session, campaign, position)
        if ceremony.trustees is None:
            raise ConflictError(_("The trustees' ceremony is not over."))
        _check_rehearsal(session, campaign, ceremony, trustee, data)
        if trustee.rehearsed is None:
            trustee.rehearsal, trustee.rehearsed = data, context.clock()
            record(session, context, campaign, Deed.REHEARSED, trustee.name)
            ceremony.version += 1
        if trustee.lost:
            _set_lost(context, session, campaign, trustee, lost=False)
        update_state(session, campaign)


def report_lost_key(context: Context, code: str, position: int) -> None:
    """A trustee says that the key is lost: everybody is warned. Again: no error.

    Raises NotFoundError, WrongStateError.
    """
    _report(context, code, position, lost=True)


def withdraw_lost_key(context: Context, code: str, position: int) -> None:
    """The key was found again. Raises NotFoundError, WrongStateError."""
    _report(context, code, position, lost=False)


def _report(context: Context, code: str, position: int, *, lost: bool) -> None:
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.LOST_KEY if lost else Deed.FOUND_KEY)
        trustee = find_trustee(session, campaign, position)
        if trustee.lost != lost:
            _set_lost(context, session, campaign, trustee, lost=lost)
            update_state(session, campaign)


def _set_lost(
    context: Context, session: Session, campaign: Campaign, trustee: Trustee, *, lost: bool
) -> None:
    trustee.lost = lost
    require_ceremony(session, campaign).version += 1
    deed = Deed.LOST_KEY if lost else Deed.FOUND_KEY
    record(session, context, campaign, deed, trustee.name)


def _lock(session: Session, code: str, deed: Deed, seen: str | None) -> tuple[Campaign, Ceremony]:
    campaign = find_campaign(session, code, lock=True)
    require(campaign, deed)
    ceremony = require_ceremony(session, campaign)
    present = f"{ceremony.attempt}.{int(ceremony.trustees is not None)}"
    if seen is not None and seen != present:
        raise _stale()
    return campaign, ceremony


def _stale() -> StaleDraftError:
    return StaleDraftError(_("Somebody changed the trustees since the page was loaded."))


def _begin_attempt(session: Session, campaign: Campaign, ceremony: Ceremony) -> None:
    """A number that this campaign never had: the public log remembers every attempt."""
    query = select(func.count(Action.id)).where(
        Action.campaign_id == campaign.id, Action.what.in_([deed.value for deed in _ATTEMPTS])
    )
    ceremony.attempt = (session.scalar(query) or 0) + 1
    ceremony.version = ceremony.attempt * _VERSIONS
    ceremony.certs_hash = ceremony.trustees = ceremony.evidence = ceremony.failure = None
    for trustee in list_trustees(session, campaign):
        trustee.lost, trustee.rehearsal, trustee.rehearsed = False, None, None


def _check_people(names: Sequence[str], threshold: int, singles: Sequence[str]) -> list[str]:
    try:
        check_size(len(names), threshold)
    except InvalidInputError as error:
        field = "names" if error.field == "trustees" else error.field
        raise InvalidInputError(field, error.args[0]) from None
    check_singles(len(singles))
    people = [_clean_name("names", name) for name in names]
    _check_distinct("names", people)
    people += [_clean_name("singles", name) for name in singles]
    _check_distinct("singles", people)
    return people


def _clean_name(field: str, name: str) -> str:
    cleaned = clean_text(field, name, LONGEST_NAME, lines=False)
    if looks_empty(cleaned):
        raise InvalidInputError(field, _("Type a name."))
    return cleaned


def _check_distinct(field: str, names: Sequence[str]) -> None:
    listed = list(names)
    if any(find_twin(listed, place) is not None for place in range(len(listed))):
        raise InvalidInputError(field, _("Two trustees need names that differ to the eye."))


def _check_rehearsal(
    session: Session, campaign: Campaign, ceremony: Ceremony, trustee: Trustee, data: bytes
) -> None:
    """The challenge derives from the certificates, or from a single's own key."""
    group = get_group(GROUP_NAME)
    key = decode_key(get_public_key(session, campaign, trustee.position))
    single = trustee.kind == "single"
    digest = compute_digest(key) if single else ceremony.certs_hash or ""
    try:
        answer = decode_answer(data)
        element = group.decode(key.public_key)
        check_answer(group, element, digest, trustee.position, answer)
    except ProtocolError as error:
        message = _("The file does not answer for this campaign's key: %(reason)s.", reason=error)
        raise InvalidInputError("answer", message) from None
