"""Which rows of a plan's file are one action, on the command line: what is taken to be one, what may be, and a file that says
otherwise. It decides the same as the boxes of the preview in the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inloco.analytics.errors import Place, WrongUsage

if TYPE_CHECKING:
    from inloco.plans.reading import ReadPlan
    from inloco.plans.reading.decisions import Decisions, RowPlace
    from inloco.plans.reading.plan import Line

KEYS = ("left_out", "apart", "joined")


def decisions_for(read: ReadPlan, file: Path | None, report: dict[str, Any] | None) -> Decisions:
    """What ``file`` decides; without one, what was decided for the edition before (``report`` is its report), and else nothing:
    rows of one reference are one action, and what only may be one is not joined. Raises WrongUsage for a file that is not
    understood or names a row that the plan's file does not have."""
    from inloco.plans.reading.decisions import Decisions, remembered

    if file is None:
        return remembered(read, report) if report is not None else Decisions()
    given = _read(file)
    known = {(row.sheet, row.number) for row in read.rows}

    def place(row: Any) -> RowPlace:
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], int)):
            raise _not_understood(file, 'A row is written as ["Live plan", 12].')
        if (row[0], row[1]) not in known:
            raise WrongUsage(
                f"{file.name}: the plan's file has no row {row[1]} on “{row[0][:60]}”.",
                action="Take the rows from inloco plan import --check --format json.",
            )
        return row[0], row[1]

    pairs = given.get("joined", [])
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise _not_understood(file, '“joined” is a list of pairs: [["Closed actions", 9], ["Live plan", 12]].')
    return Decisions(
        frozenset(place(row) for row in given.get("left_out", [])),
        frozenset(place(row) for row in given.get("apart", [])),
        tuple((place(one), place(other)) for one, other in pairs),
        given.get("no_history", False),
    )


def as_json(read: ReadPlan, decisions: Decisions) -> dict[str, Any]:
    """The decisions in force, in the shape of a decisions file; the rows that are one action; those that may be."""
    from inloco.plans.reading.decisions import proposals

    return {
        "decisions": decisions.as_json(),
        "same": [
            {**_row(one.line), "rows": [_row(line) for line in (*one.others, *one.metric_lines)]}
            for one in read.actions
            if one.others or one.metric_lines
        ],
        "proposals": [{**_row(one), "may_be": _row(other)} for one, other in proposals(read)],
    }


def in_words(read: ReadPlan, decisions: Decisions) -> Iterator[str]:
    """One line for each action of several rows, and for each pair that may be one."""
    from inloco.plans.reading.decisions import proposals

    several = [one for one in read.actions if one.others or one.metric_lines]
    if decisions.count:
        yield f"{decisions.count} decided by a person."
    if several:
        yield f"One action, several rows ({len(several)}); --decisions FILE says what is not so:"
        for one in several:
            yield f"  {_place(one.line)}: also {', '.join(_place(line) for line in (*one.others, *one.metric_lines))}"
    if pairs := proposals(read):
        yield f"Nearly the same words ({len(pairs)}); taken as actions of their own unless --decisions FILE joins them:"
        for first, second in pairs:
            yield f"  {_place(first)} may be {_place(second)}"


def _read(file: Path) -> dict[str, Any]:
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise WrongUsage(
            f"{file.name} cannot be read ({(trouble.strerror or 'unknown').lower()}).", action="Name the file of decisions."
        ) from trouble
    except ValueError:
        raise _not_understood(file, "It is not JSON.") from None
    given = given.get("decisions", given) if isinstance(given, dict) else given
    if (
        not isinstance(given, dict)
        or not all(isinstance(given.get(key, []), list) for key in KEYS)
        or not isinstance(given.get("no_history", False), bool)
        or set(given) - {*KEYS, "no_history"}
    ):
        raise _not_understood(file, f"It has lists under {', '.join(KEYS)}, true or false under no_history, and nothing else.")
    return given


def _not_understood(file: Path, why: str) -> WrongUsage:
    return WrongUsage(
        f"{file.name} is not understood. {why}",
        action="Begin with what --check --format json prints under “decisions”.",
        place=Place(file.name),
    )


def _row(line: Line) -> dict[str, Any]:
    return {"sheet": line.sheet, "row": line.number, "view": str(line.view), "objective": line.objective, "ref": line.ref}


def _place(line: Line) -> str:
    return f"{line.objective}/{line.ref or '–'} ({line.sheet}, row {line.number})"
