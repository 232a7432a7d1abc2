"""A plan's page: its views, groups, filters and the changes since the last board."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from inloco.plans.filters import BRAGS, FRESHNESS, POSITIONS, SHOWS, WHICH, Filter, person_key, person_words, service_of
from inloco.plans.judgement import DatePosition
from inloco.plans.models import BragMark, Cycle, Objective, Plan
from inloco.plans.queries import Actions
from inloco.plans.rows import ActionRow, LineRow, PlanRows
from inloco.plans.states import CycleState
from inloco.plans.words import Brag, Origin, View

POSITION_TAGS = {
    DatePosition.OVERDUE: "red",
    DatePosition.DUE_THIS_CYCLE: "yellow",
    DatePosition.NOT_DUE: "grey",
    DatePosition.NO_DATE: "grey",
}


@dataclass(frozen=True)
class Group:
    """Rows under one heading. ``address`` leads to the group's own page or filter; ``counts`` are words by BRAG."""

    key: str
    title: str
    rows: tuple[ActionRow, ...]
    sub: str = ""
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Change:
    """What became different about an action since the last board."""

    row: ActionRow
    words: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Numbers over the open actions of a plan."""

    total: int
    brags: tuple[tuple[str, int], ...]
    overdue: int
    due: int
    stale: int
    conflicts: int
    unclosed: int
    unowned: int
    to_decide: int


@dataclass(frozen=True)
class Tab:
    show: str
    title: str
    count: int
    query: str


@dataclass(frozen=True)
class PlanPage:
    """All that the page of a plan says."""

    held: PlanRows
    filter: Filter
    groups: tuple[Group, ...]
    count: int
    summary: Summary
    tabs: tuple[Tab, ...]
    changes: tuple[Change, ...]
    objectives: tuple[tuple[str, str], ...]
    services: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]

    brags = BRAGS
    positions = POSITIONS
    freshness = FRESHNESS
    which = WHICH


def plan_page(held: PlanRows, chosen: Filter, *, changes: Sequence[Change] = ()) -> PlanPage:
    """The page for a filter."""
    rows = chosen.rows(held.rows)
    groups = _groups(rows, chosen.show, held.on)
    open_rows = [row for row in held.rows if row.action.view != View.CLOSED]
    return PlanPage(
        held=held,
        filter=chosen,
        groups=tuple(groups),
        count=sum(len(row.lines) for row in rows) if chosen.show == "metrics" else len(rows),
        summary=summary(held.rows),
        tabs=tuple(_tab(held, chosen, show, title) for show, title in SHOWS.items() if show != "story" or held.has_story),
        changes=tuple(one for one in changes if chosen.fits(one.row)) if chosen.show == "board" else (),
        objectives=_choices(
            "Any objective", ((row.action.objective.number, _objective(row.action.objective)) for row in held.rows)
        ),
        services=_choices("Any service", ((service_of(row.action), service_of(row.action)) for row in open_rows), by_label=True),
        people=_choices("Anybody", ((person_key(row), person_words(row)) for row in open_rows), by_label=True),
    )


def summary(rows: Sequence[ActionRow]) -> Summary:
    """Counts over live and monitored actions that are not Blue, and the BRAG of all that are not closed."""
    shown = [row for row in rows if row.action.view != View.CLOSED]
    at_work = [row for row in shown if row.action.brag != Brag.BLUE]
    return Summary(
        total=len(shown),
        brags=brag_counts(shown),
        overdue=sum(row.judgement.position is DatePosition.OVERDUE for row in at_work),
        due=sum(row.judgement.position is DatePosition.DUE_THIS_CYCLE for row in at_work),
        stale=sum(row.judgement.freshness != "fresh" for row in at_work),
        conflicts=sum(bool(row.judgement.conflict) for row in shown),
        unclosed=sum(bool(row.judgement.missing) for row in shown),
        unowned=sum(row.action.accountable_id is None for row in at_work),
        to_decide=sum(row.date_asked is not None or row.closure_asked is not None for row in shown),
    )


def measure_words(one: LineRow) -> str:
    """A measure in one line: what is measured, its value with its day, and the target."""
    words = " ".join((one.line.metric or one.line.activity).split())
    now = (
        "no figure to show"
        if one.is_live and one.current_on is None
        else one.current and f"now {one.current}" + (f" ({one.current_on:%d/%m/%Y})" if one.is_live and one.current_on else "")
    )
    return "; ".join(part for part in (words, now, one.target and f"target {one.target}") if part)


def brag_counts(rows: Sequence[ActionRow]) -> tuple[tuple[str, int], ...]:
    """How many of each, Red first; no BRAG is a class of its own."""
    found = Counter(row.action.brag or "None" for row in rows)
    order = [*(one.value for one in (Brag.RED, Brag.AMBER, Brag.GREEN, Brag.BLUE)), "None"]
    return tuple((name, found[name]) for name in order if found[name])


def changes_since(held: PlanRows, *, since: dt.date | None) -> list[Change]:
    """What became different since that day, the most serious first: worse BRAG, later date, done, new, then words."""
    if since is None:
        return []
    by_pk = {row.action.pk: row for row in held.rows}
    words: dict[int, list[tuple[int, str]]] = {}

    def say(pk: int, rank: int, what: str) -> None:
        if pk in by_pk:
            words.setdefault(pk, []).append((rank, what))

    marks = BragMark.objects.filter(action__plan=held.plan, at__date__gt=since).exclude(origin=Origin.IMPORT).order_by("at")
    firsts: dict[int, str] = {}
    for mark in marks:
        firsts.setdefault(mark.action_id, mark.was)
    for pk, was in firsts.items():
        now = by_pk[pk].action.brag if pk in by_pk else was
        if now != was:
            rank = 0 if now == Brag.RED or (now == Brag.AMBER and was == Brag.GREEN) else 2
            say(pk, rank, f"BRAG from {was or 'none'} to {now or 'none'}")
    began = timezone.localtime(held.plan.created_at).date()  # what the plan began with is not new
    for change in held.agreed_dates:
        if change.decided_at is not None and timezone.localtime(change.decided_at).date() > since:
            words_of = f"date from {change.old_timescale or 'none'} to {change.new_timescale}: {change.reason}"
            say(change.action_id, 1, words_of)
    for row in held.rows:
        if timezone.localtime(row.action.created_at).date() > max(since, began):
            say(row.action.pk, 3, "new action")
    for pk, day in held.noted.items():
        if day > since:
            say(pk, 4, "new update")
    ranked = sorted(words.items(), key=lambda pair: (min(pair[1])[0], by_pk[pair[0]].action.objective.position))
    return [Change(by_pk[pk], tuple(text for _, text in sorted(said))) for pk, said in ranked]


def _groups(rows: Sequence[ActionRow], show: str, on: dt.date) -> list[Group]:
    match show:
        case "service":
            return _by(rows, lambda row: (service_of(row.action), service_of(row.action), ""), by_title=True)
        case "person":
            return _by(rows, lambda row: (person_key(row), person_words(row), ""), by_title=True)
        case "timeline":
            return _timeline(rows, on)
        case _:
            return _by(rows, lambda row: _objective_key(row.action.objective))


def _by(rows: Sequence[ActionRow], key: Callable[[ActionRow], tuple[str, str, str]], *, by_title: bool = False) -> list[Group]:
    held: dict[tuple[str, str, str], list[ActionRow]] = {}
    for row in rows:
        held.setdefault(key(row), []).append(row)
    groups = [
        Group(key=name, title=title, rows=tuple(found), sub=sub, counts=brag_counts(found))
        for (name, title, sub), found in held.items()
    ]
    return sorted(groups, key=lambda one: one.title.lower()) if by_title else groups


def _timeline(rows: Sequence[ActionRow], on: dt.date) -> list[Group]:
    dated = sorted((row for row in rows if row.action.due_on), key=lambda row: (row.action.due_on, row.action.pk))
    over = [row for row in dated if row.judgement.position is DatePosition.OVERDUE]
    groups = [Group("overdue", "Overdue", tuple(over), counts=brag_counts(over))] if over else []
    months: dict[tuple[int, int], list[ActionRow]] = {}
    for row in dated:
        if (due := row.action.due_on) is not None and row.judgement.position is not DatePosition.OVERDUE:
            months.setdefault((due.year, due.month), []).append(row)
    groups += [
        Group(f"{year}-{month:02}", f"{dt.date(year, month, 1):%B %Y}", tuple(found), counts=brag_counts(found))
        for (year, month), found in months.items()
    ]
    without = [row for row in rows if not row.action.due_on]
    if without:
        groups.append(Group("none", "No end date", tuple(without), counts=brag_counts(without)))
    return groups


def _tab(held: PlanRows, chosen: Filter, show: str, title: str) -> Tab:
    asked = Filter(show=show)
    rows = asked.rows(held.rows)
    count = sum(len(row.lines) for row in rows) if show == "metrics" else len(rows)
    return Tab(show, title, count, chosen.with_show(show))


def _objective_key(objective: Objective) -> tuple[str, str, str]:
    return objective.number, _objective(objective), objective.aim


def _objective(objective: Objective) -> str:
    title = " ".join(objective.title.split())
    return f"Objective {objective.number}: {title}" if title else f"Objective {objective.number}"


def _choices(every: str, pairs: object, *, by_label: bool = False) -> tuple[tuple[str, str], ...]:
    found = dict(pairs)  # type: ignore[call-overload]
    items = sorted(found.items(), key=lambda pair: pair[1].lower()) if by_label else list(found.items())
    return (("", every), *((value, label if len(label) <= 70 else label[:67] + "…") for value, label in items))


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list."""

    plan: Plan
    open: int
    brags: tuple[tuple[str, int], ...]
    overdue: int
    cycle: Cycle | None


@dataclass(frozen=True)
class ObjectivePage:
    """One objective with its actions by view."""

    objective: Objective
    groups: tuple[Group, ...]
    summary: Summary


def plan_lines(plans: Iterable[Plan], actions: Actions, *, on: dt.date) -> list[PlanLine]:
    """Each plan with the numbers of what the person may see, in two queries."""
    found = list(plans)
    brags: dict[int, Counter[str]] = {}
    overdue: Counter[int] = Counter()
    for plan, brag, due in actions.exclude(view=View.CLOSED).values_list("plan", "brag", "due_on"):
        brags.setdefault(plan, Counter())[brag or "None"] += 1
        if due is not None and due < on and brag != Brag.BLUE:
            overdue[plan] += 1
    cycles: dict[int, Cycle] = {}
    for cycle in Cycle.objects.exclude(state__in=[CycleState.CLOSED, CycleState.CALLED_OFF]).order_by("-board_on"):
        cycles[cycle.plan_id] = cycle
    order = [*(one.value for one in (Brag.RED, Brag.AMBER, Brag.GREEN, Brag.BLUE)), "None"]
    return [
        PlanLine(
            one,
            sum(brags.get(one.pk, Counter()).values()),
            tuple((name, brags[one.pk][name]) for name in order if brags.get(one.pk, Counter())[name]),
            overdue[one.pk],
            cycles.get(one.pk),
        )
        for one in found
    ]


def objective_page(objective: Objective, held: PlanRows) -> ObjectivePage:
    rows = [row for row in held.rows if row.action.objective_id == objective.pk]
    groups = [
        Group(
            view.value,
            view.label,
            tuple(row for row in rows if row.action.view == view),
            counts=brag_counts([r for r in rows if r.action.view == view]),
        )
        for view in View
    ]
    return ObjectivePage(objective, tuple(group for group in groups if group.rows), summary(rows))
