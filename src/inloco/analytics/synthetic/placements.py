"""Where a child lives in a period of care: placements that move, carers that stay, a stay in hospital now and then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from inloco.analytics.synthetic.chance import Choice, Spread
from inloco.analytics.synthetic.days import age_on, birthday, day_number
from inloco.analytics.synthetic.pathways import Plan
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.world import Child, World

SUPPORTED_ACCOMMODATION_FROM = day_number(date(2024, 4, 1))
"""From this day new semi-independent placements are registered supported accommodation (K3), until then H5."""

SPECIAL_GUARDIANS_SPLIT_FROM = day_number(date(2018, 4, 1))
"""From this day special guardianship is recorded by kin or not (E45 to E48), until then as E43 and E44."""

FIRST = {
    "baby": Choice({"U6": 52, "U3": 20, "U5": 9, "R3": 6, "P1": 9, "R2": 4}),
    "young": Choice({"U6": 64, "U3": 27, "P1": 9}),
    "middle": Choice({"U6": 66, "U3": 24, "K2": 2, "P1": 8}),
    "teen": Choice({"U6": 56, "U3": 11, "K2": 29, "P1": 3, "S1": 1}),
    "late": Choice({"U6": 30, "K2": 22, "H5": 37, "U3": 7, "P2": 4}),
}
NEXT = {
    "baby": Choice({"U6": 60, "U3": 40}),
    "young": Choice({"U6": 68, "U3": 30, "P1": 2}),
    "middle": Choice({"U6": 78, "U3": 9, "K2": 12, "P1": 1}),
    "teen": Choice({"U6": 45, "U3": 5, "K2": 46, "P1": 2, "K1": 1, "S1": 1}),
    "late": Choice({"H5": 52, "U6": 22, "K2": 17, "P2": 5, "P1": 3, "K1": 1}),
}
REMANDED = Choice({"R5": 40, "K1": 15, "U6": 20, "K2": 25})

FIRST_STAY = Spread(3, 12, 40, 100, 210, 400, 800)
LATER_STAY = Spread(8, 40, 120, 270, 520, 1000, 2000)
HOME_STAY = Spread(25, 90, 240, 480, 900, 1600)
SETTLED_STAY = Spread(120, 700, 1500, 2500, 3600, 5200)

MOVED_BECAUSE = Choice(
    {"CARPL": 41, "CREQB": 21, "CREQO": 11, "LAREQ": 9, "CHILD": 7, "ALLEG": 3, "STAND": 2, "CLOSE": 3, "OTHER": 3}
)
IN_AREA = {"U": 0.81, "P": 0.92, "K": 0.44, "R": 0.5, "H": 0.72, "A": 0.35, "S": 0.3}
POSTCODE_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
HOSPITAL_CHANCE = 0.00006
"""A day, for each child: about one stay in fifty years of care."""


@dataclass(frozen=True)
class Carer:
    """Who looks after a child, and where: the household or home that a placement is with."""

    postcode: int
    urn: int
    provider: int
    distance: int
    in_area: bool


@dataclass(frozen=True)
class Placement:
    """``kept``: with the carer of the placement before. ``reason``: why the placement before came to its end."""

    start: int
    type: str
    carer: Carer
    kept: bool = False
    reason: str = ""


def postcode(world: World, rng: Random, area: str) -> int:
    """A postcode of an area that Royal Mail does not have."""
    letters = POSTCODE_LETTERS[int(rng.random() * 20)] + POSTCODE_LETTERS[int(rng.random() * 20)]
    return world.words[f"{area} {int(rng.random() * 10)}{letters}"]


def find_carer(world: World, rng: Random, child: Child, kind: str) -> Carer:
    """A carer for this kind of placement, mostly within the county."""
    words = world.words
    in_area = rng.random() < IN_AREA.get(kind[0], 0.8)
    area = (
        f"AQ{1 + (child.district if rng.random() < 0.7 else int(rng.random() * 9))}"
        if in_area
        else f"VQ{1 + int(rng.random() * 40)}"
    )
    distance = int(rng.random() ** 2 * 18) if in_area else 12 + int(rng.random() ** 2 * 110)
    urn, provider = NONE, "PR4"
    match kind[0]:
        case "U" if kind in ("U1", "U2", "U3"):
            urn, provider = words["SC900001"], "PR1"
        case "U":
            own = rng.random() < 0.62
            urn, provider = (words["SC900001"], "PR1") if own else (words[f"SC9{100 + int(rng.random() * 28)}00"], "PR4")
        case "P":
            provider = "PR0" if kind == "P1" else "PR4"
            distance = 0 if rng.random() < 0.5 else distance
        case "A":
            urn, provider = words["SC900002" if in_area else f"SC9{200 + int(rng.random() * 9)}00"], "PR1" if in_area else "PR5"
        case "K":
            home = 300 + int(rng.random() * (20 + world.children // 12))
            urn, provider = words[f"SC9{home:05d}"], "PR1" if home % 6 == 0 else "PR4"
        case "R" if kind in ("R2", "R5"):
            provider = "PR3"
    return Carer(postcode(world, rng, area), urn, words[provider], distance, in_area)


def as_of(kind: str, day: int) -> str:
    """H5 as it is called on ``day``."""
    return "K3" if kind in ("H5", "P2") and day >= SUPPORTED_ACCOMMODATION_FROM else kind


def placements(world: World, rng: Random, child: Child, plan: Plan, group: Callable[[int], str]) -> list[Placement]:
    """Every placement of the period in order. Own parents only under a care order; semi-independent only from 16."""
    made: list[Placement] = []
    day, kind = plan.start, _first(rng, child, plan, group)
    moves_on = _moves_on(rng, child, plan)
    fixed_from = min(x for x in (plan.home_from, plan.adopters_from, moves_on, plan.end) if x is not None)
    while day < fixed_from:
        kind = _allowed(kind, child, day, plan.legal)
        carer = find_carer(world, rng, child, kind)
        made.append(Placement(day, as_of(kind, day), carer, reason="" if not made else MOVED_BECAUSE.of(rng)))
        leaves = min(day + max(1, _stay(rng, child, plan, kind, day, len(made))), fixed_from)
        settled = plan.permanent_from
        if settled is not None and kind in ("U6", "U3") and day < settled < leaves and rng.random() < 0.8:
            made.append(Placement(settled, "U4" if kind == "U6" else "U1", carer, True, "PLACE"))
            leaves = min(max(leaves, settled + SETTLED_STAY.of(rng)), fixed_from)
            kind = made[-1].type
        elif settled is not None and kind in ("U6", "U3") and day >= settled and leaves - day > 400 and rng.random() < 0.6:
            made[-1] = replace(made[-1], type="U4" if kind == "U6" else "U1")
        day = leaves
        kind = "U6" if plan.aim == "adoption" else NEXT[group(day)].of(rng)
        if plan.kin and rng.random() < 0.7:
            kind = "U3"
    if plan.adopters_from is not None and plan.adopters_from < plan.end:
        stays = bool(made) and made[-1].type == "U5"
        carer = made[-1].carer if stays else find_carer(world, rng, child, "A6")
        made.append(Placement(plan.adopters_from, "A5" if stays else "A6", carer, stays, "CARPL" if made else ""))
    if plan.home_from is not None and plan.home_from < plan.end:
        made.append(Placement(plan.home_from, "P1", find_carer(world, rng, child, "P1"), False, "CARPL" if made else ""))
    if moves_on is not None and made and made[-1].type not in ("H5", "K3", "P2"):
        carer = find_carer(world, rng, child, "H5")
        made.append(Placement(moves_on, as_of("H5", moves_on), carer, reason="CARPL" if rng.random() < 0.8 else "CHILD"))
    return _with_hospital(world, rng, made, plan.end)


def _moves_on(rng: Random, child: Child, plan: Plan) -> int | None:
    """The day on which a young person over 16 moves to semi-independent living, for one in four of those who grow up in care."""
    if plan.reason not in ("adult", "independence") or plan.home_from is not None or child.is_disabled or rng.random() > 0.32:
        return None
    day = birthday(child.born, 16) + 90 + int(rng.random() * 520)
    return day if plan.start + 20 < day < plan.end - 20 else None


def _first(rng: Random, child: Child, plan: Plan, group: Callable[[int], str]) -> str:
    if plan.legal[0][1] == "J1":
        return REMANDED.of(rng)
    if child.is_alone:
        return "H5" if rng.random() < 0.55 else "U6"
    if plan.kin and rng.random() < 0.7:
        return "U3"
    return FIRST[group(plan.start)].of(rng)


def _allowed(kind: str, child: Child, day: int, legal: list[tuple[int, str]]) -> str:
    """The kind itself, or foster care where the law or the child's age does not allow it."""
    code = next((code for start, code in reversed(legal) if start <= day), "V2")
    age = age_on(child.born, day)
    if kind == "P1" and (child.is_alone or code not in ("C1", "C2") or any(code == "E1" for _, code in legal)):
        return "U6"
    if kind in ("H5", "P2") and age < 16:
        return "U6"
    if kind in ("K1", "R5") and age < 13:
        return "K2" if age > 9 else "U6"
    return kind


def _stay(rng: Random, child: Child, plan: Plan, kind: str, day: int, number: int) -> int:
    if kind in ("R2", "R3"):
        return 15 + int(rng.random() * 80)
    if kind == "K1":
        return 60 + int(rng.random() * 60)
    if kind in ("U1", "U4"):
        return SETTLED_STAY.of(rng)
    if kind in ("K2", "P1", "S1", "H5", "P2"):
        return HOME_STAY.of(rng)
    if number == 1:
        return FIRST_STAY.of(rng)
    stay = LATER_STAY.of(rng)
    if plan.permanent_from is not None and day >= plan.permanent_from:
        stay = max(stay, SETTLED_STAY.of(rng))
    if age_on(child.born, day) < 10:
        stay = stay * 3 // 2
    return stay


def _with_hospital(world: World, rng: Random, made: list[Placement], end: int) -> list[Placement]:
    """Now and then a child spends some days in hospital and comes back to the same carer, under a new placement id."""
    found: list[Placement] = []
    for i, placement in enumerate(made):
        found.append(placement)
        leaves = made[i + 1].start if i + 1 < len(made) else end
        if leaves - placement.start > 60 and rng.random() < (leaves - placement.start) * HOSPITAL_CHANCE * (
            2.5 if placement.type == "R2" else 1
        ):
            into = placement.start + 20 + int(rng.random() * (leaves - placement.start - 50))
            ward = Carer(world.words["AQ5 1HH"], NONE, NONE, 8, True)
            found.append(Placement(into, "T1", ward))
            found.append(Placement(into + 2 + int(rng.random() * 12), placement.type, placement.carer, True))
    return found


def leaving_reason(rng: Random, reason: str, last: Placement, child: Child, day: int) -> str:
    """The code for why the period ended, given what the plan meant and where the child lived last."""
    kind = last.type
    if reason == "sgo":
        kin = kind in ("U1", "U3")
        if day < SPECIAL_GUARDIANS_SPLIT_FROM:
            return "E43" if kind.startswith("U") else "E44"
        if kind.startswith("U"):
            return "E45" if kin else "E46"
        return "E47" if rng.random() < 0.85 else "E48"
    if reason == "independence":
        return "E5" if rng.random() < 0.7 else "E6"
    if reason == "adult":
        if child.is_disabled and rng.random() < 0.35:
            return "E7"
        if kind in ("U1", "U3", "U4", "U6") and rng.random() < 0.62:
            return "E17"
        return "E5" if rng.random() < 0.65 else "E6"
    return reason
