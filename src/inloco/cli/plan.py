"""``inloco plan``: a delivery plan's file in, its views out, and what is wrong with it."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inloco.analytics.errors import InputRefused, WrongUsage
from inloco.cli import plan_printing as printing
from inloco.cli.load import Day
from inloco.cli.rows import format_option, print_rows

if TYPE_CHECKING:
    from inloco.analytics.settings import Settings
    from inloco.plans.models import Plan
    from inloco.plans.reading import ReadPlan
    from inloco.plans.rules import Finding

VIEWS = ("live", "metrics", "ongoing", "closed", "public")


@click.group(epilog='Example: inloco plan import "Delivery plan.xlsx"')
def plan() -> None:
    """Import a delivery plan, export its views, find what is wrong with it."""


@plan.command(
    "import",
    epilog='Example: inloco plan import "Delivery plan.xlsx" --check. Exit code 0: taken; 1: taken, with findings; '
    "2: wrong usage; 3: refused, nothing changed.",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--plan", "name", metavar="NAME", help="The plan it is an edition of. Without: the title in the file.")
@click.option(
    "--views",
    metavar="LIST",
    default="live,metrics,ongoing,closed",
    show_default=True,
    help="What the sheets show, in their order, where their titles do not say.",
)
@click.option(
    "--check",
    "check_only",
    is_flag=True,
    help="Say how every row is read, what would change and what the rules find; write nothing.",
)
@click.option("--as-at", type=Day(), metavar="DATE", help="With --check: the day on which the rules judge. Without: today.")
@click.option(
    "--decisions",
    "decided_in",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Which rows are one action, which are not and which are left out, as JSON. Without: as for the edition before.",
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print.")
def import_(
    file: Path, name: str | None, views: str, check_only: bool, as_at: date | None, decided_in: Path | None, form: str
) -> int:
    """Take a plan's workbook (XLSX, XLS, ODS), Word document (DOCX) or CSV file: whole, or not at all.

    Columns are found by their headers, objectives by their rows. Every row is accounted for. The same plan again is a later
    edition: what it says differently is changed, and what stood before is kept.
    """
    from inloco.cli import plan_decisions
    from inloco.plans.reading import read_plan
    from inloco.plans.reading.changes import first_edition
    from inloco.plans.reading.decisions import decided, to_remember
    from inloco.plans.reading.views import views_written

    if as_at is not None and not check_only:
        raise WrongUsage("--as-at is for --check.", action="Take the plan, then look: inloco plan lint --as-at DATE.")
    try:
        read = read_plan(file, views=views_written(views))
    except InputRefused as refused:
        if form == "json":
            click.echo(json.dumps(printing.refused_as_json(file, refused), ensure_ascii=False, indent=2))
        raise
    title, is_again = _named(name if name is not None else read.title), False
    otherwise: tuple[str, ...] = ()
    if check_only and not _database_is_there():
        decisions = plan_decisions.decisions_for(read, decided_in, None)
        read = decided(read, decisions)
        comparison, edition = first_edition(read), None
    else:
        _open_database()
        from inloco.plans.actions.importing import take
        from inloco.plans.editions import compare, last_report, plan_for

        known = plan_for(title)
        decisions = plan_decisions.decisions_for(read, decided_in, last_report(known))
        kept, read = to_remember(read, decisions), decided(read, decisions)
        if check_only:
            comparison, edition = compare(read, known), None
        else:
            taken = take(read=read, title=title, remember=kept, by=None)
            comparison, edition, is_again = taken.comparison, taken.edition.number, taken.is_again
            title, otherwise = taken.plan.title, taken.decided
    found = _linted(read, as_at or date.today()) if check_only else []
    if form == "json":
        answer = printing.as_json(read, comparison, title, edition) | plan_decisions.as_json(read, decisions)
        answer["decided_otherwise"] = list(otherwise)
        if check_only:
            answer["rules"] = [one.as_dict() for one in found]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        words = [*otherwise, *plan_decisions.in_words(read, decisions)]
        printing.print_import(read, comparison, title, edition, found, as_at or date.today(), words)
        if check_only:
            click.echo("Checked; nothing was written.")
        elif is_again:
            click.echo(f"This is edition {edition} of “{title}” already; nothing was changed.")
        else:
            click.echo(f"Taken as edition {edition} of “{title}”: {len(read.actions)} actions.")
    severities = [one["severity"] for one in printing.findings_of(read)] + [one.severity for one in found]
    return 1 if read.differences or any(one != "info" for one in severities) else 0


def _linted(read: ReadPlan, day: date) -> list[Finding]:
    """What the rules find in the file, before anything is taken. Makes no folder where there is none."""
    from inloco.analytics.settings import Settings
    from inloco.data_folder import data_folder
    from inloco.plans.rules import lint
    from inloco.plans.rules.reading import material_of

    return lint(material_of(read, as_at=day, fresh_days=Settings.read(data_folder(create=False)).plan_fresh_days))


@plan.command(epilog="Example: inloco plan export --view live --as-at 2019-09-17 --format csv > live.csv")
@click.option("--view", type=click.Choice(VIEWS), required=True, help="Which rows.")
@click.option("--plan", "name", metavar="NAME", help="The plan. Without: every plan.")
@click.option("--as-at", type=Day(), metavar="DATE", help="The day on which dates are judged. Without: today.")
@format_option
def export(view: str, name: str | None, as_at: date | None, form: str) -> None:
    """Print the rows of a view. References and timescales are as written; the date that was read stands beside.

    The public view has objective, reference, action, timescale and RAG, and nothing else: past the end of its timescale an
    action is Red there, otherwise it has its owner's BRAG.
    """
    _open_database()
    from inloco.plans.exports import ExportView, columns, public_summary, rows
    from inloco.plans.judgement import PUBLIC_RULES

    day, settings, chosen = as_at or date.today(), _settings(), ExportView(view)
    found: list[list[str | None]] = []
    said: list[str] = []
    for one in _plans(name):
        if chosen is ExportView.PUBLIC:
            shown, left_out = public_summary(one, as_at=day, settings=settings)
            found += [row.cells() for row in shown]
            said.append(f"{one.title}: {left_out}")
        else:
            found += [row.cells() for row in rows(one, chosen, as_at=day, settings=settings)]
    if form == "table":
        found = [[printing.short(cell) for cell in row] for row in found]
    print_rows(columns(chosen), found, form)
    if chosen is ExportView.PUBLIC:
        click.echo("\n".join([PUBLIC_RULES[settings.plan_public_rule], *said]), err=True)


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > 200:
        raise WrongUsage("The name of the plan is empty or too long.", action="Give a name of at most 200 characters.")
    return plain


def _open_database() -> None:
    from inloco.web.database import ensure_database

    ensure_database()


def _database_is_there() -> bool:
    """Whether there are records to compare with. A check makes no database where there is none."""
    from inloco.data_folder import data_folder

    return bool(os.environ.get("INLOCO_DATABASE_URL")) or (data_folder(create=False) / "inloco.sqlite3").is_file()


def _settings() -> Settings:
    from inloco.analytics.settings import Settings
    from inloco.data_folder import data_folder

    return Settings.read(data_folder())


def _plans(name: str | None) -> list[Plan]:
    """The plan of this name; without a name, all of them. Raises WrongUsage where there is none."""
    from inloco.plans.editions import plan_for
    from inloco.plans.models import Plan

    every = list(Plan.objects.filter(archived_at__isnull=True).order_by("pk"))
    if not every:
        raise WrongUsage("There is no plan yet.", action="Import one: inloco plan import FILE.")
    if name is None:
        return every
    found = plan_for(name) or next((one for one in every if one.slug == name.strip()), None)
    if found is None:
        known = "; ".join(one.title for one in every[:5])
        raise WrongUsage(f"There is no plan “{name[:60]}”.", action=f"Choose one of: {known}.")
    return [found]


@plan.command(
    epilog="Example: inloco plan lint --as-at 2019-09-17 --format json. Exit code 0: nothing found; 1: findings; 2: wrong usage."
)
@click.option("--plan", "name", metavar="NAME", help="The plan. Without: every plan.")
@click.option("--as-at", type=Day(), metavar="DATE", help="The day on which it is judged. Without: today.")
@click.option("--waived", is_flag=True, help="Those that a person said are all right, too.")
@format_option
def lint(name: str | None, as_at: date | None, waived: bool, form: str) -> int:
    """Print what is wrong with a plan: what, where, and the proof. The rules are listed in the reference of the plan's rules.

    One of them, named_person, looks at what the public summary would print: a name there stops it from being published.
    """
    _open_database()
    from inloco.performance.queries import figure_book
    from inloco.plans.linting import lint_plan

    day, settings, hidden = as_at or date.today(), _settings(), 0
    found: list[Finding] = []
    for one in _plans(name):
        linted = lint_plan(one, on=day, settings=settings, book=figure_book())
        found += linted.open
        hidden += len(linted.waived)
        if waived:
            found += [finding for finding, _ in linted.waived]
    if form == "table":
        printing.print_findings(found)
    else:
        rows = [list(finding.as_dict().values()) for finding in found]
        print_rows(["rule", "severity", "view", "objective", "ref", "message", "evidence"], rows, form)
    if hidden and not waived:
        click.echo(f"{hidden} more were said to be all right; --waived shows them.", err=True)
    return 1 if found else 0
