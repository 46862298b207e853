"""What is fixed, put otherwise wherever it stands: an election that was set up so from the start.

Where one place alone is changed, the others do not fit, and nothing behind that is looked at.
"""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from tests.forge.attacks import Attack, Change, Path, Spot, get_value, list_places
from tests.forge.changes.kinds import WAYS, Place
from tests.forge.documents import PAPERS
from tests.forge.plans import PLANS
from tests.forge.worlds import create_world

EVERYWHERE = "everywhere: "
FIXED = ("manifest", "questionnaire", "election")
DOCUMENTS = (*PAPERS, "election")
LONGEST = 200


@cache
def list_renamings(seed: str) -> list[tuple[str, str, str, str]]:
    """Every (election, pattern, way, power) of texts that were fixed, shuffled by the seed."""
    found = []
    ways = sorted(way for way in WAYS if way.startswith("text: ") and "within" not in way)
    for plan in PLANS:
        documents = create_world(plan.name).documents
        for pattern, places in list_places(plan.name).items():
            texts = [get_value(documents, *place) for place in places]
            if pattern.split("/")[0] in FIXED and any(map(_is_text, texts)):
                found += [(plan.name, pattern, EVERYWHERE + way) for way in ways]
    Random(f"forge renamings {seed}").shuffle(found)
    return [(*one, power) for one in found for power in ("members", "trustees")]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and 1 < len(value) < LONGEST


def rename(seed: str, attack: Attack) -> Change | None:
    """Do it to a copy of the honest documents; None where it changes nothing."""
    random, world = Random(f"{seed} {attack.number}"), create_world(attack.world)
    places = list_places(attack.world)[attack.pattern]
    texts = [get_value(world.documents, *place) for place in places]
    old = random.choice([text for text in texts if _is_text(text)])
    new = WAYS[attack.way.removeprefix(EVERYWHERE)](old, Place(random))
    if not isinstance(new, str) or new == old or "\ue000" in new:
        return None
    documents = {**world.documents, "layout": list(world.documents["layout"])}
    spots: list[Spot] = []
    for name in DOCUMENTS:
        documents[name] = _put(json.loads(world.encoded[name]), old, new, Spot(name, ()), spots)
    return Change(documents, *spots[0], others=tuple(spots[1:]))


def _put(value: Any, old: str, new: str, at: Spot, spots: list[Spot]) -> Any:
    """The value with the new text for the old one, also as a name; ``spots`` is filled. The plan is
    left: it is made of the rest."""

    def go(child: Any, key: Any) -> Any:
        path: Path = (*at.path, key)
        return _put(child, old, new, at._replace(path=path), spots)

    if (at.document, at.path) == ("evidence", ("plan",)):
        return value
    if isinstance(value, dict):
        if old in value:
            spots.append(at._replace(path=(*at.path, new)))
        names = {name: new if name == old else name for name in value}
        return {names[name]: go(v, names[name]) for name, v in value.items()}
    if isinstance(value, list):
        return [go(child, i) for i, child in enumerate(value)]
    if value == old:
        spots.append(at)
        return new
    return value
