"""Speed and memory against a named rival, in one run on one machine: ``python -m benchmarks.bench``.

Synthesises a county, then measures each step in a process of its own, prints the table and writes docs/reference/performance.md.
Nothing here is a test: a slow machine fails nothing. But figures that differ from the rival's end the run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import pools
from benchmarks.latency import Latency, measure_pages

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "performance.md"
STEPS = ("synthesise", "load", "figures", "rival", "read", "report", "pack", "plan")
COUNTY = 2_100
"""Children looked after."""
POOLS = "## Several authorities"


@dataclass(frozen=True)
class Line:
    work: str
    measured: str
    target: str


def run(step: str, folder: Path, children: int) -> dict[str, Any]:
    print(f"  {step} …", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.steps", step, str(folder), str(children)],
        capture_output=True, text=True, env={**os.environ, "INLOCO_DATA": str(folder / "data")}, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{step} failed:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def differing(ours: dict[str, list[int | None]], rivals: dict[str, list[int]]) -> list[str]:
    """Where the rival counts otherwise. A count of ours has no denominator."""
    return [
        f"{name}: ours {ours[name]}, rival {numbers}"
        for name, numbers in rivals.items()
        if ours[name][0] != numbers[0] or (ours[name][1] is not None and ours[name][1] != numbers[1])
    ]


def lines(results: dict[str, dict[str, Any]], pages: Latency | None) -> list[Line]:
    load, figures, rival, read = (results[name] for name in ("load", "figures", "rival", "read"))
    found = [
        Line("synthesise one month end, ten years of history", f"{results['synthesise']['seconds']:.1f} s", ""),
        Line(
            f"load, check, snapshot ({load['rows']:,} rows)",
            f"{load['seconds']:.1f} s, {load['peak_mb']:,.0f} MB",
            "≤ 5 s, ≤ 1,024 MB",
        ),
        Line(
            f"{figures['indicators']} indicators × {figures['areas']} areas × 13 months ({figures['figures']:,} figures)",
            f"{figures['seconds']:.1f} s, {figures['peak_mb']:,.0f} MB",
            "≤ 2 s",
        ),
        Line(
            "read the same tables' columns and nothing more",
            f"{read['seconds']:.2f} s",
            f"1 : {figures['seconds'] / read['seconds']:.0f}",
        ),
        Line("the rival's indicators, ours", f"{figures['part_seconds']:.1f} s", ""),
        Line(
            "the rival's indicators, pandas (counts equal)",
            f"{rival['seconds']:.1f} s, {rival['seconds'] / figures['part_seconds']:.0f} × ours",
            "≥ 10 × ours",
        ),
    ]
    if "report" in results:
        report = results["report"]
        found.append(Line(f"monthly report, tagged PDF ({report['bytes'] / 1e6:.1f} MB)", f"{report['seconds']:.1f} s", "≤ 5 s"))
    if "pack" in results:
        pack = results["pack"]
        found.append(
            Line(
                f"board pack, {pack['pages']} pages, 60 charts, 84 tables, tagged PDF ({pack['bytes'] / 1e6:.1f} MB)",
                f"{pack['seconds']:.1f} s, {pack['again_seconds']:.1f} s with its charts drawn before",
                "≤ 5 s for 120 pages",
            )
        )
    if "plan" in results:
        plan = results["plan"]
        found.append(Line(f"import of a delivery plan of 200 actions ({plan['rows']} rows)", f"{plan['seconds']:.1f} s", "≤ 2 s"))
    if pages is not None:
        found.append(
            Line(
                f"a page, 20 people at once ({pages.requests} requests)",
                f"p95 {pages.p95_ms:.0f} ms, median {pages.median_ms:.0f} ms",
                "p95 ≤ 300 ms",
            )
        )
    return found


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyarrow", "pandas", "typst", "django"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{cores} cores, {memory:.0f} GB of memory, {system}, {parts}"


def page(children: int, found: list[Line]) -> str:
    rows = "\n".join(f"| {line.work} | {line.measured} | {line.target} |" for line in found)
    return f"""# Performance

Written by `make bench`; run it to renew this page. Measured on {date.today():%-d %B %Y} with a made-up county of {children:,}
children looked after: {machine()}. Other work on the machine slows every line alike, so the ratios say more than the seconds.

| work | measured | target |
|---|---|---|
{rows}

The rival computes its indicators one by one, each a vectorised pandas query from the extract's tables and without a loop over
children, as most scripts in the sector do. The run stops if a count of the authority differs from ours. Pages are read when the
worker has computed what it keeps after a load; before that a page waits for its figures.
"""


def with_pool(text: str, scale: str, found: list[Line]) -> str:
    """The page with the lines of one scale in its second part, in place of its older ones."""
    first, _, second = text.partition(f"{POOLS}\n")
    older = [
        line for line in second.splitlines() if line.startswith("| ") and not line.startswith(("| work", f"| {scale.title()},"))
    ]
    rows = [*older, *(f"| {line.work} | {line.measured} | {line.target} |" for line in found)]
    return f"""{first.rstrip()}

{POOLS}

Written by `make bench BENCH="--scale region"` and `--scale england`, last on {date.today():%-d %B %Y}. Three authorities are made
up from different seeds, and the pool takes each of them under many names: identifiers are led by a mark of the authority, so that
every copy is other children. The run stops if the authorities do not add up to the pool.

| work | measured | target |
|---|---|---|
{chr(10).join(rows)}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=COUNTY, help="children looked after in the county")
    parser.add_argument("--scale", choices=["county", *pools.SCALES], default="county")
    parser.add_argument("--no-pages", action="store_true", help="leave the web server out")
    chosen = parser.parse_args()
    if chosen.scale != "county":
        found = [Line(*line) for line in pools.lines(chosen.scale)]
        for line in found:
            print(f"{line.work}  {line.measured}  {line.target}")
        PAGE.write_text(with_pool(PAGE.read_text(encoding="utf-8"), chosen.scale, found), encoding="utf-8")
        return 0
    children = chosen.children
    with tempfile.TemporaryDirectory(prefix="inloco-bench-") as name:
        folder = Path(name)
        results = {step: run(step, folder, children) for step in STEPS}
        if different := differing(results["figures"]["numbers"], results["rival"]["numbers"]):
            print("The rival counts otherwise:\n" + "\n".join(different), file=sys.stderr)
            return 1
        pages = None if chosen.no_pages else measure_pages(folder / "data")
    found = lines(results, pages)
    width = max(len(line.work) for line in found)
    for line in found:
        print(f"{line.work:<{width}}  {line.measured:<28}  {line.target}")
    if children == COUNTY:
        before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        kept = before[before.index(POOLS) :] if POOLS in before else ""
        PAGE.write_text(page(children, found) + (f"\n{kept}" if kept else ""), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
