"""Ballots that were verified before: a verification may run while voting does, and go on later.

A ballot's proofs depend on its own bytes and the election's alone, so that they need no second
check under the same fingerprint. Everything else is checked each time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voteapp.errors import ConflictError
from voteapp.errors import gettext as _


@dataclass
class KnownBallots:
    """Hashes (hex) of ballots whose signature and proofs hold under ``fingerprint``.

    An audit adds to ``digests`` as it goes; an empty fingerprint is filled in by the first one.
    """

    fingerprint: str = ""
    digests: set[str] = field(default_factory=set)

    def begin(self, fingerprint: str) -> None:
        """Before an election's ballots; raises ConflictError where these are another's."""
        if self.fingerprint not in ("", fingerprint):
            raise ConflictError(_("The remembered ballots are those of another election."))
        self.fingerprint = fingerprint
