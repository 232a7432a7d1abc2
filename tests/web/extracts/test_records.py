"""Records of plans and boards go into the snapshot of the extract that is loaded: in the browser, on the command line, or not at
all."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile

from inloco.accounts.roles import Role
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import StorageRefused
from inloco.analytics.periods import month
from inloco.analytics.snapshots import SnapshotStore
from inloco.board.models import Body, Meeting, Membership, Resolution
from inloco.cli import inloco
from inloco.performance import with_load
from inloco.performance.actions import uploads
from inloco.performance.models import ExtractUpload
from inloco.performance.states import UploadState
from tests.factories import months
from tests.factories.people import person

pytestmark = pytest.mark.django_db
AUGUST_END = date(2019, 8, 31)
Capture = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def board(db: None) -> Body:
    """One meeting in July, at which one of two voting members was present and an action was resolved on."""
    body = Body.objects.create(slug="board", name="Board")
    meeting = Meeting.objects.create(body=body, on=date(2019, 7, 9), state="held")
    first, second = (
        Membership.objects.create(body=body, name=name, kind="voting", from_on=date(2019, 1, 1)) for name in ("Bo", "Di")
    )
    meeting.attendance.create(membership=first, name="Bo", presence="present")
    meeting.attendance.create(membership=second, name="Di", presence="apologies")
    item = meeting.items.create(position=1, title="Homes")
    Resolution.objects.create(body=body, meeting=meeting, item=item, number=1, kind="action", text="Write", owner_name="Bo")
    return body


def figures(data: Path) -> dict[str, list[tuple[int | None, int | None]]]:
    book = FigureBook(data)
    found = book.figures(["board_attendance_pct", "resolutions_open_count"], [month(2019, 6), month(2019, 7), month(2019, 8)])
    held: dict[str, list[tuple[int | None, int | None]]] = {}
    for one in found:
        held.setdefault(one.indicator, []).append((one.numerator, one.denominator))
    return held


EXPECTED = {
    "board_attendance_pct": [(None, None), (1, 2), (0, 0)],
    "resolutions_open_count": [(None, None), (1, None), (1, None)],
}


def uploaded(loaded: months.County, capture: Capture) -> ExtractUpload:
    officer = person(Role.BI_OFFICER)
    files = [SimpleUploadedFile(file.name, file.read_bytes()) for file in sorted(loaded.folders[2].iterdir())]
    with capture(execute=True):
        made = uploads.receive(files=files, as_at=AUGUST_END, reference=uuid4(), by=officer)
    made.refresh_from_db()
    with capture(execute=True):
        uploads.confirm(upload=made, by=officer)
    made.refresh_from_db()
    return made


def test_a_load_in_the_browser_freezes_them(
    loaded: months.County, data: Path, board: Body, django_capture_on_commit_callbacks: Capture
) -> None:
    made = uploaded(loaded, django_capture_on_commit_callbacks)
    assert made.condition is UploadState.LOADED
    latest = SnapshotStore(data).open(made.snapshot)
    assert {name: one.rows for name, one in latest.records.items()} == {"record_seat": 2, "record_resolution": 1}
    assert {one.since for one in latest.records.values()} == {date(2019, 7, 9)}
    assert not set(latest.records) & set(latest.tables)
    assert figures(data) == EXPECTED
    Resolution.objects.update(state="closed", closing_note="Done", closed_at=Meeting.objects.get())
    assert figures(data) == EXPECTED, "what is frozen stays"


def test_the_command_line_freezes_them_too(
    loaded: months.County, data: Path, board: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inloco.cli.load.has_database", lambda folder: True)
    monkeypatch.setattr("inloco.web.database.ensure_database", lambda: None)
    ran = CliRunner().invoke(inloco, ["load", str(loaded.folders[2]), "--as-at", "2019-08-31", "--format", "json"])
    answer = json.loads(ran.stdout)
    assert answer["snapshot"], ran.output
    assert "record_seat" not in answer["tables"], "what was read is the extract's"
    assert figures(data) == EXPECTED
    shown = CliRunner().invoke(inloco, ["snapshots", "show", answer["snapshot"], "--format", "json"])
    assert json.loads(shown.stdout)["records"]["record_seat"] == {"rows": 2, "since": "2019-07-09"}
    assert "record_resolution" in CliRunner().invoke(inloco, ["snapshots", "show", answer["snapshot"]]).stdout


def test_without_a_database_nothing_is_asked_of_one(loaded: months.County, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INLOCO_DATABASE_URL", raising=False)
    monkeypatch.setattr(with_load, "_recorders", [_never])
    ran = CliRunner().invoke(inloco, ["load", str(loaded.folders[2]), "--as-at", "2019-08-31", "--format", "json"])
    assert SnapshotStore(data).open(json.loads(ran.stdout)["snapshot"]).records == {}
    assert figures(data)["resolutions_open_count"] == [(None, None)] * 3


def _never(as_at: date) -> Any:
    raise AssertionError("There is no database to ask.")


def test_an_extract_is_not_loaded_without_its_records(
    loaded: months.County, data: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Capture
) -> None:
    def broken(as_at: date) -> Any:
        raise StorageRefused("The database cannot be used.", action="Start it.")

    monkeypatch.setattr(with_load, "_recorders", [broken])
    before = [one.id for one in SnapshotStore(data).list()]
    monkeypatch.setattr("inloco.cli.load.has_database", lambda folder: True)
    monkeypatch.setattr("inloco.web.database.ensure_database", lambda: None)
    ran = CliRunner().invoke(inloco, ["load", str(loaded.folders[2]), "--as-at", "2019-08-31"])
    assert isinstance(ran.exception, StorageRefused)
    made = uploaded(loaded, django_capture_on_commit_callbacks)
    assert made.condition is UploadState.FAILED
    assert [one.id for one in SnapshotStore(data).list()] == before


def test_a_file_named_like_a_record_is_no_record(tmp_path: Path, data: Path) -> None:
    folder = tmp_path / "2019-08-31"
    folder.mkdir()
    (folder / "person.csv").write_text("pers_person_id,pers_expected_dob\nA1,2010-01-01\n", encoding="utf-8")
    (folder / "record_seat.csv").write_text(
        "seat,body,member_class,held_on,presence\n1,b,,2019-08-01,present\n", encoding="utf-8"
    )
    CliRunner().invoke(inloco, ["load", str(folder), "--as-at", "2019-08-31"])
    assert [name for one in SnapshotStore(data).list() for name in (*one.tables, *one.records) if "record" in name] == []


def test_children_says_that_nobody_is_behind_it(
    loaded: months.County, data: Path, board: Body, django_capture_on_commit_callbacks: Capture
) -> None:
    uploaded(loaded, django_capture_on_commit_callbacks)
    for period, says in (("2019-08", "no child stands behind it"), ("2019-06", "no meeting was recorded here before 2019-07-09")):
        ran = CliRunner().invoke(inloco, ["children", "resolutions_open_count", "--period", period, "--format", "csv"])
        assert (ran.exit_code, ran.stdout) == (0, "child,indicator,area,period,state,reason\n")
        assert says in ran.stderr
    ran = CliRunner().invoke(inloco, ["children", "plan_actions_overdue_count", "--period", "2019-08"])
    assert "holds no plan" in ran.stderr
