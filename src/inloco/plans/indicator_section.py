"""What stands behind a figure of delivery plans, on the indicator's page: actions, and the way to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from inloco.accounts.models import User
from inloco.analytics.areas import Area
from inloco.performance.sections import Section
from inloco.plans import policies

TEMPLATE = "plans/_of_indicator.html"

WAYS = {
    "plan_actions_brag_count": ("show", "?show=live", "live actions"),
    "plan_actions_overdue_count": ("show", "?show=live&position=overdue", "live actions past their date"),
    "plan_updates_on_time_pct": ("cycles", "", "rounds of updates"),
}
"""Indicator → the page of a plan that lists what is counted, how it is filtered, and what it shows."""


@dataclass(frozen=True)
class Way:
    title: str
    href: str


def plans_behind(indicator: str, area: Area, person: User) -> Iterator[Section]:
    """That no child is behind the figure, and each plan that the person may read."""
    if indicator not in WAYS:
        return
    page, query, words = WAYS[indicator]
    plans = policies.visible_plans(person).only("slug", "title")
    if page == "cycles" and not policies.sees_whole_plans(person):
        plans = plans.none()
    ways = [Way(one.title, reverse(f"plans:{page}", args=[one.slug]) + query) for one in plans]
    yield Section(TEMPLATE, {"ways": ways, "words": words})
