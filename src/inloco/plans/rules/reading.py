"""The rules' material from a plan as read, before anything is taken."""

from __future__ import annotations

from datetime import date

from inloco.plans.reading import Line, ReadPlan
from inloco.plans.reading.notes import read_notes
from inloco.plans.reading.owners import read_owners
from inloco.plans.reading.plan import SheetView
from inloco.plans.rules.material import Disagreement, Item, LooseRemark, Material, Measure


def material_of(read: ReadPlan, *, as_at: date, fresh_days: int) -> Material:
    """The plan in the file, on a day."""
    place = {one.number: number for number, one in enumerate(read.objectives)}
    actions = sorted(read.actions, key=lambda one: place[one.line.objective])
    return Material(
        as_at=as_at,
        items=tuple(_item(one.line, (one.line,) if one.is_metric_only else one.metric_lines) for one in actions),
        remarks=tuple(LooseRemark(one.view, one.objective, one.text, one.after) for one in read.remarks),
        disagreements=tuple(
            Disagreement(
                None, one.objective, one.ref, one.field, one.stands_in, one.stands, one.other_in, one.other_ref, one.other
            )
            for one in read.differences
        ),
        fresh_days=fresh_days,
        people=frozenset(name for line in read.lines for name in read_owners(line.responsible).people),
        headings=tuple((one.number, one.title) for one in read.objectives),
    )


def _measure(line: Line) -> Measure:
    return Measure(
        view=line.view,
        ref=line.ref,
        metric=line.metric,
        current=line.current,
        target=line.target,
        activity=line.activity,
        progress=line.progress,
        evidence=line.evidence,
        number=line.number,
    )


def _item(line: Line, lines: tuple[Line, ...]) -> Item:
    """An action with its measures: on its own row, and the rows of the metrics sheet."""
    is_measured = line not in lines and (line.metric or line.current or line.target)
    own = (Measure(line.view, line.ref, line.metric, line.current, line.target),) if is_measured else ()
    return Item(
        key=None,
        view=SheetView.LIVE if line.view is SheetView.METRICS else line.view,
        objective=line.objective,
        ref=line.ref,
        activity=line.activity,
        progress=line.progress,
        evidence=line.evidence,
        responsible=line.responsible,
        timescale=line.timescale,
        brag=line.brag,
        notes=tuple(read_notes(line.progress)),
        measures=(*own, *(_measure(one) for one in lines)),
        number=line.number,
    )
