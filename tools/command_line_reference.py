"""The reference of the command line, from the help texts of the commands themselves."""

from __future__ import annotations

import click

from inloco.cli import inloco


def _sections(command: click.Command, context: click.Context) -> list[str]:
    lines = [f"## `{context.command_path}`", "", "```text", command.get_help(context).strip(), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                lines += _sections(inner, click.Context(inner, info_name=name, parent=context, terminal_width=100))
    return lines


def pages() -> dict[str, str]:
    """``command-line.md``: every command and its help."""
    context = click.Context(inloco, info_name="inloco", terminal_width=100)
    head = [
        "# The command line",
        "",
        "Generated from the commands' own help. Exit codes: 0 done · 1 done, with findings · 2 wrong usage · "
        "3 input refused, nothing changed · 4 our fault.",
        "",
    ]
    return {"command-line.md": "\n".join(head + _sections(inloco, context)).rstrip() + "\n"}
