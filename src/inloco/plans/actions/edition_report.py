"""What an edition's report keeps of reading its file: it stands in the edition, whatever becomes of the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from inloco.plans.models import Action
from inloco.plans.reading import ReadPlan
from inloco.plans.reading.changes import Comparison


def report_of(
    read: ReadPlan, comparison: Comparison, actions: Sequence[Action], *, is_first: bool, remember: Mapping[str, Any]
) -> dict[str, Any]:
    """What reading found, as it stood then: disagreements by the action's key, doubts, remarks, and what changed."""
    of_row = {(one.line.sheet, one.line.number): action.pk for one, action in zip(read.actions, actions, strict=True)}
    owner = {
        (difference.objective, difference.ref, difference.other_in, difference.other_row): of_row[
            (one.line.sheet, one.line.number)
        ]
        for one in read.actions
        for difference in read.differences
        if any((row.view, row.number) == (difference.other_in, difference.other_row) for row in (*one.metric_lines, *one.others))
    }
    return {
        "differences": [
            asdict(one) | {"action": owner.get((one.objective, one.ref, one.other_in, one.other_row))} for one in read.differences
        ],
        "doubts": [
            {"sheet": row.sheet, "row": row.number, "objective": row.objective, "ref": row.ref, **asdict(doubt)}
            for row in read.rows
            for doubt in row.doubts
        ]
        + [{"sheet": doubt.value, "row": None, "objective": "", "ref": "", **asdict(doubt)} for doubt in read.doubts],
        "remarks": [asdict(remark) for remark in read.remarks],
        "decisions": dict(remember),
        "new": [list(one) for one in comparison.new] if not is_first else [],
        "gone": [list(one) for one in comparison.gone],
        "changes": [asdict(change) for change in comparison.changes],
    }
