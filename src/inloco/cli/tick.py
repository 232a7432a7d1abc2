"""``inloco tick``: what the scheduler runs once a day, or as often as it likes."""

from __future__ import annotations

import datetime as dt

import click

from inloco.analytics.errors import WrongUsage
from inloco.data_folder import data_folder

LONGEST = 120
"""So many days a demonstration is turned forward at once: each is gone through."""


@click.command(epilog="Example, every morning at six: 0 6 * * * inloco tick")
@click.option("--dry-run", is_flag=True, help="Say what would be done and sent, and do nothing.")
@click.option(
    "--on", "written", metavar="DATE", help="Another day than today, such as 2019-09-03: with --dry-run, or in a demonstration."
)
def tick(dry_run: bool, written: str | None) -> int:
    """Do what is due today: ask for updates of plans, remind, mark what is late or missing, send the brief, count findings; ask
    services for figures and chase them; hold findings of data quality against the newest extract.

    Running it again does nothing twice. What it does is printed, one line each.

    In a demonstration --on turns its clock forward: every day until then is gone through, and its pages take that day for today.
    """
    from inloco.web.clock import is_demonstration, turn_to

    asked = _day(written) if written is not None else None
    root = data_folder()
    if asked is not None and not dry_run and not is_demonstration(root):
        raise WrongUsage(
            "Another day is only for looking ahead, or for a demonstration.", action="Add --dry-run, or leave --on out."
        )
    from inloco.web.database import ensure_database

    ensure_database()
    from django.utils import timezone

    today = timezone.localdate()
    days = [asked or today]
    if asked is not None and not dry_run:
        if asked < today:
            raise WrongUsage(
                f"In this demonstration it is {today:%-d %B %Y} already.",
                action="Give a later day, or make it anew: inloco demo --fresh.",
            )
        if (asked - today).days > LONGEST:
            raise WrongUsage(f"That is more than {LONGEST} days ahead.", action="Go on in smaller steps.")
        days = [today + dt.timedelta(days=number) for number in range((asked - today).days + 1)]
    done: list[str] = []
    for day in days:
        if asked is not None and not dry_run:
            turn_to(root, day)
        done += _done(day, dry_run=dry_run)
    for line in done:
        click.echo(line)
    if not done:
        click.echo("Nothing is due.", err=True)
    if asked is not None and not dry_run:
        click.echo(f"In this demonstration it is now {asked:%-d %B %Y}. Sign in again.", err=True)
    return 0


def _done(day: dt.date, *, dry_run: bool) -> list[str]:
    """What is due on that day, done or foreseen, in words."""
    from inloco.plans.actions import cycles
    from inloco.quality import tasks as quality
    from inloco.returns import tasks as returns

    done: list[object] = [*(cycles.foresee(on=day) if dry_run else cycles.tick(on=day))]
    done += returns.foresee(on=day) if dry_run else returns.tick(on=day)
    done += quality.foresee() if dry_run else quality.tick()
    return [str(one) for one in done]


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise WrongUsage(f"“{written[:20]}” is not a day.", action="Write it as 2019-09-03.") from None
