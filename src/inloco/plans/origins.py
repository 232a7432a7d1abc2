"""Where an action of a plan comes from: what other apps know of it, each a line on the action's page.

An app registers what it knows from its ``ready``. It is asked only for somebody who may see the action, and says itself what of
its own they may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from inloco.accounts.models import User
from inloco.plans.models import Action


@dataclass(frozen=True)
class Origin:
    """One line: what happened, what was said, how it stands there. ``address`` is empty where the reader may not go."""

    words: str
    text: str = ""
    state: str = ""
    address: str = ""


Provider = Callable[[Action, User], Iterable[Origin]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` (an action, the reader) for lines on every action's page."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def origins_of(action: Action, *, by: User) -> list[Origin]:
    """Every line for this reader, in the order of registration."""
    return [origin for provider in _providers for origin in provider(action, by)]
