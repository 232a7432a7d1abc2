"""``inloco load``: files in, a snapshot out, and everything that was found said in between."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path

import click

from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InLocoError
from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN
from inloco.analytics.extracts.values import Problem, read_date
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.loading import LoadResult, Progress
from inloco.analytics.loading import load as load_files
from inloco.analytics.public_book import PublicBook
from inloco.analytics.records import Records
from inloco.analytics.snapshots import SnapshotStore
from inloco.children.register import register
from inloco.data_folder import data_folder, has_database

SHOWN = 3
"""So many findings of a kind are printed; the snapshot and ``--format json`` have more."""


class Day(click.ParamType[date]):
    """A day as people write it: 2019-08-31 or 31/08/2019."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        read = read_date(str(value).strip())
        if read is None or isinstance(read, Problem):
            self.fail(f"“{value}” is not a day. Write it as 2019-08-31 or 31/08/2019.", param, ctx)
        return read


@click.command(
    epilog="Example: inloco load extracts/2019-08-31 --as-at 2019-08-31. Exit code 0: loaded; 1: loaded, with warnings; "
    "2: wrong usage; 3: refused, nothing changed."
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option("--as-at", type=Day(), metavar="DATE", help="The day that a child-level extract shows, usually a month's last.")
@click.option("--check", "check_only", is_flag=True, help="Say what would be found, and write nothing.")
@click.option("--figures", is_flag=True, help="Compute and keep the figures now, so that nobody who reads them first waits.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print.")
def load(paths: tuple[Path, ...], as_at: date | None, check_only: bool, figures: bool, form: str) -> int:
    """Read the folder of one extract, reference data or submitted figures, check it, and freeze it as a snapshot.

    A ZIP file stands for the folder that was packed. What it is, is recognised from its content. Errors refuse the whole;
    warnings do not. What plans and boards have recorded here is frozen with an extract.
    """
    store = SnapshotStore(data_folder(create=not check_only))
    with progress_bar() as progress:
        result = load_files(paths, store=store, as_at=as_at, check_only=check_only, progress=progress, recorder=_recorded)
    if form == "json":
        if result.already and result.snapshot:
            click.echo(f"{result.snapshot.id} was loaded before; it stands as it is.", err=True)
        click.echo(json.dumps(as_json(result), ensure_ascii=False, indent=2))
    else:
        _print(result, check_only)
    if figures and result.snapshot:
        _keep_figures(store.root)
    return exit_code(result)


def _recorded(as_at: date) -> Records:
    """What plans and boards have recorded until that day, where there is a database at all."""
    if not has_database(data_folder()):
        return {}
    from inloco.web.database import ensure_database

    ensure_database()
    from inloco.performance.with_load import recorded_until

    return recorded_until(as_at)


def _keep_figures(root: Path) -> None:
    """The snapshot stands whatever happens here: what cannot be computed now is said, and computed when it is read."""
    try:
        with progress_bar() as progress:
            book = FigureBook(root)
            book.warm(progress)
            register()
            if progress:
                progress("Withholding small numbers", 1.0)
            PublicBook(book).keep()
    except InLocoError as trouble:
        click.echo(f"The figures are not computed yet. {trouble}", err=True)


def exit_code(result: LoadResult) -> int:
    """0 done, 1 done with warnings, 3 refused. Remarks alone (info) are no findings to act on."""
    return 3 if result.refused else 1 if result.counts.get(Severity.WARNING, 0) else 0


def as_json(result: LoadResult) -> dict[str, object]:
    """The contract's shape."""
    return {
        "snapshot": result.snapshot.id if result.snapshot else None,
        "refused": result.refused,
        "kind": result.kind,
        "tables": result.tables,
        "findings": [finding.as_dict() for finding in result.findings],
    }


class progress_bar:
    """One line on stderr while something runs, only on a terminal."""

    def __enter__(self) -> Progress | None:
        return self._show if sys.stderr.isatty() else None

    def __exit__(self, *_: object) -> None:
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)

    def _show(self, what: str, done: float) -> None:
        filled = round(done * 24)
        click.echo(f"\r\033[K{'█' * filled}{'░' * (24 - filled)} {done:4.0%}  {what[:50]}", nl=False, err=True)


def _print(result: LoadResult, check_only: bool) -> None:
    """What was read to stdout; a refusal to stderr, with nothing on stdout that looks like success."""
    lines = list(_lines(result))
    if result.refused:
        errors = result.counts.get(Severity.ERROR, 0)
        lines.append(f"Refused because of {_count(errors, 'error')}. Nothing was changed.")
    elif check_only:
        lines.append("Checked; nothing was written.")
    elif result.snapshot:
        when = f" as at {result.snapshot.as_at:%d/%m/%Y}" if result.snapshot.as_at else ""
        again = "was loaded before; it stands as it is" if result.already else "is frozen"
        lines.append(f"Snapshot {result.snapshot.id}{when} {again}.")
    click.echo("\n".join(lines), err=result.refused)


def _lines(result: LoadResult) -> Iterable[str]:
    if result.tables:
        width = max(len(name) for name in result.tables)
        yield f"{_count(len(result.tables), 'table')}:"
        yield from (f"  {name:<{width}}  {rows:>9,}" for name, rows in result.tables.items())
        yield ""
    yield from findings_as_lines(result.findings)
    if result.findings:
        yield ""
        yield f"In all {', '.join(_count(result.counts.get(one, 0), str(one)) for one in Severity if one is not Severity.INFO)}."


def findings_as_lines(findings: Iterable[Finding]) -> Iterable[str]:
    """Grouped by severity, file and check: the first few with their place, the number of the others, what to do once."""
    for (severity, file, check), group in groupby(findings, key=lambda one: (one.severity, one.file, one.check)):
        found = [*group]
        if severity is Severity.INFO:
            yield from _remarks(file, found)
            continue
        yield f"{severity.upper()} {check}{f' in {file}' if file else ''}"
        for one in found[:SHOWN]:
            place = ", ".join(
                part
                for part in (
                    f"row {one.row}" if one.row else "",
                    f"column {one.column}" if one.column else "",
                    f"“{one.value}”" if one.value is not None else "",
                )
                if part
            )
            yield f"  {place}: {one.message}" if place else f"  {one.message}"
        if len(found) > SHOWN:
            summed = re.search(r"\(([\d,]+ in all)\)", found[-1].message) if found[-1].row is None else None
            yield f"  … {summed[1]}." if summed else f"  … and {len(found) - SHOWN} more."
        yield f"  → {found[0].action}"
        yield ""


def _remarks(file: str, found: list[Finding]) -> Iterable[str]:
    """What asks for nothing takes a line, not a paragraph."""
    if found[0].check == CHECK_NOT_RUN.id:
        yield f"Not checked in full, for want of what they need: {', '.join(sorted(one.value or '' for one in found))}."
        return
    for one in found[:SHOWN]:
        yield f"{f'{file}: ' if file else ''}{f'{one.column}: ' if one.column else ''}{one.message}"
    if len(found) > SHOWN:
        yield f"{file}: … and {len(found) - SHOWN} more remarks like these."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
