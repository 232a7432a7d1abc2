"""The command line: parse, call, print, exit code. Commands load only when they are called, so that ``--help`` is quick."""

from __future__ import annotations

import importlib
import sys

import click

from inloco.analytics.errors import InLocoError

COMMANDS = {
    "administrator": "inloco.cli.administrator:administrator",
    "analysis": "inloco.cli.analysis:analysis",
    "audit": "inloco.cli.audit:audit",
    "backup": "inloco.cli.backup:backup",
    "board": "inloco.cli.board:board",
    "bridge": "inloco.cli.bridge:bridge",
    "check-paper": "inloco.cli.check_paper:check_paper",
    "children": "inloco.cli.children:children",
    "clocks": "inloco.cli.clocks:clocks",
    "demo": "inloco.cli.demo:demo",
    "figures": "inloco.cli.figures:figures",
    "indicator": "inloco.cli.indicator:indicator",
    "late-entry": "inloco.cli.late_entry:late_entry",
    "load": "inloco.cli.load:load",
    "plan": "inloco.cli.plan:plan",
    "report": "inloco.cli.report:report",
    "restore": "inloco.cli.backup:restore",
    "serve": "inloco.cli.serve:serve",
    "snapshots": "inloco.cli.snapshots:snapshots",
    "synthesise": "inloco.cli.synthesise:synthesise",
    "tick": "inloco.cli.tick:tick",
}


class Commands(click.Group):
    """The commands by name, each imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="inloco")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected failure.")
def inloco(debug: bool) -> None:
    """Corporate parenting: from a council's extracts to figures nobody has to doubt, and the papers around them."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and leave with its exit code: 0 done, 1 findings, 2 usage, 3 input refused, 4 our fault."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = inloco.main(args=given, prog_name="inloco", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was left half done.", err=True)
        code = 130
    except InLocoError as refused:
        click.echo(str(refused), err=True)
        code = refused.exit_code
    except Exception as unexpected:
        if "--debug" in given:
            raise
        click.echo(
            f"Something went wrong in InLoco itself ({type(unexpected).__name__}). Nothing was changed. "
            "Please report it; `inloco --debug …` shows the details.",
            err=True,
        )
        code = 4
    sys.exit(code or 0)
