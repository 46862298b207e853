"""What git and setup.cfg say of the repository."""

from __future__ import annotations

import subprocess
from pathlib import Path


def tracked(root: Path, *folders: str) -> set[str]:
    """Git's files below some folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *folders], cwd=root, capture_output=True, check=True
    )
    return {name for name in listed.stdout.decode().split("\0") if name}
