"""Made-up children in care, told twice: as the tables of an extract, and as the SSDA903 returns of four years."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

FIRST, LAST = date(2015, 4, 1), date(2019, 3, 31)
YEARS = (2016, 2017, 2018, 2019)
STATUSES = ("C1", "C2", "E1", "V2", "V3", "J1")
TYPES = ("U6", "U6", "U4", "U1", "K2", "P1", "T1", "A6", "R1")
POSTCODES = ("QQ1 1QQ", "QQ2 2QQ", "QQ3 3QQ")
PARTICIPATION = ("PN0", "PN1", "PN4", "PN7", "")

Rows = list[dict[str, Any]]


class Told:
    """Both ways of saying the same."""

    def __init__(self, seed: int, children: int = 30) -> None:
        self.chance = random.Random(seed)
        self.extract: dict[str, Rows] = {
            name: [] for name in ("person", "cla_episodes", "cla_placement", "legal_status", "cla_reviews")
        }
        self.returns: dict[int, dict[str, Rows]] = {year: {"Header": [], "Episodes": [], "Reviews": []} for year in YEARS}
        for number in range(children):
            self._child(f"C{number:03}")

    def _child(self, child: str) -> None:
        born = date(2003, 1, 1) + timedelta(days=self.chance.randrange(4500))
        self.extract["person"].append({"child": child, "born_on": born, "sex": "F"})
        for year in YEARS:
            self.returns[year]["Header"].append({"CHILD": child, "SEX": "2", "DOB": _said(born), "ETHNIC": "WBRI", "UPN": "UN3"})
        day = max(FIRST, born) + timedelta(days=self.chance.randrange(900))
        for number in range(self.chance.randrange(1, 4)):
            if day > LAST:
                return
            end = self._period(child, f"{child}-{number}", day)
            if end is None:
                return
            day = end + timedelta(days=self.chance.randrange(1, 200))

    def _period(self, child: str, period: str, start: date) -> date | None:
        """One period of care, cut where the legal status, the placement or both change. Returns its end; None: it is open."""
        end = start + timedelta(days=self.chance.randrange(5, 1200))
        until = None if end > LAST else end
        cuts = sorted({start + timedelta(days=self.chance.randrange(1, 1200)) for _ in range(self.chance.randrange(6))})
        days = [start, *(cut for cut in cuts if cut < (until or LAST))]
        placement: dict[str, Any] = {}
        status = {"legal_status": ""}
        for number, day in enumerate(days):
            what = "S" if number == 0 else self.chance.choice("LPB")
            ended = days[number + 1] if number + 1 < len(days) else until
            reason = None if ended is None else "X1" if number + 1 < len(days) else "E4A"
            if what != "L":
                if placement:
                    placement["ended_on"] = day
                placement = {
                    "placement": f"{period}-P{number}", "child": child, "period_of_care": period, "started_on": day,
                    "type": self.chance.choice(TYPES), "postcode": self.chance.choice(POSTCODES),
                }  # fmt: skip
                self.extract["cla_placement"].append(placement)
            if what != "P":
                if status.get("child"):
                    status["ended_on"] = day  # type: ignore[assignment]
                code = self.chance.choice([code for code in STATUSES if code != status["legal_status"]])
                status = {"legal_status_id": f"{period}-L{number}", "child": child, "started_on": day, "legal_status": code}  # type: ignore[dict-item]
                self.extract["legal_status"].append(status)
            self._episode(child, period, day, what, ended, reason, status["legal_status"], placement)
        if until is not None:
            placement["ended_on"] = until
            status["ended_on"] = until  # type: ignore[assignment]
        self._reviews(child, period, start, until)
        return until

    def _episode(
        self, child: str, period: str, day: date, what: str, ended: date | None, reason: str | None, status: str,
        placement: dict[str, Any],
    ) -> None:  # fmt: skip
        self.extract["cla_episodes"].append(
            {
                "episode": f"{child}-{day}", "child": child, "started_on": day, "start_reason": what, "ended_on": ended,
                "end_reason": reason, "period_of_care": period,
            }
        )  # fmt: skip
        for year in YEARS:
            begins, ends = date(year - 1, 4, 1), date(year, 3, 31)
            if day <= ends and (ended is None or ended >= begins):
                is_over = ended is not None and ended <= ends
                self.returns[year]["Episodes"].append(
                    {
                        "CHILD": child, "DECOM": _said(day), "RNE": what, "LS": status, "CIN": "N1", "PLACE": placement["type"],
                        "PL_POST": placement["postcode"], "DEC": _said(ended) if is_over else "",
                        "REC": reason if is_over else "",
                    }
                )  # fmt: skip

    def _reviews(self, child: str, period: str, start: date, until: date | None) -> None:
        day = start + timedelta(days=self.chance.randrange(10, 40))
        while day <= (until or LAST):
            code = self.chance.choice(PARTICIPATION)
            self.extract["cla_reviews"].append(
                {"review": f"{period}-R-{day}", "period_of_care": period, "held_on": day, "participation": code or None}
            )
            year = next(year for year in YEARS if day <= date(year, 3, 31))
            self.returns[year]["Reviews"].append({"CHILD": child, "REVIEW": _said(day), "REVIEW_CODE": code})
            day += timedelta(days=self.chance.randrange(60, 220))


def _said(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
