"""The book for those who may not see small numbers: the same questions, with whatever could point to a child withheld.

What is withheld is decided once for all that a book keeps, by the rule of public editions (``analytics.disclosure``), and kept
beside the figures. So no choice of area, month or group changes what is withheld, and none gives away what another withholds.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inloco.analytics.areas import AreaKind
from inloco.analytics.book import FigureBook
from inloco.analytics.disclosure import Withheld, suppress, withheld
from inloco.analytics.errors import FiguresAwaited
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import is_of_children
from inloco.analytics.kept_figures import Cell
from inloco.analytics.periods import Period, parse_period

KEPT = "public"
SCHEMA = pa.schema([("indicator", pa.string()), ("area", pa.string()), ("group", pa.string()), ("period", pa.string())])
"""The cells that are shown. Whatever is not among them was withheld, or never decided about: it is not told either."""


class PublicBook:
    """A FigureBook without its small numbers: the same questions, the same shapes.

    Not told at all: what was known on an earlier day (the published reports say it), and months beyond those that the book keeps.
    """

    def __init__(self, book: FigureBook) -> None:
        self._book = book
        self._cells: dict[str, frozenset[Cell]] = {}
        self._table: pa.Table | None = None
        self.areas = book.areas
        self.settings = book.settings
        self.store = book.store
        self.comparators = book.comparators
        self.target = book.target
        self.latest_period = book.latest_period
        self.is_kept = book.is_kept

    def figures(
        self,
        ids: Iterable[str] | None = None,
        periods: Sequence[Period] | None = None,
        areas: Iterable[str] | None = None,
        as_known: date | None = None,
    ) -> list[Figure]:
        """As the book's, with ``Withheld`` in the place of what is small or would give something small away.

        Raises FiguresAwaited where a book that only reads has nothing decided yet.
        """
        if as_known is not None:
            return []
        return [self._shown(figure) for figure in self._book.figures(ids=ids, periods=periods, areas=areas)]

    @property
    def is_decided(self) -> bool:
        """Whether it is decided, and kept, what is withheld."""
        file = self._file()
        return file is not None and file.is_file()

    def keep(self) -> None:
        """Decide and keep what is withheld, where it is not kept yet: after a load, in the background."""
        if not self.is_decided:
            self._decide()

    def _shown(self, figure: Figure) -> Figure:
        if _is_empty(figure):
            return figure
        if not is_of_children(figure.indicator):
            return figure  # what is counted from plans and minutes has no child in it
        if figure.area in self.areas and self.areas[figure.area].kind is AreaKind.COMPARATOR:
            return figure  # published by others
        return figure if (figure.area, figure.group, figure.period) in self._told(figure.indicator) else withheld(figure)

    def _told(self, indicator: str) -> frozenset[Cell]:
        if indicator not in self._cells:
            if self._table is None:
                self._table = self._read() or self._decide()
            rows = self._table.filter(pc.equal(self._table["indicator"], indicator)).to_pydict()
            periods: Mapping[str, Period] = {written: parse_period(written) for written in set(rows["period"])}
            self._cells[indicator] = frozenset(
                (area, group, periods[written])
                for area, group, written in zip(rows["area"], rows["group"], rows["period"], strict=True)
            )
        return self._cells[indicator]

    def _read(self) -> pa.Table | None:
        file = self._file()
        if file is not None:
            with contextlib.suppress(OSError, pa.ArrowException):
                table = pq.read_table(file)
                if table.schema.equals(SCHEMA):
                    return table
        if self._book.only_kept:
            raise FiguresAwaited("It is being worked out which figures may be shown without pointing to a child.")
        return None

    def _decide(self) -> pa.Table:
        """Over everything that the book keeps, at once. A file that cannot be written only costs time."""
        figures = self._book.figures()
        decided = suppress(figures, self.areas, self.settings.disclosure_threshold)
        shown = [one for one in decided if not isinstance(one, Withheld) and not _is_empty(one)]
        columns = {
            "indicator": [one.indicator for one in shown],
            "area": [one.area for one in shown],
            "group": [one.group for one in shown],
            "period": [str(one.period) for one in shown],
        }
        table = pa.table(columns, schema=SCHEMA)
        file = self._file()
        if file is not None:
            with contextlib.suppress(OSError):
                _write(table, file)
        return table

    def _file(self) -> Path | None:
        """Where it is kept: a name that changes with the figures, the areas, the threshold and the rule. None without figures."""
        source = self._book.snapshot() or self.store.latest("submitted")
        if source is None:
            return None
        others = [one.id for one in (*self._book.extracts(), *self.store.list("submitted"))]
        written = repr((_rule(), others, self.settings.disclosure_threshold, list(self.areas)))
        return self._book.file_for(source, f"{KEPT}-{hashlib.sha256(written.encode()).hexdigest()[:12]}")


Book = FigureBook | PublicBook
"""Either: what a page reads, whoever looks at it."""


def _is_empty(figure: Figure) -> bool:
    return figure.value is None and figure.numerator is None and figure.denominator is None


def _write(table: pa.Table, file: Path) -> None:
    """Put in place whole; what was decided before for the same snapshot is not read again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".writing-") as folder:
        whole = Path(folder) / "public.parquet"
        pq.write_table(table, whole, compression="zstd")
        whole.replace(file)
    before = file.name.rpartition("-")[0]
    for other in file.parent.glob(f"{before}-*.parquet"):
        if other != file:
            other.unlink(missing_ok=True)


@cache
def _rule() -> str:
    """Changes with any wording of the rule."""
    folder = resources.files("inloco.analytics").joinpath("disclosure")
    sources = sorted((one.name, one.read_text(encoding="utf-8")) for one in folder.iterdir() if one.name.endswith(".py"))
    return hashlib.sha256(repr(sources).encode()).hexdigest()
