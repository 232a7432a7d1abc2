"""Figures that a paper names instead of typing them: ``[[cla_rate @ 2019-08 | Preston]]``, read here.

Three parts: an indicator and a period, an area (none: the authority), and how the figure is to stand there. Charts, tables and
lists stand on a line of their own; values, changes and sparklines stand in a sentence. What cannot be read or found is a problem
at its line, never a gap in the paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from inloco.analytics.errors import WrongUsage
from inloco.analytics.periods import Period, PeriodKind, financial_year, month, months_to, parse_period

MONTHS = 13
YEARS = 6
"""How far a chart, a table or a sparkline looks back."""

REFERENCE = re.compile(r"\[\[([^\[\]\n]{0,400})\]\]")
SINGLE = re.compile(r"(?<![\[\\])\[(?P<inside>(?:actions|[a-z0-9]+_[a-z0-9_]{1,80}) ?@ ?\d{4}[^\[\]\n]{0,300})\](?![\](])")
"""A reference in one pair of brackets: it would be printed as it was typed."""
UNCLOSED = re.compile(r"\[\[(?![^\[\]\n]{0,400}\]\])")
CODE = re.compile(r"`[^`\n]*`")


class Kind(StrEnum):
    """How a figure stands in a paper."""

    VALUE = "value"
    CHANGE = "change"
    CHART = "chart"
    TABLE = "table"
    AREAS = "areas"
    SPARKLINE = "sparkline"
    ACTIONS = "actions"

    @property
    def label(self) -> str:
        return {
            Kind.VALUE: "Value, in a sentence",
            Kind.CHANGE: "Change since a year before, in a sentence",
            Kind.SPARKLINE: "Small line, in a sentence",
            Kind.CHART: "Chart",
            Kind.TABLE: "Table of months or years",
            Kind.AREAS: "Table of areas",
            Kind.ACTIONS: "List of a plan’s actions",
        }[self]

    @property
    def stands_alone(self) -> bool:
        """Whether it needs a line of its own."""
        return self in (Kind.CHART, Kind.TABLE, Kind.AREAS, Kind.ACTIONS)


STANDS_ALONE = {
    Kind.CHART: "A chart",
    Kind.TABLE: "A table",
    Kind.AREAS: "A table of areas",
    Kind.ACTIONS: "A list of actions",
}


@dataclass(frozen=True)
class Reference:
    """One reference as it was read. ``written`` is its text between the brackets, ``line`` counts from 1 in its section."""

    written: str
    line: int
    kind: Kind
    indicator: str
    period: Period
    area: str = ""
    since: Period | None = None
    plan: str = ""
    which: str = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a reference and what to do. It blocks sign-off."""

    line: int
    written: str
    what: str
    action: str

    def __str__(self) -> str:
        named = f", [[{self.written}]]" if self.written else ""
        return f"Line {self.line}{named}: {self.what} {self.action}"


def references_in(markdown: str) -> tuple[list[Reference], list[Problem]]:
    """Every reference of a text in its order, and what cannot be read. References within code are text."""
    found: list[Reference] = []
    problems: list[Problem] = []
    fenced = False
    for number, line in enumerate(markdown.replace("\r\n", "\n").split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if fenced:
            continue
        text = CODE.sub(lambda one: " " * len(one[0]), line)
        for match in REFERENCE.finditer(text):
            try:
                reference = read(match[1], number)
            except WrongUsage as wrong:
                problems.append(Problem(number, match[1].strip(), wrong.what, wrong.action))
                continue
            if reference.kind.stands_alone and text.strip() != match[0]:
                what = f"{STANDS_ALONE[reference.kind]} stands on a line of its own."
                problems.append(Problem(number, reference.written, what, "Put an empty line before it and after it."))
                continue
            found.append(reference)
        for single in SINGLE.finditer(text):
            what = f"“[{single['inside'][:60]}]” has one bracket on each side and would be printed as it stands."
            problems.append(Problem(number, "", what, "Write two brackets on each side: [[ ]]."))
        if UNCLOSED.search(text):
            problems.append(
                Problem(number, "", "A reference is begun with [[ and not ended.", "End it with ]] on the same line.")
            )
    return found, problems


def read(written: str, line: int = 1) -> Reference:
    """The reference between two pairs of brackets. Raises WrongUsage where it cannot be read."""
    tidy = " ".join(written.split())
    parts = [part.strip() for part in tidy.split("|")]
    head, at, day = parts[0].partition("@")
    name = head.strip()
    if not at or not name or not day.strip():
        raise WrongUsage("An indicator and a period are needed.", action="Write it like [[cla_rate @ 2019-08 | Preston]].")
    period = parse_period(day.strip())
    kind, since, area = Kind.VALUE, None, ""
    rest = parts[1:]
    if name == "actions":
        if len(rest) > 2:
            raise WrongUsage(
                "There are too many parts.", action="Write it like [[actions @ 2019-08 | name of the plan | overdue]]."
            )
        plan, which = (*rest, "", "")[:2]
        return Reference(tidy, line, Kind.ACTIONS, "", period, plan=plan, which=which)
    for part in rest:
        word, _, tail = part.partition(" ")
        if word.casefold() in Kind._value2member_map_ and word.casefold() != Kind.ACTIONS and (not tail or word == "change"):
            kind = Kind(word.casefold())
            if tail:
                since = parse_period(tail.removeprefix("from ").removeprefix("since "))
        elif area:
            kinds = ", ".join(one for one in Kind if one is not Kind.ACTIONS)
            raise WrongUsage(f"“{part[:60]}” is not a way to show a figure.", action=f"Use one of {kinds}.")
        else:
            area = part
    if since is not None and since.kind is not period.kind:
        raise WrongUsage("A change is between periods of one kind.", action="Compare a month with a month, a year with a year.")
    if since is not None and since >= period:
        raise WrongUsage("A change begins before its period.", action="Name an earlier one.")
    if kind in (Kind.CHART, Kind.TABLE, Kind.SPARKLINE) and period.kind not in (PeriodKind.MONTH, PeriodKind.FINANCIAL_YEAR):
        raise WrongUsage(f"A {kind} is of months or financial years.", action="Name a month (2019-08) or a year (2018/19).")
    return Reference(tidy, line, kind, name, period, area, since)


def periods_of(reference: Reference) -> list[Period]:
    """The periods that the reference prints, oldest first."""
    if reference.kind is Kind.CHANGE:
        return [reference.since or year_before(reference.period), reference.period]
    if reference.kind in (Kind.CHART, Kind.TABLE, Kind.SPARKLINE):
        if reference.period.kind is PeriodKind.MONTH:
            return months_to(reference.period, MONTHS)
        last = reference.period.start.year
        return [financial_year(year) for year in range(last - YEARS + 1, last + 1)]
    return [reference.period]


def year_before(period: Period) -> Period:
    """The same period a year earlier."""
    match period.kind:
        case PeriodKind.MONTH:
            return month(period.end.year - 1, period.end.month)
        case PeriodKind.FINANCIAL_YEAR:
            return financial_year(period.start.year - 1)
        case PeriodKind.QUARTER | PeriodKind.WEEK:
            year, _, number = str(period).partition("-")
            return parse_period(f"{int(year) - 1}-{number}")
