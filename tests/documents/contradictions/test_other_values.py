"""Numbers whose other value stands elsewhere, and what names or lengths among them must not be taken for counts."""

from __future__ import annotations

import pytest

from inloco.documents.contradictions import check
from inloco.documents.paper_text import read_plain

MATCHES = "| Agency | Matches | Orders | Plans | Average days |\n|---|---|---|---|---|\n| Ash | 12 | 9 | 7 | 398 |\n"
PAIRS = {
    "direction_word": [
        ("We had 210 calls.\n\n36 more than last year (246).", "We had 210 calls.\n\n36 fewer than last year (246)."),
        ("Attendance was 92.3% (down 0.7 points on 91.6%).", "Attendance was 92.3% (up 0.7 points on 91.6%)."),
        (
            "In time were 8.9%, against 10.3% last year. This, where low is good, has worsened by 1.4 percentage points.",
            "In time were 8.9%, against 10.3% last year. This, where low is good, has improved by 1.4 percentage points.",
        ),
    ],
    "change": [
        (
            "There were 46 formal complaints. A year ago there were 38. They have gone up by 8, or 17%.",
            "There were 46 formal complaints. A year ago there were 38. They have gone up by 8, or 21%.",
        ),
        (
            "The forecast was £26.4m against a budget of £22.9m, an overspend of £1.7m.",
            "The forecast was £24.6m against a budget of £22.9m, an overspend of £1.7m.",
        ),
    ],
    "points_not_percent": [
        (
            "In time were 71.8% now.\n\nAgainst last year, when 61.1% were, the improvement over the year is 10.7 per cent.",
            "In time were 71.8% now.\n\nAgainst last year, when 61.1% were, the improvement over the year is 17.5 per cent.",
        )
    ],
    "parts_exceed_whole": [
        (
            "Of the 210 episodes 92 took less than six hours, 81 from six to 24 hours, 37 from one to three days and 10 longer.",
            "Of the 210 episodes 92 took less than six hours, 81 from six to 24 hours, 27 from one to three days and 10 longer.",
        ),
        (
            "In the vote by the other eight members there were six for, two against and one abstention.",
            "In the vote by the other eight members there were five for, two against and one abstention.",
        ),
        (
            "58 checks were late. The causes were:\n\n- no clinic: 37\n- no consent: 14\n- moved away: 17\n",
            "58 checks were late. The causes were:\n\n- no clinic: 37\n- no consent: 14\n- moved away: 7\n",
        ),
        (
            "We had 433 on roll: 41 in nurseries, 318 in schools and 84 in Years 12 and 13.",
            "We had 433 on roll: 41 in nurseries, 318 in schools and 74 in Years 12 and 13.",
        ),
    ],
    "part_of_whole": [
        (
            "Only 64% of the eleven pupils had a place by the end of term, in other words eight.",
            "Only 64% of the eleven pupils had a place by the end of term, in other words seven.",
        )
    ],
    "same_fact_two_values": [
        (
            "A home with four beds would have a capital cost of £845k.\n\nAgreed: the home at a capital cost of £854k.",
            "A home with four beds would have a capital cost of £845k.\n\nAgreed: the home at a capital cost of £845k.",
        )
    ],
    "total_outside_parts": [
        (
            f"{MATCHES}| Elm | 8 | 6 | 5 | 441 |\n| Oak | 9 | 8 | 4 | 405 |\n| Forest | 29 | 23 | 16 | 449 |\n",
            f"{MATCHES}| Elm | 8 | 6 | 5 | 441 |\n| Oak | 9 | 8 | 4 | 405 |\n| Forest | 29 | 23 | 16 | 409 |\n",
        )
    ],
}


@pytest.mark.parametrize(
    ("rule", "wrong", "right"), [(rule, *pair) for rule, pairs in PAIRS.items() for pair in pairs], ids=lambda text: text[:40]
)
def test_one_is_found_and_its_neighbour_is_not(rule: str, wrong: str, right: str) -> None:
    assert [one.rule for one in check(read_plain(wrong, "md"))] == [rule]
    assert [one.message for one in check(read_plain(right, "md"))] == []


@pytest.mark.parametrize(
    "text",
    [
        "Episodes have fallen two quarters in a row, from 158 to 119 (25%).",
        "We had something from 121 of them: 66 by form, 40 by telephone and 27 in person, for some children two of these.",
        "**Demand.** Fairshire had 612 children in care at 31 March 2031.\n\n"
        "| 31 March | 2029 | 2030 | 2031 |\n|---|---|---|---|\n| Children in care | 524 | 547 | 612 |\n"
        "| Rate per 10,000 | 63 | 66 | 72 |\n| of whom alone | 31 | 28 | 66 |\n",
    ],
)
def test_what_only_looks_wrong(text: str) -> None:
    assert [one.message for one in check(read_plain(text, "md"))] == []
