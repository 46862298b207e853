"""The whole story, clicked: from the draft to the published, audited result.

A vote and the shift survey under one slip; twelve members and more in browsers of their own, with
tokens decoded from the printed PDF; what leaves the browsers, is logged and is kept on disk holds
no token, no credential, no private key and no randomness of a ballot.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
from playwright.sync_api import Route, expect

from tests.players.browser.people import (
    KEY_PASSPHRASE,
    SLIPS_PASSPHRASE,
    Committee,
    Member,
    People,
    Slip,
)
from tests.players.browser.secrecy import (
    ballot_nonces,
    find_leaks,
    read_drawn,
    spellings,
    spy,
    trace,
)
from tests.players.browser.site import Site
from tests.support.independent import verify
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.keys.single import open_trustee_key
from voteapp.campaign.slips.tokens import compute_credential
from voteapp.campaign.words import compute_words
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.credentials import compute_secret
from voteapp.protocol.group import get_group

VOTE = "Do you authorize a strike?"
SURVEY = "Safe staffing shift survey"

USUAL: dict[str, str | tuple[str, ...]] = {
    "What was your role?": "Registered nurse (RN)",
    "When was most": "By night",
    "How long was that shift": "More than 8, up to 12 hours",
    "Were you sent to work": "No",
    "What was the highest number": "5",
    "For how long": "Under 1 hour",
    "At the worst moment": "1",
    "Which breaks": "The meal break only",
    "While colleagues took breaks": "Once",
    "Did you work past": "No",
    "What necessary care": ("Education", "Care plan"),
    "In this unit": "Disagree",
    "Did you file": "Not needed",
}
SENT_AWAY: dict[str, str | tuple[str, ...]] = {
    "What was your role?": "Registered nurse (RN)",
    "When was most": "By day",
    "How long was that shift": "8 hours or less",
    "Were you sent to work": "Yes, and I was not oriented to it",
    "In which kind of unit": "Intensive care",
    "At the worst moment": "Don't know",
    "Which breaks": "None",
    "Did you work past": "Yes, required, under 2 hours",
    "Were you paid": "No, not for all of it",
    "What necessary care": "Prefer not to answer",
    "In this unit": "Strongly agree",
    "Did you file": "Filed",
}
"""Another unit's load is not asked, and not compared with the limit of the own."""


class Story:
    """What the test remembers: who did what, and the secrets that must not be found anywhere."""

    def __init__(self, people: People, site: Site, committee: Committee, slips: list[Slip]) -> None:
        self.people, self.site, self.committee, self.slips = people, site, committee, slips
        self.members: list[Member] = []
        self.nonces: list[int] = []
        self.trackers: dict[str, list[str]] = {VOTE: [], SURVEY: []}

    def arrive(self, number: int) -> Member:
        """A member draws a slip and scans it."""
        member = self.people.member(f"member {number}")
        self.members.append(member)
        member.scan(self.slips[number].address)
        member.heading(VOTE)
        assert "#" not in member.browser.address
        spy(member.page)
        return member

    def finish(self, member: Member, title: str, what: str = "vote") -> None:
        """Seal, send and keep the receipt's tracker."""
        member.send(what)
        self.trackers[title].append(member.tracker())
        self.remember(member)

    def remember(self, member: Member) -> None:
        """Keep the nonces of the ballot that the member's worker has just made."""
        drawn = read_drawn(member.page)
        body = member.posts("/ballots")[-1].body
        self.nonces += ballot_nonces(json.loads(body), drawn)


def test_the_whole_story(people: People, site: Site, belenios_tool: Path) -> None:
    committee = people.committee()
    committee.set_up()
    committee.draft("A vote and a ready-made survey", VOTE, slips=20, roster=20, limit="4")
    committee.lock()
    key = committee.make_key()
    slips = committee.make_slips("Letter")
    assert len({slip.token for slip in slips}) == 20
    committee.open_vote()
    story = Story(people, site, committee, slips)

    for number in range(6):
        vote_and_answer(story, number, "Yes" if number % 2 == 0 else "No", USUAL)
    vote_and_answer(story, 6, "Yes", SENT_AWAY)
    use_twice(story, 7)
    mistype(story, 8)
    lose_the_response(story, 9)
    cut_the_network(story, 10)
    answer_only(story, 11)
    vote_and_answer(story, 12, "No", {**USUAL, "What was your role?": "Prefer not to answer"})
    same_shape(story)

    publish(story, key)
    check_results(story)
    check_bundles(story, belenios_tool)
    check_secrecy(story, key)


def vote_and_answer(story: Story, number: int, vote: str, answers: dict[str, Any]) -> None:
    member = story.arrive(number)
    member.vote(VOTE, vote)
    story.finish(member, VOTE)
    member.press("Go on with this slip")
    member.answer(SURVEY, answers)
    story.finish(member, SURVEY, "answers")


def use_twice(story: Story, number: int) -> None:
    """The slip's code falls into somebody else's hands after it was used: who only looks learns
    nothing of when, and who sends learns that nothing of theirs was taken."""
    vote_and_answer(story, number, "Yes", USUAL)
    stranger = story.people.member("stranger")
    stranger.scan(story.slips[number].address)
    stranger.heading(VOTE)
    assert stranger.posts("/ballots") == []
    stranger.vote(VOTE, "No")
    stranger.send()
    stranger.heading("Already sent")
    stranger.see_in(".panel", compute_words(story.trackers[VOTE][-1]))


def mistype(story: Story, number: int) -> None:
    """The code is typed, first with a character that cannot be, then with one mistaken."""
    token = story.slips[number].token
    member = story.people.member("typist")
    story.members.append(member)
    member.scan(story.slips[number].address.split("#")[0])
    member.heading("Open your slip")
    member.fill("The code on your slip", token[:6] + "U" + token[7:])
    member.press("Continue")
    member.heading("This code is mistyped")
    message = "Not possible in a code: “U” (group 2, place 2)."
    member.see_in(".error-summary", message)
    wrong = "2" if token[3] != "2" else "3"
    member.fill("The code on your slip", token[:3] + wrong + token[4:])
    member.press("Continue")
    member.see_in(".error-summary", "At least one character is mistyped")
    assert member.posts("/slip") == []
    typed = "-".join(token[i : i + 5] for i in range(0, 30, 5)).lower()
    member.fill("The code on your slip", typed.replace("0", "o").replace("1", "l"))
    member.press("Continue")
    member.heading(VOTE)
    spy(member.page)
    member.vote(VOTE, "Yes")
    story.finish(member, VOTE)
    member.press("Go on with this slip")
    member.answer(SURVEY, USUAL)
    story.finish(member, SURVEY, "answers")


def lose_the_response(story: Story, number: int) -> None:
    """The ballot arrives, the answer is lost; the page sends the very same bytes again."""
    member = story.arrive(number)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    member.page.route("**/api/elections/*/ballots", lose)
    member.vote(VOTE, "Yes")
    member.send()
    member.see("No answer from the server")
    story.trackers[VOTE].append(member.tracker())
    story.remember(member)
    first, second = member.posts("/ballots")
    assert first.body == second.body
    assert json.loads(lost[0])["tracker"] == story.trackers[VOTE][-1]


def cut_the_network(story: Story, number: int) -> None:
    """Nothing but the POST needs the network once the booth is loaded."""
    member = story.arrive(number)
    member.browser.offline(True)
    before = len(member.recorder.requests)
    member.vote(VOTE, "No")
    member.send()
    member.see("What you chose is sealed and waits on this page.")
    assert len(member.recorder.requests) == before
    member.browser.offline(False)
    story.trackers[VOTE].append(member.tracker())
    after = member.recorder.requests[before:]
    assert [urlsplit(s.address).path.rsplit("/", 1)[-1] for s in after] == ["ballots"]
    story.remember(member)


def answer_only(story: Story, number: int) -> None:
    """A member who answers only the survey."""
    member = story.arrive(number)
    member.answer(SURVEY, USUAL)
    story.finish(member, SURVEY, "answers")


def same_shape(story: Story) -> None:
    """Yes or no, in the own unit or another: the same requests in the same order."""
    whole = [story.members[i] for i in (0, 1, 2, 3, 4, 5, 6, 7, 12)]
    first, *others = [trace(member.recorder.requests) for member in whole]
    assert len(first) == 5  # three slips' states, two ballots
    assert all(other == first for other in others)
    files = [
        sorted(s.address for s in member.recorder.requests if "/static/" in s.address)
        for member in whole
    ]
    assert all(other == files[0] for other in files)
    for kind in (0, 1):
        sizes = [len(member.posts("/ballots")[kind].body) for member in whole]
        assert max(sizes) - min(sizes) < 0.01 * max(sizes)  # decimal numbers differ in length


def publish(story: Story, key: Path) -> None:
    committee = story.committee
    committee.close("Everybody has voted.")
    committee.count_slips(printed=20, handed_out=13)
    story.site.tick()
    committee.open(f"/campaigns/{committee.code}/results")
    committee.see("There are no results yet.")
    committee.decrypt(key)
    committee.see_in("main", "The results are public now.")


def check_results(story: Story) -> None:
    committee = story.committee
    committee.open(f"/campaigns/{committee.code}/results")
    assert committee.read_table(VOTE) == {"Yes": 7, "No": 5}
    paper = pypdfium2.PdfDocument(committee.browser.print())
    printed = "".join(page.get_textpage().get_text_bounded() for page in paper)
    heads = re.findall(r"Answer\s+Share\s+Certain\s+Likely", printed)
    assert len(heads) == 16  # every question, though all are folded
    committee.press("Unfold all questions")
    roles = read_answers(committee, "What was your role?")
    assert {k: v for k, v in roles.items() if v} == {
        "Registered nurse (RN)": 10,
        "Prefer not to answer": 1,
    }
    ratio = read_answers(committee, "Compared with your unit's limit")
    assert {k: v for k, v in ratio.items() if v} == {"Over by 1": 10, "Not applicable": 1}
    load = read_answers(committee, "What was the highest number")
    assert (load["5"], load["Not applicable"], sum(load.values())) == (10, 1, 11)
    worked = read_answers(committee, "In which kind of unit")
    assert (worked["Intensive care"], worked["Not applicable"]) == (1, 10)
    paid = read_answers(committee, "Were you paid")
    assert (paid["No, not for all of it"], paid["Not applicable"]) == (1, 10)
    care = read_answers(committee, "What necessary care")
    assert (care["Education"], care["Care plan"], care["None"], care["Prefer not to answer"]) == (
        10,
        10,
        0,
        1,
    )
    committee.see("The rule is met.")
    committee.see("fewer than 20 are never opened")


def read_answers(committee: Committee, question: str) -> dict[str, int]:
    """How many gave each answer, as the floor beside it says; and what stands apart of shares."""
    part = committee.page.locator("details.fold").filter(has_text=question).first
    rows = part.locator("tbody th")
    names = rows.locator(".pre").all_inner_texts()
    floors = [re.search(r"\d+", floor) for floor in rows.locator(".floor").all_inner_texts()]
    found = {n: int(f[0]) for n, f in zip(names, floors, strict=True) if f is not None}
    for line in part.locator("ul.small li").all_inner_texts():
        name, _colon, count = line.rpartition(":")
        found[name] = int(count)
    return found


def check_bundles(story: Story, belenios_tool: Path) -> None:
    """Every bundle verifies with our auditor, every record with the independent tool too."""
    committee = story.committee
    expected = {VOTE: 12, SURVEY: 11, f"{SURVEY}: burnout": 0}
    committee.open(f"/campaigns/{committee.code}/results")
    names = [
        link.get_attribute("href") or "" for link in committee.page.locator('a[href$=".zip"]').all()
    ]
    assert len(names) == 3
    committee.unfold_all()
    for (title, ballots), name in zip(expected.items(), names, strict=True):
        uuid = name.rsplit("/", 1)[-1].removesuffix(".zip")
        report = verify_bundle(BytesSource(committee.download(f"/{uuid}.zip")))
        assert (report.findings, report.scope, report.counted) == ([], "election", ballots), title
        record = committee.download(f"/{uuid}.bel")
        assert verify(belenios_tool, uuid, record) == ballots
        for tracker in story.trackers.get(title, []):
            committee.open(f"/elections/{uuid}?tracker={tracker[:8].replace('+', '%2B')}")
            expect(committee.page.get_by_text(tracker).first).to_be_visible()
        committee.open(f"/campaigns/{committee.code}/results")
        committee.unfold_all()


def check_secrecy(story: Story, key: Path) -> None:
    """No token, credential, private key, passphrase or nonce left a browser, was logged or kept."""
    group = get_group("Ed25519")
    secrets: dict[str, set[bytes]] = {}
    uuids = {
        urlsplit(s.address).path.split("/")[3]
        for m in story.members
        for s in m.recorder.requests
        if "/api/elections/" in s.address
    }
    for slip in story.slips:
        token = slip.token[:25]  # the pin behind it opens nothing
        credential = compute_credential(token)
        texts = [
            token,
            token.lower(),
            "-".join(token[i : i + 5] for i in range(0, 25, 5)),
        ]
        texts += [credential, credential.replace("-", "")]
        secrets[f"token {slip.token[:2]}…"] = {text.encode() for text in texts}
        for uuid in uuids:
            secrets[f"exponent {slip.token[:2]}… {uuid}"] = spellings(
                compute_secret(group, uuid, credential)
            )
    secrets["the trustee's key"] = spellings(open_trustee_key(key.read_bytes(), KEY_PASSPHRASE))
    secrets["a passphrase"] = {KEY_PASSPHRASE.encode(), SLIPS_PASSPHRASE.encode()}
    assert len(story.nonces) > 1000
    for nonce in story.nonces:
        secrets[f"nonce {nonce % 1000}"] = spellings(nonce)
    places = [
        (
            f"{person.name}: {sent.method} {urlsplit(sent.address).path}",
            b"\n".join([sent.address.encode(), repr(sent.headers).encode(), sent.body]),
        )
        for person in story.people.everybody
        for sent in person.recorder.requests
    ]
    places += [(f"log line {i}", line.encode()) for i, line in enumerate(story.site.log.lines)]
    places += [
        (f"{p.name}'s console", "\n".join(p.recorder.console).encode())
        for p in story.people.everybody
    ]
    places += [(str(path), data) for path, data in story.site.stored_bytes()]
    assert any(path.endswith("board.sqlite") for path, _ in places)
    # The search works: what is public of the same slips is found where it belongs.
    public = story.members[0].posts("/slip")[0].body.split(b'"')[3]
    seen = " ".join(find_leaks({"public": {public}}, places))
    assert "/slip" in seen
    assert "board.sqlite" in seen
    assert find_leaks(secrets, places) == []
    for person in story.people.everybody:
        assert [line for line in person.recorder.console if line.startswith("error:")] == []
