"""``inloco children``: who is behind a figure, and why."""

from __future__ import annotations

import click

from inloco.analytics.behind import EXCLUDED, MET, NOT_MET
from inloco.analytics.book import FigureBook
from inloco.analytics.periods import parse_period
from inloco.cli.rows import format_option, print_rows
from inloco.data_folder import data_folder

COLUMNS = ("child", "indicator", "area", "period", "state", "reason")


@click.command(epilog="Example: inloco children health_assessment_up_to_date_pct --period 2019-08 --area North --not-met")
@click.argument("id")
@click.option("--period", required=True, metavar="P", help="2019-08, 2018/19, 2019-Q1 or 2019-W35.")
@click.option("--area", metavar="A", help="Id or name of an area; without, the whole authority.")
@click.option("--met", "states", flag_value=MET, multiple=True, help="Those in the numerator.")
@click.option("--not-met", "states", flag_value=NOT_MET, multiple=True, help="Those in the denominator only.")
@click.option("--excluded", "states", flag_value=EXCLUDED, multiple=True, help="Those of the wider group left out.")
@format_option
def children(id: str, period: str, area: str | None, states: tuple[str, ...], form: str) -> None:
    """Print the children behind a figure with their state and the reason. Without a state: all of them."""
    asked = parse_period(period)
    book = FigureBook(data_folder())
    found = [one for one in book.children(id, asked, area) if not states or one.state in states]
    if (why := book.why_not(id, asked)) is not None:
        click.echo(why, err=True)
    rows = [(one.child, one.indicator, one.area, str(one.period), one.state, one.reason) for one in found]
    print_rows(COLUMNS, rows, form)
