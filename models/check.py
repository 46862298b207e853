"""Check the models of this folder with SPIN, and that every mutant is caught.

    .venv/bin/python models/check.py            every size and mutant (make model)
    .venv/bin/python models/check.py --sample   the small sizes, in seconds

Exits 1 where the rules fail, or a mutant that can fail holds; 2 without SPIN or a C compiler.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
CLOSING = FOLDER / "closing.pml"
SIZES = [(3, 2, 0), (3, 2, 1), (5, 3, 0), (5, 3, 2)]
"""Trustees, how many of them decrypt, witnesses."""
SMALL = SIZES[:3]
MIRRORS = 3
CANNOT_FAIL = {
    (name, (3, 2, 0))
    for name in ("OUT_AFTER_A_STATEMENT", "OUTS_LOWER_F", "QUORUM_WITHOUT_MIRRORS")
}
"""In 2 of 3 all who are not out must sign: nobody is left who could be shown the other board."""
RESULT = re.compile(r"^State-vector .*errors: (\d+)$", re.M)
STATES = re.compile(r"^\s*(\d+) states, stored", re.M)


class Case(NamedTuple):
    """One run: the numbers of people and mirrors, and what is wrong in the rules, if anything."""

    size: tuple[int, int, int]
    mirrors: int
    mutant: str

    @property
    def defines(self) -> list[str]:
        names = ("TRUSTEES", "T", "WITNESSES", "MIRRORS")
        defines = [f"-D{n}={v}" for n, v in zip(names, (*self.size, self.mirrors), strict=True)]
        return [*defines, *([f"-DMUTANT_{self.mutant}"] if self.mutant else [])]

    @property
    def must_fail(self) -> bool:
        return bool(self.mutant) and (self.mutant, self.size) not in CANNOT_FAIL


def list_mutants(mirrors: bool) -> list[str]:
    """The mutants that the model knows, by whether they are about mirrors."""
    names = sorted(set(re.findall(r"\bMUTANT_(\w+)", CLOSING.read_text())))
    about_mirrors = {"A_MIRROR_EACH", "QUORUM_WITHOUT_MIRRORS"}
    return [name for name in names if (name in about_mirrors) is mirrors]


def list_cases(sizes: list[tuple[int, int, int]]) -> Iterator[Case]:
    """Every size as it is, then every mutant of it; without mirrors and with them."""
    for size in sizes:
        for mirrors in (0, MIRRORS):
            yield Case(size, mirrors, "")
            for mutant in list_mutants(mirrors > 0):
                yield Case(size, mirrors, mutant)


def search(case: Case) -> tuple[bool, int]:
    """Whether a state exists in which both boards are opened, and how many states were seen.

    Raises:
        RuntimeError: SPIN or its search did not run to its end.
    """
    with tempfile.TemporaryDirectory() as folder:

        def run(*command: str) -> str:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode and command[0] != "./pan":
                raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
            return done.stdout

        run("spin", "-a", *case.defines, str(CLOSING))
        run("gcc", "-w", "-O1", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c")
        said = run("./pan", "-E", "-m100000")  # -E: a server may stop whenever it likes
    errors, states = RESULT.search(said), STATES.search(said)
    if errors is None or states is None or "max search depth too small" in said:
        raise RuntimeError(said)
    return int(errors[1]) > 0, int(states[1])


def main(arguments: list[str]) -> int:
    """Print a table of all runs; see the module for what is returned."""
    missing = [name for name in ("spin", "gcc") if shutil.which(name) is None]
    if missing:
        print(f"models: {', '.join(missing)} is missing; Debian's packages spin and gcc have it")
        return 2
    bad = 0
    print(f"{'t of n, witnesses, mirrors':28}{'rules':26}{'states':>10}  both boards opened")
    cases = list(list_cases(SMALL if "--sample" in arguments else SIZES))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, (opened, states) in zip(cases, pool.map(search, cases), strict=True):
            wrong = opened is not case.must_fail
            bad += wrong
            n, t, w = case.size
            name = f"{t} of {n}, {w}, {case.mirrors}"
            said = ("yes" if opened else "no") + ("  <-- WRONG" if wrong else "")
            print(f"{name:28}{case.mutant.lower() or 'ours':26}{states:>10}  {said}", flush=True)
    print(f"{bad} of the runs ended as they must not" if bad else "every run ended as it must")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
