"""Arguments and options that trustees' and witnesses' commands share: one by one, and all of a
command's together, which then gets them as one value."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

import click

from voteapp.cli.passphrases import passphrase_option
from voteapp.cli.watching import PROCESSES

_Decorator = Callable[[Callable[..., None]], Callable[..., None]]

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)
jobs_option = click.option("--jobs", type=PROCESSES, help="Processes (default: one a core).")
remember_option = click.option(
    "--remember",
    "memory_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Use, and add to, what `voteapp trustee verify` remembered here.",
)
key_argument = click.argument("key_file", type=existing_file, metavar="KEY")
directory_argument = click.argument(
    "directory", type=click.Path(file_okay=False, path_type=Path), metavar="DIR"
)
bundle_argument = click.argument("bundle", type=existing_file, metavar="BUNDLE")
package_argument = click.argument("package", type=existing_file, metavar="SETUP")
record_option = click.option(
    "--record",
    "records",
    type=existing_file,
    multiple=True,
    help="A record (UUID.bel) or bundle (UUID.zip) of the campaign, where there is one already.",
)
amendments_option = click.option(
    "--amendments",
    "amended",
    type=existing_file,
    help="The amendments that there are: amendments.json or evidence.json of the campaign.",
)
late_option = click.option(
    "--late",
    is_flag=True,
    help="Sign that you looked late. Only where a record shows that there are ballots already.",
)
new_key_argument = click.argument(
    "key_file", type=click.Path(dir_okay=False, path_type=Path), metavar="KEY"
)
name_option = click.option(
    "--name", required=True, help="The name under which people know who holds the key."
)


class OpeningGiven(NamedTuple):
    """What ``opening`` is given."""

    key_file: Path
    package: Path
    directory: Path
    records: tuple[Path, ...]
    amended: Path | None
    late: bool
    passphrase_file: Path | None


class CampaignGiven(NamedTuple):
    """What ``out`` is given."""

    key_file: Path
    package: Path
    directory: Path
    passphrase_file: Path | None


class BundleGiven(NamedTuple):
    """What a command is given that verifies a bundle and signs something of it."""

    key_file: Path
    bundle: Path
    directory: Path
    memory_file: Path | None
    jobs: int | None
    passphrase_file: Path | None


def _take(given: type[Any], *options: Callable[[Any], Any]) -> _Decorator:
    """A command with these options, whose function gets them as one ``given``, then its own."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def command(**values: Any) -> None:
            own = {name: values.pop(name) for name in given._fields}
            function(given(**own), **values)

        taken: Callable[..., None] = command
        for option in reversed(options):
            taken = option(taken)
        return taken

    return decorate


take_opening = _take(
    OpeningGiven,
    key_argument,
    package_argument,
    directory_argument,
    record_option,
    amendments_option,
    late_option,
    passphrase_option,
)
take_campaign = _take(
    CampaignGiven, key_argument, package_argument, directory_argument, passphrase_option
)
take_bundle = _take(
    BundleGiven,
    key_argument,
    bundle_argument,
    directory_argument,
    remember_option,
    jobs_option,
    passphrase_option,
)
