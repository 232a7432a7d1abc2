"""Parts sum to their totals, or the engine refuses: no figure is better than one that its teams contradict."""

from __future__ import annotations

from pathlib import Path

import pytest

from inloco.analytics.areas import AreaTree
from inloco.analytics.counting import PartsDoNotSum
from inloco.cli import main
from tests.spec.county import County


@pytest.fixture
def county(tmp_path: Path) -> County:
    county = County(tmp_path)
    county.child("Amara").looked_after("2018-01-10").team("T1", "2018-01-10")
    county.child("Bela").looked_after("2018-01-10").team("T3", "2018-01-10")
    return county


@pytest.fixture
def twice_to_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tree that leads from a locality's team to the authority twice, as if the team stood in two localities."""
    ancestors = AreaTree.ancestors

    def led_astray(tree: AreaTree, area: str) -> list[str]:
        chain = ancestors(tree, area)
        return [*chain, chain[-1]] if area == "T1" else chain

    monkeypatch.setattr(AreaTree, "ancestors", led_astray)


def test_teams_that_sum_to_the_authority_are_counted(county: County) -> None:
    counts = {one.area: one.numerator for one in county.figures("cla_count")}
    assert counts == {"county": 2, "north": 1, "T1": 1, "T2": 0, "T3": 1, "unallocated": 0}


@pytest.mark.usefixtures("twice_to_the_top")
@pytest.mark.parametrize("by", [None, "sex"])
def test_a_child_counted_twice_in_the_authority_is_refused(county: County, by: str | None) -> None:
    """Two children in the teams and three in the county."""
    with pytest.raises(PartsDoNotSum, match="The areas of 2019-08-31 do not sum to Wealdshire"):
        county.figures("cla_count", by=by)


@pytest.mark.usefixtures("twice_to_the_top")
def test_a_grain_without_the_child_is_not_affected(county: County) -> None:
    assert county.of("cp_plans_count") == "0"


@pytest.mark.usefixtures("twice_to_the_top")
def test_the_command_says_that_it_is_our_fault_and_prints_no_figure(
    county: County, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    county.freeze()
    monkeypatch.setenv("INLOCO_DATA", str(county.root))
    with pytest.raises(SystemExit) as left:
        main(["figures", "cla_count", "--period", "2019-08", "--format", "csv"])
    said = capsys.readouterr()
    assert left.value.code == 4
    assert said.out == ""
    assert "do not sum to Wealdshire" in said.err
