"""Submitted figures: history and partners' returns that come as numbers, one a row, because no extract can give them.

A figure that can be read is taken, however odd; what cannot be true of it is reported and stays with it as its doubts, so that a
page can show both. Only what cannot be read refuses the file.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches

import pyarrow as pa

from inloco.analytics.areas import COMPARATOR_NAMES, Area, AreaKind, AreaTree, normalised
from inloco.analytics.errors import WrongUsage, shortened
from inloco.analytics.extracts.submission import Cell, Meaning, Submission, SubmittedFigure, codes, rows_named
from inloco.analytics.extracts.submitted_checks import doubts_of
from inloco.analytics.extracts.submitted_words import AREA_KINDS, UNIT_NAMES, NotANumber, number_in
from inloco.analytics.figure import Unit
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.indicators.definition import Basis, Indicator
from inloco.analytics.indicators.register import Entry
from inloco.analytics.periods import Period, parse_period

SUBMITTED_SCHEMA = pa.schema(
    [
        ("indicator", pa.string()),
        ("area", pa.string()),
        ("area_name", pa.string()),
        ("area_kind", pa.string()),
        ("period", pa.string()),
        ("value", pa.string()),
        ("numerator", pa.int64()),
        ("denominator", pa.int64()),
        ("unit", pa.string()),
        ("source", pa.string()),
        ("file", pa.string()),
        ("row", pa.int64()),
        ("doubts", pa.string()),
    ]
)
"""The table ``submitted_figures``. ``value`` keeps the digits given; ``doubts`` holds ids of checks, joined by blanks."""

MOST_OF_A_KIND = 100
"""So many findings of one check are told one by one; the rest are counted."""


def read_submitted(
    file: str, data: bytes, areas: AreaTree, catalogue: Mapping[str, Indicator] | None = None
) -> tuple[pa.Table, list[Finding]]:
    """The figures of the long-form CSV ``data`` as the table ``submitted_figures``, and what a reader should know of them.
    ``file`` is the name that findings say.

    An error among the findings means that the file is to be refused; the table then holds what could be read. ``areas`` may be
    empty: an area it does not know is taken under its name and reported. ``catalogue`` defaults to the product's own, with
    every figure of the register beside it.
    """
    register: Mapping[str, Entry] = {}
    if catalogue is None:
        from inloco.analytics.indicators import CATALOGUE, REGISTER

        catalogue, register = CATALOGUE, REGISTER
    reader = _Reader(file, areas, catalogue, register)
    reader.read(data)
    findings = reader.findings
    doubts: dict[Cell, list[str]] = defaultdict(list)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        for finding, cells in doubts_of(reader.submission):
            findings.append(finding)
            if finding.severity is not Severity.INFO:
                for cell in cells:
                    doubts[cell].append(finding.check)
    return _table(reader.submission, doubts), _limited(findings)


def is_submitted(header: Iterable[str]) -> bool:
    """Whether a CSV with this header is a file of submitted figures."""
    names = {_plain(name) for name in header}
    return {"area", "period", "value"} <= names and bool(names & {"indicator", "indicator_code"})


class _Reader:
    """Reads one file row by row, keeping what it has to say."""

    def __init__(self, file: str, areas: AreaTree, catalogue: Mapping[str, Indicator], register: Mapping[str, Entry]) -> None:
        self.areas = areas
        self.catalogue = catalogue
        self.register = register
        self.submission = Submission(file)
        self.findings: list[Finding] = []
        self._names: dict[str, str] = {}
        self._unknown_areas: dict[str, list[int]] = defaultdict(list)
        self._unknown_indicators: dict[str, list[int]] = defaultdict(list)
        self._blank_rows: list[int] = []

    def read(self, data: bytes) -> None:
        try:
            with io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="") as lines:
                rows = csv.reader(lines, strict=True)
                header = [_plain(name) for name in next(rows, [])]
                if self._header_fits(header):
                    for row in rows:
                        if any(cell.strip() for cell in row):
                            self._row(dict(zip(header, row, strict=False)), rows.line_num, len(row) == len(header))
        except UnicodeDecodeError:
            self._say(
                Severity.ERROR, "encoding", "The file is not text in UTF-8.", "Save it again as “CSV UTF-8” and load that file."
            )
        except csv.Error as problem:
            self._say(
                Severity.ERROR,
                "not_csv",
                f"The file is not a readable CSV: {problem}.",
                "Save it again from the spreadsheet as CSV.",
            )
        self._sum_up()

    def _header_fits(self, header: list[str]) -> bool:
        missing = [name for name in ("area", "period", "value") if name not in header]
        if not {"indicator", "indicator_code"} & set(header):
            missing.insert(0, "indicator")
        for name in missing:
            self._say(
                Severity.ERROR,
                "missing_column",
                f"There is no column “{name}”.",
                "Add it: the columns are named in row 1.",
                row=1,
                column=name,
            )
        for name, times in Counter(name for name in header if name).items():
            if times > 1:
                self._say(
                    Severity.ERROR, "column_twice", f"The column “{name}” stands twice.", "Keep one of them.", row=1, column=name
                )
                return False
        return not missing

    def _row(self, row: dict[str, str], number: int, whole: bool) -> None:
        if not whole:
            self._say(
                Severity.ERROR,
                "row_length",
                "The row has not as many cells as the header.",
                "Look for a comma that is missing, or one too many (a number such as 1,837 has to stand in quotes).",
                row=number,
            )
            return
        before = len(self.findings)
        known = self._indicator(row, number)
        period = self._period(row["period"], number)
        value = self._value(row["value"], number, "value")
        numerator, denominator = (self._whole(row.get(name, ""), number, name) for name in ("numerator", "denominator"))
        if not row["area"].strip():
            self._say(
                Severity.ERROR, "no_area", "The row names no area.", "Write the area's id or name.", row=number, column="area"
            )
        kind = self._kind(row.get("area_kind", ""), number)
        if len(self.findings) > before and any(f.severity is Severity.ERROR for f in self.findings[before:]):
            return
        if value is None:
            self._blank_rows.append(number)
            return
        assert known is not None
        assert period is not None
        indicator, meaning = known
        area = self._area(row["area"], kind, number)
        figure = SubmittedFigure(
            indicator,
            area.id,
            area.name,
            str(area.kind),
            period,
            value,
            numerator,
            denominator,
            meaning.unit,
            self._source(row),
            number,
        )
        self.submission.meanings.setdefault(indicator, meaning)
        self.submission.add(figure)

    def _indicator(self, row: Mapping[str, str], number: int) -> tuple[str, Meaning] | None:
        column = "indicator_code" if row.get("indicator_code", "").strip() else "indicator"
        written, measure = row.get(column, "").strip(), _plain(row.get("measure", ""))
        if not written:
            self._say(Severity.ERROR, "no_indicator", "The row names no indicator.", "Write its id.", row=number, column=column)
            return None
        unit = UNIT_NAMES.get(row.get("unit", "").strip().casefold())
        matches = [code for code in codes() if code.code == written.casefold() and (not measure or code.measure == measure)]
        if len(matches) > 1:
            matches = [code for code in matches if code.unit is unit]
        indicator = matches[0].indicator if len(matches) == 1 else written
        code = next((code for code in codes() if code.indicator == indicator), None)
        definition = self.catalogue.get(indicator)
        known = definition or self.register.get(indicator)
        if code is None and known is None:
            self._unknown_indicators[written].append(number)
        known_unit = known.unit if known else code.unit if code else None
        if row.get("unit", "").strip() and unit is None:
            self._say(
                Severity.WARNING,
                "unknown_unit",
                "This unit is not known.",
                f"Write one of: {', '.join(Unit)}.",
                row=number,
                column="unit",
                value=row["unit"],
            )
        elif unit and known_unit and unit is not known_unit:
            self._say(
                Severity.WARNING,
                "unit_differs",
                f"{indicator} is counted as “{known_unit}”, the row says “{row['unit'].strip()}”.",
                "Check whether the figure belongs to another indicator, and correct whichever is wrong.",
                row=number,
                column="unit",
                value=row["unit"],
            )
        return indicator, Meaning(
            known_unit or unit or Unit.COUNT,
            known.title if known else indicator,
            code.count_indicator if code else "",
            code.cohort if code else "",
            known.basis if known else Basis.AS_AT,
            tuple(parse_period(version.from_.strftime("%Y-%m")) for version in definition.versions if version.from_)
            if definition
            else (),
        )

    def _period(self, written: str, number: int) -> Period | None:
        try:
            return parse_period(written)
        except WrongUsage as refused:
            self._say(Severity.ERROR, "period", refused.what, refused.action, row=number, column="period", value=written)
            return None

    def _value(self, written: str, number: int, column: str) -> Decimal | None:
        try:
            return number_in(written)
        except NotANumber:
            self._say(
                Severity.ERROR,
                "not_a_number",
                "This is not a number.",
                "Write digits with a decimal point, such as 85.9; leave it empty where there is no figure.",
                row=number,
                column=column,
                value=written,
            )
            return None

    def _whole(self, written: str, number: int, column: str) -> int | None:
        value = self._value(written, number, column) if written else None
        if value is not None and (value != value.to_integral_value() or value < 0):
            self._say(
                Severity.ERROR,
                "not_whole",
                f"A {column} is a whole number from 0.",
                "Correct it.",
                row=number,
                column=column,
                value=written,
            )
            return None
        return None if value is None else int(value)

    def _kind(self, written: str, number: int) -> AreaKind | None:
        if not written.strip():
            return None
        kind = AREA_KINDS.get(written.strip().casefold())
        if kind is None:
            self._say(
                Severity.WARNING,
                "unknown_area_kind",
                "This kind of area is not known.",
                "Write county, locality, district, team or comparator.",
                row=number,
                column="area_kind",
                value=written,
            )
        return kind

    def _area(self, written: str, kind: AreaKind | None, number: int) -> Area:
        found = self.areas.match(written.strip())
        if found:
            return found
        plain = normalised(written)
        comparator = COMPARATOR_NAMES.get(plain)
        if comparator:
            return Area(comparator, comparator, AreaKind.COMPARATOR)
        name = self._names.setdefault(plain, re.sub(r"\s+", " ", re.sub(r"[*'’`\"]+", "", written)).strip())
        self._unknown_areas[name].append(number)
        return Area(name, name, kind or AreaKind.TEAM)

    def _source(self, row: Mapping[str, str]) -> str:
        given = [row.get(name, "").strip() for name in ("source", "source_table", "source_heading")]
        return ", ".join(part for part in given if part) or self.submission.file

    def _sum_up(self) -> None:
        known = {*self.catalogue, *self.register, *(code.indicator for code in codes())}
        for written, rows in self._unknown_indicators.items():
            near = get_close_matches(written, known, 1)
            self._say(
                Severity.WARNING,
                "unknown_indicator",
                f"The catalogue has no indicator “{shortened(written)}” ({rows_named(rows)}).",
                f"Did you mean {near[0]}?" if near else "Check the id; the figures are kept, but no page shows them yet.",
                row=rows[0],
                column="indicator",
                value=written,
            )
        if self._unknown_areas and not any(area.kind in (AreaKind.DISTRICT, AreaKind.TEAM) for area in self.areas):
            self._say(
                Severity.INFO,
                "areas_by_name",
                f"No area tree is loaded, so {len(self._unknown_areas)} areas are taken by the names in the file.",
                "Load areas.csv with the same names to place them in localities.",
            )
        else:
            for name, rows in self._unknown_areas.items():
                self._say(
                    Severity.WARNING,
                    "unknown_area",
                    f"“{shortened(name)}” is not an area of the council or a comparator ({rows_named(rows)}).",
                    "Correct the name, or add the area to areas.csv; its figures are kept under the name given.",
                    row=rows[0],
                    column="area",
                    value=name,
                )
        if self._blank_rows:
            self._say(
                Severity.INFO,
                "no_figure",
                f"{len(self._blank_rows)} rows have no figure, and none is stored for them ({rows_named(self._blank_rows)}).",
                "Nothing to do, unless a figure was meant to be there.",
                row=self._blank_rows[0],
                column="value",
            )

    def _say(
        self,
        severity: Severity,
        check: str,
        message: str,
        action: str,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        cut = shortened(value) if value is not None else None
        self.findings.append(Finding(severity, check, self.submission.file, message, action, row, column, cut))


def _plain(name: str) -> str:
    return re.sub(r"\s+", "_", name.strip().casefold())


def _limited(findings: list[Finding]) -> list[Finding]:
    """At most MOST_OF_A_KIND findings of one check, and then one that counts the rest."""
    seen: Counter[str] = Counter()
    kept: list[Finding] = []
    for finding in findings:
        seen[finding.check] += 1
        if seen[finding.check] <= MOST_OF_A_KIND:
            kept.append(finding)
    for check, times in seen.items():
        if times > MOST_OF_A_KIND:
            first = next(finding for finding in kept if finding.check == check)
            kept.append(
                Finding(first.severity, check, first.file, f"{times - MOST_OF_A_KIND} more of the same kind.", first.action)
            )
    return kept


def _table(submission: Submission, doubts: Mapping[Cell, list[str]]) -> pa.Table:
    rows = [
        {
            "indicator": figure.indicator,
            "area": figure.area,
            "area_name": figure.area_name,
            "area_kind": figure.area_kind,
            "period": str(figure.period),
            "value": str(figure.value),
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "unit": str(figure.unit),
            "source": figure.source,
            "file": submission.file,
            "row": figure.row,
            "doubts": " ".join(dict.fromkeys(doubts.get(cell, ()))),
        }
        for cell, figure in submission.cells.items()
    ]
    return pa.Table.from_pylist(rows, schema=SUBMITTED_SCHEMA)
