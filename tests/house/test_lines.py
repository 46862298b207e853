"""A line of ours can be read without moving the page sideways."""

from __future__ import annotations

from pathlib import Path

from tests.support.repository import tracked

LONGEST = 140
# Made by programs, or by others.
NOT_OURS = (
    "docs/commands.md",
    "docs/examples/",
    "package-lock.json",
    "requirements/",
    "tests/vectors/",
    "tests/vectors-deterministic/",
    "voteapp/static/auditor.html",
    "voteapp/static/check-ballot.html",
    "voteapp/static/js/vendor/",
    "voteapp/static/lean/",
    "voteapp/translations/",
)
KINDS = (".cfg", ".css", ".html", ".js", ".md", ".mjs", ".py", ".sh", ".toml")
WITHOUT_KIND = ("Makefile", "scripts/")


def list_ours(root: Path) -> list[Path]:
    """Every text that a person of this project writes, data and pictures apart."""
    names = [name for name in tracked(root) if not name.startswith(NOT_OURS)]
    return [
        root / name
        for name in sorted(names)
        if name.endswith(KINDS) or name.startswith(WITHOUT_KIND)
    ]


def test_no_line_is_too_long(root: Path) -> None:
    paths = [path for path in list_ours(root) if path.is_file()]
    found = [
        f"{path.relative_to(root)}:{number}: {len(line)}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        # A row of a Markdown table cannot be broken.
        if len(line) > LONGEST and not (path.suffix == ".md" and line.startswith("|"))
    ]
    assert found == []
    assert {path.suffix for path in paths} >= {".py", ".js", ".html", ".css", ".md"}
