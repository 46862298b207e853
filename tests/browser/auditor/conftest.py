"""The pages that are one file each, bundled from the scripts as they are now."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

BUNDLE = """
import { writeFileSync } from "node:fs";
import { bundleAll } from "./scripts/vendor-js.mjs";
for (const { path, text } of await bundleAll()) {
  const name = path.split("/").pop();
  if (name.endsWith(".html")) writeFileSync(`${process.env.FOLDER}/${name}`, text);
}
"""


@pytest.fixture(scope="module")
def pages(node: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages as they are bundled."""
    folder = tmp_path_factory.mktemp("pages")
    command = [node, "--input-type=module", "-e", BUNDLE]
    subprocess.run(command, cwd=root, env={"FOLDER": str(folder)}, check=True)
    return folder
