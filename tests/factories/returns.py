"""Small SSDA903 returns: rows under the return's own names, as CSV files of one or more years, or as XML."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from inloco.analytics.extracts.formats.ssda903.collection import collected_files
from inloco.analytics.loading import LoadResult, load
from inloco.analytics.snapshots import Snapshot, SnapshotStore

Row = Mapping[str, str]

HEADER: Row = {"SEX": "F", "DOB": "14/05/2010", "ETHNIC": "MWBC", "UPN": "A123456789012", "MOTHER": "", "MC_DOB": ""}
EPISODE: Row = {
    "RNE": "S", "LS": "C2", "CIN": "N1", "PLACE": "U6", "PLACE_PROVIDER": "PR1", "DEC": "", "REC": "", "REASON_PLACE_CHANGE": "",
    "HOME_POST": "QQ1 1QQ", "PL_POST": "QQ2 2QQ", "URN": "SC000001",
}  # fmt: skip


def header(child: str = "A1", **given: str) -> Row:
    return {"CHILD": child, **HEADER, **given}


def episode(decom: str, child: str = "A1", **given: str) -> Row:
    """An episode from ``decom`` (dd/mm/yyyy): a start under a care order in a foster home, still open, unless said otherwise."""
    return {"CHILD": child, "DECOM": decom, **EPISODE, **given}


def return_of(folder: Path, **given: Sequence[Row]) -> Path:
    """Write one year's CSV files: ``Header=[header()]``. Every column that the file must have stands in its header row."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in given.items():
        needed = [column.field for column in collected_files()[name].columns if column.is_required]
        fields = list(dict.fromkeys([*needed, *(field for row in rows for field in row)]))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(fields)
            writer.writerows([row.get(field, "") for field in fields] for row in rows)
    return folder


def years(folder: Path, **given: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Several years' returns, each in a folder: ``y2018={"Episodes": [...]}`` is the year to 31 March 2018, in ``2017-18``."""
    paths = []
    for name, files in given.items():
        year = int(name[1:])
        paths.append(return_of(folder / f"{year - 1}-{year % 100:02}", **files))
    return paths


def taken(store: Path, *paths: Path, **options: object) -> tuple[Snapshot, LoadResult]:
    """Load what must be loadable."""
    result = load(paths, store=SnapshotStore(store), **options)  # type: ignore[arg-type]
    assert result.snapshot is not None, result.findings
    return result.snapshot, result


def xml_of(children: Sequence[tuple[Row, Sequence[tuple[str, Row]], Sequence[Row]]]) -> str:
    """The return as XML: for each child the header's fields, named records inside it, and the episodes."""
    text = ['<?xml version="1.0" encoding="UTF-8"?>', "<EXPSSDA903>"]
    for fields, records, episodes in children:
        text += ["<CHILD>", "<HEADER>", _elements({"CHILDID" if key == "CHILD" else key: value for key, value in fields.items()})]
        text += [f"<{name}>{_elements(record)}</{name}>" for name, record in records]
        text.append("</HEADER>")
        for one in episodes:
            row = {"PL" if key == "PLACE" else key: value for key, value in one.items() if key != "CHILD"}
            text.append(f"<EPISODE>{_elements(row)}</EPISODE>")
        text.append("</CHILD>")
    return "\n".join([*text, "</EXPSSDA903>", ""])


def _elements(row: Row) -> str:
    return "".join(f"<{field}>{escape(value)}</{field}>" if value else f"<{field}/>" for field, value in row.items())
