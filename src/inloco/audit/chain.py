"""Whether the trail is whole: every event sealed to the one before it, from the first to the last."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.audit.models import Event


@dataclass(frozen=True)
class Chain:
    """What a check found. ``broken_at`` is the first event whose seal, or whose link to the one before, is wrong.

    Events cut off at the end leave no gap: compare ``events`` and ``last_seal`` with what was noted before.
    """

    events: int
    last_seal: str
    broken_at: int | None

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def verify() -> Chain:
    """Read the whole trail in order and compute every seal again."""
    events, previous = 0, ""
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous_seal != previous or event.seal != event.seal_expected():
            return Chain(events, previous, event.pk)
        events, previous = events + 1, event.seal
    return Chain(events, previous, None)
