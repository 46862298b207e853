"""One case: an attack, made right again, judged by both auditors, and judged itself."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from tests.forge.allowed import find_reason
from tests.forge.attacks import Attack, Change, perform
from tests.forge.commanding import ALL, find_complaint
from tests.forge.dealing import get_attack
from tests.forge.documents import Documents, pack, pack_record
from tests.forge.insiders.mending import mend
from tests.forge.insiders.renaming import EVERYWHERE, rename
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
    return build_case(seed, get_attack(seed, number))


def build_case(seed: str, attack: Attack, only: int | None = None) -> Case | None:
    """A case of an attack; ``only``: of its changes that one alone (from 0)."""
    world = create_world(attack.world)
    renamed = attack.way.startswith(EVERYWHERE)
    change = rename(seed, attack) if renamed else perform(seed, attack, only)
    if change is None:
        return None
    documents = mend(world, change, attack.power, f"{seed} {attack.number} mending")
    data = pack_form(documents, world, attack.form)
    honest = get_honest(world.name, attack.form)
    return None if data == honest else Case(seed, attack, change, data)


def pack_form(documents: Documents, world: World, form: str) -> bytes:
    """The bundle, or the record alone."""
    if form == "zip":
        return pack(documents, world.uuid, world.write)
    return bytes(documents.get("tar", bytes)(pack_record(documents, world.write)))


@cache
def get_honest(world: str, form: str) -> bytes:
    """An honest election's file."""
    made = create_world(world)
    return made.bundle if form == "zip" else pack_record(made.documents, made.write)


def judge(case: Case, javascript: JavaScriptJudge) -> Verdict:
    """Ask both, and compare with what may be. The file was asked of JavaScript before. Of some
    cases the command is asked too."""
    ours = judge_in_python(case.data)
    theirs = javascript.answer()
    verdict = compare(case, ours, theirs)
    if verdict.kind in BAD or case.attack.number % ALL:
        return verdict
    complaint = find_complaint(case.data, ours, number=case.attack.number)
    return verdict if complaint is None else Verdict("disagreement", complaint)


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
    said = _changes_what_is_said(case.attack, ours)
    reason = _find_reasons(case, said) if case.attack.more else None
    if not case.attack.more:
        reason = find_reason(case.attack, case.change, said)
    if reason is None:
        text = f"verified, with the warnings {ours['warnings']}; otherwise said: {sorted(said)}"
        return Verdict("unexpected", text)
    return Verdict("allowed", reason)


def _find_reasons(case: Case, said: set[str]) -> str | None:
    """Why several changes may pass together: because each may alone, and together they say nothing
    that none of them says. A change that is found alone must not be hidden by another."""
    reasons, alone = [], set()
    for i, (pattern, way) in enumerate(case.attack.steps):
        one = build_case(case.seed, case.attack, i)
        if one is None:  # alone it is made right again wholly
            continue
        report = judge_in_python(one.data)
        if not report.get("verified"):
            return None
        attack = case.attack._replace(pattern=pattern, way=way, more=())
        says = _changes_what_is_said(attack, report)
        reason = find_reason(attack, one.change, says)
        if reason is None:
            return None
        alone |= says
        reasons.append(reason)
    return " / ".join(reasons) if said <= alone else None


@cache
def _get_honest_report(world: str, form: str) -> dict[str, Any]:
    return judge_in_python(get_honest(world, form))


def _changes_what_is_said(attack: Attack, report: dict[str, Any]) -> set[str]:
    """In what a verified report differs from the honest one."""
    honest = _get_honest_report(attack.world, attack.form)
    return {name for name in report if report[name] != honest[name] and name != "warnings"}
