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
from tests.forgeries.record.factor_forgeries import (
    FACTOR_FORGERIES,
    TRUE_NUMBERS,
    ciphertexts,
    decrypt_other,
    decrypt_threshold,
)
from tests.forgeries.record.threshold_forgeries import THRESHOLD_FORGERIES
from tests.forgeries.workshop import Honest, build, make_election, replaced
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.audit import verify_record

CATALOGUE: list[tuple[str, Callable[[Honest], bytes], str]] = [
    (f"{module.__name__.rsplit('.', 1)[1]}.{forge.__name__}", forge, code)
    for module in (archive_forgeries, setup_forgeries, ballot_forgeries, decryption_forgeries)
    for forge, code in module.FORGERIES.items()
]


def respell_first(honest: Honest, forge: Callable[[Honest], bytes]) -> bytes:
    """A forgery of a record whose first ballot ends in one more line."""
    place = honest.index("Ballot")
    step = honest.steps[place]
    honest.steps[place] = replaced(step, step.objects[0] + b"\n")
    return forge(honest)


def decrypt_first_ballot(honest: Honest) -> bytes:
    """A trustee decrypts one ballot instead of the tally."""
    return decrypt_other(honest, ciphertexts(honest.ballots[0]))


@pytest.fixture(scope="module")
def honest() -> Honest:
    return make_election()


def test_the_honest_record_is_verified(honest: Honest) -> None:
    report = verify_record(BytesSource(build(honest.steps))).create_report()
    assert report.findings == []
    assert report.result == [[3, 1], [1, 2, 1, 1]]


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("forge", "code"),
    [
        pytest.param(forge, code, id=forge.__name__)
        for forge, code in (THRESHOLD_FORGERIES | FACTOR_FORGERIES).items()
    ],
)
def test_threshold_forgery_is_found(forge: Callable[[], bytes], code: str) -> None:
    report = verify_record(BytesSource(forge())).create_report()
    assert {finding.code for finding in report.findings} == {code}


@pytest.mark.slow
def test_factors_of_something_else_name_trustee_and_place() -> None:
    messages = {
        forge.__name__: verify_record(BytesSource(forge())).findings.items[0].message
        for forge in FACTOR_FORGERIES
    }
    single = messages["factors_of_the_last_ballot_by_the_second_trustee"]
    assert single.startswith("trustee 2: question 1, choice 1: ")
    assert "a single ballot, number 4" in single
    assert "question 2, choice 3: " in messages["one_factor_of_a_ballot_among_the_tallys"]
    older = messages["factors_of_the_tally_before_somebody_voted_again"]
    assert older.endswith("of an older tally, of the first 4 ballots")
    assert "trustees 1, 2, 3, 4 " in messages["moved_factor_of_the_fourth"]


def test_a_moved_factor_passes_in_a_record_where_no_more_than_needed_decrypt() -> None:
    """Then only the strong proofs tell; with one more trustee the record alone does."""
    moved = [[3, *TRUE_NUMBERS[0][1:]], TRUE_NUMBERS[1]]
    # Trustee 4's factor counts 1/λ-fold: the total moves by λ_4(1, 2, 4) = 1/3 mod q, no number.
    data = decrypt_threshold([1, 2, 4], liar=4, numbers=None)
    report = verify_record(BytesSource(data)).create_report()
    assert report.findings == []
    data = decrypt_threshold([1, 2, 4], liar=4, numbers=moved)
    assert not verify_record(BytesSource(data)).create_report().verified


def test_an_honest_threshold_record_with_one_more_trustee() -> None:
    data = decrypt_threshold([4, 1, 3, 2], liar=0, numbers=TRUE_NUMBERS)
    report = verify_record(BytesSource(data)).create_report()
    assert report.findings == []
    assert report.result == TRUE_NUMBERS


@pytest.mark.parametrize("forge", [decryption_forgeries.factor_moved, decrypt_first_ballot])
def test_a_ballot_in_another_spelling_hides_no_wrong_factor(
    honest: Honest, forge: Callable[[Honest], bytes]
) -> None:
    """The factor of a single ballot is found even where that ballot is the one."""
    data = respell_first(copy.deepcopy(honest), forge)
    codes = [finding.code for finding in verify_record(BytesSource(data)).findings.items]
    alone = [
        f.code for f in verify_record(BytesSource(forge(copy.deepcopy(honest)))).findings.items
    ]
    assert codes == ["ballot-encoding", *alone] and len(alone) == 1
