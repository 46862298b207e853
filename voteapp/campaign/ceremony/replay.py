"""The evidence's messages of the ceremony, said once more to somebody who checks each.

DESIGN, "Trustees"; docs/formats.md, "Evidence" (Ceremony).
"""

from __future__ import annotations

from voteapp.campaign.ceremony.agreement import Ceremony, Trustees
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.errors import InvalidInputError, ProtocolError
from voteapp.protocol.group import Group
from voteapp.protocol.keys.trustees import ThresholdParameters, TrusteePublicKey, encode_trustees

_CODE = "ceremony-messages"


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
