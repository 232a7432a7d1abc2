"""A grain: what one row of facts stands for, and what its figures can be split by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

AGE_BAND = "case when age < 1 then 'Under 1' when age < 5 then '1 to 4' when age < 10 then '5 to 9' \
when age < 16 then '10 to 15' when age < 18 then '16 to 17' when age < 22 then cast(age as varchar) \
when age >= 22 then '22 and over' else 'unknown' end"

DIMENSIONS: Mapping[str, str] = {
    "age": AGE_BAND,
    "category": "coalesce(category, 'unknown')",
    "ethnicity": "coalesce(ethnicity, 'unknown')",
    "legal_status": "coalesce(legal_status, 'unknown')",
    "need": "coalesce(need, 'unknown')",
    "placement_type": "coalesce(placement_type, 'unknown')",
    "provider": "coalesce(provider, 'unknown')",
    "reviewing_officer": "coalesce(reviewing_officer, 'nobody')",
    "sex": "coalesce(sex, 'unknown')",
    "unaccompanied": "case when is_unaccompanied then 'unaccompanied' else 'other' end",
    "worker": "coalesce(worker, 'nobody')",
    "body": "coalesce(body, 'unknown')",
    "brag": "brag",
    "member_class": "coalesce(member_class, 'unknown')",
    "objective": "plan || '/' || objective",
    "plan": "coalesce(plan, 'unknown')",
    "resolution_kind": "coalesce(resolution_kind, 'unknown')",
    "service": "coalesce(service, 'nobody')",
}
"""What figures can be split by, as SQL over the columns of a grain."""

TABLE_OF = {"unaccompanied": "immigration_status"}
"""The table without which a dimension would put everybody into one group: its split is not available then."""

COLUMN_OF = {"unaccompanied": "is_unaccompanied"}
"""The column of a dimension where it has another name."""


@dataclass(frozen=True)
class Grain:
    """``row`` says in words what one row is. ``key`` is ``on_day`` (the state on a day) or ``period`` (events in a span).

    ``only_snapshot_day``: the extract holds only today, so a figure comes only from the snapshot of its own month.
    ``subject`` is the column that says whose row it is: a child's, or that of one of our own records.
    """

    name: str
    row: str
    key: str
    columns: Mapping[str, str]
    only_snapshot_day: bool = False
    dimensions: tuple[str, ...] = field(default=())
    subject: str = "child"

    @property
    def is_of_records(self) -> bool:
        """Whether the rows are InLoco's own records: no child is behind them, and only the whole authority has figures."""
        return self.subject != "child"

    def __post_init__(self) -> None:
        possible = tuple(name for name in DIMENSIONS if COLUMN_OF.get(name, name) in self.columns)
        object.__setattr__(self, "dimensions", possible)


PERSON = {
    "child": "whose row it is",
    "area": "the area responsible: that of the allocated worker's team, or ``unallocated``",
    "worker": "the allocated worker; null where nobody is",
    "reviewing_officer": "the independent reviewing officer or chair; null where nobody is",
    "age": "whole years attained on the day; null without a date of birth",
    "sex": "M, F or U",
    "ethnicity": "code of the national list",
}
"""What every grain of children says of the child."""

SITUATION = {
    "need": "primary need of the period of care",
    "legal_status": "the legal status of the day, ``unknown`` or null where none is open",
    "placement_type": "the placement's type on the day, temporary moves included; null without a placement",
    "provider": "who provides that placement, PR0 to PR5",
    "is_unaccompanied": "recorded as an unaccompanied asylum-seeking child on the day",
    "short_breaks": "the legal status of the day is V3 or V4",
}
"""What it says beside of a child looked after."""
