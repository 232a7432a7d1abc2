"""Editions of one plan: which action of a file is which record, and what the file says differently. Changes nothing.

An action is known again by objective and reference, else by its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from inloco.plans.exports import number_of
from inloco.plans.models import Action, MetricLine, Plan
from inloco.plans.reading import Line, ReadAction, ReadPlan
from inloco.plans.reading.changes import Change, Comparison, first_edition
from inloco.plans.reading.plan import SheetView
from inloco.plans.reading.refs import key
from inloco.plans.words import Origin, View

__all__ = ["LABELS", "WORDS", "Change", "Comparison", "compare", "last_report", "pairs_of", "plan_for", "view_of"]

WORDS = ("ref", "plan_ref", "activity", "responsible", "evidence", "where_we_are", "what_will_change", "outcome")
LABELS = {
    "ref": "Reference",
    "plan_ref": "Reference in another plan",
    "activity": "Activity",
    "responsible": "Responsible",
    "evidence": "Evidence",
    "timescale": "Timescale",
    "brag": "BRAG",
    "view": "View",
    "progress": "Progress",
    "metric": "Metric",
    "current": "Current value",
    "target": "Target",
    "where_we_are": "Where we are now",
    "what_will_change": "What will change",
    "outcome": "Outcome",
}


def plan_for(title: str) -> Plan | None:
    """The plan of this name, whatever the case of its letters."""
    found: Plan | None = Plan.objects.filter(title__iexact=title.strip(), archived_at__isnull=True).order_by("pk").first()
    return found


def last_report(plan: Plan | None) -> dict[str, Any] | None:
    """The report of the plan's newest edition, with what was decided about its rows; None where there is none."""
    newest = plan.editions.order_by("-number").first() if plan is not None else None
    return newest.report if newest is not None else None


def compare(read: ReadPlan, plan: Plan | None) -> Comparison:
    """What this edition says differently from the records. Changes nothing."""
    if plan is None:
        return first_edition(read)
    pairs, gone = pairs_of(read, plan)
    changes = [change for one, action in pairs if action is not None for change in _changes(one, action)]
    return Comparison(
        new=tuple((one.line.objective, one.line.ref) for one, action in pairs if action is None),
        gone=tuple((number_of(action), action.ref) for action in gone),
        changes=tuple(changes),
    )


def pairs_of(read: ReadPlan, plan: Plan) -> tuple[list[tuple[ReadAction, Action | None]], list[Action]]:
    """Each action as read with its record, and the records that nothing was read for."""
    records = list(
        plan.actions.select_related("objective", "accountable").prefetch_related("notes", "lines").order_by("position", "pk")
    )
    by_ref: dict[tuple[str, str], list[Action]] = defaultdict(list)
    by_words: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for action in records:
        by_ref[(number_of(action), key(action.ref))].append(action)
        by_words[(number_of(action), _plain(action.activity))].append(action)
    used: set[int] = set()
    pairs: list[tuple[ReadAction, Action | None]] = []

    def first(candidates: list[Action]) -> Action | None:
        found = next((one for one in candidates if one.pk not in used), None)
        if found is not None:
            used.add(found.pk)
        return found

    for one in read.actions:
        found = first(by_ref[(one.line.objective, key(one.line.ref))]) if one.line.ref else None
        pairs.append((one, found))
    for place, (one, found) in enumerate(pairs):
        if found is None and one.line.activity:
            pairs[place] = (one, first(by_words[(one.line.objective, _plain(one.line.activity))]))
    return pairs, [action for action in records if action.pk not in used]


def _changes(one: ReadAction, action: Action) -> Iterator[Change]:
    line = one.line
    own = next((metric for metric in action.lines.all() if metric.place == MetricLine.Place.OWN), None)
    was = {
        **{name: getattr(action, name) for name in WORDS},
        "timescale": action.timescale,
        "brag": action.brag,
        "view": action.view,
        "progress": last_imported(action),
        **{name: getattr(own, name) if own else "" for name in ("metric", "current", "target")},
    }
    now = {
        **{name: getattr(line, name) for name in WORDS},
        "timescale": line.timescale.words,
        "brag": str(line.brag or ""),
        "view": str(view_of(line)),
        "progress": line.progress,
        **{name: getattr(line, name) if not one.is_metric_only else was[name] for name in ("metric", "current", "target")},
    }
    for name, new in now.items():
        if str(was[name]).strip() != new.strip():
            yield Change(number_of(action), action.ref, name, str(was[name]), new, action.pk)


def last_imported(action: Action) -> str:
    """The progress of the newest edition that said something, whole as its cell had it."""
    notes = [note for note in action.notes.all() if note.origin == Origin.IMPORT]
    return notes[-1].text if notes else ""


def view_of(line: Line) -> View:
    return View.LIVE if line.view is SheetView.METRICS else View(line.view.value)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
