"""The page of settings: what is in force, what was chosen, and a file that is wrong."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from inloco.accounts.roles import Role
from inloco.analytics.indicators import CATALOGUE
from inloco.analytics.settings import EXPLAINED, FIELDS, LISTS, Settings
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def page(role: Role = Role.ADMINISTRATOR) -> str:
    client = Client()
    client.force_login(person(role))
    answer = client.get("/settings/")
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def test_every_setting_is_shown_and_explained(data: Path) -> None:
    shown = page()
    assert {f"{section}.{key}" for section, keys in FIELDS.items() for key in keys} == set(EXPLAINED)
    assert all(name in shown for name in EXPLAINED)
    assert "By this council" not in shown


def test_what_the_council_chose_is_in_force(data: Path) -> None:
    (data / "council.toml").write_text(
        '[council]\nname = "Vale of Marrow"\n[disclosure]\nthreshold = 9\n'
        '[[targets]]\nindicator = "dental_up_to_date_pct"\nvalue = 90\n'
    )
    shown = page()
    assert "By this council" in shown
    assert "Vale of Marrow" in shown
    assert CATALOGUE["dental_up_to_date_pct"].title in shown


def test_control_limits_stand_there_and_how_to_set_them(data: Path) -> None:
    (data / "council.toml").write_text(
        '[[limits]]\nindicator = "cla_count"\nfrom = 2019-04-01\nbaseline_to = 2020-03-31\nreason = "A new front door"\n'
        '[[limits]]\nindicator = "cla_cuont"\nfrom = 2019-04-01\nreason = "A new team"\n'
    )
    shown = page()
    assert CATALOGUE["cla_count"].title in shown
    assert "/performance/cla_count/" not in shown, "administrators see no figures"
    assert f'href="/performance/cla_count/">{CATALOGUE["cla_count"].title}</a>' in page(Role.BI_OFFICER)
    for words in ("1 Apr 2019", "31 Mar 2020", "A new front door", "The newest month"):
        assert words in shown
    assert re.search(r"cla_cuont</code> <strong [^>]*> ?No such indicator", shown)


@pytest.mark.parametrize("name", LISTS)
def test_the_example_of_each_list_is_read_as_it_stands(data: Path, name: str) -> None:
    assert " ".join(LISTS[name].split()) in page()
    (data / "council.toml").write_text(LISTS[name])
    assert len(getattr(Settings.read(data), name)) == 1


def test_a_file_that_is_wrong_is_said_with_its_setting(data: Path) -> None:
    (data / "council.toml").write_text('[disclosure]\nthreshold = "five"\n')
    shown = page()
    assert "the defaults hold" in shown
    assert "disclosure.threshold" in shown
