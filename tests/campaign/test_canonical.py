"""Canonical JSON: the same bytes or nothing."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voteapp.campaign.canonical import Record, decode_strict, encode_canonical, parse_instant
from voteapp.errors import MisuseError, ProtocolError


class Sample(Record, frozen=True, kw_only=True):
    b: int
    a: str
    c: dict[str, str]


GOOD = b'{"a":"\xc3\xa9","b":1,"c":{"x":"1","y":"2"}}'


def test_round_trip_sorts_keys():
    sample = Sample(a="é", b=1, c={"y": "2", "x": "1"})
    assert encode_canonical(sample) == GOOD
    assert decode_strict(GOOD, Sample, "x-encoding", "it") == sample


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        GOOD + b"\n",
        GOOD.replace(b"1,", b"1, ", 1),
        GOOD.replace(b'"b":1', b'"b":1.0'),
        GOOD.replace(b'"b":1', b'"b":1e0'),
        GOOD.replace(b'"b":1', b'"b":true'),
        GOOD.replace(b'"b":1', b'"b":' + b"9" * 30),
        GOOD.replace(b'"b":1', b'"b":1,"b":1'),
        GOOD.replace(b'"b":1', b'"b":1,"bb":1'),
        GOOD.replace(b"\xc3\xa9", b"\\u00e9"),
        GOOD.replace(b"\xc3\xa9", b"\xc3"),
        GOOD.replace(b"\xc3\xa9", b"\\ud800"),
        GOOD.replace(b'{"x":"1","y":"2"}', b'{"y":"2","x":"1"}'),
        GOOD.replace(b'{"x":"1","y":"2"}', b'{"x":"1","x":"1","y":"2"}'),
        b"[" * 100000,
    ],
)
def test_any_other_spelling_fails(data):
    with pytest.raises(ProtocolError) as caught:
        decode_strict(data, Sample, "x-encoding", "it")
    assert caught.value.code == "x-encoding"


def test_what_cannot_be_written_is_misuse():
    with pytest.raises(MisuseError):
        encode_canonical({"a": 1 << 60})
    with pytest.raises(MisuseError):
        encode_canonical({"a": "\ud800"})


@given(st.integers(946_771_200, 7_258_032_000), st.integers(-899, 899))
def test_instants_agree_with_the_standard_library(seconds, minutes):
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    text = datetime.datetime.fromtimestamp(seconds, zone).isoformat()
    assert parse_instant(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21",
        "2026-11-21T08:00:00Z",
        "2026-11-21T08:00:00",
        "2026-02-29T08:00:00+00:00",
        "2026-11-31T08:00:00+00:00",
        "2026-11-00T08:00:00+00:00",
        "2026-11-21T24:00:00+00:00",
        "2026-11-21 08:00:00+00:00",
        "2026-11-21T08:00:00.5+00:00",
        "2026-11-21T08:00:00-00:00",
        "2026-11-21T08:00:00+15:00",
        "0001-01-01T00:00:00+00:00",
        "1999-12-31T23:59:59+00:00",
        "2200-01-01T00:00:00+00:00",
        "9999-12-31T00:00:00+00:00",
        "٢٠٢٦-11-21T08:00:00+00:00",
    ],
)
def test_other_instants_fail(text):
    with pytest.raises(ProtocolError) as caught:
        parse_instant(text)
    assert caught.value.code == "manifest-schedule"
