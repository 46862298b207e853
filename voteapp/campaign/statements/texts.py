"""The texts that are signed. docs/formats.md, "Statements"."""

from __future__ import annotations

from collections.abc import Sequence

OPENING = "voteapp-opening"
LATE_OPENING = "voteapp-opening-late"
CLOSING = "voteapp-closing"
OUT = "voteapp-out"
END = "voteapp-end"
CONFIRMATION = "voteapp-confirmation"
BOOTH = "voteapp-booth"


def compute_opening_text(fingerprints: Sequence[str], amendments: str, *, late: bool) -> str:
    """Of somebody who looked at the whole set-up; ``amendments`` is the hash (hex) of those that
    there were; ``late``: there were ballots already."""
    return "|".join([LATE_OPENING if late else OPENING, *fingerprints, amendments])


def compute_closing_text(fingerprint: str, end_ballots: str, plan: str, evidence: str) -> str:
    """Of an election: hash of EndBallots, of the plan, of the frozen evidence (all hex)."""
    return f"{CLOSING}|{fingerprint}|{end_ballots}|{plan}|{evidence}"


def compute_out_text(fingerprints: Sequence[str]) -> str:
    """Of somebody who will sign no closing of the campaign."""
    return "|".join([OUT, *fingerprints])


def compute_end_text(fingerprint: str, end_ballots: str) -> str:
    """Of a mirror: the first EndBallots (hash in hex) that it saw of an election."""
    return f"{END}|{fingerprint}|{end_ballots}"


def compute_confirmation_text(fingerprint: str, result: str) -> str:
    """Of somebody who looked at the published result (hash of the Result event in hex)."""
    return f"{CONFIRMATION}|{fingerprint}|{result}"


def compute_booth_text(
    fingerprints: Sequence[str], number: int, path: str, old: str, new: str
) -> str:
    """Of a trustee who read how one of the booth's files changes; ``number`` is the amendment's,
    ``old`` and ``new`` are the file's hashes (hex)."""
    return "|".join([BOOTH, *fingerprints, str(number), path, old, new])
