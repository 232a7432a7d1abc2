"""What can be wrong with an Annex A workbook beyond what can be wrong with any file."""

from inloco.analytics.extracts.checks.definition import IN_THE_SYSTEM, Check
from inloco.analytics.findings import Severity

TWO_WORKBOOKS = Check(
    "two_workbooks",
    Severity.ERROR,
    "Two Annex A workbooks cannot be loaded together.",
    "Load one workbook at a time, each with its day.",
)
SAME_LIST_TWICE = Check(
    "same_list_twice", Severity.ERROR, "Two sheets hold the same list.", "Keep the one that belongs to this workbook's day."
)
MISSING_LIST = Check(
    "missing_list",
    Severity.WARNING,
    "The workbook lacks a list; the figures that need it are not available.",
    "Add the list if you have it: a list without rows still has its header.",
)
LIST_LACKS_COLUMN = Check(
    "list_lacks_column",
    Severity.WARNING,
    "The list lacks a column; the figures that need it are not available.",
    "Add the column, or give it the name that the guidance gives it.",
)
EXTRA_SHEET = Check(
    "extra_sheet", Severity.INFO, "The sheet is none of the eleven lists; it was left aside.", "Nothing, unless it should be one."
)
SIMILAR_HEADER = Check(
    "similar_header",
    Severity.INFO,
    "The column's name is nearly that of the guidance; it was taken for it.",
    "Look whether it is.",
)
REMARK_ROW = Check(
    "remark_row",
    Severity.INFO,
    "The row has no child and next to nothing in it; it was taken for a remark.",
    "Nothing, unless it should be a record.",
)
BROAD_ANSWER = Check(
    "broad_answer",
    Severity.INFO,
    "Answers stand for more than one national code; the code counts as blank.",
    "Nothing: the list asks no closer. Figures that need the code are not available from it.",
)
LISTS_DIFFER = Check(
    "lists_differ",
    Severity.WARNING,
    "Two lists say different things of one child; the one named first here counts.",
    IN_THE_SYSTEM,
)

CHECKS = tuple(value for value in list(globals().values()) if isinstance(value, Check))
