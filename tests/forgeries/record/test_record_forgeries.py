"""Each forged record gives exactly the finding that its defect calls for."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from tests.forgeries.record import (
    archive_forgeries,
    ballot_forgeries,
    decryption_forgeries,
    setup_forgeries,
)
from tests.forgeries.record.threshold_forgeries import THRESHOLD_FORGERIES
from tests.forgeries.workshop import Honest, build, make_election
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record

CATALOGUE: list[tuple[str, Callable[[Honest], bytes], str]] = [
    (f"{module.__name__.rsplit('.', 1)[1]}.{forge.__name__}", forge, code)
    for module in (archive_forgeries, setup_forgeries, ballot_forgeries, decryption_forgeries)
    for forge, code in module.FORGERIES.items()
]


@pytest.fixture(scope="module")
def honest() -> Honest:
    return make_election()


def test_the_honest_record_is_verified(honest: Honest) -> None:
    report = verify_record(BytesSource(build(honest.steps))).create_report()
    assert report.findings == []
    assert report.result == [[3, 1], [1, 2, 1, 1]]


@pytest.mark.parametrize(
    ("forge", "code"),
    [pytest.param(forge, code, id=name) for name, forge, code in CATALOGUE],
)
def test_forgery_is_found(honest: Honest, forge: Callable[[Honest], bytes], code: str) -> None:
    data = forge(copy.deepcopy(honest))
    assert data != build(honest.steps)
    report = verify_record(BytesSource(data)).create_report()
    assert {finding.code for finding in report.findings} == {code}
    assert not report.verified


@pytest.mark.parametrize(
    ("forge", "code"),
    [pytest.param(forge, code, id=forge.__name__) for forge, code in THRESHOLD_FORGERIES.items()],
)
def test_threshold_forgery_is_found(forge: Callable[[], bytes], code: str) -> None:
    report = verify_record(BytesSource(forge())).create_report()
    assert {finding.code for finding in report.findings} == {code}
