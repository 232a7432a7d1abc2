"""Measures bound to indicators: the value of the last period beside its baseline and target, and what the rules make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.models import User
from inloco.analytics.book import FigureBook
from inloco.analytics.disclosure.withheld import withheld
from inloco.analytics.figure import Figure
from inloco.analytics.periods import months_to
from inloco.analytics.settings import Settings
from inloco.documents.style import printed
from inloco.performance.queries import figure_book
from inloco.plans.actions.records import bind
from inloco.plans.linting import Linted, lint_plan
from inloco.plans.live import live_of, way
from inloco.plans.models import MetricLine
from tests.factories.plans import Scene
from tests.web.loaded import computed, loaded
from tests.web.queries import assert_queries

__all__ = ["computed", "loaded"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
Signed = Callable[[User], Client]
INDICATOR = "dental_up_to_date_pct"


@pytest.fixture
def book(loaded: Path) -> FigureBook:
    return figure_book()


@pytest.fixture
def year(book: FigureBook) -> list[Figure]:
    """The indicator's values of thirteen months, oldest first: the first and the last differ, or the tests would say nothing."""
    latest, authority = book.latest_period(), book.areas.authority
    assert latest is not None
    assert authority is not None
    found = book.figures([INDICATOR], months_to(latest), [authority.id])
    values = sorted((one for one in found if one.value is not None), key=lambda one: one.period.end)
    assert values[0].value != values[-1].value
    return values


def measure(made: Scene, year: list[Figure], *, wants: str, target: Decimal | None = None, past: bool = False) -> MetricLine:
    """The measure of an action that is on course, bound, with its baseline a year before."""
    line = MetricLine.objects.get(action=made.actions["good"])
    bind(
        line=line,
        indicator=INDICATOR,
        area="",
        target=target,
        target_on=dt.date(2000, 1, 1) if past else None,
        better=wants,
        baseline_on=year[0].period.end,
        by=made.manager,
    )
    return line


def found(made: Scene, book: FigureBook) -> Linted:
    return lint_plan(made.plan, on=dt.date.today(), settings=Settings(), book=book)


def wanted(year: list[Figure], *, is_good: bool) -> str:
    """The way that makes the year's change good, or bad."""
    assert year[0].value is not None
    assert year[-1].value is not None
    return "higher" if (year[-1].value > year[0].value) is is_good else "lower"


def test_the_value_stands_beside_its_baseline_and_target(made: Scene, year: list[Figure], signed: Signed) -> None:
    value, first = year[-1].value, year[0].value
    assert value is not None
    assert first is not None
    measure(made, year, wants=wanted(year, is_good=False), target=value)
    for address in ("/plans/our-plan/?show=metrics", f"/plans/our-plan/actions/{made.actions['good'].pk}/"):
        page = assert_queries(signed(made.director), address)
        assert "Live figure" in page
        assert "Moved the wrong way" in page
        assert "Target reached" in page
        assert printed(value, year[-1].unit) in page
        assert printed(first, year[0].unit) in page
    html = signed(made.director).get("/plans/our-plan/papers/metrics.html").content.decode()
    assert f"{printed(first, year[0].unit)} ({year[0].period.end:%d/%m/%Y})" in html
    assert "Worse" in html


def test_the_wrong_way_is_found_and_the_right_one_is_not(made: Scene, year: list[Figure], book: FigureBook) -> None:
    measure(made, year, wants=wanted(year, is_good=False))
    wrong = [one for one in found(made, book).of(made.actions["good"].pk) if one.rule == "metric_wrong_way"]
    assert len(wrong) == 1
    assert f"{year[0].period.end:%d/%m/%Y}" in wrong[0].message
    assert year[-1].value is not None
    assert printed(year[-1].value, year[-1].unit) in wrong[0].evidence
    measure(made, year, wants=wanted(year, is_good=True))
    assert "metric_wrong_way" not in found(made, book).counts
    measure(made, year, wants="neither")
    assert "metric_wrong_way" not in found(made, book).counts


def test_a_target_that_is_reached_is_found(made: Scene, year: list[Figure], book: FigureBook) -> None:
    assert year[-1].value is not None
    measure(made, year, wants="higher", target=year[-1].value)
    assert found(made, book).counts["target_reached"] == 1
    measure(made, year, wants="higher", target=year[-1].value + 1)
    assert "target_reached" not in found(made, book).counts


def test_a_target_that_was_missed_stands_against_green(made: Scene, year: list[Figure], book: FigureBook, signed: Signed) -> None:
    assert year[-1].value is not None
    measure(made, year, wants="higher", target=year[-1].value + 1, past=True)
    assert found(made, book).counts["brag_better_than_evidence"] == 1
    page = signed(made.director).get(f"/plans/our-plan/actions/{made.actions['good'].pk}/").content.decode()
    assert "A measure has passed its target date without reaching the target." in page
    measure(made, year, wants="higher", target=year[-1].value + 1)
    assert "brag_better_than_evidence" not in found(made, book).counts


def test_a_typed_baseline_stands_before_the_indicators_own(made: Scene, year: list[Figure], book: FigureBook) -> None:
    line = measure(made, year, wants="higher")
    assert year[-1].value is not None
    line.baseline_value = year[-1].value + 100
    line.save()
    assert found(made, book).counts["metric_wrong_way"] == 1


def test_the_form_binds_and_frees(made: Scene, year: list[Figure], signed: Signed) -> None:
    line = MetricLine.objects.get(action=made.actions["good"])
    address = f"/plans/our-plan/actions/{made.actions['good'].pk}/measures/{line.pk}/"
    end = year[0].period.end
    sent = {"indicator": INDICATOR, "better": "lower", "target": "2%", "baseline": "many"}
    days = {"baseline_on-day": str(end.day), "baseline_on-month": str(end.month), "baseline_on-year": str(end.year)}
    client = signed(made.manager)
    answer = client.post(address, sent | days)
    assert answer.status_code == 422
    assert "Enter a number, like 95 or 3.5" in answer.content.decode()
    assert client.post(address, sent | days | {"baseline": ""}).status_code == 302
    line.refresh_from_db()
    assert (line.indicator, line.baseline_value, line.baseline_on, line.target_value) == (INDICATOR, None, end, 2)
    assert client.post(address, {"indicator": "", "better": "neither"}).status_code == 302
    line.refresh_from_db()
    assert (line.indicator, line.baseline_on) == ("", None)


@pytest.mark.parametrize(
    ("before", "now", "better", "said"),
    [
        (1, 2, "higher", "better"),
        (2, 1, "higher", "worse"),
        (2, 1, "lower", "better"),
        (2, 2, "lower", "same"),
        (1, 2, "neither", ""),
    ],
)
def test_which_way_a_measure_went(before: int, now: int, better: str, said: str) -> None:
    assert way(Decimal(before), Decimal(now), better) == said
    assert way(None, Decimal(now), better) == ""


def test_a_value_that_is_withheld_is_not_replaced_by_an_older_one(
    made: Scene, year: list[Figure], book: FigureBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = measure(made, year, wants="higher")
    assert live_of([line], book=book)[line.pk].now == year[-1]
    figures = book.figures
    newest = year[-1].period

    def discreet(*asked: object) -> list[Figure]:
        return [withheld(one) if one.period == newest else one for one in figures(*asked)]  # type: ignore[arg-type]

    monkeypatch.setattr(book, "figures", discreet)
    assert live_of([line], book=book) == {}
