"""Five trustees, each in a browser context of their own; three open the totals, four have to sign;
clicks alone.

From the personal links to the published result: words compared, a tab closed in the middle, a key
restored from its printed page, one trustee who never comes back. No seed, no share, no passphrase
and no restore code ever leaves a browser readable.
"""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Route

from tests.browser.ceremony.conftest import TITLE
from tests.players.browser.browser import Thing, table
from tests.players.browser.people import Committee, People
from tests.players.browser.secrecy import find_leaks, spellings
from tests.players.browser.signers.trustees import (
    LONG,
    Trustee,
    committee_words,
    gather,
    name_trustees,
)
from tests.players.browser.site import Site
from tests.support.independent import verify
from voteapp.campaign.audit import verify_bundle
from voteapp.campaign.keys.paper import decode_restore_code
from voteapp.campaign.keys.threshold import open_secrets, open_threshold_key
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.group import get_group
from voteapp.protocol.keys.pki import compute_private_keys

NAMES = ["Ana Ruiz", "Ben Okafor", "Chloé Martin", "Dai Evans", "Eve Novak"]


def test_three_of_five(
    people: People, site: Site, committee: Committee, belenios_tool: Path
) -> None:
    links = name_trustees(committee, NAMES, 3)
    assert len(set(links)) == 5
    trustees = gather(people, NAMES, links)
    files = hold_ceremony(committee, trustees)
    rehearse(trustees, files)
    who = "3 of 5 trustees together"
    uuid = vote(people, site, committee, who, list(zip(trustees, files, strict=True))[:4])
    decrypt(committee, trustees[:4], files)
    check_result(committee, uuid, belenios_tool)
    check_secrecy(people, site, trustees, files)


def hold_ceremony(committee: Committee, trustees: list[Trustee]) -> list[Path]:
    for trustee in trustees:
        trustee.make_key()
    words = {trustee.words() for trustee in trustees} | {committee_words(committee)}
    assert len(words) == 1
    assert len(words.pop().split()) == 16
    *first, last = trustees
    for trustee in first:
        trustee.say_same()
    first[0].see(f"Waiting for {last.name} to compare the words.", timeout=LONG)
    # The tab of one is closed while everybody waits for the last.
    first[1].come_back()
    last.say_same()
    files = [trustee.save_and_print() for trustee in trustees]
    assert len({trustee.restore_code for trustee in trustees}) == 5
    # A server that says that the key was tried already does not make the browser forget it.
    last.page.route("**/trustee/*/ceremony", claim_rehearsed)
    last.browser.reload()
    last.heading("Go on with your key")
    return files


def claim_rehearsed(route: Route) -> None:
    answer = route.fetch()
    text = answer.text()
    changed = text.replace('"rehearsed": false', '"rehearsed": true')
    assert changed != text
    route.fulfill(response=answer, body=changed)


def rehearse(trustees: list[Trustee], files: list[Path]) -> None:
    """One from the file, one from the printed page's picture, one by typing; two not at all."""
    trustees[0].rehearse_from_file(files[0])
    picture = trustees[1].people.downloads / "trustee-2.png"
    files[1] = trustees[1].rehearse_from_paper(picture=picture)
    third = trustees[2]
    code = third.restore_code.removeprefix("VOTEAPP-KEY-")
    wrong = code[:7] + ("2" if code[7] != "2" else "3") + code[8:]
    third.tick("The printed page")
    for text, problem in ((wrong, "is wrong"), (code[:-1], "30"), ("", "or type the code")):
        third.fill("Or type the code of the printed page", text)
        third.press("Try the key")
        third.see_in(".error-summary", problem)
    assert third.posts("/rehearsal") == []
    typed = "-".join(code[i : i + 5] for i in range(0, 30, 5)).lower()
    files[2] = third.rehearse_from_paper(typed=typed.replace("0", "o").replace("1", "l"))
    for trustee in trustees[:3]:
        kept = trustee.page.evaluate(
            """() => new Promise((resolve) => {
              indexedDB.open("voteapp-trustee").onsuccess = ({ target }) => {
                const keys = target.result.transaction("keys").objectStore("keys").getAllKeys();
                keys.onsuccess = () => { target.result.close(); resolve(keys.result); };
              };
            })"""
        )
        assert kept == []


def vote(
    people: People,
    site: Site,
    committee: Committee,
    who: str,
    looking: list[tuple[Trustee, Path]],
) -> str:
    """Slips, opening, six votes, closing, counts; the election's uuid. ``who`` could open votes;
    ``looking``: who looks at what opens, and their keys."""
    slips = committee.make_slips()
    for trustee, path in looking:
        trustee.sign_opening(committee.code, path)
    committee.open_vote()
    uuid = ""
    for number in range(6):
        member = people.member(f"member {number}")
        member.scan(slips[number].address)
        member.see(f"No one person can open your vote: {who} open only the totals")
        member.press("Start")
        member.choose("Yes" if number else "No")
        member.send()
        member.tracker()
        uuid = member.posts("/ballots")[0].address.split("/")[-2]
    committee.close("Everybody has voted.")
    committee.count_slips(printed=7, handed_out=6)
    site.tick()
    return uuid


def decrypt(committee: Committee, trustees: list[Trustee], files: list[Path]) -> None:
    for trustee in trustees:
        trustee.check_record(committee.code)
    for trustee, path in zip(trustees, files, strict=False):
        trustee.decrypt(path)
    for trustee in trustees:
        trustee.heading("The totals are open", timeout=120_000)


def check_result(committee: Committee, uuid: str, belenios_tool: Path) -> None:
    committee.open(f"/campaigns/{committee.code}/results")
    numbers = Thing("css", "tbody td.number", inside=table(TITLE))
    assert committee.browser.read_all(numbers)[0] == "5"
    committee.unfold_all()
    report = verify_bundle(BytesSource(committee.download(f"/{uuid}.zip")))
    assert (report.findings, report.scope, report.counted) == ([], "election", 6)
    assert verify(belenios_tool, uuid, committee.download(f"/{uuid}.bel")) == 6


def check_secrecy(people: People, site: Site, trustees: list[Trustee], files: list[Path]) -> None:
    group = get_group("Ed25519")
    secrets: dict[str, set[bytes]] = {}
    for trustee, path in zip(trustees, files, strict=True):
        who = trustee.name
        kept = open_threshold_key(path.read_bytes(), trustee.passphrase)
        assert kept.seed == decode_restore_code(trustee.restore_code)
        plain = trustee.restore_code.removeprefix("VOTEAPP-KEY-")
        grouped = "-".join(plain[i : i + 5] for i in range(0, 30, 5))
        secrets[f"{who}'s seed"] = {kept.seed.encode()}
        codes = {plain, grouped, plain.lower(), grouped.lower()}
        secrets[f"{who}'s restore code"] = {code.encode() for code in codes}
        secrets[f"{who}'s passphrase"] = {trustee.passphrase.encode()}
        secrets[f"{who}'s link"] = {trustee.link.split("#")[1].encode()}
        opened = open_secrets(path.read_bytes(), trustee.passphrase)
        keys = compute_private_keys(group, kept.seed)
        for number in (opened.private_key, keys.signing, keys.decryption):
            secrets[f"{who}'s exponent {number % 100}"] = spellings(number)
    secrets |= {"a passphrase": {b"marmot ladder violet", b"marmot+ladder"}}
    places = [
        (f"{person.name}: {sent.method} {sent.address}", sent.body)
        for person in people.everybody
        for sent in person.recorder.requests
    ]
    # The link's secret is sent once to describe the link and once to use it up: there alone.
    begun = [sent for person in trustees for sent in person.recorder.requests]
    used = [s.address.rsplit("/", 1)[-1] for s in begun if b'"secret"' in s.body]
    assert sorted(set(used)) == ["describe", "passphrase"]
    links = {name: secrets[name] for name in secrets if name.endswith("link")}
    assert find_leaks(links, [(p, b) for p, b in places if "/trustee/begin/" not in p]) == []
    others = {name: texts for name, texts in secrets.items() if name not in links}
    heads = [(p, repr(s.headers).encode() + s.address.encode()) for p, s in _sent(people)]
    places += heads
    places += [(f"log line {i}", line.encode()) for i, line in enumerate(site.log.lines)]
    stored = [(str(path), data) for path, data in site.stored_bytes()]
    consoles = [
        (f"{p.name}'s console", "\n".join(p.recorder.console).encode()) for p in people.everybody
    ]
    assert find_leaks(others, [*places, *stored, *consoles]) == []
    assert find_leaks(links, [*heads, *stored, *consoles]) == []
    # The search works: what is public of the same keys is found where it belongs.
    certificate = json.loads(trustees[0].posts("/messages/certificate")[0].body)["message"]
    public = json.loads(certificate)["verification"].encode()
    assert "/messages/certificate" in " ".join(find_leaks({"public": {public}}, places))
    for person in people.everybody:
        assert [line for line in person.recorder.console if line.startswith("error:")] == []


def _sent(people: People) -> list[tuple[str, object]]:
    return [
        (f"{person.name}: head of {sent.method} {sent.address.split('#')[0]}", sent)
        for person in people.everybody
        for sent in person.recorder.requests
    ]
