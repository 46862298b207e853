"""Several tellers of one campaign, each with a part of the slips."""

from __future__ import annotations

import random
from collections.abc import Mapping

from tests.players.services.world import World
from voteapp.campaign.canonical import encode_canonical
from voteapp.campaign.playing.tellers import PlayedTeller
from voteapp.campaign.slips.tellers import sign_printed
from voteapp.services.overview import get_campaign
from voteapp.services.slips import printing, slips
from voteapp.services.slips.planning import Share, plan_tellers

LEAF = "unit-1"


class Tellers:
    """By account: how many slips each makes, and what she made. ``world.teller`` is given all
    slips, for members to vote with, shuffled as in a box."""

    def __init__(self, world: World, shares: Mapping[str, int]) -> None:
        self.world, self.shares = world, dict(shares)
        self.made: dict[str, PlayedTeller] = {}

    def plan(self) -> None:
        """The committee says who makes how many."""
        world = self.world
        shares = [Share(account, {LEAF: count}) for account, count in self.shares.items()]
        plan_tellers(world.context, world.account, world.code, shares, seen=world.standing)

    def create_batch(self, account: str, count: int | None = None, name: str = "") -> bytes:
        """New slips of a teller; what she posts of them."""
        slips_made = self.shares[account] if count is None else count
        elections = len(self.world.uuids)
        teller = PlayedTeller(
            slips_made, self.world.random, elections=elections, name=name or f"{account} Teller"
        )
        self.made[account] = teller
        return encode_canonical(teller.create_batch(self.world.uuids, LEAF))

    def make(self, *accounts: str) -> None:
        """They make their parts and post them; by itself everybody."""
        for account in accounts or self.shares:
            batch = self.create_batch(account)
            slips.post_credentials(self.world.context, account, self.world.code, batch)
        self.world.teller = PlayedTeller(0, self.world.random)
        for teller in self.made.values():
            self.world.teller.tokens += teller.tokens
        random.Random("box").shuffle(self.world.teller.tokens)

    def sign(self, account: str) -> str:
        """A teller's word that she prints for what was fixed."""
        return sign_printed(self.world.fingerprints, self.made[account].secret).signature

    def print(self, *accounts: str) -> None:
        """They say that their slips are printed; by itself everybody."""
        context, code = self.world.context, self.world.code
        set_up = get_campaign(context, code).set_up or ""
        for account in accounts or self.shares:
            printing.record_printed(context, account, code, set_up, self.sign(account))
