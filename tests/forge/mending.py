"""What an attack broke, made right again as far as those who help can.

By rules that know no field of the documents by name where they need not: wherever the hash of
something stands, its new hash is put; whatever is signed is signed again as it stands
(``signing``); tally, factors, proofs and result are made again of what is there (``counting``).
What the attack itself changed is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.forge import counting
from tests.forge.attacks import POWERS, Change, Path, get_value
from tests.forge.documents import Documents, encode, list_ballots, list_events
from tests.forge.signing import Signer, sign_again
from tests.forge.worlds import World
from tests.support.randomness import RandomStream
from voteapp.campaign.slips.tellers import compute_part_hash
from voteapp.protocol.encoding import hash_base64, hash_hex

LATER = ("outs", "closing_statements", "mirror_ends", "strong_proofs", "confirmations", "notes")
"""What is not frozen with the rest of the evidence."""
CHAINS = ("amendments", "notes")
"""Lists of the evidence whose entries are numbered and name the one before."""


def mend(world: World, change: Change, power: str, seed: str) -> Documents:
    """The documents, made right again with the help of ``power`` and all before it."""
    mender = _Mender(world, change, power, RandomStream(seed))
    if power != "nobody":
        mender.mend()
    return mender.documents


class _Mender:
    def __init__(self, world: World, change: Change, power: str, random: RandomStream) -> None:
        self.world, self.documents, self.random = world, change.documents, random
        self.document, self.path = change.document, change.path
        self.rank = POWERS.index(power)
        self.hashes: dict[str, str] = {}

    def can(self, power: str) -> bool:
        """Whether these help."""
        return self.rank >= POWERS.index(power)

    def mend(self) -> None:
        """In the order in which an election comes about."""
        self._try(self._commit_again)
        for name in ("questionnaire", "credentials", "trustees", "manifest", "election", "setup"):
            self._follow(name)
        for name in self.world.ballots:
            self._follow(name, self._cast)
        if self.can("members") and self._is_new("election"):
            self._try(self._sort_batches)
        self._count()
        self._link_events()
        if isinstance(self.documents.get("evidence"), dict):
            self._mend_evidence(self.documents["evidence"])

    def _try(self, work: Callable[[], None]) -> None:
        """What cannot be done with what the attack left is not done."""
        try:
            work()
        except Exception:
            pass

    # Documents and their hashes

    def _is_attacked(self, document: str, path: Path = ()) -> bool:
        """Whether the attack put this very thing there, or something within it."""
        return document == self.document and self.path[: len(path)] == path

    def _is_new(self, name: str) -> bool:
        """Whether a document is not the honest one."""
        if name not in self.documents or name not in self.world.encoded:
            return False
        return self._write(name) != self.world.encoded[name]

    def _write(self, name: str) -> bytes:
        return self.world.write(name, self.documents[name])

    def _follow(self, name: str, make: Callable[[str], None] = lambda name: None) -> None:
        """Bring a document up to those before it, and remember its new hash for those after."""
        if name not in self.documents:
            return
        self._update(name)
        self._try(lambda: make(name))
        if name == "election" and self._is_new("trustees") and self.can("trustees"):
            self._try(self._join_keys)
        if name in ("manifest", "election"):
            self._sign(name, self.documents[name], ())
        self._remember(self.world.encoded.get(name), self._write(name))

    def _update(self, name: str) -> None:
        """New hashes for old ones, where there are any."""
        data = self._write(name)
        if any(old.encode() in data for old in self.hashes):
            self.documents[name] = self._replace(name, self.documents[name], ())

    def _remember(self, old: bytes | None, new: bytes) -> None:
        if old is not None and old != new:
            self.hashes[hash_hex(old)] = hash_hex(new)
            self.hashes[hash_base64(old)] = hash_base64(new)

    def _replace(self, document: str, value: Any, path: Path) -> Any:
        """The value with new hashes for old ones, but for what the attack put there."""
        if (document, path) == (self.document, self.path) and path:
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

    def _sign(self, document: str, value: Any, path: Path) -> None:
        """Sign again whatever within the value is not signed as it was."""
        if isinstance(value, dict):
            self._sign_one(document, value, path)
        items = value.items() if isinstance(value, dict) else ()
        items = enumerate(value) if isinstance(value, list) else items
        for key, child in list(items):
            self._sign(document, child, (*path, key))

    def _sign_one(self, document: str, value: dict[str, Any], path: Path) -> None:
        honest = self.world.documents.get(document, {})
        holder = get_value(honest, path[0], path[1:-1]) if len(path) > 1 else None
        if isinstance(holder, list) and value in holder and not self._is_attacked(document, path):
            return
        signer = Signer(self.world, self._fingerprint, self.random)
        made: Any = None

        def work() -> None:
            nonlocal made
            made = sign_again(signer, value, self.can)

        self._try(work)
        if made is not None and not self._is_attacked(document, (*path, made[0])):
            value[made[0]] = made[1]

    @property
    def _fingerprint(self) -> str:
        return hash_base64(encode("election", self.documents.get("election")))

    # The set-up

    def _commit_again(self) -> None:
        """Tellers who lie from the start commit to the parts that they will open."""
        honest = self.world.documents["evidence"]["parts"]
        if not self.can("tellers") or self.document != "evidence" or not honest:
            return
        for old, new in zip(honest, self.documents["evidence"]["parts"], strict=True):
            before, after = (
                compute_part_hash(bytes.fromhex(part["salt"]), part["leaves"])
                for part in (old, new)
            )
            if before != after:
                self.hashes[before] = after

    def _join_keys(self) -> None:
        if not self._is_attacked("election"):
            self.documents["election"]["public_key"] = counting.find_public_key(self.documents)

    # The board

    def _cast(self, name: str) -> None:
        if not self.can("members"):
            return
        if self._is_attacked(name):
            if self.path[:1] != ("signature",):
                ballot = self.documents[name]
                self.documents[name] = counting.sign_ballot(self.world, ballot, self.random)
        elif self._is_new("election"):
            # The same ciphertexts in every case: what the group computed of them is remembered.
            random = RandomStream(f"{self.world.name} {name}")
            ballot = counting.cast_again(self.world, self.documents, name, random)
            self.documents[name] = ballot

    def _sort_batches(self) -> None:
        """Ballots that were cast anew stand in another order within their batch."""
        start = 1
        for head in self.world.documents["evidence"]["heads"]:
            names = [f"ballot {n}" for n in range(start, head["height"] + 1)]
            if head["final"] or not all(name in self.documents for name in names):
                continue
            bodies = sorted(
                (self.documents[name] for name in names), key=lambda b: hash_hex(encode("b", b))
            )
            for name, body in zip(names, bodies, strict=True):
                self.documents[name] = body
                old = self.world.encoded[name]
                self._remember(old, encode(name, body))
            start = head["height"] + 1

    def _count(self) -> None:
        cast = any(map(self._is_new, ["election", *self.world.ballots]))
        cast = cast or list_ballots(self.documents) != self.world.ballots
        if cast and self.document not in ("tally", "sized") and "tally" in self.documents:
            self._try(self._tally)
        self._follow("tally")
        self._follow("sized")
        moved = any(map(self._is_new, ("election", "trustees", "tally")))
        owners = [self.world.documents[f"owned {i}"]["owner"] for i in self._list_decryptions()]
        for number, owner in enumerate(owners, 1):
            name = f"decryption {number}"
            if moved and self.can("trustees") and not self._is_attacked(name):
                self._try(lambda n=name, o=owner: self._decrypt(n, o))  # type: ignore[misc]
            self._follow(name)
            self._follow(f"owned {number}")
        changed = moved or self.document.startswith(("decryption", "owned"))
        if changed and not self._is_attacked("result") and "result" in self.documents:
            self._try(self._publish)
        self._follow("result")

    def _list_decryptions(self) -> range:
        names = [name for name in self.world.documents if name.startswith("decryption ")]
        return range(1, len(names) + 1)

    def _tally(self) -> None:
        self.documents["tally"], self.documents["sized"] = counting.tally_again(self.documents)

    def _decrypt(self, name: str, owner: int) -> None:
        if name in self.documents:
            made = counting.decrypt_again(self.world, self.documents, owner, self.random)
            self.documents[name] = made

    def _publish(self) -> None:
        self.documents["result"] = counting.find_result(self.documents)

    def _link_events(self) -> None:
        parent = None
        for height, name in enumerate(list_events(self.documents)):
            self._update(name)
            event = self.documents[name]
            if isinstance(event, dict):
                event = dict(event)
                for key, value in (("height", height), ("parent", parent)):
                    if key in event and value is not None and (name, (key,)) != self._attacked:
                        event[key] = value
            self.documents[name] = event
            body = encode(name, event)
            self._remember(self.world.encoded.get(name), body)
            parent = hash_hex(body)

    @property
    def _attacked(self) -> tuple[str, Path]:
        return self.document, self.path

    # The evidence

    def _mend_evidence(self, evidence: dict[str, Any]) -> None:
        if list_ballots(self.documents) != self.world.ballots or self._is_new("manifest"):
            self._try(self._plan)
        old, new = self.world.documents["evidence"]["plan"], evidence.get("plan")
        if old is not None:
            self._remember(encode("evidence", old), encode("evidence", new))
        self._update("evidence")
        evidence = self.documents["evidence"]
        if self.can("server"):
            self._try(lambda: self._measure_heads(evidence))
        if self.can("trustees"):
            self._try(lambda: self._prove(evidence))
        self._sign("evidence", evidence, ())
        if self.can("server"):
            for chain in CHAINS:
                self._try(lambda c=chain: self._link(evidence, c))  # type: ignore[misc]
        self._try(self._freeze)

    def _freeze(self) -> None:
        """Closings sign the evidence as it is now, without what was only said later."""
        old, new = self.world.documents["evidence"], self.documents["evidence"]
        self._remember(*(encode("evidence", one | dict.fromkeys(LATER, [])) for one in (old, new)))
        self._update("evidence")
        closings = self.documents["evidence"]["closing_statements"]
        self._sign("evidence", closings, ("closing_statements",))

    def _plan(self) -> None:
        if not self._is_attacked("evidence", ("plan",)):
            self.documents["evidence"]["plan"] = counting.plan_again(self.documents)

    def _measure_heads(self, evidence: dict[str, Any]) -> None:
        """A head says where its event stands."""
        places = {
            hash_hex(encode(name, self.documents[name])): height
            for height, name in enumerate(list_events(self.documents))
        }
        for i, head in enumerate(evidence["heads"]):
            if head["event"] in places and not self._is_attacked(
                "evidence", ("heads", i, "height")
            ):
                head["height"] = places[head["event"]]

    def _prove(self, evidence: dict[str, Any]) -> None:
        events = list_events(self.documents)
        first = [self.documents[name].get("type") for name in events].index("PartialDecryption")
        parent = hash_hex(encode(events[first - 1], self.documents[events[first - 1]]))
        honest = self.world.encoded.get(events[first - 1], b"")
        if hash_hex(honest) == parent or self._is_attacked("evidence", ("strong_proofs",)):
            return
        for entry in evidence["strong_proofs"]:
            known = (self.world, self.documents, entry["owner"], parent, self.random)
            entry["proofs"] = counting.prove_again(*known)

    def _link(self, evidence: dict[str, Any], chain: str) -> None:
        previous = None
        for i, entry in enumerate(evidence[chain]):
            for key, value in (("number", i + 1), ("previous", previous)):
                if key in entry and not self._is_attacked("evidence", (chain, i, key)):
                    entry[key] = value
            self._sign_one("evidence", entry, (chain, i))
            previous = hash_hex(encode("evidence", entry))
