"""Small returns of submitted figures, written as a partner or an earlier officer would."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from inloco.analytics.areas import Area, AreaKind, AreaTree
from inloco.analytics.extracts.submitted import read_submitted
from inloco.analytics.figure import Unit
from inloco.analytics.findings import Finding
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity, Source, Version

COUNTY = AreaTree(
    [
        Area("NMC", "Northmere", AreaKind.AUTHORITY),
        Area("D1", "Alder & Brook", AreaKind.DISTRICT, "NMC"),
        Area("D2", "Calder Vale", AreaKind.DISTRICT, "NMC"),
        Area("England", "England", AreaKind.COMPARATOR),
        Area("North West", "North West", AreaKind.COMPARATOR),
        Area("Statistical neighbours", "Statistical neighbours", AreaKind.COMPARATOR),
    ]
)
MONTHS = [f"2018-{m:02d}" for m in range(8, 13)] + [f"2019-{m:02d}" for m in range(1, 9)]


def indicator(id_: str, unit: Unit, basis: Basis = Basis.AS_AT, break_on: date | None = None) -> Indicator:
    """A definition of which only the name, unit, basis and a change of wording matter here."""
    versions = (Version(1, "as it was", "true"), Version(2, "as it is", "true", break_on)) if break_on else ()
    return Indicator(
        id_, id_, "care", "", Source("local", ""), "", "children", unit, basis, Polarity.NEUTRAL, "true", versions=versions
    )


CATALOGUE = {
    one.id: one
    for one in (
        indicator("cla_count", Unit.COUNT),
        indicator("cla_rate", Unit.RATE),
        indicator("cp_plans_rate", Unit.RATE),
        indicator("cla_started_count", Unit.COUNT, Basis.OVER_PERIOD),
        indicator("health_assessment_up_to_date_pct", Unit.PERCENT),
        indicator("dental_up_to_date_pct", Unit.PERCENT),
        indicator("care_leavers_count", Unit.COUNT),
        indicator("care_leavers_in_touch_pct", Unit.PERCENT, break_on=date(2019, 7, 31)),
    )
}
HEALTH, DENTAL = "health_assessment_up_to_date_pct", "dental_up_to_date_pct"

Row = tuple[str, str, str, object]
"""indicator, area, period, value"""


def read(
    folder: Path, rows: Iterable[tuple[object, ...]], header: str = "indicator,area,period,value", areas: AreaTree = COUNTY
) -> tuple[pa.Table, list[Finding]]:
    """Write the rows under the header as a file, and read it back."""
    file = folder / "return.csv"
    file.write_text("\n".join([header, *(",".join(f'"{cell}"' for cell in row) for row in rows)]) + "\n", encoding="utf-8")
    return read_submitted(file.name, file.read_bytes(), areas, CATALOGUE)


def series(indicator_id: str, area: str, values: Iterable[object], periods: Iterable[str] = MONTHS) -> list[Row]:
    return [(indicator_id, area, period, value) for period, value in zip(periods, values, strict=False)]


def checks(findings: Iterable[Finding]) -> list[str]:
    return [finding.check for finding in findings]


def doubted(table: pa.Table) -> dict[tuple[str, str, str], str]:
    """The doubts of each cell that has any."""
    return {(row["indicator"], row["area"], row["period"]): row["doubts"] for row in table.to_pylist() if row["doubts"]}
