"""A chart is drawn once, when its picture is asked for; many that wait are drawn together, and no fault of that loses one."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from inloco.documents import chart_drawing
from inloco.documents.chart_drawing import FEW, ChartCache, draw, png, side_by_side


def spec(number: int) -> dict[str, Any]:
    return {"data": {"values": [{"a": number}]}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The specifications that were drawn in this process, one after the other; each gives a picture that names it."""
    seen: list[Any] = []

    def note(one: dict[str, Any]) -> str:
        seen.append(one["data"]["values"][0]["a"])
        return f"<svg>{seen[-1]}</svg>"

    monkeypatch.setattr(chart_drawing, "draw", note)
    return seen


def test_a_chart_is_drawn_once_for_all_that_share_the_folder(tmp_path: Path, drawn: list[Any]) -> None:
    first = ChartCache(folder=tmp_path / "charts").drawing(spec(1)).svg
    other = ChartCache(folder=tmp_path / "charts").drawing(spec(1))
    assert [other.svg, other.svg, first] == ["<svg>1</svg>"] * 3
    assert drawn == [1]


def test_a_chart_that_nobody_asks_for_is_not_drawn(drawn: list[Any]) -> None:
    cache = ChartCache()
    held = [cache.drawing(spec(number)) for number in range(FEW)]
    assert held[3].svg == "<svg>3</svg>"
    assert drawn == [3]


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path, drawn: list[Any]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert ChartCache(folder=tmp_path / "file" / "charts").drawing(spec(1)).svg == "<svg>1</svg>"


def test_the_cache_forgets_the_oldest(drawn: list[Any]) -> None:
    cache = ChartCache(size=1)
    first, second = cache.drawing(spec(1)), cache.drawing(spec(2))
    assert (first.svg, second.svg, first.svg) == ("<svg>1</svg>", "<svg>2</svg>", "<svg>1</svg>")
    assert drawn == [1, 2, 1]


def test_many_that_wait_are_drawn_together_as_they_would_be_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "charts"
    cache = ChartCache(folder=folder)
    held = [cache.drawing(spec(number)) for number in range(FEW + 1)]
    alone = draw(spec(7))
    monkeypatch.setattr(chart_drawing, "draw", lambda one: pytest.fail("drawn in this process"))
    assert held[7].svg == alone
    assert len({one.svg for one in held}) == len(list(folder.iterdir())) == FEW + 1


def test_a_chart_that_nobody_holds_any_more_is_not_drawn_with_the_others(drawn: list[Any]) -> None:
    cache = ChartCache()
    held = [cache.drawing(spec(number)) for number in range(FEW + 1)][:2]
    assert held[1].svg == "<svg>1</svg>"
    assert drawn == [1]


@pytest.mark.parametrize(
    "fault", [OSError("no more processes"), subprocess.TimeoutExpired("draw", 1), subprocess.CalledProcessError(1, "draw")]
)
def test_where_no_other_process_helps_each_is_drawn_here(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, drawn: list[Any]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise fault

    monkeypatch.setattr(subprocess, "run", refuse)
    assert side_by_side({"a": spec(1), "b": spec(2)}) == {}
    cache = ChartCache()
    held = [cache.drawing(spec(number)) for number in range(FEW + 1)]
    assert [one.svg for one in held] == [f"<svg>{number}</svg>" for number in range(FEW + 1)]
    assert drawn == list(range(FEW + 1))


def test_the_picture_for_word_is_a_png() -> None:
    assert png(draw(spec(1))).startswith(b"\x89PNG")
