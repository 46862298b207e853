"""The project as a wheel, and environments that hold what pip installs with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.house.packaging.requirements import read_locked
from tests.house.packaging.wheels import install, pack
from tests.support.repository import tracked


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built from the tracked files alone, as a stranger would have them."""
    copy = tmp_path_factory.mktemp("tree")
    names = tracked(root, "voteapp", "templates", "requirements", "setup.cfg", "pyproject.toml")
    for name in names | {"README.md", "LICENSE"}:
        if (root / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((root / name).read_bytes())
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out)]
    subprocess.run([*command, str(copy)], check=True, capture_output=True, text=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def environment(
    root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """The bin of a clean environment with the wheel, by its extra ("" for none), made once."""
    wheels = tmp_path_factory.mktemp("wheels")
    shutil.copy(wheel, wheels)
    for name in read_locked(root, "run"):
        pack(name, wheels)

    @cache
    def create(extra: str) -> Path:
        wanted = f"voteapp[{extra}]" if extra else "voteapp"
        return install(wanted, wheels, tmp_path_factory.mktemp(extra or "base") / "environment")

    return create
