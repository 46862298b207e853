"""Questionnaires as files in the committee's pages: looked at, confirmed, downloaded again."""

from __future__ import annotations

import html
import io
import re

import pytest
from werkzeug.test import TestResponse

from tests.players.campaign.questionnaires import create_example
from tests.players.campaign.spreadsheets import CASES, read_form, write_form
from tests.players.services.places import find_path
from tests.web.conftest import Committee, find_csrf, find_hidden, make_draft
from voteapp.campaign.forms.exporting import compare_form
from voteapp.campaign.forms.sheets.grids import MOST_FORM_BYTES
from voteapp.campaign.questionnaire.checks import decode_questionnaire, encode_questionnaire
from voteapp.campaign.questionnaire.document import list_ids
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.values.drafts import CampaignDraft
from voteapp.web.committee.forms.carrying import pack
from voteapp.web.committee.forms.uploading import UPLOAD_BODY

HEADINGS = "type name label relevant"
ROWS = [
    ["select_one yn", "bed", "Were you at the <bedside>?"],
    ["integer", "load", "How many patients?", "${bed} = 'yes'"],
]
BINS = write_form("type name label relevant voteapp::bins", ROWS[0], [*ROWS[1], "bins: 0,1,2-4,5+"])
SKIPPING = write_form(
    HEADINGS, ROWS[0], ["select_one yn", "never", "N?", "${bed} = 'yes' and ${bed} = 'no'"]
)


def read(context: Context, code: str) -> CampaignDraft:
    return overview.get_campaign(context, code).draft


def send(committee: Committee, path: str, data: bytes, name: str = "form.xlsx") -> TestResponse:
    fields = {"csrf_token": committee.csrf(path), "file": (io.BytesIO(data), name)}
    return committee.client.post(path, data=fields)


def show(answer: TestResponse, status: int) -> str:
    assert answer.status_code == status, answer.get_data(as_text=True)
    return html.unescape(answer.get_data(as_text=True))


@pytest.fixture
def base(draft: str) -> str:
    return f"/committee/campaigns/{draft}"


@pytest.fixture
def survey(committee: Committee, context: Context, draft: str, base: str) -> str:
    """The part of a survey that was uploaded, with two questions."""
    offer = show(send(committee, f"{base}/parts/upload", BINS), 200)
    fields = find_hidden(offer)
    answer = committee.client.post(f"{base}/parts/upload/keep", data=fields)
    assert answer.status_code == 303
    return read(context, draft).elections[-1].id


def test_a_form_is_looked_at_and_then_added(
    committee: Committee, context: Context, draft: str, base: str
) -> None:
    before = read(context, draft)
    answer = send(committee, f"{base}/parts/upload", BINS, "Last shift.xlsx")
    assert "&lt;bedside&gt;" in answer.get_data(as_text=True)
    page = show(answer, 200)
    assert "<h3" in page
    for text in ("Last shift", "How many patients?", "2-4", "5+", "Not kept yet"):
        assert text in page
    assert read(context, draft) == before
    fields = find_hidden(page)
    kept = committee.client.post(f"{base}/parts/upload/keep", data=fields)
    added = read(context, draft).elections[-1]
    assert kept.headers["Location"].endswith(f"/parts/{added.id}?done=saved")
    assert len(read(context, draft).elections) == len(before.elections) + 1
    assert [q.kind for q in added.questionnaire.questions] == ["one", "number"]
    assert len(added.questionnaire.rules) == 1
    # Pressed twice, it is there once.
    assert committee.client.post(f"{base}/parts/upload/keep", data=fields).status_code == 303
    assert len(read(context, draft).elections) == len(before.elections) + 1


def test_every_small_form_says_what_it_says_elsewhere(committee: Committee, base: str) -> None:
    for case in sorted(CASES.iterdir()):
        imported = read_form(case.read_bytes())
        answer = send(committee, f"{base}/parts/upload", case.read_bytes(), case.name)
        page = show(answer, 200 if imported.questionnaire else 422)
        for remark in (*imported.errors, *imported.notes):
            assert str(remark.sentence) in page
            if remark.place and remark.place.row:
                assert f"row {remark.place.row}" in page


def test_errors_name_row_and_column_and_nothing_is_kept(
    committee: Committee, context: Context, draft: str, base: str
) -> None:
    before = read(context, draft)
    page = show(send(committee, f"{base}/parts/upload", write_form(HEADINGS, ROWS[1])), 422)
    assert "Sheet survey, row 2, column type" in page
    assert "A number needs bins" in page
    assert "Nothing was taken over from this file" in page
    assert 'name="packed"' not in page
    assert read(context, draft) == before


def test_what_is_no_form_is_refused(committee: Committee, base: str) -> None:
    for data in (b"", b"PK\x03\x04", b"Dear all", b"{}", b'{"type":'):
        show(send(committee, f"{base}/parts/upload", data, "x.csv"), 422)
    path = f"{base}/parts/upload"
    answer = committee.client.post(path, data={"csrf_token": committee.csrf(path)})
    assert "Choose a file." in show(answer, 422)


def test_a_file_that_is_too_large_is_told_so(committee: Committee, base: str) -> None:
    path = f"{base}/parts/upload"
    begin = (
        '--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        f"{committee.csrf(path)}\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="x.xlsx"\r\n\r\n'
    )
    for size, said in ((MOST_FORM_BYTES + 1, 422), (UPLOAD_BODY, 413)):
        body = begin.encode() + bytes(size) + b"\r\n--x--\r\n"
        answer = committee.client.post(
            path, data=body, content_type="multipart/form-data; boundary=x"
        )
        page = show(answer, said)
        assert said == 413 or "The file is larger than 4 MB." in page


def test_paths_that_cannot_be_walked_are_said(committee: Committee, base: str) -> None:
    page = show(send(committee, f"{base}/parts/upload", SKIPPING), 200)
    assert "“N?” is never asked, whatever members answer." in page
    assert "Sheet survey, row 3" in page


def test_identities_are_given_once_in_a_campaign(
    committee: Committee, context: Context, draft: str, base: str
) -> None:
    data = encode_questionnaire(create_example())
    for _time in range(2):
        offer = show(send(committee, f"{base}/parts/upload", data, "q.json"), 200)
        answer = committee.client.post(f"{base}/parts/upload/keep", data=find_hidden(offer))
        assert answer.status_code == 303
    first, second = (e.questionnaire for e in read(context, draft).elections[-2:])
    assert first == create_example()
    assert not {*list_ids(first)} & {*list_ids(second)}
    assert compare_form(first) == compare_form(second)


def test_a_part_is_replaced_by_what_was_shown(
    committee: Committee, context: Context, draft: str, base: str, survey: str
) -> None:
    path = f"{base}/parts/{survey}/upload"
    page = show(send(committee, path, SKIPPING), 200)
    assert "2 questions of “form” are not in the file, and are lost." in page
    answer = committee.client.post(f"{path}/keep", data=find_hidden(page))
    assert answer.status_code == 303
    found = read(context, draft).elections[-1]
    assert (found.id, [q.text for q in found.questions]) == (
        survey,
        ["Were you at the <bedside>?", "N?"],
    )


def test_a_replacement_is_undone_like_any_edit(
    committee: Committee, context: Context, draft: str, base: str, survey: str
) -> None:
    before = read(context, draft)
    path = f"{base}/parts/{survey}/upload"
    page = show(send(committee, path, SKIPPING), 200)
    assert committee.client.post(f"{path}/keep", data=find_hidden(page)).status_code == 303
    page = committee.get(f"{base}/parts/{survey}")
    assert "Undo: all questions were replaced" in page
    answer = committee.post(f"{base}/undo", {"part": survey}, page=f"{base}/parts/{survey}")
    assert answer.status_code == 303
    assert read(context, draft) == before


def test_a_download_comes_back_with_its_identities(
    committee: Committee, context: Context, draft: str, base: str, survey: str
) -> None:
    before = read(context, draft)
    part = f"{base}/parts/{survey}"
    answer = committee.client.get(f"{part}/questionnaire.json")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{draft}-{survey}.json"'
    assert decode_questionnaire(answer.data) == before.elections[-1].questionnaire
    page = show(send(committee, f"{part}/upload", answer.data, "q.json"), 200)
    assert "lost" not in page
    assert committee.client.post(f"{part}/upload/keep", data=find_hidden(page)).status_code == 303
    assert read(context, draft) == before
    answer = committee.client.get(f"{part}/form.xlsx")
    found = read_form(answer.data).questionnaire
    assert found is not None
    assert compare_form(found) == compare_form(before.elections[-1].questionnaire)


def test_in_two_tabs_only_what_was_seen_is_replaced(
    committee: Committee, context: Context, draft: str, base: str, survey: str
) -> None:
    path = f"{base}/parts/{survey}/upload"
    first = find_hidden(show(send(committee, path, SKIPPING), 200))
    second = find_hidden(show(send(committee, path, BINS), 200))
    assert committee.client.post(f"{path}/keep", data=first).status_code == 303
    kept = read(context, draft)
    answer = committee.client.post(f"{path}/keep", data=second)
    assert "Nothing was replaced" in show(answer, 409)
    assert read(context, draft) == kept


def test_what_is_sent_back_is_checked_anew(
    committee: Committee, context: Context, draft: str, base: str, survey: str
) -> None:
    before = read(context, draft)
    path = f"{base}/parts/upload"
    token = {"csrf_token": committee.csrf(path)}
    vote = pack(before.elections[0].questionnaire)
    for packed in ("", "!", "AAAA", vote, "eJwDAAAAAAE="):
        answer = committee.client.post(f"{path}/keep", data={**token, "packed": packed})
        assert answer.status_code == 422
    assert committee.client.post(f"{path}/keep", data={"packed": ""}).status_code in (400, 403)
    assert read(context, draft) == before


def test_a_vote_is_not_uploaded(
    committee: Committee, context: Context, draft: str, base: str
) -> None:
    vote = read(context, draft).elections[0]
    data = encode_questionnaire(vote.questionnaire)
    assert "Only surveys can be uploaded" in show(
        send(committee, f"{base}/parts/upload", data, "q.json"), 422
    )
    path = base + find_path(read(context, draft), "/parts/0/upload")
    assert send(committee, path, BINS).status_code == 422


def test_a_ninth_part_is_refused_in_words(committee: Committee, context: Context) -> None:
    code = make_draft(committee)
    base = f"/committee/campaigns/{code}"
    for _part in range(7):
        offer = find_hidden(show(send(committee, f"{base}/parts/upload", BINS), 200))
        assert committee.client.post(f"{base}/parts/upload/keep", data=offer).status_code == 303
    page = show(send(committee, f"{base}/parts/upload", BINS), 422)
    assert "At most 8 fit." in page


def test_pages_lead_to_uploads_and_downloads(committee: Committee, base: str, survey: str) -> None:
    page = committee.get(f"{base}/parts/{survey}")
    for path in ("upload", "form.xlsx", "questionnaire.json"):
        assert re.search(rf'href="[^"]*/parts/{survey}/{path}"', page)
    assert f'href="{base}/parts/upload"' in committee.get(f"{base}/parts/new")
    assert find_csrf(committee.get(f"{base}/parts/{survey}/upload"))
