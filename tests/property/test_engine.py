"""The engine against plain Python, one child and one day at a time; parts sum to the whole."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inloco.analytics import engine
from inloco.analytics.calendars import add_months, age_on
from inloco.analytics.periods import months_to, parse_period
from tests.spec.county import County

MONTHS = months_to(parse_period("2019-08"), 4)
DAYS = st.dates(date(2018, 1, 1), date(2019, 8, 31))
INDICATORS = (
    "cla_count",
    "cla_started_count",
    "cla_ceased_count",
    "cla_s20_count",
    "health_assessment_up_to_date_pct",
    "cla_foster_pct",
)


@st.composite
def spans(draw):
    start = draw(DAYS)
    length = draw(st.none() | st.integers(1, 500))
    end = start + timedelta(days=length) if length else None
    return start, end if end is None or end <= date(2019, 8, 31) else None


@st.composite
def children(draw):
    return {
        "born": draw(st.dates(date(2012, 1, 1), date(2016, 12, 31))),
        "care": draw(spans()),
        "statuses": draw(st.lists(st.tuples(spans(), st.sampled_from(["C2", "V2", "V4"])), max_size=3)),
        "placements": draw(st.lists(st.tuples(spans(), st.sampled_from(["U4", "K2", "T1"])), max_size=3)),
        "assessed": draw(st.lists(DAYS, max_size=2)),
        "teams": draw(st.lists(st.tuples(spans(), st.sampled_from(["T1", "T2", "T3"])), max_size=3)),
    }


def is_open(span, day):
    return span[0] <= day and (span[1] is None or span[1] > day)


def winner(rows, day):
    """The value that counts on a day: of those open the latest start, then the highest id (the place in the list)."""
    there = [(span[0], number, value) for number, (span, value) in enumerate(rows) if is_open(span, day)]
    return max(there)[2] if there else None


def expected(child, month):
    """What one child gives to each indicator of a month, as (numerator, denominator)."""
    end, care = month.end, child["care"]
    found = Counter()

    def short_breaks(day):
        return winner(child["statuses"], day) == "V4"

    if month.start <= care[0] <= end and not short_breaks(care[0]):
        found["cla_started_count", "met"] += 1
    if care[1] and month.start <= care[1] <= end and not short_breaks(care[1] - timedelta(days=1)):
        found["cla_ceased_count", "met"] += 1
    if not is_open(care, end) or short_breaks(end):
        return found
    found["cla_count", "met"] += 1
    found["cla_s20_count", "met"] += winner(child["statuses"], end) == "V2"
    placements = [
        ((max(span[0], care[0]), span[1]), type) if span[0] < care[0] else (span, type) for span, type in child["placements"]
    ]
    at_start = [(span, type) for span, type in child["placements"]]
    there = [(span[0], number, type) for number, (span, type) in enumerate(at_start) if is_open(placements[number][0], end)]
    found["cla_foster_pct", "of"] += 1
    found["cla_foster_pct", "met"] += bool(there) and max(there)[2] == "U4"
    year = add_months(end, -12)
    days = [year + timedelta(days=number) for number in range((end - year).days + 1)]
    if care[0] <= year and not any(short_breaks(day) for day in days):
        limit = add_months(end, -6) if age_on(child["born"], end) < 5 else year
        last = max((day for day in child["assessed"] if day <= end), default=None)
        found["health_assessment_up_to_date_pct", "of"] += 1
        found["health_assessment_up_to_date_pct", "met"] += last is not None and last > limit
    return found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(children(), min_size=1, max_size=8))
def test_the_engine_counts_as_plain_python_does(family):
    with TemporaryDirectory() as folder:
        county = County(Path(folder))
        for number, child in enumerate(family):
            built = county.child(f"child {number}", born=child["born"])
            start, end = child["care"]
            built.looked_after(start, end, status=None, placement=None)
            for place, (span, status) in enumerate(child["statuses"]):
                built.under(status, *span, legal_status_id=f"{number}-{place}")
            for place, (span, type) in enumerate(child["placements"]):
                built.placed(type, *span, postcode=f"{number} {place}", placement=f"{number}-{place}")
            for day in child["assessed"]:
                built.assessed(day)
            for span, team in child["teams"]:
                built.team(team, *span)
        snapshot, reference = county.freeze()
        figures = engine.compute(snapshot, reference, county.settings, INDICATORS, MONTHS)
    for month in MONTHS:
        whole = sum((expected(child, month) for child in family), Counter())
        for id in INDICATORS:
            by_area = {figure.area: figure for figure in figures if figure.indicator == id and figure.period == month}
            top = by_area["county"]
            assert top.numerator == whole[id, "met"], (id, month)
            if top.denominator is not None:
                assert top.denominator == whole[id, "of"], (id, month)
            parts = [by_area[area] for area in ("north", "T3", "unallocated")]
            assert sum(part.numerator for part in parts) == top.numerator
            assert by_area["T1"].numerator + by_area["T2"].numerator == by_area["north"].numerator
