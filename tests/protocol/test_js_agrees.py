"""Both auditors say the same of every record: genuine, forged, cut, and of every bundle.

Messages may differ; verdict, codes, heights, numbers and warnings may not.
"""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.forgeries.record.test_record_forgeries import CATALOGUE
from tests.forgeries.record.threshold_forgeries import THRESHOLD_FORGERIES
from tests.forgeries.workshop import build, make_election
from voteapp.campaign.audit import verify_bundle, verify_record_alone
from voteapp.errors import NotAnArchiveError, UnsupportedError
from voteapp.protocol.archive import BytesSource

AUDITOR = Path(__file__).parent.parent / "js" / "audit-cli.mjs"


def audit_in_python(data: bytes) -> dict[str, Any]:
    """The report of our auditor, or what kind of file it refused."""
    source = BytesSource(data)
    try:
        is_bundle = data[:4] == b"PK\x03\x04"
        report = verify_bundle(source) if is_bundle else verify_record_alone(source)
    except NotAnArchiveError:
        return {"error": "not-an-archive"}
    except UnsupportedError:
        return {"error": "unsupported"}
    built: dict[str, Any] = msgspec.to_builtins(report)
    return built


def without_words(report: dict[str, Any]) -> dict[str, Any]:
    """A report but for its sentences; findings in no order."""
    if "error" in report:
        return {"error": report["error"]}
    findings = [f"{item['code']} at {item['height']}" for item in report["findings"]]
    warnings = [item["code"] for item in report["warnings"]]
    return report | {"findings": sorted(findings), "warnings": warnings}


def audit_in_javascript(node: Path, paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The reports of the JavaScript auditor; one process for all files."""
    done = subprocess.run(
        [node, AUDITOR, *paths], capture_output=True, text=True, timeout=800, check=False
    )
    assert done.stderr == ""
    assert done.returncode in (0, 1, 2)
    return (json.loads(line) for line in done.stdout.splitlines())


def compare(node: Path, folder: Path, files: dict[str, bytes]) -> None:
    """Audit files by both; raises AssertionError with all differences."""
    paths = []
    for number, data in enumerate(files.values()):
        paths.append(folder / f"{number}.bin")
        paths[-1].write_bytes(data)
    differences = {}
    reports = list(audit_in_javascript(node, paths))
    assert len(reports) == len(files)
    for (name, data), report in zip(files.items(), reports, strict=True):
        ours, theirs = without_words(audit_in_python(data)), without_words(report)
        if ours != theirs:
            differences[name] = {
                key: (ours.get(key), theirs.get(key))
                for key in ours.keys() | theirs.keys()
                if ours.get(key) != theirs.get(key)
            }
    assert differences == {}


@pytest.mark.slow
def test_genuine_records(node: Path, tmp_path: Path, vectors: Path) -> None:
    files = {path.parent.name: path.read_bytes() for path in sorted(vectors.glob("*/*.bel"))}
    assert len(files) == 13
    compare(node, tmp_path, files)


@pytest.mark.slow
def test_forged_records(node: Path, tmp_path: Path) -> None:
    honest = make_election()
    files = {name: forge(copy.deepcopy(honest)) for name, forge, _ in CATALOGUE}
    files |= {forge.__name__: forge() for forge in THRESHOLD_FORGERIES}
    assert len(files) >= 150
    compare(node, tmp_path, files)


@pytest.mark.slow
def test_cut_and_bent_records(node: Path, tmp_path: Path) -> None:
    data = build(make_election().steps)
    files = {f"cut at {end}": data[:end] for end in range(0, len(data), 4999)}
    for place in range(0, len(data), 2503):
        bent = bytearray(data)
        bent[place] ^= 0x20
        files[f"bent at {place}"] = bytes(bent)
    compare(node, tmp_path, files)
