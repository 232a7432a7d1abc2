"""What the given files are, from their content: names help, but a file is what its header says it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from inloco.analytics.extracts.checks.reading import EXTRA_FILE, FAR_CELL, MIXED_KINDS, NOT_RECOGNISED, SAME_TABLE_TWICE
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import header_of, signature, text_of
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import Format, format_of
from inloco.analytics.extracts.parquet import MAGIC, parquet_header
from inloco.analytics.extracts.submitted import is_submitted
from inloco.analytics.extracts.tables import plain_header, spellings
from inloco.analytics.schema.tables import REFERENCE_TABLES, Table, tables
from inloco.analytics.workbook_parts import far_cell

SUBMITTED = "submitted"

_TOGETHER = "Here are {} and {}; they cannot be loaded together."

_OTHERS: tuple[tuple[str, frozenset[str]], ...] = (
    ("a list of children", frozenset({"child", "dob"})),
    ("a list of children's homes", frozenset({"urn", "provider"})),
    ("a list of homes", frozenset({"home"})),
    ("a list of homes", frozenset({"home_name"})),
    ("a list of schools", frozenset({"urn", "school"})),
    ("a delivery plan", frozenset({"activity", "timescale"})),
)
"""Files that people have at hand and may take for an extract."""

_WITH_PARTS = (".xlsx", ".xlsm")

_ZIP = "a ZIP file in a folder"

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The name of the part that holds the rest of a workbook with a password."""


@dataclass
class Recognised:
    """What is to be loaded: which file holds which table, the files of submitted figures, or those of another ``format``.

    ``kind`` is None when nothing is.
    """

    kind: str | None = None
    tables: dict[str, GivenFile] = field(default_factory=dict)
    submitted: list[GivenFile] = field(default_factory=list)
    format: Format | None = None
    parts: list[GivenFile] = field(default_factory=list)

    @property
    def files(self) -> list[GivenFile]:
        return [*self.tables.values(), *self.submitted, *self.parts]


def recognised(files: Sequence[GivenFile], found: Collected) -> Recognised:
    """Sort ``files`` into tables. A strange one beside known ones is left aside with a remark; alone it is refused."""
    result = Recognised()
    strange: list[tuple[GivenFile, str]] = []
    for file in files:
        if (of := format_of(file)) is not None:
            if result.format is not None and of.kind != result.format.kind:
                found.add(
                    MIXED_KINDS.finding(f"{result.parts[0].name}, {file.name}", _TOGETHER.format(result.format.title, of.title))
                )
            result.format = result.format or of
            result.parts.append(file)
            continue
        what = table_of(file)
        if what == SUBMITTED:
            result.submitted.append(file)
        elif what is None:
            strange.append((file, described(file)))
        elif what in result.tables:
            message = f"{result.tables[what].name} and {file.name} both hold the table {what}."
            found.add(SAME_TABLE_TWICE.finding(file.name, message))
        else:
            result.tables[what] = file
    result.kind = _kind(result, found)
    for file, what in strange:
        if (far := far_cell(file.data) if file.path.suffix.casefold() in _WITH_PARTS else None) is not None:
            where = f"{file.name}, sheet {far.sheet}"
            message = f"There is something in cell {far.address}, so far from the others that the sheet cannot be laid out."
            found.add(FAR_CELL.finding(where, message, row=far.row, column=far.column))
        elif result.kind is None:
            action = "Load it by its own name, not by its folder’s." if what == _ZIP else None
            found.add(NOT_RECOGNISED.finding(file.name, f"This is {what}; InLoco does not read that here.", action=action))
        else:
            found.add(EXTRA_FILE.finding(file.name, f"This is {what}; it was left aside."))
    return result


def _kind(result: Recognised, found: Collected) -> str | None:
    child_level = [name for name in result.tables if name not in REFERENCE_TABLES and not name.startswith("local_")]
    if result.format is not None:
        return _kind_of_format(result, result.format, child_level, found)
    if child_level:
        if result.submitted:
            names = ", ".join(file.name for file in result.submitted)
            if any(file.is_named for file in result.submitted):
                found.add(MIXED_KINDS.finding(names))
            else:
                for file in result.submitted:
                    found.add(
                        EXTRA_FILE.finding(
                            file.name, "These are submitted figures; they were left aside. Load them on their own."
                        )
                    )
            result.submitted.clear()
        return "ssd"
    local = [file for name, file in result.tables.items() if name.startswith("local_")]
    for file in local:
        found.add(
            NOT_RECOGNISED.finding(
                file.name,
                "This belongs beside the tables of an extract.",
                action="Put it in the extract's folder and load the folder.",
            )
        )
    if result.tables and result.submitted:
        found.add(
            MIXED_KINDS.finding(
                ", ".join(file.name for file in result.files), "Reference data and figures are loaded separately."
            )
        )
    if result.submitted:
        return SUBMITTED
    return "reference" if result.tables else None


def _kind_of_format(result: Recognised, form: Format, child_level: list[str], found: Collected) -> str:
    """Reference data may lie beside the files of a format; tables of the dataset may not, and the rest is left aside."""
    if child_level:
        names = ", ".join([result.parts[0].name, *(result.tables[name].name for name in child_level)])
        found.add(MIXED_KINDS.finding(names, _TOGETHER.format(form.title, "an extract")))
    aside = [file for name, file in result.tables.items() if name.startswith("local_")] + result.submitted
    for file in aside:
        found.add(EXTRA_FILE.finding(file.name, f"This does not belong beside {form.title}; it was left aside."))
    result.tables = {name: file for name, file in result.tables.items() if name in REFERENCE_TABLES}
    result.submitted.clear()
    return form.kind


def table_of(file: GivenFile) -> str | None:
    """The table that ``file`` holds, ``SUBMITTED``, or None. A known name is believed: whether its columns fit is said later."""
    if not file.data.startswith(MAGIC) and file.path.suffix.casefold() not in (".csv", ".txt", ".tsv", ".parquet"):
        return None
    named = named_table(file.name)
    if named is not None:
        return named
    header = {plain_header(name) for name in _header(file)}
    if fitting := _fitting(header):
        return fitting
    return SUBMITTED if is_submitted(header) else None


def named_table(name: str) -> str | None:
    """The table that a file's name says: ``ssd_person.csv``, ``Person.CSV``, ``SSD Person 2019-08-31.csv`` are one."""
    stem = re.sub(r"\.(csv|txt|tsv|parquet)$", "", name.casefold())
    plain = re.sub(r"[\s\-.]+", "_", re.sub(r"[\s_\-.]*\d{4}[-_.]?\d{2}([-_.]?\d{2})?$", "", stem.strip()))
    return next((known for known in (plain, plain.removeprefix("ssd_")) if known in tables()), None)


def _header(file: GivenFile) -> tuple[str, ...]:
    if file.data.startswith(MAGIC):
        return parquet_header(file.data)
    text = text_of(file.data, file.name, Collected())
    return header_of(text) if text else ()


def _fitting(header: set[str]) -> str | None:
    """The one table whose needed columns are all there under the source's own names, most of the header being its columns."""
    fits = [
        (len(header & fields), table.name)
        for table, fields, needed in _fields()
        if needed and needed <= header and len(header & fields) * 2 > len(header)
    ]
    return max(fits)[1] if fits else None


@cache
def _fields() -> tuple[tuple[Table, frozenset[str], frozenset[str]], ...]:
    """For each table of the Standard Safeguarding Dataset: all its source names, and those that it cannot do without."""
    return tuple(
        (
            table,
            frozenset(column.field.casefold() for column in table.columns),
            frozenset(column.field.casefold() for column in table.columns if column.is_required or column.is_key),
        )
        for table in tables().values()
        if len({column.field.partition("_")[0] for column in table.columns}) == 1
    )


def described(file: GivenFile) -> str:
    """What a file that is not read here seems to be, for the refusal."""
    if not file.data:
        return "an empty file"
    suffix = file.path.suffix.casefold()
    if suffix in (".xlsx", ".xlsm", ".xls", ".ods"):
        return "a workbook protected by a password" if _ENCRYPTED in file.data else "a workbook"
    if suffix in (".docx", ".doc", ".odt"):
        return "a Word document"
    if suffix == ".zip":
        return _ZIP
    if (what := signature(file.data)) is not None:
        if suffix == ".xml" or what == "an XML file":
            start = file.data[:2000].decode("utf-8", "replace")
            return "an SSDA903 XML file" if "SSDA903" in start else "a CIN census XML file" if "Children" in start else what
        return what
    names = [name for name in _header(file) if name]
    if not names:
        return "a file without readable text"
    plain = {plain_header(name) for name in names}
    for what, needed in _OTHERS:
        if needed <= plain:
            return what
    shown = ", ".join(name[:30] for name in names[:6])
    known = [table.name for table in tables().values() if len(plain & set(spellings(table))) >= max(2, len(names) // 2)]
    if known and suffix in (".csv", ".parquet"):
        return f"a table with the columns {shown} (perhaps {known[0]}: then name the file after it)"
    return f"a file whose first line reads {shown}" if len(names) > 1 else "a file of text"
