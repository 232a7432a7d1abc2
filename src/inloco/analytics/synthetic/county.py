"""A made-up county as a row of month-end extracts: the whole story once, then each month as it was known."""

from __future__ import annotations

import csv
import errno
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from inloco.analytics.calendars import month_end
from inloco.analytics.errors import Place, StorageRefused, WrongUsage
from inloco.analytics.periods import Period, month_of, months_to
from inloco.analytics.synthetic import care, geography, leaving_care, need, protection
from inloco.analytics.synthetic.days import as_date, day_number, latest_year
from inloco.analytics.synthetic.faults import Planted
from inloco.analytics.synthetic.forms import Form, annexa, cin_census, ssda903
from inloco.analytics.synthetic.forms.extract import Extract
from inloco.analytics.synthetic.local_files import local_files
from inloco.analytics.synthetic.planting import LIST, plant
from inloco.analytics.synthetic.world import World

FEWEST, MOST = 40, 100_000
LONGEST = 120
STAFF_FILE = "staff.csv"
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works for the county on its last day, so that an account can be tied to real children.

    ``role``: social_worker, team_manager, iro, quality_manager or personal_adviser. ``children``: how many are allocated to them.
    """

    worker: str
    name: str
    role: str
    team: str
    area: str
    children: int


def make_county(
    folder: Path,
    *,
    children: int = 2100,
    months: int = 24,
    until: Period | date,
    seed: int = 1,
    history: int = LONGEST,
    faults: Planted | bool = False,
    form: Form = Form.SSD,
    xml: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write ``months`` month-end extracts of a made-up county under ``folder``; answers their folders, oldest first.

    ``form`` is how: as the dataset's files; as an Annex A workbook each month; or as the yearly SSDA903 returns (``xml``: as XML)
    or censuses of children in need whose 31 March lies in those months (the newest at least), as known at the end of ``until``.

    ``children`` are looked after at the end of ``until``; every other group is in proportion. The same arguments give the same
    bytes. Up to 36 months, a shorter row is the end of a longer one. ``faults`` plants errors in the newest month (True: all of
    them). Raises WrongUsage for impossible arguments and a folder that is not empty, StorageRefused when the disk is full or
    read-only; then nothing is left behind.
    """
    last = until.end if isinstance(until, Period) else until
    _check(folder, children, months, last, history)
    _check_form(form, xml, faults)
    tell = progress or (lambda _what, _share: None)
    planted = faults if isinstance(faults, Planted) else Planted.ALL if faults else Planted.NONE
    existed = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _make(folder, children, months, last, seed, history, planted, tell, form, xml)
    except OSError as failed:
        _clear(folder, keep=existed)
        raise _storage_refused(folder, failed) from failed
    except BaseException:
        _clear(folder, keep=existed)
        raise


def county_staff(folder: Path) -> list[StaffMember]:
    """Who works for the county that was made in ``folder``."""
    with (folder / STAFF_FILE).open(encoding="utf-8", newline="") as file:
        return [
            StaffMember(row["worker"], row["name"], row["role"], row["team"], row["area"], int(row["children"]))
            for row in csv.DictReader(file)
        ]


def _check(folder: Path, children: int, months: int, last: date, history: int) -> None:
    if not FEWEST <= children <= MOST:
        raise WrongUsage(
            f"A county of {children:,} children cannot be made up.", action=f"Ask for {FEWEST} to {MOST:,} children."
        )
    if not 1 <= months <= LONGEST:
        raise WrongUsage(f"{months:,} months cannot be made.", action=f"Ask for 1 to {LONGEST} months.")
    if not 12 <= history <= LONGEST:
        raise WrongUsage(f"A history of {history:,} months cannot be made.", action=f"Ask for 12 to {LONGEST} months.")
    if history < months:
        raise WrongUsage(
            f"Records of {history} months cannot be shown at {months} month ends.",
            action="Ask for a history as long as the months.",
        )
    if not 2010 <= last.year <= latest_year() or last != month_end(last):
        raise WrongUsage(f"The last month cannot be {last:%Y-%m}.", action=f"Ask for a month from 2010-01 to {latest_year()}-12.")
    if folder.exists() and not folder.is_dir():
        raise WrongUsage(
            "There is a file where the folder should be.", action="Name another folder.", place=Place(file=folder.name)
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise WrongUsage(
            "The folder is not empty, and nothing is ever overwritten.", action="Name a new folder, or empty this one.",
            place=Place(file=folder.name),
        )  # fmt: skip


def _check_form(form: Form, xml: bool, faults: Planted | bool) -> None:
    if xml and form is not Form.SSDA903:
        raise WrongUsage(
            "Only an SSDA903 return can be written as XML or not.", action="Leave --xml out, or give --format ssda903."
        )
    if faults and faults is not Planted.NONE and form is not Form.SSD:
        raise WrongUsage(
            f"Faults can be planted in an extract, not in “{form}”.", action="Leave --faults and --warnings out, or --format."
        )


def _storage_refused(folder: Path, failed: OSError) -> StorageRefused:
    if failed.errno == errno.ENOSPC:
        return StorageRefused(
            "The disk is full.", action="Free some space or name a folder on another disk.", place=Place(file=folder.name)
        )
    return StorageRefused(
        f"The folder cannot be written ({failed.strerror or type(failed).__name__}).",
        action="Name a folder that you may write to.",
        place=Place(file=folder.name),
    )


def _clear(folder: Path, *, keep: bool) -> None:
    """Leave things as they were found: the folder was empty, or was not there."""
    if keep:
        for entry in folder.iterdir():
            shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink(missing_ok=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _make(
    folder: Path,
    children: int,
    months: int,
    last: date,
    seed: int,
    history: int,
    planted: Planted,
    tell: Progress,
    form: Form,
    xml: bool,
) -> list[Path]:
    tell("The county and its workers", 0.0)
    world = World(children, months, last, history, seed)
    tell("Children looked after", 0.03)
    cared_for = care.looked_after_children(world)
    tell("Children with protection plans", 0.25)
    _, stepped = protection.protected_children(world, cared_for.on_plans)
    tell("Children in need", 0.35)
    need.children_in_need(world, cared_for.in_need + stepped)
    tell("Care leavers", 0.45)
    leavers = leaving_care.care_leavers(world, cared_for.leaving)
    local_files(world)
    world.finish()
    if form in (Form.SSDA903, Form.CIN):
        made = _write_years(folder, world, leavers, last, months, tell, form, xml)
    else:
        words = world.words.array()
        made = []
        for i, period in enumerate(months_to(month_of(last), months)):
            tell(period.label, 0.5 + 0.5 * i / months)
            made.append(folder / period.end.isoformat())
            if form is Form.ANNEXA:
                _write_workbook(made[-1], world, leavers, period.end, words)
            else:
                _write_month(made[-1], world, leavers, period.end, words)
    _write_rows(folder / STAFF_FILE, [one.name for one in fields(StaffMember)], map(astuple, staff(world)))
    if planted is not Planted.NONE:
        plant(made[-1], planted, folder / LIST)
    tell("Done", 1.0)
    return made


def _write_month(folder: Path, world: World, leavers: list[leaving_care.Leaver], end: date, words: pa.Array) -> None:
    folder.mkdir()
    day = day_number(end)
    for table in world.tables.values():
        name = table.name if table.name.startswith("local_") else f"ssd_{table.name}"
        _write(folder / f"{name}.csv", table.as_known(day, words))
    _write(folder / "ssd_care_leavers.csv", leaving_care.as_known(leavers, day))
    _write(folder / "ssd_professionals.csv", _professionals(world, day))
    _write_department(folder)
    _write_reference(folder, world, end)


def _write_department(folder: Path) -> None:
    areas = [one for one in geography.areas() if one.kind != "comparator"]
    names = {one.area: one.name for one in areas}
    _write_rows(
        folder / "ssd_department.csv",
        ["dept_team_id", "dept_team_name", "dept_team_parent_id", "dept_team_parent_name"],
        [(one.area, one.name, one.parent, names.get(one.parent or "")) for one in areas],
    )


def _write_reference(folder: Path, world: World, end: date) -> None:
    _write_rows(folder / "areas.csv", ["area", "name", "kind", "parent", "from", "to"], map(astuple, geography.areas()))
    _write_rows(
        folder / "population.csv",
        ["area", "from", "to", "under_18"],
        map(astuple, geography.populations(world.children, end, as_date(world.until), as_date(world.since))),
    )
    _write_rows(
        folder / "comparators.csv",
        ["indicator", "area", "period", "value", "source"],
        map(astuple, geography.comparators(end)),
    )


def _write_workbook(folder: Path, world: World, leavers: list[leaving_care.Leaver], end: date, words: pa.Array) -> None:
    folder.mkdir()
    with closing(Extract(end, _known(world, leavers, end, words))) as extract:
        annexa.write_workbook(folder / f"Annex A {end.isoformat()}.xlsx", extract)
    _write_reference(folder, world, end)


def _write_years(
    folder: Path,
    world: World,
    leavers: list[leaving_care.Leaver],
    last: date,
    months: int,
    tell: Progress,
    form: Form,
    xml: bool,
) -> list[Path]:
    """A folder for each year, the newest with the reference data."""
    made: list[Path] = []
    with closing(Extract(last, _known(world, leavers, last, world.words.array()))) as extract:
        years = ssda903.years_to(last, months)
        for i, year in enumerate(years):
            made.append(folder / ssda903.folder_of(year))
            tell(made[-1].name, 0.5 + 0.5 * i / len(years))
            made[-1].mkdir()
            if form is Form.CIN:
                cin_census.write_census(made[-1] / "cin-census.xml", extract, year)
            else:
                ssda903.write_return(made[-1], extract, leavers, year, xml=xml)
    _write_reference(made[-1], world, last)
    return made


def _known(world: World, leavers: list[leaving_care.Leaver], end: date, words: pa.Array) -> dict[str, pa.Table]:
    """The tables of an extract of ``end`` by name, under the dataset's fields."""
    day = day_number(end)
    return {
        **{table.name: table.as_known(day, words) for table in world.tables.values()},
        "care_leavers": leaving_care.as_known(leavers, day),
        "professionals": _professionals(world, day),
    }


def _write(path: Path, table: pa.Table) -> None:
    """CSV with bare values; a table whose texts hold quotation marks or commas has its texts in quotation marks."""
    with path.open("wb") as file:
        file.write((",".join(table.column_names) + "\n").encode())
        style = "needed" if path.name in ("ssd_cla_care_plan.csv",) else "none"
        arrow_csv.write_csv(table, file, arrow_csv.WriteOptions(include_header=False, quoting_style=style, batch_size=16_384))


def _write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _caseloads(world: World, day: int) -> dict[int, int]:
    """How many open involvements each worker has in the extract of ``day``."""
    table = world.tables["involvements"]
    rows = table.known(day)
    workers, counts = np.unique(rows[rows[:, 1] > day][:, table.index("invo_professional_id")], return_counts=True)
    return dict(zip(workers.tolist(), counts.tolist(), strict=True))


def _professionals(world: World, day: int) -> pa.Table:
    carried = _caseloads(world, day)
    present = [one for one in world.workforce.workers if one.from_ <= day]
    return pa.table(
        {
            "prof_professional_id": pa.array([one.id for one in present], pa.int32()),
            "prof_staff_id": [f"A{one.id}" for one in present],
            "prof_professional_name": [one.name for one in present],
            "prof_social_worker_registration_no": [one.registration or None for one in present],
            "prof_professional_job_title": [one.job_title for one in present],
            "prof_professional_caseload": pa.array([carried.get(one.id, 0) for one in present], pa.int32()),
            "prof_professional_department": [one.team for one in present],
            "prof_full_time_equivalency": [one.hours for one in present],
            "prof_agency_worker_flag": ["Y" if one.is_agency else "N" for one in present],
        }
    )


def staff(world: World) -> list[StaffMember]:
    """Everybody in post on the county's last day, by role and id."""
    carried = _caseloads(world, world.until)
    roles = {
        "Social worker": "social_worker",
        "Team manager": "team_manager",
        "Independent reviewing officer": "iro",
        "Quality and review manager": "quality_manager",
        "Personal adviser": "personal_adviser",
    }
    parents = {one.area: one.parent or "" for one in geography.areas()}
    members = [
        StaffMember(str(one.id), one.name, roles[one.job_title], one.team, parents[one.team], carried.get(one.id, 0))
        for one in world.workforce.workers
        if one.from_ <= world.until < one.to
    ]
    return sorted(members, key=lambda one: (one.role, one.worker))
