"""Social workers, reviewing officers and personal advisers: posts that people fill in turn, and the children they carry.

A child is given a post in a team; whoever holds the post is the worker. When the holder leaves, all the post's children change
worker on one day, as they do in life; now and then a post stands empty for a few days.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from inloco.analytics.synthetic import geography, names
from inloco.analytics.synthetic.chance import Choice, Spread

ALLOCATED = "Allocated Case Worker"
REVIEWING = "Independent Reviewing Officer"
ADVISER = "Personal Adviser"
IRO_POOL = "IRO"
MANAGERS = "managers"

CASELOAD = {"social worker": 17, "personal adviser": 22, "iro": 78}

_TENURE = Spread(150, 300, 450, 600, 800, 1000, 1300, 1800, 2600)
_AGENCY_TENURE = Spread(60, 110, 150, 190, 260, 400)
_HOURS = Choice({"1.0": 82, "0.8": 8, "0.6": 7, "0.5": 3})
_GAP = Spread(4, 8, 14, 24)


@dataclass(frozen=True)
class Worker:
    id: int
    name: str
    job_title: str
    registration: str
    team: str
    hours: str
    is_agency: bool
    from_: int
    to: int


Segment = tuple[int, str, int, int]
"""Worker, team, first day and the day after the last."""


@dataclass(frozen=True)
class Stage:
    """A stretch of days (half open) for which a pool carries a child."""

    pool: str
    start: int
    end: int


class Pool:
    """The posts of one team (or of the reviewing service). ``team`` is the area that its involvements name."""

    def __init__(self, team: str) -> None:
        self.team = team
        self.posts: list[list[Worker]] = []
        self._next = 0

    def take(self) -> list[Worker]:
        """The post whose turn it is."""
        self._next = (self._next + 1) % len(self.posts)
        return self.posts[self._next]

    def holder(self, day: int) -> int:
        """Somebody of the team who was in post on ``day``: whoever signs its papers."""
        post = self.posts[day % len(self.posts)]
        return next((worker.id for worker in reversed(post) if worker.from_ <= day), post[0].id)


class Workforce:
    """Everybody who worked for the county since ``since``, and who would hold each post on any day."""

    def __init__(self, rng: Random, children: int, since: int) -> None:
        self.rng = rng
        self.since = since
        self.workers: list[Worker] = []
        self.pools: dict[str, Pool] = {}
        protection, need = children * 2 / 3, children * 5 / 6
        for district, _, _, share in geography.DISTRICTS:
            part = share / 10_000
            self._staff(geography.safeguarding_team(district), part * (need * 0.87 + protection * 0.95 + children * 0.28))
            self._staff(geography.care_team(district), part * children * 0.62)
        for team, carried in {
            "SEND": need * 0.09 + children * 0.03,
            "EXPL": (need + protection) * 0.02,
            "EAST-T": need * 0.02,
            "ADFO": children * 0.05,
            "MASH": children * 0.04,
            "OTHER": children * 0.01,
        }.items():
            self._staff(team, carried)
        for locality in geography.LOCALITIES:
            share = sum(share for _, _, where, share in geography.DISTRICTS if where == locality)
            self._staff(geography.leaving_care_team(locality), share / 10_000 * children * 0.45, "personal adviser")
        self._staff(IRO_POOL, children + protection, "iro")
        for team in [pool for pool in self.pools if pool != IRO_POOL]:
            self._post(team, "team manager")
        self._post("OTHER", "quality and review manager")

    def _staff(self, pool: str, carried: float, kind: str = "social worker") -> None:
        self.pools[pool] = Pool("OTHER" if pool == IRO_POOL else pool)
        for _ in range(max(1, round(carried / CASELOAD[kind]))):
            self.pools[pool].posts.append(self._post(self.pools[pool].team, kind))

    def _post(self, team: str, kind: str) -> list[Worker]:
        rng = self.rng
        title = {"iro": "Independent reviewing officer"}.get(kind, kind.capitalize())
        day = self.since - 30 - _TENURE.of(rng) // 2
        holders: list[Worker] = []
        while day < self.since + 50 * 365:
            is_agency = rng.random() < (0.14 if kind == "social worker" else 0.04)
            leaves = day + (_AGENCY_TENURE if is_agency else _TENURE).of(rng) * (1 if kind == "social worker" else 2)
            number = len(self.workers) + 20_001
            worker = Worker(
                id=number,
                name=f"{names.forename(rng, rng.random() < 0.74)} {names.surname(rng)}",
                job_title=title,
                registration=f"SW{number + 100_000}" if kind != "personal adviser" else "",
                team=team,
                hours=_HOURS.of(rng),
                is_agency=is_agency,
                from_=day,
                to=leaves,
            )
            self.workers.append(worker)
            holders.append(worker)
            day = leaves + (_GAP.of(rng) if rng.random() < 0.12 and kind == "social worker" else 0)
        return holders

    def segments(self, stage: Stage) -> list[Segment]:
        """Who holds the one post that carries a child through ``stage``, one after another."""
        pool = self.pools[stage.pool]
        post = pool.take()
        found = []
        for i, worker in enumerate(post):
            start = stage.start if i == 0 else max(stage.start, worker.from_)
            end = min(stage.end, worker.to)
            if worker.from_ >= stage.end and i:
                break
            if end > start:
                found.append((worker.id, pool.team, start, end))
        return found
