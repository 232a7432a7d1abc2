"""Logs without children: a traceback names code and exception types only, a request names its route and never its values."""

from __future__ import annotations

import logging
import traceback
from collections.abc import ItemsView
from types import TracebackType
from typing import Any

from django.views.debug import SafeExceptionReporterFilter

_Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Plain(logging.Formatter):
    """``time level logger message``. Of an exception: its type and where it was raised; never its text, which may quote data."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        ours = logging.makeLogRecord({**record.__dict__, "exc_text": None})  # another formatter may have left its own there
        if record.name.startswith(("django.request", "django.security")):
            ours.msg, ours.args = self.without_values(record), ()
        return super().format(ours)

    @staticmethod
    def without_values(record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        where = match.route if match else "no route"
        return f"{getattr(request, 'method', '-')} {where} answered {getattr(record, 'status_code', '-')}"

    def formatException(self, ei: _Raised) -> str:
        kind, _, where = ei
        frames = "".join(traceback.format_list([frame_without_source(frame) for frame in traceback.extract_tb(where)]))
        return f"{frames}{kind.__name__ if kind else 'unknown'}"


def frame_without_source(frame: traceback.FrameSummary) -> traceback.FrameSummary:
    return traceback.FrameSummary(frame.filename, frame.lineno, frame.name, lookup_line=False, line="")


class HideEverything(SafeExceptionReporterFilter):
    """An error report by mail or page shows no variables and no posted values."""

    def is_active(self, request: Any) -> bool:
        return True

    def get_post_parameters(self, request: Any) -> dict[str, str]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()
