"""Plans in files: from a workbook or a Word document to objectives, actions and metric lines, with every row accounted for.

Pure: nothing here knows the database. ``read_plan`` is the door.
"""

from inloco.plans.reading.plan import (
    Difference,
    Doubt,
    Line,
    ReadAction,
    ReadObjective,
    ReadPlan,
    ReadRow,
    Remark,
    RowKind,
    SheetView,
)
from inloco.plans.reading.reader import read_plan

__all__ = [
    "Difference",
    "Doubt",
    "Line",
    "ReadAction",
    "ReadObjective",
    "ReadPlan",
    "ReadRow",
    "Remark",
    "RowKind",
    "SheetView",
    "read_plan",
]
