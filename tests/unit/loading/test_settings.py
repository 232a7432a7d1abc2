"""``council.toml``: optional, forgiving in what is left out, plain about what is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from inloco.analytics.errors import InputRefused
from inloco.analytics.settings import LimitChange, Settings, Target

WHOLE = """
[council]
name = "Fennshire County Council"
short_name = "Fennshire"
colour = "#003366"
accent = "#AA5500"

[figures]
allocated_worker_roles = ["Key worker", "CW"]
care_leavers_include_qualifying = false
months_as_days = true

[disclosure]
threshold = 6

[[targets]]
indicator = "ni62_cla_three_placements_pct"
value = 9.1
from = 2018-04-01
to = "2019-03-31"

[[targets]]
indicator = "ni62_cla_three_placements_pct"
value = 9
from = 2019-04-01

[[targets]]
indicator = "ni62_cla_three_placements_pct"
value = 12
area = "NORTH"
"""


def settings(tmp_path: Path, text: str) -> Settings:
    (tmp_path / "council.toml").write_text(text, encoding="utf-8")
    return Settings.read(tmp_path)


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert Settings.read(tmp_path) == Settings()
    assert Settings().disclosure_threshold == 5
    assert Settings().care_leavers_include_qualifying
    assert "CW" in Settings().allocated_worker_roles


def test_everything_can_be_set(tmp_path: Path) -> None:
    read = settings(tmp_path, WHOLE)
    assert (read.name, read.short_name, read.colour, read.accent) == (
        "Fennshire County Council",
        "Fennshire",
        "#003366",
        "#AA5500",
    )
    assert read.allocated_worker_roles == ("KEY WORKER", "CW")
    assert (read.care_leavers_include_qualifying, read.months_as_days, read.disclosure_threshold) == (False, True, 6)
    assert read.targets[0] == Target("ni62_cla_three_placements_pct", Decimal("9.1"), date(2018, 4, 1), date(2019, 3, 31))


@pytest.mark.parametrize(
    ("area", "on", "value"),
    [
        ("COUNTY", date(2018, 4, 1), "9.1"),
        ("COUNTY", date(2019, 3, 31), "9.1"),
        ("COUNTY", date(2019, 4, 1), "9"),
        ("NORTH", date(2019, 4, 1), "12"),
        ("COUNTY", date(2018, 3, 31), None),
    ],
)
def test_the_target_of_a_day(tmp_path: Path, area: str, on: date, value: str | None) -> None:
    found = settings(tmp_path, WHOLE).target("ni62_cla_three_placements_pct", area, on)
    assert (found.value if found else None) == (Decimal(value) if value else None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[council\n", "not TOML"),
        ("[counsel]\nname = 'x'\n", "counsel"),
        ("[council]\ntitle = 'x'\n", "council.title"),
        ("[council]\nname = 3\n", "council.name"),
        ("[council]\nname = ' '\n", "council.name"),
        ("[council]\ncolour = 'blue'\n", "not a colour"),
        ("[figures]\nmonths_as_days = 'yes'\n", "true or false"),
        ("[figures]\nallocated_worker_roles = 'CW'\n", "list of roles"),
        ("[disclosure]\nthreshold = -1\n", "from 0 to 100"),
        ("[disclosure]\nthreshold = true\n", "from 0 to 100"),
        ("council = 'x'\n", "section"),
        ("targets = 3\n", "Targets are a list"),
        ("targets = [3]\n", "Targets are a list"),
        ("[[targets]]\nindicator = 'x'\n", "targets[1].value"),
        ("[[targets]]\nindicator = 'x'\nvalue = 'high'\n", "should be a number"),
        ("[[targets]]\nindicator = 'x'\nvalue = nan\n", "should be a number"),
        ("[[targets]]\nindicator = 'x'\nvalue = 1\nfrom = 'soon'\n", "not a date"),
        ("[[targets]]\nindicator = 'x'\nvalue = 1\nfrom = 2019-04-01\nto = 2019-03-31\n", "before the day"),
        ("[[targets]]\nindicator = 'x'\nvalue = 1\ncolour = 'red'\n", "targets[1].colour"),
        ("limits = 3\n", "Changes of limits are a list"),
        ("limits = [3]\n", "Changes of limits are a list"),
        ("[[limits]]\nindicator = 'x'\nfrom = 2019-04-01\n", "limits[1].reason"),
        ("[[limits]]\nindicator = 'x'\nfrom = 2019-04-01\nreason = ' '\n", "limits[1].reason"),
        ("[[limits]]\nindicator = 'x'\nfrom = 2019-04-01\nreason = 'y'\nbaseline_to = 2019-03-31\n", "before the day"),
        ("[[limits]]\nindicator = 'x'\nfrom = 2019-04-01\nreason = 'y'\nto = 2019-05-31\n", "limits[1].to"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputRefused) as refused:
        settings(tmp_path, text)
    assert words in str(refused.value)
    assert str(refused.value).startswith("council.toml")
    assert refused.value.action


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_bytes("[council]\nname = 'Zoë'\n".encode("cp1252"))
    with pytest.raises(InputRefused, match="UTF-8"):
        Settings.read(tmp_path)


def test_new_limits_have_a_reason(tmp_path: Path) -> None:
    read = settings(
        tmp_path, "[[limits]]\nindicator = 'x'\nfrom = 2019-04-01\nreason = 'A new team.'\nbaseline_to = 2020-03-31\n"
    )
    assert read.limits == (LimitChange("x", date(2019, 4, 1), "A new team.", date(2020, 3, 31)),)
