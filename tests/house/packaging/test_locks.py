"""The lock files pin every package with hashes, agree with each other and name no host."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.house.packaging.requirements import normalize, read_wanted

LOCKS = ("base", "run", "dev", "node")
ENTRY = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)(?: ;[^\\\n]*?)?((?: \\\n    --hash=sha256:[0-9a-f]{64})*)$", re.M
)


def read_lock(root: Path, name: str) -> dict[str, tuple[str, int]]:
    """Package -> (version, number of hashes)."""
    text = (root / "requirements" / f"{name}.lock").read_text()
    return {normalize(p): (v, rest.count("--hash")) for p, v, rest in ENTRY.findall(text)}


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_pinned_and_hashed(root: Path, name: str) -> None:
    text = (root / "requirements" / f"{name}.lock").read_text()
    locked = read_lock(root, name)
    starts = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(starts) == len(locked) > 0
    assert all(hashes > 0 for _, hashes in locked.values())
    assert "://" not in text
    assert "--index-url" not in text


@pytest.mark.parametrize(
    "lock, sources",
    [
        ("base", ("base",)),
        ("run", ("base", "tellers", "forms", "server", "build")),
        ("dev", ("base", "tellers", "forms", "server", "build", "dev")),
        ("node", ("node",)),
    ],
)
def test_locks_hold_what_is_asked_for(root: Path, lock: str, sources: tuple[str, ...]) -> None:
    missing = set(read_wanted(root, *sources)) - set(read_lock(root, lock))
    assert not missing, f"run `make lock`: {missing}"


def test_one_version_of_a_package_everywhere(root: Path) -> None:
    dev = read_lock(root, "dev")
    for name in ("base", "run"):
        locked = read_lock(root, name)
        assert {package: dev.get(package) for package in locked} == locked


def test_pynacl_is_new_enough(root: Path) -> None:
    version = read_lock(root, "base")["pynacl"][0]
    assert tuple(int(part) for part in version.split(".")) >= (1, 6, 2)


def test_every_package_has_its_licence_named(root: Path) -> None:
    page = (root / "docs" / "licences.md").read_text()
    python = page[: page.index("## JavaScript")]
    named = [normalize(name) for name in re.findall(r"^\| (?!package )(\S+) \|", python, re.M)]
    assert sorted(named) == sorted(read_lock(root, "dev"))
    every = {normalize(name) for name in re.findall(r"^\| (\S+) \|", page, re.M)}
    packages = json.loads((root / "package-lock.json").read_text())["packages"]
    builds = re.compile(r"@(esbuild|typescript)/")  # one program's for every machine
    scripts = {path.rpartition("node_modules/")[2] for path in packages if path}
    assert not {normalize(name) for name in scripts if not builds.match(name)} - every
    assert "| ? |" not in page
