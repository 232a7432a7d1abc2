"""A region or England as a pool of authorities: ``python -m benchmarks.pools region``. Prints its lines; ``bench`` writes them.

Making up 152 authorities one by one would take an hour, so a few are made up from different seeds, and the pool takes each of
them under many names. Its identifiers are led by a mark of the authority, so every copy is other children to the engine: sizes
and joins are those of as many different authorities; what the copies have in common is that their counts repeat.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

from benchmarks.steps import LAST, MONTHS, measured
from inloco.analytics.periods import months_to

SCALES = {"region": (14, 1_357), "england": (152, 553)}
"""Authorities, and children looked after in each: 19,000 and 84,000 in all."""
SEEDS = 3


def make(folder: Path, authorities: int, children: int) -> dict[str, Any]:
    """A few authorities, loaded, and the pool that has each of them under many names."""
    from inloco.analytics.loading import load
    from inloco.analytics.snapshots import SnapshotStore
    from inloco.analytics.synthetic.county import make_county

    def work() -> int:
        rows = 0
        for seed in range(SEEDS):
            make_county(folder / f"made{seed}", children=children, months=1, until=LAST, seed=seed + 1)
            extract = next(one for one in sorted((folder / f"made{seed}").iterdir()) if one.is_dir())
            result = load([extract], store=SnapshotStore(folder / f"seed{seed}"), as_at=LAST.end)
            if result.snapshot is None:
                raise SystemExit(f"A made-up authority was refused: {result.findings[:3]}")
            rows += sum(result.tables.values())
        (folder / "pool").mkdir()
        for number in range(authorities):
            (folder / "pool" / f"authority{number + 1:03d}").symlink_to(folder / f"seed{number % SEEDS}")
        return rows

    rows, cost = measured(work)
    return {**cost, "rows": rows}


def count(folder: Path, authorities: int, children: int) -> dict[str, Any]:
    """The bare read of all tables; every child-level figure of every authority and the whole, from file to figure."""
    import pyarrow.parquet as pq

    from inloco.analytics.pool import POOL, authorities_of, pooled
    from inloco.analytics.pool import count as count_pool
    from inloco.analytics.settings import Settings
    from inloco.analytics.snapshots import SnapshotStore

    held = authorities_of(folder / "pool")
    stores = [SnapshotStore(root).latest() for root in held.values()]
    needed = pooled(held).snapshot.tables
    files = [one.path(table) for one in stores if one is not None for table in needed if one.has(table)]
    _, read = measured(lambda: [pq.read_table(file).num_rows for file in files])
    (folder / "room").mkdir()
    found, cost = measured(
        lambda: count_pool(pooled(held), folder / "room", Settings(), None, months_to(LAST, MONTHS), places={POOL, *held})
    )
    whole = next(one for one in found if (one.indicator, one.area, one.period) == ("cla_count", POOL, LAST))
    parts = [one for one in found if (one.indicator, one.period) == ("cla_count", LAST) and one.area in held]
    if whole.numerator != sum(one.numerator or 0 for one in parts) or len(parts) != authorities:
        raise SystemExit("The authorities do not add up to the pool.")
    return {
        **cost, "read_seconds": read["seconds"], "rows": sum(needed.values()),
        "figures": len(found), "indicators": len({one.indicator for one in found}), "looked_after": whole.numerator,
    }  # fmt: skip


STEPS = {step.__name__: step for step in (make, count)}


def lines(scale: str) -> list[tuple[str, str, str]]:
    """What was measured at this scale: the work, the time and memory, the target."""
    authorities, children = SCALES[scale]
    with tempfile.TemporaryDirectory(prefix="inloco-pool-") as name:
        told = {step: _run(step, Path(name), authorities, children) for step in STEPS}
    counted = told["count"]
    is_england = scale == "england"
    work = f"{counted['indicators']} indicators × {authorities + 1} areas × {MONTHS} months ({counted['figures']:,} figures)"
    where = f"{scale.title()}, {authorities} authorities, {counted['looked_after']:,} children looked after"
    return [
        (
            f"{where}: {work} from {counted['rows']:,} rows",
            f"{counted['seconds']:.1f} s, {counted['peak_mb']:,.0f} MB",
            "≤ 60 s, ≤ 6,144 MB" if is_england else "",
        ),
        (
            f"{where}: read every column of those tables and nothing more, ours beside it",
            f"{counted['read_seconds']:.1f} s, 1 : {counted['seconds'] / counted['read_seconds']:.0f}",
            "≥ 1 : 20" if is_england else "",
        ),
    ]


def _run(step: str, folder: Path, authorities: int, children: int) -> dict[str, Any]:
    print(f"  {step} …", file=sys.stderr, flush=True)
    arguments = [step, "--folder", str(folder), "--size", f"{authorities}x{children}"]
    done = subprocess.run([sys.executable, "-m", "benchmarks.pools", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{step} failed:\n{done.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=[*SCALES, *STEPS])
    parser.add_argument("--folder", type=Path, help="for one step: where")
    parser.add_argument("--size", help="for one step: authorities x children in each, like 14x1357")
    chosen = parser.parse_args()
    if chosen.what in STEPS:
        authorities, children = (int(part) for part in chosen.size.split("x"))
        print(json.dumps(STEPS[chosen.what](chosen.folder, authorities, children)))
        return 0
    for work, told, target in lines(chosen.what):
        print(f"{work}  {told}  {target}")
    return 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    raise SystemExit(main())
