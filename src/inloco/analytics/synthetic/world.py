"""What every part of the made-up county shares: its days, its tables, its words, its people and the order of its numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

import numpy as np

from inloco.analytics.synthetic import geography, names
from inloco.analytics.synthetic.chance import LAG, Choice
from inloco.analytics.synthetic.days import NEVER, add_months, age_on, day_number
from inloco.analytics.synthetic.layout import tables
from inloco.analytics.synthetic.rows import NONE, Words
from inloco.analytics.synthetic.workforce import ALLOCATED, Segment, Stage, Workforce

DISTRICT = Choice({i: share for i, (_, _, _, share) in enumerate(geography.DISTRICTS)})

ETHNICITY = Choice(
    {
        "WBRI": 745, "WIRI": 4, "WIRT": 6, "WROM": 9, "WOTH": 30, "MWBC": 26, "MWBA": 9, "MWAS": 24, "MOTH": 22, "AIND": 8,
        "ABAN": 8, "AOTH": 12, "BCRB": 5, "BAFR": 14, "BOTH": 6, "CHNE": 2, "OOTH": 16, "REFU": 2, "NOBT": 10, "APKN": 42,
    }
)  # fmt: skip

DISABILITY = Choice({"LD": 34, "AUT": 30, "BEH": 16, "MOB": 8, "COMM": 6, "HEAR": 3, "VIS": 3})

ALIKE_MONTHS = 36
"""A county of so many months or fewer is told the same way, so that a shorter row of months is the end of a longer one."""

CASE_MONTHS_BEFORE = 36
"""Cases of children in need that closed earlier than so long before the first of those months are purged, as real systems do."""

VISIT_MONTHS_BEFORE = 24
"""Visits are made from so long before the first of those months."""


@dataclass(slots=True)
class Child:
    """A child while their story is told. ``district`` is an index into the districts."""

    id: int
    born: int
    is_girl: bool
    district: int
    is_disabled: bool = False
    is_alone: bool = False
    """An unaccompanied asylum-seeking child."""
    floor: int = 0
    """Nothing of the present case is entered before this day."""
    latest: int = 0
    """The latest day on which anything of this child's cases was closed: the next case is entered no earlier."""

    @property
    def district_id(self) -> str:
        return geography.DISTRICTS[self.district][0]

    @property
    def locality(self) -> str:
        return geography.DISTRICTS[self.district][2]

    def age(self, day: int) -> int:
        return age_on(self.born, day)


class World:
    """The county as it will ever be known by ``until``, row by row. Its parts add to it in a fixed order, each from a stream."""

    def __init__(self, children: int, months: int, until: date, history: int, seed: int) -> None:
        self.children = children
        self.seed = seed
        self.until = day_number(until)
        self.since = add_months(self.until, -history)
        self.shown_from = add_months(self.until, -max(months, ALIKE_MONTHS))
        self.cases_since = max(self.since, add_months(self.shown_from, -CASE_MONTHS_BEFORE))
        self.visits_since = max(self.since, add_months(self.shown_from, -VISIT_MONTHS_BEFORE))
        self.tables = tables()
        self.words = Words()
        self.yes, self.no = self.words["Y"], self.words["N"]
        self.ahead = self.stream("ahead")
        self.workforce = Workforce(self.stream("workforce"), children, self.since)
        self._numbers: defaultdict[str, int] = defaultdict(int)
        kinds = ("meeting", "family_group", "period_of_care", "plo_family", "care_leavers", *self.tables)
        self._bases = {kind: number * 10_000_000 for number, kind in enumerate(kinds, start=1)}

    def stream(self, name: str) -> Random:
        """A stream of chance of its own, so that one part of the county does not shift when another changes."""
        return Random(f"{self.seed}:{name}")

    def new(self, kind: str) -> int:
        """The next id of its kind; no two kinds share a number while a county has under ten million of each."""
        self._numbers[kind] += 1
        return self._bases[kind] + self._numbers[kind]

    def entered(self, rng: Random, day: int, floor: int = 0) -> int:
        """The day on which something of ``day`` is entered, never before ``floor``."""
        found = day + LAG.of(rng)
        return found if found > floor else floor

    def new_child(
        self,
        rng: Random,
        born: int,
        *,
        surname: int,
        family: int,
        district: int,
        is_girl: bool | None = None,
        is_disabled: bool = False,
        nationality: str = "",
        born_entered: int = 0,
        ethnicity: str = "",
    ) -> Child:
        """A child with a row in the person file (shown once any other row of theirs is)."""
        girl = rng.random() < 0.475 if is_girl is None else is_girl
        words = self.words
        child = Child(self.new("person"), born, girl, district, is_disabled, bool(nationality))
        sex = words["F" if girl else "M"]
        self.tables["person"].add(
            NEVER,
            born_entered,
            child.id,
            words[names.forename(rng, girl)],
            surname,
            sex,
            sex,
            words[ethnicity or ETHNICITY.of(rng)],
            born,
            born + int(rng.random() * 21) - 10 if born_entered else NONE,
            self.yes if is_disabled and rng.random() < 0.7 else self.no,
            NONE,
            self.no,
            words[nationality] if nationality else NONE,
        )
        self.tables["family"].add(NEVER, 0, self.new("family"), family, child.id)
        if is_disabled:
            self.tables["disability"].add(NEVER, 0, self.new("disability"), child.id, words[DISABILITY.of(rng)])
        return child

    def died(self, child: Child, day: int) -> None:
        table = self.tables["person"]
        row = child.id - self._bases["person"] - 1
        table.buffer[row * (len(table.columns) + 2) + table.index("pers_death_date")] = day

    def involve(self, rng: Random, child: Child, stages: Sequence[Stage], referral: int = NONE, role: str = ALLOCATED) -> int:
        """Carry a child through stages, one worker after another. A handover is one entry: nobody is seen with two workers.

        Answers the day on which the last of them was closed; NEVER while one is open, 0 when there was none.
        """
        segments = [segment for stage in stages if stage.end > stage.start for segment in self.workforce.segments(stage)]
        return self.record_workers(rng, child, segments, referral, role)

    def record_workers(self, rng: Random, child: Child, segments: Sequence[Segment], referral: int, role: str) -> int:
        """Write who carried a child from when to when; answers as ``involve`` does."""
        words = self.words
        segments = [one for one in segments if one[3] > self.since and one[2] <= self.until]
        entered, closed = child.floor, 0
        for i, (worker, team, start, end) in enumerate(segments):
            if i == 0 or segments[i - 1][3] != start:
                entered = self.entered(rng, start, entered)
            closed, is_handover = NEVER, i + 1 < len(segments) and segments[i + 1][2] == end
            if end <= self.until:
                closed = self.entered(rng, end, entered)
            reason = ("Worker left" if rng.random() < 0.6 else "Reallocated") if is_handover else "Case closed or transferred"
            self.tables["involvements"].add(
                entered,
                closed,
                self.new("involvements"),
                worker,
                words[role],
                words[team],
                start,
                end if end <= self.until else NONE,
                words[reason] if end <= self.until else NONE,
                child.id,
                referral,
            )
            entered = closed if closed != NEVER else entered
            child.latest = max(child.latest, entered)
        return closed

    def finish(self) -> None:
        """Show each person from the day on which their first row was entered; what is fixed about them goes with it."""
        people = self.tables["person"]
        base = self._bases["person"] + 1
        first = np.full(len(people), NEVER, dtype=np.int32)
        for table in self.tables.values():
            if table.person and table.name not in ("family", "disability") and len(table):
                np.minimum.at(first, table.values(table.person) - base, table.numbers[:, 0])
        people.numbers = people.numbers.copy()
        people.numbers[:, 0] = first
        for name in ("family", "disability"):
            table = self.tables[name]
            if len(table):
                table.numbers = table.numbers.copy()
                table.numbers[:, 0] = first[table.values(table.person or "") - base]
