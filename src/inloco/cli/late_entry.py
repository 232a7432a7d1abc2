"""``inloco late-entry``: what came after a month's figures were frozen."""

from __future__ import annotations

import click

from inloco.analytics.book import FigureBook
from inloco.analytics.late_entry import late_entries
from inloco.analytics.periods import parse_period
from inloco.cli.rows import Value, format_option, print_rows
from inloco.data_folder import data_folder

COLUMNS = (
    "indicator",
    "area",
    "group",
    "period",
    "published_numerator",
    "published_denominator",
    "published_value",
    "known_numerator",
    "known_denominator",
    "known_value",
)


@click.command("late-entry", epilog="Example: inloco late-entry --period 2019-03 --after 3 --area North")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--period", required=True, metavar="P", help="The month, as 2019-03. An extract of its own must be loaded.")
@click.option("--after", type=click.IntRange(0, 120), metavar="N", help="As known so many months later; without, as known now.")
@click.option("--area", "areas", multiple=True, metavar="A", help="Id or name of an area. May be repeated.")
@click.option("--all", "everything", is_flag=True, help="Print also the figures that stayed the same.")
@format_option
def late_entry(ids: tuple[str, ...], period: str, after: int | None, areas: tuple[str, ...], everything: bool, form: str) -> None:
    """Print the figures of a month that late entries and corrections changed, as published and as known later."""
    found = late_entries(FigureBook(data_folder()), parse_period(period), ids or None, areas or None, after)
    rows: list[tuple[Value, ...]] = [
        (
            one.known.indicator,
            one.known.area,
            one.known.group,
            str(one.known.period),
            one.published.numerator,
            one.published.denominator,
            one.published.value,
            one.known.numerator,
            one.known.denominator,
            one.known.value,
        )
        for one in found
        if everything or one.is_changed
    ]
    if not rows:
        click.echo("Nothing came late.", err=True)
    print_rows(COLUMNS, rows, form)
