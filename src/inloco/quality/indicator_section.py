"""How many findings endanger a figure, on the indicator's page."""

from __future__ import annotations

from collections.abc import Iterator

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.areas import Area
from inloco.analytics.indicators import is_of_children
from inloco.performance.sections import Section
from inloco.quality.board import is_ready
from inloco.quality.presenters.findings import endangering

TEMPLATE = "quality/_of_indicator.html"


def findings_of_indicator(indicator: str, area: Area, person: User) -> Iterator[Section]:
    """The findings left to mend that make the figure of ``area`` wrong: their number for those who may see small numbers, the way
    to them for those who work on findings. Nothing before the worker has checked the newest extract."""
    if not is_of_children(indicator) or not has(person, Permission.SEE_SMALL_NUMBERS) or not is_ready():
        return
    yield Section(TEMPLATE, {"found": endangering(indicator, area, by=person)})
