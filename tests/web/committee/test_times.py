"""Dates in the committee's pages: none in the past, none ambiguous, and all told as they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.web.conftest import Clock, Committee, find_hidden, make_draft, new_fields
from voteapp.services import overview
from voteapp.services.context import Context

ZONE = "America/Los_Angeles"
FIRST, SECOND = datetime(2027, 11, 7, 8, 30, tzinfo=UTC), datetime(2027, 11, 7, 9, 30, tzinfo=UTC)
"""Half past one in Los Angeles, twice in one night."""


def dates(**changed: str) -> dict[str, str]:
    fields = {"opening": "2026-11-22T07:00", "closing": "2026-11-24T19:00", "timezone": ZONE}
    return {**fields, **changed}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"opening": "2026-11-20T07:00"}, "opening"),
        ({"opening": "202611-11-20T07:00"}, "opening"),
        ({"closing": "2026-11-22T07:00"}, "closing"),
        ({"decrypts": "2026-11-24T18:59"}, "decrypts"),
        ({"decrypts": "soon"}, "decrypts"),
        ({"opening": "2027-03-14T02:30", "closing": "2027-03-15T02:30"}, "opening"),
        ({"opening": "2027-11-07T01:30", "closing": "2027-11-08T01:30"}, "opening-fold"),
    ],
)
def test_a_wrong_time_is_named_at_its_field(
    committee: Committee, context: Context, changed: dict[str, str], field: str
) -> None:
    """When a campaign is begun, and when its dates are changed; nothing that was typed is lost."""
    code = make_draft(committee)
    before = overview.get_campaign(context, code).draft
    pages = {
        "/committee/new": new_fields(**changed),
        f"/committee/campaigns/{code}/dates": dates(**changed),
    }
    for path, sent in pages.items():
        answer = committee.post(path, sent)
        page = answer.get_data(as_text=True)
        assert (answer.status_code, re.findall(r'href="#([a-z-]+)">', page)[1:2]) == (422, [field])
        for name in changed:
            assert f'name="{name}" value="{changed[name]}"' in page
    assert overview.get_campaign(context, code).draft == before
    assert len(overview.list_campaigns(context)) == 1


@pytest.mark.parametrize(("fold", "instant"), [("first", FIRST), ("second", SECOND)])
def test_an_hour_that_comes_twice_is_asked_about(
    committee: Committee, context: Context, fold: str, instant: datetime
) -> None:
    code = make_draft(committee)
    path = f"/committee/campaigns/{code}/dates"
    twice = dates(opening="2027-11-07T01:30", closing="2027-11-08T01:30")
    asked = committee.post(path, twice)
    page = asked.get_data(as_text=True)
    assert "01:30, before the clocks go back (UTC-07:00)" in page
    assert "01:30, after the clocks go back (UTC-08:00)" in page
    sent = {**find_hidden(page), **twice, "opening-fold": fold}
    assert committee.client.post(path, data=sent).status_code == 303
    assert overview.get_campaign(context, code).draft.opening == instant
    page = committee.get(path)
    assert re.search(f'name="opening-fold" value="{fold}" checked', page)
    again = {**twice, "opening-fold": fold, "closing": "2027-11-08T02:30"}
    assert committee.post(path, again).status_code == 303
    assert overview.get_campaign(context, code).draft.opening == instant


def test_the_first_instant_of_decryption_is_set_and_taken_back(
    committee: Committee, context: Context
) -> None:
    code = make_draft(committee)
    path = f"/committee/campaigns/{code}/dates"
    assert committee.post(path, dates(decrypts="2026-11-25T07:00")).status_code == 303
    kept = overview.get_campaign(context, code).draft.decrypts
    assert kept == datetime(2026, 11, 25, 15, tzinfo=UTC)
    assert "Wednesday, November 25, 2026" in committee.get(f"/committee/campaigns/{code}")
    assert "Wednesday, November 25, 2026" in committee.get(f"/committee/campaigns/{code}/review")
    assert 'value="2026-11-25T07:00"' in committee.get(path)
    assert committee.post(path, dates(decrypts="")).status_code == 303
    assert overview.get_campaign(context, code).draft.decrypts is None


def test_a_draft_whose_time_has_come_cannot_be_locked(
    committee: Committee, context: Context, clock: Clock
) -> None:
    code = make_draft(committee, opening="2026-11-21T06:00")
    clock.advance(hours=3)
    path = f"/committee/campaigns/{code}/review"
    answer = committee.post(path, {})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert 'href="#opening">This time is over. Choose one in the future.' in page
    assert 'id="opening"' in page
    assert f'href="/committee/campaigns/{code}/dates"' in page
    assert overview.get_campaign(context, code).state == "draft"
