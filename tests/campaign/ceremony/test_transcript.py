"""Whoever listens to a ceremony: honest ones end in a key, each lie is refused when it is told."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.players.campaign.ceremony_lies import LIES
from tests.players.campaign.ceremony_table import SINGLE, honest, said
from tests.players.campaign.complaint_lies import wrong_share_to_one_trustee
from tests.players.campaign.elections import GROUP, Stream
from voteapp.campaign.ceremony import steps
from voteapp.campaign.ceremony.agreement import Entry
from voteapp.campaign.ceremony.messages import CeremonyError
from voteapp.campaign.ceremony.transcript import Transcript
from voteapp.campaign.playing.trustees import hold_ceremony
from voteapp.errors import ConflictError, InvalidInputError, MisuseError, ProtocolError
from voteapp.protocol.encoding import hash_hex
from voteapp.protocol.keys.channels import check_encrypted_message, decrypt_shared
from voteapp.protocol.keys.trustees import check_trustees, decode_trustees


def tell(entries: list[Entry]) -> tuple[Transcript, CeremonyError | None]:
    """Say this up to the first message that is refused."""
    transcript = Transcript(GROUP, 3, 2, 1)
    for entry in entries:
        try:
            transcript.add(entry.trustee, entry.step, entry.message.encode())
        except CeremonyError as error:
            return transcript, error
        if transcript.failure is not None:
            break
    return transcript, None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "code", "trustee", "step"),
    [pytest.param(make, *told, id=make.__name__) for make, told in LIES.items()],
)
def test_a_lie_is_refused_and_its_teller_named(
    make: Callable[[], list[Entry]], code: str, trustee: int, step: str
) -> None:
    transcript, error = tell(make())
    found = error or transcript.failure
    assert found is not None
    assert (found.code, found.trustee, found.step) == (code, trustee, step)
    assert f"trustee {trustee}, step {step}" in found.message
    assert (error is None) == (code == "trustee-share")


@pytest.mark.slow
@pytest.mark.parametrize("make", LIES, ids=lambda make: make.__name__)
def test_a_refused_message_changes_nothing(make: Callable[[], list[Entry]]) -> None:
    """What was right before can still be said, and the ceremony ends as without the lie."""
    transcript, error = tell(make())
    if error is None:
        return
    heard = list(transcript.entries)
    again = make()[len(heard)]
    with pytest.raises(CeremonyError):
        transcript.add(again.trustee, again.step, again.message.encode())
    assert transcript.entries == heard
    changed = [entry for entry in heard if entry not in said()]
    if changed:  # a lie that is seen only later: nothing can follow it
        assert {entry.step for entry in changed} <= {"acknowledge", "reveal"}
        return
    given = {(entry.trustee, entry.step) for entry in heard}
    for entry in said():
        if (entry.trustee, entry.step) not in given:
            transcript.add(entry.trustee, entry.step, entry.message.encode())
    assert transcript.assemble().trustees == honest().assembled.trustees


@pytest.mark.parametrize(("size", "threshold", "singles"), [(1, 1, 0), (3, 2, 0), (2, 2, 2)])
def test_an_honest_ceremony_ends_in_trustees(size: int, threshold: int, singles: int) -> None:
    keys = hold_ceremony(size, threshold, Stream("honest"), singles=singles)
    items = check_trustees(GROUP, decode_trustees(keys.assembled.trustees))
    assert [item.kind for item in items] == ["Pedersen"] + ["Single"] * singles
    public = [key for item in items for key in item.keys]
    assert [GROUP.base_power(trustee.private_key) for trustee in keys.trustees] == public
    messages = keys.assembled.ceremony.messages
    assert len(messages) == 5 * size + 3 * singles


def test_who_owes_what_is_known_at_every_moment() -> None:
    transcript, seen = Transcript(GROUP, 3, 2, 1), []
    for entry in said():
        assert transcript.step == entry.step and entry.trustee in transcript.missing
        assert not transcript.has(entry.trustee, entry.step)
        assert transcript.message(entry.trustee, entry.step) is None
        if not seen or seen[-1] != entry.step:
            seen.append(entry.step)
        with pytest.raises(ConflictError):
            transcript.assemble()
        transcript.add(entry.trustee, entry.step, entry.message.encode())
        assert transcript.has(entry.trustee, entry.step)
        assert transcript.message(entry.trustee, entry.step) == entry.message
    assert seen == ["certificate", "commit", "acknowledge", "reveal", "share"]
    assert (transcript.step, transcript.missing) == ("done", [])


def test_what_follows_from_the_messages_is_there_in_time() -> None:
    transcript = Transcript(GROUP, 3, 2, 1)
    with pytest.raises(MisuseError):
        transcript.get_certificates()
    there = {"certificates": 3, "certs_hash": 3, "commitments": 7, "agreed": 11}
    there |= {"polynomials": 15, "single_keys": 15, "voutputs": 18}
    for count, entry in enumerate(said()):
        for name, needed in there.items():
            assert (getattr(transcript, name) is not None) == (count >= needed), (name, count)
        transcript.add(entry.trustee, entry.step, entry.message.encode())
    assert transcript.voutputs is not None and len(transcript.voutputs) == 3
    assert transcript.single_keys is not None and len(transcript.single_keys) == 1
    assert transcript.commitments is not None and len(transcript.commitments) == 4
    assert transcript.certs_hash == steps.compute_certs_hash(transcript.get_certificates())


def test_after_a_proven_complaint_nothing_can_be_said() -> None:
    transcript, _ = tell(wrong_share_to_one_trustee())
    assert transcript.failure is not None
    assert transcript.entries[-1].step == "complain"
    with pytest.raises(CeremonyError) as caught:
        transcript.add(3, "share", said()[-1].message.encode())
    assert caught.value.code == "ceremony-step"
    with pytest.raises(ConflictError):
        transcript.assemble()


def test_a_complaint_opens_one_message_only() -> None:
    """What it shows is ``alpha^dk`` of that ciphertext, not the key."""
    entries = wrong_share_to_one_trustee()
    (complaint,) = [json.loads(entry.message) for entry in entries if entry.step == "complain"]
    secrets = [
        json.loads(entry.message)["secrets"][1]
        for entry in entries
        if entry.step == "reveal" and entry.trustee in (1, 3)
    ]
    shared = GROUP.decode(complaint["shared"])
    right, other = (check_encrypted_message(GROUP, text, "x") for text in secrets)
    assert "12345" in decrypt_shared(GROUP, shared, right, "x")
    with pytest.raises(ProtocolError):
        decrypt_shared(GROUP, shared, other, "x")


@pytest.mark.parametrize(("size", "threshold", "singles"), [(3, 1, 0), (16, 9, 0), (3, 2, -1)])
def test_sizes_that_are_refused(size: int, threshold: int, singles: int) -> None:
    with pytest.raises(InvalidInputError):
        Transcript(GROUP, size, threshold, singles)


@pytest.mark.parametrize("data", [b"", b"\xff", b"{}", b"null", b'"\\ud800"', b"[" * 5000])
@pytest.mark.parametrize("place", [0, 3, 7, 11, 14, 15])
def test_bytes_that_are_no_message(place: int, data: bytes) -> None:
    transcript, _ = tell(said()[:place])
    entry = said()[place]
    with pytest.raises(CeremonyError) as caught:
        transcript.add(entry.trustee, entry.step, data)
    assert caught.value.code == "ceremony-encoding"


def list_paths(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Where the leaves of a JSON value are."""
    if isinstance(value, dict):
        return [found for key in value for found in list_paths(value[key], (*path, key))]
    if isinstance(value, list):
        return [found for i, item in enumerate(value) for found in list_paths(item, (*path, i))]
    return [path]


OTHERS = (
    "", "0", "1", "x", "0" * 64, "f" * 64, hash_hex(b"other"), GROUP.encode(GROUP.base_power(5)),
    0, 1, 2, 3, 7, None, [], {},
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_one_changed_field_is_refused_or_changes_no_key(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(said()) - 1))
    entry = said()[place]
    value = json.loads(entry.message)
    path = data.draw(st.sampled_from(list_paths(value)))
    inner = value
    for part in path[:-1]:
        inner = inner[part]
    other = data.draw(st.sampled_from(OTHERS))
    if inner[path[-1]] == other:
        return
    if isinstance(other, str) and isinstance(inner[path[-1]], str) and data.draw(st.booleans()):
        text = inner[path[-1]]
        cut = data.draw(st.integers(0, max(0, len(text) - 1)))
        other = text[:cut] + ("1" if text[cut : cut + 1] != "1" else "2") + text[cut + 1 :]
    inner[path[-1]] = other
    changed = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    entries = said()
    entries[place] = Entry(trustee=entry.trustee, step=entry.step, message=changed)
    transcript, error = tell(entries)
    if error is not None:
        assert transcript.entries == entries[: len(transcript.entries)]
        return
    # Only what a trustee sealed for others, or for itself, cannot be judged by who listens.
    assert path[0] in ("polynomial", "secrets", "private_key"), (entry.step, path)
    again = json.loads(transcript.assemble().trustees)
    assert again == json.loads(honest().assembled.trustees)


def test_the_single_trustee_is_the_last_number() -> None:
    assert max(entry.trustee for entry in said()) == SINGLE
