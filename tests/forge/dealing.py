"""In which turn which attack comes: one change, several at once, the record alone, a whole file."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from tests.forge.attacks import Attack, Step, list_attacks, list_file_attacks, list_steps
from tests.forge.changes.kinds import FILE_WAYS
from tests.forge.documents import PAPERS
from tests.forge.insiders.renaming import list_renamings

STRONG = ("trustees", "members")
TURNS = (
    *("strong", "strong", "weak", "pair", "strong", "record"),
    *("weak", "strong", "pair", "file", "strong", "triple", "renaming"),
)
"""Of seven attacks by one change five are made right again with almost everybody's help: with less
the first hash that does not fit hides what else an auditor would say. One of thirteen is of a
whole file: there are few ways, and each is worth a place."""

SOFT = re.compile(
    r"of (its neighbour|another election)|any: (zero|one|null|true|false|empty|removed)"
    r"|^list: (?!null)|changed within"
    r"|taken out|one (more|less)|doubled|exchanged|another (text|election|character|order)|twice"
    r"|a (second|year) (later|earlier)|in another zone|in UTC|lookalikes|white space|swapped"
    r"|(upper|lower) case|half|left out|put in|earlier|the (negative )?exponent( one|$)|element"
)
"""Ways after which a value may still be of its form: two changes are worth making at once where the
first alone does not hide the second."""


@cache
def is_soft(way: str) -> bool:
    """Whether it is one of these."""
    return SOFT.search(way) is not None


def _read_document(pattern: str) -> str:
    return pattern.split("/")[0]


@cache
def _deal(seed: str) -> dict[str, list[tuple[str, str, str, str]]]:
    """The attacks by kind of turn; what is changed with others comes from the other end."""
    attacks = list_attacks(seed)
    weighed = ("server", "tellers", "few", *STRONG)
    several = [one for one in reversed(attacks) if one[3] in weighed and is_soft(one[2])]
    return {
        "strong": [one for one in attacks if one[3] in STRONG],
        "weak": [one for one in attacks if one[3] not in STRONG],
        "pair": several[::2],
        "triple": several[1::2],
        "record": [one for one in reversed(attacks) if _read_document(one[1]) not in PAPERS],
        "file": list_file_attacks(seed),
        "renaming": list_renamings(seed),
    }


@cache
def _list_steps(world: str) -> list[Step]:
    """What may be changed beside, of an election."""
    ways = [(way.split(":")[0], way) for way in FILE_WAYS]
    return [step for step in list_steps(world) if is_soft(step[1])] + ways


def _draw_more(seed: str, number: int, first: tuple[str, str, str, str], count: int) -> list[Step]:
    """Other changes: mostly of other documents, which must fit what the first one changed."""
    random = Random(f"{seed} {number} more")
    found: list[Step] = []
    while len(found) < count:
        pattern, way = random.choice(_list_steps(first[0]))
        near = _read_document(pattern) == _read_document(first[1])
        if pattern != first[1] and near == (random.random() < 0.3):
            found.append((pattern, way))
    return found


def get_attack(seed: str, number: int) -> Attack:
    """The attack of that number, from 0; after the last the first comes again, at other places."""
    rounds, turn = divmod(number, len(TURNS))
    kind = TURNS[turn]
    place = rounds * TURNS.count(kind) + TURNS[:turn].count(kind)
    dealt = _deal(seed)[kind]
    first = dealt[place % len(dealt)]
    more = {"pair": 1, "triple": 2}.get(kind, 0)
    form = "bel" if kind == "record" else "zip"
    return Attack(number, *first, tuple(_draw_more(seed, number, first, more)), form)
