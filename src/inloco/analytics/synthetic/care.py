"""Children looked after: families come, periods of care are planned, and episodes, placements and legal statuses are written."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from inloco.analytics.synthetic import care_events, geography, names, need, protection
from inloco.analytics.synthetic.care_periods import Leaving, Period
from inloco.analytics.synthetic.chance import Choice, Spread
from inloco.analytics.synthetic.days import NEVER, birthday, on_weekday, parts
from inloco.analytics.synthetic.need import Case
from inloco.analytics.synthetic.pathways import Plan, age_group, plan
from inloco.analytics.synthetic.placements import Placement, leaving_reason, placements
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.workforce import IRO_POOL, REVIEWING, Stage
from inloco.analytics.synthetic.world import DISTRICT, Child, World

AGE_AT_ENTRY = Choice(
    {0: 21, 1: 7, 2: 6, 3: 5, 4: 5, 5: 5, 6: 5, 7: 4, 8: 4, 9: 4, 10: 4, 11: 5, 12: 5, 13: 6, 14: 7, 15: 7, 16: 6, 17: 3}
)
SIBLINGS = Choice({1: 60, 2: 23, 3: 11, 4: 6})
SPACING = Spread(340, 480, 650, 900, 1300)
AWAY_FOR = Spread(20, 70, 160, 320, 600, 900)
YEARS_BEFORE = 17
LEAD_UP = 400
"""Who comes into care within so many days after the county's last day is known to it already, as a child in need."""
NEED_IN_CARE = Choice({"N1": 63, "N2": 3, "N3": 3, "N4": 8, "N5": 15, "N6": 2, "N8": 6})


@dataclass
class Outcome:
    """What the looked-after part of the county leaves for the others."""

    open_now: int
    on_plans: int
    in_need: int
    leaving: dict[int, list[Leaving]]
    """By child: everybody who was 16 or over in care."""


def looked_after_children(world: World) -> Outcome:
    """Families until as many children are looked after on the county's last day, as its extract shows it, as there should be."""
    rng = world.stream("care")
    found = Outcome(0, 0, 0, {})
    first = world.since - YEARS_BEFORE * 365
    span = world.until + LEAD_UP - first
    while found.open_now < world.children:
        start = on_weekday(first + int(rng.random() * span))
        years = (world.until - start) / 365
        if rng.random() > max(0.62, 1 - 0.025 * years) or (parts(start)[1] in (8, 12) and rng.random() < 0.25):
            continue
        if rng.random() < 0.09:
            _alone(world, rng, start, found)
        else:
            _family(world, rng, start, found)
    _short_breaks(world, rng)
    return found


def _alone(world: World, rng: Random, start: int, found: Outcome) -> None:
    """An unaccompanied asylum-seeking child, mostly a boy of 15 to 17."""
    born = start - (15 * 365 + int(rng.random() ** 1.4 * 1000)) - 300
    if birthday(born, 18) <= start + 10:
        return
    whole = plan(rng, born, start, 16, unaccompanied=True)
    if not _matters(world, born, whole):
        return
    country = Choice({name: weight for name, (_, weight) in names.NATIONALITIES.items()}).of(rng)
    pool = names.NATIONALITIES[country][0].split()
    ethnicity = {"Sudan": "BAFR", "Eritrea": "BAFR", "Viet Nam": "AOTH", "Albania": "WOTH"}.get(country, "OOTH")
    child = world.new_child(
        rng,
        born,
        surname=world.words[pool[int(rng.random() * len(pool))]],
        family=world.new("family_group"),
        district=DISTRICT.of(rng),
        is_girl=rng.random() < 0.06,
        nationality=country,
        ethnicity=ethnicity,
    )
    _claim(world, rng, child, start)
    _chapter(world, rng, child, whole, None, found)


def _claim(world: World, rng: Random, child: Child, start: int) -> None:
    """Unaccompanied and seeking asylum from the day of arrival, until the claim is decided after one to two years, or 18."""
    claimed = start
    adult = birthday(child.born, 18)
    decided = min(claimed + 300 + int(rng.random() * 500), adult)
    table, words = world.tables["immigration_status"], world.words
    if claimed > world.until:
        return
    entered = world.entered(rng, claimed)
    over = decided <= world.until
    closed = world.entered(rng, decided, entered) if over else NEVER
    if over and decided == adult:
        closed = max(decided, entered)
    table.add(entered, closed, world.new("immigration_status"), child.id, words["UASC"], claimed, decided if over else NONE)
    if over:
        status = "Refugee leave" if rng.random() < 0.8 else "Leave to remain until 17 and a half"
        table.add(closed, NEVER, world.new("immigration_status"), child.id, words[status], decided, NONE)


def _matters(world: World, born: int, whole: Plan) -> bool:
    """Whether the records still hold this child: in care within the history, or left at 16 or over not long before it."""
    if whole.end > world.since:
        return True
    return whole.end >= birthday(born, 16) and birthday(born, 25) > world.shown_from


def _family(world: World, rng: Random, start: int, found: Outcome) -> None:
    age = AGE_AT_ENTRY.of(rng)
    count = SIBLINGS.of(rng) if age < 13 else 1
    born = start - age * 365 - int(rng.random() * 360) - (age // 4) - 1
    if birthday(born, 18) <= start + 5:
        return
    surname, group, district = world.words[names.surname(rng)], world.new("family_group"), DISTRICT.of(rng)
    lead: tuple[Plan, list[Placement]] | None = None
    for i in range(count):
        if found.open_now >= world.children or (i and start - born > 16 * 365):
            break
        is_disabled = rng.random() < 0.1
        shared = lead if lead is not None and rng.random() < 0.66 and _can_share(lead[0], born) else None
        whole = _shared(shared[0], born) if shared else plan(rng, born, start, (start - born) // 366)
        if _matters(world, born, whole):
            child = world.new_child(rng, born, surname=surname, family=group, district=district, is_disabled=is_disabled)
            lived = _chapter(world, rng, child, whole, shared[1] if shared else None, found)
            if (
                lead is None
                and whole.aim != "adoption"
                and whole.reason not in ("E2", "E3")
                and all(one.type[0] in "UPT" for one in lived)
            ):
                lead = (whole, lived)
        born -= SPACING.of(rng)


def _can_share(whole: Plan, born: int) -> bool:
    """Whether the court could make the same orders for a child born on this day: none from the 17th birthday on."""
    return all(day < birthday(born, 17) for day, code in whole.legal if code in ("C1", "C2", "E1"))


def _shared(whole: Plan, born: int) -> Plan:
    """The plan of the brother or sister, until this child turns 18."""
    adult = birthday(born, 18)
    if whole.reason == "adult" or whole.end >= adult:
        return Plan(
            whole.start, adult, [one for one in whole.legal if one[0] < adult], "adult", whole.aim, order_on=whole.order_on
        )
    return whole


def _chapter(
    world: World,
    rng: Random,
    child: Child,
    whole: Plan,
    shared: list[Placement] | None,
    found: Outcome,
    number: int = 1,
    not_before: int = 0,
) -> list[Placement]:
    """One period of care with what leads to it and what follows it; some children come back. Answers where the child lived."""
    received = on_weekday(whole.start - (0 if child.is_alone or rng.random() < 0.2 else 8 + int(rng.random() ** 2 * 400)))
    received = max(received, child.born, not_before)
    team = need.team_for(rng, child) if not child.is_alone else geography.safeguarding_team(child.district_id)
    if rng.random() < 0.2 and not child.is_alone:
        need.earlier_referral(world, rng, child, received)
    case = need.open_case(world, rng, child, received, team)
    had_plan = protection.Outcome(0, 0, False)
    if whole.start - received > 60 and child.age(received) < 17 and rng.random() < 0.62:
        asked = received + int(rng.random() * 20)
        held = protection.conference_day(rng, asked)
        ends = whole.start + int(rng.random() * 45)
        had_plan = protection.plan(world, rng, case, asked, held, protection.CATEGORY.of(rng), 10_000, ends)
        world.involve(rng, child, [Stage(IRO_POOL, held, min(ends, whole.start))], case.id, REVIEWING)
    elif whole.start - received > 70:
        found.in_need += need.plan(world, rng, case, received + 40, whole.start) and whole.start > world.until
    lived = _clipped(shared, whole) if shared else placements(world, rng, child, whole, lambda day: age_group(child.age(day)))
    period = _write(world, rng, child, case, whole, lived)
    care_events.everything(world, rng, period, number)
    close, in_need = _afterwards(world, rng, case, period, had_plan)
    need.record(world, rng, case, close)
    if child.is_alone or rng.random() < 0.85:
        need.assessment(world, rng, case)
    stages = _stages(child, case, period, team, close)
    freed = world.involve(rng, child, stages, case.id)
    world.involve(rng, child, [Stage(IRO_POOL, period.start, period.end)], case.id, REVIEWING)
    if period.end_entered != NEVER:
        child.latest = max(child.latest, period.end_entered)
    is_open = period.is_open(world.until)
    found.open_now += is_open
    found.on_plans += had_plan.is_open
    found.in_need += in_need and not had_plan.is_open and not is_open
    if period.end >= birthday(child.born, 16) and period.reason not in ("E2", "E3"):
        found.leaving.setdefault(child.id, []).append(Leaving(period, stages[-1].end, freed))
    _again(world, rng, child, period, close, found, number)
    return lived


def _again(world: World, rng: Random, child: Child, period: Period, close: int, found: Outcome, number: int) -> None:
    if (
        period.reason not in ("E4A", "E4B", "E13", "E14")
        or number > 3
        or rng.random() > (0.3 if period.reason == "E4B" else 0.17)
    ):
        return
    back = on_weekday(max(period.end, close if close != NEVER else period.end) + AWAY_FOR.of(rng))
    if back > world.until or back >= birthday(child.born, 17) or found.open_now >= world.children or close == NEVER:
        return
    whole = plan(rng, child.born, back, child.age(back), again=True)
    _chapter(world, rng, child, whole, None, found, number + 1, close + 1)


def _clipped(lived: list[Placement], whole: Plan) -> list[Placement]:
    kept = [one for one in lived if one.start < whole.end]
    while len(kept) > 1 and kept[-1].type == "T1":
        kept.pop()
    return kept


def _write(world: World, rng: Random, child: Child, case: Case, whole: Plan, lived: list[Placement]) -> Period:
    """Episodes, placements and legal statuses. What changes on a day is entered on one day, nothing before what it follows."""
    words, until = world.words, world.until
    reason = leaving_reason(rng, whole.reason, lived[-1], child, whole.end)
    if reason in ("E12", "E11") and not lived[-1].type.startswith("A"):
        reason = "E4A"
    period_id = world.new("period_of_care")
    over = whole.end <= until
    changes = sorted({one.start for one in lived} | {day for day, _ in whole.legal})
    entries: dict[int, int] = {}
    entered = case.entered
    protected_until = {day for (_, code), (day, _) in pairwise([*whole.legal, (whole.end, "")]) if code in ("L1", "L2")}
    for day in [*changes, whole.end]:
        known = world.entered(rng, day, entered)
        entered = max(min(known, day + 2), entered) if day in protected_until else known
        entries[day] = entered if whole.reason != "adult" else min(entered, max(day, whole.end))
    entered = entries[whole.end]
    entries[whole.end] = entered if over else NEVER
    ids = [world.new("cla_placement") for _ in lived]
    code = words[NEED_IN_CARE.of(rng)] if not child.is_alone else words["N8"]
    if child.is_disabled and rng.random() < 0.3:
        code = words["N2"]
    at_legal = at_place = -1
    for i, day in enumerate(changes):
        if day > until:
            break
        legal_moves = at_legal + 1 < len(whole.legal) and whole.legal[at_legal + 1][0] == day
        place_moves = at_place + 1 < len(lived) and lived[at_place + 1].start == day
        at_legal, at_place = at_legal + legal_moves, at_place + place_moves
        following = changes[i + 1] if i + 1 < len(changes) else whole.end
        kept = lived[at_place].kept
        why = (
            "S"
            if i == 0
            else ("U" if kept else "B")
            if legal_moves and place_moves
            else "L"
            if legal_moves
            else "T"
            if kept
            else "P"
        )
        ended = following <= until
        world.tables["cla_episodes"].add(
            entries[day],
            entries[following] if ended else NEVER,
            world.new("cla_episodes"),
            child.id,
            day,
            words[why],
            code,
            following if ended else NONE,
            words["X1" if following != whole.end else reason] if ended else NONE,
            period_id,
            case.id,
            ids[at_place],
            whole.start,
        )
    _write_placements(world, child, period_id, whole, lived, ids, entries)
    for i, (day, status) in enumerate(whole.legal):
        following = whole.legal[i + 1][0] if i + 1 < len(whole.legal) else whole.end
        if day <= until:
            ended = following <= until
            world.tables["legal_status"].add(
                entries[day],
                entries[following] if ended else NEVER,
                world.new("legal_status"),
                child.id,
                words[status],
                day,
                following if ended else NONE,
            )
    if reason == "E2" and over:
        world.died(child, whole.end)
    return Period(period_id, child, whole, lived, whole.start, whole.end, entries[whole.start], entries[whole.end], reason)


def _write_placements(
    world: World, child: Child, period_id: int, whole: Plan, lived: list[Placement], ids: list[int], entries: dict[int, int]
) -> None:
    words, until = world.words, world.until
    for i, one in enumerate(lived):
        if one.start > until:
            break
        following = lived[i + 1] if i + 1 < len(lived) else None
        end = following.start if following else whole.end
        ended = end <= until
        temporary = one.type.startswith("T") or (following is not None and following.type.startswith("T"))
        world.tables["cla_placement"].add(
            entries[one.start],
            entries[end] if ended else NEVER,
            ids[i],
            one.start,
            words[one.type],
            one.carer.urn,
            one.carer.distance,
            period_id,
            NONE if one.type.startswith("T") else one.carer.provider,
            one.carer.postcode,
            end if ended else NONE,
            words[following.reason] if ended and following and following.reason and not temporary else NONE,
            child.id,
        )
        world.tables["local_placement_area"].add(entries[one.start], NEVER, ids[i], world.yes if one.carer.in_area else world.no)


def _afterwards(world: World, rng: Random, case: Case, period: Period, had_plan: protection.Outcome) -> tuple[int, bool]:
    """When the case closes after care, and whether a plan of a child in need is known to be open."""
    if period.end > world.until or had_plan.end == NEVER:
        return NEVER, False
    end, floor = max(period.end, had_plan.end), max(period.end_entered, had_plan.entered)
    if period.reason in ("E4A", "E4B", "E41", "E14", "E13") and rng.random() < 0.75:
        finish = min(on_weekday(end + Spread(30, 90, 150, 240, 360).of(rng)), birthday(period.child.born, 18))
        if finish > end:
            is_open = need.plan(world, rng, case, end, finish, floor)
            return (finish + 3 if finish + 3 <= world.until else NEVER), is_open
    close = end + int(rng.random() * 10)
    return (close if close <= world.until else NEVER), False


def _stages(child: Child, case: Case, period: Period, team: str, close: int) -> list[Stage]:
    """From the safeguarding team to children in care (or adoption) once the order is made; after going home, back again."""
    whole = period.plan
    if child.is_alone:
        care = geography.care_team(child.district_id)
        return [Stage(care, case.start, period.end)]
    moves = whole.order_on or (whole.start + 130 if whole.aim in ("independence", "long term") else NEVER)
    moves = min(max(moves, whole.start), period.end)
    care = "ADFO" if whole.aim == "adoption" else team if team == "SEND" else geography.care_team(child.district_id)
    goes_home = period.reason in ("E4A", "E4B", "E41", "E14", "E13")
    after = [Stage(team, period.end, close)] if goes_home and close > period.end else []
    if care == team:
        return [Stage(team, case.start, close if goes_home else period.end)]
    return [Stage(team, case.start, moves), Stage(care, moves, period.end), *after]


def _short_breaks(world: World, rng: Random) -> None:
    """A few disabled children in an agreed series of short breaks: one agreement each (V4), which no other figure counts."""
    for _ in range(max(1, round(world.children * 0.006))):
        start = on_weekday(world.until - 60 - int(rng.random() * 900))
        born = start - 6 * 365 - int(rng.random() * 3000)
        end = start + 400 + int(rng.random() * 900)
        child = world.new_child(
            rng,
            born,
            surname=world.words[names.surname(rng)],
            family=world.new("family_group"),
            district=DISTRICT.of(rng),
            is_disabled=True,
        )
        whole = Plan(start, min(end, birthday(born, 18)), [(start, "V4")], "E8", "other")
        case = need.open_case(world, rng, child, start - 40, "SEND")
        lived = placements(world, rng, child, whole, lambda _: "young")[:1]
        period = _write(world, rng, child, case, whole, lived)
        close = period.end if period.end <= world.until else NEVER
        need.record(world, rng, case, close)
        world.involve(rng, child, [Stage("SEND", case.start, close)], case.id)
