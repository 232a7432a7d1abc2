"""Changes of an action's own record: updates by its owner, corrections and assignments by the project manager.

Whoever saves names the version that they saw. Where another stands by now, ActionChanged is raised, nothing is written and the
person is shown both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.errors import InLocoError, InputRefused, NotNow, Place
from inloco.audit.actions import record
from inloco.plans import policies
from inloco.plans.actions.evidence import EvidenceGiven, keep_evidence
from inloco.plans.models import (
    Action,
    ActionLink,
    BragMark,
    MetricLine,
    MetricReading,
    Objective,
    Plan,
    ProgressNote,
    RequestItem,
)
from inloco.plans.states import ItemState
from inloco.plans.timescales import read_timescale
from inloco.plans.words import Origin, View

LONGEST_NOTE = 5_000


class ActionChanged(InLocoError):
    """Somebody saved this action meanwhile. ``theirs`` is what stands now; nothing was written and nothing is lost."""

    def __init__(self, theirs: Action) -> None:
        self.theirs = theirs
        super().__init__("Somebody else has changed this action since you opened it.")


@dataclass(frozen=True)
class Reading:
    """A value given for a metric line."""

    line: int
    words: str
    value: Decimal | None
    on: dt.date | None


@transaction.atomic
def update(
    *,
    action: Action,
    based_on: int,
    note: str = "",
    brag: str | None = None,
    brag_reason: str = "",
    evidence: EvidenceGiven | None = None,
    readings: Sequence[Reading] = (),
    item: RequestItem | None = None,
    by: User,
    on: dt.date,
) -> Action:
    """Everything that an owner says in one sitting: a note, a judgement, evidence and values. ``brag`` None leaves it."""
    policies.check_can_update(action, by=by)
    now = locked(action, based_on)
    policies.check_can_update(now, by=by)
    words = note.strip().replace("\r\n", "\n")
    if len(words) > LONGEST_NOTE:
        raise NotNow(f"The note is longer than {LONGEST_NOTE:,} characters.", action="Shorten it, or attach a file.")
    if brag is not None:
        policies.check_can_judge(now, brag, by=by, reason=brag_reason)
    said: list[str] = []
    if words:
        ProgressNote.objects.create(action=now, text=words, on=on, author=by)
        said.append("note")
    if brag is not None and brag != now.brag:
        _mark(now, brag, by=by, reason=brag_reason)
        said.append("brag")
    if evidence is not None:
        keep_evidence(now, evidence, by=by)
        said.append("evidence")
    for reading in readings:
        if _keep_reading(now, reading, by=by):
            said.append("value")
    if item is not None:
        RequestItem.objects.filter(pk=item.pk).update(state=ItemState.SAVED, saved_at=timezone.now(), query="")
    if said:
        touch(now)
        _record("plan_action_updated", now, by=by, detail={"what": sorted(set(said))})
    elif item is None:
        raise NotNow("Nothing was changed.", action="Write a note, choose a BRAG, or add evidence.")
    return now


@transaction.atomic
def change(*, action: Action, based_on: int, values: Mapping[str, Any], by: User) -> Action:
    """Correct what the record says: words, place, accountable person. Dates, BRAG and closing have ways of their own."""
    policies.check_can_manage(by=by)
    now = locked(action, based_on)
    unknown = set(values) - CHANGEABLE
    if unknown:
        raise NotNow(f"“{sorted(unknown)[0]}” is not changed here.", action="Use its own page.")
    _check_person(values.get("accountable"))
    changed = [name for name, value in values.items() if getattr(now, name) != value]
    for name in changed:
        setattr(now, name, values[name])
    if changed:
        touch(now, *changed)
        _record("plan_action_changed", now, by=by, detail={"fields": sorted(changed)})
    return now


CHANGEABLE = frozenset(
    {
        "ref", "plan_ref", "activity", "objective", "accountable", "accountable_name", "service", "contributors", "responsible",
        "where_we_are", "what_will_change", "outcome",
    }
)  # fmt: skip


@transaction.atomic
def add(*, plan: Plan, objective: Objective, values: Mapping[str, Any], timescale: str, by: User) -> Action:
    """A new action. Its timescale is read as it is written; a day that does not exist is refused, since nobody has to keep it."""
    policies.check_can_manage(by=by)
    if objective.plan_id != plan.pk:
        raise NotNow("The objective is of another plan.", action="Choose one of this plan.")
    _check_person(values.get("accountable"))
    read = read_timescale(timescale)
    if read.error:
        raise InputRefused(read.error, action="Write a day that exists.", place=Place(value=timescale))
    last = Action.objects.filter(objective=objective).aggregate(last=Max("position"))["last"] or 0
    made = Action.objects.create(
        plan=plan,
        objective=objective,
        position=last + 1,
        timescale=timescale.strip(),
        due_on=read.due,
        due_precision=read.precision,
        review_on=read.review,
        timescale_doubt="; ".join(read.doubts)[:200],
        baseline_timescale=timescale.strip(),
        baseline_due_on=read.due,
        view=View.LIVE,
        **{name: value for name, value in values.items() if name in CHANGEABLE},
    )
    _record("plan_action_added", made, by=by)
    return made


@transaction.atomic
def assign(*, actions: Iterable[Action], person: User | None, service: str | None, by: User) -> int:
    """Make one person, or one service, accountable for several actions at once. Answers how many changed."""
    policies.check_can_manage(by=by)
    _check_person(person)
    changed = 0
    for action in Action.objects.select_for_update().filter(pk__in=[one.pk for one in actions]):
        fields = []
        if person is not None and action.accountable_id != person.pk:
            action.accountable = person
            fields.append("accountable")
        if service is not None and action.service != service:
            action.service = service
            fields.append("service")
        if fields:
            touch(action, *fields)
            changed += 1
            _record("plan_action_assigned", action, by=by, detail={"person": person.pk if person else None})
    return changed


@transaction.atomic
def link(*, action: Action, other: Action, kind: str, by: User) -> ActionLink:
    """``action`` carries on from, or waits for, ``other``. A circle of waiting is refused."""
    if not policies.can_manage(by=by):
        policies.check_can_update(action, by=by)
    policies.check_can_see(other, by=by)
    if action.pk == other.pk:
        raise NotNow("An action cannot be linked to itself.", action="Choose another.")
    if _reaches(other, action, kind):
        raise NotNow("The other action already depends on this one.", action="Turn the link round, or leave it.")
    made, created = ActionLink.objects.get_or_create(action=action, other=other, kind=kind, defaults={"by": by})
    if created:
        _record("plan_action_linked", action, by=by, detail={"to": other.pk, "kind": kind})
    return made


@transaction.atomic
def unlink(*, link: ActionLink, by: User) -> None:
    if not policies.can_manage(by=by):
        policies.check_can_update(link.action, by=by)
    _record("plan_action_unlinked", link.action, by=by, detail={"to": link.other_id, "kind": link.kind})
    link.delete()


@transaction.atomic
def bind(
    *,
    line: MetricLine,
    indicator: str,
    area: str,
    target: Decimal | None,
    target_on: dt.date | None,
    better: str,
    baseline: Decimal | None = None,
    baseline_on: dt.date | None = None,
    by: User,
) -> None:
    """Take a line's current value from an indicator from now on; an empty ``indicator`` frees it again. A baseline that has a day
    and no value is the indicator's own at that month end."""
    policies.check_can_manage(by=by)
    line.indicator, line.area = indicator, area
    line.target_value, line.target_on, line.better = target, target_on, better
    line.baseline_value, line.baseline_on = baseline, baseline_on
    line.save(update_fields=["indicator", "area", "target_value", "target_on", "better", "baseline_value", "baseline_on"])
    touch(locked(line.action, None))
    _record("plan_metric_bound", line.action, by=by, detail={"indicator": indicator})


@transaction.atomic
def add_line(*, action: Action, metric: str, target: str, by: User) -> MetricLine:
    """Another measure of an action."""
    policies.check_can_manage(by=by)
    last = action.lines.aggregate(last=Max("position"))["last"] or 0
    made: MetricLine = MetricLine.objects.create(
        action=action,
        place=MetricLine.Place.METRICS,
        position=last + 1,
        ref=action.ref,
        metric=metric.strip(),
        target=target.strip(),
    )
    touch(locked(action, None))
    _record("plan_metric_added", action, by=by)
    return made


def locked(action: Action, based_on: int | None) -> Action:
    """The row as it is now, held until the transaction ends; ActionChanged where another version stands."""
    now: Action = Action.objects.select_for_update().get(pk=action.pk)
    if based_on is not None and now.version != based_on:
        raise ActionChanged(now)
    return now


def touch(action: Action, *fields: str) -> None:
    """Save ``fields`` under a new version."""
    action.changed_at = timezone.now()
    action.version = F("version") + 1
    action.save(update_fields=[*fields, "changed_at", "version"])
    action.refresh_from_db(fields=["version"])


def set_brag(action: Action, brag: str, *, by: User | None, reason: str = "") -> None:
    """Write a judgement that another action of this app has allowed. The caller saves under a new version."""
    _mark(action, brag, by=by, reason=reason)


def _mark(action: Action, brag: str, *, by: User | None, reason: str) -> None:
    BragMark.objects.create(
        action=action,
        was=action.brag,
        brag=brag,
        by=by,
        is_owner=by is not None and action.accountable_id == by.pk,
        reason=reason.strip(),
        origin=Origin.PERSON,
    )
    action.brag, action.brag_at, action.brag_by = brag, timezone.now(), by
    action.save(update_fields=["brag", "brag_at", "brag_by"])
    if by is not None and action.accountable is not None and action.accountable_id != by.pk:
        from inloco.plans.messages import tell_of_brag

        told = action.accountable
        transaction.on_commit(lambda: tell_of_brag(action, person=told, by=by))


def _keep_reading(action: Action, reading: Reading, *, by: User) -> bool:
    line = MetricLine.objects.filter(pk=reading.line, action=action).first()
    if line is None:
        raise NotNow("This measure is of another action.", action="Reload the page.")
    if line.indicator:
        raise NotNow("The value of this measure is computed from an indicator.", action="Leave it empty.")
    words = reading.words.strip()
    if not words or (words == line.current and reading.on == line.current_on):
        return False
    MetricReading.objects.create(line=line, words=words, value=reading.value, on=reading.on, by=by)
    line.current, line.current_value, line.current_on = words, reading.value, reading.on
    line.save(update_fields=["current", "current_value", "current_on"])
    return True


def _check_person(person: User | None) -> None:
    if person is not None and not has(person, Permission.UPDATE_OWN_ACTIONS):
        raise NotNow(
            f"{person.name} has no role that updates actions.",
            action="Give them a role such as “Responsible service lead” first.",
        )


def _reaches(start: Action, goal: Action, kind: str) -> bool:
    """Whether following links of this kind from ``start`` leads to ``goal``."""
    edges: dict[int, list[int]] = {}
    for source, target in ActionLink.objects.filter(action__plan=start.plan_id, kind=kind).values_list("action", "other"):
        edges.setdefault(source, []).append(target)
    seen, waiting = set(), [start.pk]
    while waiting:
        here = waiting.pop()
        if here == goal.pk:
            return True
        if here not in seen:
            seen.add(here)
            waiting += edges.get(here, [])
    return False


def _record(kind: str, action: Action, *, by: User | None, detail: Mapping[str, Any] | None = None) -> None:
    record(kind, by=by, subject="plans_action", reference=str(action.pk), detail=detail)
