"""One measured step in a process of its own, so that its time and peak memory are its own: prints them as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

from inloco.analytics.periods import month, months_to

LAST = month(2026, 10)
MONTHS = 13


def measured(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    return result, {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def synthesise(folder: Path, children: int) -> dict[str, Any]:
    from inloco.analytics.synthetic.county import make_county

    _, cost = measured(lambda: make_county(folder / "county", children=children, months=1, until=LAST, seed=1))
    return cost


def load(folder: Path, children: int) -> dict[str, Any]:
    from inloco.analytics.loading import load as load_files
    from inloco.analytics.snapshots import SnapshotStore

    source = next(path for path in sorted((folder / "county").iterdir()) if path.is_dir())
    result, cost = measured(lambda: load_files([source], store=SnapshotStore(folder / "data"), as_at=LAST.end))
    if result.snapshot is None:
        raise SystemExit(f"The made-up county was refused: {result.findings[:3]}")
    return {**cost, "rows": sum(result.tables.values()), "findings": len(result.findings)}


def opened(folder: Path) -> tuple[Any, Any, Any]:
    from inloco.analytics.reference import reference_for
    from inloco.analytics.settings import Settings
    from inloco.analytics.snapshots import SnapshotStore

    store = SnapshotStore(folder / "data")
    snapshot = store.latest()
    return snapshot, reference_for(store, snapshot), Settings()


def figures(folder: Path, children: int) -> dict[str, Any]:
    """All indicators of children; then those alone that the rival has."""
    from benchmarks.pandas_rival import INDICATORS
    from inloco.analytics import engine
    from inloco.analytics.indicators import OF_CHILDREN

    place = opened(folder)
    found, cost = measured(lambda: engine.compute(*place, OF_CHILDREN, months_to(LAST, MONTHS)))
    _, part = measured(lambda: engine.compute(*place, list(INDICATORS), months_to(LAST, MONTHS)))
    numbers = {
        f"{figure.indicator} {figure.period}": [figure.numerator, figure.denominator]
        for figure in found
        if figure.area == place[1].areas.authority.id and not figure.group and figure.indicator in INDICATORS
    }
    areas = len({figure.area for figure in found})
    return {
        **cost, "figures": len(found), "areas": areas, "part_seconds": part["seconds"], "numbers": numbers,
        "indicators": len({figure.indicator for figure in found}),
    }  # fmt: skip


def rival(folder: Path, children: int) -> dict[str, Any]:
    from benchmarks import pandas_rival

    snapshot, _, _ = opened(folder)
    days = [period.end for period in months_to(LAST, MONTHS)]

    def work() -> dict[tuple[str, date], Any]:
        return pandas_rival.figures(pandas_rival.read(snapshot.folder), days)

    found, cost = measured(work)
    periods = dict(zip(days, months_to(LAST, MONTHS), strict=True))
    numbers = {f"{id_} {periods[day]}": [int(met.sum()), int(of.sum())] for (id_, day), (met, of) in found.items()}
    return {**cost, "numbers": numbers}


def read(folder: Path, children: int) -> dict[str, Any]:
    """The floor: every column of the tables that the figures need, read and nothing more."""
    import pyarrow.parquet as pq

    from inloco.analytics.indicators import CATALOGUE

    snapshot, _, _ = opened(folder)
    names = sorted({table for indicator in CATALOGUE.values() for table in indicator.tables if snapshot.has(table)})
    _, cost = measured(lambda: [pq.read_table(snapshot.path(name)) for name in names])
    return cost


def report(folder: Path, children: int) -> dict[str, Any]:
    """The monthly report as a tagged PDF, from a book whose figures are computed already."""
    from inloco.cli import inloco

    arguments = ["report", "monthly", "--period", str(LAST), "--out", str(folder / "report"), "--format", "pdf"]

    def write() -> None:
        with redirect_stdout(sys.stderr):
            inloco.main(args=arguments, prog_name="inloco", standalone_mode=False)

    write()
    _, cost = measured(write)
    return {**cost, "bytes": sum(file.stat().st_size for file in (folder / "report").glob("*.pdf"))}


def plan(folder: Path, children: int) -> dict[str, Any]:
    """A delivery plan of 200 actions and 60 metric lines: read from its workbook and written as records."""
    from inloco.web.database import ensure_database

    ensure_database()
    from inloco.plans.actions.importing import take
    from inloco.plans.reading import read_plan

    source = folder / "plan.xlsx"
    _write_plan(source, actions=200, lines=60)
    taken, cost = measured(lambda: take(read=read_plan(source), by=None))
    return {**cost, "rows": sum(taken.counts.values())}


def _write_plan(target: Path, *, actions: int, lines: int) -> None:
    import xlsxwriter

    headers = ["Ref", "Activity", "Progress", "Metric", "Current", "Target", "Responsible", "Timescale", "BRAG"]
    book = xlsxwriter.Workbook(target)
    for name, count in (("Live", actions), ("Metrics", lines)):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, headers)
        for number in range(count):
            place = number + number // 20 + 2
            if number % 20 == 0:
                sheet.merge_range(
                    place - 1, 0, place - 1, 8, f"Objective {number // 20 + 1} – Part {number // 20 + 1} of the plan"
                )
            notes = " ".join(f"{day:02d}.06.26 - Asked the homes in week {number}, and {day} answered." for day in range(1, 15))
            row = [
                f"{number % 20 + 1}",
                f"Do what was agreed for part {number} of the plan",
                notes,
                "Answers",
                f"{number} 30/06/26",
            ]
            sheet.write_row(place, 0, [*row, f"{number + 9}", "Ines Calloway – Head of Placements", "31/12/26", "Green"])
    book.close()


def pack(folder: Path, children: int) -> dict[str, Any]:
    """A board's pack from frozen papers, as a tagged PDF: with every chart drawn anew, then as after its papers were read."""
    import io

    import pikepdf

    from benchmarks.pack import made_pack
    from inloco.documents.outputs.pack_pdf import pack_pdf

    made = made_pack()
    pdf, cost = measured(lambda: pack_pdf(made))
    with pikepdf.open(io.BytesIO(pdf)) as opened_pdf:
        pages = len(opened_pdf.pages)
    _, again = measured(lambda: pack_pdf(made))
    return {**cost, "bytes": len(pdf), "pages": pages, "again_seconds": again["seconds"]}


STEPS = {step.__name__: step for step in (synthesise, load, figures, rival, read, report, pack, plan)}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(STEPS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))))
