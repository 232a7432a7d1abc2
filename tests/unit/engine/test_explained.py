"""The words beside a definition: every figure of the register has them, and what a pack printed is what it printed."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from click.testing import CliRunner

from inloco.analytics.errors import WrongUsage
from inloco.analytics.indicators import CATALOGUE, REGISTER
from inloco.analytics.indicators.explained import explained, fits, known_figures
from inloco.analytics.indicators.reference import pages
from inloco.analytics.periods import PeriodKind
from inloco.cli.indicator import indicator
from tests.shared import shared_file

PARTS = ("law", "definition", "example", "limits")


@pytest.mark.parametrize("id", REGISTER)
def test_every_figure_has_law_words_example_and_limits(id: str) -> None:
    said = explained(id)
    assert all(getattr(said, part).strip() for part in PARTS)
    assert said.example.endswith((".", "!", "%.")) or said.example[-1].isalnum()


def test_nothing_is_said_of_a_figure_that_is_not_there_nor_twice() -> None:
    def ids(name: str, column: str) -> list[str]:
        from importlib import resources

        text = resources.files("inloco.analytics.indicators").joinpath(name).read_text(encoding="utf-8")
        return [row[column] for row in csv.DictReader(text.splitlines())]

    examples = ids("examples.csv", "indicator")
    assert len(examples) == len(set(examples))
    assert not [id for id in examples if id not in CATALOGUE or CATALOGUE[id].example]
    others = ids("register_words.csv", "id")
    assert len(others) == len(set(others))
    assert set(others) <= set(REGISTER) - set(CATALOGUE)
    assert set(ids("known_figures.csv", "indicator")) <= set(REGISTER)
    with pytest.raises(WrongUsage):
        explained("nonsense")


def test_the_pack_s_figures_are_those_of_the_pack() -> None:
    with shared_file("data/published-figures.csv").open(encoding="utf-8") as file:
        printed = {
            (row["indicator"], row["measure"], row["area_kind"], row["period"]): Decimal(row["value"])
            for row in csv.DictReader(file)
            if row["value"] and row["area_kind"] == "county"
        }
    titles = {
        "cin_plans_count": ("Children in need plans", "number"),
        "cp_plans_count": ("Child protection plans", "number"),
        "cla_count": ("Children looked after", "number"),
        "cp_plans_rate": ("Child protection plans", "rate"),
        "cla_rate": ("Children looked after", "rate"),
    }
    compared = 0
    for id, (title, measure) in titles.items():
        for one in known_figures(id):
            written = f"{one.period.end:%Y-%m}" if one.period.kind is PeriodKind.MONTH else ""
            value = printed.get((title, measure, "county", written))
            if not one.whose and value is not None:
                compared += 1
                assert value == one.value, f"{id} {written}"
    assert compared >= 5


def test_a_search_looks_into_what_is_said() -> None:
    found = {id for id, entry in REGISTER.items() if fits(entry, "Dental 12 months")}
    assert found == {"dental_up_to_date_pct"}
    assert fits(REGISTER["pr_resolved_20wd_pct"], "handbook 20 working")
    assert not [id for id, entry in REGISTER.items() if fits(entry, "xylophone")]
    assert all(fits(entry, " ") for entry in REGISTER.values())


def test_the_command_line_searches_too() -> None:
    run = CliRunner()
    out = run.invoke(indicator, ["list", "--search", "dental 12 months", "--format", "csv"])
    assert [line.split(",")[0] for line in out.output.splitlines()] == ["id", "dental_up_to_date_pct"]
    none = run.invoke(indicator, ["list", "--search", "xylophone", "--format", "csv"])
    assert none.exit_code == 0
    assert "No indicator fits" in none.output
    shown = run.invoke(indicator, ["show", "pr_outstanding_4w_count"]).output
    assert "## Example" in shown
    assert "There is no rule that the computer follows" in shown


def test_every_figure_has_a_page_and_stands_under_its_words() -> None:
    written = pages()
    assert {f"{id}.md" for id in REGISTER} | {"index.md", "words.md"} == set(written)
    assert "(dental_up_to_date_pct.md)" in written["words.md"]
    for id in REGISTER:
        assert f"({id}.md)" in written["index.md"]
        assert {"## Example", "## Limits"} <= set(written[f"{id}.md"].splitlines())
    assert "| The council | August 2019 | 64.7% | – |" in written["dental_up_to_date_pct.md"]
