"""Who may follow up which finding, and when. ``check_can_x`` raises with the reason, ``can_x`` answers.

A finding is about a child: whoever may not see the child has no such finding. That refusal is the same for one that does not
exist. A step that is not possible now is NotNow and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission, Sight
from inloco.accounts.policies import check_has, has
from inloco.analytics.areas import AreaTree
from inloco.analytics.data_quality import Fault
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.children.policies import Visible, visible
from inloco.quality.models import FollowedFinding
from inloco.quality.states import (
    IS_THEIRS,
    MAY_MEND,
    NOT_THEIR_OWN,
    SEES_THE_CHILD,
    TRANSITIONS,
    FindingState,
    transition,
)


def check_can_see_findings(*, by: User) -> None:
    check_has(by, Permission.MEND_FINDINGS)


def can_assign(*, by: User) -> bool:
    return has(by, Permission.ASSIGN_FINDINGS)


def check_can_see(fault: Fault | None, *, by: User, seen: Visible | None = None) -> str:
    """Why ``by`` may see the finding; the relationship to its child in words."""
    check_can_see_findings(by=by)
    seen = visible(by=by) if seen is None else seen
    if fault is None or fault.child not in seen:
        raise NotAllowed("You cannot see this.", action="If you need it for your work, ask your manager.")
    return seen.why(fault.child)


def scope(*, by: User, areas: AreaTree) -> Callable[[Fault], bool]:
    """Whether a finding of an earlier extract lies within the person's sight, by its team and worker then. For numbers only."""
    if Sight.ALL in by.sights:
        return lambda fault: True
    workers = ({by.professional} if Sight.OWN in by.sights else set()) | (
        set(by.supervises) if Sight.SUPERVISED in by.sights else set()
    )
    places: set[str] = {by.area} if Sight.TEAM in by.sights else set()
    if Sight.SERVICE in by.sights and by.area:
        places |= areas.within(by.area)
    known_workers, known_places = workers - {""}, places - {""}
    return lambda fault: fault.worker in known_workers or fault.area in known_places


def check_can_step(
    name: str,
    *,
    fault: Fault | None,
    case: FollowedFinding | None,
    state: FindingState,
    by: User,
    reason: str = "",
    candidates: Collection[int] = (),
    chosen: User | None = None,
) -> None:
    """Whether this person may take this step of the finding now. ``candidates`` are the ids of those who may be assigned."""
    step = transition(name)
    if step.permission is None:
        raise NotAllowed("Only a new extract does this.", action="Load it.")
    check_has(by, step.permission)
    for guard in step.guards:
        if guard == SEES_THE_CHILD:
            check_can_see(fault, by=by)
    if state not in step.sources:
        raise NotNow(f"The finding is “{state.label.lower()}” now.", action="Look at it again: somebody may have moved it on.")
    is_theirs = case is not None and case.assigned_to_id == by.pk
    if IS_THEIRS in step.guards and not (is_theirs or can_assign(by=by)):
        raise NotNow("The finding is not assigned to you.", action="Ask whoever assigns findings in your team.")
    if NOT_THEIR_OWN in step.guards and is_theirs:
        raise NotNow(
            "The finding is assigned to you, so somebody else decides that it is right as it is.", action="Ask a colleague."
        )
    if step.asks_reason and not reason.strip():
        raise NotNow("A reason is missing.", action="Say why, so that whoever reads it later understands.")
    if MAY_MEND in step.guards and (chosen is None or chosen.pk not in candidates):
        raise NotNow("This person does not see the child, or may not work on findings.", action="Choose somebody else.")


def open_steps(*, fault: Fault, case: FollowedFinding | None, state: FindingState, by: User) -> list[str]:
    """The steps that this person could take now, what is to be filled in left aside: the page's buttons."""
    steps = []
    for step in TRANSITIONS:
        if step.permission is not None and has(by, step.permission) and state in step.sources:
            try:
                check_can_step(
                    step.name, fault=fault, case=case, state=state, by=by, reason="to be given", candidates={by.pk}, chosen=by
                )
            except UserError:
                continue
            steps.append(step.name)
    return steps
