"""Wheels of the libraries that are installed here, so that installing needs no other machine."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

LEFT_OUT = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"}
"""What pip itself writes beside an installed library."""


def pack(name: str, folder: Path) -> None:
    """The wheel that an installed library came from, put together again from its files."""
    library = metadata.distribution(name)
    files = [file for file in library.files or [] if file.parts[0] != ".."]
    kept = [f for f in files if f.suffix != ".pyc" and f.name not in LEFT_OUT]
    # Programs are made anew at installing, from entry_points.txt.
    (information,) = {file.parent for file in kept if file.parts[1:] == ("WHEEL",)}
    record = "".join(f"{file.as_posix()},,\n" for file in kept)
    label = information.name.removesuffix(".dist-info")
    with zipfile.ZipFile(folder / f"{label}-{_find_tag(library)}.whl", "w") as wheel:
        for file in kept:
            wheel.write(file.locate(), file.as_posix())
        wheel.writestr(f"{information.as_posix()}/RECORD", record)


def _find_tag(library: metadata.Distribution) -> str:
    """The compressed tag of a wheel's name: interpreters, interfaces, platforms."""
    lines = (library.read_text("WHEEL") or "").splitlines()
    tags = [line.removeprefix("Tag: ").split("-") for line in lines if line.startswith("Tag: ")]
    return "-".join(".".join(dict.fromkeys(tag[part] for tag in tags)) for part in range(3))


def install(wanted: str, wheels: Path, folder: Path) -> Path:
    """A new virtual environment with what pip installs from a folder of wheels; gives its bin."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--quiet"]
    command = [*pip, "install", "--no-index", "--no-compile", "--find-links", str(wheels), wanted]
    subprocess.run(command, check=True)
    return folder / "bin"
