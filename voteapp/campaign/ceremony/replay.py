"""The evidence's messages of the ceremony, said once more to somebody who checks each.

DESIGN, "Trustees"; docs/formats.md, "Evidence" (Ceremony).
"""

from __future__ import annotations

from collections import Counter

from voteapp.campaign.ceremony.agreement import Ceremony, RefusedEntry, Trustees
from voteapp.campaign.ceremony.table import is_step
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.protocol.group import Group
from voteapp.protocol.keys.trustees import ThresholdParameters, TrusteePublicKey, encode_trustees

_CODE = "ceremony-messages"
_REASONS = frozenset(
    {
        "ceremony-step",
        "ceremony-replay",
        "ceremony-early",
        "ceremony-encoding",
        "ceremony-commitment",
        "ceremony-acknowledgement",
        "ceremony-complaint",
        "trustee-certificate",
        "trustee-coefexps",
        "trustee-signature",
        "trustee-proof",
        "trustee-verification-key",
    }
)
MOST_REFUSED = 5
"""How many refused messages of one trustee are kept."""
LONGEST_REFUSED = 64 * 1024
"""Characters of a message."""


def check_messages(group: Group, trustees: Trustees, ceremony: Ceremony) -> None:
    """Replay the messages: they must give just these trustees and this ceremony.

    ``trustees`` and the rest of ``ceremony`` are checked already. Raises ProtocolError with the
    code of the first wrong message, ``trustee-share`` at a proven complaint, else
    ``ceremony-messages``.
    """
    transcript = _start(group, trustees)
    for entry in ceremony.messages:
        transcript.add(entry.trustee, entry.step, entry.message.encode())
        if transcript.failure is not None:
            raise ProtocolError(transcript.failure.code, transcript.failure.message)
    if transcript.step != "done":
        missing = ", ".join(str(number) for number in transcript.missing)
        raise ProtocolError(
            _CODE, f"the messages end before step {transcript.step} of trustees {missing}"
        )
    assembled = transcript.assemble()
    if assembled.trustees != encode_trustees(trustees):
        raise ProtocolError(_CODE, "the messages give other trustees than the record's")
    again = assembled.ceremony
    if (again.commitments, again.acknowledgements) != (
        ceremony.commitments,
        ceremony.acknowledgements,
    ):
        raise ProtocolError(_CODE, "the messages are not what the evidence sums up")


def check_refused(ceremony: Ceremony, trustees: int) -> None:
    """Require that what was refused is of the form in which it is kept; ``trustees``: how many.

    Nobody signed it, so that nothing else can be said of it. Raises ProtocolError
    ``ceremony-refused``.
    """
    said: Counter[int] = Counter()
    for entry in ceremony.refused:
        said[entry.trustee] += 1
        if not _is_kept_so(entry, trustees) or said[entry.trustee] > MOST_REFUSED:
            raise ProtocolError("ceremony-refused", "no server keeps such a refused message")


def _is_kept_so(entry: RefusedEntry, trustees: int) -> bool:
    known = 1 <= entry.trustee <= trustees and is_step(entry.step) and entry.code in _REASONS
    return known and len(entry.message) <= LONGEST_REFUSED


def _start(group: Group, trustees: Trustees) -> Transcript:
    """A transcript for trustees of one ceremony: a Pedersen item, then single ones."""
    first, rest = trustees[0], trustees[1:]
    if not isinstance(first, ThresholdParameters) or not all(
        isinstance(item, TrusteePublicKey) for item in rest
    ):
        raise ProtocolError(_CODE, "these trustees cannot be of one ceremony")
    try:
        return Transcript(group, len(first.certs), first.threshold, len(rest))
    except InvalidInputError as error:
        raise ProtocolError(_CODE, str(error)) from None
