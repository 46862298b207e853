"""python -m tests.forge [--seed S] [--cases N] [--first N] [--jobs N] [--case N]

Attacks, judged by both auditors. Prints the seed, how far it is, and each failure; whatever fails
is kept in build/forge, and ``--seed S --case N`` does it again. Exit code 1 where anything fails.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import secrets
import sys
import time
from collections import Counter
from pathlib import Path

from tests.forge.attacks import list_attacks
from tests.forge.cases import BAD, Case, Verdict
from tests.forge.judging import remember_powers
from tests.forge.running import Outcome, run_numbers
from tests.support import tools

FOLDER = Path(__file__).parents[2] / "build" / "forge"
NUMBERS_A_TASK = 40


def keep(case: Case, verdict: Verdict) -> Path:
    """Save a failing case: the file, and beside it what was done and what came of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{case.seed}-{case.attack.number}.zip"
    path.write_bytes(case.data)
    said = {
        "verdict": verdict.kind,
        "attack": case.attack.describe(),
        "places": ["/".join(map(str, (s.document, *s.path, *s.gone))) for s in case.change.spots],
        "again": f"python -m tests.forge --seed {case.seed} --case {case.attack.number}",
        "said": verdict.text.split("\n"),
    }
    text = json.dumps(said, indent=2, ensure_ascii=True)
    path.with_suffix(".json").write_text(f"{text}\n", encoding="utf-8")
    return path


def work(task: tuple[str, range]) -> list[Outcome]:
    """Some numbers, in a process of its own; failures are kept."""
    tools.use_lib25519()
    remember_powers()
    outcomes = []
    for case, verdict in run_numbers(*task):
        if verdict.kind in BAD:
            keep(case, verdict)
        outcomes.append(Outcome(case.attack, verdict))
    return outcomes


class Run:
    """What came of the cases so far."""

    def __init__(self, seed: str, cases: int) -> None:
        self.seed, self.cases, self.done, self.last = seed, cases, 0, 0
        self.tally: Counter[str] = Counter()
        self.worlds: Counter[str] = Counter()
        self.started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.started

    def take(self, outcome: Outcome, *, aloud: bool) -> None:
        """Count one, and print it where it failed."""
        attack, verdict = outcome
        self.done, self.last = self.done + 1, attack.number
        self.tally[verdict.kind] += 1
        self.worlds[attack.world] += 1
        if verdict.kind in BAD or aloud:
            print(f"{verdict.kind}: {attack.describe()}\n  {verdict.text}", flush=True)
        if verdict.kind in BAD:
            print(f"  kept as build/forge/{self.seed}-{attack.number}.zip", flush=True)
        if self.done % 500 == 0:
            print(f"{self.done} of {self.cases} cases, {self.seconds:.0f} s, {dict(self.tally)}")
            sys.stdout.flush()

    def finish(self) -> int:
        """The last lines, and the exit code."""
        bad = sum(self.tally[kind] for kind in BAD)
        said = f"{self.done} cases (the last is {self.last}) in {self.seconds:.0f} s"
        print(f"seed {self.seed}: {said}; {dict(self.tally)}; {dict(self.worlds)}")
        print(f"{bad} failed" if bad else "both auditors agree; nothing passed that may not")
        return 1 if bad else 0


def main(arguments: list[str]) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.forge")
    parser.add_argument("--seed", default=secrets.token_hex(4))
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--case", type=int, help="this case alone, whatever comes of it")
    chosen = parser.parse_args(arguments)
    tools.use_lib25519()
    print(f"seed {chosen.seed}; there are {len(list_attacks(chosen.seed))} attacks", flush=True)
    if chosen.case is not None:
        run = Run(chosen.seed, 1)
        for outcome in work((chosen.seed, range(chosen.case, chosen.case + 1))):
            run.take(outcome, aloud=True)
        return run.finish()
    run = Run(chosen.seed, chosen.cases)
    starts = range(chosen.first, sys.maxsize, NUMBERS_A_TASK)
    tasks = ((chosen.seed, range(start, start + NUMBERS_A_TASK)) for start in starts)
    with multiprocessing.Pool(chosen.jobs) as pool:
        ahead = [pool.apply_async(work, (next(tasks),)) for _ in range(2 * chosen.jobs)]
        while run.done < chosen.cases:
            for outcome in ahead.pop(0).get():
                run.take(outcome, aloud=False)
            ahead.append(pool.apply_async(work, (next(tasks),)))
    return run.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
