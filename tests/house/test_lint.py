"""Format, lint and types: what `make check` runs before the tests, here for `make test`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy",),
}


# What package.json calls check:NAME.
SCRIPTS = ("format", "lint", "types")


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_tree_is_clean(root: Path, name: str, tmp_path: Path) -> None:
    program, *arguments = COMMANDS[name]
    if program == "mypy":
        # A cache of its own: two runs at a time spoil a shared one.
        arguments = ["--cache-dir", str(tmp_path)]
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_clean(root: Path, name: str) -> None:
    command = ["npm", "run", "--silent", f"check:{name}"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
