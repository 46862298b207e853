"""Slip counts: printed, handed out, spoiled and returned, per leaf, beside ballots accepted.

DESIGN, "Rules and the certificate"; docs/formats.md, "Evidence" (Slip counts).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voteapp.campaign.canonical import Record
from voteapp.errors import ProtocolError


class SlipCount(Record, frozen=True, kw_only=True):
    """One leaf's slips; ``spoiled`` and ``returned`` are of those handed out."""

    leaf: str
    printed: int
    handed_out: int
    spoiled: int
    returned: int


def check_slip_counts(
    counts: Sequence[SlipCount],
    credentials: Mapping[str, int],
    accepted: Mapping[str, int],
) -> None:
    """Check all leaves' counts; ``credentials`` and ``accepted`` (missing: 0) are per leaf code.

    Raises ProtocolError ``slips-leaves``, ``slips-counts`` or ``slips-accepted``.
    """
    codes = [count.leaf for count in counts]
    if codes != sorted(credentials, key=str.encode):
        raise ProtocolError("slips-leaves", "the counts do not list every leaf once, sorted")
    for count in counts:
        if min(count.printed, count.handed_out, count.spoiled, count.returned) < 0:
            raise ProtocolError("slips-counts", f"{count.leaf}: a count is negative")
        if not count.handed_out <= count.printed <= credentials[count.leaf]:
            raise ProtocolError("slips-counts", f"{count.leaf}: more slips than were made")
        left = count.handed_out - count.spoiled - count.returned
        if left < 0:
            raise ProtocolError("slips-counts", f"{count.leaf}: more came back than went out")
        if accepted.get(count.leaf, 0) > left:
            raise ProtocolError(
                "slips-accepted", f"{count.leaf}: more ballots than slips that members kept"
            )
