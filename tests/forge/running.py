"""Many cases, one after the other, with one JavaScript process for all."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.forge.attacks import Attack
from tests.forge.cases import Case, Verdict, create_case, judge
from tests.forge.judging import Hanging, JavaScriptJudge

IN_FLIGHT = 4
"""Files that JavaScript has before it while Python judges."""


class Outcome(NamedTuple):
    """What came of an attack."""

    attack: Attack
    verdict: Verdict


class _Judges:
    """The process's JavaScript judge."""

    found: JavaScriptJudge | None = None
    owner = 0

    @classmethod
    def get(cls) -> JavaScriptJudge:
        if cls.found is None or cls.owner != os.getpid():
            cls.found, cls.owner = JavaScriptJudge("node"), os.getpid()
        return cls.found

    @classmethod
    def replace(cls) -> JavaScriptJudge:
        cls.get().stop()
        cls.found = None
        return cls.get()


def run_numbers(seed: str, numbers: Iterable[int]) -> Iterator[tuple[Case, Verdict]]:
    """Judge the cases of these numbers, where there is something to change."""
    judge_js = _Judges.get()
    cases = (case for case in (create_case(seed, number) for number in numbers) if case)
    waiting: deque[Case] = deque()

    def fill() -> None:
        while len(waiting) < IN_FLIGHT and (case := next(cases, None)) is not None:
            judge_js.ask(case.data)
            waiting.append(case)

    fill()
    while waiting:
        case = waiting.popleft()
        try:
            verdict = judge(case, judge_js)
        except Hanging as error:
            verdict = Verdict("crash", str(error))
            judge_js = _Judges.replace()
            for later in waiting:
                judge_js.ask(later.data)
        yield case, verdict
        fill()
