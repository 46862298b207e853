"""Paths to the programs that the tests use; each missing one fails by name, never skips."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / ".tools"
VECTORS = ROOT / "tests" / "vectors"
HOW = "scripts/install-test-tools provides it (`make test` calls that)"


class MissingToolError(Exception):
    """A program that a test needs is not there."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is missing; {HOW}")


def find_program(name: str) -> Path:
    """A program of .tools/bin or of the machine. Raises MissingToolError."""
    own = TOOLS / "bin" / name
    found = own if own.exists() else Path(shutil.which(name) or "/missing")
    if not found.exists():
        raise MissingToolError(name)
    return found


def find_postgresql() -> Path:
    """The folder of the newest PostgreSQL server's programs. Raises MissingToolError."""
    folders = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not folders:
        raise MissingToolError("PostgreSQL")
    return max(folders, key=lambda folder: float(folder.parent.name))


def use_lib25519() -> None:
    """Make .tools' lib25519 the one that this process and its children load."""
    folder = TOOLS / "lib25519" / "lib"
    if not folder.is_dir():
        return
    rest = os.environ.get("LD_LIBRARY_PATH", "")
    if str(folder) not in rest.split(":"):
        os.environ["LD_LIBRARY_PATH"] = f"{folder}:{rest}" if rest else str(folder)
    # The loader reads LD_LIBRARY_PATH once, at start; a library that is loaded already is found
    # again by its name alone.
    ctypes.CDLL(str(folder / "librandombytes.so.1"), mode=ctypes.RTLD_GLOBAL)
    ctypes.CDLL(str(folder / "lib25519.so.1"))
