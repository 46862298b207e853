"""What setup.cfg packs is what the tree holds, and a wheel serves without the repository."""

from __future__ import annotations

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


def tracked(root: Path, *folders: str) -> set[str]:
    """Git's files below some folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *folders], cwd=root, capture_output=True, check=True
    )
    return {name for name in listed.stdout.decode().split("\0") if name}


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


def test_packages_are_those_of_the_tree(root: Path) -> None:
    parser = configparser.ConfigParser()
    parser.read(root / "setup.cfg")
    listed = set(parser["options"]["packages"].split())
    found = {
        ".".join(path.parent.relative_to(root).parts)
        for path in (root / "voteapp").rglob("__init__.py")
    }
    assert listed == found | {"voteapp.templates"}


@pytest.mark.slow
def test_wheel_holds_every_file(wheel: Path, root: Path) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        f"voteapp/{name}" if name.startswith("templates/") else name
        for name in tracked(root, "voteapp", "templates")
        if (root / name).is_file()
    }
    assert packed == expected
