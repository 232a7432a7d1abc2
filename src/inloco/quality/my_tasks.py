"""What data quality asks of a person today: their findings, in one line for each day they are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.tasks import Task
from inloco.quality.models import FollowedFinding
from inloco.quality.states import FindingState

SECTION = "Data quality"


def finding_tasks(user: User) -> Iterator[Task]:
    """One task for each due day. What is asked is in the finding, behind the sign-in; a task names no child."""
    if not user.may(Permission.MEND_FINDINGS):
        return
    mine = FollowedFinding.objects.filter(assigned_to=user, state=FindingState.ASSIGNED).values_list("due_on", flat=True)
    for due, count in sorted(Counter(mine).items(), key=lambda one: str(one[0])):
        yield Task(
            f"Mend {count} finding{'' if count == 1 else 's'} in your records",
            f"{reverse('quality:findings')}?{urlencode({'state': 'mine'})}",
            due=due,
            why="Assigned to you",
            section=SECTION,
        )
