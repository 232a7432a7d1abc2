"""``inloco snapshots``: what has been loaded, what was found in it, and how two of them differ."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from inloco.analytics.findings import Severity
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.cli.load import findings_as_lines
from inloco.data_folder import data_folder

Command = TypeVar("Command", bound=Callable[..., object])


def _format(command: Command) -> Command:
    return click.option(
        "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="How to print."
    )(command)


@click.group(invoke_without_command=True, epilog="Example: inloco snapshots compare 2019-07-31-3fa9c2d1 2019-08-31-91b2e07c")
@_format
@click.pass_context
def snapshots(ctx: click.Context, form: str) -> None:
    """List the snapshots, show one, or compare two."""
    if ctx.invoked_subcommand is None:
        _list(form)


@snapshots.command("list", epilog="Example: inloco snapshots list --format csv")
@_format
def list_(form: str) -> None:
    """All snapshots that count, oldest first."""
    _list(form)


@snapshots.command(epilog="Example: inloco snapshots show 2019-08-31-91b2e07c")
@click.argument("id")
@_format
def show(id: str, form: str) -> None:
    """One snapshot: its tables, its sources and what the checks found."""
    snapshot = _store().open(id)
    if form == "json":
        sources = [vars(source) for source in snapshot.sources]
        found = [finding.as_dict() for finding in snapshot.findings]
        click.echo(json.dumps(_as_dict(snapshot) | {"sources": sources, "findings": found}, ensure_ascii=False, indent=2))
    elif form == "csv":
        _rows_as_csv(
            ["severity", "check", "file", "row", "column", "value", "message", "action"],
            [list(finding.as_dict().values()) for finding in snapshot.findings],
        )
    else:
        when = f", as at {snapshot.as_at:%d/%m/%Y}" if snapshot.as_at else ""
        click.echo(f"Snapshot {snapshot.id} ({snapshot.kind}{when}), loaded {snapshot.loaded_at:%d/%m/%Y %H:%M} UTC\n")
        _rows_as_table(["table", "rows"], [[name, f"{rows:,}"] for name, rows in snapshot.tables.items()])
        click.echo("")
        _rows_as_table(["source", "sha256"], [[source.name, source.sha256[:16]] for source in snapshot.sources])
        click.echo("")
        click.echo("\n".join(findings_as_lines(snapshot.findings)) or "Nothing was found.")


@snapshots.command(epilog="Example: inloco snapshots compare 2019-07-31-3fa9c2d1 2019-08-31-91b2e07c")
@click.argument("first")
@click.argument("second")
@_format
def compare(first: str, second: str, form: str) -> None:
    """What changed from the first snapshot to the second, table by table."""
    differences = _store().compare(first, second)
    names = ["table", "rows_before", "rows_after", "added", "removed", "changed"]
    rows = [[getattr(difference, name) for name in names] for difference in differences]
    if form == "json":
        click.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2))
    elif form == "csv":
        _rows_as_csv(names, rows)
    else:
        shown = [[row[0], *("–" if value is None else f"{value:,}" for value in row[1:])] for row in rows]
        _rows_as_table([name.replace("_", " ") for name in names], shown)


def _store() -> SnapshotStore:
    return SnapshotStore(data_folder())


def _list(form: str) -> None:
    found = [_as_dict(snapshot) for snapshot in _store().list()]
    if form == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    names = ["id", "as_at", "loaded_at", "kind", "tables", "rows", *(str(severity) for severity in Severity)]
    rows = []
    for one in found:
        tables, counts = one["tables"], one["findings"]
        assert isinstance(tables, dict)
        assert isinstance(counts, dict)
        shown = [one["id"], one["as_at"] or "", one["loaded_at"], one["kind"], len(tables), sum(tables.values())]
        rows.append([*shown, *(counts[str(severity)] for severity in Severity)])
    if form == "csv":
        _rows_as_csv(names, rows)
    elif rows:
        _rows_as_table(names, [[str(value) for value in row] for row in rows])
    else:
        click.echo("There are no snapshots yet. `inloco load` makes them.", err=True)


def _as_dict(snapshot: Snapshot) -> dict[str, object]:
    """The contract's shape."""
    return {
        "id": snapshot.id,
        "as_at": snapshot.as_at.isoformat() if snapshot.as_at else None,
        "loaded_at": snapshot.loaded_at.isoformat(timespec="seconds"),
        "kind": snapshot.kind,
        "tables": snapshot.tables,
        "findings": {str(severity): snapshot.counts.get(str(severity), 0) for severity in Severity},
    }


def _rows_as_csv(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(["" if value is None else value for value in row] for row in rows)


def _rows_as_table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns by width; whatever is a number stands on the right."""
    widths = [max(len(cell) for cell in column) for column in zip(names, *rows, strict=True)]
    right = [
        bool(rows) and all(row[place].replace(",", "").isdigit() or row[place] == "–" for row in rows)
        for place in range(len(names))
    ]
    for row in (names, *rows):
        cells = [
            f"{cell:>{width}}" if to_right else f"{cell:<{width}}"
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())
