"""Who entered, left, moved and was corrected: the preview's numbers, and the children behind each."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.analytics.snapshots import SnapshotStore
from inloco.audit.models import Event
from inloco.performance import staging
from inloco.performance.actions import uploads
from inloco.performance.models import ExtractUpload
from inloco.performance.movements import STEPS, corrected, movements
from tests.factories.county import snapshot_of
from tests.factories.people import person
from tests.factories.vale import AUGUST, JULY, extract, tables_of
from tests.web.extracts.test_uploads import AUGUST_END
from tests.web.queries import assert_queries

pytestmark = pytest.mark.django_db


def changed(content: bytes, column: str, rows: list[int], value: str, extra: str = "") -> bytes:
    """The CSV file with ``value`` in ``column`` of these rows, and a column more."""
    header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    for row in rows:
        lines[row][header.index(column)] = value
    if extra:
        header.append(extra)
        lines = [[*line, "1"] for line in lines]
    written = io.StringIO()
    csv.writer(written).writerows([header, *lines])
    return written.getvalue().encode()


@pytest.fixture
def staged(loaded, django_capture_on_commit_callbacks) -> ExtractUpload:
    """August, uploaded and checked; two placements have a code that nobody knows, and there is a column of no table."""
    files = []
    for file in sorted(loaded.folders[2].iterdir()):
        content = file.read_bytes()
        if file.name == "ssd_cla_placement.csv":
            content = changed(content, "clap_cla_placement_type", [0, 1], "ZZ", extra="shoe_size")
        files.append(SimpleUploadedFile(file.name, content))
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(files=files, as_at=AUGUST_END, reference=uuid4(), by=person(Role.BI_OFFICER))
    made.refresh_from_db()
    return made


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(person(Role.BI_OFFICER))
    return client


def test_each_number_has_its_children(staged: ExtractUpload, officer: Client) -> None:
    preview = staging.preview_of(staged)
    assert preview is not None
    assert preview.movements is not None
    assert set(preview.who) == set(STEPS)
    for step, children in preview.who.items():
        assert len(children) == getattr(preview.movements, step)
    step = next(step for step in ("entered", "left", "moved", "new") if preview.who[step])
    page = officer.get(reverse("extracts:upload-state", args=[staged.reference])).content.decode()
    address = reverse("extracts:upload-children", args=[staged.reference, step])
    assert address in page
    listed = officer.get(address)
    assert listed.status_code == 200
    text = listed.content.decode()
    assert STEPS[step] in text
    person_table = staging.checked_store(staged).open(staged.snapshot).read("person", ["child", "forename"]).to_pylist()
    forenames = {row["child"]: row["forename"] for row in person_table}
    assert all(forenames[child] in text for child in preview.who[step])
    assert not [child for child in preview.who[step] if f"/{child}" in text], "no address names a child by id"
    assert Event.objects.filter(kind="looked").last().after["shown"] == len(preview.who[step])
    assert_queries(officer, address)


def test_what_was_not_taken_is_counted(staged: ExtractUpload, officer: Client) -> None:
    page = " ".join(officer.get(reverse("extracts:upload-state", args=[staged.reference])).content.decode().split())
    assert "Not taken as it stands" in page
    assert "The code is not in its list; it counts as blank</th><td" in page.replace("> <", "><")
    assert "none that InLoco knows; it was left aside" in page


@pytest.mark.parametrize("step", ["nonsense", "before_on"])
def test_a_list_that_is_none_is_not_there(staged: ExtractUpload, officer: Client, step: str) -> None:
    assert officer.get(f"/extracts/uploads/{staged.reference}/children/{step}/").status_code == 404


def test_once_loaded_or_discarded_the_lists_are_gone(staged: ExtractUpload, officer: Client) -> None:
    uploads.discard(upload=staged, by=person(Role.BI_OFFICER))
    assert officer.get(reverse("extracts:upload-children", args=[staged.reference, "entered"])).status_code == 404


def test_filling_in_is_no_correction_and_changing_is(data: Path) -> None:
    july = extract(data, JULY)
    tables = tables_of(JULY)
    for row in tables["person"]:
        if row["child"] == "A01":
            row["born_on"] = "2001-01-01"
        if row["child"] == "A02":
            row["ethnicity"] = None
        row["nationality"] = "GB"
    for row in tables["care_leavers"]:
        row["activity"] = "F2"
    august = snapshot_of(data, as_at=AUGUST, **tables)
    assert corrected(july, august) == {"A01", "A02"}
    found = movements(july, august)
    assert found is not None
    numbers, who = found
    assert (numbers.corrected, who["corrected"]) == (2, ["A01", "A02"])
    assert numbers.after == numbers.before + numbers.added - numbers.taken_back + numbers.entered - numbers.left


def test_a_review_is_its_child_s_record(data: Path) -> None:
    def with_review(held: str) -> dict[str, list[dict[str, object]]]:
        tables = tables_of(JULY)
        periods = [row["period_of_care"] for row in tables["cla_episodes"] if row["child"] == "B03"]
        return {**tables, "cla_reviews": [{"review": "R1", "period_of_care": periods[0], "held_on": held}]}

    first = snapshot_of(data, as_at=JULY, **with_review("2019-06-03"))
    second = snapshot_of(data, as_at=AUGUST, **with_review("2019-06-04"))
    assert "B03" in corrected(first, second)
    assert SnapshotStore(data).open(second.id).has("cla_reviews")
