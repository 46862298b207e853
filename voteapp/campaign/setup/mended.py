"""The booth's files that were mended while people vote: t trustees must have signed each.

PAPER, "Fixing the set-up"; docs/formats.md, "Amendments"; ADR 38. The same as
``static/js/campaign/setup/mended.js``.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from voteapp.campaign.setup.amendments import Amendment
from voteapp.campaign.statements.people import People
from voteapp.campaign.statements.signing import check_signers, check_statement
from voteapp.campaign.statements.texts import compute_booth_text
from voteapp.errors import ProtocolError

KIND = "booth"


def check_mended(people: People, amendments: Sequence[Amendment]) -> None:
    """Check who signed each mended file of a chain that ``check_amendments`` has taken.

    Raises ProtocolError ``booth-second``, ``booth-signer``, ``booth-text``, ``booth-signature`` or
    ``booth-missing``.
    """
    for amendment in amendments:
        if amendment.path is not UNSET and amendment.signed is not UNSET:
            text = write_mended(amendment, amendment.path)
            check_signers(KIND, amendment.signed)
            for statement in amendment.signed:
                check_statement(people, KIND, [text], statement)
            if len(amendment.signed) < people.threshold:
                count = f"{len(amendment.signed)} of {people.threshold} trustees"
                message = f"{count} agreed to another {amendment.path}"
                raise ProtocolError(f"{KIND}-missing", message)


def write_mended(amendment: Amendment, path: str) -> str:
    """What trustees sign of an amendment that mends ``path``."""
    old, new = amendment.old, amendment.new
    return compute_booth_text(amendment.fingerprints, amendment.number, path, old, new)
