"""How a change is followed through the documents: hashes for hashes, signatures for signatures."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from tests.forge.attacks import POWERS, Change, Path, get_value
from tests.forge.documents import encode
from tests.forge.insiders.signing import Signer, sign_again
from tests.forge.plans import World
from tests.support.randomness import RandomStream
from voteapp.protocol.encoding import hash_base64, hash_hex


class Follower:
    """Brings documents up to a change, document by document, with the help of ``power``; ``few``:
    who signs of those who help where that is not everybody."""

    def __init__(
        self,
        world: World,
        change: Change,
        power: str,
        random: RandomStream,
        few: Collection[str],
    ) -> None:
        self.world, self.documents, self.random = world, change.documents, random
        self.places = [(spot.document, spot.path) for spot in change.spots]
        self.few = few
        self.rank = POWERS.index(power)
        self.hashes: dict[str, str] = {}

    def can(self, power: str) -> bool:
        """Whether these help."""
        return self.rank >= POWERS.index(power)

    def attempt(self, work: Callable[[], None]) -> None:
        """What cannot be done with what the attack left is not done."""
        try:
            work()
        except Exception:
            pass

    # Documents and their hashes

    def is_attacked(self, document: str, path: Path = ()) -> bool:
        """Whether the attack put this very thing there, or something within it."""
        return any(document == name and at[: len(path)] == path for name, at in self.places)

    def is_new(self, name: str) -> bool:
        """Whether a document is not the honest one."""
        if name not in self.documents or name not in self.world.encoded:
            return False
        return self.write(name) != self.world.encoded[name]

    def write(self, name: str) -> bytes:
        return self.world.write(name, self.documents[name])

    def follow(self, name: str, make: Callable[[str], None] = lambda name: None) -> None:
        """Bring a document up to those before it, and remember its new hash for those after."""
        if name not in self.documents:
            return
        self.update(name)
        self.attempt(lambda: make(name))
        if name in ("manifest", "election"):
            self.sign(name, self.documents[name], ())
        self.remember(self.world.encoded.get(name), self.write(name))

    def update(self, name: str) -> None:
        """New hashes for old ones, where there are any."""
        data = self.write(name)
        if any(old.encode() in data for old in self.hashes):
            self.documents[name] = self._replace(name, self.documents[name], ())

    def remember(self, old: bytes | None, new: bytes) -> None:
        if old is not None and old != new:
            self.hashes[hash_hex(old)] = hash_hex(new)
            self.hashes[hash_base64(old)] = hash_base64(new)

    def _replace(self, document: str, value: Any, path: Path) -> Any:
        """The value with new hashes for old ones, but for what the attack put there."""
        if (document, path) in self.places and path:
            return value
        if isinstance(value, dict):
            return {k: self._replace(document, v, (*path, k)) for k, v in value.items()}
        if isinstance(value, list):
            return [self._replace(document, v, (*path, i)) for i, v in enumerate(value)]
        if isinstance(value, bytes):
            for old, new in self.hashes.items():
                value = value.replace(old.encode(), new.encode())
        elif isinstance(value, str):
            for old, new in self.hashes.items():
                value = value.replace(old, new)
        return value

    def sign(self, document: str, value: Any, path: Path) -> None:
        """Sign again whatever within the value is not signed as it was."""
        if isinstance(value, dict):
            self.sign_one(document, value, path)
        items = value.items() if isinstance(value, dict) else ()
        items = enumerate(value) if isinstance(value, list) else items
        for key, child in list(items):
            self.sign(document, child, (*path, key))

    def sign_one(self, document: str, value: dict[str, Any], path: Path) -> None:
        honest = self.world.documents.get(document, {})
        holder = get_value(honest, path[0], path[1:-1]) if len(path) > 1 else None
        if isinstance(holder, list) and value in holder and not self.is_attacked(document, path):
            return
        signer = Signer(self.world, self.few, self._fingerprint, self.random, self.can)
        made: Any = None

        def work() -> None:
            nonlocal made
            made = sign_again(signer, value)

        self.attempt(work)
        if made is not None and not self.is_attacked(document, (*path, made[0])):
            value[made[0]] = made[1]

    @property
    def _fingerprint(self) -> str:
        return hash_base64(encode("election", self.documents.get("election")))
