"""Rules about BRAG, dates and what the notes say: whether a judgement can stand beside the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from inloco.analytics.findings import Severity
from inloco.plans.reading.figures import Direction, direction, figures, single_figure, target_figure
from inloco.plans.reading.notes import latest
from inloco.plans.rules.material import Hit, Item, Material, Measure, names, quoted, rule
from inloco.plans.rules.phrases import says_done, says_open, says_trouble
from inloco.plans.words import Brag


def _over(item: Item, plan: Material) -> int:
    """Days past the end; 0 while it has not passed, or where it is not certain that it is the end."""
    if item.due is None or any("names no day" in doubt for doubt in item.timescale.doubts):
        return 0
    return max((plan.as_at - item.due).days, 0)


def _was_due(item: Item, plan: Material) -> str:
    days = _over(item, plan)
    return f"was due on {item.due:%d/%m/%Y}, {days} day{'' if days == 1 else 's'} ago" if item.due else ""


def _proof_of_date(item: Item) -> str:
    return f"timescale {quoted(item.timescale.words)}, BRAG {item.brag or 'none'}"


@rule(
    "past_due_green",
    Severity.ERROR,
    what="An action is past the end of its timescale and still Green.",
    action="Ask the owner for a new date with a reason, for closure, or for the BRAG to be changed.",
)
def past_due_green(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        if item.brag is Brag.GREEN and _over(item, plan):
            yield Hit([item], f"It {_was_due(item, plan)}, and is Green.", _proof_of_date(item))


@rule(
    "past_due_not_red",
    Severity.WARNING,
    what="An action is past the end of its timescale and Amber, or has no BRAG.",
    action="Ask the owner whether it is Red, or for a new date with a reason.",
)
def past_due_not_red(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        if item.brag in (Brag.AMBER, None) and _over(item, plan):
            said = "is Amber" if item.brag else "has no BRAG"
            yield Hit([item], f"It {_was_due(item, plan)}, and {said}.", _proof_of_date(item))


@rule(
    "complete_not_blue",
    Severity.WARNING,
    what="The last note says that the action is done, and it is not Blue.",
    action="Ask the owner to ask for closure, with evidence; or to say what is left.",
)
def complete_not_blue(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        last = latest(list(item.notes), on=plan.as_at)
        below = [
            one.text for one in plan.remarks if (one.view, one.objective, one.after) == (item.view, item.objective, item.ref)
        ]
        for text, where in (*((note.text, "The last note") for note in last), *((one, "A remark below it") for one in below)):
            if said := says_done(text):
                standing = f"it is {item.brag}" if item.brag else "it has no BRAG"
                yield Hit([item], f"{where} says that it is done, and {standing}.", quoted(said))
                break


@rule(
    "blue_open_work",
    Severity.WARNING,
    what="An action is Blue, and its last note says that work is left.",
    action="Ask whether it is done: then add a closing note; else reopen it, or begin a follow-on action.",
)
def blue_open_work(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        if item.brag is not Brag.BLUE or item.is_evidenced:
            continue
        last = latest(list(item.notes), on=plan.as_at)
        text = "\n".join(note.text for note in last)
        if not says_done(text) and (said := says_open(text)):
            yield Hit([item], "It is Blue, and its last note says that work is left.", quoted(said))


@rule(
    "no_brag",
    Severity.ERROR,
    what="An action that is being delivered or monitored has no BRAG.",
    action="Ask the owner for a judgement; the public summary shows it as Green until then.",
)
def no_brag(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        if item.brag is None:
            late = f" It {_was_due(item, plan)}." if _over(item, plan) and item.is_open else ""
            yield Hit([item], f"No BRAG has been given.{late}", _proof_of_date(item))


@rule(
    "brag_better_than_evidence",
    Severity.WARNING,
    what="An action is Green, and its last note or its measure says that something is in the way.",
    action="Ask the owner whether Green still stands, and for a sentence that says why.",
)
def brag_better_than_evidence(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        if item.brag is not Brag.GREEN:
            continue
        last = latest(list(item.notes), on=plan.as_at)
        undated = [note for note in item.notes if note.on is None and note.month is None]
        said = says_trouble("\n".join(note.text for note in (*last, *(undated if not last else ()))))
        said = said or _still_paused(item, plan)
        if said:
            yield Hit([item], "It is Green, and the notes say that something is in the way.", quoted(said))
        elif missed := _missed(item, plan):
            yield Hit([item], "It is Green, and its measure has passed its target date short of the target.", missed)


def _still_paused(item: Item, plan: Material) -> str | None:
    """A pause that an earlier note tells of and no later one ends."""
    dated = sorted(
        (day, place, note.text) for place, note in enumerate(item.notes) if (day := note.day(plan.as_at)) and day <= plan.as_at
    )
    said: str | None = None
    for _, _, text in dated:
        found = says_trouble(text)
        if found and ("paused" in found.casefold() or "on hold" in found.casefold()):
            said = found
        elif found is None and any(
            word in text.casefold() for word in ("resum", "restart", "commenced", "agreed", "appointed to")
        ):
            said = None
    return said


def _missed(item: Item, plan: Material) -> str:
    for measure in item.measures:
        live = measure.live
        if live is not None and live.is_reached is False and live.target_on is not None and live.target_on < plan.as_at:
            return f"{measure.view} {item.name}: {live.told}"
        if measure.is_live:
            continue
        current, target = single_figure(measure.current), target_figure(measure.target)
        if current is None or target is None or target.on is None or target.on >= plan.as_at or current.unit != target.unit:
            continue
        way = direction(measure.metric, measure.activity or item.activity)
        short = current.value < target.value if way is not Direction.LOWER else current.value > target.value
        if short:
            return f"{measure.view} {item.name}: current {quoted(measure.current, 60)}, target {quoted(measure.target, 60)}"
    return ""


def _measures(item: Item) -> Iterator[tuple[str, str, str, str]]:
    """The measures whose values were written by hand."""
    for measure in item.measures:
        if not measure.is_live:
            yield _where(measure, item), measure.metric, measure.current, measure.target


def _where(measure: Measure, item: Item) -> str:
    return f"{measure.view} {item.objective}/{measure.ref or item.ref}"


@rule(
    "metric_wrong_way",
    Severity.WARNING,
    what="A measure has moved away from what the action wants.",
    action="Ask the owner what is being done about it; look at the BRAG again.",
)
def metric_wrong_way(plan: Material) -> Iterator[Hit]:
    for item in plan.open:
        for measure in item.measures:
            if (live := measure.live) is not None and live.is_worse and live.earlier_on is not None:
                since = f"{live.earlier_words} on {live.earlier_on:%d/%m/%Y} to {live.words} on {live.on:%d/%m/%Y}"
                message = f"It went from {since}; the action wants it {live.better}."
                yield Hit([item], message, f"{_where(measure, item)}: {live.told}")
        for where, metric, current, _ in _measures(item):
            found = sorted((one for one in figures(current) if one.on is not None), key=lambda one: (one.on is None, one.on))
            way = direction(metric, item.activity)
            if len(found) < 2 or way is Direction.NEITHER or len({one.unit for one in found}) > 1:
                continue
            change = found[-1].value - found[0].value
            if (change < 0) == (way is Direction.HIGHER) and change != 0:
                wanted = "higher" if way is Direction.HIGHER else "lower"
                message = f"It went from {found[0]} to {found[-1]}; the action wants it {wanted}."
                yield Hit([item], message, f"{where}: {quoted(metric, 80)}, current {quoted(current, 80)}")


@rule(
    "target_reached",
    Severity.INFO,
    what="A measure has reached its target, and the action is still open.",
    action="Ask the owner whether it can be closed, or needs a harder target.",
)
def target_reached(plan: Material) -> Iterator[Hit]:
    for item in plan.live:
        if there := next((one for one in item.measures if one.live is not None and one.live.is_reached), None):
            proof = f"{_where(there, item)}: {there.live.told if there.live else ''}"
            yield Hit([item], "The measure has reached its target, and the action is open.", proof)
            continue
        for where, metric, current, target in _measures(item):
            value, goal = single_figure(current), target_figure(target)
            words = "within the target" in " ".join(current.casefold().split())
            if not words and (value is None or goal is None or value.unit != goal.unit):
                continue
            way = direction(metric, item.activity)
            reached = words or (value is not None and goal is not None and _is_reached(value.value, goal.value, way))
            if reached:
                message = "The measure has reached its target, and the action is open."
                yield Hit([item], message, f"{where}: current {quoted(current, 90)}, target {quoted(target, 90)}")
                break


def _is_reached(value: Decimal, goal: Decimal, way: Direction) -> bool:
    """Without a way that is better, a value far beyond its target may as well be one that has to come down to it."""
    if way is Direction.LOWER:
        return value <= goal
    return value >= goal and (way is Direction.HIGHER or value <= goal * _FAR)


_FAR = Decimal("1.5")


@rule(
    "stale_update",
    Severity.WARNING,
    what="The last note on a live action is older than a cycle, or has no date.",
    action="Ask the owner for an update before the next board.",
)
def stale_update(plan: Material) -> Iterator[Hit]:
    undated: dict[str, list[Item]] = defaultdict(list)
    for item in plan.live:
        days = [day for note in item.notes if (day := note.day(plan.as_at)) is not None and day <= plan.as_at]
        if not days:
            if item.notes:
                undated[item.objective].append(item)
            continue
        age = (plan.as_at - max(days)).days
        if age > plan.fresh_days:
            said = next(note.text for note in item.notes if note.day(plan.as_at) == max(days))
            yield Hit([item], f"The last note is of {max(days):%d/%m/%Y}, {age} days ago.", quoted(said or item.progress, 100))
    for items in undated.values():
        count = f"{len(items)} live actions have updates" if len(items) > 1 else "A live action has an update"
        yield Hit(items, f"{count} without a date: nobody can tell how old.", names(items), Severity.INFO)


@rule(
    "no_update",
    Severity.WARNING,
    what="Nothing is said about the progress of a live action.",
    action="Ask the owner for an update before the next board.",
)
def no_update(plan: Material) -> Iterator[Hit]:
    for item in plan.live:
        if not item.progress.strip() and not item.notes:
            standing = f", and it is {item.brag}" if item.brag else ""
            yield Hit([item], f"Nothing is said about its progress{standing}.", quoted(item.activity, 100))


RULES = (
    past_due_green,
    past_due_not_red,
    complete_not_blue,
    blue_open_work,
    no_brag,
    brag_better_than_evidence,
    metric_wrong_way,
    target_reached,
    stale_update,
    no_update,
)
