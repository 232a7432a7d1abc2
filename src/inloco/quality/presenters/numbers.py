"""How many findings there are: by check, by team and by worker, now and over the months."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inloco.accounts.models import User
from inloco.analytics.book import FigureBook
from inloco.analytics.data_quality import Fault, could_not_run, followed_snapshots, is_kept, rule_of
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.statistics.xmr import TrendWord, chart, word_of
from inloco.children.policies import visible
from inloco.documents.sparklines import sparkline
from inloco.quality.checks import found_in, what_of, words_of
from inloco.quality.filters import Filter
from inloco.quality.policies import scope
from inloco.quality.presenters.findings import area_names, worker_names
from inloco.quality.queries import Standing
from inloco.quality.states import FindingState

MOST_WORKERS = 30


@dataclass(frozen=True)
class CheckLine:
    """One check and how many findings it has."""

    check: str
    what: str
    query: str
    total: int
    to_do: int
    endangers: int


@dataclass(frozen=True)
class TrendLine:
    """A team or a worker over the months: None where a month's extract is not worked out yet."""

    name: str
    query: str
    counts: tuple[int | None, ...]
    spark: str
    word: str = str(TrendWord.TOO_LITTLE_DATA)

    @property
    def now(self) -> int:
        return self.counts[-1] or 0

    @property
    def change(self) -> int | None:
        """Since the month before; None without one."""
        before = self.counts[-2] if len(self.counts) > 1 else None
        return None if before is None or self.counts[-1] is None else self.counts[-1] - before

    @property
    def change_words(self) -> str:
        if self.change is None:
            return "–"
        return "no change" if self.change == 0 else f"{abs(self.change):,} {'more' if self.change > 0 else 'fewer'}"


@dataclass(frozen=True)
class BoardPage:
    """The first page of data quality."""

    as_at: dt.date | None
    snapshot: str
    states: tuple[tuple[str, str, int], ...]
    late: int
    checks: tuple[CheckLine, ...]
    months: tuple[str, ...]
    teams: tuple[TrendLine, ...]
    workers: tuple[TrendLine, ...]
    whole: TrendLine | None
    is_complete: bool
    not_run: tuple[tuple[str, str], ...]
    sees_files: bool = False

    @property
    def total(self) -> int:
        return sum(count for _, _, count in self.states)


def board_page(findings: Sequence[Standing], book: FigureBook, *, person: User, today: dt.date) -> BoardPage:
    """The numbers within the person's sight. Months whose faults nobody has worked out yet are left blank, not computed here."""
    snapshots = followed_snapshots(book)
    newest = snapshots[-1] if snapshots else None
    within = scope(by=person, areas=book.areas)
    by_month: list[list[Fault] | None] = [
        [fault for fault in found_in(book, one) if within(fault)] if is_kept(book, one) else None for one in snapshots
    ]
    counts = Counter(one.state for one in findings)
    order = (FindingState.OPEN, FindingState.ASSIGNED, FindingState.REPORTED, FindingState.ACCEPTED)
    return BoardPage(
        as_at=newest.as_at if newest else None,
        snapshot=newest.id if newest else "",
        states=tuple((one.label, Filter(state=one.value).query, counts[one]) for one in order),
        late=sum(_is_late(one, today) for one in findings),
        checks=tuple(_checks(findings)),
        months=tuple(f"{one.as_at:%b %Y}" for one in snapshots if one.as_at),
        teams=_trend(by_month, lambda fault: fault.area, area_names(), "area"),
        workers=_trend(by_month, lambda fault: fault.worker, worker_names(), "worker")[:MOST_WORKERS],
        whole=_line("All together", "", [None if month is None else len(month) for month in by_month]) if by_month else None,
        is_complete=all(month is not None for month in by_month),
        not_run=tuple(
            (rule.what, ", ".join(tables))
            for check, tables in (could_not_run(newest) if newest else {}).items()
            if (rule := rule_of(check))
        ),
        sees_files="" in visible(by=person),
    )


def _is_late(one: Standing, today: dt.date) -> bool:
    due = one.case.due_on if one.case is not None else None
    return one.state is FindingState.ASSIGNED and due is not None and due < today


def _checks(findings: Iterable[Standing]) -> list[CheckLine]:
    """The check with the most left to do first."""
    total: Counter[str] = Counter()
    to_do: Counter[str] = Counter()
    endangers: dict[str, set[str]] = {}
    for one in findings:
        total[one.fault.check] += 1
        to_do[one.fault.check] += one.state.needs_work
        endangers.setdefault(one.fault.check, set()).update(words_of(one.fault).endangers)
    lines = [
        CheckLine(check, what_of(check), Filter(check=check, state="all").query, count, to_do[check], len(endangers[check]))
        for check, count in total.items()
    ]
    return sorted(lines, key=lambda line: (-line.to_do, -line.total, line.check))


def _trend(
    by_month: Sequence[Sequence[Fault] | None], key: Callable[[Fault], str], name: Callable[[str], str], part: str
) -> tuple[TrendLine, ...]:
    counted: list[Mapping[str, int] | None] = [None if month is None else Counter(map(key, month)) for month in by_month]
    keys = {one for month in counted if month is not None for one in month if one}
    lines = [
        _line(
            name(one),
            Filter(state="all", **{part: one}).query,
            [None if month is None else month.get(one, 0) for month in counted],
        )
        for one in keys
    ]
    return tuple(sorted(lines, key=lambda line: (-line.now, line.name)))


def _line(name: str, query: str, counts: Sequence[int | None]) -> TrendLine:
    values = [None if count is None else Decimal(count) for count in counts]
    word = word_of(chart(values, Unit.COUNT), Polarity.LOWER_IS_BETTER)
    return TrendLine(name, query, tuple(counts), sparkline(values), str(word))
