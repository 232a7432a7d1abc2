"""Parts of an address: the day of a meeting, the name of a step, an edition. Anything else is no page."""

from __future__ import annotations

import datetime as dt

from inloco.board.states import TRANSITIONS


class BoardDay:
    """A day as ``2019-09-17``."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return str(value)


class StepName:
    regex = "|".join(one.name for one in TRANSITIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class EditionName:
    regex = "restricted|public"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
