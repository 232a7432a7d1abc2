"""How commands print rows of data: as a table for people, as CSV or JSON for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])
Value = str | int | Decimal | None


def format_option(command: Command) -> Command:
    """``--format``: how to print."""
    return click.option(
        "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="How to print."
    )(command)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[Value]], form: str) -> None:
    """Data to standard output. Nothing is left out: an empty value is empty in CSV, null in JSON and a dash in a table."""
    if form == "json":
        found = [{name: _number(value) for name, value in zip(columns, row, strict=True)} for row in rows]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    elif form == "csv":
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if value is None else _text(value) for value in row] for row in rows)
        click.echo(written.getvalue(), nl=False)
    else:
        _print_table(columns, rows)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    shown = [["–" if value is None else _text(value) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[number]) for row in shown)]) for number, name in enumerate(columns)]
    is_number = [any(isinstance(row[number], int | Decimal) for row in rows) for number in range(len(columns))]

    def line(cells: Sequence[str]) -> str:
        sides = zip(cells, widths, is_number, strict=True)
        return "  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in sides).rstrip()

    click.echo(line([name.replace("_", " ") for name in columns]))
    click.echo(line(["-" * width for width in widths]))
    for row in shown:
        click.echo(line(row))


def _text(value: str | int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _number(value: Value) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)
    return value
