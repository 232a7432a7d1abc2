"""What an address names: the body, the meeting, the item. Each with what its page needs, in one query."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from inloco.board.models import AgendaItem, Body, MatterArising, Meeting, Resolution


def body_of(slug: str) -> Body:
    return get_object_or_404(Body, slug=slug)


def meeting_of(slug: str, on: dt.date) -> Meeting:
    meeting: Meeting = get_object_or_404(Meeting.objects.select_related("body"), body__slug=slug, on=on)
    return meeting


def item_of(pk: int) -> AgendaItem:
    return get_object_or_404(AgendaItem.objects.select_related("meeting__body", "paper", "minuted_by"), pk=pk)


def matter_of(pk: int) -> MatterArising:
    found = MatterArising.objects.select_related("meeting__body", "resolution__meeting__body", "resolution__item")
    return get_object_or_404(found, pk=pk)


def resolution_of(pk: int) -> Resolution:
    found = Resolution.objects.select_related(
        "meeting__body", "item", "owner", "closed_at", "body", "plan_asked", "plan_action__plan"
    )
    resolution: Resolution = get_object_or_404(found, pk=pk)
    return resolution


def crumbs_to(body: Body, meeting: Meeting | None = None, *further: dict[str, str]) -> list[dict[str, str]]:
    """Boards › the body › the meeting › …"""
    crumbs: list[dict[str, Any]] = [
        {"text": "Boards", "href": reverse("board:list")},
        {"text": body.short_name or body.name, "href": reverse("board:body", args=[body.slug])},
    ]
    if meeting is not None:
        crumbs.append(
            {"text": f"{meeting.on.day} {meeting.on:%B %Y}", "href": reverse("board:meeting", args=[body.slug, meeting.on])}
        )
    return [*crumbs, *further]


def work_address(meeting: Meeting) -> str:
    """The page on which a meeting is made."""
    return reverse("board:work", args=[meeting.body.slug, meeting.on])
