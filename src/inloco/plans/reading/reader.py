"""The door: a file in, a plan as read out, or a refusal that says what is wrong with the file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from inloco.analytics.errors import InputRefused, Place
from inloco.plans.reading import delimited, word, workbooks
from inloco.plans.reading.grid import Sheet
from inloco.plans.reading.headers import first_header
from inloco.plans.reading.matching import match
from inloco.plans.reading.plan import Doubt, ReadObjective, ReadPlan, ReadRow, RowKind, SheetView
from inloco.plans.reading.rows import ReadSheet, read_sheet, rows_not_read
from inloco.plans.reading.views import DEFAULT_VIEWS, are_names, view_named, views_of

LARGEST = 50 * 2**20
_READERS: dict[str, Callable[[bytes, str], list[Sheet]]] = {
    **dict.fromkeys(workbooks.SUFFIXES, workbooks.sheets_in),
    **dict.fromkeys(word.SUFFIXES, word.sheets_in),
    **dict.fromkeys(delimited.SUFFIXES, delimited.sheets_in),
}
SUFFIXES = tuple(_READERS)
_SIGNATURES = ((b"%PDF", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"{\\rtf", "a rich text file"))


def read_plan(source: Path | bytes, *, name: str | None = None, views: Sequence[SheetView] = DEFAULT_VIEWS) -> ReadPlan:
    """The plan in a file (or its bytes, then with its ``name``). Raises InputRefused where it cannot be read or holds no plan."""
    file_name = name or (source.name if isinstance(source, Path) else "plan")
    data = _bytes(source, file_name)
    suffix = PurePath(file_name).suffix.casefold()
    sheets = _sheets(data, file_name, suffix)
    return _plan(sheets, data, file_name, suffix, views)


def _bytes(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            if source.is_dir():
                raise InputRefused("This is a folder.", action="Name the file of the plan.", place=Place(name))
            if source.stat().st_size > LARGEST:
                raise _too_large(name)
            data = source.read_bytes()
        except OSError as trouble:
            reason = (trouble.strerror or type(trouble).__name__).lower()
            raise InputRefused(
                f"The file cannot be read: {reason}.", action="Check its name and that you may read it.", place=Place(name)
            ) from trouble
    if not data:
        raise InputRefused("The file is empty.", action="Save the plan again and send that.", place=Place(name))
    if len(data) > LARGEST:
        raise _too_large(name)
    return data


def _too_large(name: str) -> InputRefused:
    return InputRefused(
        f"The file is larger than {LARGEST // 2**20} MB.", action="Send the plan alone, without pictures.", place=Place(name)
    )


def _sheets(data: bytes, name: str, suffix: str) -> list[Sheet]:
    """By suffix; a file whose content is of another of our kinds is read as what it is."""
    for start, what in _SIGNATURES:
        if data.startswith(start):
            raise InputRefused(
                f"This is {what}, which is not read as a plan.",
                action="Send the workbook (.xlsx) or the Word document (.docx) that it was made from.",
                place=Place(name),
            )
    if suffix == ".doc" or (suffix not in _READERS and data.startswith(b"\xd0\xcf\x11\xe0")):
        if workbooks.ENCRYPTED in data:
            raise workbooks.locked(name)
        raise InputRefused(
            "Word documents of the old kind are not read.",
            action="Open it in Word, save it as .docx, and send that.",
            place=Place(name),
        )
    if suffix not in _READERS:
        raise InputRefused(
            "This kind of file is not read as a plan.",
            action="Send a workbook (.xlsx, .xls, .ods), a Word document (.docx) or a CSV file.",
            place=Place(name),
        )
    if data[:2] == b"PK" and suffix in (*workbooks.SUFFIXES, *word.SUFFIXES):
        if b"word/document.xml" in data:
            return word.sheets_in(data, name)
        if b"xl/workbook" in data or b"content.xml" in data:
            return workbooks.sheets_in(data, name)
    return _READERS[suffix](data, name)


def _plan(sheets: list[Sheet], data: bytes, name: str, suffix: str, views: Sequence[SheetView]) -> ReadPlan:
    is_plan = [not sheet.hidden and first_header(sheet.rows) is not None for sheet in sheets]
    if not any(is_plan):
        raise _no_plan(sheets, name)
    planned = [sheet for sheet, plan in zip(sheets, is_plan, strict=True) if plan]
    read = _parts_of_one(planned) if tuple(views) == DEFAULT_VIEWS else None
    if read is None:
        shown = views_of([sheet.title for sheet in planned], views, name)
        read = [read_sheet(sheet, view) for sheet, view in zip(planned, shown, strict=True)]
    waiting = iter(read)
    rows: list[ReadRow] = []
    found: list[Doubt] = []
    for sheet, plan in zip(sheets, is_plan, strict=True):
        if plan:
            rows += next(waiting).rows
        else:
            why = "the sheet is hidden" if sheet.hidden else "the sheet has no row of headers of a plan"
            rows += rows_not_read(sheet, why)
            if any(not row.is_blank for row in sheet.rows):
                found.append(_sheet_not_read(sheet, why))
        found += sheet.lost
    matched = match([line for one in read for line in one.lines])
    if not matched.actions:
        raise InputRefused(
            "The file has the headers of a plan and no action below them.",
            action="Send the plan with its actions.",
            place=Place(name),
        )
    final = []
    for row in rows:
        place = (row.sheet, row.number)
        kind, how = matched.kinds.get(place, (row.kind, row.how)) if row.kind is RowKind.ACTION else (row.kind, row.how)
        final.append(replace(row, kind=kind, how=how, doubts=(*row.doubts, *matched.doubts.get(place, ()))))
    return ReadPlan(
        name=name,
        format=suffix.lstrip("."),
        sha256=hashlib.sha256(data).hexdigest(),
        title=_title(read, sheets, name),
        objectives=_objectives(read),
        actions=tuple(matched.actions),
        remarks=tuple(remark for one in read for remark in one.remarks),
        rows=tuple(final),
        differences=tuple(matched.differences),
        doubts=tuple(found),
    )


def _parts_of_one(sheets: list[Sheet]) -> list[ReadSheet] | None:
    """The sheets of a plan that has one for each of its priorities, all of them live; None for a sheet a view."""
    titles = [sheet.title for sheet in sheets]
    read: list[ReadSheet] = []
    if len(sheets) < 2 or any(view_named(title) is not None for title in titles):
        return None
    for sheet in sheets:
        read.append(read_sheet(sheet, SheetView.LIVE, before=sum(len(one.objectives) for one in read)))
    every = [one for sheet in read for one in sheet.objectives.values()]
    if not every and are_names(titles):
        return [read_sheet(sheet, SheetView.LIVE, before=place, named=sheet.title) for place, sheet in enumerate(sheets)]
    is_disjoint = all(len(set(said)) == len(every) for said in ([one.number for one in every], [one.title for one in every]))
    return read if is_disjoint and all(sheet.objectives for sheet in read) else None


def _no_plan(sheets: list[Sheet], name: str) -> InputRefused:
    if not any(not row.is_blank for sheet in sheets for row in sheet.rows):
        return InputRefused("The file holds nothing.", action="Save the plan again and send that.", place=Place(name))
    first = next(row for sheet in sheets for row in sheet.rows if not row.is_blank)
    starts = "; ".join(cell for cell in first.cells if cell)[:60]
    return InputRefused(
        f"This is not a plan that can be read: no row names an activity with its reference, owner, timescale or BRAG "
        f"(it begins “{starts}”).",
        action="Send the plan with its row of headers, such as Ref, Activity, Progress, Responsible, Timescale, BRAG.",
        place=Place(name),
    )


def _sheet_not_read(sheet: Sheet, why: str) -> Doubt:
    action = "Unhide it if it belongs to the plan." if sheet.hidden else "Give it a row of headers if it belongs to the plan."
    return Doubt("sheet_not_read", f"“{sheet.place}” was not read: {why}.", action, "warning", "", sheet.place)


def _objectives(read: list[ReadSheet]) -> tuple[ReadObjective, ...]:
    """Each objective once, with the first words that any sheet has for it, in the order of their numbers where they have some."""
    numbers = list(dict.fromkeys(number for one in read for number in [*one.objectives, *(line.objective for line in one.lines)]))
    result = []
    for number in numbers:
        same = [one.objectives[number] for one in read if number in one.objectives]
        title, aim, how = (next((text for one in same if (text := getattr(one, name))), "") for name in ("title", "aim", "how"))
        result.append(ReadObjective(number, title, aim, how))
    if all(re.fullmatch(r"\d+(\.\d+)?", one.number) for one in result):
        result.sort(key=lambda one: float(one.number))
    return tuple(result)


def _title(read: list[ReadSheet], sheets: list[Sheet], name: str) -> str:
    """The plan's name: the words above the first table without those that name its view, else the first heading, else the file's
    name."""
    candidates = [words for one in read for words in one.titles[:1] if len(words.split()) > 3 or view_named(words) is None]
    candidates += [one.sheet.title for one in read if len(one.sheet.title) > 31]
    candidates += [row.cells[0] for sheet in sheets for row in sheet.rows if row.heads][:1]
    for words in candidates:
        plain = " ".join(words.split())
        parts = re.split(r"(\s+[-–—:]\s+)", plain)
        while len(parts) > 2 and view_named(parts[-1]) is not None:
            parts = parts[:-2]
        title = "".join(parts).strip()
        if 3 <= len(title) <= 200:
            return title
    return re.sub(r"[_\s]+", " ", PurePath(name).stem).strip() or "Plan"
