"""The committee's limit: from a place's list, by hand, or none; on every page of the draft."""

from __future__ import annotations

import html
import re

import flask
import flask_babel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.players.services.places import find_path
from tests.web.committee.test_guards import press, read
from tests.web.conftest import Committee, make_draft
from voteapp.campaign.questionnaire.checks import check_limit
from voteapp.campaign.questionnaire.document import Limit
from voteapp.services.context import Context
from voteapp.survey.limits import compute_key, list_in_force, load_jurisdictions
from voteapp.web.committee.limits.fields import fields_of, read_fields
from voteapp.web.frame.forms import Form

UNCHECKED = "Not checked by us; see the source."
OWN = {
    "has": "yes",
    "limit": "4",
    "counted": "patient",
    "source": "contract",
    "citation": "Article 9",
    "address": "https://example.org/contract",
    "shift": "night",
    "condition": "trauma patients",
    "roles": "registered nurses, LVN",
    "covered": "All hospitals",
    "from": "2026-06-01",
    "until": "2027-05-31",
    "checked": "2026-10-01",
    "checked_by": "Local 1",
}


def begin(committee: Committee, context: Context, **fields: str) -> tuple[str, str, str]:
    """A drafted shift survey: its code, its part's page, and the page of its unit's limit."""
    code = make_draft(committee, **{"kind": "survey", "slips": "40", **fields})
    part = f"/committee/campaigns/{code}" + find_path(read(context, code), "/parts/0")
    return code, part, f"{part}/limits/unit-1"


def kept(context: Context, code: str, place: int = 0) -> Limit | None:
    return read(context, code).elections[place].questionnaire.limits["unit-1"]


def key_of(place: str, unit: str, number: int) -> str:
    found = list_in_force(load_jurisdictions()[place], "2026-11-22", unit=unit)
    return next(compute_key(unit, limit) for unit, limit in found if limit.limit == number)


def text(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_missing_limit_leads_to_its_form(committee: Committee, context: Context) -> None:
    code, part, form = begin(committee, context)
    review = f"/committee/campaigns/{code}/review"
    page = committee.get(review)
    assert "compares with a limit, and nobody said which" in page
    assert f'href="{form}">Set the limit' in page
    assert "Lock the draft</button>" not in page
    status, _page = press(committee, review, page)
    assert status == 422
    assert "The limit is not decided yet." in committee.get(part)
    assert committee.post(form, {"has": "no"}).status_code == 303
    assert kept(context, code) is None
    assert "There is no limit for this unit." in committee.get(part)
    page = committee.get(review)
    assert "There is no limit for this unit." in page
    assert "nobody said which" not in page
    assert press(committee, review, page)[0] == 303


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"has": ""}, "has"),
        ({"limit": ""}, "limit"),
        ({"limit": "9"}, "limit"),
        ({"source": "rumour"}, "source"),
        ({"counted": "beds"}, "counted"),
        ({"counted": "other"}, "counted_other"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "www.example.org"}, "address"),
        ({"from": "June 2026"}, "from"),
        ({"from": "2026-06-31"}, "from"),
        ({"until": "2026-05-31"}, "until"),
        ({"checked_by": ""}, "checked_by"),
        ({"checked": ""}, "checked"),
        ({"roles": "nursing assistants"}, "roles"),
        ({"citation": "x" * 2000}, "citation"),
    ],
)
def test_what_cannot_be_saved_stays_in_the_form(
    committee: Committee, context: Context, sent: dict[str, str], field: str
) -> None:
    code, _part, form = begin(committee, context)
    answer = committee.post(form, {**OWN, **sent})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}-error"' in page
    for name in ("covered", "condition"):
        assert f'value="{OWN[name]}"' in page
    assert '<details class="fold" open>' in page
    assert "unit-1" not in read(context, code).elections[0].questionnaire.limits


def test_a_contracts_own_limit(committee: Committee, context: Context) -> None:
    code, part, form = begin(committee, context)
    assert committee.post(form, OWN).status_code == 303
    limit = kept(context, code)
    assert limit == Limit(
        limit=4,
        counted="patient",
        source="contract",
        citation="Article 9",
        address="https://example.org/contract",
        condition="trauma patients",
        shift="night",
        roles=["registered nurse", "LVN"],
        covered="All hospitals",
        since="2026-06-01",
        until="2027-05-31",
        checked="2026-10-01",
        checked_by="Local 1",
    )
    for path in (part, form, f"/committee/campaigns/{code}/review"):
        shown = text(committee.get(path))
        assert "For this unit the limit is 4 patients for one nurse: Article 9." in shown, path
        assert "Compared with the source on October 1, 2026 by Local 1." in shown, path
        assert "It stands in a contract." in shown, path
    again = committee.get(form)
    assert 'value="registered nurses, LVN"' in again
    assert '<option value="night" selected>' in again
    assert '<option value="contract" selected>' in again
    assert committee.post(form, {**OWN, "counted": "other", "counted_other": "visits"}).status_code
    changed = kept(context, code)
    assert changed is not None and changed.counted == "visits"
    assert 'value="visits"' in committee.get(form)


def test_a_limit_from_a_places_list(committee: Committee, context: Context) -> None:
    code, part, form = begin(committee, context)
    assert f'href="{form}/US-CA"' in committee.get(form)
    page = committee.get(f"{form}/US-CA")
    assert UNCHECKED in page
    assert "A charge nurse or a manager counts only while giving direct care." in page
    answer = committee.post(
        f"{form}/US-CA", {"choice": key_of("US-CA", "medical-surgical", 5)}, f"{form}/US-CA"
    )
    assert answer.status_code == 303
    limit = kept(context, code)
    assert limit is not None
    assert (limit.limit, limit.counted, limit.source) == (5, "patient", "law")
    assert (limit.citation, limit.since) == ("22 CCR 70217(a)", "2005-01-01")
    assert (limit.roles, limit.covered) == (["licensed nurse"], "General acute care hospitals")
    assert (limit.checked, limit.checked_by) == (None, "")
    address = limit.address
    for path in (part, form, f"/committee/campaigns/{code}/review"):
        page = committee.get(path)
        assert "For this unit the limit is 5 patients for one nurse: 22 CCR 70217(a)." in page
        assert UNCHECKED in page and f'href="{address}"' in page
        assert "It is law" not in page
    key = key_of("US-CA", "medical-surgical", 5)
    assert f'value="{key}" checked' in committee.get(f"{form}/US-CA")
    assert f'value="{key}" checked' not in committee.get(f"{form}/US-OR")


def test_a_list_shows_why_a_limit_cannot_be_chosen(committee: Committee, context: Context) -> None:
    _code, _part, form = begin(committee, context)
    shown = text(committee.get(f"{form}/US-OR"))
    before, after = shown.split("It is not in force while voting is open.")
    assert before.rstrip().endswith("At most 5 patients for one nurse")
    assert "At most 4 patients for one nurse" in after
    assert shown.count("It is for nursing assistants. Answers of nurses are not compared") == 2
    assert "No number: a committee of the unit adopts its plan" in shown
    aides = key_of("US-OR", "all", 7)
    assert f'value="{aides}"' not in committee.get(f"{form}/US-OR")
    place = load_jurisdictions()["US-OR"]
    (old,) = (
        compute_key(unit, limit) for unit in place.units for limit in unit.limits if limit.until
    )
    for key in (aides, old, "0" * 16):
        answer = committee.post(f"{form}/US-OR", {"choice": key})
        assert answer.status_code == 422
        assert 'href="#choice"' in answer.get_data(as_text=True)


def test_a_list_is_made_shorter(committee: Committee, context: Context) -> None:
    _code, _part, form = begin(committee, context)
    page = committee.get(f"{form}/AU-QLD?unit=mental-health&shift=night")
    assert page.count('type="radio"') == 1
    assert "At most 7 patients for one nurse, as an average over the ward" in page
    assert '<option value="mental-health" selected>' in page
    assert page.count('id="choice"') == 1
    everything = committee.get(f"{form}/AU-QLD?unit=&shift=")
    assert everything.count('type="radio"') == 4
    assert 'name="shift"' not in committee.get(f"{form}/US-CA")
    nothing = committee.get(f"{form}/US-CA?unit=nowhere")
    assert "There is no limit of this kind in the list." in nothing
    short = f"{form}/AU-QLD?unit=mental-health"
    answer = committee.post(short, {"choice": ""})
    assert answer.status_code == 422
    again = answer.get_data(as_text=True)
    assert "Choose one of the limits." in again
    assert '<option value="mental-health" selected>' in again
    assert again.count('type="radio"') == 2


def test_two_people_set_the_limit(committee: Committee, context: Context) -> None:
    code, _part, form = begin(committee, context)
    page = committee.get(form)
    assert committee.post(form, {"has": "yes", "limit": "4"}).status_code == 303
    mine = {"has": "yes", "limit": "5", "source": "contract", "citation": "Article 9"}
    status, clash = press(committee, form, page, **mine)
    assert status == 409
    for words in ("Somebody else changed this", "Article 9", "Save mine over it", "Our contract"):
        assert words in clash
    status, _page = press(committee, form, clash, **mine)
    assert status == 303
    limit = kept(context, code)
    assert limit is not None and limit.limit == 5


def test_two_people_choose_from_lists(committee: Committee, context: Context) -> None:
    code, _part, form = begin(committee, context)
    california, oregon = f"{form}/US-CA", f"{form}/US-OR"
    page = committee.get(oregon)
    theirs = {"choice": key_of("US-CA", "medical-surgical", 5)}
    assert committee.post(california, theirs).status_code == 303
    mine = {"choice": key_of("US-OR", "medical-surgical", 4)}
    status, clash = press(committee, oregon, page, **mine)
    assert status == 409
    for words in ("Somebody else changed this", "22 CCR 70217(a)", "ORS 441.765"):
        assert words in clash
    assert f'value="{mine["choice"]}" checked' in clash
    assert press(committee, oregon, clash, **mine)[0] == 303
    limit = kept(context, code)
    assert limit is not None and limit.citation == "ORS 441.765"


def test_a_second_surveys_limit_is_its_own(committee: Committee, context: Context) -> None:
    code, _part, form = begin(committee, context)
    assert committee.post(form, {"has": "yes", "limit": "5"}).status_code == 303
    more = {"kind": "survey", "title": "", "variant": "inpatient", "limit": "3"}
    assert committee.post(f"/committee/campaigns/{code}/parts/new", more).status_code == 303
    first, second = kept(context, code), kept(context, code, 2)
    assert first is not None and second is not None
    assert (first.limit, second.limit) == (5, 3)
    other = f"/committee/campaigns/{code}" + find_path(
        read(context, code), "/parts/2/limits/unit-1"
    )
    assert committee.post(other, {"has": "no"}).status_code == 303
    assert kept(context, code) == first
    assert kept(context, code, 2) is None


def test_nothing_else_has_a_limit(committee: Committee, context: Context) -> None:
    vote = make_draft(committee)
    path = f"/committee/campaigns/{vote}" + find_path(read(context, vote), "/parts/0/limits/unit-1")
    assert committee.client.get(path).status_code == 404
    assert committee.client.get(f"{path}/US-CA").status_code == 404
    assert "Set the limit" not in committee.get(path.removesuffix("/limits/unit-1"))
    code, part, form = begin(committee, context)
    assert committee.client.get(f"{part}/limits/unit-2").status_code == 404
    assert committee.client.get(f"{form}/ATLANTIS").status_code == 404
    assert committee.client.get(f"{form}/ATLANTIS", data={"choice": "x"}).status_code == 404
    pharmacy = {"kind": "survey", "title": "", "variant": "pharmacy", "limit": ""}
    assert committee.post(f"/committee/campaigns/{code}/parts/new", pharmacy).status_code == 303
    other = find_path(read(context, code), "/parts/2/limits/unit-1")
    assert committee.client.get(f"/committee/campaigns/{code}{other}").status_code == 404


def test_a_part_that_is_gone_keeps_what_was_chosen(committee: Committee, context: Context) -> None:
    code, part, form = begin(committee, context, kind="both")
    part = f"/committee/campaigns/{code}" + find_path(read(context, code), "/parts/1")
    form = f"{part}/limits/unit-1/US-CA"
    page = committee.get(form)
    assert committee.post(f"{part}/remove", {}).status_code == 303
    status, shown = press(committee, form, page, choice=key_of("US-CA", "medical-surgical", 5))
    assert status == 409
    assert "Somebody removed this" in shown and "22 CCR 70217(a)" in shown


DAYS = st.sampled_from(["", "2026-06-01", "2027-01-01", "1969-12-31", "0000-00-00"]) | st.text()
WORDS = st.text(max_size=20)


@given(
    typed=st.fixed_dictionaries(
        {
            "limit": st.integers(-1, 1000).map(str) | WORDS,
            "counted": st.sampled_from(["", "patient", "couplet", "other"]) | WORDS,
            "counted_other": WORDS,
            "source": st.sampled_from(["", "law", "contract", "policy"]) | WORDS,
            "address": WORDS.map(lambda text: f"https://{text}") | WORDS,
            **dict.fromkeys(("citation", "condition", "shift", "roles", "covered"), WORDS),
            **dict.fromkeys(("from", "until", "checked"), DAYS),
            "checked_by": WORDS,
        }
    )
)
def test_whatever_is_typed_is_refused_or_is_a_limit(typed: dict[str, str]) -> None:
    app = flask.Flask(__name__)
    flask_babel.Babel(app)
    with app.test_request_context():
        form = Form({"has": "yes", **typed})
        limit = read_fields(form)
        assert limit is not None
        if form.ok:
            check_limit(limit)
            again = Form(fields_of(limit))
            assert read_fields(again) == limit and again.ok


def test_a_locked_draft_keeps_what_was_typed(committee: Committee, context: Context) -> None:
    code, _part, form = begin(committee, context, limit="4")
    page = committee.get(form)
    review = f"/committee/campaigns/{code}/review"
    assert committee.post(review, {}).status_code == 303
    status, shown = press(committee, form, page, **OWN)
    assert status == 409
    assert "Nothing was saved" in shown and "Article 9" in shown
    limit = kept(context, code)
    assert limit is not None and limit.limit == 4
