"""Who may send, query and approve a return, and when. ``check_can_x`` raises with the reason, ``can_x`` answers."""

from __future__ import annotations

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import check_has, has
from inloco.analytics.errors import NotAllowed, NotNow, UserError
from inloco.returns.models import Return
from inloco.returns.states import IS_ASKED, NOT_THE_SENDER, TRANSITIONS, transition

REACHES = (Permission.SEND_RETURN, Permission.APPROVE_RETURN, Permission.MANAGE_RETURNS)
"""For people with one of these, returns exist."""


def sees_all(*, by: User) -> bool:
    return has(by, Permission.APPROVE_RETURN) or has(by, Permission.MANAGE_RETURNS)


def check_can_see(one: Return | None, *, by: User) -> None:
    """Whoever approves sees all of them, whoever sends sees their own. The refusal is the same where there is none."""
    if one is not None:
        if sees_all(by=by):
            return
        if has(by, Permission.SEND_RETURN) and by.pk in (one.schedule.contact_id, one.sent_by_id):
            return
    raise NotAllowed("You cannot see this.", action="If you need it for your work, ask your manager.")


def check_can_step(one: Return, name: str, *, by: User, reason: str = "") -> None:
    """Whether this person may take this step of the return now. What is sent is looked at by ``actions.send``."""
    step = transition(name)
    check_has(by, step.needed)
    check_can_see(one, by=by)
    if one.condition not in step.sources:
        raise NotNow(f"The return is “{one.condition.label.lower()}” now.", action="Look at it again: somebody moved it on.")
    if IS_ASKED in step.guards and one.schedule.contact_id != by.pk and not sees_all(by=by):
        raise NotNow("Another person is asked for this figure now.", action="Tell whoever looks after the schedule.")
    if NOT_THE_SENDER in step.guards and one.sent_by_id == by.pk:
        raise NotNow("You sent this figure, so somebody else approves it.", action="Ask a colleague.")
    if step.asks_reason and not reason.strip():
        raise NotNow("A reason is missing.", action="Say what is to be looked at.")


def open_steps(one: Return, *, by: User) -> list[str]:
    """The steps that this person could take now: the page's buttons."""
    steps = []
    for step in TRANSITIONS:
        try:
            check_can_step(one, step.name, by=by, reason="to be given")
        except UserError:
            continue
        steps.append(step.name)
    return steps


def check_can_manage(*, by: User) -> None:
    check_has(by, Permission.MANAGE_RETURNS)
