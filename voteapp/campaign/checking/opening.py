"""Making a ballot so that it can be opened, and making it again from what opened it.

PAPER, "Check instead of send"; docs/formats.md, "Checking a ballot". The same as
``static/js/campaign/checking/opening.js``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from voteapp.campaign.checking.codes import Opened, unpack_choices
from voteapp.campaign.checking.seeds import create_seeded
from voteapp.errors import MisuseError, ProtocolError
from voteapp.protocol.ballots import UnsignedBallot, compute_ballot_hash, create_unsigned
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.kinds import compute_widths


def create_from_seed(
    context: ElectionContext, credential: str, choices: Sequence[Sequence[int]], seed: bytes
) -> UnsignedBallot:
    """A ballot without its signature: everything drawn for it comes from the seed (32 bytes).

    ``credential``: the public one (64 hex). Raises MisuseError for choices that the questions do
    not allow.
    """
    draw = create_seeded(seed, context.fingerprint, credential)
    return create_unsigned(context, credential, choices, draw)


def open_commitment(
    context: ElectionContext, listed: Collection[str], digest: str, opened: Opened
) -> list[list[int]]:
    """The choices that are in the ballot to which a phone had committed with ``digest`` (base64).

    ``listed``: the election's public credentials. Raises ProtocolError: ``check-election``
    (another election), ``check-credential`` (no slip of it), ``check-choices`` (none that its
    questions allow), ``check-hash``: the phone had encrypted something else.
    """
    if opened.uuid != context.election.uuid:
        raise ProtocolError("check-election", "the code is of another election")
    if opened.credential not in listed:
        raise ProtocolError("check-credential", "the code is of a slip that is not on the list")
    choices = unpack_choices(opened.choices, compute_widths(context.election.questions))
    try:
        unsigned = create_from_seed(context, opened.credential, choices, opened.seed)
    except MisuseError as error:
        raise ProtocolError("check-choices", str(error)) from None
    if compute_ballot_hash(unsigned) != digest:
        raise ProtocolError("check-hash", "the ballot is another one than was committed to")
    return choices
