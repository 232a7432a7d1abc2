"""From files in a browser to a snapshot, and back: each step, each refusal, two people at once, a job that was killed."""

import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from inloco.accounts.roles import Role
from inloco.analytics.book import FigureBook
from inloco.analytics.errors import InputRefused, NotAllowed, NotNow
from inloco.analytics.extracts.checks.reading import CHECK_NOT_RUN
from inloco.analytics.periods import month
from inloco.analytics.snapshots import SnapshotStore
from inloco.audit.models import Event
from inloco.performance import staging, tasks
from inloco.performance.actions import uploads
from inloco.performance.jobs import Job
from inloco.performance.models import ExtractUpload, Withdrawal
from inloco.performance.presenters.extracts import findings_page
from inloco.performance.states import UploadState
from tests.factories.people import person

pytestmark = pytest.mark.django_db

AUGUST_END = date(2019, 8, 31)


def files_of(folder, change=None):
    """The files of an extract as a browser sends them; ``change`` maps a file name to what becomes of its bytes."""
    change = change or {}
    return [
        SimpleUploadedFile(file.name, change.get(file.name, lambda content: content)(file.read_bytes()))
        for file in sorted(folder.iterdir())
    ]


def end_before_start(content):
    """Every episode that began ends on the day before 1900: an error of the checks."""
    lines = content.decode().splitlines()
    header = lines[0].split(",")
    place = header.index("clae_cla_episode_ceased_date")
    rows = [line.split(",") for line in lines[1:]]
    rows[0][place] = "1999-01-01"
    return "\n".join([lines[0], *(",".join(row) for row in rows)]).encode()


@pytest.fixture
def officer():
    return person(Role.BI_OFFICER)


@pytest.fixture
def staged(loaded, officer, django_capture_on_commit_callbacks):
    """August, uploaded and checked."""
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(files=files_of(loaded.folders[2]), as_at=AUGUST_END, reference=uuid4(), by=officer)
    made.refresh_from_db()
    return made


def snapshots(data):
    return [one.as_at for one in SnapshotStore(data).list()]


def test_an_upload_is_checked_and_nothing_is_loaded_yet(staged, data):
    assert staged.condition is UploadState.CHECKED
    assert staged.kind == "ssd"
    assert snapshots(data) == [date(2019, 6, 30), date(2019, 7, 31)]
    preview = staging.preview_of(staged)
    assert preview.former.startswith("2019-07-31")
    move = preview.movements
    assert (move.before_on, move.after_on) == (date(2019, 7, 31), AUGUST_END)
    assert move.after == move.before + move.added - move.taken_back + move.entered - move.left
    book = FigureBook(data)
    [july] = book.series("cla_count", book.areas.authority.id, [month(2019, 7)], as_known=date(2019, 7, 31))
    assert move.before == july.value, "as the overview counts them"
    episodes = next(one for one in preview.differences if one.table == "cla_episodes")
    assert episodes.rows_after == episodes.rows_before + episodes.added - episodes.removed


def test_confirming_writes_what_was_previewed(staged, data, django_capture_on_commit_callbacks):
    colleague = person(Role.BI_OFFICER)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.confirm(upload=staged, by=colleague)
    staged.refresh_from_db()
    assert staged.condition is UploadState.LOADED
    assert staged.confirmed_by == colleague
    latest = SnapshotStore(data).latest()
    assert (latest.id, latest.as_at) == (staged.snapshot, AUGUST_END)
    assert not staged.folder.exists()


def test_the_same_form_sent_twice_is_one_upload(loaded, officer):
    reference = uuid4()
    first = uploads.receive(files=files_of(loaded.folders[2]), as_at=AUGUST_END, reference=reference, by=officer)
    second = uploads.receive(files=files_of(loaded.folders[2]), as_at=AUGUST_END, reference=reference, by=officer)
    assert first.pk == second.pk
    assert ExtractUpload.objects.count() == 1


def test_of_one_form_sent_twice_at_the_same_moment_one_is_received(loaded, officer):
    """The second request comes while the first still writes: its refusal must not touch the first one's files."""
    reference = uuid4()
    first = ExtractUpload(reference=reference, uploaded_by=officer)
    uploads._claim(first)
    (first.folder / "kept.txt").write_text("x")
    with pytest.raises(NotNow, match="already"):
        uploads.receive(files=files_of(loaded.folders[2]), as_at=AUGUST_END, reference=reference, by=officer)
    assert (first.folder / "kept.txt").exists()


def test_confirming_twice_loads_once(staged, data, django_capture_on_commit_callbacks, officer):
    stale = ExtractUpload.objects.get(pk=staged.pk)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.confirm(upload=staged, by=officer)
        with pytest.raises(NotNow):
            uploads.confirm(upload=stale, by=officer)
    assert snapshots(data).count(AUGUST_END) == 1


def test_errors_refuse_and_change_nothing(loaded, data, officer, django_capture_on_commit_callbacks, client):
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(
            files=files_of(loaded.folders[2], {"ssd_cla_episodes.csv": end_before_start}),
            as_at=AUGUST_END,
            reference=uuid4(),
            by=officer,
        )
    made.refresh_from_db()
    assert made.condition is UploadState.REFUSED
    assert made.counts["error"] >= 1
    assert snapshots(data) == [date(2019, 6, 30), date(2019, 7, 31)]
    with pytest.raises(NotNow):
        uploads.confirm(upload=made, by=officer)
    client.force_login(officer)
    page = client.get(reverse("extracts:upload-state", args=[made.reference])).content.decode()
    assert "Nothing was loaded and nothing has changed" in page
    assert "ssd_cla_episodes.csv, row 2" in page


def test_files_that_lack_only_their_day_wait_for_it(loaded, officer, django_capture_on_commit_callbacks, client):
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(files=files_of(loaded.folders[2]), as_at=None, reference=uuid4(), by=officer)
    made.refresh_from_db()
    assert made.condition is UploadState.REFUSED
    client.force_login(officer)
    state, day = (reverse(f"extracts:{name}", args=[made.reference]) for name in ("upload-state", "upload-day"))
    page = client.get(state).content.decode()
    assert "Which day do the files show?" in page
    assert "nothing to report" not in page
    wrong = client.post(day, {"as_at-day": "31", "as_at-month": "9", "as_at-year": "2019"})
    assert wrong.status_code == 422
    assert "must be a real date" in wrong.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(day, {"as_at-day": "31", "as_at-month": "8", "as_at-year": "2019"})
    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.condition, made.as_at) == (UploadState.CHECKED, AUGUST_END)
    late = client.post(day, {"as_at-day": "31", "as_at-month": "8", "as_at-year": "2019"})
    assert late.status_code == 422, "a second time there is nothing to give"


def test_what_could_not_be_read_is_not_said_to_be_fine(officer, client, data, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(
            files=[SimpleUploadedFile("person.csv", b"pers_person_id,pers_dob\nA1,31/04/2010\n")],
            as_at=AUGUST_END, reference=uuid4(), by=officer,
        )  # fmt: skip
    client.force_login(officer)
    page = client.get(reverse("extracts:upload-state", args=[made.reference])).content.decode()
    assert "April has 30 days; there is no 31 April." in page
    assert "nothing to report" not in page


def test_each_column_of_the_findings_shows_what_it_says():
    not_run = CHECK_NOT_RUN.finding("", "Not checked in full", value="mother_under_11")
    at_row = CHECK_NOT_RUN.finding("person.csv", "Wrong", row=1200, column="pers_dob", value="x")
    first, second = findings_page([not_run, replace(at_row, check="impossible_date")], severity="", page=1).rows
    assert (first.where, first.value) == ("The whole extract", "–")
    assert (second.where, second.value) == ("person.csv, row 1,200, column pers_dob", "x")


def test_the_same_extract_again_is_refused(loaded, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(files=files_of(loaded.folders[1]), as_at=date(2019, 7, 31), reference=uuid4(), by=officer)
    made.refresh_from_db()
    assert made.condition is UploadState.REFUSED
    assert "loaded already" in staging.problem_of(made)


def test_what_was_loaded_meanwhile_must_be_seen_before_confirming(
    staged, loaded, data, officer, django_capture_on_commit_callbacks
):
    uploads.withdraw(snapshot=SnapshotStore(data).latest().id, reason="The wrong file", by=officer)
    with pytest.raises(NotNow, match="out of date"):
        uploads.confirm(upload=staged, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.check_again(upload=staged, by=officer)
    staged.refresh_from_db()
    assert staging.preview_of(staged).former.startswith("2019-06-30")
    with django_capture_on_commit_callbacks(execute=True):
        uploads.confirm(upload=staged, by=officer)
    staged.refresh_from_db()
    assert staged.condition is UploadState.LOADED


def test_two_people_cannot_load_at_once(staged, loaded, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        other = uploads.receive(files=files_of(loaded.folders[2])[:-1], as_at=AUGUST_END, reference=uuid4(), by=officer)
    other.refresh_from_db()
    uploads.confirm(upload=staged, by=officer)  # its job has not begun
    with pytest.raises(NotNow, match="being loaded"):
        uploads.confirm(upload=other, by=officer)


def test_discarding_removes_the_files(staged, data, officer, django_capture_on_commit_callbacks):
    assert staged.folder.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        uploads.discard(upload=staged, by=officer)
    assert not staged.folder.exists()
    assert snapshots(data) == [date(2019, 6, 30), date(2019, 7, 31)]


def test_a_killed_check_can_be_started_again_after_a_silence(loaded, officer, monkeypatch, django_capture_on_commit_callbacks):
    made = uploads.receive(files=files_of(loaded.folders[2]), as_at=AUGUST_END, reference=uuid4(), by=officer)
    uploads.move(made, UploadState.CHECKING, {})  # the job began, then its process was killed
    with pytest.raises(NotNow, match="worked on"):
        uploads.check_again(upload=made, by=officer)
    ExtractUpload.objects.filter(pk=made.pk).update(changed_at=timezone.now() - timedelta(minutes=6))
    made.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        uploads.check_again(upload=made, by=officer)
    made.refresh_from_db()
    assert made.condition is UploadState.CHECKED


def test_a_load_killed_after_the_snapshot_was_written_goes_on_to_the_same_snapshot(
    staged, data, officer, monkeypatch, django_capture_on_commit_callbacks
):
    def killed(report):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "_compute", killed)
        uploads.confirm(upload=staged, by=officer)
        with pytest.raises(KeyboardInterrupt):
            tasks.load_upload.func(str(staged.reference))
    staged.refresh_from_db()
    assert staged.condition is UploadState.LOADING
    file = staged.folder / "progress.json"
    ago = (timezone.now() - timedelta(minutes=6)).timestamp()
    os.utime(file, (ago, ago))
    ExtractUpload.objects.filter(pk=staged.pk).update(changed_at=timezone.now() - timedelta(minutes=6))
    staged.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        uploads.resume(upload=staged, by=officer)
    staged.refresh_from_db()
    assert staged.condition is UploadState.LOADED
    assert snapshots(data).count(AUGUST_END) == 1


def test_a_fault_of_ours_says_so_without_quoting_a_record(
    staged, data, officer, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    def broken(report):
        raise RuntimeError("child 4711 has no name")

    monkeypatch.setattr(tasks, "_compute", broken)
    with django_capture_on_commit_callbacks(execute=True):
        uploads.confirm(upload=staged, by=officer)
    staged.refresh_from_db()
    assert staged.condition is UploadState.FAILED
    assert "4711" not in staging.problem_of(staged) + caplog.text


def test_undo_goes_back_to_the_former_month_and_restore_brings_it_back(loaded, data, officer):
    latest = SnapshotStore(data).latest().id
    uploads.withdraw(snapshot=latest, reason="Half of the county was missing", by=officer)
    assert snapshots(data) == [date(2019, 6, 30)]
    assert Withdrawal.objects.get().reason == "Half of the county was missing"
    with pytest.raises(NotNow, match="already"):
        uploads.withdraw(snapshot=latest, reason="Again", by=officer)
    uploads.restore(snapshot=latest, by=officer)
    assert snapshots(data) == [date(2019, 6, 30), date(2019, 7, 31)]
    with pytest.raises(NotNow):
        uploads.restore(snapshot=latest, by=officer)


def test_undo_needs_a_reason(loaded, data, officer):
    with pytest.raises(NotNow, match="reason"):
        uploads.withdraw(snapshot=SnapshotStore(data).latest().id, reason="  ", by=officer)
    assert snapshots(data) == [date(2019, 6, 30), date(2019, 7, 31)]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BI_OFFICER, Role.BI_MANAGER}))
def test_nobody_else_loads_or_undoes(role, loaded, data):
    stranger = person(role)
    with pytest.raises(NotAllowed):
        uploads.receive(files=[], as_at=AUGUST_END, reference=uuid4(), by=stranger)
    with pytest.raises(NotAllowed):
        uploads.withdraw(snapshot=SnapshotStore(data).latest().id, reason="Why not", by=stranger)
    assert not (data / "staging").exists()


def test_old_staged_files_are_cleared(staged, data):
    assert uploads.forget_old(today=timezone.localdate()) == 0
    assert uploads.forget_old(today=timezone.localdate() + timedelta(days=8)) == 1
    staged.refresh_from_db()
    assert staged.condition is UploadState.DISCARDED
    assert not staged.folder.exists()


def test_no_value_of_a_file_reaches_the_database(loaded, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = uploads.receive(
            files=files_of(loaded.folders[2], {"ssd_cla_episodes.csv": end_before_start}),
            as_at=AUGUST_END,
            reference=uuid4(),
            by=officer,
        )
    values = {one.value for one in staging.findings_of(made) if one.value and len(one.value) > 3}  # a digit is in every trail
    assert values
    trail = json.dumps([[one.before_json, one.after_json] for one in Event.objects.all()])
    assert not [value for value in values if value in trail]


def zipped(folder):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"{folder.name}/{file.name}")
    return SimpleUploadedFile("august.zip", buffer.getvalue())


def test_through_the_pages(loaded, data, officer, client, computes, django_capture_on_commit_callbacks):
    client.force_login(officer)
    first = client.get(reverse("extracts:upload"))
    assert first.status_code == 200
    form = first.content.decode()
    reference = form.split('name="reference" value="')[1].split('"')[0]
    sent = {
        "files": [zipped(loaded.folders[2])],
        "as_at-day": "31",
        "as_at-month": "8",
        "as_at-year": "2019",
        "reference": reference,
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("extracts:upload"), sent)
    state = reverse("extracts:upload-state", args=[reference])
    assert answer.headers["Location"] == state
    page = client.get(state).content.decode()
    assert "What changes when you confirm" in page
    assert "Children looked after" in page
    assert "On 31 July 2019, as loaded then" in page
    assert "Episodes of care" in page
    assert ">cla_episodes<" not in page, "tables go by their titles"
    findings = client.get(reverse("extracts:upload-findings", args=[reference])).content.decode("utf-8-sig")
    assert findings.startswith("severity,check,file,row,column,value,message,action")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("extracts:upload-step", kwargs={"reference": reference, "name": "confirm"}))
    assert FigureBook(data).is_kept(), "computed before anybody asks"
    assert "The extract is loaded" in client.get(state).content.decode()
    listed = client.get(reverse("extracts:list")).content.decode()
    assert "31 Aug 2019" in listed
    assert officer.name in listed
    latest = SnapshotStore(data).latest().id
    assert client.get(reverse("extracts:snapshot", args=[latest])).status_code == 200
    undo = reverse("extracts:undo", args=[latest])
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "A test"}).status_code == 302
    assert "A test" in client.get(reverse("extracts:list")).content.decode()
    client.post(reverse("extracts:restore", args=[latest]))
    assert SnapshotStore(data).latest().id == latest


def test_a_bad_form_answers_422_and_says_why(officer, client, data):
    client.force_login(officer)
    answer = client.post(reverse("extracts:upload"), {"files": [SimpleUploadedFile("run.exe", b"MZ")], "reference": str(uuid4())})
    assert answer.status_code == 422
    assert "This kind of file is not read" in answer.content.decode()
    answer = client.post(reverse("extracts:upload"), {"reference": str(uuid4())})
    assert answer.status_code == 422
    assert "Select at least one file" in answer.content.decode()
    assert list((data / "staging").iterdir()) == []


def test_progress_shows_without_javascript_and_ends_polling(staged, officer, client):
    client.force_login(officer)
    ExtractUpload.objects.filter(pk=staged.pk).update(state=UploadState.LOADING, confirmed_by=officer)
    staging.note_progress(staged, "Writing the snapshot", 0.4)
    state = reverse("extracts:upload-state", args=[staged.reference])
    page = client.get(state).content.decode()
    assert "<progress" in page
    assert "Writing the snapshot" in page
    assert "Refresh this page" in page
    ExtractUpload.objects.filter(pk=staged.pk).update(state=UploadState.CHECKED)
    assert client.get(state, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_an_unreadable_upload_is_refused_before_it_is_stored(officer, data):
    with pytest.raises(InputRefused):
        uploads.receive(files=[], as_at=None, reference=uuid4(), by=officer)
    assert ExtractUpload.objects.count() == 0


@pytest.mark.parametrize("job", Job)
def test_every_job_is_a_task_of_its_name(job):
    assert getattr(tasks, job).module_path == f"inloco.performance.tasks.{job}"
