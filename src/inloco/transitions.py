"""A process as one table of steps: what the ``states`` of every app is made of.

Policies, buttons, truth-table tests and the reference pages read such a table; nothing else says who may do what when.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

State = TypeVar("State", bound=StrEnum)

A_REASON = "a reason is given"


@dataclass(frozen=True)
class Transition(Generic[State]):
    """One step: from which states, to which, with which permission (None: no person takes it), and what must be true."""

    name: str
    label: str
    sources: tuple[State, ...]
    target: State
    permission: str | None
    guards: tuple[str, ...] = ()

    @property
    def asks_reason(self) -> bool:
        return A_REASON in self.guards

    @property
    def needed(self) -> str:
        """The permission of a step that a person takes. Raises ValueError for one that no person does."""
        if self.permission is None:
            raise ValueError(f"Nobody takes the step {self.name}.")
        return self.permission


Step = TypeVar("Step", bound=Transition[Any])


def step_named(name: str, *tables: Iterable[Step]) -> Step:
    """The step of this name. Raises KeyError for an unknown one: names come from the code, never from a person."""
    return {one.name: one for table in tables for one in table}[name]
