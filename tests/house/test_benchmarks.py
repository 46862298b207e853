"""`make bench` runs and prints every figure that it promises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FIGURES = {
    "checking": ("a yes/no ballot, lib25519", "a default survey ballot, PyNaCl"),
    "audit": ("voteapp audit, one core", "belenios-tool 3.3.0 here"),
    "hostile": ("threshold trustees", "times an honest record", "memory"),
    "mirroring": ("the first look", "each ballot more", "the second look"),
    "slips": ("tokens print", "slips/s"),
    "browser": ("a default survey ballot, 4x CPU throttle", "a slip's pin over 400 units, 4x"),
    "ceremony": ("all steps, Python", "all steps, Chromium", "4x CPU throttle"),
    "casting": ("yes/no casts", "casts/s"),
    "stalled": ("bare: 99th", "nginx: 99th", "caddy: 99th", "caddy: failures"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FIGURES)
def test_benchmark_prints_its_figures(
    name: str, root: Path, belenios_tool: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(belenios_tool.parent), prepend=":")
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--small", name],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    for figure in FIGURES[name]:
        assert figure in result.stdout
