"""A walk past every page, in every state that it has: for pictures and for axe. Where several
trustees make a key or open the totals, ``ceremony_pages`` and ``decrypt`` walk.

``look(name, browser)`` is called at each stop; names are file names.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.players.browser.browser import PATIENCE, Thing, title
from tests.players.browser.engines.kinds import Engine
from tests.players.browser.people import PASSWORD, Member, People, Slip, sign_opening
from tests.players.browser.site import Site
from tests.players.browser.tour.draft import walk_draft
from tests.players.browser.tour.walker import Look, Walker, slug
from voteapp.cli.server.fill_demo import Clock, create_campaign, create_vote, fill
from voteapp.cli.server.fill_demo_play import KEY_PASSPHRASE, Play
from voteapp.services.values.drafts import RuleDraft

TITLE = "Do you authorize a strike?"
RESULTS = ("results", "figures", "sheet", "filing", "wall")


class Tour:
    """One server with the demonstration's campaigns, and one more that is clicked through."""

    def __init__(self, engine: Engine, site: Site, folder: Path, look: Look) -> None:
        self.site, self.look = site, look
        self.people = People(engine, site, folder)
        self.walker = Walker(self.people, "Ana Secretária")
        self.walker.look = look
        self.clock = Clock()
        self.context = replace(site.context, clock=self.clock)

    def walk(self) -> None:
        try:
            self.first_steps()
            self.finished, self.running = fill(self.context, self.clock, 21)
            self.public_pages()
            walk_draft(self.walker, self.context, TITLE)
            slips = self.keys_and_slips()
            self.voting(slips)
            self.ending()
            self.not_run()
        finally:
            self.people.leave()
            self.walker.browser.close()

    def first_steps(self) -> None:
        walker = self.walker
        walker.stop("sign-in-first", "/committee/login")
        walker.stop("home-empty", "/")
        walker.press_and_stop("set-up-errors", "/committee/set-up", "Save and sign in")
        walker.browser.open(self.site.setup_address)
        walker.look("committee-set-up", walker.browser)
        walker.set_up()
        walker.stop("accounts", "/committee/accounts")
        walker.press("Invite one more person")
        walker.look("committee-accounts-invited", walker.browser)
        walker.stop("passkeys", "/committee/passkeys")
        walker.stop("password", "/committee/password")
        walker.stop("clock", "/committee/clock")
        walker.sign_out()
        walker.browser.open(f"{self.site.named_address}/committee/login")
        walker.look("committee-sign-in-passkey", walker.browser)
        walker.open("/committee/login")
        walker.look("committee-sign-in", walker.browser)
        walker.fill("Your name", walker.name)
        walker.fill("Password", "wrong password")
        walker.press("Sign in")
        walker.look("committee-sign-in-error", walker.browser)
        walker.fill("Password", PASSWORD)
        walker.press("Sign in")
        walker.browser.see(title("Campaigns"), timeout=PATIENCE)

    def public_pages(self) -> None:
        walker = self.walker
        walker.prefix = "public"
        code = self.finished.code
        vote = next(iter(self.finished.elections))
        running = next(iter(self.running.elections))
        for name, path in (
            ("home", "/"),
            ("begin", "/b"),
            ("campaign-published", f"/campaigns/{code}"),
            *((name, f"/campaigns/{code}/{name}") for name in RESULTS),
            ("poster", f"/campaigns/{self.running.code}/poster"),
            ("steward", f"/campaigns/{self.running.code}/steward"),
            ("help-stewards", "/help/stewards"),
            ("sign-in", "/sign-in"),
            ("board", f"/elections/{vote}"),
            ("board-short", f"/elections/{vote}?tracker=ab"),
            ("board-absent", f"/elections/{vote}?tracker=abcdefgh"),
            ("campaign-open", f"/campaigns/{self.running.code}"),
            ("board-waiting", f"/elections/{running}"),
            ("results-not-yet", f"/campaigns/{self.running.code}/results"),
            ("how-to-check", "/how-to-check"),
            ("privacy", "/privacy"),
            ("help", "/help"),
            ("check", "/check"),
            ("board-words", f"/elections/{vote}?tracker=acorn+album+alley+amber"),
            ("not-found", "/nothing/here"),
        ):
            walker.stop(name, path)
        walker.prefix = "committee"
        walker.stop("campaigns-full", "/committee/")
        walker.stop("published", f"/committee/campaigns/{code}")

    def keys_and_slips(self) -> list[Slip]:
        walker = self.walker
        base = f"/committee/campaigns/{walker.code}"
        walker.prefix = "trustee"
        walker.make_key()
        walker.stop("key-made", f"{base}/keys")
        walker.stop("key-remove", f"{base}/keys/remove")
        walker.prefix = "teller"
        walker.make_codes()
        walker.look("teller-made", walker.browser)
        walker.prefix = "committee"
        walker.stop("fixing", base)
        walker.stop("fix", f"{base}/fix")
        walker.fix()
        walker.look("committee-fixed", walker.browser)
        walker.prefix = "teller"
        slips = walker.finish_slips()
        walker.look("teller-done", walker.browser)
        walker.stop("slips-again", f"{base}/slips")
        walker.prefix = "committee"
        self.amending(base)
        walker.stop("open-unsigned", f"{base}/open")
        walker.prefix = "trustee"
        walker.open(f"{base}/decrypt")
        key = self.people.downloads / f"key-{walker.code}.json"
        sign_opening(walker, key, lambda name: walker.look(f"trustee-{name}", walker.browser))
        walker.prefix = "committee"
        walker.stop("open-ask", f"{base}/open")
        walker.open_now("Everybody has a slip.")
        walker.look("committee-opened", walker.browser)
        for path in ("/close", "/closing-time", "/cancel", "/counts", "/notes", "/void"):
            walker.stop(f"open{slug(path)}", base + path)
        walker.press_and_stop("counts-errors", f"{base}/counts", "Save the counts")
        walker.open(f"{base}/counts")
        for label, number in (("Printed", "99"), ("Handed out", "100"), ("Spoiled", "101")):
            walker.fill(label, number)
        walker.fill("Returned unused", "0")
        walker.press("Save the counts")
        walker.look("committee-counts-that-do-not-fit", walker.browser)
        walker.press_and_stop("notes-errors", f"{base}/notes", "Add this note")
        return slips

    def amending(self, base: str) -> None:
        """What can be changed of a fixed set-up, and that it can be withdrawn."""
        walker = self.walker
        for path, button in (
            ("/opening-time", "Move the opening time"),
            ("/closing-time", "Move the closing time"),
            ("/members-entitled", "Correct the number"),
            ("/withdraw", "Withdraw the campaign"),
        ):
            walker.stop(f"fixed{slug(path)}", base + path)
            walker.press_and_stop(f"fixed{slug(path)}-errors", base + path, button)
        walker.open(f"{base}/members-entitled")
        walker.fill("Members who may take part", "24")
        walker.fill("Why?", "Two nurses were hired.", exact=False)
        walker.press("Correct the number")
        walker.see("The change is made")
        walker.stop("amended", base)
        walker.prefix = "public"
        walker.stop("campaign-fixed", f"/campaigns/{walker.code}")
        walker.prefix = "committee"

    def voting(self, slips: list[Slip]) -> None:
        member = self.people.member()
        browser, look = member.browser, self.look
        member.open(f"/b/{self.walker.code}")
        member.heading("Open your slip")
        look("booth-enter", browser)
        browser.open("about:blank")
        member.scan(slips[0].address)
        look("booth-begin", browser)
        member.start(TITLE)
        browser.read(Thing("radio", ""))
        look("booth-question", browser)
        member.press("Continue")
        look("booth-question-error", browser)
        member.choose("Yes")
        member.heading("Check your vote")
        look("booth-check", browser)
        member.seal()
        look("booth-sealed", browser)
        member.press("Send my vote")
        member.tracker()
        look("booth-receipt", browser)
        browser.open("about:blank")
        member.scan(slips[0].address)
        look("booth-again", browser)
        member.start("Safe staffing shift survey")
        browser.read(Thing("radio", ""))
        look("booth-survey-question", browser)
        for name, address, words in self.dead_ends(slips):
            browser.open("about:blank")
            member.scan(address)
            if name == "used":
                self.vote_again(member)
            member.heading(words)
            look(f"booth-{name}", browser)

    def vote_again(self, member: Member) -> None:
        """Until the next seal only who sends a second ballot is told that there is one."""
        member.press("Start")
        member.browser.tick(Thing("radio", ""))
        member.press("Continue")
        member.heading("Check your vote")
        member.send()

    def dead_ends(self, slips: list[Slip]) -> list[tuple[str, str, str]]:
        """Slips with which nobody can vote: a name, the address, what the page says."""
        base = slips[0].address.split("#")[0]
        token = slips[1].token
        wrong = token[:24] + ("A" if token[24] != "A" else "B") + token[25:]
        used = self.running
        open_booth = f"{self.site.address}/b/{used.code}"
        closed_booth = f"{self.site.address}/b/{self.finished.code}"
        return [
            ("mistyped", f"{base}#{wrong}", "This code is mistyped"),
            ("foreign", f"{base}#{used.slip_codes[0]}", "Do not vote with this page"),
            ("unknown", f"{open_booth}#{used.create_stray()}", "This slip does not belong here"),
            ("used", f"{open_booth}#{used.slip_codes[5]}", "Already sent"),
            ("closed", f"{closed_booth}#{self.finished.slip_codes[0]}", "Closed"),
        ]

    def ending(self) -> None:
        walker, running = self.walker, self.running
        self.below_k()
        walker.code = running.code
        base = f"/committee/campaigns/{running.code}"
        running.end()
        walker.stop("closed", base)
        walker.prefix = "trustee"
        walker.open(f"{base}/decrypt")
        walker.heading("Check what was cast")
        walker.press("Download and check")
        walker.heading("Open the totals", timeout=120_000)
        key = running.save_key(self.people.downloads / "key")
        walker.use_key(key, "Sign and open the totals", KEY_PASSPHRASE)
        walker.heading("The totals are open", timeout=120_000)
        walker.prefix = "committee"
        walker.stop("published-now", base)
        walker.press_and_stop("annul-errors", f"{base}/annul", "Annul the result")
        walker.fill("Why do you annul it?", "Slips were lost on the way.", exact=False)
        walker.press("Annul the result")
        walker.look("committee-annulled", walker.browser)
        walker.prefix = "public"
        walker.stop("campaign-annulled", f"/campaigns/{running.code}")
        walker.stop("results-annulled", f"/campaigns/{running.code}/results")

    def below_k(self) -> None:
        """The clicked campaign ends with one ballot, which publishes it."""
        walker = self.walker
        base = f"/committee/campaigns/{walker.code}"
        walker.press_and_stop("close-errors", f"{base}/close", "Close now")
        walker.close("Everybody on this shift has voted.")
        walker.look("committee-too-few", walker.browser)
        walker.prefix = "public"
        walker.stop("campaign-too-few", f"/campaigns/{walker.code}")
        walker.stop("results-too-few", f"/campaigns/{walker.code}/results")
        walker.prefix = "committee"

    def later(self, title: str) -> Play:
        """A fixed campaign that opens in a week."""
        vote = create_vote("Later", "Shall we meet?", RuleDraft())
        draft = create_campaign(title, self.clock() + timedelta(days=7), 1, [vote], 10)
        play = Play(self.context, draft, 10)
        play.prepare()
        return play

    def scan(self, play: Play, name: str) -> None:
        """What a phone shows of a campaign with which nothing can be sent."""
        member = self.people.member(name)
        member.scan(f"{self.site.address}/b/{play.code}#{play.slip_codes[0]}")
        self.look(f"booth-{name}", member.browser)

    def not_run(self) -> None:
        """Campaigns that do not reach their end: withdrawn before they open, cancelled after."""
        walker = self.walker
        cancelled, withdrawn = self.later("Opens next week"), self.later("Never opens")
        self.scan(cancelled, "not-open")
        walker.prefix = "committee"
        walker.code = withdrawn.code
        walker.withdraw("The offer has changed.")
        walker.look("committee-withdrawn", walker.browser)
        self.scan(withdrawn, "withdrawn")
        walker.code = cancelled.code
        base = f"/committee/campaigns/{cancelled.code}"
        walker.stop("open-early", f"{base}/open")
        walker.press_and_stop("open-early-errors", f"{base}/open", "Open now")
        walker.open_now("Everybody has a slip.")
        walker.look("committee-opened-early", walker.browser)
        walker.press_and_stop("cancel-errors", f"{base}/cancel", "Cancel the campaign")
        walker.fill("Why do you cancel?", "The offer has changed.", exact=False)
        walker.press("Cancel the campaign")
        walker.look("committee-cancelled", walker.browser)
        self.scan(cancelled, "cancelled")
        walker.prefix = "public"
        for play, name in ((withdrawn, "withdrawn"), (cancelled, "cancelled")):
            walker.stop(f"campaign-{name}", f"/campaigns/{play.code}")
            walker.stop(f"results-{name}", f"/campaigns/{play.code}/results")
