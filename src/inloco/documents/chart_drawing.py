"""Vega-Lite specifications drawn as SVG, each content once. A drawing takes tens of milliseconds and holds up its whole process,
so charts wait until the picture of one is asked for, and many that wait together are drawn side by side by other processes."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import vl_convert

if TYPE_CHECKING:
    from inloco.documents.chart_specs import Spec

FONTS = Path(__file__).parent / "fonts"
VEGA_LITE = "6.4"
FEW = 12
"""So many charts are drawn here before another process would have started."""
LONGEST = 120
"""Seconds after which another process is given up, and its charts are drawn here."""


class Drawing:
    """A chart to be drawn: the specification, and the SVG as soon as somebody asks."""

    def __init__(self, spec: Spec, cache: ChartCache) -> None:
        self.spec = spec
        self.key = _key(spec)
        self._cache = cache

    @property
    def svg(self) -> str:
        return self._cache.svg(self)


class ChartCache:
    """Drawn charts by the hash of their specification: the latest in memory, all of them in ``folder`` when there is one."""

    def __init__(self, size: int = 512, folder: Path | None = None) -> None:
        self.size = size
        self.folder = folder
        self._drawn: OrderedDict[str, str] = OrderedDict()
        self._waiting: WeakValueDictionary[str, Drawing] = WeakValueDictionary()
        self._lock = threading.Lock()

    def drawing(self, spec: Spec) -> Drawing:
        """``spec`` among those that wait. One that nobody holds any more waits no longer."""
        made = Drawing(spec, self)
        with self._lock:
            self._waiting[made.key] = made
        return made

    def svg(self, asked: Drawing) -> str:
        """The SVG of ``asked``. Where many others wait that were never drawn, they are drawn with it."""
        known = self._known(asked.key)
        if known is not None:
            return known
        with self._lock:
            others = [one for one in self._waiting.values() if one is not asked]
            self._waiting.clear()
        wanted = {asked.key: asked.spec} | {one.key: one.spec for one in others if self._known(one.key) is None}
        drawn = side_by_side(wanted) if len(wanted) > FEW else {}
        svg = drawn.get(asked.key) or draw(asked.spec)
        for key, made in {**drawn, asked.key: svg}.items():
            self._store(key, made)
            self._remember(key, made)
        return svg

    def _known(self, key: str) -> str | None:
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        if self.folder is None:
            return None
        try:
            svg = (self.folder / f"{key}.svg").read_text(encoding="utf-8")
        except OSError:
            return None
        self._remember(key, svg)
        return svg

    def _remember(self, key: str, svg: str) -> None:
        with self._lock:
            self._drawn[key] = svg
            while len(self._drawn) > self.size:
                self._drawn.popitem(last=False)

    def _store(self, key: str, svg: str) -> None:
        """Keep a copy for the other processes. A cache that cannot be written costs time, never the page."""
        if self.folder is None:
            return
        part = self.folder / f".{key}.{os.getpid()}-{threading.get_ident()}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            part.write_text(svg, encoding="utf-8")
            part.replace(self.folder / f"{key}.svg")
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()


def _key(spec: Spec) -> str:
    content = json.dumps([VEGA_LITE, version("vl-convert-python"), spec], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def draw(spec: Spec) -> str:
    """The SVG of ``spec``, in our own type and without a look at the network."""
    _know_fonts()
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    return svg


def png(svg: str) -> bytes:
    """The picture of ``svg`` for a Word file, twice as fine as on a page."""
    _know_fonts()
    made: bytes = vl_convert.svg_to_png(svg, scale=2)
    return made


@cache
def _know_fonts() -> None:
    """Tell the converter of our own type: once in a process."""
    vl_convert.register_font_directory(str(FONTS))


def side_by_side(specs: Mapping[str, Spec]) -> dict[str, str]:
    """The SVG of each of ``specs``, drawn by a process a core. What a process did not bring is left out, for the caller to draw:
    there the fault, if there is one, has its right place."""
    keys = list(specs)
    count = min(os.cpu_count() or 1, -(-len(keys) // FEW))
    shares = [keys[first::count] for first in range(count)]
    with ThreadPoolExecutor(count) as pool:
        brought = pool.map(lambda share: _elsewhere([specs[key] for key in share]), shares)
        return {key: svg for share, svgs in zip(shares, brought, strict=True) for key, svg in zip(share, svgs, strict=False)}


def _elsewhere(specs: Sequence[Spec]) -> list[str]:
    """What another process draws of ``specs``; nothing where it fails."""
    with contextlib.suppress(OSError, subprocess.SubprocessError, ValueError):
        done = subprocess.run(
            [sys.executable, "-m", __spec__.name],
            input=json.dumps(specs).encode(),
            capture_output=True,
            check=True,
            timeout=LONGEST,
        )
        svgs: list[str] = json.loads(done.stdout)
        return svgs
    return []


if __name__ == "__main__":
    json.dump([draw(spec) for spec in json.load(sys.stdin)], sys.stdout)
