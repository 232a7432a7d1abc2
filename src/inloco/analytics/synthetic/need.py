"""Referrals, assessments and plans of children in need: what comes before and after everything else."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from inloco.analytics.synthetic import geography, names
from inloco.analytics.synthetic.chance import LAG, Choice, Spread
from inloco.analytics.synthetic.days import NEVER, add_working_days, birthday, on_weekday, parts
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.workforce import Stage
from inloco.analytics.synthetic.world import DISTRICT, Child, World

NEED = Choice({"N1": 57, "N2": 8, "N3": 4, "N4": 8, "N5": 16, "N6": 3, "N7": 1, "N8": 1, "N9": 2})
REFERRED_BY = Choice({"6": 29, "2A": 17, "1A": 4, "3A": 6, "3C": 5, "5A": 14, "4": 4, "7": 6, "1D": 3, "8": 4, "9": 6, "10": 2})
CLOSED_BECAUSE = Choice({"RC7": 64, "RC4": 4, "RC6": 4, "RC3": 1, "RC1": 1, "RC8": 18, "RC9": 8})

SIBLINGS = Choice({1: 52, 2: 27, 3: 14, 4: 7})
AGE_AT_REFERRAL = Choice(
    {0: 11, 1: 6, 2: 6, 3: 6, 4: 6, 5: 6, 6: 6, 7: 5, 8: 5, 9: 5, 10: 5, 11: 5, 12: 6, 13: 6, 14: 6, 15: 6, 16: 3}
)
SPACING = Spread(340, 500, 700, 1000, 1500, 2200)

ASSESSED_IN = Spread(6, 15, 24, 30, 35, 38, 41, 43, 44, 45)
ASSESSED_LATE = Spread(46, 50, 58, 75)
PLAN_LENGTH = Spread(20, 55, 90, 130, 180, 260, 380, 620, 950)
NO_ACTION_LENGTH = Spread(3, 10, 25, 40, 60)
BACK_SOON = Spread(5, 40, 90, 160, 230, 400)
BACK_AFTER = Spread(15, 60, 130, 220, 330, 600)


@dataclass
class Case:
    """A referral that is open: everything under it is entered no earlier than it."""

    id: int
    child: Child
    start: int
    entered: int
    team: str
    closed: int = NEVER
    """When the closing of the case was entered, where that is known; a plan under it ends no later."""
    under: int = 0
    """When the end of the last plan under it was entered; the case is closed no earlier."""


def team_for(rng: Random, child: Child) -> str:
    """Where a child in need belongs: their district's safeguarding team, or a specialist one."""
    chance = rng.random()
    if child.is_disabled and chance < 0.75:
        return "SEND"
    if chance < 0.015:
        return "EXPL" if child.born % 3 else "EAST-T"
    if chance < 0.03 and child.locality == "east":
        return "EAST-T"
    return geography.safeguarding_team(child.district_id)


def open_case(world: World, rng: Random, child: Child, day: int, team: str) -> Case:
    """A referral received on ``day``; ``record`` writes it once it is known how it closes."""
    child.floor = max(day + min(LAG.of(rng), 4), child.latest)
    return Case(world.new("cin_episodes"), child, day, child.floor, team)


def record(world: World, rng: Random, case: Case, close: int, reason: str = "", *, nfa: bool = False) -> None:
    """Write the referral, open until ``close`` (NEVER while it stays open)."""
    if case.start > world.until:
        return
    words, child = world.words, case.child
    over = close <= world.until
    case.closed = max(world.entered(rng, close, case.entered), case.under) if over else NEVER
    world.tables["cin_episodes"].add(
        case.entered,
        case.closed,
        case.id,
        child.id,
        case.start,
        words["N2" if child.is_disabled and rng.random() < 0.7 else "N8" if child.is_alone else NEED.of(rng)],
        words[REFERRED_BY.of(rng)],
        world.yes if nfa else world.no,
        words[reason or CLOSED_BECAUSE.of(rng)] if over else NONE,
        close if over else NONE,
        words["MASH" if nfa else case.team],
        world.workforce.pools["MASH"].holder(case.start),
    )


def assessment(world: World, rng: Random, case: Case, *, nfa: bool = False) -> int:
    """The assessment that follows a referral; answers the day it was authorised."""
    start = case.start + int(rng.random() * 3)
    done = add_working_days(start, (ASSESSED_IN if rng.random() < 0.86 else ASSESSED_LATE).of(rng))
    if start <= world.until:
        entered = world.entered(rng, start, case.entered)
        over = done <= world.until
        world.tables["cin_assessments"].add(
            entered,
            world.entered(rng, done, entered) if over else NEVER,
            world.new("cin_assessments"),
            case.child.id,
            case.id,
            start,
            (world.yes if rng.random() < 0.96 else world.no) if over else NONE,
            done if over else NONE,
            (world.yes if nfa else world.no) if over else NONE,
            world.words[case.team],
            world.workforce.pools[case.team].holder(start),
        )
    return done


def plan(world: World, rng: Random, case: Case, start: int, end: int, floor: int = 0) -> bool:
    """A plan for a child in need from ``start`` to ``end``; tells whether it is known to be open on the county's last day."""
    if start > world.until or end <= world.cases_since or end <= start:
        return False
    entered = world.entered(rng, start, max(case.entered, case.under, floor))
    over = end <= world.until
    closed = NEVER
    if over:
        known = world.entered(rng, end, entered)
        at_18 = end == birthday(case.child.born, 18)
        closed = max(end if at_18 else min(known, case.closed), entered)
    case.under = max(case.under, closed if over else 0)
    pool = world.workforce.pools[case.team]
    world.tables["cin_plans"].add(
        entered,
        closed,
        world.new("cin_plans"),
        case.id,
        case.child.id,
        start,
        end if over else NONE,
        world.words[case.team],
        pool.holder(start),
    )
    visits(world, rng, case, start, min(end, world.until + 1), entered)
    return entered <= world.until < closed


def visits(world: World, rng: Random, case: Case, start: int, end: int, floor: int) -> None:
    """Visits under the plan, every four to seven weeks."""
    table, yes, no = world.tables["cin_visits"], world.yes, world.no
    day = start + 3 + int(rng.random() * 10)
    while day < end:
        if day >= world.visits_since:
            seen = rng.random() < 0.93
            alone = seen and rng.random() < 0.7
            table.add(
                max(day + min(LAG.of(rng), 12), floor),
                NEVER,
                world.new("cin_visits"),
                case.child.id,
                on_weekday(day),
                yes if seen else no,
                yes if alone else no,
                yes if seen and rng.random() < 0.6 else no,
            )
        day += 28 + int(rng.random() * 21)


def family_of(world: World, rng: Random, day: int, *, unborn: bool = False) -> list[Child]:
    """A family met on ``day``: brothers and sisters with one surname, in one district, none of them 18 yet."""
    surname, group, district = world.words[names.surname(rng)], world.new("family_group"), DISTRICT.of(rng)
    count = SIBLINGS.of(rng)
    born = day - AGE_AT_REFERRAL.of(rng) * 365 - int(rng.random() * 360) - 5
    known = 0
    if unborn:
        born = day + 25 + int(rng.random() * 110)
        known = world.entered(rng, born + 3)
    made = []
    for i in range(count):
        if i and day - born > 17 * 365:
            break
        is_disabled = rng.random() < 0.09
        made.append(
            world.new_child(
                rng,
                born,
                surname=surname,
                family=group,
                district=district,
                is_disabled=is_disabled,
                born_entered=0 if i else known,
            )
        )
        born -= SPACING.of(rng)
    return made


def children_in_need(world: World, already_open: int) -> int:
    """Families in need until as many plans are open as the county should have; answers how many are."""
    rng = world.stream("need")
    target = round(world.children * 5 / 6)
    open_now = already_open
    first = world.cases_since - 3 * 365
    span = world.until - first
    while open_now < target:
        day = on_weekday(first + int(rng.random() * span))
        if parts(day)[1] in (8, 12) and rng.random() < 0.3:
            continue
        if rng.random() < 0.4:
            _no_further_action(world, rng, on_weekday(world.cases_since + int(rng.random() * (world.until - world.cases_since))))
        length = PLAN_LENGTH.of(rng)
        if day + 30 + length <= world.cases_since:
            continue
        for child in family_of(world, rng, day)[: target - open_now]:
            open_now += _in_need(world, rng, child, day, length)
    return open_now


def _in_need(world: World, rng: Random, child: Child, day: int, length: int) -> bool:
    team = team_for(rng, child)
    start = day + 20 + int(rng.random() * 30)
    end = min(on_weekday(start + length + int(rng.random() * 15)), birthday(child.born, 18))
    close = end + int(rng.random() * 8) if end <= world.until else NEVER
    if rng.random() < 0.24:
        earlier_referral(world, rng, child, day)
    case = open_case(world, rng, child, day, team)
    record(world, rng, case, close)
    assessment(world, rng, case)
    world.involve(rng, child, [Stage(team, day, close)], case.id)
    is_open = plan(world, rng, case, start, end)
    if close < world.until - 20 and rng.random() < 0.3:
        again = on_weekday(close + BACK_AFTER.of(rng))
        if again < birthday(child.born, 17) and again <= world.until:
            _screened(world, rng, child, again)
    return is_open


def _no_further_action(world: World, rng: Random, day: int) -> None:
    """A referral that leads to nothing, or to an assessment that does; some are met again within the year."""
    surname, group = world.words[names.surname(rng)], world.new("family_group")
    born = day - AGE_AT_REFERRAL.of(rng) * 365 - int(rng.random() * 360) - 5
    child = world.new_child(rng, born, surname=surname, family=group, district=DISTRICT.of(rng))
    closed = _screened(world, rng, child, day)
    if rng.random() < 0.3 and (again := on_weekday(closed + 5 + BACK_SOON.of(rng))) < min(world.until, birthday(born, 17)):
        _screened(world, rng, child, again)


def earlier_referral(world: World, rng: Random, child: Child, day: int) -> None:
    """A referral in the year before ``day`` that had led to nothing."""
    before = on_weekday(day - 180 - int(rng.random() * 180))
    if before > max(child.born, world.cases_since) and child.latest == 0:
        _screened(world, rng, child, before)


def _screened(world: World, rng: Random, child: Child, day: int) -> int:
    """A referral without a plan; answers the day it was closed."""
    team = geography.safeguarding_team(child.district_id)
    assessed = rng.random() < 0.7
    case = open_case(world, rng, child, day, team)
    close = day + 2
    if assessed:
        close = max(assessment(world, rng, case, nfa=True), day + 46) + NO_ACTION_LENGTH.of(rng)
        world.involve(rng, child, [Stage(team, day + 1, close)], case.id)
    record(world, rng, case, close, "RC8" if assessed else "RC9", nfa=not assessed)
    return close
