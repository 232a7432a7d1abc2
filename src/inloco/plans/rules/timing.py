"""Rules about timescales as they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from inloco.analytics.findings import Severity
from inloco.plans.dates import Mention, mentions
from inloco.plans.reading.plan import SheetView
from inloco.plans.rules.material import Hit, Item, Material, names, quoted, rule
from inloco.plans.words import Precision


@rule(
    "no_date",
    Severity.WARNING,
    what="A live action has no end; or an ongoing one no day of review.",
    action="Ask the owner for a date; for an ongoing action for the day on which it is looked at again.",
)
def no_date(plan: Material) -> Iterator[Hit]:
    for item in plan.live:
        scale = item.timescale
        if (
            scale.due is None
            and scale.error is None
            and (scale.is_blank or (scale.is_read and scale.precision is Precision.NONE))
        ):
            said = f"only {quoted(scale.words)}" if not scale.is_blank else "an empty cell"
            yield Hit([item], "It has no date.", f"timescale: {said}")
        elif scale.due is None and scale.precision is Precision.ONGOING:
            yield Hit([item], "It has no end and no day of review.", f"timescale: {quoted(scale.words)}", Severity.INFO)
    waiting: dict[str, list[Item]] = defaultdict(list)
    for item in plan.open:
        if item.view is SheetView.ONGOING and item.due is None and item.timescale.error is None:
            waiting[item.objective].append(item)
    for items in waiting.values():
        count = f"{len(items)} monitored actions have" if len(items) > 1 else "A monitored action has"
        yield Hit(
            items,
            f"{count} no day on which they are looked at again." if len(items) > 1 else f"{count} no day of review.",
            names(items),
            Severity.INFO,
        )


@rule(
    "unreadable_date",
    Severity.WARNING,
    what="A timescale or the date of a note could not be read, or only by guessing at a slip.",
    action="Write it as a day (31/12/2025) or a month (Dec-25).",
)
def unreadable_date(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        scale = item.timescale
        slips = [doubt for doubt in scale.doubts if "slip" in doubt or "was read as" in doubt]
        vague = [doubt for doubt in scale.doubts if "names no day" in doubt and scale.due is not None]
        if slips and scale.due is not None:
            yield Hit([item], slips[0], f"timescale: {quoted(scale.words)}", Severity.INFO)
        elif vague and item.is_open:
            yield Hit([item], vague[0], f"timescale: {quoted(scale.words)}")
        elif not scale.is_read and item.is_open:
            yield Hit([item], scale.doubts[0] if scale.doubts else "No date can be read.", f"timescale: {quoted(scale.words)}")
        if item.is_open and (slip := _BROKEN_HEAD.search(item.progress)):
            message = f"The date of a note, “{slip[1]}”, could not be read."
            yield Hit([item], message, f"progress: {quoted(item.progress[slip.start() :], 60)}", Severity.INFO)


_BROKEN_HEAD = re.compile(r"(?:^|\n)\s*(\d{1,2}[./]\d{3}(?:[./]\d{2,4})?)\s+[-–]\s+(?=[A-Z])")
"""``23.019 - Carried over``: a date with a point too few at the head of a line."""

_DAY = re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})[./](\d{2}|\d{4})(?![\d./%])")


@rule(
    "impossible_date",
    Severity.ERROR,
    what="A date does not exist, in a timescale or at the head of a note.",
    action="Ask the owner for the right date.",
)
def impossible_date(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        if item.timescale.error:
            yield Hit([item], item.timescale.error, f"timescale: {quoted(item.timescale.words)}")
        for found in _impossible(item.progress):
            around = item.progress[max(found.start - 30, 0) : found.end + 40]
            yield Hit([item], f"The note names {found.words}, which does not exist.", quoted(around), Severity.WARNING)


def _impossible(text: str) -> list[Mention]:
    """Days in a note that do not exist; figures that only look like one are none."""
    return [one for one in mentions(text) if one.day is None and _DAY.fullmatch(one.words) and _is_near(one.words)]


def _is_near(words: str) -> bool:
    """The year is a plan's, and one part is a day and the other a month or close to one: not a version or a reference."""
    found = _DAY.fullmatch(words)
    if found is None:
        return False
    year = int(found[3]) % 100 if len(found[3]) == 2 else int(found[3]) - 2000
    return 10 <= year <= 40 and 1 <= int(found[1]) <= 31 and 1 <= int(found[2]) <= 31


@rule(
    "dragged_year",
    Severity.WARNING,
    what="A date was filled down a column, so that only its year changes from row to row.",
    action="Ask which of the years is right, and correct the others.",
)
def dragged_year(plan: Material) -> Iterator[Hit]:
    for _, group in groupby(plan.items, key=lambda item: (item.view, item.objective)):
        yield from _dragged(
            [_Row(item, item.ref, item.view, item.activity, item.timescale.words, item.progress) for item in group]
        )
    for _, group in groupby(plan.items, key=lambda item: item.objective):
        rows = [
            _Row(item, measure.ref, measure.view, measure.activity, "", measure.progress)
            for item in group
            for measure in item.measures
            if measure.view is SheetView.METRICS
        ]
        yield from _dragged(rows)


@dataclass(frozen=True)
class _Row:
    """A row as it stands below its neighbours."""

    item: Item
    ref: str
    view: SheetView
    activity: str
    timescale: str
    progress: str


def _dragged(rows: list[_Row]) -> Iterator[Hit]:
    """Runs of neighbours whose date goes up by a year each: two are enough where all other words are the same; three for bare
    dates in the column of timescales."""
    for is_bare, needed in ((True, 3), (False, 2)):
        texts = [row.timescale if is_bare else row.progress for row in rows]
        run: list[int] = []
        for place in range(len(rows)):
            if run and not _is_next(texts[run[-1]], texts[place], bare=is_bare):
                yield from _run([(rows[one], texts[one]) for one in run], needed)
                run = []
            run.append(place)
        yield from _run([(rows[one], texts[one]) for one in run], needed)


def _run(run: list[tuple[_Row, str]], needed: int) -> Iterator[Hit]:
    same = len({" ".join(row.activity.split()).casefold() for row, _ in run}) == 1
    if len(run) >= (2 if same else needed):
        proof = "; ".join(f"{row.view} {row.item.objective}/{row.ref} {quoted(text[-70:])}" for row, text in run)
        items = list({id(row.item): row.item for row, _ in run}.values())
        message = f"{len(run)} rows one below the other differ by nothing but the year of a date."
        yield Hit(items, message, proof, view=run[0][0].view, ref=run[0][0].ref)


def _is_next(above: str, below: str, *, bare: bool) -> bool:
    """Whether two texts are the same but for one date, of which the second is exactly a year later."""
    first, second = mentions(above), mentions(below)
    if not first or len(first) != len(second) or (bare and (len(first) != 1 or first[0].words != above.strip())):
        return False
    changed = [(one, other) for one, other in zip(first, second, strict=True) if one.words != other.words]
    if len(changed) != 1 or _without(above, first) != _without(below, second):
        return False
    one, other = changed[0]
    if one.day is None or other.day is None or one.is_month is not other.is_month:
        return False
    same_day = (one.day.month, one.day.day) == (other.day.month, other.day.day)
    same_month = one.is_month and one.day.month == other.day.month
    return other.day.year - one.day.year == 1 and (same_day or same_month)


def _without(text: str, found: list[Mention]) -> str:
    for one in reversed(found):
        text = text[: one.start] + text[one.end :]
    return " ".join(text.split())


RULES = (no_date, unreadable_date, impossible_date, dragged_year)
