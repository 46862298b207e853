"""Second pass of an audit: the election, its trustees, its credentials.

Belenios specification, sections "Elections", "Trustees", "Credentials".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET

from voteapp.errors import ProtocolError
from voteapp.protocol.audit.report import Findings
from voteapp.protocol.audit.structure import Structure
from voteapp.protocol.credentials import (
    check_elements,
    compute_weights,
    decode_public_credentials,
)
from voteapp.protocol.election import ElectionContext, SetupData, check_supported, create_context
from voteapp.protocol.encoding import decode_canonical, decode_json
from voteapp.protocol.group import GROUP_NAME, get_group
from voteapp.protocol.keys.trustees import Item, check_trustees, compute_public_key, decode_trustees

MapFunction = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""``map`` or an executor's ``map``."""

CREDENTIALS_A_TASK = 500

_DATA = "the setup data"


@dataclass
class Setup:
    """What the setup says; None where it could not be checked. ``certificate``: the hash of what
    it calls the credentials' certificate, which nothing here looks at."""

    context: ElectionContext | None = None
    items: list[Item] | None = None
    weights: dict[str, int] | None = None
    credentials: list[str] = field(default_factory=list)
    key_matches: bool = False
    certificate: str | None = None


def find_setup_data(structure: Structure) -> SetupData | None:
    """What a record's Setup names, unchecked; None where there is no such object.

    Raises ProtocolError ``setup-encoding``.
    """
    event = next(iter(structure.of_kind("Setup")), None)
    body = structure.fetch(event.payload) if event and event.payload else None
    return None if body is None else decode_json(body, SetupData, "setup-encoding", _DATA)


def verify_setup(structure: Structure, findings: Findings, run: MapFunction) -> Setup:
    """Check the three objects and how they fit; raises UnsupportedError."""
    setup = Setup()
    events = structure.of_kind("Setup")
    if not events or events[0].payload is None:
        if not findings.items:
            findings.add("archive-missing", None, "the record has no election in it")
        return setup
    body = structure.fetch(events[0].payload)
    if body is None:
        return setup
    try:
        data = decode_canonical(body, SetupData, "setup-encoding", _DATA)
    except ProtocolError as error:
        findings.add_error(error, 0)
        return setup
    certificate = data.credentials_certificate
    setup.certificate = None if certificate is UNSET else certificate
    election = structure.fetch(data.election)
    trustees = structure.fetch(data.trustees)
    credentials = structure.fetch(data.credentials)
    if election is not None:
        _verify_election(setup, election, findings)
    if trustees is not None:
        _verify_trustees(setup, trustees, findings)
    if credentials is not None:
        _verify_credentials(setup, credentials, findings, run)
    _verify_key(setup, findings)
    return setup


def _verify_election(setup: Setup, body: bytes, findings: Findings) -> None:
    check_supported(body)
    try:
        setup.context = create_context(body)
    except ProtocolError as error:
        if error.code == "unsupported":
            raise
        findings.add_error(error, 0)


def _verify_trustees(setup: Setup, body: bytes, findings: Findings) -> None:
    group = setup.context.group if setup.context else get_group(GROUP_NAME)
    try:
        setup.items = check_trustees(group, decode_trustees(body))
    except ProtocolError as error:
        findings.add_error(error, 0)


def _verify_key(setup: Setup, findings: Findings) -> None:
    if setup.context is None or setup.items is None:
        return
    group = setup.context.group
    setup.key_matches = compute_public_key(group, setup.items) == setup.context.public_key
    if not setup.key_matches:
        findings.add("election-key", 0, "the election's key is not the product of the trustees'")


def _verify_credentials(setup: Setup, body: bytes, findings: Findings, run: MapFunction) -> None:
    try:
        setup.credentials = decode_public_credentials(body)
        weights = compute_weights(setup.credentials)
    except ProtocolError as error:
        findings.add_error(error, 0)
        return
    setup.weights = weights
    elements = list(weights)
    tasks = [
        elements[start : start + CREDENTIALS_A_TASK]
        for start in range(0, len(elements), CREDENTIALS_A_TASK)
    ]
    # The first that is wrong says enough, and what comes after it is not paid for.
    if problem := next(filter(None, run(find_bad_element, tasks)), None):
        findings.add("credentials-element", 0, problem)


def find_bad_element(elements: Sequence[str]) -> str | None:
    """The first problem among some public credentials, for a worker process."""
    try:
        check_elements(get_group(GROUP_NAME), elements)
    except ProtocolError as error:
        return error.message
    return None
