"""``inloco indicator``: what is measured, how it is defined, and the SQL behind it."""

from __future__ import annotations

import click

from inloco.analytics.facts import sql_of
from inloco.analytics.indicators import CATALOGUE, REGISTER, entry_of
from inloco.analytics.indicators.explained import fits
from inloco.analytics.indicators.reference import page, register_page
from inloco.cli.rows import format_option, print_rows


@click.group()
def indicator() -> None:
    """List the indicators, or show one with its definition."""


@indicator.command("list", epilog="Example: inloco indicator list --format csv")
@click.option("--search", default="", metavar="WORDS", help="Only those of which all these words are said.")
@format_option
def list_(search: str, form: str) -> None:
    """Every indicator and what feeds it: those that extracts give in the order of the monthly report, then all others."""
    rows = [
        (one.id, one.title, one.family, str(one.unit), str(one.basis), str(one.polarity), one.source, one.counts, one.how_fed)
        for one in REGISTER.values()
        if fits(one, search)
    ]
    if not rows:
        click.echo("No indicator fits. Try fewer words.", err=True)
    print_rows(("id", "title", "family", "unit", "basis", "polarity", "source", "counts", "fed by"), rows, form)


@indicator.command(epilog="Example: inloco indicator show ni66_cla_reviews_in_time_pct --sql")
@click.argument("id")
@click.option("--sql", is_flag=True, help="Show the SQL of the facts as well.")
def show(id: str, sql: bool) -> None:
    """Print one definition, as its reference page has it. One that no extract gives has what it counts, and what feeds it."""
    entry = entry_of(id)
    if not entry.is_computed:
        click.echo(register_page(entry), nl=False)
        return
    found = CATALOGUE[id]
    click.echo(page(found), nl=False)
    if sql:
        click.echo(f"\n## SQL of the facts ({found.grain})\n")
        for name, text in sql_of(found.grain):
            click.echo(f"```sql\n-- {name}\n{text}```\n")
