"""How this council does things: ``council.toml`` in the data folder. Local practice is here; statute is dated code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from inloco.analytics.errors import InputRefused, Place

FILE = "council.toml"


@dataclass(frozen=True)
class Target:
    """What an indicator should reach, from a day on. ``area`` None: for the whole authority."""

    indicator: str
    value: Decimal
    from_: date | None = None
    to: date | None = None
    area: str | None = None

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day; both ends count."""
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


@dataclass(frozen=True)
class LimitChange:
    """From a day on an indicator's control limits begin anew, and why. ``baseline_to``: they are worked out from the months until
    that day, and locked."""

    indicator: str
    from_: date
    reason: str
    baseline_to: date | None = None


@dataclass(frozen=True)
class Settings:
    """Every setting has a default, so that nothing needs to be written before the first load."""

    name: str = "The council"
    short_name: str = "Council"
    colour: str = "#12436D"
    accent: str = "#28A197"
    allocated_worker_roles: tuple[str, ...] = ("ALLOCATED CASE WORKER", "ALLOCATED WORKER", "CW")
    care_leavers_include_qualifying: bool = True
    months_as_days: bool = False
    disclosure_threshold: int = 5
    plan_circulate_days: int = 21
    plan_return_days: int = 14
    plan_brief_days: int = 7
    plan_cycle_days: int = 56
    plan_fresh_days: int = 42
    plan_red_after_days: int = 0
    plan_public_rule: str = "overdue_is_red"
    targets: tuple[Target, ...] = ()
    limits: tuple[LimitChange, ...] = ()

    @classmethod
    def read(cls, root: Path) -> Settings:
        """The settings of the data folder ``root``. Raises InputRefused, naming the setting, when the file is wrong."""
        file = root / FILE
        try:
            written = tomllib.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
        except FileNotFoundError:
            return cls()
        except OSError as trouble:
            raise _refused(f"The file cannot be read ({trouble.strerror}).", "Ask for permission to read it.") from trouble
        except UnicodeDecodeError as trouble:
            raise _refused("The file is not text in UTF-8.", "Save it as UTF-8.") from trouble
        except tomllib.TOMLDecodeError as trouble:
            raise _refused(f"The file is not TOML: {trouble}.", "Correct that line.") from trouble
        _refuse_unknown(written, set(_READERS) | {"targets", "limits"}, "section")
        values: dict[str, Any] = {}
        for section, readers in _READERS.items():
            given = written.get(section, {})
            if not isinstance(given, dict):
                raise _refused("This should be a section.", f"Write it as [{section}].", section)
            _refuse_unknown(given, set(readers), "setting", f"{section}.")
            for key, value in given.items():
                name, read = readers[key]
                values[name] = read(value, f"{section}.{key}")
        targets = written.get("targets", [])
        if not isinstance(targets, list):
            raise _refused("Targets are a list.", "Write each as [[targets]].", "targets")
        values["targets"] = tuple(_target(given, f"targets[{number}]") for number, given in enumerate(targets, start=1))
        limits = written.get("limits", [])
        if not isinstance(limits, list):
            raise _refused("Changes of limits are a list.", "Write each as [[limits]].", "limits")
        values["limits"] = tuple(_limit_change(given, f"limits[{number}]") for number, given in enumerate(limits, start=1))
        read = cls(**values)
        _check_cycle(read)
        return read

    def target(self, indicator: str, area: str | None, on: date) -> Target | None:
        """The target in force on that day: the area's own before the whole authority's, the latest to begin first."""
        held = [one for one in self.targets if one.indicator == indicator and one.area in (area, None) and one.holds(on)]
        return max(held, key=lambda one: (one.area is not None, one.from_ or date.min), default=None)


def _refused(what: str, action: str, setting: str | None = None, value: object = None) -> InputRefused:
    return InputRefused(what, action=action, place=Place(file=FILE, column=setting, value=None if value is None else str(value)))


def _refuse_unknown(given: Mapping[str, object], known: set[str], what: str, prefix: str = "") -> None:
    for key in given:
        if key not in known:
            raise _refused(f"There is no such {what}.", f"Known here: {', '.join(sorted(known))}.", prefix + key)


def _text(value: object, setting: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _refused("This should be a text.", "Put it in quotation marks.", setting, value)
    return value.strip()


def _colour(value: object, setting: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise _refused("This is not a colour.", 'Write it as "#12436D".', setting, value)
    return value


def _flag(value: object, setting: str) -> bool:
    if not isinstance(value, bool):
        raise _refused("This should be true or false.", "Write true or false, without quotation marks.", setting, value)
    return value


def _threshold(value: object, setting: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
        raise _refused("This should be a whole number from 0 to 100.", "Write a number without quotation marks.", setting, value)
    return value


def _roles(value: object, setting: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _refused("This should be a list of roles.", 'Write it as ["ALLOCATED WORKER", "CW"].', setting, value)
    return tuple(_text(one, setting).upper() for one in value)


def _number(value: object, setting: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _refused("This should be a number.", "Write it without quotation marks.", setting, value)
    number = Decimal(value)
    if not number.is_finite():
        raise _refused("This should be a number.", "Write it without quotation marks.", setting, value)
    return number


def _day(value: object, setting: str) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            pass
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _refused("This is not a date.", "Write it as 2019-04-01.", setting, value)
    return value


def _days(value: object, setting: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 400:
        raise _refused(
            "This should be a whole number of days, from 0 to 400.", "Write a number without quotation marks.", setting, value
        )
    return value


def _public_rule(value: object, setting: str) -> str:
    if value not in ("overdue_is_red", "overdue_is_amber", "owner"):
        raise _refused("This is not a rule.", 'Write "overdue_is_red", "overdue_is_amber" or "owner".', setting, value)
    return str(value)


def _check_cycle(read: Settings) -> None:
    """Updates are asked for before they are due, and due before the briefing."""
    if not read.plan_circulate_days >= read.plan_return_days >= read.plan_brief_days:
        raise _refused(
            "These days before the board are out of order.",
            "circulate_days is the largest, then return_days, then brief_days.",
            "plans.circulate_days",
        )


_READERS: dict[str, dict[str, tuple[str, Any]]] = {
    "council": {
        "name": ("name", _text),
        "short_name": ("short_name", _text),
        "colour": ("colour", _colour),
        "accent": ("accent", _colour),
    },
    "figures": {
        "allocated_worker_roles": ("allocated_worker_roles", _roles),
        "care_leavers_include_qualifying": ("care_leavers_include_qualifying", _flag),
        "months_as_days": ("months_as_days", _flag),
    },
    "disclosure": {"threshold": ("disclosure_threshold", _threshold)},
    "plans": {
        "circulate_days": ("plan_circulate_days", _days),
        "return_days": ("plan_return_days", _days),
        "brief_days": ("plan_brief_days", _days),
        "cycle_days": ("plan_cycle_days", _days),
        "fresh_days": ("plan_fresh_days", _days),
        "red_after_days": ("plan_red_after_days", _days),
        "public_rule": ("plan_public_rule", _public_rule),
    },
}


def _target(given: object, setting: str) -> Target:
    if not isinstance(given, dict):
        raise _refused("Targets are a list.", "Write each as [[targets]].", setting)
    _refuse_unknown(given, {"indicator", "value", "from", "to", "area"}, "setting", f"{setting}.")
    for needed in ("indicator", "value"):
        if needed not in given:
            raise _refused("This is missing.", "Every target has an indicator and a value.", f"{setting}.{needed}")
    target = Target(
        indicator=_text(given["indicator"], f"{setting}.indicator"),
        value=_number(given["value"], f"{setting}.value"),
        from_=_day(given["from"], f"{setting}.from") if "from" in given else None,
        to=_day(given["to"], f"{setting}.to") if "to" in given else None,
        area=_text(given["area"], f"{setting}.area") if "area" in given else None,
    )
    if target.from_ and target.to and target.to < target.from_:
        raise _refused(
            "This is before the day on which the target begins.", "Correct one of the two.", f"{setting}.to", target.to
        )
    return target


def _limit_change(given: object, setting: str) -> LimitChange:
    if not isinstance(given, dict):
        raise _refused("Changes of limits are a list.", "Write each as [[limits]].", setting)
    _refuse_unknown(given, {"indicator", "from", "reason", "baseline_to"}, "setting", f"{setting}.")
    for needed in ("indicator", "from", "reason"):
        if needed not in given:
            raise _refused("This is missing.", "New limits need an indicator, a day and a reason.", f"{setting}.{needed}")
    change = LimitChange(
        indicator=_text(given["indicator"], f"{setting}.indicator"),
        from_=_day(given["from"], f"{setting}.from"),
        reason=_text(given["reason"], f"{setting}.reason"),
        baseline_to=_day(given["baseline_to"], f"{setting}.baseline_to") if "baseline_to" in given else None,
    )
    if change.baseline_to and change.baseline_to < change.from_:
        raise _refused(
            "This is before the day on which the limits begin.",
            "Correct one of the two.",
            f"{setting}.baseline_to",
            change.baseline_to,
        )
    return change


FIELDS: Mapping[str, Mapping[str, str]] = {
    section: {key: field for key, (field, _) in readers.items()} for section, readers in _READERS.items()
}
"""Section and setting as the file names them, with the attribute of ``Settings``."""

EXPLAINED: Mapping[str, str] = {
    "council.name": "The council’s name, on every page and paper",
    "council.short_name": "A shorter name for tables and charts",
    "council.colour": "The colour of the header and of the council’s own line in charts",
    "council.accent": "The second colour",
    "figures.allocated_worker_roles": "Roles of an involvement that make its worker the child’s allocated worker",
    "figures.care_leavers_include_qualifying": "Whether qualifying care leavers count among care leavers",
    "figures.months_as_days": "Whether ages and spans in months are counted in days, as some councils do",
    "disclosure.threshold": "Numbers from 1 to this one are suppressed where small numbers are not shown",
    "plans.circulate_days": "So many days before the board updates are asked for",
    "plans.return_days": "So many days before the board updates are due",
    "plans.brief_days": "So many days before the board the chair is briefed and missing updates are escalated",
    "plans.cycle_days": "An action due within so many days is due this cycle",
    "plans.fresh_days": "A progress note older than this is no longer fresh",
    "plans.red_after_days": "So many days after its due date an open action is proposed as Red",
    "plans.public_rule": "What the public summary shows of an overdue action: overdue_is_red, overdue_is_amber (where its owner "
    "says Green), or always what its owner says",
}
"""What each setting does, for the page of settings and the reference."""

LISTS: Mapping[str, str] = {
    "targets": """[[targets]]
indicator = "dental_up_to_date_pct"
value = 90
from = 2026-04-01          # until it is replaced; `to` ends it
area = "north"             # without: the whole authority
""",
    "limits": """[[limits]]
indicator = "cla_count"
from = 2026-04-01          # the control limits begin anew
reason = "A new front door"
baseline_to = 2027-03-31   # worked out from the months until then, and locked
""",
}
"""How the file writes an entry of each list, for the page of settings and the reference."""
