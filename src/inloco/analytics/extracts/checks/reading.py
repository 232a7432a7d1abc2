"""What can be wrong with a file before its rows mean anything: structure, encoding, types and codes."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import Check
from inloco.analytics.findings import Severity

MISSING_PATH = Check(
    "missing_path", Severity.ERROR, "There is nothing at this path.", "Check the spelling, and that the drive is connected."
)
UNREADABLE_FILE = Check(
    "unreadable_file",
    Severity.ERROR,
    "The file cannot be read.",
    "Ask for permission to read it, or copy it to a folder of yours.",
)
LARGE_FILE = Check(
    "large_file", Severity.ERROR, "The file is larger than any table of an extract.", "Check that it is the right file."
)
EMPTY_FOLDER = Check(
    "empty_folder", Severity.ERROR, "The folder holds no files.", "Name the folder that the extract's tables were written to."
)
FOLDER_OF_FOLDERS = Check(
    "folder_of_folders",
    Severity.ERROR,
    "The folder holds only folders.",
    "Load one extract at a time: name one of the folders in it.",
)
ZIP_REFUSED = Check(
    "zip_refused",
    Severity.ERROR,
    "The ZIP file cannot be taken.",
    "Pack the files of one extract as an ordinary ZIP file, side by side or in one folder; or load the folder itself.",
)
NOT_RECOGNISED = Check(
    "not_recognised",
    Severity.ERROR,
    "This is not something that InLoco reads.",
    "InLoco reads a folder of Standard Safeguarding Dataset tables (CSV or Parquet), SSDA903 returns (CSV or XML), Annex A "
    "workbooks (XLSX or ODS), the children in need census (XML), reference data (areas.csv, population.csv, comparators.csv) and "
    "submitted figures (a CSV with indicator, area, period and value).",
)
FAR_CELL = Check(
    "far_cell",
    Severity.ERROR,
    "A cell stands so far from the others that the sheet cannot be laid out.",
    "Empty that cell, or delete the rows below the list and the columns to its right, save the workbook and load it again.",
)
MIXED_KINDS = Check(
    "mixed_kinds",
    Severity.ERROR,
    "An extract and submitted figures cannot be loaded together.",
    "Load each with a command of its own.",
)
SAME_TABLE_TWICE = Check(
    "same_table_twice", Severity.ERROR, "Two files hold the same table.", "Remove the one that does not belong to this extract."
)
EXTRA_FILE = Check(
    "extra_file",
    Severity.INFO,
    "The file is none that InLoco knows; it was left aside.",
    "Nothing, unless you expected it to count.",
)
EMPTY_FILE = Check(
    "empty_file",
    Severity.ERROR,
    "The file is empty: there is not even a header.",
    "Export the table again; a table without rows still has its header.",
)
BINARY_FILE = Check("binary_file", Severity.ERROR, "The file is not text.", "Export the table as CSV (comma separated, UTF-8).")
WRONG_ENCODING = Check(
    "wrong_encoding",
    Severity.ERROR,
    "The letters of this file cannot be read.",
    "Save it as CSV in UTF-8 (in Excel: “CSV UTF-8 (comma delimited)”).",
)
OLDER_ENCODING = Check(
    "older_encoding",
    Severity.INFO,
    "The file is not in UTF-8; it was read as Windows-1252.",
    "Look at a name with an accent. If it is wrong, export the file in UTF-8.",
)
DAMAGED_FILE = Check("damaged_file", Severity.ERROR, "The file is damaged.", "Export or copy it again.")
UNCLOSED_QUOTE = Check(
    "unclosed_quote",
    Severity.ERROR,
    "A quotation mark is opened and not closed properly.",
    "Export the table again; a quotation mark inside a cell is written twice.",
)
RAGGED_ROW = Check(
    "ragged_row",
    Severity.ERROR,
    "The row has another number of cells than the header.",
    "Look for a comma or a line break in a cell that is not in quotation marks, and export the table again.",
)
LONG_CELL = Check(
    "long_cell",
    Severity.ERROR,
    "A cell holds more text than any cell of an extract should.",
    "Look for a quotation mark that was never closed, or leave that text out of the extract.",
)
MISSING_COLUMN = Check(
    "missing_column", Severity.ERROR, "A column that the table cannot do without is missing.", "Add the column to the export."
)
DOUBLED_COLUMN = Check("doubled_column", Severity.ERROR, "Two columns have the same name.", "Keep one of them in the export.")
EXTRA_COLUMN = Check(
    "extra_column",
    Severity.INFO,
    "The column is none that InLoco knows; it was left aside.",
    "Nothing, unless you expected it to count: then compare its name with the list of columns.",
)
ABSENT_COLUMN = Check(
    "absent_column",
    Severity.INFO,
    "Columns that the table may have are not in the file; they count as blank.",
    "Nothing, unless your system holds them: then add them to the export.",
)
IMPOSSIBLE_DATE = Check(
    "impossible_date", Severity.ERROR, "There is no such day.", "Correct the date in the case-management system and export again."
)
AMERICAN_DATE = Check(
    "american_date",
    Severity.ERROR,
    "The date looks like month first.",
    "Export dates as 2019-12-31 or 31/12/2019; look at the other dates of this column too, for some may be read wrongly.",
)
UNREADABLE_DATE = Check("unreadable_date", Severity.ERROR, "This is not a date.", "Export dates as 2019-12-31 or 31/12/2019.")
UNREADABLE_NUMBER = Check("unreadable_number", Severity.ERROR, "This is not a number.", "Correct the value and export again.")
UNKNOWN_FLAG = Check(
    "unknown_flag",
    Severity.WARNING,
    "This is neither yes nor no; it counts as blank.",
    "Export Y or N (or 1 or 0, true or false).",
)
UNKNOWN_CODE = Check(
    "unknown_code",
    Severity.WARNING,
    "The code is not in its list; it counts as blank.",
    "Correct it in the case-management system, or ask for the new code to be added to the list.",
)
MISSING_IDENTIFIER = Check(
    "missing_identifier", Severity.ERROR, "The row has no identifier.", "Correct the export: every row needs it."
)
DUPLICATE_KEY = Check(
    "duplicate_key", Severity.ERROR, "The same identifier stands in more than one row.", "Remove the row that does not belong."
)
CHECK_NOT_RUN = Check(
    "check_not_run",
    Severity.INFO,
    "A check could not run: a table that it needs is not in the extract, or the format does not hold what it asks.",
    "Add the table if you have it.",
)
AS_AT_NOT_NEEDED = Check(
    "as_at_not_needed", Severity.INFO, "The as-at date was not used: these figures and tables carry their own dates.", "Nothing."
)

READING_CHECKS: tuple[Check, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Check))
