"""Row by row down a sheet: what each is, which objective it stands under, and what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from inloco.plans.reading import doubts
from inloco.plans.reading.brags import dated_brags, is_stage, painted, read_brag, scale_brag
from inloco.plans.reading.columns import settled
from inloco.plans.reading.grid import Row, Sheet, letters
from inloco.plans.reading.headers import STORY, Header, header_in
from inloco.plans.reading.plan import Doubt, Line, ReadRow, Remark, RowKind, SheetView
from inloco.plans.reading.refs import looks_like_ref
from inloco.plans.reading.views import how_words, is_how, objective_number, objective_words
from inloco.plans.timescales import read_timescale
from inloco.plans.words import Brag

_FOREIGN = re.compile(r"^\W*(appendix|annex|key\b|legend|table \d|figure \d|glossary|current data\b|targets?\s*:)", re.IGNORECASE)
_SUMMARY = re.compile(r"^\W*(sub-?)?totals?\b", re.IGNORECASE)


@dataclass
class FoundObjective:
    """An objective as one sheet has it."""

    number: str
    title: str
    aim: str = ""
    how: str = ""


@dataclass
class ReadSheet:
    """What a sheet holds: its rows in order, the lines by row number, the objectives by number, the remarks."""

    sheet: Sheet
    view: SheetView
    rows: list[ReadRow] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    objectives: dict[str, FoundObjective] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    extra: dict[str, int] = field(default_factory=dict)


def read_sheet(sheet: Sheet, view: SheetView, *, before: int = 0, named: str = "") -> ReadSheet:
    """Every row of a plan's sheet, taken as something. ``before`` objectives stand on other sheets: those without a number of
    their own go on from there. ``named``: the objective that the whole sheet is about."""
    reader = _Reader(sheet, view, before)
    if named:
        reader.begin("", named)
    for row in sheet.rows:
        reader.take(row)
    return reader.result


def rows_not_read(sheet: Sheet, why: str) -> Iterator[ReadRow]:
    """The rows of a sheet that is no part of the plan."""
    for row in sheet.rows:
        kind = RowKind.BLANK if row.is_blank else RowKind.NOT_READ
        yield ReadRow(sheet.place, row.number, None, kind, row.cells, "" if row.is_blank else why)


class _Reader:
    """Where we are in a sheet: under which header and objective, after which action, within a foreign table or not."""

    def __init__(self, sheet: Sheet, view: SheetView, before: int) -> None:
        self.sheet, self.view, self.objectives_before = sheet, view, before
        self.result = ReadSheet(sheet, view)
        self.header: Header | None = None
        self.objective = ""
        self.before: RowKind | None = None
        self.after_blank = self.is_foreign = False
        self.last_ref = ""
        self.has_objectives = any(objective_number(row.cells[row.filled[0]]) is not None for row in sheet.rows if _is_single(row))
        self.themes = {} if self.has_objectives else _themes(sheet)

    def take(self, row: Row) -> None:
        kind, how, found = self._kind(row)
        self.after_blank = kind is RowKind.BLANK
        if kind is not RowKind.BLANK:
            self.before = kind
            self.is_foreign = kind is RowKind.FOREIGN
        ref = self.result.lines[-1].ref if kind is RowKind.ACTION else ""
        self.result.rows.append(
            ReadRow(
                self.sheet.place,
                row.number,
                self.view,
                kind,
                row.cells,
                how,
                self.objective,
                ref,
                (*found, *self._unread(row)),
            )
        )

    def _unread(self, row: Row) -> list[Doubt]:
        """What the row holds beside its values; that it is hidden only where it holds any."""
        return [one for one in self.sheet.doubts.get(row.number, ()) if one.code != "hidden_row" or not row.is_blank]

    def _kind(self, row: Row) -> tuple[RowKind, str, list[Doubt]]:
        if row.is_blank:
            return RowKind.BLANK, "", []
        if (header := header_in(row)) is not None:
            return self._begin_table(row, header)
        text = row.cells[row.filled[0]]
        if _is_single(row) and (found := self._heading(row, text)) is not None:
            return *found, []
        if self.header is None:
            self.result.titles.append(text)
            return RowKind.TITLE, "stands above the table", []
        if row.apart:
            return RowKind.FOREIGN, "text outside the table", []
        return self._body(row, self.header)

    def _begin_table(self, row: Row, header: Header) -> tuple[RowKind, str, list[Doubt]]:
        """A row of headers. The heading above it begins an objective where the tables of a document have one each."""
        below = [one for one in self.sheet.rows if one.number > row.number]
        may_name = not self.has_objectives and not self.themes
        header = settled(header, row, below, may_name_objectives=may_name)
        found = [doubts.extra_column(words) for words in header.extra.values()]
        found += [doubts.earlier_brag(row.cells[place]) for place in header.earlier]
        found += [
            doubts.hidden_column(letters(place), row.cells[place]) for place in row.filled if place in self.sheet.hidden_columns
        ]
        if "ref" not in header.places and self.header is None:
            found.append(doubts.no_refs())
        self.header = header
        self.result.extra |= dict.fromkeys(header.extra.values(), row.number)
        theme = self.themes.get(row.number)
        if theme is not None:
            self.begin("", theme.cells[0])
            for place, one in enumerate(self.result.rows):
                if one.number == theme.number:
                    how = f"begins objective {self.objective}"
                    self.result.rows[place] = replace(one, kind=RowKind.OBJECTIVE, how=how, objective=self.objective)
        return RowKind.HEADER, "names the columns", found

    def _heading(self, row: Row, text: str) -> tuple[RowKind, str] | None:
        """A row with one cell: an objective, its aim, how it will be achieved, or the plan's title again."""
        number = objective_number(text)
        across = row.spans or row.apart
        if number is not None and (across or row.filled == [0] or re.match(r"\W*objective\s+\d", text, re.IGNORECASE)):
            self.begin(number, text)
            return RowKind.OBJECTIVE, f"begins objective {self.objective}"
        if not across:
            return None
        if is_how(text) and self.objective:
            self._current().how = self._current().how or how_words(text)
            return RowKind.HOW, f"says how objective {self.objective} will be achieved"
        if text in self.result.titles:
            return RowKind.TITLE, "the title again"
        if row.apart or self.header is None:
            return None
        if self.before is RowKind.OBJECTIVE:
            self._current().aim = " ".join([self._current().aim, text]).strip()
            return RowKind.AIM, f"the aim of objective {self.objective}"
        if not self.has_objectives and not self.after_blank and len(text) <= 300 and not _FOREIGN.match(text):
            self.begin("", text)
            return RowKind.OBJECTIVE, f"begins objective {self.objective}"
        if self.is_foreign or self.after_blank or _FOREIGN.match(text):
            return RowKind.FOREIGN, "not part of the plan’s table"
        return None

    def begin(self, number: str, text: str) -> None:
        title, aim = objective_words(text)
        self.objective = number or self._next_number()
        found = self.result.objectives.setdefault(self.objective, FoundObjective(self.objective, title, aim))
        found.title, found.aim = found.title or title, found.aim or aim
        self.last_ref = ""

    def _begin_by_column(self, text: str) -> None:
        """An objective that a column names. Its number is its own, else its place among those of the sheet."""
        number = objective_number(text)
        if number is None and (written := re.fullmatch(r"(\d{1,2})\W*(?:[-–:.)]\s*(.*))?", text)):
            number, text = written[1], written[2] or text
        title = objective_words(text)[0] if objective_number(text) is not None else text
        known = next((one.number for one in self.result.objectives.values() if title and one.title == title), None)
        self.objective = known or number or self._next_number()
        self.result.objectives.setdefault(self.objective, FoundObjective(self.objective, title))

    def _next_number(self) -> str:
        return str(self.objectives_before + len(self.result.objectives) + 1)

    def _current(self) -> FoundObjective:
        return self.result.objectives.setdefault(self.objective, FoundObjective(self.objective, ""))

    def _body(self, row: Row, header: Header) -> tuple[RowKind, str, list[Doubt]]:
        ref, activity = header.value(row, "ref"), header.value(row, "activity")
        others = {name for name in ("responsible", "timescale", "brag") if header.value(row, name)}
        said = {name for name in ("progress", "evidence", "metric", "current", "target", *STORY) if header.value(row, name)}
        is_words = len(re.findall(r"[^\W\d_]{2,}", activity)) >= 2
        has_ref = bool(ref) and looks_like_ref(ref)
        if self.is_foreign and not (has_ref and is_words):
            return RowKind.FOREIGN, "goes on with a table that is not part of the plan", []
        starts_foreign = self.after_blank or bool(_FOREIGN.match(activity or ref)) or _looks_like_figures(row)
        if starts_foreign and not has_ref and not others and not (is_words and len(said) >= 2):
            return RowKind.FOREIGN, "begins a table that is not part of the plan", []
        if has_ref and not is_words and not others and _looks_like_figures(row):
            return RowKind.FOREIGN, "figures, not an action", []
        if _SUMMARY.match(ref or activity) and not has_ref:
            return RowKind.FOREIGN, "a total, not an action", []
        if is_words and (ref or others or said or "ref" not in header.places):
            return self._action(row, header)
        if ref and (activity or others or said):
            return self._action(row, header)
        if len(said.intersection(STORY)) >= 2:
            return self._action(row, header)
        return self._remark(row)

    def _remark(self, row: Row) -> tuple[RowKind, str, list[Doubt]]:
        text = "\n".join(dict.fromkeys(row.cells[place] for place in row.filled))
        self.result.remarks.append(Remark(self.view, self.sheet.place, row.number, self.objective, text, self.last_ref))
        after = f"; it stands below {self.last_ref}" if self.last_ref else ""
        return RowKind.REMARK, f"words without an action{after}", [doubts.stray_remark(text, self.last_ref)]

    def _action(self, row: Row, header: Header) -> tuple[RowKind, str, list[Doubt]]:
        if named := header.value(row, "objective"):
            self._begin_by_column(" ".join(named.split()))
        values = {name: header.value(row, name) for name in (*doubts.TEXT_FIELDS, "timescale")}
        if support := header.value(row, "support"):
            values["responsible"] = f"{values['responsible']}\nSupport: {support}".strip()
        if revised := header.value(row, "revised"):
            values["timescale"] = f"{revised} (was {values['timescale']})" if values["timescale"] else revised
        if header.updates:
            values["progress"] = _updates(header, row)
        words = header.value(row, "brag")
        colour = self.sheet.colours.get((row.number, header.places.get("brag", -1)), "")
        brag = read_brag(words)
        found: list[Doubt] = []
        if not words and (from_fill := painted(colour)) is not None:
            brag = from_fill
            found.append(doubts.brag_from_fill(from_fill))
        elif words and brag is None and (brag := scale_brag(words)) is not None:
            found.append(doubts.brag_from_scale(words, brag))
        elif words and brag is None:
            found.append(doubts.stage_for_brag(words) if is_stage(words) else doubts.unreadable_brag(words))
        timescale = read_timescale(values.pop("timescale"))
        line = Line(
            view=self.view,
            sheet=self.sheet.place,
            number=row.number,
            objective=self.objective,
            **values,
            timescale=timescale,
            brag=brag,
            brag_words=words,
            extra=header.others(row),
            earlier_brags=_earlier(header, row, words, values["progress"]),
            brag_on=header.brag_on,
        )
        found += doubts.of_line(line, has_objectives=self.has_objectives, has_refs="ref" in header.places)
        self.last_ref = line.ref or self.last_ref
        self.result.lines.append(line)
        return RowKind.ACTION, "an action", found


def _themes(sheet: Sheet) -> dict[int, Row]:
    """The heading above each table of a document, by the number of the table's row of headers. Only where several tables have
    one: a heading above the only table is its title."""
    found: dict[int, Row] = {}
    above: Row | None = None
    for row in sheet.rows:
        if row.heads:
            above = row
        elif header_in(row) is not None:
            if above is not None:
                found[row.number] = above
            above = None
        elif not row.apart and not row.is_blank:
            above = None
    return found if len({row.cells[0] for row in found.values()}) > 1 else {}


def _earlier(header: Header, row: Row, *texts: str) -> tuple[tuple[date, Brag], ...]:
    """Judgements of days before, each day once: of columns of months, else beside a date in the cells of BRAG and progress."""
    found: dict[date, Brag] = {}
    for place, day in header.earlier.items():
        words = row.cells[place] if place < len(row.cells) else ""
        if (brag := read_brag(words) or scale_brag(words)) is not None:
            found[day] = brag
    for text in texts:
        for day, brag in dated_brags(text):
            found.setdefault(day, brag)
    return tuple(sorted(found.items()))


def _updates(header: Header, row: Row) -> str:
    """The notes of several columns of progress, the newest first, each with its month."""
    said = sorted(header.updates.items(), key=lambda pair: pair[1], reverse=True)
    told = [(day, row.cells[place]) for place, day in said if place < len(row.cells) and row.cells[place]]
    return "\n".join(f"{day:%B %Y}: {words}" for day, words in told)


def _is_single(row: Row) -> bool:
    return len(row.filled) == 1


def _looks_like_figures(row: Row) -> bool:
    """At least three cells, most of them figures or a word or two: a table of its own."""
    cells = [row.cells[place] for place in row.filled]
    short = [cell for cell in cells if len(cell) <= 20]
    figures = [cell for cell in cells if re.fullmatch(r"[<>£]?\s?[\d,.]+\s?%?", cell)]
    return len(cells) >= 3 and len(short) == len(cells) and (len(figures) >= 2 or len(cells) >= 4)
