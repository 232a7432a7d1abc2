"""A published report is kept as JSON: whatever goes in must come out again, and nothing else may be taken for one."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics.errors import InputRefused
from inloco.analytics.periods import month
from inloco.documents.cells import Cell, State
from inloco.documents.frozen import plain, whole
from inloco.documents.monthly_report import as_json, from_json
from tests.documents.made import made_report, with_commentary


def test_a_report_comes_back_equal() -> None:
    report = made_report()
    assert from_json(as_json(report)) == report


def test_the_same_report_gives_the_same_text() -> None:
    assert as_json(made_report()) == as_json(from_json(as_json(made_report())))


def test_decimals_stay_exact() -> None:
    cell = Cell(month(2024, 2), Decimal("88.10"), state=State.FINAL)
    assert str(whole(Cell, json.loads(json.dumps(plain(cell)))).value) == "88.10"


@given(st.text())
def test_any_commentary_survives(text: str) -> None:
    report = with_commentary(made_report(), text.encode("utf-8", "ignore").decode())
    assert from_json(as_json(report)) == report


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": 99, "report": {}}',
        '{"format": 1, "report": {"title": 3}}',
        "not JSON",
        '{"format": 1, "report": 1}',
    ],
)
def test_something_else_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InputRefused, match="backup"):
        from_json(text)


def test_an_unknown_kind_is_never_frozen() -> None:
    with pytest.raises(TypeError):
        plain({"a": object()})
