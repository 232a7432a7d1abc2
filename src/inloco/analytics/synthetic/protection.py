"""Enquiries, conferences and protection plans, with their reviews and visits."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from inloco.analytics.synthetic import need
from inloco.analytics.synthetic.chance import LAG, Choice, Spread
from inloco.analytics.synthetic.days import NEVER, add_months, add_working_days, birthday, on_weekday, parts
from inloco.analytics.synthetic.need import Case
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.workforce import IRO_POOL, REVIEWING, Stage
from inloco.analytics.synthetic.world import Child, World

CATEGORY = Choice({"NEG": 46, "EMO": 37, "PHY": 9, "SAB": 5, "MUL": 3})
PLAN_LENGTH = Spread(55, 75, 85, 95, 230, 250, 262, 275, 290, 420, 440, 460, 520, 760)
CONFERENCE_IN = Spread(6, 9, 11, 12, 13, 14, 14, 15, 15, 15)
CONFERENCE_LATE = Spread(16, 17, 18, 20, 24, 30)
AGAIN_AFTER = Spread(40, 150, 330, 600, 900, 1500, 2200)
TAKES_PART = Choice({"PN1": 22, "PN3": 1, "PN5": 4, "PN6": 55, "PN7": 18})


@dataclass(frozen=True)
class Outcome:
    """How a plan went: the day it ended and the day that was entered (NEVER while it goes on), and whether it is known open."""

    end: int
    entered: int
    is_open: bool


def enquiry(world: World, rng: Random, case: Case, start: int, *, to_conference: bool) -> tuple[int, int]:
    """A section 47 enquiry; answers its id and the day it was entered."""
    number = world.new("s47_enquiry")
    entered = world.entered(rng, start, case.entered)
    if start <= world.until:
        done = add_working_days(start, 3 + int(rng.random() * 11))
        over = done <= world.until
        world.tables["s47_enquiry"].add(
            entered,
            max(entered, done + int(rng.random() * 3)) if over else NEVER,
            number,
            case.id,
            case.child.id,
            start,
            done if over else NONE,
            (world.no if to_conference or rng.random() < 0.4 else world.yes) if over else NONE,
            world.words[case.team],
            world.workforce.pools[case.team].holder(start),
        )
    return number, entered


def conference_day(rng: Random, start: int) -> int:
    return add_working_days(start, (CONFERENCE_IN if rng.random() < 0.86 else CONFERENCE_LATE).of(rng))


def plan(
    world: World,
    rng: Random,
    case: Case,
    asked_on: int,
    held: int,
    category: str,
    length: int,
    forced_end: int = NEVER,
    *,
    ola: bool = False,
) -> Outcome:
    """Enquiry, conference, plan, reviews and visits of one child.

    A plan ends at a review, once ``length`` days have passed; at 18; or on ``forced_end``, when the child becomes looked after.
    """
    child, words = case.child, world.words
    last_day = min(forced_end, birthday(child.born, 18))
    if held > world.until or held >= last_day:
        return Outcome(held, held, False)
    plan_id, icpc_id = world.new("cp_plans"), NONE
    entered = case.entered
    if not ola:
        asked, entered = enquiry(world, rng, case, asked_on, to_conference=True)
        icpc_id = world.new("initial_cp_conference")
    entered = world.entered(rng, held, entered)
    if not ola:
        world.tables["initial_cp_conference"].add(
            entered, NEVER, icpc_id, world.new("meeting"), asked, child.id, plan_id, case.id, world.no,
            add_working_days(asked_on, 15), held, world.yes, words[case.team], world.workforce.pools[IRO_POOL].holder(held),
        )  # fmt: skip
    end, end_entered = _reviews(world, rng, child, plan_id, held, length, last_day, entered)
    over = end <= world.until
    world.tables["cp_plans"].add(
        entered,
        end_entered,
        plan_id,
        case.id,
        icpc_id,
        child.id,
        held,
        end if over else NONE,
        world.yes if ola else world.no,
        words[category],
        words[category if rng.random() < 0.9 else CATEGORY.of(rng)],
    )
    _visits(world, rng, child, plan_id, held, min(end, world.until + 1), entered)
    return Outcome(end, end_entered, entered <= world.until < end_entered)


def _reviews(
    world: World, rng: Random, child: Child, plan_id: int, held: int, length: int, last_day: int, floor: int
) -> tuple[int, int]:
    """Review conferences at three, then every six months, nearly all in time; answers the plan's end and its entry."""
    due, entered = add_months(held, 3), floor
    while True:
        late = rng.random() < (0.03 if parts(due)[1] in (8, 12, 1) else 0.016)
        day = on_weekday(due + 1 + Spread(2, 6, 14, 40).of(rng)) if late else on_weekday(due - Spread(0, 2, 5, 9, 16).of(rng))
        if day >= last_day:
            if last_day > world.until:
                return NEVER, NEVER
            known = world.entered(rng, last_day, entered)
            return last_day, max(last_day, entered) if last_day == birthday(child.born, 18) else known
        if day > world.until:
            return NEVER, NEVER
        ends = day - held >= length
        entered = world.entered(rng, day, entered)
        young = child.age(day) < 4
        world.tables["cp_reviews"].add(
            entered,
            NEVER,
            world.new("cp_reviews"),
            child.id,
            plan_id,
            due,
            day,
            world.new("meeting"),
            world.no if ends else world.yes,
            world.yes if rng.random() < 0.97 else world.no,
            world.words["PN0" if young else TAKES_PART.of(rng)],
        )
        if ends:
            return day, entered
        due = add_months(day, 6)


def _visits(world: World, rng: Random, child: Child, plan_id: int, start: int, end: int, floor: int) -> None:
    """Visits about every ten working days."""
    table, yes, no = world.tables["cp_visits"], world.yes, world.no
    day = max(start + 2 + int(rng.random() * 6), world.visits_since + (start % 14))
    while day < end:
        seen = rng.random() < 0.92
        alone = seen and rng.random() < 0.72
        table.add(
            max(day + min(LAG.of(rng), 12), floor),
            NEVER,
            world.new("cp_visits"),
            child.id,
            plan_id,
            on_weekday(day) if on_weekday(day) >= start else day,
            yes if seen else no,
            yes if alone else no,
            yes if seen and rng.random() < 0.7 else no,
        )
        day += 10 + int(rng.random() * 8) if rng.random() < 0.94 else 21 + int(rng.random() * 14)


def step_down(world: World, rng: Random, case: Case, end: int, end_entered: int) -> tuple[int, bool]:
    """What follows a plan: often a plan of a child in need. Answers when the case closes, and whether that plan is known open."""
    if rng.random() < 0.3:
        return end + int(rng.random() * 14), False
    finish = min(on_weekday(end + Spread(40, 80, 120, 200, 330).of(rng)), birthday(case.child.born, 18))
    if finish <= end:
        return end, False
    return finish + int(rng.random() * 7), need.plan(world, rng, case, end, finish, end_entered)


def protected_children(world: World, already_open: int) -> tuple[int, int]:
    """Families with protection plans until as many are open as the county should have.

    Answers how many plans are open, and how many plans of children in need came of those that ended.
    """
    rng = world.stream("protection")
    target = round(world.children * 2 / 3)
    open_now, stepped = already_open, 0
    first = world.since - 3 * 365
    span = world.until - first
    while open_now < target:
        asked = on_weekday(first + int(rng.random() * span))
        if parts(asked)[1] in (8, 12) and rng.random() < 0.3:
            continue
        length = PLAN_LENGTH.of(rng)
        if asked + length + 190 <= world.since:
            continue
        category = CATEGORY.of(rng)
        for child in need.family_of(world, rng, asked, unborn=rng.random() < 0.06)[: target - open_now]:
            now_open, in_need = _protected(world, rng, child, asked, length, category)
            open_now += now_open
            stepped += in_need
    _visiting_plans(world, rng)
    return open_now, stepped


def _protected(
    world: World, rng: Random, child: Child, asked: int, length: int, category: str, depth: int = 0
) -> tuple[int, int]:
    team = need.team_for(rng, child)
    held = conference_day(rng, asked)
    received = on_weekday(asked - int(rng.random() * 25)) if rng.random() < 0.6 else asked
    if rng.random() < 0.22:
        need.earlier_referral(world, rng, child, received)
    case = need.open_case(world, rng, child, received, team)
    outcome = plan(world, rng, case, asked, held, category, length)
    close, in_need = NEVER, False
    if outcome.end != NEVER:
        close, in_need = step_down(world, rng, case, outcome.end, outcome.entered)
    need.record(world, rng, case, close)
    need.assessment(world, rng, case)
    world.involve(rng, child, [Stage(team, received, close)], case.id)
    world.involve(rng, child, [Stage(IRO_POOL, held, outcome.end)], case.id, REVIEWING)
    open_now, stepped = int(outcome.is_open), int(in_need and not outcome.is_open)
    if depth < 2 and close <= world.until and rng.random() < 0.24:
        again = on_weekday(close + 25 + AGAIN_AFTER.of(rng))
        if again <= world.until and again < birthday(child.born, 17):
            later = _protected(world, rng, child, again, PLAN_LENGTH.of(rng), CATEGORY.of(rng), depth + 1)
            return max(open_now, later[0]), stepped + later[1]
    return open_now, stepped


def _visiting_plans(world: World, rng: Random) -> None:
    """A few children stay for a while with a plan of another authority, which counts nowhere."""
    for _ in range(max(1, world.children // 150)):
        start = on_weekday(world.until - 20 - int(rng.random() * 700))
        for child in need.family_of(world, rng, start)[:2]:
            team = need.team_for(rng, child)
            end = start + 40 + int(rng.random() * 120)
            close = end if end <= world.until else NEVER
            case = need.open_case(world, rng, child, start, team)
            need.record(world, rng, case, close)
            plan(world, rng, case, start, start, CATEGORY.of(rng), 10_000, end, ola=True)
            world.involve(rng, child, [Stage(team, start, close)], case.id)
