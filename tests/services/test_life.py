"""A campaign's life is what its table says: nothing else moves it, nothing is done out of turn."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.players.services.table import open_with_trustees
from tests.players.services.world import ADA, SURVEY, World
from voteapp.errors import VoteappError
from voteapp.services import overview
from voteapp.services.counting import confirming, notes, tallying
from voteapp.services.counting.finishing import finish_counts
from voteapp.services.drafting import drafting, editing
from voteapp.services.errors import WrongStateError
from voteapp.services.life import CLOCK, LIFE, ORDER, Deed, State, Who, compute_turn, is_allowed
from voteapp.services.results import publishing
from voteapp.services.setup import amending, fixing
from voteapp.services.setup.guarding import get_before_opening
from voteapp.services.slips import counts, printing, slips
from voteapp.services.slips.planning import Share, plan_tellers
from voteapp.services.trustees import keying, messages, openings, planning, witnesses
from voteapp.services.values.campaigns import SlipCounts
from voteapp.services.voting import board, opening, voiding

pytestmark = pytest.mark.slow

Try = Callable[[World], object]
YES = [[0, 1, 0]]

TRIES: dict[Deed, Try] = {
    Deed.EDITED: lambda w: editing.add_parts(w.context, ADA, w.code, [SURVEY]),
    Deed.DELETED: lambda w: drafting.delete_campaign(w.context, ADA, w.code, w.version),
    Deed.SUBMITTED: lambda w: w.lock(),
    Deed.REOPENED_DRAFT: lambda w: drafting.reopen_draft(w.context, ADA, w.code, seen=w.standing),
    Deed.POSTED_KEY: lambda w: w.make_key(),
    Deed.REMOVED_KEY: lambda w: keying.remove_key(w.context, ADA, w.code),
    Deed.PLANNED_CEREMONY: lambda w: planning.plan_ceremony(
        w.context, ADA, w.code, ["Bea", "Cem"], 2
    ),
    Deed.REMOVED_CEREMONY: lambda w: planning.remove_ceremony(w.context, ADA, w.code),
    Deed.RESTARTED_CEREMONY: lambda w: planning.restart_ceremony(w.context, ADA, w.code),
    Deed.REPLACED_TRUSTEE: lambda w: planning.replace_trustee(w.context, ADA, w.code, 1, "Eve"),
    Deed.SPOKE: lambda w: messages.post_ceremony_message(w.context, w.code, 1, 1, "commit", b"{}"),
    Deed.REHEARSED: lambda w: planning.post_ceremony_rehearsal(w.context, w.code, 1, b"{}"),
    Deed.LOST_KEY: lambda w: planning.report_lost_key(w.context, w.code, 1),
    Deed.FOUND_KEY: lambda w: planning.withdraw_lost_key(w.context, w.code, 1),
    Deed.NAMED_WITNESSES: lambda w: witnesses.name_witnesses(w.context, ADA, w.code, ["Zoe"]),
    Deed.NAMED_MIRRORS: lambda w: witnesses.name_mirrors(w.context, ADA, w.code, []),
    Deed.PLANNED_TELLERS: lambda w: plan_tellers(
        w.context, ADA, w.code, [Share("Bea", {"unit-1": 12})], seen=w.standing
    ),
    Deed.PRINTED_AGAIN: lambda w: printing.record_print(w.context, ADA, w.code),
    Deed.POSTED_CREDENTIALS: lambda w: slips.post_credentials(w.context, ADA, w.code, b"{}"),
    Deed.PRINTED: lambda w: printing.record_printed(
        w.context, ADA, w.code, overview.get_campaign(w.context, w.code).set_up or "", "0" * 128
    ),
    Deed.REPRINTED: lambda w: printing.record_reprint(w.context, ADA, w.code, 1),
    Deed.DESTROYED_TOKENS: lambda w: printing.record_destroyed(w.context, ADA, w.code),
    Deed.VOIDED_SLIP: lambda w: voiding.void_slip(w.context, ADA, w.code, {}, "Lost."),
    Deed.COUNTED_SLIPS: lambda w: counts.record_counts(w.context, ADA, w.code, SlipCounts(12, 12)),
    Deed.FINISHED_COUNTS: lambda w: finish_counts(w.context, ADA, w.code, seen=""),
    Deed.NOTED: lambda w: notes.add_note(w.context, ADA, w.code, "A slip was found.", seen=0),
    Deed.FIXED: lambda w: fixing.fix_campaign(w.context, ADA, w.code, booth={}, version=""),
    Deed.AMENDED: lambda w: amending.amend_closing(
        w.context, ADA, w.code, w.clock.now.replace(year=2027), "Snow.", seen=w.standing
    ),
    Deed.SIGNED_OPENING: lambda w: openings.post_opening(w.context, w.seat, b"{}"),
    Deed.SIGNED_OUT: lambda w: openings.post_out(w.context, w.seat, b"{}"),
    Deed.OPENED: lambda w: opening.open_campaign(
        w.context,
        ADA,
        w.code,
        version=get_set_up(w),
        seen=w.standing,
        reason="All here.",
        confirmed=[guard.key for guard in get_before_opening(w.context, w.code)],
    ),
    Deed.CLOSED_EARLY: lambda w: w.close("All voted."),
    Deed.SIGNED_CLOSING: lambda w: tallying.post_closing_statement(
        w.context, w.seat, w.uuids[0], b"{}"
    ),
    Deed.SIGNED_END: lambda w: confirming.post_mirror_end(w.context, w.uuids[0], b"{}"),
    Deed.CONFIRMED: lambda w: confirming.post_confirmation(w.context, w.seat, w.uuids[0], b"{}"),
    Deed.ANNULLED: lambda w: publishing.annul(
        w.context, ADA, w.code, "A complaint.", seen=w.standing
    ),
    Deed.WITHDRAWN: lambda w: fixing.withdraw_campaign(
        w.context, ADA, w.code, "A mistake.", seen=w.standing
    ),
    Deed.CANCELLED: lambda w: publishing.cancel(
        w.context, ADA, w.code, "A mistake.", seen=w.standing
    ),
}
"""Every deed that somebody can try in the wrong state."""

OTHERS = {
    Deed.CREATED: "makes the campaign",
    Deed.MADE_TRUSTEE_LINK: "may always be done",
    Deed.FINISHED_CEREMONY: "follows a message",
    Deed.FAILED_CEREMONY: "follows a message",
    Deed.CLOSED: "is tried as CLOSED_EARLY",
    Deed.DOUBTED_CLOCK: "follows a look at the clock, in whatever state",
    Deed.TRUSTED_CLOCK: "follows a look at the clock, in whatever state",
    Deed.POSTED_WITNESS_KEY: "needs a witness: it has tests of its own",
    Deed.WITNESSED: "is what a witness does where a trustee's deed is tried",
    Deed.DECRYPTED: "has tests of its own: before its turn other things are missing",
    Deed.PUBLISHED: "follows the last decryption, or closing with too few ballots",
}


def bring_to(world: World, state: State) -> None:
    """A campaign of one trustee, brought to a state."""
    steps: dict[State, Callable[[], object]] = {
        State.DRAFT: world.draft,
        State.KEYS: world.lock,
        State.SLIPS: world.make_key,
        State.FIXING: world.make_slips,
        State.PRINTING: world.fix_alone,
        State.READY: lambda: (world.print_slips(), world.sign_openings()),
        State.OPEN: world.open_fixed,
        State.CLOSED: lambda: vote_and_close(world),
        State.PUBLISHED: lambda: world.decrypt(world.uuids[0]),
    }
    last = {State.WITHDRAWN: State.READY, State.CANCELLED: State.OPEN}.get(state, state)
    for step in ORDER[: ORDER.index(last) + 1]:
        steps[step]()
        assert world.state is step
    if state is State.WITHDRAWN:
        fixing.withdraw_campaign(world.context, ADA, world.code, "A mistake.", seen=world.standing)
    if state is State.CANCELLED:
        publishing.cancel(world.context, ADA, world.code, "A mistake.", seen=world.standing)


def get_set_up(world: World) -> str:
    """What the page would send: the set-up as it would be, or is."""
    return overview.get_campaign(world.context, world.code).set_up or ""


def vote_and_close(world: World) -> None:
    world.clock.advance(hours=1)
    for member in range(6):
        world.cast(world.uuids[0], member, YES)
    world.close()
    world.count_slips()
    world.tick()


def test_every_deed_is_in_the_table_and_tried() -> None:
    assert set(LIFE) == set(Deed)
    assert not TRIES.keys() & OTHERS.keys()
    assert TRIES.keys() | OTHERS.keys() == set(Deed)


@pytest.mark.parametrize("state", State)
def test_nothing_is_done_out_of_turn(world: World, state: State) -> None:
    bring_to(world, state)
    log = overview.get_campaign(world.context, world.code).log
    refused = [deed for deed in TRIES if not is_allowed(state, deed)]
    if state is State.DRAFT:
        for deed in (Deed.SIGNED_CLOSING, Deed.SIGNED_END, Deed.CONFIRMED):
            refused.remove(deed)  # a draft has no election to sign for
    assert refused
    for deed in refused:
        with pytest.raises(WrongStateError):
            TRIES[deed](world)
        assert world.state is state, deed
    assert overview.get_campaign(world.context, world.code).log == log


@pytest.mark.parametrize("state", State)
def test_what_is_allowed_is_never_called_out_of_turn(world: World, state: State) -> None:
    """Each deed on its own; it may fail for other reasons (no such trustee, an empty body)."""
    bring_to(world, state)
    deeds = [deed for deed in TRIES if is_allowed(state, deed)]
    # Those that lead elsewhere come last, one of them.
    deeds.sort(key=lambda deed: LIFE[deed].to is not None or deed is Deed.DELETED)
    for deed in deeds:
        if not is_allowed(world.state, deed):
            break
        try:
            TRIES[deed](world)
        except WrongStateError:
            pytest.fail(f"{deed} is refused in {world.state}")
        except VoteappError:
            continue
        else:
            to = LIFE[deed].to
            if deed is Deed.DELETED:
                break
            assert to is None or world.state is to or world.state.preparing, deed


def test_every_state_is_reached_and_three_are_final() -> None:
    reached, before = {State.DRAFT}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {rule.to for rule in LIFE.values() if rule.to and rule.within & reached}
        if any(state.preparing for state in reached):
            reached |= {compute_turn(keys, made) for keys in (0, 1) for made in (0, 1)}
    assert reached == set(State)
    leaving = {state for rule in LIFE.values() if rule.to for state in rule.within}
    assert set(State) - leaving == {State.PUBLISHED, State.WITHDRAWN, State.CANCELLED}


def test_nobody_is_named_to_everybody(world: World) -> None:
    """Nor is anything told that the table does not say is."""
    table = open_with_trustees(world, size=3, threshold=2)
    planning.log_link(world.context, ADA, world.code, 1)
    vote_and_close(world)
    table.sign(world.uuids[0], 1, 2, 3)
    planning.report_lost_key(world.context, world.code, 3)
    table.decrypt(world.uuids[0], 1, 2)
    told = overview.get_campaign(world.context, world.code).log
    public = board.get_public_campaign(world.context, world.code).log
    assert [line.what for line in told] == [line.what for line in public]
    named = {name for name in table.names for line in told if name in (line.actor, line.note)}
    assert named == set(table.names)
    assert not any(name in repr(public) for name in (*table.names, ADA))
    for line in public:
        assert line.actor == (CLOCK if line.role is Who.CLOCK else None), line
        assert line.role in LIFE[line.what].who | {Who.CLOCK}, line
        assert not line.note or LIFE[line.what].told, line


def test_an_only_trustee_is_not_named_either(world: World) -> None:
    bring_to(world, State.PUBLISHED)
    public = board.get_public_campaign(world.context, world.code).log
    assert {line.actor for line in public} == {None, CLOCK}
    assert {line.role for line in public} == set(Who) - {Who.WITNESS, Who.MIRROR}


def test_states_are_compared_and_set_nowhere_else(root: Path) -> None:
    """No name of a state stands as a text beside ``.state`` or ``.phase``, in code or templates."""
    names = {state.value for state in State}
    setters = set()
    for path in sorted((root / "voteapp").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if ast.unparse(target) == "campaign.state":
                    setters.add(path.stem)
            if not isinstance(node, ast.Compare):
                continue
            if re.search(r"\.(state|phase)$", ast.unparse(node.left)):
                texts = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                assert not texts & names, (path, ast.unparse(node))
    assert setters == {"campaigns", "holders"}
    for path in sorted((root / "templates").rglob("*.html")):
        for found in re.findall(
            r"\w+\.(?:state|phase) (?:==|!=|in|not in) [('][^%]*", path.read_text()
        ):
            assert not names & set(re.findall(r"'([\w-]+)'", found)), (path, found)
