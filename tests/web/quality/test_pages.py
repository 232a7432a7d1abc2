"""The pages of data quality: the numbers, the list and its files, one finding, and a child's own."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from inloco.accounts.roles import Role
from inloco.analytics.book import FigureBook
from inloco.analytics.data_quality import faults_of, followed_snapshots
from inloco.analytics.snapshots import SnapshotStore
from inloco.audit.models import Event
from inloco.children.references import reference_of as child_reference_of
from inloco.quality.board import board, reference_of
from tests.factories.people import person
from tests.factories.vale import name_of
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db
PARTICIPATION = "PN0 is for children under 4, and only for them"


def signed_in(*roles: Role, **fields: object) -> Client:
    client = Client()
    client.force_login(person(*roles, **fields))
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def without_token(answer) -> str:
    return re.sub(r'name="csrf-token" content="\w+"', "", text_of(answer))


def finding_about(child: str) -> str:
    return next(reference for reference, fault in board().faults.items() if fault.child == child)


@pytest.fixture
def officer(loaded: Path) -> Client:
    return signed_in(Role.BI_OFFICER)


def test_the_numbers_by_check_team_and_worker(officer: Client, loaded: Path) -> None:
    page = text_of(officer.get("/quality/"))
    assert "in the extract of 31 August 2019" in page.replace("What the checks found ", "")
    assert PARTICIPATION in page
    assert "Open (12)" in page
    assert "Earlier extracts are being checked" in page, "July is not worked out before somebody asks for it"
    book = FigureBook(loaded)
    for snapshot in followed_snapshots(book):
        faults_of(book, snapshot)
    page = text_of(officer.get("/quality/"))
    assert "Earlier extracts are being checked" not in page
    assert "no change" in page
    assert "Elm team" in page
    assert "Checks that could not run" in page


def test_pages_cost_few_queries(officer: Client) -> None:
    for address in ("/quality/", "/quality/findings/", "/quality/findings/?state=all&area=elm"):
        assert_queries(officer, address)
    assert_queries(officer, reverse("quality:finding", args=[finding_about("C02")]))


def test_the_list_is_filtered_by_its_address(officer: Client) -> None:
    everything = text_of(officer.get("/quality/findings/"))
    assert "Findings 1 to 12 of 12" in everything
    assert "1 to 4 of 4" in text_of(officer.get("/quality/findings/?area=elm"))
    assert "1 to 4 of 4" in text_of(officer.get("/quality/findings/?check=code_out_of_use"))
    assert "No finding to show" in text_of(officer.get("/quality/findings/?state=accepted"))
    assert "1 to 12 of 12" in text_of(officer.get("/quality/findings/?state=nonsense&worker=")), (
        "what is not understood is left out"
    )


def test_everybody_sees_the_findings_of_their_own_children_only(loaded: Path) -> None:
    worker = signed_in(Role.SOCIAL_WORKER, professional="W3")
    page = text_of(worker.get("/quality/findings/"))
    assert "1 to 4 of 4" in page
    assert name_of("B06") in page or name_of("B05") in page
    assert "Assign all" not in page
    assert worker.get(reverse("quality:finding", args=[finding_about("C02")])).status_code == 403
    nobody = signed_in(Role.SOCIAL_WORKER, professional="nobody")
    assert "No finding to show" in text_of(nobody.get("/quality/findings/"))
    assert "nothing that cannot be right" in text_of(nobody.get("/quality/"))


def test_a_finding_that_is_not_there_is_refused_like_one_that_is_not_mine(loaded: Path) -> None:
    worker = signed_in(Role.SOCIAL_WORKER, professional="W3")
    theirs = worker.get(reverse("quality:finding", args=[finding_about("C02")]))
    none = worker.get(reverse("quality:finding", args=["a" * 24]))
    assert (theirs.status_code, none.status_code) == (403, 403)
    assert without_token(theirs) == without_token(none)


def test_addresses_and_files_name_no_child_by_id(officer: Client) -> None:
    page = officer.get("/quality/findings/").content.decode()
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [address for address in addresses if "C02" in address or "A0" in address]
    for fault in board().faults.values():
        assert fault.child not in reference_of(fault)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_as_a_file_holds_what_the_reader_may_see(loaded: Path, form: str) -> None:
    manager = signed_in(Role.TEAM_MANAGER, area="oak")
    answer = manager.get(f"/quality/findings.{form}?state=all")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    if form == "csv":
        rows = [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]
    else:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Child"
    assert len(rows) == 1 + 8, "four of Oak's children and four care leavers"
    assert "Elm team" not in str(rows)


def test_every_look_is_logged(officer: Client) -> None:
    officer.get("/quality/findings/")
    officer.get("/quality/findings.csv")
    officer.get(reverse("quality:finding", args=[finding_about("C02")]))
    looks = [event.after for event in Event.objects.filter(kind="looked")]
    assert len(looks) == 3
    assert not [look for look in looks if "C02" in str(look)]


def test_one_finding_says_what_it_endangers_and_what_to_do(officer: Client) -> None:
    page = text_of(officer.get(reverse("quality:finding", args=[finding_about("C02")])))
    assert "The code was not in use at that time" in page
    assert "Care leavers: activity" in page
    assert reverse("performance:indicator", args=["care_leavers_eet_pct"]) in page
    assert "Assign" in page
    assert "Accept as right" in page


def test_a_child_s_own_findings_stand_on_its_page(loaded: Path) -> None:
    address = reverse("children:child", args=[child_reference_of("C02")])
    page = text_of(signed_in(Role.PERSONAL_ADVISER, professional="P1").get(address))
    assert "What cannot be right in this record" in page
    assert reverse("quality:finding", args=[finding_about("C02")]) in page
    without = reverse("children:child", args=[child_reference_of("C01")])
    assert "What cannot be right" not in text_of(signed_in(Role.PERSONAL_ADVISER, professional="P1").get(without))


def test_without_an_extract_the_pages_say_so(data: Path) -> None:
    officer = signed_in(Role.BI_OFFICER)
    assert "nothing has been checked" in text_of(officer.get("/quality/"))
    assert "nothing has been checked" in text_of(officer.get("/quality/findings/"))
    assert officer.get("/quality/findings/assign/").status_code == 200


def test_an_extract_that_is_undone_takes_its_findings_with_it(officer: Client, loaded: Path) -> None:
    store = SnapshotStore(loaded)
    for snapshot in store.extracts():
        store.withdraw(snapshot.id)
    assert "nothing has been checked" in text_of(officer.get("/quality/"))
