"""Small numbers are withheld from those who may not see them, and no choice of what to look at gives them away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from inloco.accounts.roles import Role
from inloco.analytics.book import FigureBook
from inloco.analytics.disclosure import Withheld
from inloco.analytics.errors import FiguresAwaited
from inloco.analytics.figure import Figure
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.periods import month, months_to
from inloco.analytics.public_book import PublicBook
from inloco.performance.queries import book_for, figure_book, only_kept
from tests.factories.people import person
from tests.factories.vale import vale

Place = tuple[str, str, str, str]


def place(figure: Figure) -> Place:
    return figure.indicator, figure.area, figure.group, str(figure.period)


class Edition(dict[Place, Figure]):
    def __repr__(self) -> str:
        return f"{len(self)} figures"


@pytest.fixture(scope="module")
def whole(computed: Path) -> Edition:
    """Everything that a reader without small numbers could be shown, asked for at once."""
    return Edition((place(one), one) for one in PublicBook(FigureBook(computed)).figures())


class TestWhateverIsChosen:
    @settings(deadline=None, max_examples=40)
    @given(
        ids=st.lists(st.sampled_from(sorted(CATALOGUE)), min_size=1, max_size=4, unique=True),
        areas=st.lists(st.sampled_from(["vale", "east", "west", "elm", "oak", "unallocated"]), min_size=1, unique=True),
        months=st.lists(st.sampled_from(months_to(month(2019, 8), 25)), min_size=1, max_size=5, unique=True),
    )
    def test_a_page_withholds_what_the_whole_edition_withholds(
        self, computed: Path, whole: Edition, ids: list[str], areas: list[str], months: list
    ) -> None:
        """So nothing follows from two pages that does not follow from the whole, and of that nothing does (``property``)."""
        kept = set(FigureBook(computed).default_periods())
        for one in PublicBook(FigureBook(computed)).figures(ids, sorted(months), areas):
            if one.period in kept:
                assert one == whole[place(one)]
            else:
                assert one.value is None
                assert one.numerator is None

    def test_no_total_less_its_other_parts_is_small(self, computed: Path, whole: Edition) -> None:
        book = FigureBook(computed)
        told = 0
        for one in whole.values():
            parts = [area.id for area in book.areas.children_of(one.area)] if one.area in book.areas else []
            if one.numerator is None or not parts or CATALOGUE[one.indicator].of:
                continue
            given_ = [whole[one.indicator, part, one.group, str(one.period)].numerator for part in parts
                      if (one.indicator, part, one.group, str(one.period)) in whole]  # fmt: skip
            if given_:
                told += 1
                assert not 0 < one.numerator - sum(number or 0 for number in given_) <= 5, place(one)
        assert told > 100

    def test_what_is_shown_is_what_the_book_says(self, computed: Path, whole: Edition) -> None:
        true = {place(one): one for one in FigureBook(computed).figures()}
        assert whole.keys() == true.keys()
        shown = {key: one for key, one in whole.items() if not isinstance(one, Withheld)}
        assert shown == {key: true[key] for key in shown}
        assert any(one.numerator for one in shown.values())
        small = [one for one in shown.values() if one.area in ("elm", "oak", "vale") and 0 < (one.numerator or 0) <= 5]
        assert [one for one in small if CATALOGUE[one.indicator].of is None and not CATALOGUE[one.indicator].total] == []


@pytest.mark.usefixtures("loaded")
class TestWhatIsKept:
    def test_it_is_decided_once(self, loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert PublicBook(FigureBook(loaded)).is_decided
        monkeypatch.setattr("inloco.analytics.public_book.suppress", lambda *_: pytest.fail("decided again"))
        assert PublicBook(FigureBook(loaded, only_kept=True)).figures(["cla_count"], [month(2019, 8)])

    def test_another_threshold_is_another_decision(self, loaded: Path) -> None:
        before = PublicBook(FigureBook(loaded)).figures(["cla_count"], [month(2019, 8)], ["elm"])
        (loaded / "council.toml").write_text("[disclosure]\nthreshold = 20\n")
        book = PublicBook(FigureBook(loaded))
        assert not book.is_decided
        (after,) = book.figures(["cla_count"], [month(2019, 8)], ["elm"])
        assert before[0].numerator == 12
        assert isinstance(after, Withheld)

    def test_a_page_does_not_decide_itself(self, loaded: Path) -> None:
        for file in (loaded / "figures").glob("*-public-*"):
            file.unlink()
        with pytest.raises(FiguresAwaited):
            PublicBook(FigureBook(loaded, only_kept=True)).figures(["cla_count"], [month(2019, 8)])

    def test_a_spoilt_file_is_decided_again(self, loaded: Path) -> None:
        for file in (loaded / "figures").glob("*-public-*"):
            file.write_bytes(b"spoilt")
        (one,) = PublicBook(FigureBook(loaded)).figures(["cla_count"], [month(2019, 8)], ["vale"])
        assert one.numerator == 24


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


def test_a_page_and_the_worker_have_books_of_their_own(data: Path) -> None:
    vale(data)
    computes = figure_book()
    with only_kept():
        reads = figure_book()
        assert reads is figure_book()
    assert figure_book() is computes
    assert (computes.only_kept, reads.only_kept) == (False, True)
