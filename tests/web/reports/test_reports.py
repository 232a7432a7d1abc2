"""A month's report from its extract to its publication: each step, each refusal, two writers at once, and that
nothing moves it."""

import hashlib
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import InputRefused, NotAllowed, NotNow
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.snapshots import SnapshotStore
from inloco.documents.monthly_report import Edition, from_json
from inloco.performance import policies, rendered, report_queries, restated
from inloco.performance.actions import reports, uploads
from inloco.performance.models import Commentary, CommentaryVersion, MonthlyReport, PublishedReport, ReportStep
from inloco.performance.queries import figure_book
from inloco.performance.states import ReportState
from tests.factories.months import AUGUST, JULY, JUNE
from tests.factories.people import person

pytestmark = pytest.mark.django_db

CHOSEN = ["cla_count", "cla_reviews_in_time_pct"]


@pytest.fixture
def people():
    """Everybody who has a part in it, by part."""
    return {
        "officer": person(Role.BI_OFFICER, name="Nadia Thorncastle"),
        "head": person(Role.HEAD_OF_SERVICE, name="Tamsin Greatorex"),
        "lead": person(Role.STRATEGIC_LEAD, name="Joaquim Leatherby"),
        "manager": person(Role.BI_MANAGER, name="Gethin Marlowe"),
        "publisher": person(Role.BI_OFFICER, name="Osian Fairweather"),
        "member": person(Role.BOARD_MEMBER, name="Odette Farnaby"),
    }


@pytest.fixture
def opened(loaded, people):
    """July's report, open for commentary."""
    officer = people["officer"]
    report = reports.start(period=JULY, indicators=CHOSEN, by=officer)
    report = reports.record_extract(report=report, by=officer)
    known = {kind.check: "Known" for kind in report_queries.open_findings(report)}
    report = reports.accept_findings(report=report, notes=known, by=officer)
    report = reports.compute(report=report, by=officer)
    return reports.open_commentary(report=report, by=officer)


@pytest.fixture
def written(opened, people):
    """With commentary by two authors."""
    for indicator, author in zip(CHOSEN, ("head", "lead"), strict=True):
        reports.write_commentary(report=opened, indicator=indicator, text=f"About *{indicator}*.", based_on=0, by=people[author])
    return opened


@pytest.fixture
def published(written, people):
    report = reports.approve(report=written, by=people["manager"])
    return reports.publish(report=report, by=people["publisher"])


def test_the_whole_way(published, people):
    report = MonthlyReport.objects.get()
    assert report.condition is ReportState.PUBLISHED
    assert list(report.steps.values_list("transition", "by__name")) == [
        ("start", "Nadia Thorncastle"),
        ("record_extract", "Nadia Thorncastle"),
        ("accept_findings", "Nadia Thorncastle"),
        ("compute", "Nadia Thorncastle"),
        ("open_commentary", "Nadia Thorncastle"),
        ("approve", "Gethin Marlowe"),
        ("publish", "Osian Fairweather"),
    ]
    content = from_json(published.text)
    assert content.indicators == tuple(CHOSEN)
    assert content.stamp.published_by == "Osian Fairweather"
    assert {remark.author for page in content.pages for remark in page.commentary} == {"Tamsin Greatorex", "Joaquim Leatherby"}
    assert published.snapshot == report.snapshot == SnapshotStore(figure_book().root).latest().id
    assert published.definitions == {"cla_count": 1, "cla_reviews_in_time_pct": 1}
    assert published.sha256 == hashlib.sha256(published.text.encode()).hexdigest()
    assert report_queries.published_report_json(JULY) == published.text
    assert set(report_queries.commentary_for(JULY)) == set(CHOSEN)


def test_a_month_is_started_once(opened, people):
    with pytest.raises(NotNow, match="started already"):
        reports.start(period=JULY, indicators=CHOSEN, by=people["manager"])


@pytest.mark.parametrize(("indicators", "says"), [([], "No indicator"), (["no_such_thing"], "not an indicator")])
def test_the_indicators_must_exist(loaded, people, indicators, says):
    with pytest.raises(NotNow, match=says):
        reports.start(period=JULY, indicators=indicators, by=people["officer"])


def test_without_an_extract_there_is_no_next_step(loaded, people):
    report = reports.start(period=AUGUST, indicators=CHOSEN, by=people["officer"])
    with pytest.raises(NotNow, match="No extract"):
        reports.record_extract(report=report, by=people["officer"])
    assert MonthlyReport.objects.get().condition is ReportState.EXTRACT_DUE


def test_each_kind_of_warning_is_accepted_by_name(loaded, data, people, monkeypatch):
    warnings = [
        Finding(Severity.WARNING, "end_before_start", "ssd_cla_visits.csv", "Ends before it starts.", "Look at it.", row=row)
        for row in (2, 3)
    ] + [Finding(Severity.WARNING, "future_date", "ssd_person.csv", "Lies in the future.", "Look at it.", row=9)]
    store = SnapshotStore(data)
    july = store.latest()
    store.withdraw(july.id)
    store.write("ssd", july.as_at, {table: july.read(table) for table in july.tables}, warnings)
    officer = people["officer"]
    report = reports.record_extract(report=reports.start(period=JULY, indicators=CHOSEN, by=officer), by=officer)
    assert [(kind.check, kind.count) for kind in report_queries.open_findings(report)] == [
        ("end_before_start", 2),
        ("future_date", 1),
    ]
    with pytest.raises(NotNow, match="2 kinds of warnings"):
        reports.accept_findings(report=report, notes={}, by=officer)
    report = reports.accept_findings(report=report, notes={"future_date": "Typed by hand"}, by=people["publisher"])
    assert report.condition is ReportState.EXTRACTED
    report = reports.accept_findings(report=report, notes={"end_before_start": "Known"}, by=officer)
    assert report.condition is ReportState.VALIDATED
    assert set(report.accepted_findings.values_list("kind", "count", "accepted_by__name", "note")) == {
        ("end_before_start", 2, "Nadia Thorncastle", "Known"),
        ("future_date", 1, "Osian Fairweather", "Typed by hand"),
    }


def test_missing_commentary_stops_the_approval(opened, people):
    reports.write_commentary(report=opened, indicator="cla_count", text="One.", based_on=0, by=people["head"])
    with pytest.raises(NotNow, match="missing for 1 of 2"):
        reports.approve(report=opened, by=people["manager"])


def test_who_wrote_neither_approves_nor_publishes(opened, people):
    for indicator, author in zip(CHOSEN, ("manager", "publisher"), strict=True):
        reports.write_commentary(report=opened, indicator=indicator, text="Words.", based_on=0, by=people[author])
    with pytest.raises(NotNow, match="You wrote commentary"):
        reports.approve(report=opened, by=people["manager"])
    other = person(Role.BI_MANAGER)
    report = reports.approve(report=opened, by=other)
    with pytest.raises(NotNow, match="You wrote commentary"):
        reports.publish(report=report, by=people["publisher"])
    with pytest.raises(NotNow, match="You approved"):
        reports.publish(report=report, by=other)
    assert not PublishedReport.objects.exists()


def test_a_wording_that_was_replaced_still_counts_as_written(written, people):
    manager = people["manager"]
    found = reports.write_commentary(report=written, indicator="cla_count", text="Mine.", based_on=1, by=manager)
    reports.write_commentary(report=written, indicator="cla_count", text="Replaced.", based_on=found.number, by=people["head"])
    with pytest.raises(NotNow, match="You wrote commentary"):
        reports.approve(report=written, by=manager)


def test_two_writers_at_once_lose_nothing(opened, people):
    reports.write_commentary(report=opened, indicator="cla_count", text="The first wording.", based_on=0, by=people["head"])
    with pytest.raises(reports.CommentaryChanged) as changed:
        reports.write_commentary(report=opened, indicator="cla_count", text="The second.", based_on=0, by=people["lead"])
    assert changed.value.theirs.text == "The first wording."
    assert changed.value.theirs.written_by == people["head"]
    reports.write_commentary(report=opened, indicator="cla_count", text="Both.", based_on=1, by=people["lead"])
    assert list(CommentaryVersion.objects.values_list("number", "text", "author__name")) == [
        (2, "Both.", "Joaquim Leatherby"),
        (1, "The first wording.", "Tamsin Greatorex"),
    ]


def test_the_second_writer_sees_both_on_the_page(opened, people, client):
    address = reverse("reports:commentary", args=[JULY, "cla_count"])
    client.force_login(people["lead"])
    assert client.get(address).status_code == 200
    reports.write_commentary(report=opened, indicator="cla_count", text="Theirs came first.", based_on=0, by=people["head"])
    answer = client.post(address, {"text": "Mine came second.", "based_on": "0", "do": "save"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs came first." in page
    assert "Mine came second." in page
    assert Commentary.objects.get(indicator="cla_count").text == "Theirs came first."
    based_on = re.search(r'name="based_on" value="(\d+)"', page)[1]
    assert client.post(address, {"text": "Together.", "based_on": based_on, "do": "save"}).status_code == 302
    assert Commentary.objects.get(indicator="cla_count").text == "Together."


def test_saving_the_same_words_again_is_no_new_version(written, people):
    reports.write_commentary(report=written, indicator="cla_count", text="About *cla_count*.", based_on=1, by=people["lead"])
    assert CommentaryVersion.objects.filter(commentary__indicator="cla_count").count() == 1


@pytest.mark.parametrize(("text", "says"), [("  \n ", "empty"), ("x" * 10_001, "longer")])
def test_commentary_has_words_but_not_too_many(opened, people, text, says):
    with pytest.raises(NotNow, match=says):
        reports.write_commentary(report=opened, indicator="cla_count", text=text, based_on=0, by=people["head"])


def test_returning_opens_the_commentary_again_and_drops_the_approval(written, people):
    report = reports.approve(report=written, by=people["manager"])
    with pytest.raises(NotNow):
        reports.write_commentary(report=report, indicator="cla_count", text="Too late.", based_on=1, by=people["head"])
    with pytest.raises(NotNow, match="reason"):
        reports.return_to_commentary(report=report, reason=" ", by=people["manager"])
    report = reports.return_to_commentary(report=report, reason="Say more about teams", by=people["manager"])
    assert report.approved_by is None
    reports.write_commentary(report=report, indicator="cla_count", text="More.", based_on=1, by=people["head"])


def test_a_newer_extract_must_be_taken_before_going_on(written, people, data):
    uploads.withdraw(snapshot=written.snapshot, reason="The wrong file", by=people["officer"])
    with pytest.raises(NotNow, match="newest extract"):
        reports.approve(report=written, by=people["manager"])
    uploads.restore(snapshot=written.snapshot, by=people["officer"])
    report = reports.take_extract_again(report=written, reason="Loaded again", by=people["officer"])
    assert report.condition is ReportState.EXTRACTED
    assert Commentary.objects.exclude(text="").count() == 2


def test_choosing_other_indicators_keeps_their_commentary(written, people):
    reports.choose_indicators(report=written, indicators=["cla_count", "cla_rate"], by=people["officer"])
    written.refresh_from_db()
    assert report_queries.missing_commentary(written) == ["cla_rate"]
    reports.choose_indicators(report=written, indicators=CHOSEN, by=people["officer"])
    written.refresh_from_db()
    assert report_queries.missing_commentary(written) == []
    approved = reports.approve(report=written, by=people["manager"])
    with pytest.raises(NotNow, match="approved"):
        reports.choose_indicators(report=approved, indicators=["cla_rate"], by=people["officer"])


def test_a_report_changed_while_it_was_being_published_is_not_published(written, people, monkeypatch):
    report = reports.approve(report=written, by=people["manager"])
    content = reports.report_content

    def meanwhile(report, **given):
        reports.return_to_commentary(report=report, reason="Wait", by=people["manager"])
        reports.write_commentary(report=report, indicator="cla_count", text="Changed.", based_on=1, by=people["head"])
        reports.approve(report=report, by=people["manager"])
        return content(report, **given)

    monkeypatch.setattr(reports, "report_content", meanwhile)
    with pytest.raises(NotNow, match="while it was being published"):
        reports.publish(report=report, by=people["publisher"])
    assert not PublishedReport.objects.exists()
    assert MonthlyReport.objects.get().condition is ReportState.APPROVED


def test_published_rows_never_change(published):
    published.content = b"something else"
    with pytest.raises(NotAllowed):
        published.save()
    with pytest.raises(NotAllowed):
        published.delete()
    with pytest.raises(NotAllowed):
        PublishedReport.objects.update(sha256="0")
    with pytest.raises(NotAllowed):
        ReportStep.objects.all().delete()
    for statement in (
        "UPDATE performance_publishedreport SET sha256 = '0'",
        "DELETE FROM performance_publishedreport",
        "UPDATE performance_commentaryversion SET text = 'x'",
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_public_edition_is_made_once_and_only_of_what_was_published(published, data, people):
    made = reports.freeze_public_edition(published=published)
    assert from_json(made.text).edition is Edition.PUBLIC
    assert reports.freeze_public_edition(published=published).pk == made.pk


def test_no_public_edition_of_figures_that_have_changed(published, data):
    (data / "council.toml").write_text('[[targets]]\nindicator = "cla_count"\nvalue = 1\n')
    with pytest.raises(NotNow, match="have changed"):
        reports.freeze_public_edition(published=published)


def test_damaged_content_is_noticed(published):
    broken = PublishedReport(content=published.content, sha256="0" * 64)
    with pytest.raises(InputRefused, match="damaged"):
        broken.text  # noqa: B018


def test_a_later_snapshot_never_changes_what_was_published(published, loaded, data, people, client):
    client.force_login(people["officer"])
    address = reverse("reports:show", args=[JULY])
    files = {format: rendered.file(published, Edition.RESTRICTED, format).content for format in rendered.OUTPUTS}
    before = PublishedReport.objects.get().text
    assert "Every figure of the report is the same today" in client.get(address).content.decode()

    loaded.load(data, 2)
    assert PublishedReport.objects.get().text == before
    for format, content in files.items():
        assert rendered.file(PublishedReport.objects.get(), Edition.RESTRICTED, format).content == content
    assert client.get(address).status_code == 200


def test_what_is_known_otherwise_now_stands_beside_with_its_cause(published, data, people, client):
    """A child whom the report counted was taken out of the records afterwards."""
    store = SnapshotStore(data)
    july = store.open(published.snapshot)
    tables = {table: july.read(table) for table in july.tables}
    gone = next(one.child for one in figure_book().children("cla_count", JULY) if one.state == "met")
    children = tables["cla_episodes"].column("child").to_pylist()
    tables["cla_episodes"] = tables["cla_episodes"].take([row for row, child in enumerate(children) if child != gone])
    store.write("ssd", AUGUST.end, tables)
    content = from_json(published.text)
    found = restated.differences(published, content, figure_book())
    assert {one.causes for one in found} == {(restated.Cause.UNEXPLAINED,)}
    restated.explain(published, content, figure_book())
    found = {(one.indicator, one.area): one for one in restated.differences(published, content, figure_book())}
    county = found["cla_count", "Aldermere"]
    assert int(county.now.replace(",", "")) == int(county.published.replace(",", "")) - 1
    assert county.causes == (restated.Cause.CORRECTION,)
    client.force_login(people["officer"])
    assert "would be different today" in client.get(reverse("reports:show", args=[JULY])).content.decode()
    page = client.get(reverse("reports:known-now", args=[JULY])).content.decode()
    assert "Correction: records that the report counted were changed or removed" in page


def test_the_pages_of_a_report(opened, people, client):
    client.force_login(people["officer"])
    work = reverse("reports:work", args=[JULY])
    page = client.get(work).content.decode()
    assert "0 of 2 indicators written" in page
    assert client.get(reverse("reports:list")).status_code == 200
    assert client.get(reverse("reports:start")).status_code == 200
    assert client.get(reverse("reports:draft", args=[JULY])).status_code == 200
    indicators = reverse("reports:indicators", args=[JULY])
    assert client.get(indicators).status_code == 200
    assert client.post(indicators, {"indicators": []}).status_code == 422
    for indicator in CHOSEN:
        address = reverse("reports:commentary", args=[JULY, indicator])
        preview = client.post(address, {"text": "**Bold** <script>x</script>", "based_on": "0", "do": "preview"})
        assert "<strong>Bold</strong>" in preview.content.decode()
        assert "<script>x" not in preview.content.decode()
        client.force_login(people["head"])
        assert client.post(address, {"text": "Words.", "based_on": "0", "do": "save"}).status_code == 302
    assert client.post(reverse("reports:step", args=[JULY, "approve"])).status_code == 403
    client.force_login(people["manager"])
    assert client.post(reverse("reports:step", args=[JULY, "approve"])).status_code == 302
    refused = client.post(reverse("reports:step", args=[JULY, "publish"]))
    assert refused.status_code == 422
    assert "You approved this report" in refused.content.decode()
    assert client.post(reverse("reports:step", args=[JULY, "return_to_commentary"]), {"reason": ""}).status_code == 422


def test_publishing_through_the_page_and_the_files(written, people, client, django_capture_on_commit_callbacks):
    reports.approve(report=written, by=people["manager"])
    client.force_login(people["publisher"])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("reports:step", args=[JULY, "publish"])).status_code == 302
    assert MonthlyReport.objects.get().condition is ReportState.PUBLISHED
    page = client.get(reverse("reports:show", args=[JULY])).content.decode()
    assert "Monthly performance report, July 2019" in page
    first, second = (reverse("reports:page", args=[JULY, key]) for key in CHOSEN)
    assert first in page
    assert second in page
    page = client.get(first).content.decode()
    assert "Tamsin Greatorex" in page
    assert second in page
    assert client.get(reverse("reports:page", args=[JULY, "cin_count"])).status_code == 404
    starts = {"pdf": b"%PDF", "html": b"<!", "ods": b"PK", "xlsx": b"PK"}
    for format, first in starts.items():
        for edition in ("restricted", "public"):
            answer = client.get(reverse(f"reports:download-{edition}", args=[JULY, format]))
            assert answer.status_code == 200
            assert answer.content.lstrip().startswith(first)
            assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(reverse("reports:download-restricted", args=[JULY, "exe"])).status_code == 404


def test_a_fault_while_publishing_leaves_the_report_approved_and_says_so(
    written, people, client, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(report, **given):
        raise RuntimeError("child 4711")

    reports.approve(report=written, by=people["manager"])
    monkeypatch.setattr(reports, "report_content", broken)
    client.force_login(people["publisher"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:step", args=[JULY, "publish"]))
    page = client.get(reverse("reports:work", args=[JULY])).content.decode()
    assert "Publishing did not succeed; nothing has changed" in page
    assert "4711" not in page
    assert MonthlyReport.objects.get().condition is ReportState.APPROVED


def test_board_members_see_published_reports_only(written, people, client):
    client.force_login(people["member"])
    assert "July 2019" not in client.get(reverse("reports:list")).content.decode()
    for route in ("reports:show",):
        assert client.get(reverse(route, args=[JULY])).status_code == client.get(reverse(route, args=[JUNE])).status_code == 404
    for route in ("reports:work", "reports:draft"):
        assert client.get(reverse(route, args=[JULY])).status_code == client.get(reverse(route, args=[JUNE])).status_code == 403
    report = reports.approve(report=written, by=people["manager"])
    reports.publish(report=report, by=people["publisher"])
    assert "July 2019" in client.get(reverse("reports:list")).content.decode()
    assert client.get(reverse("reports:download-restricted", args=[JULY, "html"])).status_code == 200


def test_readers_outside_the_board_read_the_edition_without_small_numbers(published, client):
    outsider = person(Role.CO_OPTED_MEMBER)
    client.force_login(outsider)
    shown, file = reverse("reports:show", args=[JULY]), reverse("reports:download-public", args=[JULY, "html"])
    assert "The public edition is being made" in client.get(shown).content.decode()
    assert client.get(file).status_code == 404
    of_page = reverse("reports:page", args=[JULY, CHOSEN[0]])
    assert client.get(of_page).status_code == 404
    reports.freeze_public_edition(published=published)
    page = client.get(shown).content.decode()
    assert "Public edition: small numbers are suppressed" in page
    assert "As published and as known now" not in page
    assert client.get(of_page).status_code == 200
    assert client.get(reverse("reports:known-now", args=[JULY])).status_code == 403
    assert reverse("reports:download-restricted", args=[JULY, "pdf"]) not in page
    assert client.get(file).status_code == 200
    assert client.get(reverse("reports:download-restricted", args=[JULY, "html"])).status_code == 403


def titles(user):
    return {task.title: task.why for tasks in tasks_of(user).values() for task in tasks}


def test_tasks_follow_the_report(written, people):
    assert "Approve the report for July 2019" in titles(people["manager"])
    assert "Write commentary for July 2019" not in titles(people["head"])
    reports.choose_indicators(report=written, indicators=[*CHOSEN, "cla_rate"], by=people["officer"])
    assert titles(people["head"])["Write commentary for July 2019"] == "Missing for 1 indicator"
    assert "Approve the report for July 2019" not in titles(people["manager"])
    reports.choose_indicators(report=written, indicators=CHOSEN, by=people["officer"])
    report = reports.approve(report=written, by=people["manager"])
    assert "Publish the report for July 2019" in titles(people["publisher"])
    assert "Publish the report for July 2019" not in titles(people["manager"])
    reports.publish(report=report, by=people["publisher"])
    assert "Read the report for July 2019" in titles(people["member"])
    reports.note_reading(report=MonthlyReport.objects.get(), by=people["member"])
    assert "Read the report for July 2019" not in titles(people["member"])


def test_the_extract_due_is_a_task_with_its_day(loaded, people):
    found = {task.title: task.due for tasks in tasks_of(people["officer"]).values() for task in tasks}
    assert str(found["Load the extract for August 2019"]) == "2019-09-02"


def test_the_pages_take_few_queries(published, people, client, django_assert_max_num_queries):
    client.force_login(people["manager"])
    for route in ("reports:show", "reports:work"):
        client.get(reverse(route, args=[JULY]))
        with django_assert_max_num_queries(12):
            assert client.get(reverse(route, args=[JULY])).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(reverse("reports:list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("home"))


def test_no_child_is_named_in_the_trail_of_a_report(published):
    from inloco.audit.models import Event

    children = set(SnapshotStore(figure_book().root).latest().read("person", ["child"]).column("child").to_pylist())
    trail = " ".join(one.after_json for one in Event.objects.exclude(subject="performance_publishedreport"))
    words = set(re.findall(r"[A-Za-z0-9-]{5,}", trail))
    assert not children & words


def test_policies_answer_as_they_check(opened, people):
    assert not policies.can_make(opened, "approve", by=people["manager"])
    assert dict(policies.open_steps(opened, by=people["manager"]))["approve"].startswith("Commentary is missing")
    assert policies.open_steps(opened, by=people["member"]) == []
