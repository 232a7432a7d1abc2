"""What other apps know of a child: each registers a section of the child's page, shown beneath what the extract says.

A section is asked for only after the person was found to be allowed to see the child, and again says itself whether they may
see this of the child.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inloco.accounts.models import User


@dataclass(frozen=True)
class Section:
    """A template of the app that registered it, and what it shows."""

    template: str
    context: Mapping[str, Any]


Provider = Callable[[str, User], Iterable[Section]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` (a child's id, the reader) for sections of every child's page. Called from an app's ``ready``."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def sections_of(child: str, *, by: User) -> list[Section]:
    """Every section of the child's page for this reader, in the order of registration."""
    return [section for provider in _providers for section in provider(child, by)]
