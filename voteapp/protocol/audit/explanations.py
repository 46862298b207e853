"""What a partial decryption that is not the tally's really decrypts, if that can be found.

DESIGN, "Trustees": a trustee gives factors of the tally of all ballots and of nothing else. A
factor of something else fails the format's proof; where its proof holds for a single ballot, or
for the tally of fewer ballots, the trustee was made to decrypt that, or chose to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from voteapp.errors import ProtocolError
from voteapp.protocol.ballots import Ballot
from voteapp.protocol.election import ElectionContext
from voteapp.protocol.encoding import decode_json
from voteapp.protocol.group import Element
from voteapp.protocol.kinds import kind_of
from voteapp.protocol.proofs import Proof
from voteapp.protocol.tally import PairMatrix, PartialDecryption, check_factor


class _Cell(NamedTuple):
    """The first factor that is not proved: its place (from 0), itself, its proof."""

    row: int
    column: int
    factor: Element
    proof: Proof

    @property
    def name(self) -> str:
        return f"question {self.row + 1}, choice {self.column + 1}"


def explain_decryption(
    context: ElectionContext,
    public_key: Element,
    tally: PairMatrix,
    decryption: PartialDecryption,
    ballots: Iterable[bytes],
    weights: Mapping[str, int] | None = None,
    others: Iterable[tuple[str, PairMatrix]] = (),
) -> ProtocolError:
    """Why a trustee's partial decryption of the tally fails with ``decryption-proof``.

    ``decryption`` has the tally's shape; ``ballots``: the board's, in board order, each of
    the election's shape;
    ``weights`` by public credential (None: all 1); ``others``: fingerprint and encrypted tally of
    the campaign's other elections, where they are known. Gives the error to raise:
    ``decryption-single-ballot``, ``decryption-older-tally``, ``decryption-other-election`` or,
    where nothing is found, ``decryption-proof``. Only the first factor that is not proved is
    looked at: one exponentiation a ballot or two.
    """
    cell = _find_cell(context, public_key, tally, decryption)
    if cell is None:
        return ProtocolError("decryption-proof", "a decryption proof does not verify")
    if error := _find_ballots(context, public_key, cell, ballots, weights):
        return error
    for fingerprint, other in others:
        alphas = [pair.alpha for row in other for pair in row]
        bases = [context, context._replace(fingerprint=fingerprint)]
        if any(_is_proved(base, public_key, cell, alpha) for base in bases for alpha in alphas):
            return ProtocolError(
                "decryption-other-election",
                f"{cell.name}: this is the factor of another election of the campaign",
            )
    return ProtocolError("decryption-proof", f"{cell.name}: a decryption proof does not verify")


def _find_ballots(
    context: ElectionContext,
    public_key: Element,
    cell: _Cell,
    ballots: Iterable[bytes],
    weights: Mapping[str, int] | None,
) -> ProtocolError | None:
    """The single ballot, or the first so many ballots, whose factor it is."""
    group = context.group
    kind = kind_of(context.election.questions[cell.row])
    total = group.neutral
    last: dict[str, Element] = {}
    for number, body in enumerate(ballots, 1):
        # Not decode_ballot: another spelling is a finding of its own, and must hide none of these.
        ballot = decode_json(body, Ballot, "ballot-encoding", "the ballot")
        ciphertexts = kind.list_ciphertexts(ballot.answers[cell.row])
        alpha = group.decode(ciphertexts[cell.column].alpha)
        weight = 1 if weights is None else weights.get(ballot.credential, 1)
        counted = alpha if weight == 1 else group.power(alpha, weight)
        total = group.divide(total, last.get(ballot.credential, group.neutral))
        total = group.multiply(total, counted)
        last[ballot.credential] = counted
        if any(_is_proved(context, public_key, cell, one) for one in {alpha, counted}):
            return ProtocolError(
                "decryption-single-ballot",
                f"{cell.name}: this is the factor of a single ballot, number {number}",
            )
        if _is_proved(context, public_key, cell, total):
            return ProtocolError(
                "decryption-older-tally",
                f"{cell.name}: this is the factor of an older tally, of the first {number} ballots",
            )
    return None


def _find_cell(
    context: ElectionContext,
    public_key: Element,
    tally: PairMatrix,
    decryption: PartialDecryption,
) -> _Cell | None:
    for i, row in enumerate(tally):
        for j, pair in enumerate(row):
            text = decryption.decryption_factors[i][j]
            factor = context.group.decode(text, allow_neutral=True)
            cell = _Cell(i, j, factor, decryption.decryption_proofs[i][j])
            if not _is_proved(context, public_key, cell, pair.alpha):
                return cell
    return None


def _is_proved(context: ElectionContext, public_key: Element, cell: _Cell, alpha: Element) -> bool:
    try:
        check_factor(context.group, context.fingerprint, public_key, alpha, cell.factor, cell.proof)
    except ProtocolError:
        return False
    return True
