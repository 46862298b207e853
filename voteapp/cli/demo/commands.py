"""``voteapp demo DIR``: a whole election without a server, on disk."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from voteapp.campaign.bundle.files import load_auditor_page, load_readme
from voteapp.campaign.counting.answers import describe_vote, say_answer
from voteapp.campaign.setup.rules import compute_outcome
from voteapp.campaign.units.strata import MOST_MEMBERS, compute_entitled
from voteapp.cli import Failure
from voteapp.cli.demo.plan import create_plan, describe_result
from voteapp.cli.demo.play import Demo, MapFunction, create_demo
from voteapp.cli.demo.survey import create_survey_demo
from voteapp.cli.demo.writing import tell_part, write_keys, write_slips, write_survey
from voteapp.cli.texts import Terminal
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import PROCESSES
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.kinds import compute_widths

DEFAULT_BALLOTS = {"vote": 40, "survey": 12}
CIPHERTEXTS_WORTH_A_POOL = 200
SURVEY_TRUSTEES = 3


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option(
    "--kind",
    type=click.Choice(["vote", "survey"]),
    default="vote",
    show_default=True,
    help="A yes/no strike vote, or the main part of the default staffing survey.",
)
@click.option("--ballots", type=click.IntRange(0, MOST_MEMBERS), help="How many members vote.")
@click.option(
    "--members",
    type=click.IntRange(1, MOST_MEMBERS),
    help="Instead of --ballots: both parts of the survey, for this many members in several units, "
    "of whom some do not answer, with what is true of all of them in truth.json.",
)
@click.option(
    "--seed", default="demo", show_default=True, help="With --members: who they are, every time."
)
@click.option("--trustees", type=int, help="Trustees (n); default: 1, and 3 with --members.")
@click.option("--threshold", type=int, help="How many decrypt (t); default: more than half.")
@click.option(
    "--singles", type=int, default=0, show_default=True, help="Trustees who must always take part."
)
@click.option("--jobs", type=PROCESSES, help="Processes (default: one a core).")
def demo(
    directory: Path,
    kind: str,
    ballots: int | None,
    members: int | None,
    seed: str,
    trustees: int | None,
    threshold: int | None,
    singles: int,
    jobs: int | None,
) -> None:
    """Play a whole election without a server and leave its files in DIR.

    DIR must be empty or not exist yet. Members and votes are made up; keys and tokens are real,
    and lie there in the open. Of several trustees the first t, and all single ones, decrypt.
    """
    if directory.exists() and any(directory.iterdir()):
        raise Failure(_("%(directory)s is not empty") % {"directory": directory})
    if members is not None:
        if kind != "survey" or ballots is not None:
            raise Failure(_("--members goes with --kind survey, and not with --ballots."))
        count = SURVEY_TRUSTEES if trustees is None else trustees
        _survey(directory, members, seed, count, threshold, singles, jobs)
        return
    trustees = 1 if trustees is None else trustees
    plan = create_plan(kind, secrets.token_bytes)
    count = DEFAULT_BALLOTS[kind] if ballots is None else ballots
    with ExitStack() as stack:
        weight = count * sum(compute_widths(plan.texts.questions))
        run = _create_map(stack, weight, jobs)
        game = create_demo(
            plan,
            count,
            datetime.now(UTC),
            secrets.token_bytes,
            trustees=trustees,
            threshold=trustees // 2 + 1 if threshold is None else threshold,
            singles=singles,
        )
        _watch(game.cast(count, run, secrets.token_bytes), count)
        decrypted = game.finish()
    _write_files(directory, game)
    _tell(directory, game, decrypted=decrypted)


def _survey(
    directory: Path,
    members: int,
    seed: str,
    trustees: int,
    threshold: int | None,
    singles: int,
    jobs: int | None,
) -> None:
    """A whole survey; says at its end how long it took."""
    began = perf_counter()
    game = create_survey_demo(
        members,
        seed,
        datetime.now(UTC),
        secrets.token_bytes,
        trustees=trustees,
        threshold=trustees // 2 + 1 if threshold is None else threshold,
        singles=singles,
    )
    count = game.count_ballots()
    with ExitStack() as stack:
        weight = count * sum(compute_widths(game.parts[0].election.context.election.questions))
        run = _create_map(stack, weight, jobs)
        _watch(game.cast(run, secrets.token_bytes), count)
    cast = perf_counter()
    game.finish()
    write_survey(directory, game)
    console = Console(highlight=False, soft_wrap=True)
    for part in game.parts:
        tell_part(console, directory, part)
    console.print(
        _("Seconds: %(casting).1f for casting %(ballots)d ballots, %(all).1f in all")
        % {"casting": cast - began, "ballots": count, "all": perf_counter() - began},
        markup=False,
    )


def _create_map(stack: ExitStack, weight: int, jobs: int | None) -> MapFunction:
    workers = jobs or os.cpu_count() or 1
    if workers == 1 or weight < CIPHERTEXTS_WORTH_A_POOL:
        return map
    return stack.enter_context(ProcessPoolExecutor(workers)).map


def _watch(made: Iterable[int], count: int) -> None:
    """Go through what is made, with a bar where there is a terminal."""
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(_("Casting ballots"), total=count)
        for number in made:
            bar.update(task, completed=number)


def _write_files(directory: Path, game: Demo) -> None:
    election = game.election
    uuid = election.manifest.uuid
    keys = directory / "keys"
    keys.mkdir(parents=True, mode=0o700)
    bundle = election.bundle(load_auditor_page(), load_readme())
    (directory / f"{uuid}.bel").write_bytes(election.record)
    (directory / f"{uuid}.zip").write_bytes(bundle)
    for name, paper in election.papers._asdict().items():
        (directory / f"{name}.json").write_bytes(paper)
    choices = b"".join(encode_json(choice) + b"\n" for choice in game.choices)
    (directory / "choices.txt").write_bytes(choices)
    write_slips(directory, game.teller.tokens, [election])
    write_keys(keys, game.trustees, election.server_key)


def _tell(directory: Path, game: Demo, *, decrypted: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    uuid, k = game.election.manifest.uuid, game.plan.release.k
    console.print(_("Election: %(uuid)s") % {"uuid": uuid}, markup=False)
    console.print(
        _("Ballots: %(ballots)d of %(slips)d slips")
        % {"ballots": len(game.choices), "slips": len(game.teller.tokens)},
        markup=False,
    )
    if decrypted:
        _print_result(console, game)
    else:
        console.print(
            _("Fewer than %(k)d ballots came, so nothing was decrypted: there is no result.")
            % {"k": k}
        )
    console.print(_("Check it:"), f"voteapp audit {directory / (uuid + '.zip')}", markup=False)


def _print_result(console: Console, game: Demo) -> None:
    numbers = game.election.result
    table = Table(title=game.plan.title, title_justify="left")
    for heading in (_("Question"), _("Answer")):
        table.add_column(heading)
    table.add_column(_("Members"), justify="right")
    for line in describe_result(game.plan, numbers):
        table.add_row(*line)
    console.print(table)
    if game.plan.rule is None:
        return
    outcome = compute_outcome(
        game.plan.rule,
        game.plan.texts.questions,
        numbers,
        len(game.choices),
        compute_entitled(game.election.manifest.strata),
    )
    questions = game.plan.texts.questions
    vote = describe_vote(game.plan.title, game.plan.rule, questions, outcome)
    console.print(say_answer(Terminal(), vote), markup=False)
