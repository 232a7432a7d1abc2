"""The children behind a figure, each with the reason in words, from the same rows that were counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inloco.analytics.areas import with_unallocated
from inloco.analytics.availability import is_available
from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import GRAINS, YEAR_TO_DATE, Facts, kept
from inloco.analytics.indicators import indicator_of
from inloco.analytics.indicators.definition import Indicator, Version
from inloco.analytics.periods import Period
from inloco.analytics.reference import Reference
from inloco.analytics.settings import Settings
from inloco.analytics.snapshots import Snapshot

MET, NOT_MET, EXCLUDED = "met", "not_met", "excluded"
STATES = (MET, NOT_MET, EXCLUDED)


@dataclass(frozen=True)
class ChildState:
    """One row behind a figure: met, not met or excluded, and why in plain words. ``area`` is the child's own team."""

    child: str
    indicator: str
    area: str
    period: Period
    state: str
    reason: str


def children(
    snapshot: Snapshot,
    reference: Reference,
    settings: Settings,
    indicator: str,
    period: Period,
    area: str | None = None,
    *,
    span: str = YEAR_TO_DATE,
    file: Path | None = None,
    version: Version | None = None,
) -> list[ChildState]:
    """The rows behind one figure, each with its state and reason. None where the snapshot cannot give the figure, or where it
    counts our own records: no child is behind those.

    ``excluded`` are those of the wider group whom the definition leaves out. A figure that counts reviews has a row a review.
    ``file`` holds the rows of the grain as ``compute`` kept them for this period; without, they are built. ``version`` is another
    wording of the definition than the period's own.
    """
    wanted = indicator_of(indicator)
    areas = with_unallocated(reference.areas)
    if area is not None and area not in areas:
        raise WrongUsage(f"There is no area “{area[:60]}”.", action="`inloco figures cla_count` prints every area.")
    grain = GRAINS[wanted.grain]
    if grain.is_of_records or not is_available(snapshot, wanted, period, span):
        return []
    query = _states_query(wanted, version or wanted.version_at(period.end))
    if file is not None:
        on_day = period.day(snapshot.as_at)
        with kept(grain, file) as connection:
            rows = connection.execute(query, [on_day if grain.key == "on_day" else str(period)]).fetchall()
    else:
        with Facts(snapshot, reference, settings, [period], span=span) as facts:
            facts.build(grain.name)
            rows = facts.connection.execute(query, [facts.key(grain, period)]).fetchall()
    within = areas.within(area) if area is not None else None
    whole = areas.authority.id if areas.authority else None
    return [
        ChildState(child, wanted.id, own, period, state, _sentence(reason))
        for child, own, state, reason in rows
        if within is None or area == whole or own in within
    ]


def _states_query(indicator: Indicator, version: Version) -> str:
    grain = GRAINS[indicator.grain]
    population = f"coalesce({version.population}, false)"
    excluded = dict(version.excluded or {})
    reasons = " ".join(f"when {predicate} then {_quoted(reason)}" for reason, predicate in excluded.items())
    wider = " or ".join([population, *(f"coalesce({predicate}, false)" for predicate in excluded.values())])
    because = version.because or _quoted(indicator.definition)
    return f"""
        select child, area,
            case when not {population} then 'excluded' when {version.met} then 'met' else 'not_met' end as state,
            case when {population} then {because} {reasons} end as reason
        from {grain.name}
        where {grain.key} = ? and ({wider})
        order by child, reason"""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _sentence(reason: str | None) -> str:
    return reason[:1].upper() + reason[1:] if reason else ""
