"""What the server says was fixed, signed: whoever is shown another set-up keeps it as proof.

PAPER, "Who is to blame"; docs/formats.md, "Set-up". Ed25519 has one signature for one text, so that
every phone is given the same bytes: two different ones for one campaign prove two set-ups.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from voteapp.campaign.canonical import Record, decode_strict
from voteapp.campaign.setup.fixed import FixedTexts, read_fixed
from voteapp.campaign.signed import Signed
from voteapp.protocol.encoding import hash_hex


class AnsweredElection(Record, frozen=True, kw_only=True):
    """Hashes (hex) of what fixes one election."""

    uuid: str
    election: str
    manifest: str
    questionnaire: str


class SetupAnswer(Signed, frozen=True, kw_only=True):
    """The set-up of the campaign ``code``: its hash, and what it is made of."""

    type: Literal["voteapp-setup"] = "voteapp-setup"
    version: Literal[1] = 1
    code: str
    campaign: str
    elections: list[AnsweredElection]


def create_answer(code: str, elections: Sequence[FixedTexts]) -> SetupAnswer:
    """The answer, not signed yet. Raises as ``read_fixed``."""
    setup = read_fixed(elections)
    return SetupAnswer(
        code=code,
        campaign=setup.campaign_hash,
        elections=[
            AnsweredElection(
                uuid=manifest.uuid,
                election=hash_hex(texts.election),
                manifest=hash_hex(texts.manifest),
                questionnaire=hash_hex(texts.questionnaire),
            )
            for manifest, texts in zip(setup.manifests, elections, strict=True)
        ],
    )


def decode_answer(data: bytes) -> SetupAnswer:
    """Read an answer (signature not checked); raises ProtocolError ``setup-encoding``."""
    return decode_strict(data, SetupAnswer, "setup-encoding", "the answer about the set-up")
