"""``inloco demo``: something to look at, in one go."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from inloco.analytics.periods import parse_period
from inloco.cli.serve import refuse_taken_port, serve
from inloco.data_folder import data_folder


@click.command(epilog="Example: inloco demo --children 200 --months 13")
@click.option("--children", default=2100, show_default=True, type=click.IntRange(40, 100_000), help="Children looked after.")
@click.option(
    "--months", default=24, show_default=True, type=click.IntRange(4, 120), help="Month ends, the last one left to load."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same county.")
@click.option("--until", metavar="MONTH", help="The last month, such as 2019-08 (default: the month that ended last).")
@click.option("--fresh", is_flag=True, help="Remove the demonstration that is there and make it anew.")
@click.option("--serve/--no-serve", "then_serve", default=True, show_default=True, help="Start the server afterwards.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.pass_context
def demo(
    context: click.Context, children: int, months: int, seed: int, until: str | None, fresh: bool, then_serve: bool, port: int
) -> None:
    """Make up a county, load its months, make a user of each role and a published report; then serve it.

    Everything is invented. It goes into the data folder (INLOCO_DATA), which must be empty or hold a demonstration.
    """
    if then_serve:
        refuse_taken_port("127.0.0.1", port)
    root = data_folder()

    from inloco.demo import county as making

    last = parse_period(until).end if until else making.default_until(date.today())
    plan = making.Plan(children, months, seed, last.isoformat())
    say = _Clock()
    if making.make_way(root, plan, fresh=fresh):
        making.make_files(root, plan, say)
        accounts = _people_and_reports(plan, say)
        making.finish(root, plan)
        say("Done")
    else:
        click.echo("The demonstration is there already; `inloco demo --fresh` makes it anew.", err=True)
        from inloco.web.database import ensure_database

        ensure_database()
        from inloco.demo import people

        accounts = people.accounts_made()
    _tell(accounts, str(making.packed_month(root)), making.PASSWORD, port)
    if then_serve:
        context.invoke(serve, host="127.0.0.1", port=port, workers=2, no_worker=False)


def _people_and_reports(plan: Any, say: _Clock) -> Sequence[Any]:
    from inloco.web.database import ensure_database

    say("Making the database")
    ensure_database()
    from inloco.demo import board, papers, people, plan_cycles, quality
    from inloco.demo import plan as plans

    say("Making a user of each role")
    accounts = people.make_people(data_folder())
    people.make_reports(plan, say)
    quality.make_findings(plan, say)
    quality.make_returns(plan, say)
    papers.make_papers(plan, say)
    plans.make_plan(say)
    board.make_board(say)
    plan_cycles.run_cycles(say)
    return accounts


class _Clock:
    """Says what is being done, with the seconds since the start."""

    def __init__(self) -> None:
        self.started = time.monotonic()

    def __call__(self, what: str) -> None:
        click.echo(f"{time.monotonic() - self.started:6.1f} s  {what}", err=True)


def _tell(accounts: Sequence[Any], packed: str, password: str, port: int) -> None:
    """The address, the extract that is left to load, and the sign-ins, on standard output."""
    width = max(len(one.email) for one in accounts)
    click.echo(f"\nhttp://localhost:{port}/   password of everyone: {password}   (a demonstration: never use it for real data)\n")
    for one in accounts:
        click.echo(f"  {one.email:<{width}}  {one.role} ({one.name})")
    click.echo(f"\nThe newest month is left for you to load: sign in as bi_officer@demo.example and upload\n  {packed}\n")
