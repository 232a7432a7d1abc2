"""How a period of care goes, before anything is written: its legal statuses in order, its end, and what it is aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from inloco.analytics.synthetic.chance import Choice, Spread
from inloco.analytics.synthetic.days import birthday, on_weekday

ENTRY = {
    "baby": Choice({"short": 10, "proceedings": 89, "accommodated": 1}),
    "young": Choice({"short": 17, "proceedings": 81, "accommodated": 2}),
    "middle": Choice({"short": 20, "proceedings": 77, "accommodated": 3}),
    "teen": Choice({"short": 36, "proceedings": 46, "accommodated": 14, "remanded": 4}),
    "late": Choice({"short": 38, "proceedings": 5, "accommodated": 50, "remanded": 7}),
}

OUTCOME = {
    "baby": Choice({"adoption": 44, "sgo": 18, "home": 12, "home on an order": 9, "long": 17}),
    "young": Choice({"adoption": 26, "sgo": 22, "home": 13, "home on an order": 12, "long": 27}),
    "middle": Choice({"adoption": 5, "sgo": 18, "home": 14, "home on an order": 13, "long": 50}),
    "teen": Choice({"sgo": 7, "home": 16, "home on an order": 12, "long": 65}),
    "late": Choice({"home": 20, "long": 80}),
}

SHORT_STAY = Spread(1, 5, 14, 32, 60, 100, 180, 320)
HEARING = Spread(140, 180, 210, 260, 330, 410, 560)
ACCOMMODATED_FIRST = Spread(3, 20, 60, 140, 220)
ACCOMMODATED = Spread(150, 280, 450, 700, 1200)
REMAND = Spread(4, 14, 30, 55, 90, 150)
TO_ADOPTERS = Spread(20, 80, 150, 240, 380, 560)
TO_ADOPTION_ORDER = Spread(150, 240, 310, 390, 490, 640)
HOME_ON_ORDER = Spread(190, 320, 460, 650, 950, 1450)
LATER_DISCHARGE = Spread(300, 550, 850, 1300, 1900)

HOME_AGAIN = Choice({"E4A": 64, "E4B": 22, "E13": 5, "E41": 5, "E8": 4})
REMAND_OVER = Choice({"E14": 72, "E9": 28})


@dataclass
class Plan:
    """A period of care: ``legal`` as (first day, code), the day after the last and why, and where the child is meant to live.

    ``home_from``: the day on which the child goes to their own parents while still looked after. ``adopters_from``: the day
    on which they move in with prospective adopters. ``permanent_from``: the day from which the plan is to stay.
    """

    start: int
    end: int
    legal: list[tuple[int, str]]
    reason: str
    aim: str
    home_from: int | None = None
    adopters_from: int | None = None
    permanent_from: int | None = None
    order_on: int | None = None
    reversed_on: int | None = None
    kin: bool = False


def age_group(age: int) -> str:
    return "baby" if age < 1 else "young" if age < 5 else "middle" if age < 10 else "teen" if age < 16 else "late"


def plan(rng: Random, born: int, start: int, age: int, *, unaccompanied: bool = False, again: bool = False) -> Plan:
    """A period of care that begins on ``start``. It ends at 18 at the latest."""
    adult = birthday(born, 18)
    if unaccompanied:
        return Plan(start, adult, [(start, "V2")], "adult", "independence")
    kind = ENTRY[age_group(age)].of(rng)
    if again and kind == "short" and rng.random() < 0.5 and age < 15:
        kind = "proceedings"
    if kind == "remanded" and age < 12:
        kind = "short"
    made = {"short": _short, "proceedings": _proceedings, "accommodated": _accommodated, "remanded": _remanded}[kind](
        rng, born, start, age
    )
    chance = rng.random()
    if chance < 0.007 and made.end > start + 60:
        made.end, made.reason = start + 30 + int(rng.random() * (made.end - start - 30)), "E2" if chance < 0.0015 else "E3"
    if made.end >= adult:
        made.end, made.reason = adult, "adult"
    return _kept(made)


def _kept(made: Plan) -> Plan:
    """Nothing begins on or after the end, and nothing twice on a day."""
    legal: list[tuple[int, str]] = []
    for day, code in made.legal:
        if day < made.end and (not legal or day > legal[-1][0]):
            legal.append((day, code))
    made.legal = legal
    for name in ("home_from", "adopters_from", "permanent_from", "order_on", "reversed_on"):
        day_or_none = getattr(made, name)
        if day_or_none is not None and day_or_none >= made.end:
            setattr(made, name, None)
    return made


def _short(rng: Random, born: int, start: int, age: int) -> Plan:
    legal = [(start, "V2")]
    if rng.random() < 0.12:
        taken = start + 1 + int(rng.random() * 2)
        legal = [(start, "L1"), (taken, "V2")]
    end = on_weekday(start + 3 + SHORT_STAY.of(rng))
    return Plan(start, max(end, start + 1), legal, HOME_AGAIN.of(rng), "reunification")


def _accommodated(rng: Random, born: int, start: int, age: int) -> Plan:
    if age >= 14 and rng.random() < 0.75:
        leaves_early = rng.random() < 0.12
        end = birthday(born, 18) - (int(rng.random() * 500) + 20 if leaves_early else 0)
        if end > start + 30:
            return Plan(start, end, [(start, "V2")], "independence" if leaves_early else "adult", "independence")
    return Plan(start, on_weekday(start + ACCOMMODATED.of(rng)), [(start, "V2")], HOME_AGAIN.of(rng), "reunification")


def _remanded(rng: Random, born: int, start: int, age: int) -> Plan:
    return Plan(start, on_weekday(start + 3 + REMAND.of(rng)), [(start, "J1")], REMAND_OVER.of(rng), "other")


def _proceedings(rng: Random, born: int, start: int, age: int) -> Plan:
    """Care proceedings and what they lead to. No order is made from the 17th birthday on."""
    chance = rng.random()
    legal: list[tuple[int, str]] = []
    begun = start
    if chance < 0.28:
        legal, begun = [(start, "V2")], start + ACCOMMODATED_FIRST.of(rng)
    elif chance < 0.34:
        legal, begun = [(start, "L1")], start + 1 + int(rng.random() * 2)
    elif chance < 0.38:
        legal, begun = [(start, "L2")], start + 5 + int(rng.random() * 3)
    last_order = birthday(born, 17) - 4
    if begun > last_order - 30:
        return _accommodated(rng, born, start, age)
    legal.append((begun, "C1"))
    decided = on_weekday(min(begun + HEARING.of(rng), last_order))
    outcome = OUTCOME[age_group(max(0, (decided - born) // 365))].of(rng)
    match outcome:
        case "home":
            goes = decided - 20 - int(rng.random() * 60) if rng.random() < 0.5 else None
            goes = goes if goes is not None and goes > begun + 10 else None
            return Plan(start, decided, legal, "E4A" if rng.random() < 0.8 else "E41", "reunification", home_from=goes)
        case "sgo":
            return Plan(start, decided, legal, "sgo", "special guardianship", kin=True)
        case "adoption":
            return _adoption(rng, start, decided, legal)
        case "home on an order":
            goes = decided if rng.random() < 0.55 else max(begun + 10, decided - 100 - int(rng.random() * 60))
            end = on_weekday(decided + HOME_ON_ORDER.of(rng))
            return Plan(start, end, [*legal, (decided, "C2")], "E4A", "discharge", home_from=goes, order_on=decided)
    return _long(rng, born, start, decided, [*legal, (decided, "C2")], age)


def _adoption(rng: Random, start: int, decided: int, legal: list[tuple[int, str]]) -> Plan:
    legal = [*legal, (decided, "E1")]
    if rng.random() < 0.1:
        undone = on_weekday(decided + 250 + int(rng.random() * 300))
        end = on_weekday(undone + LATER_DISCHARGE.of(rng) * 3)
        return Plan(
            start, end, [*legal, (undone, "C2")], "sgo", "long term", order_on=decided, reversed_on=undone, permanent_from=undone
        )
    moved = on_weekday(decided + TO_ADOPTERS.of(rng))
    ended = on_weekday(moved + TO_ADOPTION_ORDER.of(rng))
    return Plan(start, ended, legal, "E12" if rng.random() < 0.8 else "E11", "adoption", adopters_from=moved, order_on=decided)


def _long(rng: Random, born: int, start: int, decided: int, legal: list[tuple[int, str]], age: int) -> Plan:
    adult = birthday(born, 18)
    settled = decided + 60 + int(rng.random() * 300)
    chance = rng.random()
    if chance < 0.12 and age < 13:
        end = on_weekday(decided + LATER_DISCHARGE.of(rng))
        return Plan(
            start, end, legal, "sgo", "special guardianship", permanent_from=settled, order_on=decided, kin=rng.random() < 0.6
        )
    if chance < 0.26:
        end = on_weekday(decided + LATER_DISCHARGE.of(rng))
        goes = end - 150 - int(rng.random() * 400)
        return Plan(start, end, legal, "E4A", "discharge", home_from=goes if goes > decided else None, order_on=decided)
    if chance < 0.31:
        end = adult - int(rng.random() * 450)
        if end > settled:
            return Plan(start, end, legal, "independence", "independence", permanent_from=settled, order_on=decided)
    return Plan(start, adult, legal, "adult", "long term", permanent_from=settled, order_on=decided)
