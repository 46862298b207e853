"""Print docs/commands.md from the commands' own help: `make docs` writes it."""

from __future__ import annotations

import click

from voteapp.cli import main

HEAD = """# Commands

Written by `make docs` from the commands' own help.
"""


def describe(command: click.Command, path: str, parent: click.Context | None) -> list[str]:
    """A command's help as a section, its subcommands' after it."""
    context = click.Context(command, info_name=path.rpartition(" ")[2], parent=parent)
    context.terminal_width = context.max_content_width = 88
    lines = [f"## {path}", "", "```", command.get_help(context), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                lines += describe(child, f"{path} {name}", context)
    return lines


def render() -> str:
    """The whole page."""
    return HEAD + "\n" + "\n".join(describe(main, "voteapp", None)).rstrip() + "\n"


if __name__ == "__main__":
    print(render(), end="")
