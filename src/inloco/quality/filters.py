"""Which findings a page shows: what stands in its address. What is not understood is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from inloco.accounts.models import User
from inloco.analytics.areas import AreaTree
from inloco.quality.checks import is_about_files, words_of
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
    indicator: str = ""

    @property
    def query(self) -> str:
        """As it stands in an address."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    def keeps(self, one: Standing, *, person: User, today: dt.date, within: Collection[str] = ()) -> bool:
        """``within`` are the areas of the chosen one. What is wrong in the files endangers a figure in every area of it."""
        fault = one.fault
        if self.check not in ("", fault.check) or self.worker not in ("", fault.worker):
            return False
        if self.area and fault.area not in (self.area, *within) and not (self.indicator and is_about_files(fault)):
            return False
        if self.indicator and self.indicator not in words_of(fault).endangers:
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
        check=given.get("check", "")[:60],
        area=given.get("area", "")[:80],
        worker=given.get("worker", "")[:80],
        state=state if state in STATES else TO_DO,
        indicator=given.get("indicator", "")[:80],
    )


def kept(findings: Sequence[Standing], chosen: Filter, areas: AreaTree, *, person: User, today: dt.date) -> list[Standing]:
    """The findings that ``chosen`` shows, in their order."""
    within = areas.within(chosen.area) if chosen.area in areas else frozenset()
    return [one for one in findings if chosen.keeps(one, person=person, today=today, within=within)]
