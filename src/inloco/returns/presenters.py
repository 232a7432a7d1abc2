"""How returns and their schedule are said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from inloco.analytics.book import FigureBook
from inloco.analytics.indicators.register import Entry
from inloco.returns.models import Frequency, Return, ReturnEvent, Schedule
from inloco.returns.queries import history
from inloco.returns.states import Lateness, ReturnState, transition

TAGS = {
    ReturnState.REQUESTED: "blue",
    ReturnState.SENT: "light-blue",
    ReturnState.QUERIED: "yellow",
    ReturnState.APPROVED: "green",
}
SHOWN = 13


@dataclass(frozen=True)
class ReturnRow:
    """One return in a list."""

    reference: str
    title: str
    period: str
    service: str
    contact: str
    due_on: dt.date
    state: str
    tag: str
    late: str
    figure: str


@dataclass(frozen=True)
class ReturnPage:
    """One return."""

    row: ReturnRow
    indicator: str
    counts: str
    unit: str
    parts: str
    none_because: str
    note: str
    evidence: str
    doubts: tuple[str, ...]
    sent: str
    events: tuple[tuple[str, str, dt.datetime, str, str], ...]
    before: tuple[tuple[str, str, str], ...]
    steps: tuple[tuple[str, str], ...]
    snapshot: str


@dataclass(frozen=True)
class ScheduleRow:
    """One figure that services send, with who sends it; empty where nobody is asked."""

    indicator: str
    title: str
    family: str
    service: str
    contact: str
    frequency: str
    due_days: int | None
    is_active: bool


def row(one: Return, *, on: dt.date) -> ReturnRow:
    entry = one.schedule.entry
    lateness = one.lateness(on=on)
    shown = lateness is not Lateness.IN_TIME and (one.condition.is_awaited or one.condition is ReturnState.SENT)
    return ReturnRow(
        reference=str(one.reference),
        title=entry.title,
        period=one.span.label,
        service=one.schedule.service,
        contact=one.schedule.contact.name if one.schedule.contact else "Nobody",
        due_on=one.due_on,
        state=one.condition.label,
        tag=TAGS[one.condition],
        late=lateness.label if shown else "",
        figure=figure_words(one),
    )


def figure_words(one: Return) -> str:
    """``85.9 %``, ``12``, ``No figure``; empty before anything was sent."""
    figure = one.figure
    if figure is None:
        return "No figure" if one.none_because else ""
    unit = one.schedule.entry.unit
    return f"{figure:,}" if unit == "count" else f"£{figure:,}" if unit == "GBP" else f"{figure} {unit}"


def page(one: Return, events: Iterable[ReturnEvent], steps: Sequence[str], book: FigureBook) -> ReturnPage:
    entry = one.schedule.entry
    labels = {"ask": "Asked for"}
    return ReturnPage(
        row=row(one, on=timezone.localdate()),
        indicator=entry.id,
        counts=entry.counts,
        unit=str(entry.unit),
        parts=f"{one.numerator:,} of {one.denominator:,}" if one.numerator is not None and one.denominator is not None else "",
        none_because=one.none_because,
        note=one.note,
        evidence=one.evidence.get("name", ""),
        doubts=tuple(one.doubts),
        sent=one.sent_by.name if one.sent_by else "",
        events=tuple(
            (
                labels.get(each.step) or transition(each.step).label,
                each.by.name if each.by else "InLoco",
                each.at,
                each.said,
                each.text,
            )
            for each in events
        ),
        before=tuple(
            (figure.period.label, f"{figure.value} {figure.unit}", figure.source)
            for figure in reversed(history(book, entry.id)[-SHOWN:])
        ),
        steps=tuple((name, transition(name).label) for name in steps),
        snapshot=one.snapshot,
    )


def schedule_rows(entries: Iterable[Entry], schedules: Iterable[Schedule]) -> list[ScheduleRow]:
    known = {one.indicator: one for one in schedules}
    rows = []
    for entry in entries:
        one = known.get(entry.id)
        rows.append(
            ScheduleRow(
                entry.id,
                entry.title,
                entry.family,
                one.service if one else "",
                (one.contact.name if one.contact else "Nobody") if one else "",
                Frequency(one.frequency).label if one else "",
                one.due_days if one else None,
                bool(one and one.is_active),
            )
        )
    return rows
