"""A plan as read becomes records: all of it or nothing. A later edition changes what it says differently; every change is kept.

What a later edition does not have any more stays in the plan and is reported: closing it is a decision of the board's, not of
a file's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotNow, Place
from inloco.audit.actions import record
from inloco.audit.actor import acting
from inloco.plans import policies
from inloco.plans.actions.edition_history import date_change, earlier_marks, judged_at
from inloco.plans.actions.edition_report import report_of
from inloco.plans.actions.plans import free_slug
from inloco.plans.editions import LABELS, WORDS, Comparison, compare, pairs_of, plan_for, view_of
from inloco.plans.exports import NO_OBJECTIVE
from inloco.plans.models import (
    Action,
    BragMark,
    DateChange,
    Edition,
    MetricLine,
    MetricReading,
    Objective,
    Plan,
    ProgressNote,
    SourceRow,
)
from inloco.plans.reading import Line, ReadAction, ReadPlan, ReadRow
from inloco.plans.reading.decisions import decided_otherwise
from inloco.plans.reading.figures import direction, single_figure, target_figure
from inloco.plans.reading.notes import newest, read_notes
from inloco.plans.reading.owners import read_owners
from inloco.plans.reading.refs import key
from inloco.plans.words import Origin, PlanKind

_LONGEST = {"ref": 40, "plan_ref": 200}


@dataclass
class Imported:
    """What was taken. ``is_again`` when the file is the newest edition already, and nothing was written. ``decided`` says what
    had been decided otherwise about the same file before."""

    plan: Plan
    edition: Edition
    comparison: Comparison
    counts: dict[str, int] = field(default_factory=dict)
    is_again: bool = False
    decided: tuple[str, ...] = ()


@transaction.atomic
def take(
    *,
    read: ReadPlan,
    title: str = "",
    plan: Plan | None = None,
    kind: PlanKind | str | None = None,
    keep: frozenset[int] = frozenset(),
    remember: Mapping[str, Any] | None = None,
    by: User | None,
) -> Imported:
    """Take a plan as read: into ``plan``, else the plan named ``title``, else a new one of ``kind`` (without: as its headings
    show). ``keep`` are actions (by key) whose record stands, whatever the file says; ``remember`` is what a person decided about
    its rows, for the next edition. ``by`` is None for the command line, which has the database in its hands anyway."""
    if by is not None:
        policies.check_can_manage(by=by)
    _check_lengths(read)
    with acting(by):
        name = (title or read.title).strip()[:200]
        target = plan or plan_for(name)
        if target is not None:
            target = Plan.objects.select_for_update().get(pk=target.pk)
        comparison = compare(read, target)
        former = _same_file(read, target) if target is not None else None
        otherwise = decided_otherwise(former.report.get("decisions", {}), remember or {}) if former is not None else []
        if target is not None and former is not None and not (otherwise or comparison.new or comparison.changes):
            return Imported(target, former, comparison, read.counts, is_again=True)
        if target is None:
            target = _begun(name, PlanKind(kind or read.kind), by)
        done = _Taking(read, target, comparison, keep, by, dict(remember or {})).done()
        done.decided = tuple(otherwise)
        return done


def _same_file(read: ReadPlan, plan: Plan) -> Edition | None:
    """The newest edition, where this is its file."""
    found: Edition | None = plan.editions.order_by("-number").first()
    return found if found is not None and found.sha256 == read.sha256 else None


def _begun(name: str, kind: PlanKind, by: User | None) -> Plan:
    try:
        with transaction.atomic():
            return Plan.objects.create(slug=free_slug(name), title=name, kind=kind, manager=by, created_by=by)
    except IntegrityError:
        raise NotNow(
            "A plan of this name was begun at the same moment.", action="Look again: this file is then a later edition of it."
        ) from None


def _check_lengths(read: ReadPlan) -> None:
    for line in read.lines:
        for name, longest in _LONGEST.items():
            if len(getattr(line, name)) > longest:
                raise InputRefused(
                    f"The {LABELS[name].lower()} is longer than {longest} characters.",
                    action="Put the words into the activity and shorten it.",
                    place=Place(read.name, line.sheet, line.number, LABELS[name], getattr(line, name)),
                )
        if len(line.objective) > 10:
            raise InputRefused(
                "The number of the objective is too long.", action="Number the objectives.", place=Place(read.name, line.sheet)
            )


class _Taking:
    """One edition being written. Rows go in bulk: two hundred actions are a few statements."""

    def __init__(
        self, read: ReadPlan, plan: Plan, comparison: Comparison, keep: frozenset[int], by: User | None, remember: dict[str, Any]
    ) -> None:
        self.read, self.plan, self.comparison, self.keep, self.by = read, plan, comparison, keep, by
        self.remember = remember
        number = (plan.editions.aggregate(last=Max("number"))["last"] or 0) + 1
        self.edition = Edition.objects.create(
            plan=plan,
            number=number,
            source_name=read.name[:200],
            source_format=read.format[:10],
            sha256=read.sha256,
            counts=read.counts | {f"{view} rows": count for view, count in read.views.items()},
            taken_by=by,
        )
        self.reason = f"Changed in edition {number} of the plan’s file."
        self.people = {person.name.casefold(): person for person in User.objects.filter(is_active=True)}
        self.placed: dict[tuple[str, int], tuple[Action, MetricLine | None]] = {}

    def done(self) -> Imported:
        objectives = self._objectives()
        pairs, _ = pairs_of(self.read, self.plan)
        actions = self._write_actions(pairs, objectives)
        self._write_lines(pairs, actions)
        self._write_rows()
        self.edition.report = report_of(
            self.read, self.comparison, actions, is_first=self.edition.number == 1, remember=self.remember
        )
        self.edition.save(update_fields=["report"])
        record(
            "plan_imported",
            by=self.by,
            subject="plans_plan",
            reference=str(self.plan.pk),
            detail={"edition": self.edition.number, "sha256": self.read.sha256, "actions": len(actions)},
        )
        return Imported(self.plan, self.edition, self.comparison, self.read.counts)

    def _objectives(self) -> dict[str, Objective]:
        known = {"" if one.number == NO_OBJECTIVE else one.number: one for one in self.plan.objectives.all()}
        for place, found in enumerate(self.read.objectives, 1):
            words = {
                "title": found.title or (f"Objective {found.number}" if found.number else "Actions without an objective"),
                "aim": found.aim,
                "how": found.how,
                "position": place,
            }
            if found.number not in known:
                known[found.number] = self.plan.objectives.create(number=found.number or NO_OBJECTIVE, **words)
                continue
            one = known[found.number]
            changed = [name for name, value in words.items() if value and getattr(one, name) != value]
            for name in changed:
                setattr(one, name, words[name])
            if changed:
                one.save(update_fields=changed)
        return known

    def _write_actions(self, pairs: list[tuple[ReadAction, Action | None]], objectives: dict[str, Objective]) -> list[Action]:
        actions = [found or Action(plan=self.plan) for _, found in pairs]
        changed: dict[int, set[str]] = defaultdict(set)
        for change in self.comparison.changes:
            if change.action is not None and change.action not in self.keep:
                changed[change.action].add(change.field)
        marks, dates, notes = [], [], []
        touched: list[Action] = []
        for place, ((one, found), action) in enumerate(zip(pairs, actions, strict=True), 1):
            is_new = found is None
            fields = set(LABELS) if is_new else changed[action.pk]
            if not is_new and action.pk in self.keep:
                continue
            earlier = earlier_marks(action, one.line, self.edition) if is_new else []
            marks += earlier
            if is_new or "brag" in fields:
                was, action.brag = earlier[-1].brag if earlier else action.brag, str(one.line.brag or "")
                if was != action.brag:
                    reason, at = "" if is_new else self.reason, judged_at(one.line) if is_new else timezone.now()
                    marks.append(
                        BragMark(
                            action=action,
                            was=was,
                            brag=action.brag,
                            reason=reason,
                            origin=Origin.IMPORT,
                            edition=self.edition,
                            at=at,
                        )
                    )
                    action.brag_at, action.brag_by = at, None
            if not is_new and "timescale" in fields:
                dates.append(date_change(action, one.line, self.edition, reason=self.reason))
            if one.line.progress and (is_new or "progress" in fields):
                day = newest(read_notes(one.line.progress), on=timezone.localdate())
                notes.append(
                    ProgressNote(action=action, text=one.line.progress, on=day, origin=Origin.IMPORT, edition=self.edition)
                )
            if not is_new and (fields or action.position != place):
                touched.append(action)
            self._fill(action, one.line, objectives[one.line.objective], place, fields, is_new)
        Action.objects.bulk_create([action for action in actions if action.pk is None])
        Action.objects.bulk_update(touched, _UPDATED)
        BragMark.objects.bulk_create(marks)
        DateChange.objects.bulk_create(dates)
        ProgressNote.objects.bulk_create(notes)
        return actions

    def _fill(self, action: Action, line: Line, objective: Objective, place: int, fields: set[str], is_new: bool) -> None:
        """Write the words of the row into the record: all of them when it is new, else those that changed."""
        action.objective, action.position = objective, place
        for name in WORDS:
            if name in fields:
                setattr(action, name, getattr(line, name))
        if "view" in fields:
            action.view = view_of(line)
        if "timescale" in fields:
            read = line.timescale
            action.timescale, action.due_on, action.due_precision = read.words, read.due, read.precision
            action.review_on = read.review
            action.timescale_doubt, action.timescale_error = " ".join(read.doubts)[:200], (read.error or "")[:200]
        if "responsible" in fields:
            self._name_owners(action, line.responsible)
        if is_new:
            action.baseline_timescale, action.baseline_due_on = action.timescale, action.due_on
        elif fields:
            action.version += 1
            action.changed_at = timezone.now()

    def _name_owners(self, action: Action, words: str) -> None:
        """The first person named is accountable, the others and the services contribute. An account is bound where exactly one
        person is named and has one."""
        owners = read_owners(words)
        action.accountable_name = owners.people[0][:200] if owners.people else ""
        action.service = ", ".join(owners.rest)[:200]
        action.contributors = "\n".join((*owners.people[1:], *owners.supports))
        if len(owners.people) == 1:
            action.accountable = self.people.get(owners.people[0].casefold(), action.accountable)

    def _write_lines(self, pairs: list[tuple[ReadAction, Action | None]], actions: list[Action]) -> None:
        """The measure on an action's own row, and its rows of the metrics sheet; known again by place and reference."""
        known: dict[tuple[int, str, str], list[MetricLine]] = defaultdict(list)
        for line in MetricLine.objects.filter(action__plan=self.plan).order_by("position", "pk"):
            known[(line.action_id, line.place, key(line.ref))].append(line)
        new: list[MetricLine] = []
        old: list[MetricLine] = []
        readings: list[MetricReading] = []
        for (one, _), action in zip(pairs, actions, strict=True):
            own = [] if one.is_metric_only else [(MetricLine.Place.OWN, one.line)]
            listed = [one.line] if one.is_metric_only else list(one.metric_lines)
            for place, row in [*own, *((MetricLine.Place.METRICS, line) for line in listed)]:
                ref = "" if place == MetricLine.Place.OWN else row.ref
                same = known[(action.pk, place, key(ref))]
                is_empty = place == MetricLine.Place.OWN and not (row.metric or row.current or row.target)
                if is_empty and not same:
                    continue
                measure = same.pop(0) if same else MetricLine(action=action, place=place, ref=ref)
                if measure.pk is None or action.pk not in self.keep:
                    if row.current and row.current != measure.current:
                        figure = single_figure(row.current)
                        readings.append(
                            MetricReading(
                                line=measure,
                                words=row.current,
                                value=figure.value if figure else None,
                                on=figure.on if figure else None,
                                origin=Origin.IMPORT,
                                edition=self.edition,
                            )
                        )
                    _fill_line(measure, row)
                (new if measure.pk is None else old).append(measure)
                if place == MetricLine.Place.METRICS:
                    self.placed[(row.sheet, row.number)] = (action, measure)
            for row in (one.line, *one.others):
                self.placed.setdefault((row.sheet, row.number), (action, None))
        MetricLine.objects.bulk_create(new)
        MetricLine.objects.bulk_update(old, _UPDATED_LINE)
        MetricReading.objects.bulk_create(readings)

    def _write_rows(self) -> None:
        SourceRow.objects.bulk_create(self._source_row(row) for row in self.read.rows)

    def _source_row(self, row: ReadRow) -> SourceRow:
        action, line = self.placed.get((row.sheet, row.number), (None, None))
        return SourceRow(
            edition=self.edition,
            sheet=row.sheet[:120],
            row=row.number,
            view=str(row.view or ""),
            kind=str(row.kind),
            cells=list(row.cells),
            objective=row.objective[:10],
            ref=(action.ref if action is not None and line is None else line.ref if line is not None else row.ref)[:40],
            how=row.how,
            doubt="\n".join(f"{doubt.message} {doubt.action}" for doubt in row.doubts),
            action=action,
            line=line,
        )


def _fill_line(measure: MetricLine, row: Line) -> None:
    is_own = measure.place == MetricLine.Place.OWN
    for name in ("metric", "current", "target"):
        setattr(measure, name, getattr(row, name))
    if not is_own:
        measure.ref = row.ref
        for name in ("plan_ref", "activity", "progress", "evidence", "responsible"):
            setattr(measure, name, getattr(row, name))
    current, target = single_figure(row.current), target_figure(row.target)
    measure.current_value, measure.current_on = (current.value, current.on) if current else (None, None)
    measure.target_value, measure.target_on = (target.value, target.on) if target else (None, None)
    measure.better = str(direction(row.metric, row.activity))
    measure.position = row.number


_UPDATED = [
    *WORDS,
    "objective",
    "position",
    "view",
    "timescale",
    "due_on",
    "due_precision",
    "review_on",
    "timescale_doubt",
    "timescale_error",
    "accountable",
    "accountable_name",
    "service",
    "contributors",
    "brag",
    "brag_at",
    "brag_by",
    "version",
    "changed_at",
]
_UPDATED_LINE = [
    "ref",
    "plan_ref",
    "activity",
    "progress",
    "evidence",
    "responsible",
    "metric",
    "current",
    "current_value",
    "current_on",
    "target",
    "target_value",
    "target_on",
    "better",
    "position",
]
