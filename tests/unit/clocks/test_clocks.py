"""Clocks: due on which day, and met or missed."""

import re
from datetime import date

import duckdb
import pytest

from inloco.analytics import clocks
from inloco.analytics.clocks import CLOCKS, NOT_CLOCKS, Outcome, teach

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
        (clocks.REVIEW_AFTER_MOVE, date(2019, 5, 16)),
        (clocks.REVIEW_OF_SEVERAL_MEETINGS, date(2019, 5, 16)),
        (clocks.YEARLY_REVIEW_MEETING, date(2020, 4, 15)),
        (clocks.FIRST_VISIT, date(2019, 4, 22)),
        (clocks.VISIT_IN_FIRST_YEAR, date(2019, 5, 27)),
        (clocks.VISIT_IN_PERMANENT_PLACEMENT, date(2019, 7, 15)),
        (clocks.VISIT_BEFORE_ASSESSMENT, date(2019, 4, 22)),
        (clocks.VISIT_UNDER_INTERIM_ORDER, date(2019, 5, 13)),
        (clocks.VISIT_AFTER_ORDER, date(2019, 4, 22)),
        (clocks.CARE_PLAN, date(2019, 5, 1)),
        (clocks.PERMANENCE_PLAN, date(2019, 4, 15)),
        (clocks.ASSESSMENT_OF_PARENTS, date(2019, 5, 1)),
        (clocks.HOME_PLACEMENT_MONITORING, date(2019, 5, 15)),
        (clocks.QUESTIONNAIRE, date(2020, 4, 15)),
        (clocks.FIRST_EDUCATION_PLAN, date(2019, 5, 1)),
        (clocks.EDUCATION_PLAN_READY, date(2019, 5, 16)),
        (clocks.EDUCATION_PLAN_REVIEW, date(2019, 8, 31)),
        (clocks.CORE_GROUP, date(2019, 5, 1)),
        (clocks.REPORT_SHARED, date(2019, 4, 13)),
        (clocks.PLAN_OVER_12_MONTHS, date(2020, 4, 15)),
        (clocks.PLAN_OVER_2_YEARS, date(2021, 4, 15)),
        (clocks.ASSESSMENT, date(2019, 6, 21)),
        (clocks.CONTACT_DECISION, date(2019, 4, 16)),
        (clocks.SCREENING, date(2019, 4, 16)),
        (clocks.RETURN_INTERVIEW, date(2019, 4, 18)),
        (clocks.PATHWAY_ASSESSMENT, date(2019, 7, 15)),
        (clocks.PATHWAY_PLAN, date(2019, 7, 15)),
        (clocks.PATHWAY_PLAN_REVIEW, date(2019, 10, 15)),
        (clocks.ADVISER_FIRST_VISIT, date(2019, 4, 22)),
        (clocks.ADVISER_SECOND_VISIT, date(2019, 5, 13)),
        (clocks.ADVISER_LATER_VISIT, date(2019, 6, 15)),
        (clocks.IN_TOUCH, date(2019, 6, 10)),
        (clocks.IN_TOUCH_AT_BIRTHDAY, date(2019, 5, 15)),
        (clocks.ADVISER_BY_16, date(2019, 4, 15)),
        (clocks.CHALLENGE_OUTSTANDING, date(2019, 5, 13)),
        (clocks.DISPUTE_RESOLUTION, date(2019, 5, 16)),
        (clocks.FOSTER_CARER_REVIEW, date(2020, 4, 15)),
        (clocks.MONTHLY_EXTRACT, date(2019, 4, 16)),
        (clocks.PLAN_UPDATE_CIRCULATED, date(2019, 3, 25)),
        (clocks.PLAN_UPDATE_RETURNED, date(2019, 4, 1)),
        (clocks.PLAN_UPDATE_BRIEFED, date(2019, 4, 8)),
        (clocks.NEXT_BOARD, date(2019, 6, 10)),
        (clocks.IMPROVEMENT_REPORT, date(2019, 5, 27)),
        (clocks.DISCHARGE_REPORT, date(2019, 4, 29)),
        (clocks.AGENDA_PUBLISHED, date(2019, 4, 5)),
        (clocks.ANNUAL_REPORT, date(2020, 4, 15)),
        (clocks.LOCAL_OFFER_SURVEY, date(2019, 10, 15)),
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
@pytest.mark.parametrize("clock", [clock for clock in CLOCKS if clock.is_in_sql], ids=lambda clock: clock.name)
def test_sql_gives_the_same_days(clock, months_as_days):
    anchors = [date(2018, 1, 31), date(2019, 11, 30), date(2020, 2, 29), date(2020, 12, 24), date(2019, 4, 15), date(2022, 5, 28)]
    with duckdb.connect() as connection:
        teach(connection, CLOCKS, months_as_days=months_as_days)
        for anchor in anchors:
            told = connection.execute(f"select {clock.name}_due(?)", [anchor]).fetchone()
            assert told == (clock.due(anchor, months_as_days=months_as_days),)


def test_every_standard_is_a_clock_or_says_why_not():
    numbers = {int(re.match(r"T(\d+)", one)[1]) for one in [*(clock.id for clock in CLOCKS), *NOT_CLOCKS]}
    assert numbers == set(range(1, 51))
    assert not {clock.id for clock in CLOCKS} & set(NOT_CLOCKS)
    assert list(CLOCKS) == sorted(CLOCKS, key=lambda clock: (int(re.match(r"T(\d+)", clock.id)[1]), clock.id))


@pytest.mark.parametrize(
    ("happened", "outcome"),
    [
        (date(2019, 1, 14), Outcome.MISSED),
        (date(2019, 1, 15), Outcome.MET),
        (date(2019, 5, 15), Outcome.MET),
        (date(2019, 5, 16), Outcome.MISSED),
        (None, Outcome.MISSED),
    ],
)
def test_a_contact_counts_in_the_window_around_the_birthday(happened, outcome):
    assert clocks.IN_TOUCH_AT_BIRTHDAY.opens(ANCHOR) == date(2019, 1, 15)
    assert clocks.IN_TOUCH_AT_BIRTHDAY.outcome(ANCHOR, happened, date(2019, 6, 30)) is outcome


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (date(2019, 9, 1), date(2020, 4, 15)),
        (date(2019, 8, 31), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2020, 8, 31)),
    ],
)
def test_an_education_plan_is_reviewed_by_the_end_of_the_next_term(last, due):
    assert clocks.EDUCATION_PLAN_REVIEW.due(last) == due


def test_clear_days_leave_out_the_meeting_and_the_day_of_publication():
    assert clocks.AGENDA_PUBLISHED.due(date(2019, 9, 17)) == date(2019, 9, 9)
    assert clocks.AGENDA_PUBLISHED.due(date(2019, 11, 26)) == date(2019, 11, 18)
