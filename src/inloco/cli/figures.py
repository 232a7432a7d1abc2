"""``inloco figures``: figures with numerator and denominator, for any indicators, periods and areas."""

from __future__ import annotations

import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from inloco.analytics.book import FigureBook
from inloco.analytics.facts import DIMENSIONS, SPANS, Store
from inloco.analytics.facts.store import DUCKDB, LOCAL, MASTER
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import REGISTER
from inloco.analytics.periods import parse_period
from inloco.analytics.pool import figures_of
from inloco.cli.rows import Value, format_option, print_rows
from inloco.data_folder import data_folder

COLUMNS = (
    "indicator",
    "version",
    "area",
    "group",
    "period",
    "numerator",
    "denominator",
    "value",
    "unit",
    "status",
    "snapshot",
)


@click.command(epilog="Example: inloco figures cla_count cla_rate --period 2019-08 --period 2018/19 --area North --format csv")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--period", "periods", multiple=True, metavar="P", help="2019-08, 2018/19, 2019-Q1 or 2019-W35. May be repeated.")
@click.option("--area", "areas", multiple=True, metavar="A", help="Id or name of an area. May be repeated.")
@click.option("--by", metavar="DIMENSION", help=f"Split by {', '.join(DIMENSIONS)}.")
@click.option("--as-known", type=click.DateTime(["%Y-%m-%d"]), help="What was known on that day.")
@click.option(
    "--engine",
    default=DUCKDB,
    show_default=True,
    metavar="ENGINE",
    help=f"What counts: {DUCKDB}, {LOCAL} or {MASTER}HOST:PORT. All count the same.",
)
@click.option(
    "--pool",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Several authorities as one: a folder with the data folder of each.",
)
@click.option("--span", type=click.Choice(SPANS), default=SPANS[0], show_default=True, help="How a year at a month end is cut.")
@format_option
def figures(
    ids: tuple[str, ...],
    periods: tuple[str, ...],
    areas: tuple[str, ...],
    by: str | None,
    as_known: datetime | None,
    engine: str,
    pool: Path | None,
    span: str,
    form: str,
) -> None:
    """Print figures. Without a filter: every indicator, area and period that is known."""
    asked = [parse_period(period) for period in periods]
    known_on: date | None = as_known.date() if as_known else None
    make_store = None if engine == DUCKDB else partial(_spark, engine)
    if sys.stderr.isatty():
        click.echo("Computing figures …", err=True)
    if pool is not None:
        of_pool, lacking = figures_of(pool, ids, asked, areas, as_known=known_on, by=by, span=span, make_store=make_store)
        for authority, tables in lacking.items():
            missing = ", ".join(sorted(tables))
            click.echo(f"{authority} lacks {missing}: what needs them is not available there and for the pool.", err=True)
        print_rows(COLUMNS, [_row(figure) for figure in of_pool], form)
        return
    book = FigureBook(data_folder(), make_store)
    found = book.figures(ids or None, asked or None, areas or None, known_on, by, span)
    for entry in (REGISTER[id] for id in dict.fromkeys(ids) if id in REGISTER):
        if not entry.is_computed:
            click.echo(entry.explanation, err=True)
    if not found and all(id not in REGISTER or REGISTER[id].is_computed for id in ids) and book.snapshot(known_on) is None:
        click.echo("There is nothing to compute figures from. `inloco load` brings an extract in.", err=True)
    print_rows(COLUMNS, [_row(figure) for figure in found], form)


def _spark(engine: str) -> Store:
    from inloco.analytics.facts.spark import SparkStore  # PySpark is an extra

    return SparkStore(engine)


def _row(figure: Figure) -> list[Value]:
    return [
        figure.indicator,
        figure.version,
        figure.area,
        figure.group,
        str(figure.period),
        figure.numerator,
        figure.denominator,
        figure.value,
        str(figure.unit),
        str(figure.status),
        figure.snapshot,
    ]
