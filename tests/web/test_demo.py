"""The demonstration: what is already there is never touched unless it is one, and the real thing at its smallest size."""

import json
from datetime import date

import pytest

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.errors import WrongUsage
from inloco.analytics.snapshots import SnapshotStore
from inloco.demo import county
from inloco.performance.models import Commentary, CommentaryVersion, MonthlyReport, PublishedReport
from inloco.quality.models import FollowedFinding
from inloco.returns.models import Return
from tests.web.queries import assert_queries

PLAN = county.Plan(children=40, months=4, seed=2, until="2019-08-31")


def test_a_folder_in_use_is_refused_and_left_alone(data):
    (data / "snapshots").mkdir()
    (data / "snapshots" / "real").write_text("x")
    for fresh in (False, True):
        with pytest.raises(WrongUsage, match="in use"):
            county.make_way(data, PLAN, fresh=fresh)
    assert (data / "snapshots" / "real").exists()
    assert not (data / county.MARKER).exists()


def test_a_complete_one_stays_until_a_fresh_one_is_asked_for(data):
    assert county.make_way(data, PLAN, fresh=False)
    county.finish(data, PLAN)
    (data / "snapshots").mkdir()
    assert not county.make_way(data, PLAN, fresh=False)
    assert (data / "snapshots").exists()
    assert county.make_way(data, PLAN, fresh=True)
    assert not (data / "snapshots").exists()


def test_one_that_was_broken_off_is_made_anew(data):
    assert county.make_way(data, PLAN, fresh=False)
    (data / "snapshots").mkdir()
    assert county.make_way(data, PLAN, fresh=False)
    assert json.loads((data / county.MARKER).read_text())["complete"] is False
    assert not (data / "snapshots").exists()


def test_the_last_month_is_the_one_whose_extract_is_due():
    assert county.default_until(date(2019, 9, 2)) == date(2019, 8, 31)
    assert county.default_until(date(2020, 1, 31)) == date(2019, 12, 31)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_whole_of_it(data, monkeypatch, client):
    """Loading here happens in this process; the command does it in two."""
    from inloco.demo import papers, people, quality
    from inloco.demo import plan as plans

    monkeypatch.setattr(county, "_load_all", lambda root, folders, say: [county.load_month(folder, root) for folder in folders])
    monkeypatch.setattr(people.rendered, "render_all", lambda published: None)
    monkeypatch.setattr(people.tasks.make_public_edition.__class__, "enqueue", lambda self, *given: None)
    said: list[str] = []
    assert county.make_way(data, PLAN, fresh=False)
    packed = county.make_files(data, PLAN, said.append)
    assert packed.name == "2019-08.zip"
    assert SnapshotStore(data).latest().as_at == date(2019, 7, 31)
    accounts = people.make_people(data)
    assert {one.role for one in accounts} == {role.label for role in Role}
    for role in Role:
        person = User.objects.get(email=f"{role.value}@demo.example")
        assert person.roles == {role}
        assert person.check_password(county.PASSWORD)
    assert User.objects.get(email="iro@demo.example").professional
    assert User.objects.get(email="team_manager@demo.example").area
    people.make_reports(PLAN, said.append)
    states = dict(MonthlyReport.objects.values_list("period", "state"))
    assert states == {"2019-06": "published", "2019-07": "commentary"}
    report = PublishedReport.objects.get().report
    assert CommentaryVersion.objects.filter(commentary__report=report).values("author").distinct().count() >= 3
    assert Commentary.objects.filter(report__period="2019-07", text="").exists()
    quality.make_findings(PLAN, said.append)
    assert {"assigned", "accepted", "reported"} >= set(FollowedFinding.objects.values_list("state", flat=True)) != set()
    quality.make_returns(PLAN, said.append)
    assert set(Return.objects.values_list("state", flat=True)) == {"requested", "sent", "queried", "approved"}
    assert Return.objects.filter(state="approved").exclude(snapshot="").count() == 18, "three months of six services"
    plans.make_plan(said.append)
    papers.make_papers(PLAN, said.append)
    for role in Role:
        client.force_login(User.objects.get(email=f"{role.value}@demo.example"))
        assert_queries(client, "/")
    assert said
