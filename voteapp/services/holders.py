"""Who holds the key of a campaign: one trustee, or several after their ceremony.

DESIGN, "Trustees". One trustee: a key that a committee account posted
(``services.trustees.keying``). Several: a ceremony (``services.trustees.planning``). What comes
later asks here and need not know which.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from voteapp.campaign.canonical import decode_strict
from voteapp.campaign.ceremony.agreement import Ceremony as CeremonyEvidence
from voteapp.campaign.ceremony.agreement import RefusedEntry
from voteapp.errors import gettext as _
from voteapp.protocol.encoding import decode_canonical, encode_json
from voteapp.protocol.group import GROUP_NAME, Element, get_group
from voteapp.protocol.keys.trustees import (
    Item,
    ThresholdParameters,
    TrusteePublicKey,
    check_trustees,
    compute_signing_keys,
    decode_trustees,
    encode_trustees,
)
from voteapp.services.campaigns import get_state
from voteapp.services.errors import NotReadyError
from voteapp.services.life import compute_turn
from voteapp.services.values.campaigns import TrusteeWarning
from voteapp.services.values.roles import TrusteeView
from voteapp.store.board.models import Campaign
from voteapp.store.board.trustees import (
    Ceremony,
    CeremonyMessage,
    PartialDecryption,
    Trustee,
    TrusteeKey,
)

GROUP = "Ed25519"
OWNER = 1
"""The number of a campaign's one trustee."""

Items = list[TrusteePublicKey | ThresholdParameters]


class Checked(NamedTuple):
    """A campaign's trustees, checked: items, and what each signs with, in owner order."""

    items: list[Item]
    signing_keys: list[Element]


def find_key(session: Session, campaign: Campaign) -> TrusteeKey | None:
    """The key of a campaign's one trustee; None where there is none (yet), or several trustees."""
    return session.get(TrusteeKey, (campaign.id, OWNER))


def find_ceremony(session: Session, campaign: Campaign) -> Ceremony | None:
    """The ceremony of a campaign with several trustees."""
    return session.get(Ceremony, campaign.id)


def list_trustees(session: Session, campaign: Campaign) -> list[Trustee]:
    """Several trustees in the order of their numbers; empty where there is one."""
    query = select(Trustee).where(Trustee.campaign_id == campaign.id).order_by(Trustee.position)
    return list(session.scalars(query))


def list_owners(session: Session, campaign: Campaign) -> tuple[TrusteeView, ...]:
    """Everybody by owner number, in either mode; nobody before there is a key or a ceremony."""
    rows = list_trustees(session, campaign)
    if rows:
        return tuple(TrusteeView(row.position, row.name, row.kind, row.lost) for row in rows)
    key = find_key(session, campaign)
    return () if key is None else (TrusteeView(OWNER, key.posted_by, "single", False),)


def list_names(session: Session, campaign: Campaign) -> tuple[str, ...]:
    """Who holds the key, or a part of it, once it is made."""
    ceremony = find_ceremony(session, campaign)
    if ceremony is not None and ceremony.trustees is None:
        return ()
    return tuple(owner.name for owner in list_owners(session, campaign))


def decode_key(data: bytes) -> TrusteePublicKey:
    """A trustee_public_key object; raises ProtocolError ``trustees-encoding``."""
    return decode_canonical(data, TrusteePublicKey, "trustees-encoding", "the key")


def load_trustees(session: Session, campaign: Campaign) -> Items:
    """The items of the record's trustees. Raises NotReadyError (``key``, ``ceremony``)."""
    return decode_trustees(_load_bytes(session, campaign))


def load_checked(session: Session, campaign: Campaign) -> Checked:
    """The trustees as decryptions need them. Raises NotReadyError (``key``, ``ceremony``)."""
    return _check(_load_bytes(session, campaign))


def load_ceremony(session: Session, campaign: Campaign) -> CeremonyEvidence | None:
    """The evidence's ``ceremony``; None for one trustee, or before the last message."""
    row = find_ceremony(session, campaign)
    if row is None or row.evidence is None:
        return None
    code, what = "evidence-encoding", "the ceremony"
    evidence = decode_strict(row.evidence, CeremonyEvidence, code, what)
    refused = [
        RefusedEntry(
            trustee=message.trustee,
            step=message.step,
            code=message.refused or "",
            message=message.data.decode("utf-8", "replace"),
        )
        for message in list_messages(session, row, refused=True)
    ]
    return msgspec.structs.replace(evidence, refused=refused)


def list_messages(
    session: Session, ceremony: Ceremony, *, refused: bool | None = None
) -> list[CeremonyMessage]:
    """Messages of the present attempt in order of arrival; ``refused``: only those, or only the
    others."""
    query = select(CeremonyMessage).where(
        CeremonyMessage.campaign_id == ceremony.campaign_id,
        CeremonyMessage.attempt == ceremony.attempt,
    )
    if refused is not None:
        query = query.where(
            CeremonyMessage.refused.is_not(None) if refused else CeremonyMessage.refused.is_(None)
        )
    return list(session.scalars(query.order_by(CeremonyMessage.number)))


def get_public_key(session: Session, campaign: Campaign, owner: int) -> bytes:
    """The trustee_public_key object of an owner; empty before there is one."""
    try:
        items = load_trustees(session, campaign)
    except NotReadyError:
        return b""
    keys: list[TrusteePublicKey] = []
    for item in items:
        keys += item.verification_keys if isinstance(item, ThresholdParameters) else [item]
    return encode_json(keys[owner - 1]) if 1 <= owner <= len(keys) else b""


def list_missing_keys(session: Session, campaign: Campaign) -> list[str]:
    """What keeps the trustees from being ready: ``key``, ``ceremony`` or ``rehearsal``; or nothing.

    Of several trustees, at least t of n and every single must have rehearsed and still have their
    key.
    """
    ceremony = find_ceremony(session, campaign)
    if ceremony is None:
        key = find_key(session, campaign)
        if key is None:
            return ["key"]
        return [] if key.rehearsed is not None else ["rehearsal"]
    if ceremony.trustees is None:
        return ["ceremony"]
    rows = list_trustees(session, campaign)
    tried = {row.position for row in rows if row.rehearsed is not None and not row.lost}
    return [] if suffices(session, campaign, tried) else ["rehearsal"]


def count_needed(session: Session, campaign: Campaign) -> int:
    """How many trustees must decrypt: t of the threshold trustees and every single."""
    ceremony = find_ceremony(session, campaign)
    return 1 if ceremony is None else ceremony.threshold + ceremony.singles


def update_state(session: Session, campaign: Campaign) -> None:
    """Let the turn pass between trustees (``keys``) and teller (``slips``, ``ready``)."""
    if get_state(campaign).preparing:
        session.flush()
        keys_ready = not list_missing_keys(session, campaign)
        turn = compute_turn(keys_ready, campaign.credentials_posted is not None)
        campaign.state = turn.value


def list_warnings(session: Session, campaign: Campaign) -> tuple[TrusteeWarning, ...]:
    """Each trustee whose key is lost, or was never tried once the ceremony is over."""
    ceremony = find_ceremony(session, campaign)
    if ceremony is None or ceremony.trustees is None:
        return ()
    return tuple(
        TrusteeWarning("lost" if row.lost else "not-rehearsed", row.position, row.name)
        for row in list_trustees(session, campaign)
        if row.lost or row.rehearsed is None
    )


def list_decrypted(session: Session, election_id: int) -> dict[int, bytes]:
    """The partial decryptions of an election by owner, in the order of their events."""
    query = select(PartialDecryption).where(PartialDecryption.election_id == election_id)
    rows = session.scalars(query.order_by(PartialDecryption.number))
    return {row.owner: row.data for row in rows}


def suffices(session: Session, campaign: Campaign, present: set[int]) -> bool:
    """Whether these owners can decrypt: t of the threshold trustees, and every single."""
    ceremony, rows = find_ceremony(session, campaign), list_trustees(session, campaign)
    if ceremony is None:
        return OWNER in present
    threshold = {row.position for row in rows if row.kind == "threshold"}
    singles = {row.position for row in rows if row.kind == "single"}
    return len(present & threshold) >= ceremony.threshold and present >= singles


def _load_bytes(session: Session, campaign: Campaign) -> bytes:
    ceremony = find_ceremony(session, campaign)
    if ceremony is not None:
        if ceremony.trustees is None:
            raise NotReadyError(_("The trustees' ceremony is not over."), ["ceremony"])
        return ceremony.trustees
    key = find_key(session, campaign)
    if key is None:
        raise NotReadyError(_("There is no key yet."), ["key"])
    return encode_trustees([decode_key(key.public_key)])


@lru_cache(maxsize=64)
def _check(data: bytes) -> Checked:
    """Checked once for each list of trustees: the same bytes, all public, give the same."""
    group = get_group(GROUP_NAME)
    trustees = decode_trustees(data)
    items = check_trustees(group, trustees)
    return Checked(items, compute_signing_keys(group, trustees))
