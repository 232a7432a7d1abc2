"""What people do with findings: assign, correct, accept, open again; and what a new extract says of them.

Each step settles first what the newest extract has to say, so that nobody acts on what is no longer true.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.data_quality import Fault
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.audit.actions import record
from inloco.children.policies import visible
from inloco.children.references import reference_of as child_reference_of
from inloco.quality.board import Board, board, value_digest
from inloco.quality.models import FindingEvent, FollowedFinding
from inloco.quality.policies import check_can_see, check_can_step
from inloco.quality.queries import candidates, standing
from inloco.quality.states import FindingState, transition


@transaction.atomic
def assign(*, reference: str, to: User, due_on: dt.date, note: str = "", by: User, on: dt.date) -> FollowedFinding:
    """Ask ``to`` to mend the finding by ``due_on``. They find it among their tasks."""
    if due_on < on:
        raise NotNow("The day by which it is to be mended has passed.", action="Choose today or a later day.")
    found, fault, case = _now(reference)
    able = {pk for pk, (_, seen) in candidates([fault.child] if fault else []).items() if fault and fault.child in seen}
    check_can_step("assign", fault=fault, case=case, state=_state(case, fault, found), by=by, candidates=able, chosen=to)
    return _step("assign", reference, found, fault, case, by=by, text=note, assigned_to=to, due_on=due_on, reported_at=None)


@transaction.atomic
def assign_many(
    *, references: Sequence[str], to: User, due_on: dt.date, note: str = "", by: User, on: dt.date
) -> tuple[int, int]:
    """Assign all of them that may be assigned to ``to``. Answers how many were, and how many were not."""
    if due_on < on:
        raise NotNow("The day by which it is to be mended has passed.", action="Choose today or a later day.")
    found = board()
    seen = visible(by=by)
    faults = {reference: found.faults[reference] for reference in references if reference in found}
    _, theirs = candidates(fault.child for fault in faults.values()).get(to.pk, (to, set()))
    cases = {one.reference: one for one in FollowedFinding.objects.filter(reference__in=list(faults))}
    done = 0
    for reference, fault in faults.items():
        check_can_see(fault, by=by, seen=seen)
        case = settle(cases[reference], found) if reference in cases else None
        if fault.child not in theirs or _state(case, fault, found) not in transition("assign").sources:
            continue
        check_can_step("assign", fault=fault, case=case, state=_state(case, fault, found), by=by, candidates={to.pk}, chosen=to)
        _step("assign", reference, found, fault, case, by=by, text=note, assigned_to=to, due_on=due_on, reported_at=None)
        done += 1
    return done, len(references) - done


@transaction.atomic
def report(*, reference: str, note: str = "", by: User) -> FollowedFinding:
    """Say that the record has been corrected. The next extract shows whether it has."""
    found, fault, case = _now(reference)
    check_can_step("report", fault=fault, case=case, state=_state(case, fault, found), by=by)
    return _step("report", reference, found, fault, case, by=by, text=note, reported_at=timezone.now())


@transaction.atomic
def accept(*, reference: str, reason: str, by: User) -> FollowedFinding:
    """Accept what stands there as right, in one's own name. Another value there later is a finding again."""
    found, fault, case = _now(reference)
    check_can_step("accept", fault=fault, case=case, state=_state(case, fault, found), by=by, reason=reason)
    assert fault is not None, "whoever may accept it sees it"
    return _step(
        "accept", reference, found, fault, case, by=by, text=reason, accepted_value=value_digest(fault), reported_at=None
    )


@transaction.atomic
def reopen(*, reference: str, reason: str, by: User) -> FollowedFinding:
    """Take back an acceptance, or a word that it was corrected."""
    found, fault, case = _now(reference)
    check_can_step("reopen", fault=fault, case=case, state=_state(case, fault, found), by=by, reason=reason)
    return _step(
        "reopen", reference, found, fault, case, by=by, text=reason, assigned_to=None, due_on=None, accepted_value="",
        reported_at=None,
    )  # fmt: skip


@transaction.atomic
def settle_all() -> dict[str, int]:
    """Hold every followed finding against the newest extract. Answers how often each step of the extract was taken.

    For after a load. Running it again changes nothing.
    """
    found = board()
    taken: dict[str, int] = {}
    if found.snapshot is None:
        return taken
    for case in FollowedFinding.objects.exclude(settled_in=found.snapshot.id).select_for_update():
        _, step = standing(case, found.faults.get(case.reference), found.snapshot)
        settle(case, found)
        if step:
            taken[step] = taken.get(step, 0) + 1
    if taken:
        record("findings_settled", by=None, detail={"snapshot": found.snapshot.id} | taken)
    return taken


def settle(case: FollowedFinding, found: Board) -> FollowedFinding:
    """Write down what the newest extract says of one finding."""
    if found.snapshot is None:
        return case
    state, step = standing(case, found.faults.get(case.reference), found.snapshot)
    if not step and case.settled_in == found.snapshot.id:
        return case
    case.state, case.settled_in = state, found.snapshot.id
    if step:
        case.changed_at = timezone.now()
        if state is FindingState.OPEN:
            case.assigned_to = None
            case.due_on = None
        if state is not FindingState.ACCEPTED:
            case.accepted_value = ""
        case.reported_at = None
        FindingEvent.objects.create(finding=case, step=step, snapshot=found.snapshot.id)
    case.save()
    return case


def _now(reference: str) -> tuple[Board, Fault | None, FollowedFinding | None]:
    """The board, the fault and the case, settled; locked against a second person at the same moment."""
    found = board()
    if found.snapshot is None:
        raise NotAllowed("You cannot see this.", action="If you need it for your work, ask your manager.")
    case = (
        FollowedFinding.objects.select_for_update(of=("self",)).select_related("assigned_to").filter(reference=reference).first()
    )
    return found, found.faults.get(reference), settle(case, found) if case is not None else None


def _state(case: FollowedFinding | None, fault: Fault | None, found: Board) -> FindingState:
    return standing(case, fault, found.snapshot)[0]


def _step(
    name: str,
    reference: str,
    found: Board,
    fault: Fault | None,
    case: FollowedFinding | None,
    *,
    by: User,
    text: str = "",
    **changes: Any,
) -> FollowedFinding:
    assert fault is not None, "a step is taken on what the extract has"
    assert found.snapshot is not None
    if case is None:
        case = FollowedFinding(
            reference=reference,
            check_id=fault.check,
            child_reference=child_reference_of(fault.child) if fault.child else "",
            settled_in=found.snapshot.id,
        )
    case.state = transition(name).target
    case.changed_at = timezone.now()
    for field, value in changes.items():
        setattr(case, field, value)
    case.save()
    FindingEvent.objects.create(finding=case, step=name, text=text.strip(), by=by, snapshot=found.snapshot.id)
    record(f"finding_{name}", by=by, subject="finding", reference=reference, detail={"check": fault.check})
    return case


STEPS: dict[str, Any] = {"assign": assign, "report": report, "accept": accept, "reopen": reopen}
"""A person's steps by the name that the table gives them."""
