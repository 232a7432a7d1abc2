"""What other apps know of an indicator: each registers a section of its page, shown beneath the figure.

A section is asked for a reader, and says itself whether they may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inloco.accounts.models import User
from inloco.analytics.areas import Area


@dataclass(frozen=True)
class Section:
    """A template of the app that registered it, and what it shows."""

    template: str
    context: Mapping[str, Any]


Provider = Callable[[str, Area, User], Iterable[Section]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` (an indicator's id, the area of the page, the reader) for sections. Called from an app's ``ready``."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def sections_of(indicator: str, area: Area, *, by: User) -> list[Section]:
    """Every section of the indicator's page for this reader, in the order of registration."""
    return [section for provider in _providers for section in provider(indicator, area, by)]
