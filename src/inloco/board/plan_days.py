"""The days of boards' meetings, for the update cycles of plans, which are counted back from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from inloco.board.models import Meeting
from inloco.plans.board_days import BoardDay

SHOWN = 6
"""So many meetings to come are offered."""


def meetings_from(since: dt.date) -> Iterator[BoardDay]:
    """The next meetings of every board that were neither held nor cancelled."""
    for on, board in Meeting.objects.to_come().filter(on__gte=since).values_list("on", "body__name")[:SHOWN]:
        yield BoardDay(on, board)
