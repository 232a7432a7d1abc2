"""A child's timescales on a day: the page, its day, and who is turned away."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.audit.models import Event
from inloco.children.references import reference_of
from tests.factories.vale import ELM, OAK, name_of
from tests.web.children.test_pages import signed_in, text_of
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db


def address_of(child: str) -> str:
    return reverse("children:clocks", args=[reference_of(child)])


def test_every_timescale_stands_on_the_page(loaded: Path) -> None:
    answer = signed_in(Role.SOCIAL_WORKER, professional="W1").get(address_of(ELM[0]))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Timescales on 31 August 2019" in page
    for said in (name_of(ELM[0]), "Dental check", "Not yet due", "Could not be computed", "Does not apply on this day"):
        assert said in page
    assert "Placement at home looked at in supervision" in page
    assert "what was looked at in supervision" in page


def test_an_earlier_day_leaves_out_what_came_after(loaded: Path) -> None:
    client = signed_in(Role.DIRECTOR)
    before = text_of(client.get(address_of(ELM[0]), {"on-day": "1", "on-month": "1", "on-year": "2016"}))
    assert "Timescales on 1 January 2016" in before
    assert "Not looked after on the day" in before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"on-day": "1", "on-month": "9", "on-year": "2019"}, "Day must be 31 August 2019 or earlier"),
        ({"on-day": "31", "on-month": "2", "on-year": "2019"}, "Day must be a real date"),
        ({"on-day": "3", "on-month": "", "on-year": "2019"}, "Day must include a month"),
    ],
)
def test_a_day_that_cannot_be_answered_keeps_what_was_typed(loaded: Path, given: dict[str, str], said: str) -> None:
    answer = signed_in(Role.DIRECTOR).get(address_of(ELM[0]), given)
    assert answer.status_code == 422
    page = text_of(answer)
    assert said in page
    assert f'value="{given["on-day"]}"' in page
    assert "Timescales on 31 August 2019" in page


def test_the_childs_page_leads_there(loaded: Path) -> None:
    assert address_of(ELM[0]) in text_of(signed_in(Role.DIRECTOR).get(reverse("children:child", args=[reference_of(ELM[0])])))


def test_another_workers_child_and_nobody_are_turned_away_alike(loaded: Path) -> None:
    worker = signed_in(Role.SOCIAL_WORKER, professional="W1")
    assert worker.get(address_of(OAK[0])).status_code == 403
    assert worker.get("/children/nobody/timescales/").status_code == 403


def test_the_look_is_logged_without_the_childs_id(loaded: Path) -> None:
    signed_in(Role.SOCIAL_WORKER, professional="W1").get(address_of(ELM[0]))
    look = Event.objects.filter(kind="looked", subject="child").first()
    assert look.after["what"] == "child’s timescales"
    assert ELM[0] not in look.reference + look.after_json


def test_few_queries(loaded: Path) -> None:
    assert_queries(signed_in(Role.DIRECTOR), address_of(ELM[0]))
