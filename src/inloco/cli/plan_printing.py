"""How ``inloco plan`` prints: what was read from a file, what it changes, what the rules find; for people and for scripts."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inloco.analytics.errors import InputRefused, shortened

if TYPE_CHECKING:
    from inloco.plans.reading import ReadPlan
    from inloco.plans.reading.changes import Comparison
    from inloco.plans.rules import Finding

SHOWN = 12
"""So many doubts, disagreements and changes are printed; ``--format json`` has them all."""


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
        "findings": findings_of(read),
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


def refused_as_json(file: Path, refused: InputRefused) -> dict[str, Any]:
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


def findings_of(read: ReadPlan) -> list[dict[str, Any]]:
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


def print_import(
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
    found = findings_of(read)
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
    is_later = comparison.changes or comparison.gone or len(comparison.new) < len(read.actions)
    if edition != 1 and is_later and not comparison.is_empty:
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


def short(text: str | None, limit: int = 48) -> str | None:
    """On one line, cut for a table."""
    if text is None:
        return None
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def print_findings(found: list[Finding]) -> None:
    """By severity: where, what is wrong, the proof; what to do once for each rule."""
    for severity, group in groupby(found, key=lambda one: one.severity):
        every = list(group)
        click.echo(f"{severity.upper()} ({len(every)})")
        for one in every:
            where = f"{one.view} {one.objective}/{one.ref or '–'}"
            click.echo(f"  {where}: {one.message} [{one.rule}]\n    {short(one.evidence, 110)}")
        click.echo("")
    counts = Counter(one.rule for one in found)
    actions = {one.rule: one.action for one in found}
    if counts:
        click.echo("What to do")
        for rule, count in counts.most_common():
            click.echo(f"  {count:>3} {rule}: {actions[rule]}")
    else:
        click.echo("Nothing was found.")
