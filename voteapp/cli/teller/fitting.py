"""Whether a token file and a fixed set-up belong together, before anything is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from voteapp.campaign.setup.fixed import FixedSetup, check_slips
from voteapp.campaign.slips.pins import SlipCode, compute_pin, find_leaves
from voteapp.campaign.slips.token_files import TokenFileSecret, compute_public_credentials
from voteapp.cli import Failure
from voteapp.errors import ProtocolError


class Misfit(Failure):
    """Ends the program with exit 1: files can be read, and do not belong together."""

    exit_code = 1


AT_ONCE = 100
"""Credentials that are computed between two steps of the bar."""


def compute_all(uuid: str, tokens: Sequence[str], on_some: Callable[[int], None]) -> Iterator[str]:
    """The public credentials of tokens in one election; says how many more were computed."""
    for start in range(0, len(tokens), AT_ONCE):
        part = compute_public_credentials(uuid, tokens[start : start + AT_ONCE])
        on_some(len(part))
        yield from part


def check_fit(
    setup: FixedSetup,
    uuids: object,
    secret: TokenFileSecret,
    on_some: Callable[[int], None],
) -> list[SlipCode]:
    """The slips' codes in printing order, once everything is recomputed; ``uuids``: what the token
    file shows of itself.

    Raises ProtocolError ``setup-campaign``, ``setup-slips`` or ``setup-tellers``.
    """
    slips = secret.slips
    own = [manifest.uuid for manifest in setup.manifests]
    if uuids != own:
        raise ProtocolError("setup-campaign", "the token file is of another campaign")
    tokens = [slip.token for slip in slips]
    if max(Counter(tokens).values(), default=0) > 1:
        raise ProtocolError("setup-slips", "two slips carry the same token")
    leaves = [slip.leaf for slip in slips]
    parts = {
        uuid: dict(zip(compute_all(uuid, tokens, on_some), leaves, strict=True)) for uuid in own
    }
    check_slips(setup, secret.teller, parts)
    return [
        SlipCode(slip.token, compute_pin(slip.token, setup.fingerprints, slip.leaf))
        for slip in slips
    ]


def list_ambiguous(setup: FixedSetup, codes: Sequence[SlipCode]) -> list[int]:
    """Places, from 1, of the codes that fit more than one leaf."""
    return [
        place
        for place, code in enumerate(codes, 1)
        if len(find_leaves(code, setup.fingerprints, setup.leaves)) > 1
    ]
