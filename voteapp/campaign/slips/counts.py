"""Slip counts: printed, handed out, spoiled and returned, per leaf, beside ballots accepted.

DESIGN, "Rules and the certificate"; docs/formats.md, "Evidence" (Slip counts). People count by
hand: whatever they counted is taken and published, with what does not fit in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from voteapp.campaign.canonical import Record, check_count
from voteapp.errors import ProtocolError

PRINTED, HANDED_OUT = "slips-more-printed", "slips-more-handed-out"
BACK, BALLOTS = "slips-more-back", "slips-more-ballots"


class SlipCount(Record, frozen=True, kw_only=True):
    """One leaf's slips; ``spoiled`` and ``returned`` are of those handed out."""

    leaf: str
    printed: int
    handed_out: int
    spoiled: int
    returned: int


class Misfit(NamedTuple):
    """Two numbers of a leaf that do not fit: ``found``, where there can be ``most``.

    ``code`` is the auditor's warning: more printed than made, more handed out than printed, more
    spoiled and returned than handed out, more ballots than slips that members kept.
    """

    code: str
    leaf: str
    found: int
    most: int

    @property
    def sentence(self) -> str:
        """What the warning says, with the numbers."""
        what = {
            PRINTED: f"{self.found} slips were printed, {self.most} were made",
            HANDED_OUT: f"{self.found} slips were handed out, {self.most} were printed",
            BACK: f"{self.found} slips were spoiled or returned, {self.most} were handed out",
            BALLOTS: f"{self.found} ballots came, members kept {self.most} slips",
        }
        return f"{self.leaf}: {what[self.code]}"


def check_slip_counts(counts: Sequence[SlipCount], leaves: Sequence[str]) -> None:
    """Check that every leaf (by code) has counts, and that these are counts.

    Raises ProtocolError ``slips-leaves`` or ``slips-counts``.
    """
    codes = [count.leaf for count in counts]
    if codes != sorted(leaves, key=str.encode):
        raise ProtocolError("slips-leaves", "the counts do not list every leaf once, sorted")
    for count in counts:
        for number in (count.printed, count.handed_out, count.spoiled, count.returned):
            check_count(number, "slips-counts", f"{count.leaf}: a count")


def list_misfits(
    counts: Sequence[SlipCount], made: Mapping[str, int], ballots: Mapping[str, int]
) -> list[Misfit]:
    """What does not fit in checked counts; ``made`` (slips) and ``ballots`` (missing: 0) are per
    leaf code."""
    return [
        misfit
        for count in counts
        for misfit in _compare(count, made.get(count.leaf, 0), ballots.get(count.leaf, 0))
    ]


def _compare(count: SlipCount, made: int, ballots: int) -> Iterator[Misfit]:
    back = count.spoiled + count.returned
    pairs = (
        (PRINTED, count.printed, made),
        (HANDED_OUT, count.handed_out, count.printed),
        (BACK, back, count.handed_out),
        (BALLOTS, ballots, max(count.handed_out - back, 0)),
    )
    for code, found, most in pairs:
        if found > most:
            yield Misfit(code, count.leaf, found, most)
