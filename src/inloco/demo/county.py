"""The county that does not exist: its extracts made up and loaded month by month, and the mark on the data folder.

Everything lies under the data folder and is marked there as a demonstration, so that real data is never taken for it
or removed by it.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InLocoError, WrongUsage
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import Period, month_of
from inloco.analytics.public_book import PublicBook
from inloco.analytics.snapshots import SnapshotStore
from inloco.analytics.synthetic import make_county
from inloco.children.register import register
from inloco.documents.measures import keep_history
from inloco.web.clock import MARKER

PASSWORD = "corporate-parent-demo"
COUNCIL = """# The demonstration's council. It does not exist.
[council]
name = "Aldermere County Council"
short_name = "Aldermere"
colour = "#12436D"
accent = "#28A197"
{targets}"""
TARGETS = {
    "cla_reviews_in_time_pct": 95.0,
    "ni66_cla_reviews_in_time_pct": 95.0,
    "health_assessment_up_to_date_pct": 92.0,
    "dental_up_to_date_pct": 90.0,
    "ni62_three_plus_placements_pct": 10.0,
    "ni63_long_term_stability_pct": 70.0,
    "care_leavers_suitable_accom_pct": 90.0,
    "care_leavers_eet_pct": 60.0,
    "care_leavers_in_touch_pct": 95.0,
}

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What was asked for. The last month is made but not loaded: it is the visitor's."""

    children: int
    months: int
    seed: int
    until: str

    @property
    def last(self) -> Period:
        return month_of(date.fromisoformat(self.until))


@dataclass(frozen=True)
class Account:
    """One sign-in of the demonstration."""

    email: str
    name: str
    role: str


def marker(root: Path) -> dict[str, object] | None:
    """What the data folder says about the demonstration in it; None where there is none."""
    file = root / MARKER
    found: dict[str, object] | None = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found


def make_way(root: Path, plan: Plan, *, fresh: bool) -> bool:
    """Whether a demonstration is to be made in ``root``. One that is complete stays; one that was broken off goes.

    Raises WrongUsage where the folder holds something that is no demonstration: that is never touched.
    """
    there = marker(root)
    if there is None:
        if any((root / name).exists() for name in ("snapshots", "inloco.sqlite3", "staging", "council.toml")):
            raise WrongUsage(
                "The data folder is in use, and not by a demonstration.",
                action="Point INLOCO_DATA at an empty folder, then run this again.",
            )
    elif there.get("complete") and not fresh:
        return False
    else:
        _empty(root)
    _mark(root, plan, complete=False)
    return True


def make_files(root: Path, plan: Plan, say: Say) -> Path:
    """Write the county, load all months but the last in two processes, and pack the last as a ZIP. Answers the ZIP."""
    targets = "".join(f'\n[[targets]]\nindicator = "{id}"\nvalue = {value}\n' for id, value in TARGETS.items() if id in CATALOGUE)
    (root / "council.toml").write_text(COUNCIL.format(targets=targets), encoding="utf-8")
    county = root / "demo" / "county"
    say(f"Making up a county: {plan.children:,} children looked after, {plan.months} months to {plan.last.label}")
    folders = make_county(county, children=plan.children, months=plan.months, until=plan.last, seed=plan.seed)
    _load_all(root, folders[:-1], say)
    packed = root / "demo" / f"{plan.last}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(folders[-1].iterdir()):
            archive.write(file, f"{plan.last}/{file.name}")
    for folder in folders[:-1]:
        shutil.rmtree(folder)
    say("Computing every figure as it is known now")
    book = FigureBook(root)
    book.warm()
    keep_history(book)
    register()
    return packed


def finish(root: Path, plan: Plan) -> None:
    """What pages withhold is decided last: returns that were approved are among the figures."""
    PublicBook(FigureBook(root)).keep()
    _mark(root, plan, complete=True)


def packed_month(root: Path) -> Path:
    """The extract that is left for the visitor to upload."""
    return next((root / "demo").glob("*.zip"))


def _load_all(root: Path, folders: Sequence[Path], say: Say) -> None:
    """Two at a time: a month's load keeps about one core busy."""
    context = multiprocessing.get_context("spawn")
    workers = min(2, len(folders))
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        waiting = [pool.submit(load_month, folder, root) for folder in folders]
        try:
            for number, done in enumerate(as_completed(waiting), start=1):
                say(f"Loaded {done.result()} ({number} of {len(folders)} months)")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def load_month(folder: Path, root: Path) -> str:
    """Load one month's folder, named after its day, into ``root``. Raises InLocoError when our own checks refuse our
    own county."""
    from inloco.analytics.loading import load

    as_at = date.fromisoformat(folder.name)
    result = load([folder], store=SnapshotStore(root), as_at=as_at)
    if result.refused:
        first = next((str(one.message) for one in result.findings if one.severity == "error"), "")
        raise InLocoError(f"The made-up extract of {as_at} was refused: {first}")
    FigureBook(root).keep_month(month_of(as_at))
    return month_of(as_at).label


def default_until(today: date) -> date:
    """The end of the month before: the one whose extract is due now."""
    return today.replace(day=1) - timedelta(days=1)


def _mark(root: Path, plan: Plan, *, complete: bool) -> None:
    new = root / f"{MARKER}.new"
    new.write_text(json.dumps(asdict(plan) | {"complete": complete}, indent=2) + "\n", encoding="utf-8")
    new.replace(root / MARKER)


def _empty(root: Path) -> None:
    """Remove everything in a folder that is marked as a demonstration, the mark last: broken off, it is still one."""
    for path in sorted(root.iterdir(), key=lambda one: one.name == MARKER):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
