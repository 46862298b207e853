"""What requirements/*.in ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path


def normalize(name: str) -> str:
    """A package's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_wanted(root: Path, *names: str) -> Iterator[str]:
    """The packages that some .in files ask for."""
    for name in names:
        for line in (root / "requirements" / f"{name}.in").read_text().splitlines():
            if line and not line.startswith("#"):
                yield normalize(re.split(r"[\[<>=!;~ ]", line)[0])


def read_locked(root: Path, name: str) -> set[str]:
    """The packages of a lock file."""
    text = (root / "requirements" / f"{name}.lock").read_text()
    return {normalize(package) for package in re.findall(r"^([A-Za-z0-9._-]+)==", text, re.M)}
