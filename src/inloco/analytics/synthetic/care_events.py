"""What happens to a child in care: reviews, health and dental checks, visits, questionnaires, going missing, plans.

Most of it is in time. What is late has reasons: August and December, a district that is stretched, half a year in which one
district slipped, a placement that moved.
"""

from __future__ import annotations

from random import Random

from inloco.analytics.synthetic import geography
from inloco.analytics.synthetic.care_periods import Period
from inloco.analytics.synthetic.chance import LAG, Choice, Spread
from inloco.analytics.synthetic.days import NEVER, add_months, add_working_days, age_on, birthday, on_weekday, parts
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.world import World

TAKES_PART = Choice({"PN1": 410, "PN2": 12, "PN3": 10, "PN4": 12, "PN5": 46, "PN6": 500, "PN7": 3, "": 7})
REVIEW_EARLY = Spread(0, 1, 3, 6, 9, 14, 21)
REVIEW_LATE = Spread(1, 4, 8, 15, 30, 60)
INITIAL_LATE = Spread(1, 6, 14, 30, 70)
HEALTH_LAG = Spread(0, 1, 3, 5, 8, 12, 18, 28, 60)
ASSESSMENT_LATE = Spread(4, 30, 70, 120, 190, 320)
DENTAL_LATE = Spread(20, 110, 220, 360, 560, 800)
SCORE = Spread(0, 5, 8, 11, 13, 15, 17, 20, 24, 36)
AWAY = Spread(0, 0, 1, 1, 2, 4, 12)
OFFENCES = Choice({"Violence against the person": 40, "Criminal damage": 28, "Theft": 18, "Public order": 14})

INITIAL, REVIEW, DENTAL, SURVEILLANCE = (
    "Initial Health Assessment",
    "Review Health Assessment",
    "Dental Check",
    "Health Surveillance Check",
)

CARE_PLANS = {
    "reunification": "RETURN1M",
    "discharge": "RETURN6M",
    "special guardianship": "LTRELFR",
    "adoption": "ADOPTION",
    "long term": "LTFOST18",
    "independence": "SUPPLIV",
    "other": "OTHERPLN",
}
_PLAN_KEYS = (
    "REMAINSUP",
    "RETURN1M",
    "RETURN6M",
    "RETURNEV",
    "LTRELFR",
    "LTFOST18",
    "RESPLMT",
    "SUPPLIV",
    "ADOPTION",
    "OTHERPLN",
)


def everything(world: World, rng: Random, period: Period, number: int) -> None:
    """All that is recorded of one period of care (the child's ``number``th), as far as it lies within the county's history."""
    if period.start > world.until:
        if any(code == "C1" for _, code in period.plan.legal) and number == 1:
            pre_proceedings(world, world.ahead, period)
        return
    last = min(period.end, world.until + 1)
    reviews(world, rng, period, last)
    assessments(world, rng, period, last)
    dental_checks(world, rng, period, last)
    questionnaires(world, rng, period, last)
    visits(world, rng, period, last)
    immunisations(world, rng, period, last)
    care_plans(world, rng, period, last)
    if period.child.age(last) >= 11:
        going_missing(world, rng, period, last)
    if period.plan.aim == "adoption" and period.plan.order_on:
        permanence(world, rng, period)
    if any(code == "C1" for _, code in period.plan.legal) and number == 1:
        pre_proceedings(world, rng, period)


def strain(world: World, period: Period, day: int) -> float:
    """How much more often than usual work is late on ``day``: by district, month, and the bad patch."""
    district = period.child.district_id
    found = geography.STANDING[district] / 100
    month = parts(day)[1]
    if month in (8, 12):
        found *= 1.7
    if district == geography.BAD_PATCH_DISTRICT and world.until - 430 < day < world.until - 215:
        found *= 2.6
    return found


def reviews(world: World, rng: Random, period: Period, last: int) -> None:
    """At 20 working days, three months after the first, then six months after the last; the next stands in the file undated."""
    table, words = world.tables["cla_reviews"], world.words
    known = period.entered
    due, held_before = add_working_days(period.start, 20), 0
    while True:
        late = rng.random() < 0.008 * strain(world, period, due) * (2.2 if held_before == 0 else 1)
        day = on_weekday(due + 2 + REVIEW_LATE.of(rng) if late else due - REVIEW_EARLY.of(rng))
        day = max(day, period.start + 1)
        held = day < last
        if held and rng.random() < 0.02:
            planned = max(day - 7, period.start)
            entered = max(known, planned)
            table.add(entered, entered, world.new("cla_reviews"), period.id, due, planned, world.yes, NONE)
        cancelled = not held and period.end <= world.until
        closed = world.entered(rng, day, known) if held else period.end_entered if cancelled else NEVER
        code = "PN0" if age_on(period.child.born, day) < 4 else TAKES_PART.of(rng)
        table.add(
            known,
            closed,
            world.new("cla_reviews"),
            period.id,
            due,
            day if held else NONE,
            (world.no if held else world.yes) if closed != NEVER else NONE,
            words[code] if held and code else NONE,
        )
        if not held:
            return
        known, held_before = closed, held_before + 1
        due = add_months(day, 3 if held_before == 1 else 6)


def _health(world: World, rng: Random, period: Period, kind: str, day: int, status: str = "Completed") -> None:
    if world.since < day <= world.until:
        world.tables["cla_health"].add(
            max(day + HEALTH_LAG.of(rng), period.entered),
            NEVER,
            world.new("cla_health"),
            period.child.id,
            world.words[kind],
            day,
            world.words[status],
        )


def assessments(world: World, rng: Random, period: Period, last: int) -> None:
    """The initial assessment within 20 working days, mostly; then every six months under five and every year from five."""
    due = add_working_days(period.start, 20)
    late = rng.random() < 0.2 * strain(world, period, due)
    day = on_weekday(due + 2 + INITIAL_LATE.of(rng) if late else due - int(rng.random() * 14))
    if rng.random() < 0.03:
        day = on_weekday(due + 90)
    kind = INITIAL
    refuses = period.child.age(last) >= 16 and rng.random() < 0.06
    while day < last:
        young = age_on(period.child.born, day) < 5
        if refuses and age_on(period.child.born, day) >= 15:
            _health(world, rng, period, REVIEW, day, "Refused")
        else:
            _health(world, rng, period, kind, day)
        if young and rng.random() < 0.3:
            _health(world, rng, period, SURVEILLANCE, on_weekday(day + 40))
        due = add_months(day, 6 if young else 12)
        kind = REVIEW
        if rng.random() < 0.31 * strain(world, period, due):
            day = on_weekday(due + 2 + ASSESSMENT_LATE.of(rng) * (1 if young else 2) // 2)
        else:
            day = on_weekday(due - 3 - int(rng.random() * (20 if young else 40)))
        if rng.random() < 0.01 and day < last:
            _health(world, rng, period, REVIEW, min(day, due) - 10, "Cancelled")


def dental_checks(world: World, rng: Random, period: Period, last: int) -> None:
    """Once a year; a good third are late, and nobody starts before their first birthday."""
    day = on_weekday(max(period.start + 20 + int(rng.random() * 320), period.child.born + 400 + int(rng.random() * 400)))
    while day < last:
        _health(world, rng, period, DENTAL, day)
        due = add_months(day, 12)
        late = rng.random() < 0.37 * strain(world, period, due)
        day = on_weekday(due + 2 + DENTAL_LATE.of(rng) if late else due - 5 - int(rng.random() * 150))


def questionnaires(world: World, rng: Random, period: Period, last: int) -> None:
    """A strengths and difficulties score each year from four to sixteen; some are missing, with the reason."""
    day = on_weekday(max(birthday(period.child.born, 4), period.start + 200) + int(rng.random() * 120))
    end = min(last, birthday(period.child.born, 17))
    level = SCORE.of(rng)
    while day < end:
        if day > world.since:
            scored = rng.random() < 0.84
            score = min(40, max(0, level + int(rng.random() * 9) - 4))
            world.tables["sdq_scores"].add(
                world.entered(rng, day, period.entered),
                NEVER,
                world.new("sdq_scores"),
                period.child.id,
                day,
                NONE if scored else world.words[f"SDQ{2 + int(rng.random() * 4)}"],
                score if scored else NONE,
            )
        day = on_weekday(day + 330 + int(rng.random() * 60))


def visits(world: World, rng: Random, period: Period, last: int) -> None:
    """As often as the regulations ask, about nine times in ten: in the week after a move, then every six weeks; every three
    months once a foster placement that is meant to last is a year old; weekly, then monthly, at home under an interim order."""
    table, yes, no = world.tables["cla_visits"], world.yes, world.no
    for moved in period.placements[1:]:
        day = on_weekday(moved.start + 1 + int(world.ahead.random() * 5))
        if world.visits_since < day < last and world.ahead.random() < 0.94:
            entered = max(day + min(LAG.of(world.ahead), 14), period.entered)
            table.add(entered, NEVER, world.new("cla_visits"), period.id, period.child.id, max(day, moved.start), yes, yes)
    day = max(period.start + 1 + int(rng.random() * 5), world.visits_since + period.child.id % 40)
    while day < last:
        seen = rng.random() < 0.96
        alone = seen and rng.random() < 0.8
        table.add(
            max(day + min(LAG.of(rng), 14), period.entered),
            NEVER,
            world.new("cla_visits"),
            period.id,
            period.child.id,
            max(on_weekday(day), period.start),
            yes if seen else no,
            yes if alone else no,
        )
        day += _next_visit(world, rng, period, day)


def _next_visit(world: World, rng: Random, period: Period, day: int) -> int:
    """Days from a visit on ``day`` to the next."""
    at = max((i for i, one in enumerate(period.placements) if one.start <= day), default=0)
    kind, since = period.placements[at].type, at
    while since and period.placements[since].kept:
        since -= 1
    code = next((code for start, code in reversed(period.plan.legal) if start <= day), "")
    late = 4 + int(rng.random() * 24) if rng.random() < 0.045 * strain(world, period, day) else 0
    if kind in ("U1", "U4") and day >= period.placements[since].start + 366:
        return 58 + int(rng.random() * 28) + late
    if kind == "P1" and code == "C1":
        return (4 + int(rng.random() * 2) if day < period.start + 30 else 19 + int(rng.random() * 7)) + late
    return 23 + int(rng.random() * 17) + late


def immunisations(world: World, rng: Random, period: Period, last: int) -> None:
    day = max(period.start, world.since) + 30 + int(rng.random() * 120)
    while day < last:
        world.tables["cla_immunisations"].add(
            world.entered(rng, day, period.entered),
            NEVER,
            period.child.id,
            world.yes if rng.random() < 0.87 else world.no,
            day,
        )
        day += 330 + int(rng.random() * 70)


def care_plan_words(aim: str) -> str:
    chosen = CARE_PLANS.get(aim, "OTHERPLN")
    return "{" + ", ".join(f'"{key}": "{"Y" if key == chosen else "N"}"' for key in _PLAN_KEYS) + "}"


def care_plans(world: World, rng: Random, period: Period, last: int) -> None:
    """A first plan to go home, and from the second review on the plan for good; a few children have none recorded."""
    if rng.random() < 0.03:
        return
    first = period.start + int(rng.random() * 9)
    second = on_weekday(period.start + 90 + int(rng.random() * 60))
    aim = period.plan.aim
    stretches = [(first, period.end, aim)]
    if second < period.end and aim != "reunification":
        stretches = [(first, second, "reunification"), (second, period.end, aim)]
    entered = period.entered
    for start, end, chosen in stretches:
        if start >= last or end <= start:
            continue
        entered = world.entered(rng, start, entered)
        over = end <= world.until
        closed = NEVER
        if over:
            closed = period.end_entered if end == period.end else world.entered(rng, end, entered)
        world.tables["cla_care_plan"].add(
            entered,
            max(closed, entered),
            world.new("cla_care_plan"),
            period.child.id,
            start,
            end if over else NONE,
            world.words[care_plan_words(chosen)],
        )
        entered = closed if over else entered


def going_missing(world: World, rng: Random, period: Period, last: int) -> None:
    """One in eight of those over eleven goes missing, then often; return interviews follow, mostly. A few are convicted."""
    child = period.child
    day = max(period.start, birthday(child.born, 11), world.since)
    if rng.random() < 0.13:
        day += int(rng.random() * 200)
        while day < last:
            back = day + AWAY.of(rng)
            if back >= last:
                break
            entered = max(world.entered(rng, day, period.entered), period.entered)
            closed = max(back + min(LAG.of(rng), 3), entered)
            offered = rng.random() < 0.9
            words = world.words
            world.tables["missing"].add(
                entered,
                closed,
                world.new("missing"),
                child.id,
                day,
                words["M" if rng.random() < 0.78 else "A"],
                back,
                world.yes if offered else world.no,
                (world.yes if rng.random() < 0.66 else world.no) if offered else NONE,
            )
            day = back + 4 + int(rng.random() ** 2 * 260)
    if rng.random() < 0.12 and last - period.start > 100:
        convicted = on_weekday(max(period.start, birthday(child.born, 11)) + int(rng.random() * (last - period.start)))
        if convicted < last and convicted > world.since:
            world.tables["cla_convictions"].add(
                world.entered(rng, convicted, period.entered),
                NEVER,
                world.new("cla_convictions"),
                child.id,
                convicted,
                world.words[OFFENCES.of(rng)],
            )


def permanence(world: World, rng: Random, period: Period) -> None:
    """Decision and order for a child who is to be adopted; match and move once there are adopters."""
    order = period.plan.order_on
    if order is None or order > world.until:
        return
    decided = max(order - 20 - int(rng.random() * 60), period.start)
    moved = period.plan.adopters_from
    over = moved is not None and moved <= world.until
    entered = world.entered(rng, order, period.entered)
    stays = any(one.type == "A5" for one in period.placements)
    world.tables["permanence"].add(
        entered,
        world.entered(rng, moved, entered) if over and moved else NEVER,
        world.new("permanence"),
        period.child.id,
        period.id,
        decided,
        order,
        max(order, moved - 10 - int(rng.random() * 25)) if over and moved else NONE,
        moved if over and moved else NONE,
        (world.yes if stays else world.no) if over else NONE,
        world.yes if rng.random() < 0.4 else world.no,
    )


def pre_proceedings(world: World, rng: Random, period: Period) -> None:
    """Six in ten sets of care proceedings were preceded by a letter to the parents. They end when the child comes into care."""
    decided = on_weekday(period.start - 90 - int(rng.random() * 200))
    if rng.random() > 0.6 or decided <= max(world.since, period.child.born) or decided > world.until:
        return
    entered = world.entered(rng, decided)
    over = period.start <= world.until
    world.tables["pre_proceedings"].add(
        entered,
        max(period.entered, entered) if over else NEVER,
        world.new("pre_proceedings"),
        period.child.id,
        world.new("plo_family"),
        decided,
        on_weekday(decided + 14 + int(rng.random() * 14)),
        world.words["Issue proceedings"] if over else NONE,
        decided + 5,
        1 + int(rng.random() * 4),
        world.yes if rng.random() < 0.8 else world.no,
        period.start if over else NONE,
    )
