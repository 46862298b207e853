"""What an attack broke, made right again as far as those who help can.

By rules that know no field of the documents by name where they need not: wherever the hash of
something stands, its new hash is put; whatever is signed is signed again as it stands
(``signing``); tally, factors, proofs and result are made again of what is there (``counting``).
What the attack itself changed is left as it is.
"""

from __future__ import annotations

from collections.abc import Collection
from random import Random
from typing import Any

from tests.forge.attacks import Change
from tests.forge.documents import Documents, encode, list_ballots, list_events
from tests.forge.insiders import counting
from tests.forge.insiders.agreeing import Ceremony
from tests.forge.insiders.following import Follower
from tests.forge.plans import World
from tests.support.randomness import RandomStream
from voteapp.campaign.slips.tellers import compute_part_hash
from voteapp.protocol.encoding import hash_hex

LATER = ("outs", "closing_statements", "mirror_ends", "strong_proofs", "confirmations", "notes")
"""What is not frozen with the rest of the evidence."""
STATEMENTS = ("openings", "outs", "closing_statements", "mirror_ends", "confirmations")
CHAINS = ("amendments", "notes")
"""Lists of the evidence whose entries are numbered and name the one before."""


def mend(
    world: World, change: Change, power: str, seed: str, few: Collection[str] | None = None
) -> Documents:
    """The documents, made right again with the help of ``power`` and all before it; ``few``: who
    these are, drawn from the seed where nobody says."""
    drawn = world.draw_few(Random(f"{seed} few")) if few is None else few
    mender = _Mender(world, change, power, RandomStream(seed), drawn)
    if power != "nobody":
        mender.mend()
    return mender.documents


class _Mender(Follower):
    def mend(self) -> None:
        """In the order in which an election comes about."""
        self.attempt(self._commit_again)
        for name in ("questionnaire", "credentials"):
            self.follow(name)
        self.follow("trustees", self._agree)
        self.follow("manifest")
        self.follow("election", self._join_keys)
        self.follow("setup")
        for name in self.world.ballots:
            self.follow(name, self._cast)
        if self.can("members") and self.is_new("election"):
            self.attempt(self._sort_batches)
        self._count()
        self._link_events()
        if isinstance(self.documents.get("evidence"), dict):
            self._mend_evidence(self.documents["evidence"])

    # The set-up

    def _commit_again(self) -> None:
        """Tellers who lie from the start commit to the parts that they will open."""
        honest = self.world.documents["evidence"]["parts"]
        if not self.can("tellers") or not self.is_attacked("evidence") or not honest:
            return
        for old, new in zip(honest, self.documents["evidence"]["parts"], strict=True):
            before, after = (
                compute_part_hash(bytes.fromhex(part["salt"]), part["leaves"])
                for part in (old, new)
            )
            if before != after:
                self.hashes[before] = after

    def _agree(self, name: str) -> None:
        """Trustees who all lie sign other keys, and tell the same in every message."""
        if not self.can("trustees") or not self.is_new(name):
            return
        ceremony = Ceremony(self.world, self.hashes, self.random)
        ceremony.sign_keys(self.documents)
        if self.documents["evidence"]["ceremony"] is not None:
            ceremony.acknowledge(self.documents)

    def _join_keys(self, name: str) -> None:
        if self.is_new("trustees") and self.can("trustees") and not self.is_attacked(name):
            self.documents[name]["public_key"] = counting.find_public_key(self.documents)

    # The board

    def _cast(self, name: str) -> None:
        if not self.can("members"):
            return
        if self.is_attacked(name):
            if (name, ("signature",)) not in [(n, at[:1]) for n, at in self.places]:
                ballot = self.documents[name]
                self.documents[name] = counting.sign_ballot(self.world, ballot, self.random)
        elif self.is_new("election"):
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
                self.remember(old, encode(name, body))
            start = head["height"] + 1

    def _count(self) -> None:
        cast = any(map(self.is_new, ["election", *self.world.ballots]))
        cast = cast or list_ballots(self.documents) != self.world.ballots
        attacked = self.is_attacked("tally") or self.is_attacked("sized")
        if cast and not attacked and "tally" in self.documents:
            self.attempt(self._tally)
        self.follow("tally")
        self.follow("sized")
        moved = any(map(self.is_new, ("election", "trustees", "tally")))
        owners = [self.world.documents[f"owned {i}"]["owner"] for i in self._list_decryptions()]
        for number, owner in enumerate(owners, 1):
            name = f"decryption {number}"
            helps = self.can("trustees") or (self.can("few") and self.is_one_of_few(owner))
            if moved and helps and not self.is_attacked(name):
                self.attempt(lambda n=name, o=owner: self._decrypt(n, o))  # type: ignore[misc]
            self.follow(name)
            self.follow(f"owned {number}")
        changed = moved or any(n.startswith(("decryption", "owned")) for n, _ in self.places)
        if changed and not self.is_attacked("result") and "result" in self.documents:
            self.attempt(self._publish)
        self.follow("result")

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
            self.update(name)
            event = self.documents[name]
            if isinstance(event, dict):
                event = dict(event)
                for key, value in (("height", height), ("parent", parent)):
                    if key in event and value is not None and (name, (key,)) not in self.places:
                        event[key] = value
            self.documents[name] = event
            body = encode(name, event)
            self.remember(self.world.encoded.get(name), body)
            parent = hash_hex(body)

    # The evidence

    def _mend_evidence(self, evidence: dict[str, Any]) -> None:
        if list_ballots(self.documents) != self.world.ballots or self.is_new("manifest"):
            self.attempt(self._plan)
        old, new = self.world.documents["evidence"]["plan"], evidence.get("plan")
        if old is not None:
            self.remember(encode("evidence", old), encode("evidence", new))
        self.update("evidence")
        evidence = self.documents["evidence"]
        if self.can("server"):
            self.attempt(lambda: self._measure_heads(evidence))
        if self.can("few"):
            self.attempt(lambda: self._prove(evidence))
        self.sign("evidence", evidence, ())
        self._leave_out(evidence)
        if self.can("server"):
            for chain in CHAINS:
                self.attempt(lambda c=chain: self._link(evidence, c))  # type: ignore[misc]
        self.attempt(self._freeze)

    def _freeze(self) -> None:
        """Closings sign the evidence as it is now, without what was only said later."""
        old, new = self.world.documents["evidence"], self.documents["evidence"]
        frozen = [encode("evidence", one | {key: [] for key in LATER}) for one in (old, new)]
        self.remember(frozen[0], frozen[1])
        self.update("evidence")
        closings = self.documents["evidence"]["closing_statements"]
        self.sign("evidence", closings, ("closing_statements",))
        self._leave_out(self.documents["evidence"])

    def is_one_of_few(self, owner: object) -> bool:
        """Whether a trustee helps where less help than are needed."""
        return f"trustee {owner}" in self.few

    def _leave_out(self, evidence: dict[str, Any]) -> None:
        """Few leave out what the others signed of something else."""
        if not self.can("few") or self.can("trustees"):
            return
        for name in STATEMENTS:
            said = self.world.documents["evidence"][name]
            if isinstance(evidence.get(name), list) and not self.is_attacked("evidence", (name,)):
                evidence[name] = [
                    one
                    for one in evidence[name]
                    if one in said or f"{one['role']} {one['number']}" in self.few
                ]

    def _plan(self) -> None:
        if self.is_attacked("evidence", ("plan",)):
            return
        evidence = self.documents["evidence"]
        evidence["plan"] = plan = counting.plan_again(self.documents)
        honest = self.world.documents["evidence"]["plan"]["groups"]
        codes = {old["code"]: new["code"] for old, new in zip(honest, plan["groups"], strict=True)}
        for i, entry in enumerate(evidence["strong_proofs"]):
            if not self.is_attacked("evidence", ("strong_proofs", i, "group")):
                entry["group"] = codes.get(entry["group"], entry["group"])

    def _measure_heads(self, evidence: dict[str, Any]) -> None:
        """A head says where its event stands."""
        places = {
            hash_hex(encode(name, self.documents[name])): height
            for height, name in enumerate(list_events(self.documents))
        }
        for i, head in enumerate(evidence["heads"]):
            if head["event"] in places and not self.is_attacked("evidence", ("heads", i, "height")):
                head["height"] = places[head["event"]]

    def _prove(self, evidence: dict[str, Any]) -> None:
        events = list_events(self.documents)
        first = [self.documents[name].get("type") for name in events].index("PartialDecryption")
        parent = hash_hex(encode(events[first - 1], self.documents[events[first - 1]]))
        honest = self.world.encoded.get(events[first - 1], b"")
        if hash_hex(honest) == parent or self.is_attacked("evidence", ("strong_proofs",)):
            return
        for entry in evidence["strong_proofs"]:
            if not self.can("trustees") and not self.is_one_of_few(entry["owner"]):
                continue
            known = (self.world, self.documents, entry["owner"], parent, self.random)
            entry["proofs"] = counting.prove_again(*known)

    def _link(self, evidence: dict[str, Any], chain: str) -> None:
        previous = None
        for i, entry in enumerate(evidence[chain]):
            for key, value in (("number", i + 1), ("previous", previous)):
                if key in entry and not self.is_attacked("evidence", (chain, i, key)):
                    entry[key] = value
            self.sign_one("evidence", entry, (chain, i))
            previous = hash_hex(encode("evidence", entry))
