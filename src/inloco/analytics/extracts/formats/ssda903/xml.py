"""The return as XML, in one pass and constant memory: each child's elements become rows of the same files as the CSV has.

Expat is used directly. Any document type declaration is refused before an entity could be declared, and nothing is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from xml.parsers import expat

import pyarrow as pa

from inloco.analytics.extracts.checks.reading import EXTRA_COLUMN, LONG_CELL
from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.delimited import CELL_LIMIT, TextTable
from inloco.analytics.extracts.formats.ssda903.checks import DAMAGED_XML, FORBIDDEN_XML
from inloco.analytics.extracts.formats.ssda903.collection import collected_files, field_as_written, file_of

ROOT = "EXPSSDA903"

ALWAYS_THERE = ("Header", "Episodes", "Reviews", "UASC", "OC2", "PrevPerm", "Missing", "AD1", "PlacedAdoption")
"""What every XML return collects: where it has no such element, there was nothing to return."""

_BATCH = 50_000
_CHUNK = 1 << 20
_DEEPEST = 12


_IN_HEADER = ("Header", "UASC", "OC3", "AD1")
"""What HEADER holds at once: the person, and what is asked once a child of care leavers and of the adopted."""


@cache
def _fields(name: str) -> frozenset[str]:
    return frozenset(column.field for column in collected_files()[name].columns)


@cache
def _header_fields() -> frozenset[str]:
    return frozenset().union(*map(_fields, _IN_HEADER))


class _Refused(Exception):
    """A document type, or elements too deep to be a return."""


class _Rows:
    """The records of one file of the return, gathered in columns and turned into Arrow now and then."""

    def __init__(self, name: str) -> None:
        self.fields = [column.field for column in collected_files()[name].columns]
        self._cells: list[list[str | None]] = [[] for _ in self.fields]
        self._lines: list[int] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, line: int, record: Mapping[str, str]) -> None:
        for cells, field in zip(self._cells, self.fields, strict=True):
            cells.append(record.get(field, ""))
        self._lines.append(line)
        if len(self._lines) >= _BATCH:
            self._turn()

    def _turn(self) -> None:
        arrays = [pa.array(cells, pa.string()) for cells in self._cells] + [pa.array(self._lines, pa.int64())]
        self._batches.append(pa.record_batch(arrays, names=[*self.fields, "line"]))
        self._cells = [[] for _ in self.fields]
        self._lines = []

    def table(self) -> TextTable:
        self._turn()
        whole = pa.Table.from_batches(self._batches)
        return TextTable(tuple(self.fields), tuple(whole[field] for field in self.fields), whole["line"].combine_chunks())


class _Reader:
    """Expat's callbacks. Inside a CHILD, an element with elements in it is a record; HEADER holds several records at once."""

    def __init__(self, file: str, found: Collected) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.rows: dict[str, _Rows] = {}
        self._file, self._found = file, found
        self._strange: set[str] = set()
        self._open: list[tuple[str, int, dict[str, str]]] = []
        self._records: list[tuple[int, dict[str, str]]] = []
        self._cell: list[str] = []
        self._length = 0
        self._of_fields: dict[frozenset[str], str | None] = {}

    def _refuse(self, *_: object) -> int:
        raise _Refused

    def _start(self, name: str, _attributes: object) -> None:
        if len(self._open) >= _DEEPEST:
            raise _Refused
        self._open.append((field_as_written(name.rpartition(":")[2].upper()), self.parser.CurrentLineNumber, {}))
        self._cell.clear()
        self._length = 0

    def _text(self, text: str) -> None:
        self._length += len(text)
        if self._length <= CELL_LIMIT:
            self._cell.append(text)

    def _end(self, _name: str) -> None:
        name, line, record = self._open.pop()
        if name == "CHILD" and len(self._open) == 1:
            if record:
                self._records.append((line, record))
            self._finish_child()
        elif record:
            self._records.append((line, record))
        elif self._open and len(self._open) > 1:
            if self._length > CELL_LIMIT:
                what = f"The element holds {self._length:,} characters; {CELL_LIMIT:,} is the most."
                self._found.add(LONG_CELL.finding(self._file, what, row=line, column=name, value="".join(self._cell)))
            if text := "".join(self._cell).strip():
                self._open[-1][2][name] = text
        self._cell.clear()
        self._length = 0

    def _finish_child(self) -> None:
        child = next((record["CHILD"] for _, record in self._records if record.get("CHILD")), "")
        for line, record in self._records:
            if "CHILD" in record:
                self._header(line, record, child)
            else:
                self._keep(line, record, child)
        self._records.clear()

    def _header(self, line: int, record: dict[str, str], child: str) -> None:
        for name in _IN_HEADER:
            part = {field: value for field, value in record.items() if field in _fields(name)}
            if name == "UASC":
                is_asked = record.get("UASC") == "1" or "DUC" in record
            else:
                is_asked = name == "Header" or bool(part.keys() - {"CHILD", "DOB", "SEX"})
            if is_asked:
                self._add(name, line, part, child)
        self._say_strange(record.keys() - _header_fields())

    def _keep(self, line: int, record: dict[str, str], child: str) -> None:
        fields = frozenset(record)
        if fields not in self._of_fields:
            name = file_of((*fields, "CHILD"))
            self._of_fields[fields] = name
            self._say_strange(fields - (_fields(name) if name else frozenset()))
        if (known := self._of_fields[fields]) is not None:
            self._add(known, line, record, child)

    def _add(self, name: str, line: int, record: dict[str, str], child: str) -> None:
        if name not in self.rows:
            self.rows[name] = _Rows(name)
        self.rows[name].add(line, record | {"CHILD": child})

    def _say_strange(self, fields: Iterable[str]) -> None:
        for field in sorted(set(fields) - self._strange):
            self._strange.add(field)
            self._found.add(EXTRA_COLUMN.finding(self._file, column=field))


def is_return(data: bytes) -> bool:
    """Whether the file begins as a return in XML does."""
    start = data[:4000].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"<") and b"<" + ROOT.encode() in start.upper()


def read_xml(data: bytes, file: str, found: Collected) -> dict[str, TextTable] | None:
    """The files of the return as columns of text, the line of each record as its row. None, with a finding, when it is broken."""
    reader = _Reader(file, found)
    whole = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK):
            reader.parser.Parse(whole[start : start + _CHUNK], False)
        reader.parser.Parse(b"", True)
    except _Refused:
        found.add(FORBIDDEN_XML.finding(file, row=reader.parser.CurrentLineNumber))
        return None
    except (expat.ExpatError, ValueError, LookupError) as trouble:
        found.add(DAMAGED_XML.finding(file, f"{DAMAGED_XML.what} ({trouble})", row=reader.parser.CurrentLineNumber))
        return None
    for name in ALWAYS_THERE:
        reader.rows.setdefault(name, _Rows(name))
    return {name: rows.table() for name, rows in reader.rows.items()}
