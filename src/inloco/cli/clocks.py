"""``inloco clocks``: every timescale about one child, as it stood on a day."""

from __future__ import annotations

from datetime import datetime

import click

from inloco.analytics.book import FigureBook
from inloco.analytics.errors import WrongUsage
from inloco.cli.rows import format_option, print_rows
from inloco.data_folder import data_folder

COLUMNS = ("id", "clock", "standing", "anchor_on", "due_on", "happened_on", "turns_before", "missed_before", "reason", "law")


@click.command(epilog="Example: inloco clocks C100045 --on 2026-08-31")
@click.argument("child")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day; without, the extract's own.")
@format_option
def clocks(child: str, on: datetime | None, form: str) -> None:
    """Print every timescale about a child: met, missed, not yet due, does not apply or could not be computed, and why."""
    found = FigureBook(data_folder()).clocks(child, on.date() if on else None)
    if found is None:
        raise WrongUsage("The latest extract knows no such child.", action="`inloco children cla_count` lists them.")
    rows = [
        (
            one.clock.id, one.clock.what, str(one.standing), _day(one.anchor_on), _day(one.due_on), _day(one.happened_on),
            one.turns_before, one.missed_before, one.reason, one.clock.law,
        )
        for one in found
    ]  # fmt: skip
    print_rows(COLUMNS, rows, form)


def _day(on: object) -> str | None:
    return str(on) if on is not None else None
