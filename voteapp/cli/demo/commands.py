"""``voteapp demo DIR``: a whole election without a server, on disk."""

from __future__ import annotations

import os
import secrets
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from voteapp.campaign.bundle.files import load_auditor_page, load_readme
from voteapp.campaign.counting.answers import describe_vote, say_answer
from voteapp.campaign.setup.rules import compute_outcome
from voteapp.campaign.slips.tokens import format_token
from voteapp.campaign.units.strata import MOST_MEMBERS, compute_entitled
from voteapp.cli import Failure
from voteapp.cli.demo.plan import create_plan, describe_result
from voteapp.cli.demo.play import PASSPHRASE, Demo, MapFunction, create_demo
from voteapp.cli.texts import Terminal
from voteapp.cli.texts import gettext as _
from voteapp.cli.watching import PROCESSES
from voteapp.protocol.encoding import encode_json
from voteapp.protocol.kinds import compute_widths

DEFAULT_BALLOTS = {"vote": 40, "survey": 12}
CIPHERTEXTS_WORTH_A_POOL = 200


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
@click.option("--trustees", type=int, default=1, show_default=True, help="Trustees (n).")
@click.option("--threshold", type=int, help="How many decrypt (t); default: more than half.")
@click.option(
    "--singles", type=int, default=0, show_default=True, help="Trustees who must always take part."
)
@click.option("--jobs", type=PROCESSES, help="Processes (default: one a core).")
def demo(
    directory: Path,
    kind: str,
    ballots: int | None,
    trustees: int,
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
        _cast_with_bar(game, count, run)
        decrypted = game.finish()
    _write_files(directory, game)
    _tell(directory, game, decrypted=decrypted)


def _create_map(stack: ExitStack, weight: int, jobs: int | None) -> MapFunction:
    workers = jobs or os.cpu_count() or 1
    if workers == 1 or weight < CIPHERTEXTS_WORTH_A_POOL:
        return map
    return stack.enter_context(ProcessPoolExecutor(workers)).map


def _cast_with_bar(game: Demo, count: int, run: MapFunction) -> None:
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(_("Casting ballots"), total=count)
        for made in game.cast(count, run, secrets.token_bytes):
            bar.update(task, completed=made)


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
    tokens = "".join(format_token(token) + "\n" for token in game.teller.tokens)
    choices = b"".join(encode_json(choice) + b"\n" for choice in game.choices)
    (directory / "choices.txt").write_bytes(choices)
    _write_private(directory / "tokens.txt", tokens.encode())
    files = game.trustees.key_files
    for number, data in enumerate(files, 1):
        name = "trustee.json" if len(files) == 1 else f"trustee-{number}.json"
        _write_private(keys / name, data)
    _write_private(keys / "passphrase.txt", PASSPHRASE.encode() + b"\n")
    _write_private(keys / "server.key", election.server_key.hex().encode() + b"\n")


def _write_private(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)


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
