"""The book of figures: everything that is known, computed once per snapshot and kept, with submitted figures beside it."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from inloco.analytics import availability, engine
from inloco.analytics.areas import Area, AreaKind, AreaTree, with_unallocated
from inloco.analytics.behind import ChildState
from inloco.analytics.child_clocks import TURNS, ChildClock, child_clocks, keep_turns, lacking, turns_of
from inloco.analytics.child_record import ChildRecord
from inloco.analytics.child_record_reading import RECORDS, child_record, keep_records
from inloco.analytics.comparators import comparators_of
from inloco.analytics.errors import FiguresAwaited, WrongUsage
from inloco.analytics.facts import GRAINS, YEAR_TO_DATE, Store
from inloco.analytics.figure import Figure, Status
from inloco.analytics.indicators import CATALOGUE, REGISTER, Entry
from inloco.analytics.indicators.register import SERVICE
from inloco.analytics.kept_figures import (
    ASKED,
    OWN,
    USUAL,
    Cell,
    KeptFigures,
    children_behind,
    definitions_digest,
    file_of,
    kept_figures,
    own_month,
    table_of,
    usual_periods,
    whole_since,
)
from inloco.analytics.periods import Period, PeriodKind, month_of, months_to
from inloco.analytics.reach import is_partial
from inloco.analytics.reference import Comparator, Reference, reference_for
from inloco.analytics.settings import Settings, Target
from inloco.analytics.snapshots import Snapshot, SnapshotStore
from inloco.analytics.submitted_history import submitted_figures, with_submitted_areas
from inloco.analytics.targets import target_for
from inloco.analytics.why_not import why_not


class FigureBook:
    """Every figure under one data folder. Make one for each request or command: it is cheap, since what it reads is kept.

    *As known now* a month is computed by event date from the latest extract; ``as_known`` takes the latest one of that day, so
    that ``as_known=month_end`` gives the month as it was published. Care leavers' months come from their own snapshots only.
    """

    def __init__(self, root: Path, make_store: Callable[[], Store] | None = None, *, only_kept: bool = False) -> None:
        """``make_store`` gives the engine that computes figures anew, and keeps none; without, DuckDB does, and what is kept is
        read. A book with ``only_kept`` leaves what is usually kept to others: until it is there the book is that of the extract
        before, and where there is none either, FiguresAwaited is raised."""
        self.root = root
        self.only_kept = only_kept
        self.store = SnapshotStore(root)
        self._make_store = make_store
        self._made: dict[tuple[object, ...], KeptFigures] = {}
        self._wanted: list[str] = list(CATALOGUE)
        self._references: dict[str | None, Reference] = {}
        self._digests: dict[str, str] = {}
        self._held: dict[tuple[object, ...], Mapping[Cell, Figure]] = {}

    @cached_property
    def settings(self) -> Settings:
        return Settings.read(self.root)

    @cached_property
    def _snapshots(self) -> Sequence[Snapshot]:
        found = self.store.extracts()
        if not self.only_kept or not found or self._is_ready(found[-1]):
            return found
        before = found[:-1]
        return before if before and self._is_ready(before[-1]) else found

    def extracts(self) -> Sequence[Snapshot]:
        """The extracts that figures come from, oldest first."""
        return self._snapshots

    def awaited(self) -> Snapshot | None:
        """The newest extract while its figures are not kept yet; None once they are."""
        found = self.store.extracts()
        return found[-1] if found and not self._is_ready(found[-1]) else None

    @cached_property
    def areas(self) -> AreaTree:
        """The council's areas now, ``unallocated``, the comparators, and areas that only submitted figures know."""
        tree = with_unallocated(self._reference(self.snapshot()).areas)
        return with_submitted_areas(tree, self._submitted_files)

    def snapshot(self, as_known: date | None = None) -> Snapshot | None:
        """The extract that figures come from: the latest, or the latest known on that day."""
        found = [one for one in self._snapshots if as_known is None or (one.as_at is not None and one.as_at <= as_known)]
        return found[-1] if found else None

    def latest_period(self) -> Period | None:
        """The last month that is over, in the latest extract; without one, the last month with submitted figures."""
        latest = self.snapshot()
        if latest is not None and latest.as_at is not None:
            month = month_of(latest.as_at)
            return month if month.end == latest.as_at else months_to(month, 2)[0]
        months = [
            period
            for figures in self._submitted.values()
            for area, _, period in figures
            if period.kind is PeriodKind.MONTH and self.areas[area].kind is not AreaKind.COMPARATOR
        ]
        return max(months) if months else None

    def default_periods(self, as_known: date | None = None) -> list[Period]:
        """What is printed when nobody asks for a period: months and financial years, oldest first."""
        snapshot = self.snapshot(as_known)
        computed = set(usual_periods(snapshot)) if snapshot is not None else set()
        return sorted(computed | {period for figures in self._submitted.values() for _, _, period in figures})

    def figures(
        self,
        ids: Iterable[str] | None = None,
        periods: Iterable[Period] | None = None,
        areas: Iterable[str] | None = None,
        as_known: date | None = None,
        by: str | None = None,
        span: str = YEAR_TO_DATE,
    ) -> list[Figure]:
        """All figures asked for, by indicator, area, group and period. A computed one comes before a submitted one.

        Unknown ids and areas raise WrongUsage with near matches.
        """
        wanted = [self._known_id(id) for id in ids] if ids is not None else [*CATALOGUE, *self._only_submitted]
        asked = sorted(set(periods)) if periods is not None else self.default_periods(as_known)
        places = [self.area_of(area).id for area in areas] if areas is not None else None
        order = {area: number for number, area in enumerate(places if places is not None else (one.id for one in self.areas))}
        asked_set = set(asked)
        self._wanted = [id for id in wanted if id in CATALOGUE]
        result: list[Figure] = []
        for id in dict.fromkeys(wanted):
            cells = self._cells(id, asked, as_known, by, span)
            chosen = [cell for cell in cells if cell[2] in asked_set and cell[0] in order]
            chosen.sort(key=lambda cell: (order[cell[0]], cell[1], cell[2]))
            result += [cells[cell] for cell in chosen]
        return result

    def series(
        self, indicator: str, area: str, periods: Sequence[Period], as_known: date | None = None, group: str = ""
    ) -> list[Figure | None]:
        """One figure a period: computed where there is one, else submitted, else the one that says why not, else None."""
        cells = self._cells(self._known_id(indicator), sorted(set(periods)), as_known, None, YEAR_TO_DATE)
        place = self.area_of(area).id
        return [cells.get((place, group, period)) for period in periods]

    def submitted_series(self, indicator: str, area: str, periods: Sequence[Period]) -> list[Figure | None]:
        """One submitted figure a period, or None."""
        cells = self._submitted.get(self._known_id(indicator), {})
        place = self.area_of(area).id
        return [cells.get((place, "", period)) for period in periods]

    def comparators(self, indicator: str) -> list[Comparator]:
        """Every comparator's value for this indicator, each with its own period and source."""
        known = self._reference(self.snapshot()).comparators
        return comparators_of(indicator, known, self._submitted.get(indicator, {}).values(), self.areas)

    def target(self, indicator: str, area: str, on: date) -> Target | None:
        """The target in force: the area's own, else that of the nearest area above it."""
        return target_for(self.settings.targets, self.areas, indicator, area, on)

    def children(
        self,
        indicator: str,
        period: Period,
        area: str | None = None,
        as_known: date | None = None,
        span: str = YEAR_TO_DATE,
        *,
        version: int | None = None,
    ) -> list[ChildState]:
        """Who is behind a figure, and why. None where no extract can give it.

        ``version`` is the number of another wording of the definition than the period's own.
        """
        id = self._known_id(indicator)
        place = self.area_of(area).id if area is not None else None
        snapshot = self._source(id, period, as_known)
        if snapshot is None or id not in CATALOGUE:
            return []
        states = children_behind(self.root, snapshot.id, self._digest(snapshot), id, period, span, version)
        if place is None or (top := self.areas.authority) is None or place == top.id:
            return list(states)
        within = self.areas.within(place)
        return [state for state in states if state.area in within]

    def why_not(self, indicator: str, period: Period, as_known: date | None = None) -> str | None:
        """Why no figure can be computed, or why there is nobody behind it, in words; None where there is neither."""
        id = self._known_id(indicator)
        if id not in CATALOGUE:
            return REGISTER[id].explanation if id in REGISTER else f"{id} is only submitted: nothing here computes it."
        return why_not(CATALOGUE[id], period, self._source(id, period, as_known))

    def area_of(self, written: str) -> Area:
        """The area of this id or name. WrongUsage with near matches when there is none."""
        found = self.areas.match(written)
        if found is not None:
            return found
        names = [name for area in self.areas for name in (area.id, area.name)]
        near = list(dict.fromkeys(difflib.get_close_matches(written, names, 3, 0.5)))
        hint = f"Perhaps {' or '.join(near)}? " if near else ""
        raise WrongUsage(f"There is no area “{written[:60]}”.", action=f"{hint}`inloco figures cla_count` prints every area.")

    def record(self, child: str) -> ChildRecord | None:
        """Everything the latest extract says about ``child``; None where it does not know such a person."""
        latest = self.snapshot()
        if latest is None:
            return None
        return child_record(latest, self._reference(latest), self.settings, child, kept=self.file_for(latest, RECORDS))

    def clocks(self, child: str, on: date | None = None) -> tuple[ChildClock, ...] | None:
        """Every clock about ``child`` as it stood on a day, without one the latest extract's own; None for an unknown person."""
        latest, record = self.snapshot(), self.record(child)
        if latest is None or record is None:
            return None
        turns = turns_of(latest, self._reference(latest), self.settings, child, kept=self.file_for(latest, TURNS))
        return child_clocks(record, turns, lacking(latest), self.settings, on or record.as_at)

    def file_for(self, snapshot: Snapshot, name: str) -> Path:
        """Where else something may be kept that depends on what figures depend on; it is removed together with them."""
        return self.root / "figures" / f"{snapshot.id}-{self._digest(snapshot)}-{name}.parquet"

    def is_kept(self, as_known: date | None = None) -> bool:
        """Whether the figures of that day's extract, or at least of its own month, are kept, so that reading them is quick."""
        snapshot = self.snapshot(as_known)
        return snapshot is not None and (self._is_usual_kept(snapshot) or self._part_file(snapshot, OWN).exists())

    def warm(self, progress: Callable[[str, float], None] | None = None) -> None:
        """Compute and keep what pages ask for, so that nobody waits for it: after a load, in the background."""
        latest, periods = self.snapshot(), self.default_periods()
        if latest is None:
            return
        note = progress or (lambda stage, share: None)
        note("Computing the figures", 0.0)
        for id in CATALOGUE:
            self._cells(id, periods, None, None, YEAR_TO_DATE)
        months = [one for one in periods if one.kind is PeriodKind.MONTH]
        for number, month in enumerate(months):
            note("Keeping the months as they were published", 0.7 + 0.2 * number / len(months))
            self.keep_month(month)
        note("Keeping the children's records", 0.9)
        keep_records(latest, self._reference(latest), self.settings, self.file_for(latest, RECORDS))
        keep_turns(latest, self._reference(latest), self.settings, self.file_for(latest, TURNS))

    def keep_month(self, month: Period) -> None:
        """Compute and keep a month as its own extract gives it, where there is one."""
        own = self.snapshot(month.end)
        if own is None or own.as_at != month.end:
            return
        for is_today in (False, True):
            id = next((id for id, one in CATALOGUE.items() if GRAINS[one.grain].only_snapshot_day == is_today), None)
            if id is not None:
                self._computed(own, [month], None, YEAR_TO_DATE, id)

    def _is_ready(self, snapshot: Snapshot) -> bool:
        """Whether all figures of the usual periods are kept."""
        is_today = True
        today = file_of(
            self.root, snapshot.id, self._digest(snapshot), usual_periods(snapshot, is_today), is_today, None, YEAR_TO_DATE
        )
        return self._is_usual_kept(snapshot) and today.exists()

    def _is_usual_kept(self, snapshot: Snapshot) -> bool:
        return self._part_file(snapshot, USUAL).exists()

    def _part_file(self, snapshot: Snapshot, part: str) -> Path:
        periods = usual_periods(snapshot) if part == USUAL else own_month(snapshot)
        return file_of(self.root, snapshot.id, self._digest(snapshot), periods, False, None, YEAR_TO_DATE, part=part)

    def _known_id(self, id: str) -> str:
        if id in REGISTER or id in self._submitted:
            return id
        near = difflib.get_close_matches(id, [*REGISTER, *self._submitted], 3, 0.4)
        hint = f"Perhaps {' or '.join(near)}? " if near else ""
        raise WrongUsage(f"There is no indicator “{id[:60]}”.", action=f"{hint}`inloco indicator list` names them all.")

    @cached_property
    def _only_submitted(self) -> list[str]:
        return sorted(set(self._submitted) - set(CATALOGUE))

    @cached_property
    def _submitted_files(self) -> tuple[Path, ...]:
        return tuple(one.path("submitted_figures") for one in self.store.list("submitted") if one.has("submitted_figures"))

    @property
    def _submitted(self) -> Mapping[str, Mapping[Cell, Figure]]:
        """Indicator → cell → submitted figure. A later load corrects an earlier one."""
        return submitted_figures(self._submitted_files, tuple(self.areas))

    def _reference(self, snapshot: Snapshot | None) -> Reference:
        key = snapshot.id if snapshot is not None else None
        if key not in self._references:
            self._references[key] = reference_for(self.store, snapshot)
        return self._references[key]

    def _digest(self, snapshot: Snapshot) -> str:
        """What a figure depends on beside the snapshot: definitions, settings, areas and populations."""
        if snapshot.id not in self._digests:
            self._digests[snapshot.id] = self._digest_of(self._reference(snapshot))
        return self._digests[snapshot.id]

    def _digest_of(self, reference: Reference) -> str:
        written = repr(
            (
                definitions_digest(),
                replace(self.settings, targets=(), limits=(), name="", short_name="", colour="", accent=""),
                [area for area in reference.areas if area.kind is not AreaKind.COMPARATOR],
                reference.population,
            )
        )
        return hashlib.sha256(written.encode()).hexdigest()[:16]

    def _source(self, id: str, period: Period, as_known: date | None) -> Snapshot | None:
        """The snapshot that gives this figure: the latest, or, for what holds only today, that of the period's last month.

        Where the latest is of a partial format and does not reach so far, the newest that does.
        """
        latest = self.snapshot(as_known)
        if latest is None or id not in CATALOGUE:
            return latest
        if not GRAINS[CATALOGUE[id].grain].only_snapshot_day:
            return self._that_reaches(latest, id, period)
        if latest.as_at is not None and period.start <= latest.as_at <= period.end:
            return latest
        last_month = month_of(period.end)
        own = [
            one
            for one in self._snapshots
            if one.as_at is not None
            and max(last_month.start, period.start) <= one.as_at <= period.end
            and (as_known is None or one.as_at <= as_known)
        ]
        return own[-1] if own else latest

    def _that_reaches(self, latest: Snapshot, id: str, period: Period) -> Snapshot:
        if not is_partial(latest.kind):
            return latest
        older = (one for one in reversed(self._snapshots) if (one.as_at or date.min) <= (latest.as_at or date.min))
        return next((one for one in older if availability.is_available(one, CATALOGUE[id], period)), latest)

    def _cells(
        self, id: str, periods: Sequence[Period], as_known: date | None, by: str | None, span: str
    ) -> Mapping[Cell, Figure]:
        """All figures of one indicator that these periods need (and perhaps more), computed before submitted."""
        key = (id, tuple(periods), as_known, by, span)
        if key not in self._held:
            self._held[key] = self._merged(id, periods, as_known, by, span)
        return self._held[key]

    def _merged(
        self, id: str, periods: Sequence[Period], as_known: date | None, by: str | None, span: str
    ) -> Mapping[Cell, Figure]:
        cells: dict[Cell, Figure] = {}
        if id in CATALOGUE:
            for snapshot, can, asked in self._by_source(id, periods, as_known):
                if not can:
                    without = availability.unavailable(snapshot, self._reference(snapshot), id, asked)
                    cells.update({(figure.area, "", figure.period): figure for figure in without})
                    continue
                computed = self._computed(snapshot, asked, by, span, id)
                if len(asked) == len(periods):
                    cells.update(computed)
                else:
                    own = set(asked)
                    cells.update({cell: figure for cell, figure in computed.items() if cell[2] in own})
        elif id in REGISTER and REGISTER[id].fed_by != SERVICE:
            cells = {(figure.area, "", figure.period): figure for figure in _awaited(REGISTER[id], self.areas, periods)}
        submitted = self._submitted.get(id)
        if submitted and not by:
            latest = self.snapshot(as_known)
            reach = whole_since(latest) if latest is not None else None
            for cell, figure in submitted.items():
                there = cells.get(cell)
                is_before = reach is not None and cell[2].end < reach
                if there is None or is_before or there.status in (Status.NOT_AVAILABLE, Status.NOT_APPLICABLE):
                    cells[cell] = figure
        return cells

    def _by_source(
        self, id: str, periods: Sequence[Period], as_known: date | None
    ) -> Iterable[tuple[Snapshot, bool, list[Period]]]:
        """Which snapshot gives which periods, and whether it can give them at all."""
        grouped: dict[tuple[str, bool], tuple[Snapshot, bool, list[Period]]] = {}
        for period in periods:
            if (snapshot := self._source(id, period, as_known)) is not None:
                can = availability.is_available(snapshot, CATALOGUE[id], period)
                grouped.setdefault((snapshot.id, can), (snapshot, can, []))[2].append(period)
        return grouped.values()

    def _computed(
        self, snapshot: Snapshot, periods: Sequence[Period], by: str | None, span: str, id: str
    ) -> Mapping[Cell, Figure]:
        """The figures of ``id`` from one snapshot. Its usual periods are kept together, others as they are asked for.

        An older snapshot's own month, which is what was published, is kept on its own: a seventh of the work.
        """
        is_today = GRAINS[CATALOGUE[id].grain].only_snapshot_day
        usual = usual_periods(snapshot, is_today)
        known = set(usual)
        others = tuple(period for period in periods if period not in known)
        kept = [(part, name) for part, name in ((usual if len(others) < len(periods) else (), USUAL), (others, ASKED)) if part]
        is_own = not is_today and not by and span == YEAR_TO_DATE and tuple(periods) == own_month(snapshot)
        if is_own and snapshot != self.snapshot() and not self._is_usual_kept(snapshot):
            kept = [(own_month(snapshot), OWN)]
        digest = self._digest(snapshot)
        if self._make_store is not None:
            parts = [self._anew(self._make_store, snapshot, tuple(periods), is_today, by, span).cells(id)]
        else:
            self._check_is_kept(snapshot, kept, is_today, by, span)
            parts = [
                kept_figures(self.root, snapshot.id, digest, part, is_today, name, by, span).cells(id) for part, name in kept
            ]
        return parts[0] if len(parts) == 1 else {cell: figure for part in parts for cell, figure in part.items()}

    def _check_is_kept(
        self, snapshot: Snapshot, parts: Sequence[tuple[tuple[Period, ...], str]], is_today: bool, by: str | None, span: str
    ) -> None:
        """Raises FiguresAwaited where a book that only reads would have to compute what ``warm`` keeps of the newest extract.

        What few ask for, another month, another way to divide it, an older extract, is computed as it is asked for.
        """
        if not self.only_kept or by or span != YEAR_TO_DATE or snapshot != self.snapshot():
            return
        for periods, name in parts:
            file = file_of(self.root, snapshot.id, self._digest(snapshot), periods, is_today, by, span, part=name)
            if name == USUAL and not file.exists():
                raise FiguresAwaited("The figures are being worked out.")

    def _anew(
        self,
        make_store: Callable[[], Store],
        snapshot: Snapshot,
        periods: tuple[Period, ...],
        is_today: bool,
        by: str | None,
        span: str,
    ) -> KeptFigures:
        """Computed by another engine: all that was asked for in one go."""
        key = (snapshot.id, periods, is_today, by, span, tuple(self._wanted))
        if key not in self._made:
            ids = [id for id in self._wanted if GRAINS[CATALOGUE[id].grain].only_snapshot_day == is_today]
            reference = self._reference(snapshot)
            found = engine.compute(snapshot, reference, self.settings, ids, periods, by=by, span=span, store=make_store())
            self._made[key] = KeptFigures(table_of(found))
        return self._made[key]


def _awaited(entry: Entry, areas: AreaTree, periods: Iterable[Period]) -> Iterable[Figure]:
    """The figures that say that no extract can give them."""
    for area in areas:
        if area.kind is not AreaKind.COMPARATOR:
            for period in periods:
                yield Figure(entry.id, 1, area.id, period, None, None, None, entry.unit, Status.NOT_AVAILABLE, "")
