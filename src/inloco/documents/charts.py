"""Charts with axes: Vega-Lite specifications drawn as SVG, once for each content. A page embeds one by ``chart_data_uri``."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import vl_convert

from inloco.analytics.figure import Unit
from inloco.analytics.statistics.funnel import Funnel
from inloco.documents.cells import Cell
from inloco.documents.chart_funnel import funnel_alt, funnel_spec
from inloco.documents.chart_overviews import history_spec, multiple_spec
from inloco.documents.chart_specs import Limits, Spec, break_indexes, trend_spec
from inloco.documents.chart_words import finding, history_alt, multiple_alt, trend_alt

FONTS = Path(__file__).parent / "fonts"
VEGA_LITE = "6.4"


@dataclass(frozen=True)
class Chart:
    """A drawn chart: the SVG, its finding and its text alternative."""

    title: str
    alt: str
    svg: str

    @property
    def data_uri(self) -> str:
        return chart_data_uri(self.svg)


def chart_data_uri(svg: str) -> str:
    """``svg`` for the ``src`` of an ``<img>``."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


class ChartCache:
    """Drawn charts by the hash of their specification: the latest in memory, all of them in ``folder`` when there is one."""

    def __init__(self, size: int = 512, folder: Path | None = None) -> None:
        self.size = size
        self.folder = folder
        self._drawn: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()
        self._fonts_known = False

    def svg(self, spec: Spec) -> str:
        """The SVG of ``spec``. Drawing takes tens of milliseconds, finding it again none."""
        content = json.dumps([VEGA_LITE, version("vl-convert-python"), spec], sort_keys=True)
        key = hashlib.sha256(content.encode()).hexdigest()
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        svg = self._stored(key)
        if svg is None:
            svg = self._draw(spec)
            self._store(key, svg)
        with self._lock:
            self._drawn[key] = svg
            while len(self._drawn) > self.size:
                self._drawn.popitem(last=False)
        return svg

    def _draw(self, spec: Spec) -> str:
        with self._lock:
            if not self._fonts_known:
                vl_convert.register_font_directory(str(FONTS))
                self._fonts_known = True
        svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
        return svg

    def _stored(self, key: str) -> str | None:
        if self.folder is None:
            return None
        try:
            return (self.folder / f"{key}.svg").read_text(encoding="utf-8")
        except OSError:
            return None

    def _store(self, key: str, svg: str) -> None:
        """Keep a copy for the other processes. A cache that cannot be written costs time, never the page."""
        if self.folder is None:
            return
        part = self.folder / f".{key}.{threading.get_ident()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(svg, encoding="utf-8")
            part.replace(self.folder / f"{key}.svg")
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()


CACHE = ChartCache()
"""The process's own. The web project gives it a folder: ``charts.CACHE.folder = …``."""


def trend_chart(
    name: str,
    cells: Sequence[Cell],
    unit: Unit,
    *,
    counts: str = "children",
    limits: Sequence[Limits] = (),
    target: Decimal | None = None,
    comparator: tuple[str, Cell] | None = None,
    title: str = "",
) -> Chart:
    """The months of one measure: line and markers, control limits, target, the nearest comparator under its own period, and a
    break wherever the definition's version changes. A month without a figure is a gap. ``title`` defaults to the finding."""
    said = title or finding(name, cells, unit, counts)
    breaks = break_indexes(cells)
    alt = trend_alt(
        name,
        cells,
        unit,
        counts=counts,
        limits=[(one.lower, one.upper) for one in limits],
        breaks=[cells[index].period for index in breaks],
        target=target,
        comparator=comparator,
    )
    spec = trend_spec(said, cells, unit, counts, limits, breaks, target, comparator)
    return Chart(said, alt, CACHE.svg(spec))


def history_chart(name: str, rows: Sequence[tuple[str, Sequence[Cell]]], unit: Unit, *, title: str = "") -> Chart:
    """Years of the authority (the first row) and of its comparators, each point under its own period, each line named."""
    said = title or f"{name} by year"
    return Chart(said, history_alt(name, rows, unit), CACHE.svg(history_spec(said, rows, unit)))


def small_multiple(
    name: str,
    rows: Sequence[tuple[str, Sequence[Cell]]],
    unit: Unit,
    *,
    counts: str = "children",
    columns: int = 4,
    title: str = "",
) -> Chart:
    """One small line for each area, all on one scale, so that areas can be compared at a glance."""
    said = title or f"{name} by area, on one scale"
    return Chart(said, multiple_alt(name, rows, unit, counts), CACHE.svg(multiple_spec(said, rows, unit, counts, columns)))


def funnel_chart(name: str, found: Funnel, names: Mapping[str, str], counts: str = "children") -> Chart:
    """Teams by size and share between the limits of chance; ``names`` by area."""
    said = f"{name}: teams against chance"
    return Chart(said, funnel_alt(name, found, names), CACHE.svg(funnel_spec(said, found, names, counts)))
