"""What the honest elections to attack are like, and what is known of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from tests.forge.documents import Documents, encode, list_ballots, pack
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.group import get_group

GROUP = get_group("Ed25519")
SERVER_KEY = hash_hex(b"server of the forge")
BEFORE, WHILE = "2026-11-20T10:00:00-08:00", "2026-11-22T10:00:00-08:00"
AFTER, LATER = "2026-11-30T09:00:00-08:00", "2026-12-01T09:00:00-08:00"
WITNESS_KEY, MIRROR_KEYS = 101, (203, 205)
STAGES = ("open", "voting", "closed", "tallied", "agreed", "published")


class Trustee(NamedTuple):
    """Who signs with one exponent and decrypts with another."""

    owner: int
    signing: int
    private_key: int


@dataclass
class World:
    """An honest election: its documents, how they were encoded, and all secrets.

    ``credentials``: the private one of each public one; ``choices``: what each cast;
    ``tellers``: private keys (hex) by public key; ``signing``: what each "trustee 1", "witness 1"
    or "mirror 1" signs with; ``coming``: the owners who decrypt.
    """

    name: str
    uuid: str
    documents: Documents
    tellers: dict[str, str]
    trustees: dict[int, Trustee]
    signing: dict[str, int]
    coming: list[int]
    credentials: dict[str, str]
    choices: dict[str, list[list[int]]]
    server_key: str = SERVER_KEY
    sibling: Documents = field(default_factory=dict)
    encoded: dict[str, bytes] = field(default_factory=dict)
    bundle: bytes = b""

    def __post_init__(self) -> None:
        names = [name for name in self.documents if name != "layout"]
        self.encoded = {name: encode(name, self.documents[name]) for name in names}
        self.bundle = pack(self.documents, self.uuid)

    def write(self, name: str, value: Any) -> bytes:
        """A document's bytes; an honest one's are known."""
        if name in self.encoded and value is self.documents[name]:
            return self.encoded[name]
        return encode(name, value)

    def draw_few(self, random: Random) -> set[str]:
        """Who of those who sign statements are ``few``: any trustees who are fewer than decrypt,
        mostly one fewer, with any witnesses and mirrors, mostly all."""
        most = len(self.coming) - 1
        count = most if random.random() < 0.7 else random.randint(0, most)
        trustees = random.sample(sorted(self.trustees), count)
        others = [name for name in sorted(self.signing) if not name.startswith("trustee ")]
        if random.random() < 0.3:
            others = random.sample(others, random.randint(0, len(others)))
        return {f"trustee {owner}" for owner in trustees} | set(others)

    @property
    def ballots(self) -> list[str]:
        """The ballots' names."""
        return list_ballots(self.documents)


@dataclass(kw_only=True)
class Plan:
    """What an honest election is to be like."""

    name: str
    kind: str = "vote"
    stage: str = "published"
    tellers: int = 1
    threshold: bool = False
    elections: int = 1
    attacked: int = 0
    voters: int = 5
    changed: bool = False
    voided: bool = False
    booth: bool = False
    example: bool = False
    blank: bool = False
    witnessed: bool = False
    out: int = 0


PLANS = (
    Plan(name="sole", voters=6, blank=True, changed=True, voided=True, booth=True),
    Plan(name="threshold", threshold=True, tellers=2),
    Plan(name="survey", kind="survey", blank=True, tellers=2, changed=True, voided=True),
    Plan(name="asking", kind="survey", stage="open", example=True, voters=0),
    Plan(name="campaign", elections=2, attacked=1, tellers=2, changed=True),
    Plan(name="voting", stage="voting", voided=True, tellers=2),
    Plan(name="undecrypted", stage="tallied", threshold=True, changed=True),
    Plan(name="closed", stage="closed", tellers=2, changed=True, voided=True),
    Plan(name="agreed", stage="agreed", threshold=True, tellers=2, witnessed=True, voided=True),
    Plan(name="witnessed", threshold=True, witnessed=True, out=3),
)
