"""What setup.cfg packs is what the tree holds, and a wheel serves without the repository."""

from __future__ import annotations

import configparser
import zipfile
from pathlib import Path

import pytest

from tests.support.repository import tracked


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
