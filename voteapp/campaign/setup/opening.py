"""Opening an election: the objects of its Setup, with the manifest bound into the description.

DESIGN, "The manifest"; Belenios specification, "Elections".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import UNSET

from voteapp.campaign.setup.manifest import encode_public_credentials
from voteapp.campaign.texts import bind_description
from voteapp.protocol.election import Election, SetupData, encode_election
from voteapp.protocol.encoding import encode_json, hash_hex
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import (
    ThresholdParameters,
    TrusteePublicKey,
    check_trustees,
    compute_public_key,
    encode_trustees,
)
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.questions import Question


class ElectionTexts(NamedTuple):
    """What people wrote, cleaned. ``language`` is a code such as ``en``; None leaves it out."""

    name: str
    description: str
    questions: Sequence[Question]
    administrator: str
    credential_authority: str
    language: str | None = None


class SetupObjects(NamedTuple):
    """The objects of a Setup event, in the record's order."""

    election: bytes
    trustees: bytes
    credentials: bytes
    setup_data: bytes


def compute_campaign_hash(fingerprints: Sequence[str]) -> str:
    """The hash (hex) that names a fixed set-up: of all its elections' fingerprints, in order.

    PAPER, "Pin"; docs/formats.md, "Campaign hash".
    """
    return hash_hex("|".join(["voteapp-campaign", *fingerprints]).encode("ascii"))


def create_setup(
    uuid: str,
    texts: ElectionTexts,
    keys: Sequence[TrusteePublicKey | ThresholdParameters],
    credentials: Sequence[str],
    manifest: bytes,
) -> SetupObjects:
    """Objects of an election's Setup; ``keys`` are the items of its trustees structure.

    Raises ProtocolError ``election-question``, ``trustee-proof``; MisuseError for a credential
    that is listed twice.
    """
    group = get_group(GROUP_NAME)
    for question in texts.questions:
        kind_of(question).check_question(question)
    public_key = compute_public_key(group, check_trustees(group, keys))
    election = encode_election(
        Election(
            version=1,
            description=bind_description(texts.description, manifest),
            name=texts.name,
            group=GROUP_NAME,
            public_key=group.encode(public_key),
            questions=list(texts.questions),
            uuid=uuid,
            administrator=texts.administrator,
            credential_authority=texts.credential_authority,
            language=UNSET if texts.language is None else [texts.language, "ltr"],
        )
    )
    trustees = encode_trustees(keys)
    listed = encode_public_credentials(credentials)
    setup = SetupData(
        election=hash_hex(election), trustees=hash_hex(trustees), credentials=hash_hex(listed)
    )
    return SetupObjects(election, trustees, listed, encode_json(setup))
