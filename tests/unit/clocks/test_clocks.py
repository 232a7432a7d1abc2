"""Clocks: due on which day, and met or missed."""

from datetime import date

import duckdb
import pytest

from inloco.analytics import clocks
from inloco.analytics.clocks import CLOCKS, Outcome, teach

ANCHOR = date(2019, 4, 15)


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        (clocks.FIRST_REVIEW, date(2019, 5, 16)),
        (clocks.SECOND_REVIEW, date(2019, 7, 15)),
        (clocks.LATER_REVIEW, date(2019, 10, 15)),
        (clocks.INITIAL_HEALTH_ASSESSMENT, date(2019, 5, 16)),
        (clocks.HEALTH_REVIEW_UNDER_5, date(2019, 10, 15)),
        (clocks.HEALTH_REVIEW_5_AND_OVER, date(2020, 4, 15)),
        (clocks.DENTAL_CHECK, date(2020, 4, 15)),
        (clocks.INITIAL_CONFERENCE, date(2019, 5, 9)),
        (clocks.FIRST_REVIEW_CONFERENCE, date(2019, 7, 15)),
        (clocks.LATER_REVIEW_CONFERENCE, date(2019, 10, 15)),
        (clocks.IN_TOUCH, date(2019, 6, 10)),
    ],
)
def test_due(clock, due):
    assert clock.due(ANCHOR) == due


def test_months_may_be_counted_as_days_for_conferences_alone():
    assert clocks.FIRST_REVIEW_CONFERENCE.due(ANCHOR, months_as_days=True) == date(2019, 7, 15)
    assert clocks.LATER_REVIEW_CONFERENCE.due(date(2019, 1, 31), months_as_days=True) == date(2019, 8, 2)
    assert clocks.LATER_REVIEW.due(date(2019, 1, 31), months_as_days=True) == date(2019, 7, 31)


@pytest.mark.parametrize(
    ("happened", "on", "outcome"),
    [
        (date(2019, 5, 16), date(2019, 5, 31), Outcome.MET),
        (date(2019, 5, 17), date(2019, 5, 31), Outcome.MISSED),
        (None, date(2019, 5, 15), Outcome.RUNNING),
        (None, date(2019, 5, 16), Outcome.MISSED),
        (date(2019, 5, 16), date(2019, 5, 10), Outcome.RUNNING),
    ],
)
def test_outcome(happened, on, outcome):
    assert clocks.FIRST_REVIEW.outcome(ANCHOR, happened, on) is outcome


def test_every_clock_has_its_own_number_and_name():
    assert len({clock.id for clock in CLOCKS}) == len({clock.name for clock in CLOCKS}) == len(CLOCKS)


@pytest.mark.parametrize("months_as_days", [False, True])
@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.name)
def test_sql_gives_the_same_days(clock, months_as_days):
    anchors = [date(2018, 1, 31), date(2019, 11, 30), date(2020, 2, 29), date(2020, 12, 24), date(2019, 4, 15), date(2022, 5, 28)]
    with duckdb.connect() as connection:
        teach(connection, CLOCKS, months_as_days=months_as_days)
        for anchor in anchors:
            told = connection.execute(f"select {clock.name}_due(?)", [anchor]).fetchone()
            assert told == (clock.due(anchor, months_as_days=months_as_days),)
