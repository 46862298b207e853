"""One case: an attack, made right again, judged by both auditors, and judged itself."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from tests.forge.allowed import find_reason
from tests.forge.attacks import Attack, Change, get_attack, perform
from tests.forge.documents import pack
from tests.forge.insiders.mending import mend
from tests.forge.judging import JavaScriptJudge, judge_in_python
from tests.forge.plans import World
from tests.forge.worlds import create_world


class Case(NamedTuple):
    """An attack and the file that it gives."""

    seed: str
    attack: Attack
    change: Change
    data: bytes


class Verdict(NamedTuple):
    """What came of a case: ``ok``, ``allowed``, ``disagreement``, ``unexpected`` or ``crash``; and
    in words."""

    kind: str
    text: str


BAD = ("disagreement", "unexpected", "crash")


def create_case(seed: str, number: int) -> Case | None:
    """The case of that number; None where there is nothing to change, or all is right again."""
    attack = get_attack(seed, number)
    world = create_world(attack.world)
    change = perform(seed, attack)
    if change is None:
        return None
    documents = mend(world, change, attack.power, f"{seed} {number} mending")
    data = pack(documents, world.uuid, world.write)
    return None if data == world.bundle else Case(seed, attack, change, data)


def judge(case: Case, javascript: JavaScriptJudge) -> Verdict:
    """Ask both, and compare with what may be. The file was asked of JavaScript before."""
    ours = judge_in_python(case.data)
    theirs = javascript.answer()
    return compare(case, ours, theirs)


def compare(case: Case, ours: dict[str, Any], theirs: dict[str, Any]) -> Verdict:
    """What both reports say of each other, and of the case."""
    if "crash" in ours or "crash" in theirs:
        return Verdict("crash", f"{ours.get('crash', '')}{theirs.get('crash', '')}")
    if ours != theirs:
        names = sorted(name for name in ours.keys() | theirs if ours.get(name) != theirs.get(name))
        said = [f"{name}: Python {ours.get(name)}, JavaScript {theirs.get(name)}" for name in names]
        return Verdict("disagreement", "\n".join(said))
    if not ours.get("verified"):
        return Verdict("ok", ", ".join(ours.get("findings", [ours.get("error", "")])))
    world = create_world(case.attack.world)
    said = _changes_what_is_said(world, ours)
    reason = find_reason(case.attack, case.change, said)
    if reason is None:
        text = f"verified, with the warnings {ours['warnings']}; otherwise said: {sorted(said)}"
        return Verdict("unexpected", text)
    return Verdict("allowed", reason)


@cache
def _get_honest_report(world: str) -> dict[str, Any]:
    return judge_in_python(create_world(world).bundle)


def _changes_what_is_said(world: World, report: dict[str, Any]) -> set[str]:
    """In what a verified report differs from the honest one."""
    honest = _get_honest_report(world.name)
    return {name for name in report if report[name] != honest[name] and name != "warnings"}
