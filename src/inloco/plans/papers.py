"""Papers about a plan: board view, metrics, closed, one objective, the public summary and the chair's one-page brief.

What each shows is decided here, once; the page, the PDF, the Word file and the spreadsheet print the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils import timezone

from inloco.documents.charts import Chart
from inloco.documents.monthly_report import Council as DocumentCouncil
from inloco.documents.plan_charts import BragCount, DoneByDay, Slipped, brag_over_time, burn_up, slippage
from inloco.documents.plan_paper import PlanPaper, PlanSection, PlanTable
from inloco.documents.style import day_words
from inloco.plans.exports import public_rows
from inloco.plans.judgement import PUBLIC_RULES
from inloco.plans.models import BragMark, Closure, Cycle, Objective, Plan
from inloco.plans.presenters.cycle import BriefPage
from inloco.plans.presenters.plan import Change, brag_counts, changes_since, summary
from inloco.plans.rows import ActionRow, PlanRows
from inloco.plans.states import AskState
from inloco.plans.words import Brag, View
from inloco.web.council import council

KINDS = {
    "board": "Board view",
    "metrics": "Measures",
    "live": "Live actions",
    "ongoing": "Ongoing monitoring",
    "closed": "Closed actions",
    "public": "Public summary",
}
COLUMNS = ("Action", "What is to be done", "Accountable", "Timescale", "Date", "Last update", "BRAG")
WEIGHTS = (6, 26, 14, 11, 9, 9, 7)


def paper_of(held: PlanRows, kind: str) -> PlanPaper:
    """The paper of this kind from what its reader may see. Raises KeyError for an unknown one."""
    builders: dict[str, Callable[[], list[PlanSection]]] = {
        "board": lambda: _board(held),
        "metrics": lambda: _metrics(held),
        "closed": lambda: _closed(held),
        "live": lambda: _view(held, View.LIVE),
        "ongoing": lambda: _view(held, View.ONGOING),
    }
    sections = builders[kind]()
    return _paper(held.plan, kind, KINDS[kind], held.on, _stamp(held), sections, landscape=True)


def objective_paper(held: PlanRows, objective: Objective) -> PlanPaper:
    """One objective: aim, how, its actions by view."""
    rows = [row for row in held.rows if row.action.objective_id == objective.pk]
    words = tuple(part for part in (objective.aim, objective.how) if part)
    sections = [PlanSection(_objective(objective), sentences=words)]
    for view in View:
        found = [row for row in rows if row.action.view == view]
        if found:
            sections.append(PlanSection(view.label, level=2, tables=(_actions(f"{view.label} actions", found),)))
    name = f"objective-{objective.number}"
    return _paper(held.plan, name, f"Objective {objective.number}", held.on, _stamp(held), sections, landscape=True)


def public_content(plan: Plan, *, as_at: dt.date, settings: Any) -> dict[str, Any]:
    """What a public summary freezes: objective titles, rows and the rule; no name, note or figure."""
    rows = public_rows(plan, as_at=as_at, settings=settings)
    titles = {one.number: one.title for one in plan.objectives.all()}
    used = list(dict.fromkeys(row.objective for row in rows))
    return {
        "title": plan.title,
        "as_at": as_at.isoformat(),
        "rule": PUBLIC_RULES[settings.plan_public_rule],
        "objectives": [[number, titles.get(number, "")] for number in used],
        "rows": [[row.objective, row.ref, row.action, row.timescale, row.rag] for row in rows],
    }


def public_paper(plan: Plan, content: dict[str, Any]) -> PlanPaper:
    """The public summary from its frozen content."""
    sections = []
    for number, title in content["objectives"]:
        found = [row for row in content["rows"] if row[0] == number]
        table = PlanTable(
            f"Actions of objective {number}",
            ("Reference", "Action", "Timescale", "RAG"),
            tuple((row[1], row[2], row[3], row[4]) for row in found),
            brag=3,
            weights=(3, 16, 5, 3),
        )
        sections.append(PlanSection(f"Objective {number}" + (f": {_flat(title)}" if title else ""), tables=(table,)))
    as_at = dt.date.fromisoformat(content["as_at"])
    return _paper(plan, "public", "Public summary", as_at, (f"As at {day_words(as_at)}.", content["rule"]), sections)


def brief_paper(cycle: Cycle, held: PlanRows, page: BriefPage) -> PlanPaper:
    """The brief for the chair: one page where the plan allows it, what needs a word first."""
    found = page.summary
    counts = ", ".join(f"{count} {'without BRAG' if name == 'None' else name}" for name, count in found.brags) or "no actions"
    opening = (
        f"{found.total} actions are not closed: {counts}. {found.overdue} are past the end of their timescale, "
        f"{found.stale} have no recent update, {found.conflicts} say something else than the record."
    )
    sections = [PlanSection("In short", sentences=(opening,))]
    missing = tuple(f"{one.name}: {one.actions} actions ({one.state})" for one in page.missing)
    everything = () if missing else ("Every return is in.",)
    sections.append(PlanSection("Missing returns", sentences=everything, bullets=missing))
    asking = [
        ("Red", page.red),
        ("Overdue, and not Red", page.overdue),
        ("To decide", page.to_decide),
        ("Done, for the board to close", page.to_close),
    ]
    for title, rows in asking:
        if rows:
            sections.append(PlanSection(title, tables=(_short(title, rows[:12]),), sentences=_more(len(rows), 12)))
    changes = tuple(f"{_place(one.row)}: {'; '.join(one.words)}" for one in page.changes[:12])
    if changes:
        sections.append(PlanSection("Changed since the last board", bullets=changes))
    notes = (f"Board of {day_words(cycle.board_on)}. As things stand on {day_words(held.on)}.",)
    return _paper(held.plan, f"brief-{cycle.board_on}", "Brief for the chair", held.on, notes, sections)


def charts_of(held: PlanRows) -> list[Chart]:
    """BRAG by objective over time, slippage and burn-up; those that have nothing to show are left out."""
    made = []
    marks = marks_of(held.plan)
    if counts := brag_history(held, marks):
        made.append(brag_over_time(counts, title="BRAG by objective"))
    slipped = [
        Slipped(_place(row), row.action.baseline_due_on, row.action.due_on)
        for row in held.rows
        if row.slip > 0 and row.action.baseline_due_on and row.action.due_on and row.action.view != View.CLOSED
    ]
    if slipped:
        longest = max(slipped, key=lambda one: one.days)
        made.append(slippage(slipped, title=f"{len(slipped)} dates have moved later, the furthest by {longest.days} days"))
    if days := done_by_day(held, marks):
        made.append(burn_up(days, today=held.on, title="Actions done against what was planned"))
    return made


Marks = dict[int, list[tuple[dt.date, str]]]


def marks_of(plan: Plan) -> Marks:
    """Every judgement that was ever given, by action: its day and what it said."""
    found: Marks = {}
    for key, at, brag in BragMark.objects.filter(action__plan=plan).order_by("at", "pk").values_list("action", "at", "brag"):
        found.setdefault(key, []).append((timezone.localtime(at).date(), brag))
    return found


def brag_history(held: PlanRows, marks: Marks) -> list[BragCount]:
    """BRAG by objective at the end of each of the last months, and today: from the marks, so that it says what stood then."""
    first = min((days[0][0] for days in marks.values()), default=None)
    if first is None:
        return []
    days = [day for day in _month_ends(held.on, 5) if day >= first] + [held.on]
    counts: dict[tuple[str, dt.date, str], int] = {}
    for row in held.rows:
        if row.action.view == View.CLOSED and row.action.brag != Brag.BLUE:
            continue
        said = marks.get(row.action.pk, [])
        began = min(timezone.localtime(row.action.created_at).date(), said[0][0] if said else held.on)
        for day in dict.fromkeys(days):
            if began > day:
                continue
            standing = [brag for on, brag in said if on <= day]
            key = (
                row.action.objective.number,
                day,
                (standing[-1] if standing else row.action.brag if day == held.on else "") or "None",
            )
            counts[key] = counts.get(key, 0) + 1
    return [BragCount(*key, count) for key, count in counts.items()]


def done_by_day(held: PlanRows, marks: Marks) -> list[DoneByDay]:
    """How many actions were to be done and were, at each month end from the first date to the last."""
    dated = [row for row in held.rows if row.action.due_on is not None]
    if not dated:
        return []
    done = _done_on(held, marks)
    firsts = [row.action.baseline_due_on or row.action.due_on for row in dated]
    ends = [row.action.due_on for row in dated]
    known = [day for day in (*firsts, *ends) if day is not None]
    last = max(max(known), held.on)
    days = sorted({*_between(min(known), last), held.on})
    return [
        DoneByDay(
            day,
            sum(one <= day for one in firsts if one is not None),
            sum(one <= day for one in ends if one is not None),
            sum(on <= day for on in done.values()),
        )
        for day in days[-30:]
    ]


def _done_on(held: PlanRows, marks: Marks) -> dict[int, dt.date]:
    """The day on which each Blue action was done: the closing's own, else the day on which it became Blue."""
    closed = dict(Closure.objects.filter(action__plan=held.plan, state=AskState.AGREED).values_list("action", "closed_on"))
    found: dict[int, dt.date] = {}
    for row in held.rows:
        if row.action.brag == Brag.BLUE:
            blue = [on for on, brag in marks.get(row.action.pk, []) if brag == Brag.BLUE]
            found[row.action.pk] = closed.get(row.action.pk) or (blue[-1] if blue else held.on)
    return found


def _board(held: PlanRows) -> list[PlanSection]:
    changes = changes_since(held, since=held.last_board_on)
    since = f" of {day_words(held.last_board_on)}" if held.last_board_on else ""
    sections = [PlanSection(f"Changed since the last board{since}", tables=(_changes(changes),))] if changes else []
    if not changes and held.last_board_on:
        sections.append(PlanSection(f"Changed since the last board{since}", sentences=("Nothing has changed.",)))
    sections.append(PlanSection("In charts", charts=tuple(charts_of(held))))
    return [*sections, *_by_objective([row for row in held.rows if row.action.view != View.CLOSED])]


def _view(held: PlanRows, view: View) -> list[PlanSection]:
    return _by_objective([row for row in held.rows if row.action.view == view])


def _closed(held: PlanRows) -> list[PlanSection]:
    closures = {
        one.action_id: one
        for one in Closure.objects.filter(action__plan=held.plan, state=AskState.AGREED).select_related("decided_by", "asked_by")
    }
    sections = []
    for objective, rows in _grouped(row for row in held.rows if row.action.view == View.CLOSED):
        table = PlanTable(
            f"Closed actions of objective {objective.number}",
            ("Action", "What was done", "Accountable", "Timescale", "Closed", "Closing note", "BRAG"),
            tuple(_closed_row(row, closures.get(row.action.pk)) for row in rows),
            brag=6,
            weights=(5, 22, 13, 10, 9, 18, 6),
        )
        sections.append(PlanSection(_objective(objective), tables=(table,)))
    return sections


def _closed_row(row: ActionRow, closure: Closure | None) -> tuple[str, ...]:
    action = row.action
    when = day_words(closure.closed_on) if closure else "From the file"
    return (
        action.ref,
        _flat(action.activity),
        action.owner_words,
        action.timescale,
        when,
        closure.note if closure else "",
        action.brag,
    )


def _metrics(held: PlanRows) -> list[PlanSection]:
    sections = []
    for objective, rows in _grouped(row for row in held.rows if row.lines and row.action.view != View.CLOSED):
        table = PlanTable(
            f"Measures of objective {objective.number}",
            ("Action", "Measure", "Now", "As at", "Target", "By", "Reached", "BRAG"),
            tuple(
                (
                    one.line.ref or row.action.ref,
                    _flat(one.line.metric or one.line.activity or row.action.activity),
                    one.current,
                    f"{one.current_on:%d/%m/%Y}" if one.current_on else "",
                    one.target,
                    f"{one.line.target_on:%d/%m/%Y}" if one.line.target_on else "",
                    {True: "Yes", False: "No", None: ""}[one.is_met],
                    row.action.brag,
                )
                for row in rows
                for one in row.lines
            ),
            brag=7,
            weights=(5, 22, 12, 7, 12, 7, 6, 6),
        )
        sections.append(PlanSection(_objective(objective), tables=(table,)))
    return sections


def _by_objective(rows: Iterable[ActionRow]) -> list[PlanSection]:
    sections = []
    for objective, found in _grouped(rows):
        counts = ", ".join(f"{count} {'without BRAG' if name == 'None' else name}" for name, count in brag_counts(found))
        sentences = tuple(part for part in (_flat(objective.aim), f"{len(found)} actions: {counts}.") if part)
        table = _actions(f"Actions of objective {objective.number}", found)
        sections.append(PlanSection(_objective(objective), sentences=sentences, tables=(table,)))
    return sections


def _actions(caption: str, rows: Sequence[ActionRow]) -> PlanTable:
    return PlanTable(caption, COLUMNS, tuple(_row(row) for row in rows), brag=6, weights=WEIGHTS)


def _row(row: ActionRow) -> tuple[str, ...]:
    action, judged = row.action, row.judgement
    position = judged.position.label + (f" by {judged.days_over} days" if judged.days_over else "")
    said = f"{row.updated_on:%d/%m/%Y}" if row.updated_on else "None dated"
    activity = _flat(action.activity) + (f" [{judged.conflict}]" if judged.conflict else "")
    return (action.ref, activity, action.owner_words, action.timescale, position, said, action.brag or "None")


def _short(caption: str, rows: Sequence[ActionRow]) -> PlanTable:
    return PlanTable(
        caption,
        ("Action", "What is to be done", "Accountable", "Timescale", "BRAG"),
        tuple(
            (_place(row), row.action.title, row.action.owner_words, row.action.timescale, row.action.brag or "None")
            for row in rows
        ),
        brag=4,
        weights=(5, 22, 12, 8, 5),
    )


def _changes(changes: Sequence[Change]) -> PlanTable:
    return PlanTable(
        "What has changed, the most serious first",
        ("Action", "What is to be done", "What changed", "BRAG"),
        tuple((_place(one.row), one.row.action.title, "; ".join(one.words), one.row.action.brag or "None") for one in changes),
        brag=3,
        weights=(4, 16, 20, 5),
    )


def _paper(
    plan: Plan,
    name: str,
    title: str,
    on: dt.date,
    notes: Sequence[str],
    sections: Sequence[PlanSection],
    *,
    landscape: bool = False,
) -> PlanPaper:
    ours = council()
    return PlanPaper(
        name=f"{plan.slug}-{name}",
        title=f"{plan.title}: {title.lower()}",
        subtitle=plan.board or plan.get_kind_display(),
        council=DocumentCouncil(ours.name, ours.short_name, ours.colour, ours.accent),
        as_at=on,
        notes=tuple(notes),
        sections=tuple(sections),
        landscape=landscape,
    )


def _stamp(held: PlanRows) -> tuple[str, ...]:
    found = summary(held.rows)
    lines = [
        f"As at {day_words(held.on)}. {found.total} actions not closed, {found.overdue} overdue, {found.due} due this cycle.",
        "BRAG is the judgement of the accountable person. Date and last update are computed; where they contradict the "
        "judgement, it is said in brackets.",
    ]
    return tuple(lines)


def _grouped(rows: Iterable[ActionRow]) -> list[tuple[Objective, list[ActionRow]]]:
    found: dict[int, tuple[Objective, list[ActionRow]]] = {}
    for row in rows:
        found.setdefault(row.action.objective_id, (row.action.objective, []))[1].append(row)
    return list(found.values())


def _objective(objective: Objective) -> str:
    return f"Objective {objective.number}: {_flat(objective.title)}" if objective.title else f"Objective {objective.number}"


def _place(row: ActionRow) -> str:
    return f"{row.action.objective.number}/{row.action.ref or '–'}"


def _flat(words: str) -> str:
    return " ".join(words.split())


def _more(count: int, shown: int) -> tuple[str, ...]:
    return (f"The first {shown} of {count}.",) if count > shown else ()


def _month_ends(on: dt.date, back: int) -> list[dt.date]:
    ends, day = [], on.replace(day=1)
    for _ in range(back):
        day -= dt.timedelta(days=1)
        ends.append(day)
        day = day.replace(day=1)
    return sorted(ends)


def _between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The month ends from ``first`` to the one after ``last``."""
    days, month = [], first.replace(day=1)
    while month <= last:
        month = (month + dt.timedelta(days=32)).replace(day=1)
        days.append(month - dt.timedelta(days=1))
    return days
