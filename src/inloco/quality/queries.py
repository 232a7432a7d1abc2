"""Which findings, with what has been made of them; and who could mend one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission, Sight
from inloco.accounts.policies import has
from inloco.analytics.data_quality import Fault
from inloco.analytics.snapshots import Snapshot
from inloco.children.policies import Visible, reasons
from inloco.children.register import Entry, register
from inloco.quality.board import Board, value_digest
from inloco.quality.models import FollowedFinding
from inloco.quality.states import FindingState


@dataclass(frozen=True)
class Standing:
    """A finding of the newest extract as it stands: what is wrong, what has been made of it, and where that leaves it."""

    reference: str
    fault: Fault
    case: FollowedFinding | None
    state: FindingState


def standing(case: FollowedFinding | None, fault: Fault | None, snapshot: Snapshot | None) -> tuple[FindingState, str]:
    """The state that the newest extract leaves a finding in, and the name of the extract's own step to it ('' for none).

    Pages show this and ``actions.settle`` writes it down, so that a page is right even before that has happened.
    """
    if case is None:
        return FindingState.OPEN, ""
    state = case.condition
    if fault is None:
        return (state, "") if state is FindingState.MENDED else (FindingState.MENDED, "find_mended")
    if state is FindingState.MENDED:
        return FindingState.OPEN, "find_again"
    if state is FindingState.ACCEPTED and case.accepted_value != value_digest(fault):
        return FindingState.OPEN, "find_changed"
    is_newer = snapshot is not None and case.reported_at is not None and snapshot.loaded_at > case.reported_at
    if state is FindingState.REPORTED and is_newer:
        return FindingState.ASSIGNED if case.assigned_to_id else FindingState.OPEN, "find_unchanged"
    return state, ""


def visible_findings(found: Board, seen: Visible) -> list[Standing]:
    """Every finding of the newest extract about a child whom the person may see, in the order of the checks. One query."""
    cases = {one.reference: one for one in FollowedFinding.objects.select_related("assigned_to")}
    return [_standing(found, reference, cases) for reference, fault in found.faults.items() if fault.child in seen]


def every_finding(found: Board) -> list[Standing]:
    """Every finding of the newest extract, whoever may see its child: for numbers only. One query."""
    cases = {one.reference: one for one in FollowedFinding.objects.all()}
    return [_standing(found, reference, cases) for reference in found.faults]


def findings_about(child: str, found: Board) -> list[Standing]:
    """The findings of one child."""
    references = list(found.of_child.get(child, ()))
    cases = {one.reference: one for one in FollowedFinding.objects.filter(reference__in=references).select_related("assigned_to")}
    return [_standing(found, reference, cases) for reference in references]


def case_of(reference: str) -> FollowedFinding | None:
    return FollowedFinding.objects.select_related("assigned_to").filter(reference=reference).first()


def _standing(found: Board, reference: str, cases: Mapping[str, FollowedFinding]) -> Standing:
    fault, case = found.faults[reference], cases.get(reference)
    return Standing(reference, fault, case, standing(case, fault, found.snapshot)[0])


def candidates(children: Iterable[str]) -> dict[int, tuple[User, set[str]]]:
    """Who could mend findings about ``children``, nearest first: each person with those of them whom they may see."""
    asked = set(children)
    known = register()
    entries: dict[str, Entry] = {child: known.entries[child] for child in asked if child in known.entries}
    found: dict[int, tuple[User, set[str]]] = {}
    for person in User.objects.active().with_roles():
        if not has(person, Permission.MEND_FINDINGS):
            continue
        seen = set(reasons(entries, known.areas, person.sights, person.professional, person.area, person.supervises))
        if Sight.ALL in person.sights:
            seen |= asked
        if seen:
            found[person.pk] = (person, seen)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1][1]), not one[1][0].professional, one[1][0].name)))
