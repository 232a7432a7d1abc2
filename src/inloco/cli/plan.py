"""``inloco plan``: a delivery plan's file in, its views out, and what is wrong with it."""

from __future__ import annotations

import json
import os
import textwrap
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inloco.analytics.errors import InputRefused, WrongUsage, shortened
from inloco.cli.load import Day
from inloco.cli.rows import format_option, print_rows

if TYPE_CHECKING:
    from inloco.analytics.settings import Settings
    from inloco.plans.models import Plan
    from inloco.plans.reading import ReadPlan
    from inloco.plans.reading.changes import Comparison
    from inloco.plans.rules import Finding

SHOWN = 12
"""So many doubts, disagreements and changes are printed; ``--format json`` has them all."""

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
            click.echo(json.dumps(_refused(file, refused), ensure_ascii=False, indent=2))
        raise
    title, is_again = _named(name if name is not None else read.title), False
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
            title = taken.plan.title
    found = _linted(read, as_at or date.today()) if check_only else []
    if form == "json":
        answer = as_json(read, comparison, title, edition) | plan_decisions.as_json(read, decisions)
        if check_only:
            answer["rules"] = [one.as_dict() for one in found]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        _print(read, comparison, title, edition, found, as_at or date.today(), list(plan_decisions.in_words(read, decisions)))
        if check_only:
            click.echo("Checked; nothing was written.")
        elif is_again:
            click.echo(f"This is edition {edition} of “{title}” already; nothing was changed.")
        else:
            click.echo(f"Taken as edition {edition} of “{title}”: {len(read.actions)} actions.")
    doubtful = any(one["severity"] != "info" for one in _findings(read)) or any(one.severity != "info" for one in found)
    return 1 if read.differences or doubtful else 0


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
        found = [[_short(cell) for cell in row] for row in found]
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


def as_json(read: ReadPlan, comparison: Comparison, title: str, edition: int | None) -> dict[str, Any]:
    """What was read, row by row, and what it changes."""
    return {
        "plan": title,
        "edition": edition,
        "refused": False,
        "file": read.name,
        "views": read.views,
        "counts": read.counts,
        "objectives": [{"number": one.number, "title": one.title} for one in read.objectives],
        "rows": [
            {
                "sheet": row.sheet,
                "row": row.number,
                "view": str(row.view) if row.view else None,
                "read_as": str(row.kind),
                "how": row.how,
                "objective": row.objective,
                "ref": row.ref,
            }
            for row in read.rows
        ],
        "findings": _findings(read),
        "differences": [
            {
                "field": one.field,
                "objective": one.objective,
                "ref": one.ref,
                "view": str(one.stands_in),
                "stands": one.stands,
                "other_view": str(one.other_in),
                "other_ref": one.other_ref,
                "other_row": one.other_row,
                "other": one.other,
            }
            for one in read.differences
        ],
        "new": [{"objective": objective, "ref": ref} for objective, ref in comparison.new],
        "gone": [{"objective": objective, "ref": ref} for objective, ref in comparison.gone],
        "changes": [
            {"objective": one.objective, "ref": one.ref, "field": one.field, "old": one.old, "new": one.new}
            for one in comparison.changes
        ],
    }


def _refused(file: Path, refused: InputRefused) -> dict[str, Any]:
    """The same shape for a file of which nothing was taken."""
    finding = {
        "severity": "error",
        "check": "refused",
        "file": refused.place.file or file.name,
        "sheet": refused.place.sheet,
        "row": refused.place.row,
        "column": refused.place.column,
        "value": refused.place.value and shortened(refused.place.value),
        "message": refused.what,
        "action": refused.action,
    }
    return {"plan": None, "edition": None, "refused": True, "file": file.name, "findings": [finding]}


def _findings(read: ReadPlan) -> list[dict[str, Any]]:
    """What is doubtful about the file, in the shape that ``load`` prints."""
    of_rows = [(row.sheet, row.number, doubt) for row in read.rows for doubt in row.doubts]
    of_file = [(doubt.value or None, None, doubt) for doubt in read.doubts]
    return [
        {
            "severity": doubt.severity,
            "check": doubt.code,
            "file": read.name,
            "sheet": sheet,
            "row": number,
            "column": doubt.column or None,
            "value": (doubt.value or None) and doubt.value[:60],
            "message": doubt.message,
            "action": doubt.action,
        }
        for sheet, number, doubt in (*of_file, *of_rows)
    ]


def _print(
    read: ReadPlan,
    comparison: Comparison,
    title: str,
    edition: int | None,
    linted: list[Finding],
    day: date,
    decisions: list[str],
) -> None:
    lines = [f"{read.name}: {title}", ""]
    lines += [f"  {view:<8} {count:>4} rows" for view, count in read.views.items()]
    lines += ["", "Every row as it was read: " + ", ".join(f"{count} {kind}" for kind, count in read.counts.items()) + ".", ""]
    found = _findings(read)
    if found:
        lines.append(f"Doubtful ({len(found)}):")
        places = [f"  {one['sheet']}, row {one['row']}: " if one["row"] else "  " for one in found]
        lines += _first(place + f"{one['message']} {one['action']}" for place, one in zip(places, found, strict=True))
    if read.differences:
        lines.append(f"Sheets disagree ({len(read.differences)}); what is named first stands:")
        shown = [(one, *one.told_apart()) for one in read.differences]
        lines += _first(
            f"  {one.objective}/{one.ref} {one.field}: {one.stands_in} “{stands}”, {one.other_in} {one.other_ref} “{other}”"
            for one, stands, other in shown
        )
    if decisions:
        lines += [*decisions, ""]
    if edition != 1 and (comparison.changes or comparison.gone):
        lines += _changes(comparison)
    if linted:
        lines += _rules(linted, day)
    click.echo("\n".join(lines))


def _changes(comparison: Comparison) -> Iterable[str]:
    yield f"Against the edition before: {len(comparison.new)} new, {len(comparison.changes)} changed."
    if comparison.new:
        yield from _first(f"  {objective}/{ref or '–'}: new" for objective, ref in comparison.new)
    shown = [(one, *one.told_apart()) for one in comparison.changes]
    yield from _first(f"  {one.objective}/{one.ref or '–'} {one.field}: “{old}” → “{new}”" for one, old, new in shown)
    if comparison.gone:
        yield f"Not in this edition, and still in the plan ({len(comparison.gone)}):"
        yield from _first(f"  {objective}/{ref}" for objective, ref in comparison.gone)


def _rules(found: list[Finding], day: date) -> Iterable[str]:
    """How many findings each rule has, the gravest first, then the first of them."""
    counts = Counter(one.severity for one in found)
    said = ", ".join(f"{count} {severity}{'s' if count > 1 and severity != 'info' else ''}" for severity, count in counts.items())
    yield f"What the rules find on {day:%d/%m/%Y}: {said}."
    rules = ", ".join(f"{count} {rule}" for rule, count in Counter(one.rule for one in found).most_common())
    yield textwrap.fill(rules, 116, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    yield ""
    yield from _first(f"  {one.view} {one.objective}/{one.ref or '–'}: {one.message} [{one.rule}]" for one in found)


def _first(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = [f"  … and {len(every) - SHOWN} more; --format json has them all."] if len(every) > SHOWN else []
    return [*every[:SHOWN], *more, ""]


def _short(text: str | None, limit: int = 48) -> str | None:
    """On one line, cut for a table."""
    if text is None:
        return None
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


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
        _print_findings(found)
    else:
        rows = [list(finding.as_dict().values()) for finding in found]
        print_rows(["rule", "severity", "view", "objective", "ref", "message", "evidence"], rows, form)
    if hidden and not waived:
        click.echo(f"{hidden} more were said to be all right; --waived shows them.", err=True)
    return 1 if found else 0


def _print_findings(found: list[Finding]) -> None:
    """By severity: where, what is wrong, the proof; what to do once for each rule."""
    for severity, group in groupby(found, key=lambda one: one.severity):
        every = list(group)
        click.echo(f"{severity.upper()} ({len(every)})")
        for one in every:
            where = f"{one.view} {one.objective}/{one.ref or '–'}"
            click.echo(f"  {where}: {one.message} [{one.rule}]\n    {_short(one.evidence, 110)}")
        click.echo("")
    counts = Counter(one.rule for one in found)
    actions = {one.rule: one.action for one in found}
    if counts:
        click.echo("What to do")
        for rule, count in counts.most_common():
            click.echo(f"  {count:>3} {rule}: {actions[rule]}")
    else:
        click.echo("Nothing was found.")
