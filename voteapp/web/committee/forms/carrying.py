"""What a page offers, carried by the page itself until somebody confirms it.

Nothing is kept on the server in between, and two tabs cannot mix up their files.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode

from voteapp.campaign.forms.sheets.grids import MOST_FORM_BYTES
from voteapp.campaign.questionnaire.checks import encode_questionnaire
from voteapp.campaign.questionnaire.document import Questionnaire
from voteapp.errors import InvalidInputError
from voteapp.errors import gettext as _
from voteapp.services.drafting.uploading import read_offered

MOST_CARRIED = 400_000
"""Characters of the hidden field: a form's fields may have half a million together."""


def pack(questionnaire: Questionnaire) -> str:
    """The questionnaire for a hidden field. InvalidInputError (``file``): it is too large."""
    packed = b64encode(zlib.compress(encode_questionnaire(questionnaire), 9)).decode()
    if len(packed) > MOST_CARRIED:
        raise InvalidInputError(
            "file", _("The questionnaire is too large for one part. Split it into several.")
        )
    return packed


def unpack(carried: str) -> Questionnaire:
    """What ``pack`` packed.

    Raises ProtocolError where it is no questionnaire, InvalidInputError (``file``) where it is
    nothing that a page of ours sends.
    """
    try:
        reader = zlib.decompressobj()
        data = reader.decompress(b64decode(carried, validate=True), MOST_FORM_BYTES)
    except (ValueError, zlib.error):
        data = b""
    if not data or not reader.eof:
        raise InvalidInputError("file", _("Choose the file again: this page was incomplete."))
    return read_offered(data)
