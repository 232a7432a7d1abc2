"""Between the papers of a pack, and against the figures that are kept."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from inloco.documents.contradictions import check, check_pack
from inloco.documents.paper_text import PaperText, read_plain
from tests.documents.contradictions.marked import kept_figures

SUMMARY = "# Summary\n\nAt 31 March 2023 there were 412 children looked after."


def test_two_papers_give_one_fact_two_values() -> None:
    other = "Minutes of the last meeting.\n\nThe number of children looked after at 31 March 2023 was 421."
    (one,) = check_pack({"Cover report": read_plain(SUMMARY), "Annual report": read_plain(other)})
    assert (one.rule, one.paper, one.line) == ("same_fact_two_values", "Annual report", 3)
    assert (one.other_paper, one.other_lines) == ("Cover report", (3,))
    assert "Cover report, line 3" in one.message


def test_a_few_words_and_a_day_are_one_fact_in_two_papers() -> None:
    told, other = ("There were 412 adopters waiting on 31 August 2026.", "On 31 August 2026 there were 437 adopters waiting.")
    (one,) = check_pack({"Adoption": read_plain(told), "Sufficiency": read_plain(other)})
    assert (one.rule, one.paper, one.other_paper) == ("same_fact_two_values", "Sufficiency", "Adoption")


@pytest.mark.parametrize(
    "other",
    [
        "On 31 July 2026 there were 437 adopters waiting.",
        "On 31 August 2026 there were 437 carers waiting.",
        "In August 2026 there were 437 adopters waiting.",
        "On 31 August 2026 there were 437 adopters waiting in Eastmere.",
        "On 31 August 2026 there were about 400 adopters waiting.",
    ],
)
def test_another_day_word_or_place_is_another_fact(other: str) -> None:
    told = "There were 412 adopters waiting on 31 August 2026."
    assert check_pack({"Adoption": read_plain(told), "Sufficiency": read_plain(other)}) == []


def test_the_same_few_words_in_one_paper_may_be_of_two_teams() -> None:
    sections = (
        "# First team\n\nThere were 12 vacancies on 31 August 2026.\n\n# Second team\n\nThere were 9 vacancies on 31 August 2026."
    )
    assert check(read_plain(sections)) == []


def test_papers_that_agree() -> None:
    other = "The number of children looked after rose from 398 in March 2022 to 412 in March 2023."
    assert check_pack({"Cover report": read_plain(SUMMARY), "Annual report": read_plain(other)}) == []


def test_each_paper_of_a_pack_is_checked_by_itself() -> None:
    (one,) = check_pack({"Cover report": read_plain("The rate fell from 48.2 to 51.7.")})
    assert (one.rule, one.paper, one.is_certain) == ("direction_word", "Cover report", True)


def test_a_part_of_the_authority_is_not_the_whole() -> None:
    part = "There were 120 children looked after in Eastmere at 31 March 2023."
    assert check(read_plain(f"{SUMMARY}\n\n# Districts\n\n{part}")) == []


def test_a_figure_that_is_kept_denies_the_paper() -> None:
    paper = read_plain("In August 2023 there were 437 children looked after.")
    (one,) = check(paper, book=kept_figures())
    assert (one.rule, one.shows) == ("differs_from_figure", "the figure for August 2023 is 432")
    assert check(paper) == []


MONTHS = ("Jan-30", "Feb-30", "Mar-30", "Apr-30", "May-30", "Jun-30", "Jul-30", "Aug-30")


def _counted(values: Sequence[int]) -> PaperText:
    heads, cells = " | ".join(MONTHS), " | ".join(str(one) for one in values)
    return read_plain(f"# Children looked after\n\n| | {heads} |\n|{'---|' * 9}\n| Number | {cells} |\n")


def test_a_paper_of_another_authority_is_told_once() -> None:
    (one,) = check(_counted([701, 704, 707, 703, 711, 715, 712, 718]), book=kept_figures())
    assert (one.rule, one.says) == ("differs_from_figure", "8 of 8 dated figures of the paper")
    assert "another authority" in one.message
    assert "the figure for January 2030 is 601" in one.shows


def test_a_paper_that_agrees_mostly_is_told_each_difference() -> None:
    found = check(_counted([601, 604, 607, 603, 611, 625, 612, 628]), book=kept_figures())
    assert [one.shows for one in found] == ["the figure for June 2030 is 615", "the figure for August 2030 is 618"]


def test_a_rounded_figure_agrees() -> None:
    paper = read_plain("At the end of August 2023 90% of children had an up to date health assessment.")
    assert check(paper, book=kept_figures()) == []


def test_an_earlier_value_under_now() -> None:
    table = "| Children looked after | Jan-31 | Feb-31 | Mar-31 |\n|---|---|---|---|\n| Number | 410 | 415 | 433 |\n"
    (one,) = check(read_plain(f"{table}\nThe number of children looked after is now 410."))
    assert (one.rule, one.line) == ("same_fact_two_values", 5)
    assert "2031-01" in one.shows
