"""Hypothesis' state machines, run as every test of ours runs them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test


def run_machine(
    machine: type[RuleBasedStateMachine], length: Callable[[int, int], int], steps: int
) -> None:
    """8 runs of so many steps, the same each time; with ``--long`` 10,000 steps, drawn anew."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=length(8, 10_000 // steps),
            stateful_step_count=steps,
            derandomize=length(1, 0) == 1,
            database=None,
            phases=(Phase.generate, Phase.explicit),
            suppress_health_check=list(HealthCheck),
        ),
    )
