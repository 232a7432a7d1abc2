"""What stands behind a figure of the board, on the indicator's page: meetings and resolutions, and the way to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.analytics.areas import Area
from inloco.board.models import Body
from inloco.performance.sections import Section

TEMPLATE = "board/_of_indicator.html"

WAYS = {"board_attendance_pct": "meetings", "resolutions_open_count": "meetings and open resolutions"}
"""Indicator → what the page of a board shows of it."""


@dataclass(frozen=True)
class Way:
    title: str
    href: str


def meetings_behind(indicator: str, area: Area, person: User) -> Iterator[Section]:
    """That no child is behind the figure, and each board for those who may read about meetings."""
    if indicator not in WAYS:
        return
    bodies = Body.objects.existing(on=timezone.localdate()).only("slug", "name") if has(person, Permission.SEE_MEETINGS) else ()
    ways = [Way(one.name, reverse("board:body", args=[one.slug])) for one in bodies]
    yield Section(TEMPLATE, {"ways": ways, "words": WAYS[indicator]})
