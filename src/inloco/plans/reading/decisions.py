"""What a person decides in the preview: rows that are not to be taken."""

from __future__ import annotations

from dataclasses import replace

from inloco.plans.reading.plan import ReadAction, ReadPlan, RowKind


def without(read: ReadPlan, rows: frozenset[tuple[str, int]]) -> ReadPlan:
    """The plan as read without the actions and lines that were left out (by sheet and row). The rows stay accounted for; other
    rows of an action that was left out become actions of their own."""
    actions = []
    for one in read.actions:
        lines = tuple(line for line in one.metric_lines if (line.sheet, line.number) not in rows)
        others = tuple(line for line in one.others if (line.sheet, line.number) not in rows)
        if (one.line.sheet, one.line.number) not in rows:
            actions.append(replace(one, metric_lines=lines, others=others))
        else:
            actions += [ReadAction(line) for line in (*others, *lines)]
    left = tuple(
        replace(row, kind=RowKind.NOT_READ, how="left out by a person") if (row.sheet, row.number) in rows else row
        for row in read.rows
    )
    standing = {(line.view, line.number) for one in actions for line in (*one.metric_lines, *one.others)}
    return replace(
        read,
        actions=tuple(actions),
        rows=left,
        differences=tuple(one for one in read.differences if (one.other_in, one.other_row) in standing),
    )
