"""What returns ask of a person today."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.returns.models import Return
from inloco.returns.states import ReturnState

SECTION = "Returns"


def return_tasks(user: User) -> Iterator[Task]:
    """Figures to send, queries to answer, and figures of others to approve."""
    mine = Return.objects.awaited().filter(schedule__contact=user) if user.may(Permission.SEND_RETURN) else Return.objects.none()
    decides = Return.objects.to_decide(by=user) if user.may(Permission.APPROVE_RETURN) else Return.objects.none()
    waiting = 0
    for one in (mine | decides).with_people():
        if one.condition is ReturnState.SENT:
            waiting += 1
        else:
            is_queried = one.condition is ReturnState.QUERIED
            yield Task(
                f"{'Answer the question about' if is_queried else 'Send'} “{one.schedule.entry.title}”, {one.span.label}",
                reverse("returns:show", args=[one.reference]),
                due=one.due_on,
                why="Queried" if is_queried else "Asked of your service",
                section=SECTION,
            )
    if waiting:
        title = f"Approve or query {waiting} figure{'' if waiting == 1 else 's'} that services sent"
        yield Task(title, f"{reverse('returns:list')}?state=sent", why="Sent", section=SECTION)
