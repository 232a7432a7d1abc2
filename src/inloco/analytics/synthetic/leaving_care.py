"""Eligible children and care leavers: one row each, showing today's state, so that every month's file has its own."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from random import Random

import pyarrow as pa

from inloco.analytics.synthetic import geography
from inloco.analytics.synthetic.care_periods import Leaving
from inloco.analytics.synthetic.chance import LAG, Choice, Spread
from inloco.analytics.synthetic.days import NEVER, as_date, birthday, day_number, on_weekday
from inloco.analytics.synthetic.rows import NONE
from inloco.analytics.synthetic.workforce import ADVISER, ALLOCATED, Stage
from inloco.analytics.synthetic.world import Child, World

SHARE_OF_CARE_LEAVERS = 885 / 2100
THIRTEEN_WEEKS = 91
IN_TOUCH_DAYS = 56

HOME = Choice(
    {"U": 33, "D": 20, "B": 15, "Z": 12, "K": 5, "E": 3, "C": 3, "T": 1.5, "X": 5, "S": 3, "V": 2, "W": 1.5, "R": 0.2, "Y": 2.5}
)
MIXED = {"B": 0.06, "D": 0.06, "K": 0.2, "U": 0.05, "Y": 0.4, "R": 0.9}
UNSUITABLE = frozenset("SVXW")
DOING = Choice({"F1": 6, "P1": 0.5, "F2": 16, "P2": 3, "F5": 15, "P5": 5, "F4": 2, "G4": 9, "G5": 24, "G6": 9, "0": 0.7})
LOST = 5
"""Of so many young people who are not in touch, the home and the activity of two are not known."""
STAYS = Spread(60, 160, 300, 500, 900)
DOES = Spread(40, 120, 220, 380, 700)
CONTACT_EVERY = Choice({34: 68, 48: 16, 75: 9, 170: 7})
PATHWAY_EVERY = Spread(110, 150, 165, 175, 181, 190, 260)
GONE = Choice({"": 955, "REFU": 14, "NREQ": 17, "RHOM": 12, "DIED": 2})
APPRENTICES_FROM = day_number(date(2021, 4, 1))
"""From this day F4 and F5 (P4 and P5) tell apprentices from others in training or work; until then all are F3 (P3)."""


@dataclass
class Leaver:
    """A young person's life after (or just before) leaving care: what was true from which day on, each list in order of days."""

    row: int
    child: Child
    left_on: int
    left_entered: int
    eligible_from: int
    closes_on: int
    is_qualifying: bool
    adviser_from: int
    team: str
    advisers: list[tuple[int, int]]
    contacts: list[int]
    contacts_entered: list[int]
    homes: list[tuple[int, str, str]]
    doings: list[tuple[int, str]]
    pathway: list[int]
    gone: str
    gone_on: int

    def is_listed(self, day: int) -> bool:
        if self.left_on <= day and self.left_entered <= day:
            return day < self.closes_on
        return bool(self.eligible_from <= day and self.row % 8)

    def eligibility(self, day: int) -> str:
        if self.left_entered > day or self.left_on > day:
            return "Eligible"
        if self.is_qualifying:
            return "Qualifying"
        return "Former relevant" if day >= birthday(self.child.born, 18) else "Relevant"


def care_leavers(world: World, leaving: dict[int, list[Leaving]]) -> list[Leaver]:
    """Everybody who may stand in the file of some month, with their advisers' involvements written.

    Services close between 18 and 25: just so many are still open on the last day as a county of this size should have.
    """
    rng = world.stream("leaving care")
    drafts = [_draft(world, rng, periods) for periods in leaving.values()]
    scores: dict[int, float] = {}
    for one in drafts:
        if one.left_on <= world.until and one.left_entered <= world.until and world.until < birthday(one.child.born, 25):
            scores[one.row] = (world.until - one.child.born) / 365.25 + rng.random() * 2.5
    target = round(world.children * SHARE_OF_CARE_LEAVERS)
    ranked = sorted(scores.values())
    limit = ranked[target] if target < len(ranked) else 99.0
    found = []
    for one, periods in zip(drafts, leaving.values(), strict=True):
        score = scores.get(one.row, (world.until - one.child.born) / 365.25 + rng.random() * 2.5)
        spare = int((limit - score) * 365.25)
        adult = birthday(one.child.born, 18)
        one.closes_on = max(min(world.until + spare, birthday(one.child.born, 25)), adult + 60)
        if one.row in scores and score >= limit:
            one.closes_on = min(one.closes_on, world.until)
        _involve(world, rng, one, periods[-1])
        found.append(one)
    return found


def _draft(world: World, rng: Random, periods: list[Leaving]) -> Leaver:
    last = periods[-1].period
    child = last.child
    fourteen, sixteen = birthday(child.born, 14), birthday(child.born, 16)
    looked_after, eligible_from = 0, NEVER
    for one in periods:
        begun = max(one.period.start, fourteen)
        if looked_after + one.period.end - begun >= THIRTEEN_WEEKS and eligible_from == NEVER:
            eligible_from = max(sixteen, begun + THIRTEEN_WEEKS - looked_after)
        looked_after += max(0, one.period.end - begun)
    start = max(sixteen, min(eligible_from, last.end))
    stop = min(world.until, birthday(child.born, 25))
    contacts, entered = _contacts(rng, start, stop)
    gone = GONE.of(rng)
    gone_on = last.end + 100 + int(rng.random() * 900) if gone else NEVER
    if gone == "DIED":
        world.died(child, gone_on)
    team = geography.leaving_care_team(child.locality)
    return Leaver(
        row=world.new("care_leavers"),
        child=child,
        left_on=last.end,
        left_entered=last.end_entered,
        eligible_from=eligible_from,
        closes_on=NEVER,
        is_qualifying=eligible_from == NEVER,
        adviser_from=max(start - 60 + int(rng.random() ** 2 * 170), last.start + 10),
        team=team,
        advisers=[],
        contacts=contacts,
        contacts_entered=entered,
        homes=_homes(rng, child.born, last.end, stop, last.reason),
        doings=_doings(rng, child.born, start, stop),
        pathway=_spaced(rng, start + 40 + int(rng.random() * 80), stop, PATHWAY_EVERY),
        gone=gone,
        gone_on=gone_on,
    )


def _contacts(rng: Random, start: int, stop: int) -> tuple[list[int], list[int]]:
    found: list[int] = []
    entered: list[int] = []
    usual = CONTACT_EVERY.of(rng)
    day = start + int(rng.random() * 20)
    while day <= stop:
        found.append(on_weekday(day))
        entered.append(max(on_weekday(day) + min(LAG.of(rng), 12), entered[-1] if entered else 0))
        day += usual // 2 + int(rng.random() * usual)
    return found, entered


def _spaced(rng: Random, start: int, stop: int, spread: Spread) -> list[int]:
    found = []
    day = start
    while day <= stop:
        found.append(on_weekday(day))
        day += spread.of(rng)
    return found


def _homes(rng: Random, born: int, start: int, stop: int, reason: str) -> list[tuple[int, str, str]]:
    """Where the young person lives from when on; staying put and foyers are for those of 18 and over."""
    adult = birthday(born, 18)
    kind = {"E17": "Z", "E4A": "B", "E4B": "B", "E9": "X", "E7": "C"}.get(reason) or HOME.of(rng)
    found: list[tuple[int, str, str]] = []
    day = start
    while day <= stop or not found:
        if day < adult:
            kind = {"Z": "E", "T": "D"}.get(kind, kind)
        suitable = "2" if kind in UNSUITABLE or rng.random() < MIXED.get(kind, 0.02) else "1"
        found.append((day, kind, suitable))
        day += STAYS.of(rng) // (2 if suitable == "2" else 1)
        kind = HOME.of(rng)
        if kind == "Z" and found[-1][1] != "Z":
            kind = "U"
    return found


def _doings(rng: Random, born: int, start: int, stop: int) -> list[tuple[int, str]]:
    """What the young person does from when on; nobody is in higher education before 18."""
    found: list[tuple[int, str]] = []
    adult = birthday(born, 18)
    day = start
    while day <= stop or not found:
        code = DOING.of(rng)
        found.append((day, code.replace("1", "2") if day < adult else code))
        day += DOES.of(rng)
    return found


def _involve(world: World, rng: Random, one: Leaver, last: Leaving) -> None:
    """The personal adviser from 16 on; the allocated worker too, once the social worker has let go."""
    stop = one.closes_on if one.left_on != NEVER and one.left_on <= world.until else NEVER
    one.child.floor = last.period.entered
    if one.adviser_from <= world.until and one.adviser_from < stop:
        segments = world.workforce.segments(Stage(one.team, one.adviser_from, stop))
        one.advisers = [(start, worker) for worker, _, start, _ in segments]
        world.record_workers(rng, one.child, segments, NONE, ADVISER)
        if last.freed != NEVER and one.left_on <= world.until and last.free_from <= world.until:
            one.child.floor = max(last.freed, last.period.entered)
            free = max(last.free_from, one.left_on)
            taken = [(worker, team, max(start, free), end) for worker, team, start, end in segments if end > free]
            world.record_workers(rng, one.child, taken, NONE, ALLOCATED)


def as_known(leavers: list[Leaver], day: int) -> pa.Table:
    """The file of ``day``: everybody whose service is open then, as they are then."""
    listed = [one for one in leavers if one.is_listed(day)]
    rows = [_row(one, day) for one in listed]
    arrays = [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(FIELDS.values())]
    return pa.table(arrays, names=list(FIELDS))


FIELDS = {
    "clea_table_id": pa.int32(),
    "clea_person_id": pa.int32(),
    "clea_care_leaver_eligibility": pa.string(),
    "clea_care_leaver_in_touch": pa.string(),
    "clea_care_leaver_latest_contact": pa.date32(),
    "clea_care_leaver_accommodation": pa.string(),
    "clea_care_leaver_accom_suitable": pa.string(),
    "clea_care_leaver_activity": pa.string(),
    "clea_pathway_plan_review_date": pa.date32(),
    "clea_care_leaver_personal_advisor": pa.int32(),
    "clea_care_leaver_allocated_team": pa.string(),
    "clea_care_leaver_worker_id": pa.int32(),
}


def state(one: Leaver, day: int) -> dict[str, object]:
    """The young person's row of ``day`` by the file's fields."""
    return dict(zip(FIELDS, _row(one, day), strict=True))


def _row(one: Leaver, day: int) -> tuple[object, ...]:
    gone = one.gone if one.gone_on <= day else ""
    known = bisect_right(one.contacts_entered, day)
    contact = one.contacts[known - 1] if known else None
    if gone and contact is not None and contact > one.gone_on:
        contact = max((c for c in one.contacts if c <= one.gone_on), default=None)
    touch = gone or ("YES" if contact is not None and contact >= day - 2 * IN_TOUCH_DAYS else "NO")
    has_left = one.left_on <= day and one.left_entered <= day
    home = next((state for state in reversed(one.homes) if state[0] <= day), None)
    doing = next((state for state in reversed(one.doings) if state[0] <= day), None)
    pathway = bisect_right(one.pathway, day - 6)
    activity = _activity(doing[1], day) if doing else "0"
    is_lost = touch == "NO" and one.row % LOST < 2
    if is_lost:
        home, activity = (day, "R", "2"), "0"
    adviser = next((worker for start, worker in reversed(one.advisers) if start <= day), None)
    return (
        one.row,
        one.child.id,
        one.eligibility(day),
        touch,
        as_date(contact) if contact is not None else None,
        home[1] if home and has_left and gone != "DIED" else None,
        home[2] if home and has_left and gone != "DIED" else None,
        activity if gone != "DIED" else None,
        as_date(one.pathway[pathway - 1]) if pathway else None,
        adviser,
        one.team,
        adviser,
    )


def _activity(code: str, day: int) -> str:
    return code if day >= APPRENTICES_FROM or code[1:] not in ("4", "5") or code[0] == "G" else f"{code[0]}3"
