"""Witnesses and mirrors, named by the committee until Fix, and the witnesses' keys.

PAPER, "Closing"; docs/formats.md, "Witnesses" and "Mirrors" of the manifest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from voteapp.campaign.statements.people import (
    Mirror,
    Witness,
    create_people,
)
from voteapp.campaign.texts import LONGEST_NAME, clean_text
from voteapp.errors import ConflictError, InvalidInputError, NotFoundError, ProtocolError
from voteapp.errors import gettext as _
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.services.campaigns import find_campaign, get_state, record, require
from voteapp.services.context import Context
from voteapp.services.holders import count_needed, find_ceremony, list_trustees
from voteapp.services.life import Deed, State
from voteapp.services.statements.signers import (
    create_mirrors,
    create_witnesses,
    describe_mirrors,
    describe_witnesses,
    list_mirrors,
    list_witnesses,
)
from voteapp.services.trustees.seats import Seat, find_seat
from voteapp.services.values.roles import MirrorView, WitnessTask, WitnessView
from voteapp.store.board.models import Campaign
from voteapp.store.board.statements import Mirror as MirrorRow
from voteapp.store.board.statements import Witness as WitnessRow


class Named(NamedTuple):
    """Who is named beside the trustees, and how many witnesses there may be at most."""

    witnesses: tuple[WitnessView, ...]
    mirrors: tuple[MirrorView, ...]
    most_witnesses: int


def list_named(context: Context, code: str) -> Named:
    """For pages. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_campaign(session, code)
        several = find_ceremony(session, campaign) is not None
        return Named(
            describe_witnesses(session, campaign),
            describe_mirrors(session, campaign),
            count_needed(session, campaign) - 1 if several else 0,
        )


def name_witnesses(context: Context, actor: str, code: str, names: Sequence[str]) -> list[int]:
    """These and no others, at most t - 1, until Fix; who keeps the number and the name keeps the
    key. Gives the numbers of those whose links end.

    Raises InvalidInputError (``witnesses``), ConflictError without several trustees,
    WrongStateError.
    """
    cleaned = [clean_text("witnesses", name, LONGEST_NAME, lines=False) for name in names]
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.NAMED_WITNESSES)
        if find_ceremony(session, campaign) is None:
            raise ConflictError(_("Name several trustees first: witnesses stand beside them."))
        _check_names(session, campaign, cleaned)
        before = {row.position: row for row in list_witnesses(session, campaign)}
        ended = []
        for position in range(1, max(len(before), len(cleaned)) + 1):
            row = before.get(position)
            name = cleaned[position - 1] if position <= len(cleaned) else None
            if row is not None and row.name == name:
                continue
            ended.append(position)
            if row is not None:
                session.delete(row)
                session.flush()
            if name is not None:
                session.add(WitnessRow(campaign_id=campaign.id, position=position, name=name))
        if ended:
            record(session, context, campaign, Deed.NAMED_WITNESSES, actor, str(len(cleaned)))
        return ended


def name_mirrors(
    context: Context, actor: str, code: str, mirrors: Sequence[tuple[str, str, str]]
) -> None:
    """These and no others, until Fix: names, addresses, keys (64 hex).

    Raises InvalidInputError (``mirrors``), WrongStateError.
    """
    with context.board.write() as session:
        campaign = find_campaign(session, code, lock=True)
        require(campaign, Deed.NAMED_MIRRORS)
        read = [
            Mirror(
                name=clean_text("mirrors", name, LONGEST_NAME, lines=False),
                address=address.strip(),
                key=key.strip().lower(),
            )
            for name, address, key in mirrors
        ]
        try:
            _check(session, campaign, create_witnesses(session, campaign), read)
        except ProtocolError as error:
            text = _("These mirrors cannot be used: %(reason)s.", reason=error)
            raise InvalidInputError("mirrors", text) from None
        if read == create_mirrors(session, campaign):
            return
        for row in list_mirrors(session, campaign):
            session.delete(row)
        session.flush()
        for position, one in enumerate(read, 1):
            session.add(
                MirrorRow(
                    campaign_id=campaign.id,
                    position=position,
                    name=one.name,
                    address=one.address,
                    key=one.key,
                )
            )
        record(session, context, campaign, Deed.NAMED_MIRRORS, actor, str(len(read)))


def post_witness_key(context: Context, seat: Seat, key: str) -> None:
    """Keep a witness's public key (an element, 64 hex), in the place of an earlier one, until Fix;
    the same again is no error. Raises InvalidInputError (``key``), NotFoundError, WrongStateError.
    """
    with context.board.write() as session:
        campaign = find_seat(session, seat, lock=True)
        require(campaign, Deed.POSTED_WITNESS_KEY)
        row = session.get(WitnessRow, (campaign.id, seat.owner))
        if seat.role != "witness" or row is None:
            raise NotFoundError(_("There is no witness of this number here."))
        if row.key == key:
            return
        others = [
            Witness(name=one.name, key=one.key)
            for one in list_witnesses(session, campaign)
            if one.position != seat.owner and one.key is not None
        ]
        try:
            mirrors = create_mirrors(session, campaign)
            _check(session, campaign, [*others, Witness(name=row.name, key=key)], mirrors)
        except ProtocolError as error:
            text = _("This key cannot be used: %(reason)s.", reason=error)
            raise InvalidInputError("key", text) from None
        row.key = key
        record(session, context, campaign, Deed.POSTED_WITNESS_KEY, row.name)


def get_witness_task(context: Context, seat: Seat) -> WitnessTask:
    """What the page needs on which a witness makes a key. Raises NotFoundError."""
    with context.board.read() as session:
        campaign = find_seat(session, seat)
        if seat.role != "witness":
            raise NotFoundError(_("There is no witness of this number here."))
        row = session.get_one(WitnessRow, (campaign.id, seat.owner))
        state = get_state(campaign)
        return WitnessTask(
            code=campaign.code,
            title=campaign.title,
            state=state,
            number=row.position,
            name=row.name,
            key=row.key,
            open=state.before_fix,
            ready=state.opened or state is State.READY,
        )


def forget_witnesses(session: Session, campaign: Campaign) -> None:
    """Without several trustees there is nobody to stand beside."""
    for row in list_witnesses(session, campaign):
        session.delete(row)


def _check_names(session: Session, campaign: Campaign, names: Sequence[str]) -> None:
    most = count_needed(session, campaign) - 1
    if len(names) > most:
        text = _(
            "There can be at most %(most)d witnesses: fewer than trustees are needed.", most=most
        )
        raise InvalidInputError("witnesses", text)
    trustees = [row.name for row in list_trustees(session, campaign)]
    known = [name.casefold() for name in (*trustees, *names)]
    if not all(names) or len(set(known)) != len(known):
        raise InvalidInputError(
            "witnesses", _("A witness is somebody else: no name may stand here twice.")
        )


def _check(
    session: Session, campaign: Campaign, witnesses: list[Witness], mirrors: list[Mirror]
) -> None:
    """As the manifest will be checked, but for the keys of others, which may not be there yet.
    Raises ProtocolError."""
    threshold = max(count_needed(session, campaign), len(witnesses) + 1)
    create_people(get_group(GROUP_NAME), [], threshold, witnesses, mirrors, ())
