"""``inloco analysis``: figures judged, not only printed: signal or noise, standing, teams against chance, groups compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import click

from inloco.analytics.analysis import course, equality_gaps, own_figures, rank_of, standing, team_funnel
from inloco.analytics.areas import Area
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import WrongUsage
from inloco.analytics.indicators import CATALOGUE, entry_of
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import parse_period
from inloco.analytics.statistics.standing import ranks
from inloco.analytics.statistics.xmr import Segment
from inloco.cli.rows import Value, format_option, print_rows
from inloco.data_folder import data_folder

TREND = (
    *("indicator", "area", "period", "value", "trend", "variation", "assurance", "target"),
    *("centre", "lower", "upper", "limits", "limits_from", "reason", "signals"),
)
STANDING = (
    "indicator",
    "area",
    "period",
    "value",
    "compared_with",
    "their_period",
    "their_value",
    "distance",
    "word",
    "rank",
    "of",
)
FUNNEL = (
    *("indicator", "period", "area", "numerator", "denominator", "share", "lower_998", "lower_95", "upper_95", "upper_998"),
    *("place", "rank"),
)
GAPS = (
    *("indicator", "area", "period", "group", "numerator", "denominator", "share", "lower", "upper", "rest", "gap", "gap_lower"),
    *("gap_upper", "word"),
)

TENTH = Decimal("0.1")
PERIOD = click.option("--period", required=True, metavar="P", help="The month, as 2019-08, or for standing and teams a year.")
AREA = click.option("--area", metavar="A", help="Id or name of an area; without, the whole authority.")


@click.group()
def analysis() -> None:
    """Judge figures: their course, their standing, teams against chance, groups of children compared."""


@analysis.command(epilog="Example: inloco analysis trend dental_up_to_date_pct --period 2019-08")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@PERIOD
@AREA
@format_option
def trend(ids: tuple[str, ...], period: str, area: str | None, form: str) -> None:
    """Print a word for each indicator's course, with its control limits and whether the target lies within them.

    Without an ID every indicator of the catalogue that has a value. Limits are trial limits under 12 months, and there are none
    under six; where the council has begun them anew or locked them, the reason stands beside.
    """
    book, month = FigureBook(data_folder()), parse_period(period)
    place = _place(book, area)
    rows: list[tuple[Value, ...]] = []
    for one in _chosen(ids):
        if one.breakdown or (found := course(book, one, month, place)) is None:
            continue
        limits = found.segment
        signals = limits.points[-1].signals
        rows.append(
            (
                *(one.id, place.id, str(month), found.latest.value, str(found.trend), str(found.variation), str(found.assurance)),
                found.target.value if found.target else None,
                *(_rounded(limits.centre), _rounded(limits.lower), _rounded(limits.upper)),
                *(_how(limits), str(found.limits_from), limits.reason, "; ".join(map(str, signals))),
            )
        )
    _print(TREND, rows, form)


@analysis.command(
    "standing", epilog="Example: inloco analysis standing ni66_cla_reviews_in_time_pct --period 2019-08 --area North"
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@PERIOD
@AREA
@format_option
def standing_(ids: tuple[str, ...], period: str, area: str | None, form: str) -> None:
    """Print how far each figure is from its target, from the authority and from the newest comparators, and its rank."""
    book, when = FigureBook(data_folder()), parse_period(period)
    place = _place(book, area)
    rows: list[tuple[Value, ...]] = []
    for one in _chosen(ids):
        figures = own_figures(book, one, when)
        here = figures.get(place.id)
        if here is None or here.value is None:
            continue
        rank = rank_of(book, one, place, figures)
        for other in standing(book, one, when, place, here.value):
            rows.append(
                (
                    *(one.id, place.id, str(when), here.value, other.name, str(other.period), other.value),
                    *(other.apart.size, str(other.apart.word), rank.place if rank else None, rank.of if rank else None),
                )
            )
    _print(STANDING, rows, form)


@analysis.command(epilog="Example: inloco analysis teams dental_up_to_date_pct --period 2019-08")
@click.argument("id")
@PERIOD
@AREA
@format_option
def teams(id: str, period: str, area: str | None, form: str) -> None:
    """Print each team against what chance gives a team of its size at the authority's share (a funnel plot's numbers)."""
    book, when = FigureBook(data_folder()), parse_period(period)
    [chosen] = _chosen((id,))
    figures = own_figures(book, chosen, when)
    found = team_funnel(book, chosen, _place(book, area), figures)
    if found is None:
        raise WrongUsage(
            f"There is nothing to compare teams by: {id} of {when.label}.",
            action="Choose a percentage that at least two teams have, and a period whose figures are computed.",
        )
    places = ranks({spot.area: figures[spot.area].value for spot in found.spots}, chosen.polarity)
    rows: list[tuple[Value, ...]] = []
    for spot in found.spots:
        band = spot.limits
        limits = (band.lower_998, band.lower_95, band.upper_95, band.upper_998) if band is not None else (None,) * 4
        shares = (_share(one) for one in (spot.value, *limits))
        rank = places[spot.area]
        rows.append((id, str(when), spot.area, spot.met, spot.of, *shares, str(spot.place), str(rank) if rank else None))
    print_rows(FUNNEL, rows, form)
    if found.is_overdispersed:
        click.echo(f"The teams differ by more than chance ({found.spread:.1f} times its variance).", err=True)


@analysis.command("groups", epilog="Example: inloco analysis groups dental_up_to_date_pct --period 2019-08 --by ethnicity")
@click.argument("id")
@PERIOD
@click.option("--by", required=True, metavar="DIMENSION", help="By what children are grouped, as sex or ethnicity.")
@AREA
@format_option
def groups_(id: str, period: str, by: str, area: str | None, form: str) -> None:
    """Print the share of each group of children with its interval, and the gap to all the others with its own."""
    book, when = FigureBook(data_folder()), parse_period(period)
    [chosen] = _chosen((id,))
    place = _place(book, area)
    rows: list[tuple[Value, ...]] = []
    for one in equality_gaps(book, chosen, when, place, by):
        own, apart = one.interval, one.gap_interval
        shares = (
            *(one.share.value if own else None, own.lower if own else None, own.upper if own else None),
            *(one.rest.value if one.rest else None, one.gap, apart.lower if apart else None, apart.upper if apart else None),
        )
        named = "+".join(one.members)
        rows.append((id, place.id, str(when), named, one.share.met, one.share.of, *map(_share, shares), str(one.word)))
    _print(GAPS, rows, form)


def _chosen(ids: Iterable[str]) -> list[Indicator]:
    """The indicators named, or all. WrongUsage for one that no extract gives."""
    chosen = []
    for id in ids:
        if not entry_of(id).is_computed:
            raise WrongUsage(f"{id} is not computed from an extract.", action="`inloco indicator list` says what feeds it.")
        chosen.append(CATALOGUE[id])
    return chosen or list(CATALOGUE.values())


def _place(book: FigureBook, area: str | None) -> Area:
    place = book.area_of(area) if area is not None else book.areas.authority
    if place is None:
        raise WrongUsage("No area is known.", action="Load an extract first.")
    return place


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(TENTH, ROUND_HALF_UP)


def _share(value: float | None) -> Decimal | None:
    """A share of 1 as a percentage with one decimal place."""
    return None if value is None else _rounded(Decimal(repr(value)) * 100)


def _print(columns: Sequence[str], rows: Sequence[Sequence[Value]], form: str) -> None:
    if not rows:
        click.echo("No figure of that period can be judged: `inloco figures` shows which have a value.", err=True)
    print_rows(columns, rows, form)


def _how(limits: Segment) -> str:
    if limits.lower is None:
        return "none"
    return "locked" if limits.is_locked else "trial" if limits.trial else "full"
