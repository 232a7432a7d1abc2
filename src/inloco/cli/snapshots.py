"""``inloco snapshots``: what has been loaded, what was found in it, and how two of them differ."""

from __future__ import annotations

import json
from typing import cast

import click

from inloco.analytics.findings import Severity
from inloco.analytics.snapshot_differences import differences
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.cli.load import findings_as_lines
from inloco.cli.rows import Value, format_option, print_rows
from inloco.data_folder import data_folder


@click.group(invoke_without_command=True, epilog="Example: inloco snapshots compare 2019-07-31-3fa9c2d1 2019-08-31-91b2e07c")
@format_option
@click.pass_context
def snapshots(ctx: click.Context, form: str) -> None:
    """List the snapshots, show one, or compare two."""
    if ctx.invoked_subcommand is None:
        _list(form)


@snapshots.command("list", epilog="Example: inloco snapshots list --format csv")
@format_option
def list_(form: str) -> None:
    """All snapshots that count, oldest first."""
    _list(form)


@snapshots.command(epilog="Example: inloco snapshots show 2019-08-31-91b2e07c")
@click.argument("id")
@format_option
def show(id: str, form: str) -> None:
    """One snapshot: its tables, its sources and what the checks found."""
    snapshot = _store().open(id)
    if form == "json":
        sources = [vars(source) for source in snapshot.sources]
        found = [finding.as_dict() for finding in snapshot.findings]
        records = {name: {"rows": one.rows, "since": one.since.isoformat()} for name, one in snapshot.records.items()}
        whole = _as_dict(snapshot) | {"records": records, "sources": sources, "findings": found}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    elif form == "csv":
        rows = [[cast("Value", value) for value in finding.as_dict().values()] for finding in snapshot.findings]
        print_rows(["severity", "check", "file", "row", "column", "value", "message", "action"], rows, form)
    else:
        when = f", as at {snapshot.as_at:%d/%m/%Y}" if snapshot.as_at else ""
        click.echo(f"Snapshot {snapshot.id} ({snapshot.kind}{when}), loaded {snapshot.loaded_at:%d/%m/%Y %H:%M} UTC\n")
        print_rows(["table", "rows"], list(snapshot.tables.items()), form)
        click.echo("")
        if snapshot.records:
            print_rows(
                ["record", "rows", "since"],
                [(name, one.rows, one.since.isoformat()) for name, one in snapshot.records.items()],
                form,
            )
            click.echo("")
        print_rows(["source", "sha256"], [(source.name, source.sha256) for source in snapshot.sources], form)
        click.echo("")
        click.echo("\n".join(findings_as_lines(snapshot.findings)) or "Nothing was found.")


@snapshots.command(epilog="Example: inloco snapshots compare 2019-07-31-3fa9c2d1 2019-08-31-91b2e07c")
@click.argument("first")
@click.argument("second")
@format_option
def compare(first: str, second: str, form: str) -> None:
    """What changed from the first snapshot to the second, table by table."""
    store = _store()
    found = differences(store.open(first), store.open(second))
    names = ["table", "rows_before", "rows_after", "added", "removed", "changed"]
    print_rows(names, [[getattr(difference, name) for name in names] for difference in found], form)


def _store() -> SnapshotStore:
    return SnapshotStore(data_folder())


def _list(form: str) -> None:
    found = _store().list()
    if form == "json":
        click.echo(json.dumps([_as_dict(snapshot) for snapshot in found], ensure_ascii=False, indent=2))
    elif found or form == "csv":
        print_rows(
            ["id", "as_at", "loaded_at", "kind", "tables", "rows", *Severity], [_row(snapshot) for snapshot in found], form
        )
    else:
        click.echo("There are no snapshots yet. `inloco load` makes them.", err=True)


def _row(snapshot: Snapshot) -> list[Value]:
    return [
        snapshot.id,
        snapshot.as_at.isoformat() if snapshot.as_at else None,
        snapshot.loaded_at.isoformat(timespec="seconds"),
        snapshot.kind,
        len(snapshot.tables),
        sum(snapshot.tables.values()),
        *(snapshot.counts.get(str(severity), 0) for severity in Severity),
    ]


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
