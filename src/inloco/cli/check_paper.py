"""``inloco check-paper``: what the typed numbers, dates, tables and lists of a paper contradict."""

from __future__ import annotations

import json
import sys
import textwrap
from collections import Counter
from pathlib import Path

import click

from inloco.documents.contradictions import Contradiction, Severity, check
from inloco.documents.paper_text import read_paper


@click.command(
    epilog="Example: inloco check-paper report.docx --against-figures. Exit code 0: nothing found; 1: with findings; "
    "2: wrong usage; 3: the file cannot be read as a paper."
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--against-figures", is_flag=True, help="Compare named indicators with the figures that are kept, too.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print.")
def check_paper(file: Path, against_figures: bool, form: str) -> int:
    """Find what a paper contradicts: percentages, changes, totals, dates, lists, one fact with two values.

    FILE is Markdown, text, Word or PDF; what it is, is told from its content. Nothing is changed or sent anywhere.
    """
    paper = read_paper(file)
    book = None
    if against_figures:
        from inloco.analytics.book import FigureBook
        from inloco.data_folder import data_folder

        book = FigureBook(data_folder())
    found = check(paper, book=book)
    if form == "json":
        click.echo(json.dumps([one.as_dict(with_places=paper.has_places) for one in found], ensure_ascii=False, indent=2))
    else:
        for one in found:
            click.echo(_told(one))
        _count(found)
    return 1 if found else 0


def _told(one: Contradiction) -> str:
    """One finding for a person: the place, the quotation, the sum and what is probably meant."""
    place = f"page {one.page}, paragraph {one.paragraph}" if one.page is not None else f"line {one.line}"
    also = f" (see also line {', '.join(map(str, one.other_lines[:6]))})" if one.other_lines else ""
    lines = [f"{place}: {one.rule}, {one.severity}{also}"]
    for text in (f"“{one.quote}”", f"Says: {one.says}", f"Shows: {one.shows}", one.message):
        lines += textwrap.wrap(text, 110, initial_indent="  ", subsequent_indent="  ")
    return "\n".join([*lines, ""])


def _count(found: list[Contradiction]) -> None:
    counts = Counter(one.severity for one in found)
    said = ", ".join(f"{counts[severity]} {severity}" for severity in Severity if counts[severity]) or "Nothing found"
    click.echo(f"{said}.", err=not sys.stdout.isatty())
