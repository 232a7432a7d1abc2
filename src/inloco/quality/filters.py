"""Which findings a page shows: what stands in its address. What is not understood is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from inloco.accounts.models import User
from inloco.quality.queries import Standing
from inloco.quality.states import FindingState

TO_DO, MINE, LATE = "", "mine", "late"
STATES = {
    TO_DO: "To be mended",
    MINE: "Assigned to me",
    LATE: "Past the day they were due",
    "open": "Open, assigned to nobody",
    "assigned": "Assigned",
    "reported": "Said to be corrected",
    "accepted": "Accepted as right",
    "all": "All of them",
}


@dataclass(frozen=True)
class Filter:
    """The filter of a page of findings. An empty part shows all."""

    check: str = ""
    area: str = ""
    worker: str = ""
    state: str = TO_DO

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    def keeps(self, one: Standing, *, person: User, today: dt.date) -> bool:
        fault = one.fault
        if self.check not in ("", fault.check) or self.area not in ("", fault.area) or self.worker not in ("", fault.worker):
            return False
        match self.state:
            case "":
                return one.state.needs_work
            case "mine":
                return one.state is FindingState.ASSIGNED and one.case is not None and one.case.assigned_to_id == person.pk
            case "late":
                due = one.case.due_on if one.case is not None else None
                return one.state is FindingState.ASSIGNED and due is not None and due < today
            case "all":
                return True
            case state:
                return one.state == state


def filter_of(given: QueryDict) -> Filter:
    """The filter in an address. A worker or area that nobody has simply finds nothing."""
    state = given.get("state", "")
    return Filter(
        given.get("check", "")[:60], given.get("area", "")[:80], given.get("worker", "")[:80], state if state in STATES else TO_DO
    )


def kept(findings: Sequence[Standing], chosen: Filter, *, person: User, today: dt.date) -> list[Standing]:
    return [one for one in findings if chosen.keeps(one, person=person, today=today)]
