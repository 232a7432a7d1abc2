"""What the dataset has no table for: education plans, core groups, children's part in conferences, checks between meetings,
interviews after being missing, and flags. Told last, from what the county already has, by a stream of chance of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from random import Random

from inloco.analytics.synthetic.chance import LAG, Choice
from inloco.analytics.synthetic.days import (
    FIRST_YEAR,
    LAST_YEAR,
    NEVER,
    add_working_days,
    age_on,
    birthday,
    day_number,
    on_weekday,
)
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.world import World

Row = list[int]
Plan = tuple[int, int, int, int, int]
"""Id, child, first day, last day (NEVER while open) and day of entry of a protection plan."""

TERMS = [day_number(date(year, month, day)) for year in range(FIRST_YEAR, LAST_YEAR) for month, day in ((1, 4), (4, 16), (9, 2))]
"""When school terms begin."""

YOUNG = Choice({"attended": 3, "views": 71, "none": 26})
OLDER = Choice({"attended": 17, "views": 62, "none": 21})
"""A child's part in a conference from the age of four, and from that of eleven. Of younger ones none is recorded."""


def local_files(world: World) -> None:
    """Add the rows of every local table. Nothing may be added to the dataset's tables afterwards but pre-proceedings."""
    born = dict(zip(*(world.tables["person"].values(name).tolist() for name in ("pers_person_id", "pers_dob")), strict=True))
    short_breaks = {world.words["V3"], world.words["V4"]}
    status = world.tables["legal_status"]
    without = {row[status.index("lega_person_id")] for row in _rows(world, "legal_status") if row[4] in short_breaks}
    _education(world, world.stream("local pep"), born, without)
    plans = _plans(world)
    _core_groups(world, world.stream("local core group"), plans)
    _stepped_down(world, world.stream("local pre-proceedings"), plans)
    _attendance(world, world.stream("local attendance"), born)
    _monitoring(world, world.stream("local monitoring"), plans)
    _interviews(world, world.stream("local interviews"))
    _flags(world, world.stream("local flags"), born, plans)


def _rows(world: World, name: str) -> list[Row]:
    """Rows as they were added: the days of entry and of closing, then the columns."""
    found: list[Row] = world.tables[name].numbers.tolist()
    return found


def _lag(rng: Random, day: int, floor: int) -> int:
    return max(day + LAG.of(rng), floor)


def _plans(world: World) -> list[Plan]:
    """Those of this authority."""
    return [
        (row[2], row[5], row[6], NEVER if row[7] == NONE else row[7], row[0])
        for row in _rows(world, "cp_plans")
        if row[8] == world.no
    ]


def _education(world: World, rng: Random, born: dict[int, int], without: set[int]) -> None:
    """A plan reviewed in nearly every term from 4 to 17, more than a third with a questionnaire."""
    episodes = world.tables["cla_episodes"]
    child_at, period_at, start_at = (episodes.index(name) for name in ("clae_person_id", "clae_cla_id", "clae_entered_care_date"))
    end_at = episodes.index("clae_cla_episode_ceased_date")
    stays: dict[int, tuple[int, int, int, int]] = {}
    for row in _rows(world, "cla_episodes"):
        first = stays.get(row[period_at])
        end = NEVER if row[end_at] == NONE else row[end_at]
        stays[row[period_at]] = (row[child_at], row[start_at], end, first[3] if first else row[0])
    table = world.tables["local_pep"]
    for child, start, end, entered in stays.values():
        if child in without:
            continue
        for term in TERMS:
            if term + 90 < start or term < birthday(born[child], 4) - 60 or term < world.since:
                continue
            if term >= end or term > world.until or term >= birthday(born[child], 18):
                break
            day = on_weekday(max(term, start) + 12 + int(rng.random() * 70))
            if rng.random() < 0.94 and day < end and day <= world.until:
                has_sdq = world.yes if rng.random() < 0.37 else world.no
                table.add(_lag(rng, day, entered), NEVER, world.new("local_pep"), child, day, has_sdq)


def _core_groups(world: World, rng: Random, plans: list[Plan]) -> None:
    """The first within ten working days, mostly; the later ones, every six weeks, are kept for as long as visits are."""
    table = world.tables["local_core_group"]
    for plan, _, start, end, entered in plans:
        late = rng.random() < 0.11
        day = add_working_days(start, 11 + int(rng.random() * 12) if late else 4 + int(rng.random() * 7))
        while day < end and day <= world.until:
            table.add(_lag(rng, day, entered), NEVER, world.new("local_core_group"), plan, day)
            day = on_weekday(day + 35 + int(rng.random() * 12))
            if day < world.visits_since:
                break


def _stepped_down(world: World, rng: Random, plans: list[Plan]) -> None:
    """Pre-proceedings that ended without a court, the parents having changed enough."""
    table = world.tables["pre_proceedings"]
    for _, child, start, end, entered in plans:
        if rng.random() > 0.05:
            continue
        decided = on_weekday(start + 50 + int(rng.random() * 120))
        stepped = on_weekday(decided + 90 + int(rng.random() * 170))
        if decided > world.until or decided >= end:
            continue
        stepped = min(stepped, max(end, decided + 1))
        over = stepped <= world.until
        known = _lag(rng, decided, entered)
        table.add(
            known,
            _lag(rng, stepped, known) if over else NEVER,
            world.new("pre_proceedings"),
            child,
            world.new("plo_family"),
            decided,
            on_weekday(decided + 14 + int(rng.random() * 14)),
            world.words["Step down"] if over else NONE,
            decided + 5,
            1 + int(rng.random() * 4),
            world.yes if rng.random() < 0.8 else world.no,
            stepped if over else NONE,
        )


def _attendance(world: World, rng: Random, born: dict[int, int]) -> None:
    table, words = world.tables["local_conference_attendance"], world.words
    held: list[tuple[int, int, int]] = []
    for name, child_field, day_field in (
        ("initial_cp_conference", "icpc_person_id", "icpc_icpc_date"),
        ("cp_reviews", "cppr_person_id", "cppr_cp_review_date"),
    ):
        source = world.tables[name]
        child_at, day_at = source.index(child_field), source.index(day_field)
        held += [(row[child_at], row[day_at], row[0]) for row in _rows(world, name)]
    for child, day, entered in held:
        if (age := age_on(born[child], day)) < 4:
            continue
        part = (OLDER if age > 10 else YOUNG).of(rng)
        has_form = age > 7 and rng.random() < (0.45 if part != "none" else 0.06)
        table.add(
            max(entered, day),
            NEVER,
            world.new("local_conference_attendance"),
            child,
            day,
            words[part],
            world.yes if has_form else world.no,
        )


def _monitoring(world: World, rng: Random, plans: list[Plan]) -> None:
    """Somebody looks at most cases half-way between two reviews, or two conferences."""
    reviews, episodes = world.tables["cla_reviews"], world.tables["cla_episodes"]
    child_of = dict(zip(episodes.values("clae_cla_id").tolist(), episodes.values("clae_person_id").tolist(), strict=True))
    day_at, cancelled_at = reviews.index("clar_cla_review_date"), reviews.index("clar_cla_review_cancelled")
    met: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in _rows(world, "cla_reviews"):
        if row[day_at] != NONE and row[cancelled_at] == world.no:
            met[row[reviews.index("clar_cla_id")]].append((row[day_at], row[1]))
    of_plan = world.tables["cp_reviews"]
    conferences: dict[int, list[tuple[int, int]]] = {plan: [(start, entered)] for plan, _, start, _, entered in plans}
    for row in _rows(world, "cp_reviews"):
        plan = row[of_plan.index("cppr_cp_plan_id")]
        if plan in conferences:
            conferences[plan].append((row[of_plan.index("cppr_cp_review_date")], row[0]))
    _between(world, rng, ((child_of[period], days) for period, days in met.items()), 0.71)
    child_of_plan = {plan: child for plan, child, *_ in plans}
    _between(world, rng, ((child_of_plan[plan], days) for plan, days in conferences.items()), 0.63)


def _between(world: World, rng: Random, meetings: Iterable[tuple[int, list[tuple[int, int]]]], share: float) -> None:
    table = world.tables["local_monitoring"]
    for child, days in meetings:
        for (day, entered), (following, _) in pairwise(days):
            if following - day >= 56 and rng.random() < share:
                checked = on_weekday(day + (following - day) // 2 + int(rng.random() * 20) - 10)
                table.add(_lag(rng, checked, entered), NEVER, world.new("local_monitoring"), child, checked)


def _interviews(world: World, rng: Random) -> None:
    """Whoever accepted an interview has had one, in three of four cases within three days."""
    missing, table = world.tables["missing"], world.tables["local_return_interview"]
    back_at, accepted_at = missing.index("miss_missing_episode_end_date"), missing.index("miss_missing_rhi_accepted")
    for row in _rows(world, "missing"):
        if row[accepted_at] == world.yes:
            day = row[back_at] + (int(rng.random() * 4) if rng.random() < 0.77 else 4 + int(rng.random() * 9))
            if day <= world.until:
                table.add(_lag(rng, day, row[1]), NEVER, row[2], day)


def _flags(world: World, rng: Random, born: dict[int, int], plans: list[Plan]) -> None:
    """Known to youth justice after a conviction; supported lodgings from 16; a scheme that keeps children out of care."""
    for row in _rows(world, "cla_convictions"):
        start = row[4] - int(rng.random() * 40)
        _flag(world, rng, row[3], "youth_justice", start, start + 150 + int(rng.random() * 400), row[0])
    placement = world.tables["cla_placement"]
    kinds = {world.words["H5"], world.words["K3"]}
    for row in _rows(world, "cla_placement"):
        child, start = row[placement.index("clap_person_id")], row[placement.index("clap_cla_placement_start_date")]
        end = row[placement.index("clap_cla_placement_end_date")]
        is_alone = row[placement.index("clap_cla_placement_type")] in kinds and start >= birthday(born[child], 16)
        if is_alone and rng.random() < 0.24:
            _flag(world, rng, child, "supported_lodgings", start, NEVER if end == NONE else end, row[0])
    for _, child, start, end, entered in plans:
        if rng.random() < 0.07:
            begun = start + 15 + int(rng.random() * 60)
            if begun < end:
                _flag(world, rng, child, "diversion", begun, begun + 80 + int(rng.random() * 110), entered)


def _flag(world: World, rng: Random, child: int, flag: str, start: int, end: int, floor: int) -> None:
    if start > world.until or end <= world.since:
        return
    entered = _lag(rng, start, floor)
    over = end <= world.until
    closed = _lag(rng, end, entered) if over else NEVER
    table = world.tables["local_flag"]
    table.add(entered, closed, world.new("local_flag"), child, world.words[flag], start, end if over else NONE)
