"""Arguments and options that trustees' and witnesses' commands share."""

from __future__ import annotations

from pathlib import Path

import click

from voteapp.cli.watching import PROCESSES

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
