"""Both auditors beside each other: the same file, the same report."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import msgspec

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


PROCESSES = max(os.cpu_count() or 1, 2)


def audit_in_javascript(node: Path, paths: list[Path]) -> list[dict[str, Any]]:
    """The reports of the JavaScript auditor; one process a core shares the files out."""
    shares = [paths[start::PROCESSES] for start in range(PROCESSES)]
    reports: list[dict[str, Any]] = [{} for _ in paths]
    with ThreadPoolExecutor(PROCESSES) as pool:
        for start, part in enumerate(pool.map(lambda share: _run_auditor(node, share), shares)):
            reports[start::PROCESSES] = part
    return reports


def _run_auditor(node: Path, paths: list[Path]) -> list[dict[str, Any]]:
    if not paths:
        return []
    done = subprocess.run(
        [node, AUDITOR, *paths], capture_output=True, text=True, timeout=800, check=False
    )
    assert done.stderr == ""
    assert done.returncode in (0, 1, 2)
    reports = [json.loads(line) for line in done.stdout.split("\n")[:-1]]
    assert len(reports) == len(paths)
    return reports


def sample(files: dict[str, bytes], length: Callable[[int, int], int]) -> dict[str, bytes]:
    """Half of the files, the same half each time; with `make long` all of them."""
    count = length(len(files) // 2, len(files))
    chosen = set(Random(len(files)).sample(sorted(files), count))
    return {name: data for name, data in files.items() if name in chosen}


def compare(node: Path, folder: Path, files: dict[str, bytes]) -> None:
    """Audit files by both; raises AssertionError with all differences."""
    paths = []
    for number, data in enumerate(files.values()):
        paths.append(folder / f"{number}.bin")
        paths[-1].write_bytes(data)
    differences = {}
    reports = audit_in_javascript(node, paths)
    for (name, data), report in zip(files.items(), reports, strict=True):
        ours, theirs = without_words(audit_in_python(data)), without_words(report)
        if ours != theirs:
            differences[name] = {
                key: (ours.get(key), theirs.get(key))
                for key in ours.keys() | theirs.keys()
                if ours.get(key) != theirs.get(key)
            }
    assert differences == {}


def mutate(value: Any, *, wide: int = 2) -> Iterator[tuple[str, Any]]:
    """Copies of a JSON value with one change each, with the changed place's name.

    Of a list the first ``wide`` items are changed.
    """
    for path, changed in _mutate(value, wide):
        yield "/".join(path), changed


def _mutate(value: Any, wide: int) -> Iterator[tuple[list[str], Any]]:
    if isinstance(value, dict):
        for key in value:
            yield ["-" + key], {k: v for k, v in value.items() if k != key}
            for path, changed in _mutate(value[key], wide):
                yield [key, *path], {**value, key: changed}
        yield ["+zz"], {**value, "zz": 1}
    elif isinstance(value, list):
        yield from _mutate_list(value, wide)
    else:
        for number, changed in enumerate(_change_leaf(value)):
            yield [f"={number}"], changed


def _mutate_list(value: list[Any], wide: int) -> Iterator[tuple[list[str], Any]]:
    if value:
        yield ["-last"], value[:-1]
        yield ["+last"], [*value, copy.deepcopy(value[-1])]
        yield ["empty"], []
    if len(value) > 1:
        yield ["reversed"], value[::-1]
    for index in range(min(wide, len(value))):
        for path, changed in _mutate(value[index], wide):
            yield [str(index), *path], [*value[:index], changed, *value[index + 1 :]]


def _change_leaf(leaf: Any) -> Iterator[Any]:
    if isinstance(leaf, bool):
        yield not leaf
        yield 1
    elif isinstance(leaf, int):
        yield from (leaf + 1, leaf - 1, 2**70, str(leaf))
    elif isinstance(leaf, str):
        first = leaf[:1]
        yield ("1" if first == "0" else "0") + leaf[1:]
        yield from (leaf + "0", "\u007f\u2028é", None)
    else:
        yield from (0, "", {}, [])
