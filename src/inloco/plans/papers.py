"""Papers about a plan: board view, metrics, closed, one objective, the public summary and the chair's one-page brief.

What each shows is decided here, once; the page, the PDF, the Word file and the spreadsheet print the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from inloco.documents.monthly_report import Council as DocumentCouncil
from inloco.documents.plan_paper import PAGE, PlanPaper, PlanSection, PlanTable, height, without_empty
from inloco.documents.style import day_words
from inloco.plans.charts import charts_of
from inloco.plans.exports import public_summary
from inloco.plans.judgement import PUBLIC_RULES
from inloco.plans.models import Closure, Cycle, Objective, Plan
from inloco.plans.presenters.cycle import BriefPage
from inloco.plans.presenters.plan import Change, brag_counts, changes_since, measure_words, summary
from inloco.plans.rows import ActionRow, LineRow, PlanRows
from inloco.plans.states import AskState
from inloco.plans.words import View
from inloco.web.council import council

KINDS = {
    "board": "Board view",
    "story": "Where we are and what will change",
    "metrics": "Measures",
    "live": "Live actions",
    "ongoing": "Ongoing monitoring",
    "closed": "Closed actions",
    "public": "Public summary",
}
STORY_COLUMNS = (
    "Action",
    "Where we are now",
    "What will change",
    "What we will do",
    "How we measure it",
    "Outcome",
    "Who and by when",
    "BRAG",
)
"""The headings of a care leavers' plan."""
COLUMNS = ("Action", "What is to be done", "Accountable", "Timescale", "Date", "Last update", "BRAG")
WEIGHTS = (6, 26, 14, 11, 9, 9, 7)


def kinds_of(held: PlanRows) -> dict[str, str]:
    """The papers that this plan has: the headings of a care leavers' plan are left out where nothing stands under them."""
    return {kind: words for kind, words in KINDS.items() if kind != "story" or held.has_story}


def paper_of(held: PlanRows, kind: str) -> PlanPaper:
    """The paper of this kind from what its reader may see. Raises KeyError for an unknown one."""
    builders: dict[str, Callable[[], list[PlanSection]]] = {
        "board": lambda: _board(held),
        "metrics": lambda: _metrics(held),
        "story": lambda: _story(held),
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
    rows, left_out = public_summary(plan, as_at=as_at, settings=settings)
    titles = {one.number: one.title for one in plan.objectives.all()}
    used = list(dict.fromkeys(row.objective for row in rows))
    return {
        "title": plan.title,
        "as_at": as_at.isoformat(),
        "rule": PUBLIC_RULES[settings.plan_public_rule],
        "objectives": [[number, titles.get(number, "")] for number in used],
        "rows": [[row.objective, row.ref, row.action, row.timescale, row.rag] for row in rows],
        "left_out": left_out,
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
    notes = tuple(words for words in (f"As at {day_words(as_at)}.", content["rule"], content.get("left_out", "")) if words)
    return _paper(plan, "public", "Public summary", as_at, notes, sections)


def brief_paper(cycle: Cycle, held: PlanRows, page: BriefPage) -> PlanPaper:
    """The brief for the chair on one page, what needs a word first: lists are shortened until it fits, and say so."""
    papers = (_brief(cycle, held, page, most) for most in (12, 9, 7, 5, 4, 3, 2))
    return next((paper for paper in papers if height(paper) <= PAGE), _brief(cycle, held, page, 1))


def _brief(cycle: Cycle, held: PlanRows, page: BriefPage, most: int) -> PlanPaper:
    """The brief with at most so many rows in each list."""
    found = page.summary
    counts = ", ".join(f"{count} {'without BRAG' if name == 'None' else name}" for name, count in found.brags) or "no actions"
    opening = (
        f"{found.total} actions are not closed: {counts}. {found.overdue} are past the end of their timescale, "
        f"{found.stale} have no recent update, {found.conflicts} say something else than the record."
    )
    sections = [PlanSection("In short", sentences=(opening,))]
    missing = tuple(f"{one.name}: {_counted(one.actions)} ({one.state})" for one in page.missing)
    everything = _more(len(missing), most) if missing else ("Every return is in.",)
    sections.append(PlanSection(page.missing_title, sentences=everything, bullets=missing[:most]))
    longest = sorted(page.overdue, key=lambda row: -row.judgement.days_over)
    asking = [
        ("Red", "Actions that are Red", page.red),
        ("Overdue, and not Red", "Actions past the end of their timescale, the longest first", longest),
        ("To decide", "Actions for which something is asked", page.to_decide),
        ("Done, for the board to close", "Actions that are Blue", page.to_close),
    ]
    for title, caption, rows in asking:
        if rows:
            sections.append(PlanSection(title, tables=(_short(caption, rows[:most]),), sentences=_more(len(rows), most)))
    changes = tuple(f"{_place(one.row)}: {'; '.join(one.words)}" for one in page.changes)
    if changes:
        since = "Changed since the last board"
        sections.append(PlanSection(since, bullets=changes[:most], sentences=_more(len(changes), most)))
    notes = (f"Board of {day_words(cycle.board_on)}. As things stand on {day_words(held.on)}.",)
    return _paper(held.plan, f"brief-{cycle.board_on}", "Brief for the chair", held.on, notes, sections)


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


def _story(held: PlanRows) -> list[PlanSection]:
    """A care leavers' plan under its own headings, one row an action."""
    sections = []
    for objective, rows in _grouped(row for row in held.rows if row.action.view != View.CLOSED):
        table = PlanTable(
            f"What will change: objective {objective.number}",
            STORY_COLUMNS,
            tuple(_story_row(row) for row in rows),
            brag=7,
            weights=(6, 17, 16, 20, 16, 15, 13, 7),
        )
        sentences = tuple(_flat(words) for words in (objective.aim, objective.how) if words)
        sections.append(PlanSection(_objective(objective), sentences=sentences, tables=(table,)))
    return sections


def _story_row(row: ActionRow) -> tuple[str, ...]:
    action = row.action
    who = "; ".join(part for part in (action.owner_words or "Nobody named", action.timescale or "no date") if part)
    return (
        action.ref,
        action.where_we_are,
        action.what_will_change,
        action.activity,
        "\n".join(measure_words(one) for one in row.lines),
        action.outcome,
        who,
        action.brag or "None",
    )


def _closed(held: PlanRows) -> list[PlanSection]:
    closures = {
        one.action_id: one
        for one in Closure.objects.filter(action__plan=held.plan, state=AskState.AGREED).select_related("decided_by", "asked_by")
    }
    tables = []
    for objective, rows in _grouped(row for row in held.rows if row.action.view == View.CLOSED):
        table = PlanTable(
            f"Closed actions of objective {objective.number}",
            ("Action", "What was done", "Accountable", "Timescale", "Closed", "Closing note", "BRAG"),
            tuple(_closed_row(row, closures.get(row.action.pk)) for row in rows),
            brag=6,
            weights=(5, 22, 13, 10, 9, 18, 6),
        )
        tables.append((objective, table))
    return _sections(tables)


def _sections(tables: Sequence[tuple[Objective, PlanTable]]) -> list[PlanSection]:
    """One section an objective; columns that hold nothing in the whole paper are left out."""
    shown = without_empty([table for _, table in tables])
    return [PlanSection(_objective(objective), tables=(table,)) for (objective, _), table in zip(tables, shown, strict=True)]


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
    tables = []
    for objective, rows in _grouped(row for row in held.rows if row.lines and row.action.view != View.CLOSED):
        table = PlanTable(
            f"Measures of objective {objective.number}",
            ("Action", "Measure", "Before", "Now", "As at", "Way", "Target", "By", "Reached", "BRAG"),
            tuple(
                (
                    one.line.ref or row.action.ref,
                    _flat(one.line.metric or one.line.activity or row.action.activity),
                    one.earlier + (f" ({one.earlier_on:%d/%m/%Y})" if one.earlier and one.earlier_on else ""),
                    one.current,
                    f"{one.current_on:%d/%m/%Y}" if one.current_on else "",
                    {"better": "Better", "worse": "Worse", "same": "As before"}.get(one.way, ""),
                    one.target,
                    f"{one.line.target_on:%d/%m/%Y}" if one.line.target_on else "",
                    {True: "Yes", False: "No", None: ""}[one.is_met],
                    row.action.brag,
                )
                for row in rows
                for one in _told_once(row.lines)
            ),
            brag=9,
            weights=(5, 20, 9, 16, 7, 6, 14, 7, 6, 6),
        )
        tables.append((objective, table))
    return _sections(tables)


def _told_once(lines: Sequence[LineRow]) -> list[LineRow]:
    """The measures of an action without those that say the same again: its own row and that of the metrics view often do."""
    found: dict[tuple[str, ...], LineRow] = {}
    for one in lines:
        found.setdefault((_flat(one.line.metric), _flat(one.current), _flat(one.target)), one)
    return list(found.values())


def _by_objective(rows: Iterable[ActionRow]) -> list[PlanSection]:
    sections = []
    for objective, found in _grouped(rows):
        counts = ", ".join(f"{count} {'without BRAG' if name == 'None' else name}" for name, count in brag_counts(found))
        sentences = tuple(part for part in (_flat(objective.aim), f"{len(found)} actions: {counts}.") if part)
        shown = [(view, [row for row in found if row.action.view == view]) for view in View]
        tables = tuple(
            _actions(f"Actions of objective {objective.number}: {view.label.lower()}", rows) for view, rows in shown if rows
        )
        sections.append(PlanSection(_objective(objective), sentences=sentences, tables=tables))
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
    if found.unclosed:
        lines.append(f"{found.unclosed} are Blue as the plan’s file gave them; their closing notes are missing.")
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


def _counted(actions: int) -> str:
    return "1 action" if actions == 1 else f"{actions} actions"


def _more(count: int, shown: int) -> tuple[str, ...]:
    return (f"The first {shown} of {count}.",) if count > shown else ()
