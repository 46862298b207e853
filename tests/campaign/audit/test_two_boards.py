"""A server with two boards of one election, and liars who sign both: no two are ever opened.

What the model searches (``models/closing.pml``) is done here with real elections, signatures and
the software that decides (``prepare_turn``, ``find_missing``)."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.forgeries.election.bench import close, pack
from tests.forgeries.election.statement_forgeries import (
    WITNESS,
    WITNESS_KEY,
    mirror,
    mirrors,
    witness,
)
from tests.forgeries.election.threshold_forgeries import Held, hold, open_election
from tests.players.campaign.elections import NO, VOTES
from voteapp.campaign.audit import study_bundle
from voteapp.campaign.audit.statements import find_missing
from voteapp.campaign.audit.turns import prepare_turn
from voteapp.campaign.playing.election import PlayedElection
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.quorum import Missing
from voteapp.campaign.statements.texts import (
    compute_end_text,
    compute_opening_text,
    compute_out_text,
)
from voteapp.errors import ConflictError
from voteapp.protocol.archive import BytesSource
from voteapp.protocol.encoding import hash_hex


class Boards(NamedTuple):
    """Two ends of one election: on board B one more ballot counts."""

    held: Held
    a: PlayedElection
    b: PlayedElection

    def sign(self, board: PlayedElection, *trustees: int, witnessed: bool = False) -> None:
        for number in trustees:
            board.agree(number, self.held.signing[number - 1])
        if witnessed:
            board.sign("closing_statements", board.closing_text, {WITNESS: WITNESS_KEY})

    def see(self, board: PlayedElection, *numbers: int) -> None:
        """These mirrors sign the end of this board."""
        text = compute_end_text(board.context.fingerprint, board.end)
        for number in numbers:
            board.sign("mirror_ends", text, mirror(number))

    def leave(self, board: PlayedElection, trustee: int) -> None:
        """This trustee is shown to be out, on this board alone."""
        text = compute_out_text([board.context.fingerprint])
        board.sign("outs", text, {Signer("trustee", trustee): self.held.signing[trustee - 1]})

    def ask(self, board: PlayedElection, trustee: int) -> Missing:
        """What this trustee's software says that is missing before it gives its factor."""
        election = study_bundle(BytesSource(pack(board)))
        key = self.held.parameters.verification_keys[trustee - 1].public_key
        closing = prepare_turn(election, key).closing
        own = Signer("trustee", trustee)
        signed = {one.signer for one in closing.evidence.closing_statements} | {own}
        return find_missing(closing.people, closing.evidence, signed)


def end(held: Held, votes: list[list[list[int]]], **fields: object) -> PlayedElection:
    """The election of these trustees with these votes; the same fingerprint each time."""
    workshop, election = open_election(held, held.ceremony(), **fields)
    if "witnesses" in fields:
        fingerprint, none = election.context.fingerprint, hash_hex(b"[]")
        text = compute_opening_text([fingerprint], none, late=False)
        election.sign("openings", text, {WITNESS: WITNESS_KEY})
    election.seal([workshop.vote(election, i, choices) for i, choices in enumerate(votes)])
    close(workshop, election)
    return election


def split(size: int = 3, threshold: int = 2, **fields: object) -> Boards:
    held = hold(size, threshold)
    boards = Boards(held, end(held, VOTES, **fields), end(held, [*VOTES, NO], **fields))
    assert boards.a.context.fingerprint == boards.b.context.fingerprint
    assert boards.a.end != boards.b.end
    return boards


def test_two_of_three_with_one_liar() -> None:
    """Today's fear: two honest trustees are shown two boards, and the third signs both."""
    boards = split()
    boards.sign(boards.a, 1, 3)
    boards.sign(boards.b, 2, 3)
    assert boards.ask(boards.a, 1) == (1, 0, 0) == boards.ask(boards.b, 2)


def test_the_liar_says_out_to_one() -> None:
    """An out lowers what is needed, and takes the liar's own signature away."""
    boards = split()
    boards.leave(boards.a, 3)
    boards.sign(boards.a, 1)
    boards.sign(boards.b, 2, 3)
    assert not boards.ask(boards.a, 1).enough and not boards.ask(boards.b, 2).enough


def test_a_liar_who_is_out_and_signs_is_seen() -> None:
    boards = split()
    boards.leave(boards.a, 3)
    boards.sign(boards.a, 1, 3)
    with pytest.raises(ConflictError):
        boards.ask(boards.a, 1)


def test_two_of_three_with_a_witness_who_lies() -> None:
    """One witness and no trustee lie: each board has one honest trustee and the witness."""
    boards = split(witnesses=[witness()])
    boards.sign(boards.a, 1, witnessed=True)
    boards.sign(boards.b, 2, witnessed=True)
    assert not boards.ask(boards.a, 1).enough and not boards.ask(boards.b, 2).enough
    boards.sign(boards.a, 3)
    assert boards.ask(boards.a, 1).enough


def test_three_of_five_with_two_liars() -> None:
    boards = split(5, 3)
    boards.sign(boards.a, 1, 4, 5)
    boards.sign(boards.b, 2, 3, 4, 5)
    assert not boards.ask(boards.a, 1).enough
    assert boards.ask(boards.b, 2).enough  # one board may be opened: then the other never is


def test_one_liar_and_mirrors() -> None:
    """Each mirror signs the first end that it sees: two of three saw A, so B is never opened."""
    boards = split(mirrors=mirrors())
    boards.sign(boards.a, 1, 3)
    boards.sign(boards.b, 2, 3)
    boards.see(boards.a, 1, 2)
    boards.see(boards.b, 3)
    assert boards.ask(boards.a, 1).enough
    assert boards.ask(boards.b, 2) == (0, 0, 1)


def test_more_liars_than_are_allowed_open_both() -> None:
    """The rule promises nothing more than it says."""
    boards = split()
    boards.sign(boards.a, 1, 2, 3)
    boards.sign(boards.b, 1, 2, 3)
    assert boards.ask(boards.a, 1).enough and boards.ask(boards.b, 2).enough
