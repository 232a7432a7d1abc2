"""``inloco tick``: what the scheduler runs once a day, or as often as it likes."""

from __future__ import annotations

import datetime as dt

import click

from inloco.analytics.errors import WrongUsage


@click.command(epilog="Example, every morning at six: 0 6 * * * inloco tick")
@click.option("--dry-run", is_flag=True, help="Say what would be done and sent, and do nothing.")
@click.option("--on", "written", metavar="DATE", help="Another day than today, such as 2019-09-03. Only with --dry-run.")
def tick(dry_run: bool, written: str | None) -> int:
    """Do what is due today: ask for updates of plans, remind, mark what is late or missing, send the brief, count findings; ask
    services for figures and chase them; hold findings of data quality against the newest extract.

    Running it again does nothing twice. What it does is printed, one line each.
    """
    if written is not None and not dry_run:
        raise WrongUsage("Another day is only for looking ahead.", action="Add --dry-run, or leave --on out.")
    day = _day(written)
    from inloco.web.database import ensure_database

    ensure_database()
    from inloco.plans.actions import cycles
    from inloco.quality import tasks as quality
    from inloco.returns import tasks as returns

    done: list[object] = [*(cycles.foresee(on=day) if dry_run else cycles.tick(on=day))]
    done += returns.foresee(on=day) if dry_run else returns.tick(on=day)
    done += quality.foresee() if dry_run else quality.tick()
    for one in done:
        click.echo(str(one))
    if not done:
        click.echo("Nothing is due.", err=True)
    return 0


def _day(written: str | None) -> dt.date:
    if written is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise WrongUsage(f"“{written[:20]}” is not a day.", action="Write it as 2019-09-03.") from None
