"""The page of equality gaps: one indicator by group of children, each against all the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inloco.analytics.analysis import equality_gaps, splits
from inloco.analytics.areas import Area
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import WrongUsage
from inloco.analytics.indicators.definition import Indicator, Polarity
from inloco.analytics.periods import Period
from inloco.analytics.schema.codes import code_lists, description_of
from inloco.analytics.statistics.equality import ENOUGH, Gap, GapWord
from inloco.performance.presenters.words import Tag

DIMENSIONS = {
    "sex": "Sex",
    "age": "Age",
    "ethnicity": "Ethnicity",
    "unaccompanied": "Unaccompanied and seeking asylum",
    "need": "Need",
    "legal_status": "Legal status",
    "placement_type": "Placement",
}
"""What children are compared by. Workers and providers are no groups of children."""

OWN_WORDS = {"unaccompanied": "Unaccompanied", "other": "Not unaccompanied", "unknown": "Not known"}


@dataclass(frozen=True)
class GroupLine:
    name: str
    parts: str
    share: str
    interval: str
    rest: str
    gap: str
    tag: Tag


@dataclass(frozen=True)
class GroupsPage:
    indicator: Indicator
    area: Area
    period: Period
    by: str
    choices: tuple[tuple[str, str], ...]
    lines: tuple[GroupLine, ...]
    enough: int = ENOUGH


def groups_page(book: FigureBook, indicator: Indicator, period: Period, area: Area, by: str) -> GroupsPage:
    """The groups of ``by`` (the first possible one without). WrongUsage where the indicator cannot be split."""
    possible = splits(indicator)
    choices = tuple((key, words) for key, words in DIMENSIONS.items() if key in possible)
    if not choices:
        raise WrongUsage("This indicator cannot be compared by group.", action="Choose a percentage of children.")
    chosen = by if by in dict(choices) else choices[0][0]
    found = equality_gaps(book, indicator, period, area, chosen)
    names = {group: _name(chosen, group) for one in found for group in one.members}
    lines = tuple(_lines(found, names, indicator))
    return GroupsPage(indicator, area, period, chosen, choices, lines)


def _lines(found: Iterable[Gap], names: dict[str, str], indicator: Indicator) -> Iterable[GroupLine]:
    for one in found:
        members = ", ".join(names[group] for group in one.members)
        name = members if len(one.members) == 1 else f"Small groups together: {members}"
        yield GroupLine(
            name=name,
            parts=f"{one.share.met:,} of {one.share.of:,}",
            share="–" if one.interval is None else f"{one.share.value:.1%}",
            interval="–" if one.interval is None else f"{one.interval.lower:.1%} to {one.interval.upper:.1%}",
            rest="–" if one.rest is None else f"{one.rest.value:.1%}",
            gap=_gap_words(one),
            tag=_tag(one.word, indicator.polarity),
        )


def _gap_words(gap: Gap) -> str:
    if gap.gap is None or gap.gap_interval is None:
        return "–"
    low, high = gap.gap_interval.lower * 100, gap.gap_interval.upper * 100
    return f"{gap.gap * 100:+.1f} ({low:+.1f} to {high:+.1f})".replace("-", "−")


def _tag(word: GapWord, polarity: Polarity) -> Tag:
    text = word[:1].upper() + word[1:]
    if word not in (GapWord.HIGHER, GapWord.LOWER):
        return Tag(text, "grey")
    if polarity is Polarity.NEUTRAL:
        return Tag(text, "purple")
    is_better = (word is GapWord.HIGHER) == (polarity is Polarity.HIGHER_IS_BETTER)
    return Tag(f"{text}: {'better' if is_better else 'worse'}", "blue" if is_better else "orange")


def _name(dimension: str, code: str) -> str:
    if code in OWN_WORDS:
        return OWN_WORDS[code]
    return description_of(dimension, code) if dimension in code_lists() else code
