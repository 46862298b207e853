"""Files of a published campaign: spreadsheet, JSON and codebook say what its members answered."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from flask.testing import FlaskClient

from tests.players.cli.command import voteapp
from tests.players.services.surveyed import MEMBERS, Surveyed
from tests.players.services.world import VOTE, World, create_draft, create_settings
from tests.survey.exports.ddi import NAMESPACE, find_faults
from tests.web.results.test_figures import forge
from voteapp.app import create_app
from voteapp.services.results import publishing

pytestmark = pytest.mark.slow

ANSWERED, BURNED = 10, 3
"""Just enough ballots for the survey, and too few for the burnout question."""


def get_page(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Surveyed]:
    made = Surveyed(create_settings(tmp_path_factory.mktemp("exports")))
    made.play(ANSWERED, BURNED)
    yield made
    made.context.board.close()
    made.context.roll.close()


@pytest.fixture
def anybody(world: Surveyed) -> FlaskClient:
    return create_app(world.settings, world.context).test_client()


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def count(world: Surveyed) -> dict[tuple[str, str], int]:
    """(question, answer) -> members of the survey who gave it."""
    return {
        (question.id, answer.id): sum(
            chosen[place][int(question.prefer_not) + number] for chosen in world.answered
        )
        for place, question in enumerate(world.asked.questions)
        for number, answer in enumerate(question.answers)
    }


def test_the_spreadsheet(world: Surveyed, anybody: FlaskClient) -> None:
    answer = anybody.get(f"/campaigns/{world.code}/results.csv")
    assert answer.mimetype == "text/csv"
    rows = read_rows(answer.data.decode("utf-8-sig"))
    votes = {(row["question_id"], row["answer_id"]): row["votes"] for row in rows}
    for name, number in count(world).items():
        assert votes[name] == str(number)
    vote, survey, burnout = world.uuids
    assert {row["ballots_counted"] for row in rows if row["uuid"] == survey} == {str(ANSWERED)}
    assert {row["entitled"] for row in rows} == {str(MEMBERS)}
    held = [row for row in rows if row["uuid"] == burnout]
    assert {(row["withheld"], row["ballots_counted"]) for row in held} == {("below-k", str(BURNED))}
    assert {row["answer"] for row in rows if row["answer_kind"] == "prefer-not"} == {
        "Prefer not to answer",
        "No answer (blank)",
    }
    assert next(row["votes"] for row in rows if row["uuid"] == vote) == str(ANSWERED)


def test_json(world: Surveyed, anybody: FlaskClient) -> None:
    body = anybody.get(f"/campaigns/{world.code}/results.json").json
    vote, survey, burnout = body["elections"]
    assert vote["questions"][0]["answers"][-1]["text"] == "No answer (blank)"
    counted = count(world)
    for question in survey["release"]["questions"]:
        (group,) = question["groups"]
        for answer in question["answers"]:
            if answer["kind"] == "answer":
                assert group["votes"][answer["id"]] == counted[question["id"], answer["id"]]
    (held,) = burnout["release"]["withheld"]
    assert (held["reason"], held["ballots_counted"]) == ("below-k", BURNED)
    assert burnout["release"]["groups"] == [] and burnout["release"]["k"] == 20


def test_the_codebook(world: Surveyed, anybody: FlaskClient) -> None:
    answer = anybody.get(f"/campaigns/{world.code}/codebook.xml")
    assert answer.mimetype == "application/xml"
    assert f"codebook-{world.code}.xml" in answer.headers["Content-Disposition"]
    root = ET.fromstring(answer.data)
    assert find_faults(root) == []
    stats = {
        category.get("ID"): int(stat.text or "")
        for category in root.iter(f"{NAMESPACE}catgry")
        for stat in category.findall(f"{NAMESPACE}catStat")
    }
    for question in world.asked.questions:
        for one in question.answers:
            name = f"C-{one.id}" if question.max == 1 else f"V-{one.id}-1"
            assert stats[name] == count(world)[question.id, one.id]
    notes = [note.text or "" for note in root.iter(f"{NAMESPACE}notes")]
    assert any("fewer than 20 ballots came" in note for note in notes)
    again = anybody.get(f"/campaigns/{world.code}/codebook.xml")
    assert again.data == answer.data


def test_the_page_leads_to_all_three(world: Surveyed, anybody: FlaskClient) -> None:
    page = get_page(anybody, f"/campaigns/{world.code}/results")
    for name in ("results.csv", "results.json", "codebook.xml"):
        assert f'href="/campaigns/{world.code}/{name}"' in page


def test_before_publication_there_is_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    made = World(create_settings(tmp_path_factory.mktemp("unpublished")))
    made.open(create_draft(VOTE))
    client = create_app(made.settings, made.context).test_client()
    for name in ("results.csv", "results.json", "codebook.xml"):
        assert client.get(f"/campaigns/{made.code}/{name}").status_code == 409
        assert client.get(f"/campaigns/NONE22/{name}").status_code == 404
    for member in range(5):
        made.cast(made.uuids[0], member, [[0, 1, 0]])
    made.close()
    made.count_slips()
    made.tick()
    made.decrypt(made.uuids[0])
    answer = client.get(f"/campaigns/{made.code}/codebook.xml")
    assert answer.status_code == 404, "a vote has no codebook"
    assert "codebook.xml" not in get_page(client, f"/campaigns/{made.code}/results")
    json.loads(client.get(f"/campaigns/{made.code}/results.json").data)
    made.context.board.close()
    made.context.roll.close()


def export(*commands: tuple[Path, str, Path]) -> list[tuple[int, str]]:
    """Exit codes and what is said: ``voteapp results export`` for each file, format and new file,
    all in one process, as starting one takes seconds."""
    words = [
        ["results", "export", str(file), "--format", form, "-o", str(output), "--jobs", "1"]
        for file, form, output in commands
    ]
    done = subprocess.run(
        [sys.executable, "-c", EXPORT, json.dumps(words)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return [(code, said) for code, said in json.loads(done.stdout)]


EXPORT = """
import json, sys
from click.testing import CliRunner
from voteapp.cli import main
done = [CliRunner().invoke(main, words) for words in json.loads(sys.argv[1])]
json.dump([[one.exit_code, one.output] for one in done], sys.stdout)
"""


def test_the_command_writes_the_same_from_the_bundle(
    world: Surveyed, anybody: FlaskClient, tmp_path: Path
) -> None:
    whole = anybody.get(f"/campaigns/{world.code}/results.csv").data.decode("utf-8-sig")
    told = anybody.get(f"/campaigns/{world.code}/results.json").json["elections"]
    vote, survey, burnout = (tmp_path / f"{uuid}.zip" for uuid in world.uuids)
    for uuid in world.uuids:
        (tmp_path / f"{uuid}.zip").write_bytes(publishing.get_bundle(world.context, uuid))
    book, none = tmp_path / "codebook.xml", tmp_path / "none"
    *done, there, voted, few = export(
        *((path, "csv", path.with_suffix(".csv")) for path in (vote, survey, burnout)),
        *((path, "json", path.with_suffix(".json")) for path in (vote, survey, burnout)),
        (survey, "ddi", book),
        (survey, "charts", tmp_path / "charts.pdf"),
        (survey, "csv", book),
        (vote, "ddi", none),
        (burnout, "charts", none),
    )
    assert done == [(0, "")] * 8
    for place, uuid in enumerate(world.uuids):
        rows = read_rows((tmp_path / f"{uuid}.csv").read_bytes().decode("utf-8-sig"))
        assert rows == [row for row in read_rows(whole) if row["uuid"] == uuid]
        listed = json.loads((tmp_path / f"{uuid}.json").read_bytes())
        assert listed["release"] == told[place]["release"]
    assert find_faults(ET.parse(book).getroot()) == []
    with pypdfium2.PdfDocument(tmp_path / "charts.pdf") as document:
        assert len(document) > len(world.asked.questions)
    for (code, said), words in (
        (there, "exists already"),
        (voted, "Only a survey has a codebook"),
        (few, "nothing of it is shown"),
    ):
        assert code == 2 and words in said
    assert not none.exists()


def test_the_command_refuses_what_does_not_verify(world: Surveyed, tmp_path: Path) -> None:
    uuid = world.uuids[1]
    path, output = tmp_path / "forged.zip", tmp_path / "none.csv"
    path.write_bytes(forge(publishing.get_bundle(world.context, uuid)))
    done = voteapp("results", "export", path, "--format", "csv", "-o", output, expect=1)
    assert "NOT VERIFIED" in done.stdout and not output.exists()
    record = tmp_path / f"{uuid}.bel"
    record.write_bytes(world.read_record(uuid))
    done = voteapp("results", "export", record, "--format", "csv", "-o", output, expect=2)
    assert "need the bundle" in done.stderr and not output.exists()
