"""What a contradiction is, and the register of the rules that find them: what each proves and how it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

QUOTE = 300


class Severity(StrEnum):
    """``certain``: no rounding saves it. ``likely``: wrong on the natural reading. ``possible``: worth a look."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


@dataclass(frozen=True)
class Rule:
    """One kind of contradiction: what it proves, an example in invented words, and how to mend it."""

    id: str
    title: str
    proves: str
    example: str
    mend: str


@dataclass(frozen=True)
class Contradiction:
    """One finding. ``quote`` is what stands there, ``says`` what it claims, ``shows`` the sum or the other place that denies it.

    ``message`` is a sentence for a person with the likely meaning. ``line`` counts from 1; a conflict of two places is reported
    at the later one with the others in ``other_lines``. ``paper`` and ``other_paper`` name the papers of a pack.
    """

    rule: str
    severity: Severity
    line: int
    quote: str
    says: str
    shows: str
    message: str
    other_lines: tuple[int, ...] = ()
    page: int | None = None
    paragraph: int | None = None
    paper: str = ""
    other_paper: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it blocks publication until it is mended or waived."""
        return self.severity is Severity.CERTAIN

    def as_dict(self, *, with_places: bool = False) -> dict[str, object]:
        """In the order that the command line's JSON promises; ``page`` and ``paragraph`` for files that have them."""
        fields: dict[str, object] = {
            "rule": self.rule,
            "severity": str(self.severity),
            "line": self.line,
            "other_lines": list(self.other_lines),
            "quote": self.quote,
            "says": self.says,
            "shows": self.shows,
            "message": self.message,
        }
        return fields | ({"page": self.page, "paragraph": self.paragraph} if with_places else {})


def quoted(text: str, start: int = 0, end: int | None = None) -> str:
    """``text`` as a quotation of at most 300 characters, cut around ``start`` to ``end`` where it is longer."""
    plain = " ".join(text.split())
    if len(plain) <= QUOTE:
        return plain
    middle = (start + (end if end is not None else start)) // 2
    begin = max(0, min(middle - QUOTE // 2, len(plain) - QUOTE + 2))
    cut = plain[begin : begin + QUOTE - 2]
    return f"{'…' if begin else ''}{cut}{'…' if begin + QUOTE - 2 < len(plain) else ''}"


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "part_of_whole",
            "A percentage that its own numbers do not give",
            "A count, its whole and a percentage stand together, and the one divided by the other rounds to something else.",
            "19 of 52 children (63 %) had seen their plan: 19 of 52 is 36.5 %.",
            "Count again and correct whichever of the three is wrong. Where the percentage is of another whole, name that whole.",
        ),
        Rule(
            "change",
            "A change that its own numbers do not give",
            "An old value, a new value and a change stand together, and the two values give another change.",
            "Referrals rose from 640 to 1,216, an increase of 190 %: that is 90 % more; 1,216 is 190 % of 640.",
            "Work the change out from the earlier value: (new − old) ÷ old. Say “times” or “per cent of” where that is meant.",
        ),
        Rule(
            "points_not_percent",
            "Points called per cent",
            "Two percentages differ by the number given, but it is called per cent; the change in per cent is another number.",
            "Reviews in time rose by 6 % from 82 % to 88 %: that is 6 percentage points, or 7.3 %.",
            "Write “percentage points”.",
        ),
        Rule(
            "parts_exceed_whole",
            "Parts larger than their whole",
            "A part, or all the parts together, are more than the whole they are said to be of.",
            "Of the 40 children reviewed, 28 were girls and 17 were boys: 45 in all.",
            "Find the part that is counted twice or the whole that is of another day.",
        ),
        Rule(
            "shares_not_100",
            "Shares that do not make up the whole",
            "Shares that are given as the whole of something do not add up to 100 %, and rounding cannot explain it.",
            "Placed with foster carers 61 %, in homes 14 %, with parents 16 %, elsewhere 19 %: 110 % in all.",
            "Find the share that is wrong, or say that a child may be in more than one group.",
        ),
        Rule(
            "impossible_percentage",
            "A percentage that no count can give",
            "Of so many children no whole number rounds to the percentage given.",
            "88 % of the 7 young people agreed: 6 of 7 is 85.7 %, and 7 of 7 is 100 %.",
            "Look up the count; where not everybody answered, say how many did.",
        ),
        Rule(
            "row_sum",
            "A total that is not the sum of its parts",
            "Numbers that are given as the parts of a total add up to another number.",
            "North 41, East 38, South 27, total 116: they add up to 106.",
            "Correct the part or the total; where a part is left out, add a row for it.",
        ),
        Rule(
            "average_of_total",
            "An average that its total does not give",
            "An average a month, week or quarter and a year's total of the same thing are given, and the two do not agree.",
            "960 calls in the year, on average 96 a month: 960 in twelve months are 80 a month.",
            "Divide the total again; where the average is of another span, name it.",
        ),
        Rule(
            "total_outside_parts",
            "A total percentage outside the range of its parts",
            "The percentage, rate or average of the whole lies above the highest or below the lowest of its parts.",
            "North 82 %, East 79 %, South 86 %, county 91 %.",
            "Work the total out from summed numerators and denominators, never from another table.",
        ),
        Rule(
            "same_fact_two_values",
            "One fact with two values",
            "The same thing at the same time has one value here and another there.",
            "“412 children were looked after at 31 March 2031” in the summary, 421 in the table.",
            "Take the value from one source in both places; where they differ by definition or day, say so in both.",
        ),
        Rule(
            "differs_from_figure",
            "Not the figure that is kept",
            "The paper gives a figure for an indicator, an area and a period; the figure store has another.",
            "“86.4 % had a health assessment at the end of August”: the figure for August is 89.7 %.",
            "Use a live figure. Where the published figure was different then, say “as published”.",
        ),
        Rule(
            "label_unit",
            "A label that does not fit its numbers",
            "A row, column or sentence says per cent, number or rate, and the values are of another kind.",
            "A row called “Percentage” with 562, 560 and 679 in it.",
            "Correct the label.",
        ),
        Rule(
            "impossible_date",
            "A day that does not exist",
            "The calendar has no such day.",
            "To be done by 31 June 2031.",
            "Look up the day that was agreed.",
        ),
        Rule(
            "weekday",
            "A weekday that does not fit its date",
            "The day named is another day of the week.",
            "Monday 17 September 2019: that was a Tuesday.",
            "Ask which of the two is right before anybody travels.",
        ),
        Rule(
            "comparator_period",
            "A comparator under the wrong year",
            "A comparator's value stands under a year that is not its own: all comparators repeat "
            "the year before, or the same value is "
            "given elsewhere for another year.",
            "England 64.0 and North West 91.0 in the column 2018/19, exactly as in the column 2017/18.",
            "Leave the year empty until its comparators are published, and give each its own year.",
        ),
        Rule(
            "outlier",
            "A figure out of line with its own history",
            "A value stands far out of what its own series, or the comparators beside it, usually are.",
            "Rates of 50.1, 53.7 and 48.6 beside a national rate of 453.3.",
            "Check it at the source; a lost decimal point is the commonest reason.",
        ),
        Rule(
            "equal_to_other_series",
            "Values copied from another series",
            "A value out of line with its own series, or a whole row, equals another series to the last digit.",
            "Dental checks jump to 88.7 % for one month, the health assessments' figure of that month.",
            "Take the value from its own source again.",
        ),
        Rule(
            "direction_word",
            "A word that goes the other way",
            "“Rose” where the figure fell, “higher than” where it is lower, “improved” where it became worse.",
            "The rate fell from 48.2 to 51.7.",
            "Correct the word, or the two values if they were swapped.",
        ),
        Rule(
            "count_against_list",
            "A number of items that the list does not have",
            "A sentence announces so many items, and the list that follows has more or fewer.",
            "“Four priorities were agreed:” with three bullets below.",
            "Correct the number or complete the list.",
        ),
    )
}
"""Every rule by its id, in the order in which the contract names them."""


def in_order(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Once each, by line, the surest first."""
    rank = list(Severity)
    seen: dict[tuple[str, int, str], Contradiction] = {}
    for one in found:
        seen.setdefault((one.rule, one.line, one.says), one)
    return sorted(seen.values(), key=lambda one: (one.paper, one.line, rank.index(one.severity), list(RULES).index(one.rule)))
