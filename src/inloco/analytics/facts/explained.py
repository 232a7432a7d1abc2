"""The SQL of a grain for a reader: every query that it stands on, before those that need it."""

from __future__ import annotations

from inloco.analytics.facts.build import queries


def sql_of(grain: str) -> tuple[tuple[str, str], ...]:
    """Name and SQL of each step, the grain's own last."""
    ordered: list[str] = []
    _put_in_order(grain, ordered)
    return tuple((name, queries()[name].sql) for name in ordered)


def _put_in_order(name: str, before: list[str]) -> None:
    for need in queries()[name].needs:
        _put_in_order(need, before)
    if name not in before:
        before.append(name)
