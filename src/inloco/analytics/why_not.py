"""Why there is no figure, or nobody behind one, in words for whoever looks for it."""

from __future__ import annotations

from inloco.analytics import availability
from inloco.analytics.facts import GRAINS
from inloco.analytics.indicators import REGISTER
from inloco.analytics.indicators.definition import Indicator
from inloco.analytics.periods import Period
from inloco.analytics.reach import is_partial
from inloco.analytics.snapshots import Snapshot

RECORDED = {"plans": "plan", "board": "meeting"}
"""What one of our own modules keeps, for a sentence that says that there is none."""


def why_not(indicator: Indicator, period: Period, snapshot: Snapshot | None) -> str | None:
    """Why ``snapshot`` gives no figure of ``indicator``, or why there is nobody behind it; None where there is neither."""
    if GRAINS[indicator.grain].is_of_records:
        return _no_records(indicator, period, snapshot) or REGISTER[indicator.id].explanation
    if snapshot is None or snapshot.as_at is None:
        return "There is no extract to compute it from."
    if missing := availability.missing_tables(snapshot, indicator):
        return f"{indicator.id} is not available: the extract lacks {', '.join(missing)}."
    if period.start > snapshot.as_at:
        return f"{indicator.id} is not available: {period} begins after the extract of {snapshot.as_at.isoformat()}."
    if is_partial(snapshot.kind) and not availability.is_available(snapshot, indicator, period):
        return f"{indicator.id} is not available for {period}: what is loaded for it does not reach so far."
    if not availability.is_available(snapshot, indicator, period):
        return (
            f"{indicator.id} is not available for {period}: its table holds only today, and no extract of that month is loaded."
        )
    return None


def _no_records(indicator: Indicator, period: Period, snapshot: Snapshot | None) -> str | None:
    """Why our own records give no figure; None where they do."""
    kept = RECORDED[REGISTER[indicator.id].fed_by]
    if snapshot is None or snapshot.as_at is None:
        return "There is no extract, with which records would have been frozen."
    if availability.missing_tables(snapshot, indicator):
        return (
            f"{indicator.id} is not available: the snapshot of {snapshot.as_at.isoformat()} holds no {kept}. "
            "Records are frozen with an extract when it is loaded."
        )
    if period.start > snapshot.as_at:
        return f"{indicator.id} is not available: {period} begins after the snapshot of {snapshot.as_at.isoformat()}."
    if not availability.is_available(snapshot, indicator, period):
        since = max(snapshot.records[table].since for table in indicator.tables)
        return f"{indicator.id} is not available for {period}: no {kept} was recorded here before {since.isoformat()}."
    return None
