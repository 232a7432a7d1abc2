"""Tables as numbers: which columns are counts, percentages or rates, which rows are totals or comparators, what each is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise, takewhile

from inloco.documents.contradictions.contradiction import Contradiction, Severity, quoted
from inloco.documents.contradictions.quantities import Of, Quantity, quantities
from inloco.documents.contradictions.written_periods import MONTHS, period_of
from inloco.documents.paper_text import Block, Kind, PaperText, Row

TOTAL = re.compile(
    r"^(?:grand |overall |county |council |borough |city |authority |sub-?)?totals?\b|^all(?: areas| "
    r"teams| children| localities| districts)?$"
    r"|^overall$|^sum$|\btotal$|^in total\b|^whole (?:county|authority|council)\b|^county(?: council)?$",
    re.I,
)
COMPARATOR = re.compile(
    r"\b(?:england|national(?:ly)?|north(?: ?|-)west|nw|south(?: ?|-)east|south(?: ?|-)west|north(?: "
    r"?|-)east|midlands|yorkshire|london|region(?:al)?"
    r"|statistical|neighbours?|sn'?s?|comparators?|target|ambition|threshold|benchmark|family group"
    r"|cipfa|peers?|average|last year|previous)\b",
    re.I,
)
NOT_ADDED = re.compile(
    r"\b(?:rate|per|%|percent\w*|average|avg|mean|median|age|aged|year|score|ratio|target|days|rank"
    r"|index|share|proportion|change|difference"
    r"|cumulative|to date|fte|date|ref|no\.?|week|caseload|variance|trend|last|previous|prior|20\d\d)\b|%|[±+]/-",
    re.I,
)
PERCENT_LABEL = re.compile(r"^\s*(?:%|per ?cent\b|percentages?\b)|\(%\)|\s%$|^%|\bpercentage\b|\bpercent$", re.I)
NUMBER_LABEL = re.compile(r"^\s*(?:numbers?|no\.?|counts?|total number)\b(?! ?(?:of )?(?:%|percent))|\(number\)|\(no\.?\)", re.I)
RATE_LABEL = re.compile(r"\bper (?:10,?000|1,?000|100,?000)\b|^\s*rates?\b", re.I)
HIDDEN = re.compile(r"^(?:[<≤]\s?\d+|\*+|c|x|s|\.\.|:|\[[a-z]\]|-|–|—|n/?a|tbc|nil return|not available|suppressed)$", re.I)


@dataclass(frozen=True)
class Value:
    """A number in a cell. ``of`` is count, decimal, percent or money."""

    quantity: Quantity

    @property
    def of(self) -> Of:
        return self.quantity.of

    @property
    def number(self) -> Decimal:
        return self.quantity.value


@dataclass(frozen=True)
class GridRow:
    """A row: its label, a value or None a column, and whether any of its cells hides a number."""

    label: str
    values: tuple[Value | None, ...]
    hidden: tuple[bool, ...]
    row: Row

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def is_total(self) -> bool:
        return bool(TOTAL.search(self.label))

    @property
    def is_comparator(self) -> bool:
        return bool(COMPARATOR.search(self.label)) and not self.is_total


@dataclass(frozen=True)
class Grid:
    """A table with a header. ``headers`` and each row's ``values`` leave the labels out; ``corner`` is above them.

    ``turned_from`` has the lines of the rows that are columns now.
    """

    block: Block
    title: str
    title_line: int | None
    corner: str
    headers: tuple[str, ...]
    rows: tuple[GridRow, ...]
    turned_from: tuple[int, ...] = ()

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The period that each column is of, or nothing."""
        return _periods(self.headers)

    @property
    def corner_period(self) -> str:
        """The period that stands above the labels, where one does: the whole table is of it."""
        return _period(self.corner)

    def column(self, at: int) -> list[tuple[GridRow, Value]]:
        return [(row, value) for row in self.rows if (value := row.values[at]) is not None]

    def kind(self, at: int) -> Of | None:
        """What most values of a column are; a percentage by its header where the sign is left out; None without values."""
        values = [value for _, value in self.column(at)]
        if not values:
            return None
        kinds = [value.of for value in values]
        kind = max(dict.fromkeys(kinds), key=kinds.count)
        if kind in (Of.COUNT, Of.DECIMAL) and (PERCENT_LABEL.search(self.headers[at]) or self._is_percent_table(at)):
            return Of.PERCENT if all(value.number <= 100 for value in values) else kind
        return Of.DECIMAL if kind is Of.COUNT and Of.DECIMAL in kinds else kind

    def _is_percent_table(self, at: int) -> bool:
        named = PERCENT_LABEL.search(self.title) and not any(NUMBER_LABEL.search(header) for header in self.headers)
        return bool(named) and bool(self.periods[at])

    def turned(self) -> Grid:
        """Rows as columns."""
        rows = tuple(
            GridRow(
                header, tuple(row.values[at] for row in self.rows), tuple(row.hidden[at] for row in self.rows), self.rows[0].row
            )
            for at, header in enumerate(self.headers)
        )
        headers = tuple(row.label for row in self.rows)
        return replace(self, headers=headers, rows=rows, turned_from=tuple(row.line for row in self.rows))

    def upright(self) -> Grid:
        """With its periods across, whichever way it was written."""
        down = sum(bool(one) for one in _periods([row.label for row in self.rows]))
        return self.turned() if down >= 4 and not any(self.periods) and down == len(self.rows) else self

    def line_of(self, row: GridRow, at: int) -> int:
        """The line of a cell; in a turned table rows and columns have changed places."""
        return self.turned_from[at] if self.turned_from else row.line

    def found(
        self, rule: str, severity: Severity, line: int, says: str, shows: str, message: str, other_lines: Iterable[int] = ()
    ) -> Contradiction:
        """A contradiction in the row on ``line``; the row is the quotation."""
        row = next((one for one in self.block.rows if one.line == line), None)
        text = " | ".join(cell for cell in row.cells if cell) if row else self.title
        others = tuple(one for one in dict.fromkeys(other_lines) if one != line)
        return Contradiction(
            rule, severity, line, quoted(text), says, shows, message, others, self.block.page, self.block.paragraph
        )


def grids_of(paper: PaperText) -> Iterator[Grid]:
    """Every table of a paper that holds numbers, with the words above it as its title."""
    above: list[Block] = []
    for block in paper:
        if block.kind is Kind.TABLE:
            title = _title(above)
            for grid in _grids(block, " – ".join(one.text for one in title), title[-1].line if title else None):
                if grid.rows and grid.headers:
                    yield grid
        elif block.text and block.kind is not Kind.ITEM:
            above.append(block)


def _title(above: Sequence[Block]) -> list[Block]:
    """The caption just above, where there is one, and the nearest heading."""
    if not above:
        return []
    last = above[-1]
    if last.kind is Kind.HEADING:
        two = above[-2:]
        return list(two) if len(two) == 2 and two[0].kind is Kind.HEADING and two[0].line >= last.line - 3 else [last]
    heading = next((one for one in reversed(above) if one.kind is Kind.HEADING), None)
    caption = [last] if len(last.text) < 160 else []
    return [*([heading] if heading else []), *caption]


def _grids(block: Block, title: str, title_line: int | None) -> Iterator[Grid]:
    """A block may hold tables one below the other: a row of headers begins each."""
    width = max((len(row.cells) for row in block.rows), default=0)
    if width < 2 or len(block.rows) < 2:
        return
    starts = [at for at, row in enumerate(block.rows) if _is_header(row) and (at == 0 or not _is_header(block.rows[at - 1]))]
    if not starts or starts[0] != 0:
        starts = [0, *starts]
    for start, end in zip(starts, [*starts[1:], len(block.rows)], strict=True):
        part = block.rows[start:end]
        if len(part) > 1:
            for beside in _side_by_side(part, width):
                yield _grid(replace(block, rows=beside), title, title_line, max(len(row.cells) for row in beside))


def _side_by_side(rows: tuple[Row, ...], width: int) -> list[tuple[Row, ...]]:
    """The tables that stand next to each other in one: a second column of labels, under a period, between columns of numbers."""
    filled = [(*row.cells, *[""] * (width - len(row.cells))) for row in rows]
    for at in range(3, width - 1):
        below = [cells[at].strip() for cells in filled[1:] if cells[at].strip()]
        names = [cell.strip() for cell in filled[0][at + 1 :] if cell.strip()]
        if (
            _period(filled[0][at])
            and below
            and all(LABEL.match(cell) for cell in below)
            and len(names) >= 2
            and not any(_period(name) or _value(name) for name in names)
            and any(_value(cell) is not None for cell in filled[1][1:at])
            and any(_value(cell) is not None for cell in filled[1][at + 1 :])
        ):
            return [
                tuple(replace(row, cells=cells[:at]) for row, cells in zip(rows, filled, strict=True)),
                tuple(replace(row, cells=cells[at:]) for row, cells in zip(rows, filled, strict=True)),
            ]
    return [rows]


LABEL = re.compile(r"^(?:number|rate|percentage|per ?cent|%|average|total|value|count)\b[^\d]*(?:per [\d,]+[^\d]*)?$", re.I)


def _is_header(row: Row) -> bool:
    """A row of words or periods, with hardly a number in it."""
    cells = [cell for cell in row.cells[1:] if cell.strip()]
    if not cells:
        return False
    numbers = sum(_value(cell) is not None or bool(HIDDEN.match(cell.strip())) for cell in cells)
    periods = sum(bool(one) for one in _periods(cells))
    return periods >= max(2, len(cells) * 0.6) or (numbers == 0 and len(cells) >= max(1, (len(row.cells) - 1) * 0.6))


def _grid(block: Block, title: str, title_line: int | None, width: int) -> Grid:
    rows = [(*row.cells, *[""] * (width - len(row.cells))) for row in block.rows]
    header_count = 0 if _is_headless(block.rows[0]) else 1
    while 0 < header_count < len(rows) - 1 and _is_header(block.rows[header_count]):
        header_count += 1
    body = rows[header_count:]
    first = 1 if KEY.search(rows[0][0]) or all(_periods([row[0] for row in body])) else 0
    while first < width - 1 and not _numeric_column([row[first] for row in body]):
        first += 1
    headers = tuple(" ".join(dict.fromkeys(row[at] for row in rows[:header_count] if row[at])) for at in range(width))
    labels = [" ".join(part for part in row[:first] if part).strip(" *'") for row in body]
    made = tuple(
        GridRow(
            label,
            tuple(_value(cell) for cell in cells[first:]),
            tuple(bool(HIDDEN.match(cell.strip())) for cell in cells[first:]),
            row,
        )
        for label, cells, row in zip(labels, body, block.rows[header_count:], strict=True)
    )
    return Grid(block, title, title_line, headers[0] if first else "", headers[first:], made)


def _is_headless(row: Row) -> bool:
    """Whether a table begins with its first row of numbers: a label, then nothing but numbers that are no periods."""
    filled = [cell for cell in row.cells if cell.strip()]
    labels = list(takewhile(lambda cell: _value(cell) is None, filled))
    cells = filled[len(labels) :]
    numbers = [one.number for cell in cells if (one := _value(cell))]
    counts_on = len(numbers) > 1 and all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return (
        any(re.search(r"[a-z]{3}", label, re.I) for label in labels)
        and 0 < len(numbers) == len(cells)
        and not counts_on
        and not any(KEY.search(label) for label in labels)
        and not any(_periods(cells))
    )


KEY = re.compile(r"^\W*(?:year|age|ref|no\.?|month|quarter|week|rank|item|id|#|date|period|number of placements)\b", re.I)


def _numeric_column(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    numeric = sum(_value(cell) is not None or bool(HIDDEN.match(cell.strip())) for cell in filled)
    return bool(filled) and numeric >= len(filled) * 0.5


NUMBERED = re.compile(r"^[~c.]*\s*[-+−]?£?\s*[\d,]+(?:\.\d+)?\s*(?:%|k|m|per ?cent)?\s*[*†^]*$", re.I)


def _value(cell: str) -> Value | None:
    """The number that a cell holds alone; with a count and its percentage in brackets, the count."""
    text = cell.strip().strip("*†'").strip()
    if paired := re.match(r"^([\d,]+)\s*\(\s*[\d.]+\s*%\s*\)$", text):
        text = paired[1]
    if owed := re.match(r"^\(([£\d,.]+%?)\)$", text):  # as accounts write what is below nought
        text = f"-{owed[1]}"
    if not text or not NUMBERED.match(text):
        return None
    if re.fullmatch(r"[\d,]+", text):
        number = Decimal(text.replace(",", ""))
        return Value(Quantity(Of.COUNT, 0, len(text), text, number, number, number))
    found = quantities(text)
    if len(found) != 1 or found[0].of not in (Of.COUNT, Of.DECIMAL, Of.PERCENT, Of.MONEY):
        return None
    one = found[0]
    return Value(replace(one, value=-one.value, low=-one.high, high=-one.low)) if text[0] in "-−" else Value(one)


def _periods(headers: Sequence[str]) -> tuple[str, ...]:
    """The period of each header. Bare years are years only where they follow each other: 2059 children are no year."""
    found = [_period(header) for header in headers]
    years = [int(one) for one in found if re.fullmatch(r"\d{4}", one)]
    if any(later - earlier != 1 for earlier, later in pairwise(years)):
        found = ["" if re.fullmatch(r"\d{4}", one) else one for one in found]
    return tuple(found)


def _period(header: str) -> str:
    text = header.strip(" *")
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return text
    plain = re.sub(r"^(?:at |to |year ending |as at |end of |31(?:st)? (?=march)|yr |fy ?)", "", text.lower()).strip()
    if re.fullmatch(r"[a-z]{3,9}", plain) and plain[:3] in MONTHS:
        return f"-{plain[:3]}"
    if re.fullmatch(r"q[1-4]", plain):
        return f"-{plain}"
    return period_of(plain)
