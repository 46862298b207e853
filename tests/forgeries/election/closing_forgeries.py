"""Closings, ends and confirmations that are not what they should be, or too few."""

from __future__ import annotations

from tests.forgeries.election.bench import pack, replace
from tests.forgeries.election.bundle_forgeries import forges
from tests.forgeries.election.statement_forgeries import (
    FIRST,
    MIRROR_KEYS,
    SECOND,
    THIRD,
    all_agreed,
    ended,
    finish,
    mirror,
    mirrors,
    published,
    with_mirrors,
)
from tests.forgeries.election.threshold_forgeries import agree, hold
from voteapp.campaign.statements.people import Signer
from voteapp.campaign.statements.texts import (
    compute_closing_text,
    compute_confirmation_text,
    compute_end_text,
    compute_out_text,
)


@forges("closing-statement-out")
def a_closing_by_who_is_out() -> bytes:
    held, election = ended()
    election.sign(
        "outs", compute_out_text([election.context.fingerprint]), {THIRD: held.signing[2]}
    )
    agree(held, election)
    return finish(held, election)


@forges("closing-statement-missing")
def an_out_and_one_too_few() -> bytes:
    """With one out of three two statements are needed, and only one is there."""
    held, election = ended()
    election.sign(
        "outs", compute_out_text([election.context.fingerprint]), {THIRD: held.signing[2]}
    )
    election.agree(1, held.signing[0])
    return finish(held, election)


@forges("closing-statement-missing")
def two_of_three_without_an_out() -> bytes:
    held, election = ended()
    for owner in (1, 2):
        election.agree(owner, held.signing[owner - 1])
    return finish(held, election)


@forges("closing-statement-missing")
def decrypted_by_who_had_not_signed() -> bytes:
    held, election = ended(mirrors=mirrors())
    for owner in (1, 2):
        election.agree(owner, held.signing[owner - 1])
    text = compute_end_text(election.context.fingerprint, election.end)
    for number in (1, 2):
        election.sign("mirror_ends", text, mirror(number))
    return finish(held, election, (1, 3))


@forges("closing-statement-missing")
def one_mirror_of_three() -> bytes:
    return with_mirrors(1)


@forges("closing-statement-text")
def counts_that_were_changed_after_everybody_had_signed() -> bytes:
    held, election = all_agreed()
    first, *others = election.evidence.slips or []
    election.replace(slips=[replace(first, returned=0, spoiled=0, handed_out=7), *others])
    return finish(held, election)


@forges("closing-statement-text")
def one_trustee_saw_other_evidence() -> bytes:
    held, election = all_agreed()
    _kind, fingerprint, end_ballots, plan, _evidence = election.closing_text.split("|")
    text = compute_closing_text(fingerprint, end_ballots, plan, "0" * 64)
    kept = election.evidence.closing_statements[:2]
    election.replace(closing_statements=kept)
    election.sign("closing_statements", text, {THIRD: held.signing[2]})
    return finish(held, election)


@forges("closing-statement-signer")
def a_closing_signed_by_a_mirror() -> bytes:
    held, election = all_agreed(mirrors=mirrors())
    election.sign("closing_statements", election.closing_text, mirror(1))
    return finish(held, election)


def see_end(text: str, keys: dict[Signer, int]) -> bytes:
    held, election = all_agreed(mirrors=mirrors())
    end_text = text or compute_end_text(election.context.fingerprint, election.end)
    election.sign("mirror_ends", end_text, keys)
    return finish(held, election)


@forges("mirror-end-text")
def a_mirror_that_saw_another_end() -> bytes:
    return see_end(compute_end_text("A" * 43, "0" * 64), mirror(2))


@forges("mirror-end-signature")
def an_end_that_another_mirror_signed() -> bytes:
    return see_end("", {Signer("mirror", 1): MIRROR_KEYS[1]})


@forges("mirror-end-signer")
def an_end_by_a_trustee() -> bytes:
    return see_end("", {FIRST: hold().signing[0]})


@forges("mirror-end-second")
def two_ends_of_one_mirror() -> bytes:
    held, election = all_agreed(mirrors=mirrors())
    text = compute_end_text(election.context.fingerprint, election.end)
    for _ in range(2):
        election.sign("mirror_ends", text, mirror(1))
    return finish(held, election)


@forges("confirmation-text")
def another_result_is_confirmed() -> bytes:
    held, election = published()
    text = compute_confirmation_text(election.context.fingerprint, "0" * 64)
    election.sign("confirmations", text, {SECOND: held.signing[1]})
    return pack(election)


@forges("confirmation-signature")
def a_confirmation_that_another_signed() -> bytes:
    held, election = published()
    election.confirm({SECOND: held.signing[0]})
    return pack(election)


@forges("confirmation-signer")
def a_confirmation_by_a_mirror() -> bytes:
    _, election = published(mirrors=mirrors())
    election.confirm(mirror(1))
    return pack(election)


@forges("confirmation-signer")
def a_result_confirmed_by_who_is_out() -> bytes:
    """Who is out signs nothing for the campaign afterwards; the two others agreed."""
    held, election = ended()
    election.sign(
        "outs", compute_out_text([election.context.fingerprint]), {THIRD: held.signing[2]}
    )
    for owner in (1, 2):
        election.agree(owner, held.signing[owner - 1])
    finish(held, election)
    election.confirm({THIRD: held.signing[2]})
    return pack(election)


@forges("confirmation-second")
def a_confirmation_twice() -> bytes:
    held, election = published()
    for _ in range(2):
        election.confirm({SECOND: held.signing[1]})
    return pack(election)


@forges("confirmation-early")
def a_result_confirmed_before_there_is_one() -> bytes:
    held, election = all_agreed()
    election.confirm({SECOND: held.signing[1]})
    return pack(election)
