"""``inloco bridge``: how one month's figure became a later one's."""

from __future__ import annotations

import click

from inloco.analytics.book import FigureBook
from inloco.analytics.bridges import bridge as bridge_between
from inloco.analytics.periods import parse_period
from inloco.cli.rows import Value, format_option, print_rows
from inloco.data_folder import data_folder

COLUMNS = ("step", "numerator", "denominator", "value")
CHILD_COLUMNS = ("child", "step", "numerator", "denominator")


@click.command(epilog="Example: inloco bridge health_assessment_up_to_date_pct --from 2019-07 --to 2019-08 --area North")
@click.argument("id")
@click.option("--from", "from_", required=True, metavar="P", help="The earlier period, as 2019-07 or 2017/18.")
@click.option("--to", required=True, metavar="P", help="The later one.")
@click.option("--area", metavar="A", help="Id or name of an area; without, the whole authority.")
@click.option("--children", is_flag=True, help="The children behind each step, with what each adds.")
@format_option
def bridge(id: str, from_: str, to: str, area: str | None, children: bool, form: str) -> None:
    """Print the steps from one period's figure to a later one's: who came in, left, changed or was corrected.

    The first line is what was published of the earlier period, where an extract of its own is loaded. The steps add up exactly.
    """
    found = bridge_between(FigureBook(data_folder()), id, parse_period(from_), parse_period(to), area)
    if children:
        rows: list[tuple[Value, ...]] = [
            (change.child, str(step.reason), change.numerator, change.denominator)
            for step in found.steps
            for change in step.changes
        ]
        print_rows(CHILD_COLUMNS, rows, form)
        return
    how = "as published" if found.is_published else "as known now"
    lines: list[tuple[Value, ...]] = [
        (f"{found.start.period.label}, {how}", found.start.numerator, found.start.denominator, found.start.value)
    ]
    lines += [(str(step.reason), step.numerator, step.denominator, None) for step in found.steps]
    lines.append((f"{found.end.period.label}, as known now", found.end.numerator, found.end.denominator, found.end.value))
    print_rows(COLUMNS, lines, form)
