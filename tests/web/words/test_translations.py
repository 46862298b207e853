"""Every text of the pages goes through gettext: a pseudo-language shows what does not."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask

from tests.players.services.places import find_path
from tests.players.services.world import World, create_draft, create_settings
from tests.players.web.people import bind_all, hold_ceremony, name_trustees, pages
from tests.support.randomness import RandomStream
from tests.web.conftest import Committee
from voteapp import app as wiring
from voteapp.app import create_app
from voteapp.services import overview
from voteapp.services.context import Context
from voteapp.services.counting.notes import add_note
from voteapp.services.drafting import drafting
from voteapp.services.drafting.guards.listing import list_before_locking
from voteapp.services.drafting.shift_survey import default_survey
from voteapp.services.drafting.writing import ask, write_election
from voteapp.services.results import publishing
from voteapp.services.setup import amending, fixing
from voteapp.services.trustees import planning
from voteapp.services.values.drafts import CampaignDraft, RuleDraft
from voteapp.survey.limits import load_jurisdictions
from voteapp.survey.templates import list_names, load_template

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]
CATALOGS = ROOT / "voteapp" / "translations"
PSEUDO = "eo"  # a real language's code, so that dates can be written; nobody ships it
DATA = "¤"
"""Stands in every text that a person wrote for the test."""

SKIPPED = {"script", "style", "time", "code", "pre", "option"}
SPOKEN = ("aria-label", "alt", "title", "placeholder")
NAMES = (
    "voteapp",
    "manifest.json",
    "questionnaire.json",
    "evidence.json",
    ".zip",
    ".bel",
    "North",
    "ICU",
)


PRINTED = ("/b", "/check", "/help", "/help/stewards")
"""Pages whose address stands on paper."""


def test_the_committed_catalogs_are_fresh(tmp_path: Path) -> None:
    subprocess.run(
        [ROOT / "scripts" / "extract-texts", tmp_path],
        check=True,
        env={"PYBABEL": str(Path(sys.executable).parent / "pybabel"), "PATH": "/usr/bin:/bin"},
    )
    for name in ("messages.pot", "browser.pot"):
        fresh = (tmp_path / name).read_text("utf-8")
        assert fresh == (CATALOGS / name).read_text("utf-8"), f"run scripts/extract-texts ({name})"


def make_pseudo_catalogs(folder: Path) -> None:
    """Every text between ⟦ and ⟧, as the pseudo-language's translation."""
    target = folder / PSEUDO / "LC_MESSAGES"
    target.mkdir(parents=True)
    for domain in ("messages", "browser"):
        with (CATALOGS / f"{domain}.pot").open("rb") as file:
            source = read_po(file)
        pseudo = Catalog(locale=PSEUDO)
        for message in source:
            if not message.id:
                continue
            plural = isinstance(message.id, (tuple, list))
            texts = tuple(f"⟦{text}⟧" for text in (message.id if plural else [message.id]))
            pseudo.add(message.id, texts if plural else texts[0])
        with (target / f"{domain}.mo").open("wb") as file:
            write_mo(file, pseudo)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(create_settings(tmp_path / "instance"))


@pytest.fixture
def context(world: World) -> Context:
    return world.context


@pytest.fixture
def app(context: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    folder = tmp_path / "translations"
    make_pseudo_catalogs(folder)
    monkeypatch.setattr(wiring, "TRANSLATIONS", folder)
    return create_app(context.settings, context)


class Texts(HTMLParser):
    """Collects what a person reads or hears on a page, and which tags stand around it."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("input", "meta", "link", "br", "hr", "img"):
            self.inside.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not SKIPPED & set(self.inside):
            self.found.append(data.strip())


def untranslated(page: str, data: set[str]) -> list[str]:
    """Texts with letters outside ⟦ ⟧ that are neither data nor names."""
    parser = Texts()
    parser.feed(page)
    # A sentence may be cut by tags; only letters outside all brackets count.
    joined = "\n".join(parser.found)
    while True:
        shorter = re.sub(r"⟦[^⟦⟧]*⟧", "", joined)
        if shorter == joined:
            break
        joined = shorter
    rest = []
    for line in joined.splitlines():
        for name in sorted(data, key=len, reverse=True):
            line = line.replace(name, "")
        if DATA not in line and re.search(r"[A-Za-z]{2}", line):
            rest.append(line)
    return rest


def marked_draft() -> CampaignDraft:
    vote = write_election(
        "vote",
        f"{DATA}vote",
        [ask(f"{DATA}question", (f"{DATA}yes", f"{DATA}no"), blank=True)],
        RandomStream("vote"),
        description=f"{DATA}about",
        rule=RuleDraft(quorum_numerator=1, quorum_denominator=4),
    )
    survey = write_election(
        "survey",
        f"{DATA}survey",
        [
            ask(f"{DATA}first", (f"{DATA}a", f"{DATA}b"), 0, 2, blank=True),
            ask(f"{DATA}second", (f"{DATA}c", f"{DATA}d"), blank=True),
        ],
        RandomStream("survey"),
        k=10,
    )
    return create_draft(vote, survey, title=f"{DATA}title", organizer=f"{DATA}org")


DRAFT_PAGES = (
    "",
    "/details",
    "/dates",
    "/numbers",
    "/review",
    "/delete",
    "/parts/new",
    "/parts/upload",
    "/parts/0",
    "/parts/0/details",
    "/parts/0/rule",
    "/parts/0/questions/0",
    "/parts/1",
    "/parts/1/remove",
    "/parts/1/questions/0",
    "/parts/1/questions/0/remove",
    "/parts/1/questions/new",
)
FIXED_PAGES = (
    "/",
    "/b",
    "/how-to-check",
    "/privacy",
    "/nothing",
    "/committee/",
    "/committee/new",
    "/committee/accounts",
    "/committee/passkeys",
    "/committee/set-up",
)


def lock(world: World) -> None:
    confirmed = [guard.key for guard in list_before_locking(read_draft(world))]
    drafting.submit_draft(world.context, "¤Ada", world.code, world.version, confirmed)


def read_draft(world: World) -> CampaignDraft:
    return overview.get_campaign(world.context, world.code).draft


def visit_trustees(world: World) -> Iterator[str]:
    """The pages of several trustees, from their naming to the totals."""
    world.draft(marked_draft())
    lock(world)
    base, own = f"/committee/campaigns/{world.code}/trustees", f"/trustee/{world.code}"
    yield from (base, "/trustee/begin")
    names = [f"{DATA}{name}" for name in ("Ana", "Bo", "Cy")]
    planning.plan_ceremony(world.context, "¤Ada", world.code, names, 2, [f"{DATA}Di"])
    yield from (f"/committee/campaigns/{world.code}", base, f"{base}/1/replace")
    yield from (f"{base}/restart", f"{base}/remove", f"{own}/sign-in", f"/campaigns/{world.code}")
    planning.report_lost_key(world.context, world.code, 1)
    yield base
    planning.report_lost_key(world.context, world.code, 2)
    yield from (base, f"/committee/campaigns/{world.code}/open")


def visit(world: World) -> Iterator[str]:
    """Addresses of pages, while the world goes on from draft to published."""
    yield from FIXED_PAGES
    yield from visit_trustees(world)
    world.draft(marked_draft())
    base, public = f"/committee/campaigns/{world.code}", f"/campaigns/{world.code}"
    draft = read_draft(world)
    yield from (base + find_path(draft, page) for page in DRAFT_PAGES)
    lock(world)
    yield from (base, f"{base}/keys", f"{base}/open", f"{base}/reopen", f"{base}/cancel", public)
    world.make_key()
    yield from (base, f"{base}/slips", f"{base}/keys/remove")
    world.make_slips()
    yield from (base, f"{base}/fix", f"{base}/reopen", f"{base}/slips")
    world.fix()
    yield from (base, f"{base}/open", f"{base}/opening-time", f"{base}/members-entitled", public)
    leaf = overview.get_campaign(world.context, world.code).leaves[0]
    amending.amend_entitled(
        world.context, "¤Ada", world.code, leaf, 21, "¤why", seen=world.standing
    )
    world.open_fixed()
    world.clock.advance(hours=1)
    for member in range(7):
        world.cast(world.uuids[0], member, [[0, 1, 0]])
    board = f"/elections/{world.uuids[0]}"
    yield from (base, f"{base}/void", f"{base}/close", f"{base}/closing-time", f"{base}/counts")
    yield from (public, board, f"{board}?tracker=abcd", f"{board}?tracker=a", f"{public}/results")
    yield from ("/", "/b", f"/b/{world.code}", "/committee/")
    yield from (f"{public}/poster", f"{public}/steward", "/help/stewards")
    world.close()
    yield from (base, public, board)
    world.count_slips()
    world.tick()
    yield from (base, f"{base}/decrypt")
    world.decrypt(world.uuids[0])
    add_note(world.context, "¤Ada", world.code, "¤note", seen=0)
    yield from (base, f"{base}/annul", public, f"{public}/results", f"{public}/wall")
    yield from (f"{base}/counts", f"{base}/notes")
    publishing.annul(world.context, "¤Ada", world.code, "¤why", seen=world.standing)
    yield from (base, public, f"{public}/results")
    later = replace(
        marked_draft(),
        opening=world.clock.now + timedelta(hours=1),
        closing=world.clock.now + timedelta(hours=9),
    )
    world.submit(later)
    base, public = f"/committee/campaigns/{world.code}", f"/campaigns/{world.code}"
    yield f"{base}/withdraw"
    fixing.withdraw_campaign(world.context, "¤Ada", world.code, "¤why", seen=world.standing)
    yield from (base, public, f"{public}/results", f"/b/{world.code}", "/")


def list_texts_of_templates() -> Iterator[str]:
    """What the files of ready-made surveys say, in English: data, as what people wrote is."""
    for name in list_names():
        template = load_template(name)
        yield from (template.licence.name, template.licence.attribution, template.source.name)
        texts = [template.name, template.about, template.for_whom]
        texts += [variant.name for variant in template.variants]
        for part in template.parts:
            texts += [
                part.title,
                *(text for s in part.sections for text in (s.title, s.introduction)),
            ]
            texts += [answer.text for scale in part.scales for answer in scale.answers]
            for question in part.questions:
                texts += [question.text, *(answer.text for answer in question.answers)]
        yield from (text["en"] for text in texts if text)


def test_no_text_of_any_page_escapes(world: World, app: Flask, committee: Committee) -> None:
    committee.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = PSEUDO
    data = {
        *NAMES,
        "Ana Secretária",
        "Ada",
        "Everybody has voted.",
        "Everybody is here.",
        "America/Los Angeles",
        "UTC",
    }
    data |= set(list_texts_of_templates())
    base = world.context.settings.base_url
    address = base + "/trustee/"
    escaped = []
    for path in visit(world):
        answer = committee.client.get(path)
        assert answer.status_code in (200, 404), (path, answer.status_code)
        page = answer.get_data(as_text=True)
        assert "⟦" in page, path
        known = data | set(world.uuids if world.code and world.state != "draft" else ())
        known |= {address + world.code, "Teller"}  # a name, as a played teller has it
        known |= {base + path for path in PRINTED}
        public = f"{base}/campaigns/{world.code}"
        known |= {public, f"{public}/results", f"{base}/check-ballot/{world.code}"}
        trackers = set(re.findall(r'class="tracker" translate="no">([^<]+)<', page))
        for words in re.findall(r'<ol class="words" translate="no">(.*?)</ol>', page, re.S):
            known |= set(re.findall(r"<li>(\w+)</li>", words))
        escaped += [(path, text) for text in untranslated(page, known | trackers)]
    assert not escaped


def test_no_text_of_a_limits_pages_escapes(world: World, committee: Committee) -> None:
    world.draft(create_draft(*default_survey(world.random)))
    draft = read_draft(world)
    path = f"/committee/campaigns/{world.code}{find_path(draft, '/parts/0/limits/unit-1')}"
    known = {place.name for place in load_jurisdictions().values()}
    for place in load_jurisdictions().values():
        known |= {*place.notes, *(text for unit in place.units for text in (unit.name, unit.note))}
        for unit in place.units:
            for limit in unit.limits:
                known |= {limit.citation, limit.condition, limit.covered}
    committee.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = PSEUDO
    committee.post(path, {"has": "yes", "limit": "4", "citation": f"{DATA}law"})
    for page in (path, *(f"{path}/{code}" for code in load_jurisdictions())):
        shown = committee.get(page)
        assert "⟦" in shown
        assert not untranslated(shown, {*NAMES, *known}), page


def test_no_text_of_a_personal_link_escapes(world: World, app: Flask, committee: Committee) -> None:
    world.submit(marked_draft())
    names = [f"{DATA}{name}" for name in ("Ana", "Bo")]
    name_trustees(world, committee, names)
    committee.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = PSEUDO
    first = committee.post(f"{pages(world)}/1/link", {}, page=pages(world))
    again = committee.post(f"{pages(world)}/1/link", {}, page=pages(world))
    shown = [answer.get_data(as_text=True) for answer in (first, again)]
    people = bind_all(app, world, committee, size=2, again=True)
    people[0].client.environ_base["HTTP_ACCEPT_LANGUAGE"] = PSEUDO
    asked = {"Accept": "text/html"}
    shown.append(people[0].load())
    transcript = hold_ceremony(people)
    for person in people:
        person.rehearse(transcript)
    world.make_slips()
    world.fix_alone()
    world.print_slips()
    world.open_fixed()
    shown.append(people[0].client.get(people[0].base, headers=asked).get_data(as_text=True))
    publishing.cancel(world.context, "¤Ada", world.code, "¤why", seen=world.standing)
    shown.append(people[0].client.get(people[0].base, headers=asked).get_data(as_text=True))
    for page in shown:
        assert "⟦" in page
        link = set(re.findall(r'class="code">([^<]+)<', page))
        assert not untranslated(page, {*NAMES, *link})


def test_scripts_get_the_catalog_of_the_page(world: World, app: Flask) -> None:
    world.open(marked_draft())
    client = app.test_client()
    page = client.get(f"/b/{world.code}", headers={"Accept-Language": PSEUDO})
    found = re.search(r'id="i18n-catalog">(.*?)</script>', page.get_data(as_text=True))
    assert found
    catalog = json.loads(found[1])
    assert catalog
    for english, text in catalog.items():
        forms = text if isinstance(text, list) else [text]
        assert forms[0] == f"⟦{english}⟧"
    plain = client.get(f"/b/{world.code}").get_data(as_text=True)
    assert 'id="i18n-catalog">{}</script>' in plain
