"""What should be known before a step that nobody can take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voteapp.campaign.canonical import encode_canonical
from voteapp.errors import Sentence
from voteapp.protocol.encoding import hash_hex

Severity = Literal["stop", "confirm"]


@dataclass(frozen=True)
class Guard:
    """One thing that is wrong (``stop``) or may not be meant (``confirm``).

    ``place`` is its path in the draft (``elections.0.k``), or a word for what stands beside it;
    ``sentence`` says it, and holds its numbers.
    """

    code: str
    severity: Severity
    place: str
    sentence: Sentence

    @property
    def numbers(self) -> dict[str, object]:
        """What the sentence names, by name."""
        return self.sentence.values

    @property
    def key(self) -> str:
        """What a page sends back to confirm just this: another number is another key."""
        said = [self.code, self.place, str(self.sentence)]
        return f"{self.code}-{hash_hex(encode_canonical(said))[:16]}"
