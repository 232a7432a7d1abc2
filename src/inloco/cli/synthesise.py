"""``inloco synthesise``: a made-up county as a row of month-end extracts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, PeriodKind, month_of, parse_period
from inloco.analytics.synthetic import Form, Planted, make_county
from inloco.cli.load import progress_bar


@click.command(
    epilog="Example: inloco synthesise county --children 300 --months 12 --seed 7 --until 2019-08. "
    "Then: inloco load county/2019-08-31 --as-at 2019-08-31"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--children", default=2100, show_default=True, metavar="N", help="Children looked after at the end, 40 to 100,000.")
@click.option("--months", default=24, show_default=True, metavar="M", help="How many month ends, 1 to 120.")
@click.option("--seed", default=1, show_default=True, metavar="S", help="The same seed gives the same bytes.")
@click.option("--until", metavar="YYYY-MM", help="The last month; by default the last complete one.")
@click.option(
    "--history", default=120, show_default=True, metavar="MONTHS", help="How many months back the records go, 12 to 120."
)
@click.option(
    "--format",
    "written",
    default="ssd",
    show_default=True,
    metavar="ssd|ssda903|annexa|cin",
    help="What the county hands over: month-end extracts, SSDA903 returns, Annex A workbooks or censuses of children in need.",
)
@click.option("--xml", is_flag=True, help="With --format ssda903: each return as one XML.")
@click.option("--faults", is_flag=True, help="Plant errors in the newest month, and list them in faults.csv.")
@click.option("--warnings", is_flag=True, help="As --faults, but only what a load reports and still takes.")
def synthesise(
    folder: Path,
    children: int,
    months: int,
    seed: int,
    until: str | None,
    history: int,
    written: str,
    xml: bool,
    faults: bool,
    warnings: bool,
) -> None:
    """Make up a county that does not exist, as the month-end extracts that its case-management system would give.

    Each month is a folder DIR/YYYY-MM-DD in the layout of the Standard Safeguarding Dataset, with areas, population and
    comparators; DIR/staff.csv lists who works there. No child, worker or place in it is real. Other formats tell of the same
    children: a workbook each month, or for each year to 31 March a folder like DIR/2018-19.
    """
    if written not in list(Form):
        raise WrongUsage(f"The county cannot be written as “{written[:20]}”.", action=f"Give one of {', '.join(Form)}.")
    if faults and warnings:
        raise WrongUsage("--faults and --warnings exclude each other.", action="Give one of them.")
    planted = Planted.ALL if faults else Planted.WARNINGS if warnings else Planted.NONE
    with progress_bar() as progress:
        made = make_county(
            folder,
            children=children,
            months=months,
            until=last_month(until, today=date.today()),
            seed=seed,
            history=history,
            faults=planted,
            form=Form(written),
            xml=xml,
            progress=progress,
        )
    for path in made:
        click.echo(path)


def last_month(written: str | None, *, today: date) -> Period:
    """The month that was asked for, else the last one that was over by ``today``."""
    if written is None:
        return month_of(today.replace(day=1) - timedelta(days=1))
    period = parse_period(written)
    if period.kind is not PeriodKind.MONTH:
        raise WrongUsage(f"“{written[:20]}” is not a month.", action="Write it as 2019-08.")
    return period
