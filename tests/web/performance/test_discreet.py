"""Small numbers are withheld from those who may not see them, and cannot be worked out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from inloco.accounts.roles import Role
from inloco.analytics.disclosure import Withheld
from inloco.analytics.figure import Figure, Status, Unit
from inloco.analytics.periods import month
from inloco.performance.discreet import hidden_parts, is_small
from inloco.performance.queries import book_for, figure_book
from tests.factories.people import person
from tests.factories.vale import vale


def figure(area: str, numerator: int, denominator: int | None = None) -> Figure:
    unit = Unit.COUNT if denominator is None else Unit.PERCENT
    return Figure("any", 1, area, month(2019, 8), numerator, denominator, Decimal(0), unit, Status.FINAL, "s")


@pytest.mark.parametrize(
    ("given_figure", "small"),
    [
        (figure("a", 0), False),
        (figure("a", 1), True),
        (figure("a", 5), True),
        (figure("a", 6), False),
        (figure("a", 50, 52), True),
        (figure("a", 50, 50), False),
        (figure("a", 0, 4), True),
        (figure("a", 0, 0), False),
    ],
)
def test_small_is_the_number_the_whole_or_the_rest(given_figure: Figure, small: bool) -> None:
    assert is_small(given_figure, 5) is small


def test_one_small_part_takes_another_with_it() -> None:
    figures = {"top": figure("top", 43), "a": figure("a", 3), "b": figure("b", 10), "c": figure("c", 30)}
    assert hidden_parts(figures, {"top": ("a", "b", "c")}, 5) == {"a", "b"}


def test_an_only_part_takes_the_whole_with_it() -> None:
    figures = {"top": figure("top", 40), "mid": figure("mid", 3), "a": figure("a", 3), "b": figure("b", 37)}
    assert hidden_parts(figures, {"top": ("mid", "b"), "mid": ("a",)}, 5) == {"mid", "a", "b"}


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=1, max_size=4), min_size=1, max_size=4),
)
def test_no_small_part_follows_from_a_sum(districts: list[list[int]]) -> None:
    figures: dict[str, Figure] = {}
    parts: dict[str, tuple[str, ...]] = {"top": tuple(f"d{i}" for i in range(len(districts)))}
    for i, teams in enumerate(districts):
        parts[f"d{i}"] = tuple(f"d{i}t{j}" for j in range(len(teams)))
        figures[f"d{i}"] = figure(f"d{i}", sum(teams))
        figures |= {f"d{i}t{j}": figure(f"d{i}t{j}", number) for j, number in enumerate(teams)}
    figures["top"] = figure("top", sum(map(sum, districts)))
    hidden = hidden_parts(figures, parts, 5)
    assert all(key in hidden for key, one in figures.items() if is_small(one, 5))
    for whole, listed in parts.items():
        gone = [key for key in listed if key in hidden]
        if whole not in hidden and gone:
            assert len(gone) > 1
            assert not 0 < sum(figures[key].numerator or 0 for key in gone) <= 5


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
def test_a_board_member_reads_no_small_number() -> None:
    member, officer = person(Role.BOARD_MEMBER), person(Role.BI_OFFICER)
    periods = [month(2019, 8)]
    shown = {one.area: one for one in book_for(member).figures(["dental_up_to_date_pct"], periods)}
    assert isinstance(shown["oak"], Withheld), "2 of 12"
    assert isinstance(shown["elm"], Withheld), "10 of 12 leaves 2"
    assert shown["vale"].numerator == 12
    assert {one.area: one.numerator for one in book_for(officer).figures(["dental_up_to_date_pct"], periods)}["oak"] == 2

    client = Client()
    client.force_login(member)
    page = " ".join(client.get("/performance/dental_up_to_date_pct/?area=oak").content.decode().split())
    assert "Suppressed" in page
    assert "2 of 12" not in page
    assert "16.7" not in page
    file = client.get("/performance/dental_up_to_date_pct/figures.csv").content.decode()
    assert "16.7" not in file
    assert "suppressed" in file


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
def test_what_was_known_earlier_is_not_told_to_them() -> None:
    client = Client()
    client.force_login(person(Role.BOARD_MEMBER))
    assert "As published" not in client.get("/performance/dental_up_to_date_pct/").content.decode()
    assert book_for(person(Role.BOARD_MEMBER)).figures(["cla_count"], [month(2019, 7)], as_known=date(2019, 7, 31)) == []


def test_the_book_is_read_again_when_the_data_changes(data: Path) -> None:
    first = figure_book()
    assert figure_book() is first
    vale(data)
    second = figure_book()
    assert second is not first
    assert second.latest_period() == month(2019, 8)
    newest = second.store.latest()
    assert newest is not None
    second.store.withdraw(newest.id)
    assert figure_book().latest_period() == month(2019, 7)
