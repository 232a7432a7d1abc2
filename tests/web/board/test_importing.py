"""A body from a file, on the command line and in the browser: a whole one, the real one, and every refusal."""

import json

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.analytics.errors import InputRefused, NotAllowed, WrongUsage
from inloco.board.actions import packs
from inloco.board.actions.importing import read_into_database
from inloco.board.models import AgendaItem, Body, Meeting, Resolution
from inloco.cli.board import board as command
from tests.factories.people import person
from tests.shared import shared_file

pytestmark = pytest.mark.django_db

FILE = """
board:
  name: Lantern Valley Parenting Board
  nature: advisory
  quorum: 3
  clear_days: 5
  functions: [listens, asks]
  constitution_dated: 2019-09
membership:
  appointed_by: the leader
  chair: has a casting vote
  barred: cabinet members
  voting:
    - {kind: councillor, group: largest group, number: one or more}
    - {kind: carer, number: 2}
  co_opted: {vote: false, services: [health, police]}
  advice_and_reports_from: [headteacher]
terms_of_reference:
  - {ref: a, heading: high hopes}
  - {ref: b, heading: regular reports, reports_on: [housing]}
agenda_2019_09:
  date: 2019-09-17
  weekday: Tuesday
  items:
    - {no: 1, title: Introductions and apologies, lead: chair, asks: note}
    - {no: 2, title: Notes of May, minutes_allotted: 10, asks: agree}
    - {no: 3, title: Figures, minutes_allotted: 20, asks: review and agree content}
  minutes_allotted_total: 30
meeting_2019_05:
  date: 2019-05-22
  time: "18:00"
  present:
    members: [{role: councillor, count: 2, labels: [Ifeoma, Gwilym]}]
    co_opted: [{role: nurse, count: 1, labels: [Imran]}]
  items:
    - {no: 1, title: Apologies}
    - {no: 2, title: Housing}
    - {no: 3, title: Exploitation, outcome: deferred to a later meeting}
  resolutions:
    - {item: 2, kind: action, text: Find flats, owner: housing}
  figures_given:
    - {item: 2, text: flats, value: 12, unit: flats}
meeting_dates:
  - {date: 2019-05-22, status: held}
  - {date: 2019-11-26, time: "18:00", place: town hall, status: announced}
"""


def read(text=FILE, **given):
    return read_into_database(text.encode(), "board.yaml", by=None, **given)


def test_everything_has_its_place():
    found = read()
    assert (found.seats, found.meetings, found.items, found.resolutions, found.attended, found.notes) == (5, 3, 6, 1, 3, [])
    body = Body.objects.get()
    assert (body.quorum, body.clear_days, body.has_casting_vote, body.barred_roles) == (3, 5, True, ["cabinet_member"])
    assert list(body.seats.values_list("kind", "title", "number", "number_words")) == [
        ("voting", "councillor, largest group", None, "one or more"), ("voting", "carer", 2, ""),
        ("co_opted", "health", None, ""), ("co_opted", "police", None, ""), ("adviser", "headteacher", None, ""),
    ]  # fmt: skip
    assert "  - housing" in body.terms.get().text
    may, september, november = body.meetings.all()
    assert (may.state, september.state, november.state) == ("minutes_draft", "agenda_setting", "planned")
    assert "Given: flats, 12 flats." in may.items.get(title="Housing").minute
    assert list(september.items.values_list("title", "purpose", "kind", "minutes_allotted")) == [
        ("Introductions and apologies", "note", "apologies", None),
        ("Notes of May", "agree", "last_minutes", 10),
        ("Figures", "agree", "ordinary", 20),
        ("Exploitation", "note", "ordinary", None),
    ]
    assert september.items.get(title="Exploitation").carried_from == may.items.get(title="Exploitation")
    assert [one.resolution for one in september.matters_arising.all()] == [Resolution.objects.get()]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("board:", "council:"), "does not describe a board"),
        (("name: Lantern Valley Parenting Board", "name: "), "does not describe a board"),
        (("functions: [listens, asks]", "functions: [listens"), "not YAML"),
        (("quorum: 3", "quorum: some"), "quorum is not a whole number"),
        (("clear_days: 5", "clear_days: 90"), "clear days are not"),
        (("date: 2019-09-17", "date: soon"), "“soon” is not a date"),
        (('time: "18:00"\n  present', "time: evening\n  present"), "“evening” is not a time"),
        (("{no: 2, title: Housing}", "{no: two, title: Housing}"), "no number"),
        (("{no: 2, title: Housing}", "{no: 2}"), "has no title"),
        (("item: 2, kind: action", "item: 9, kind: action"), "names item 9"),
        (
            ("voting:\n    - {kind: councillor, group: largest group, number: one or more}", "voting:\n    - councillors"),
            "not a list of",
        ),
    ],
)
def test_a_file_is_refused_whole(change, says):
    assert change[0] in FILE
    with pytest.raises(InputRefused, match=says) as refusal:
        read(FILE.replace(*change))
    assert refusal.value.place.file == "board.yaml"
    assert refusal.value.action
    assert not Body.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00b", b"", b"[1, 2]", b"x" * 1_000_001, b"!!python/object/apply:os.system [ls]"])
def test_what_is_no_board_is_refused(content):
    with pytest.raises(InputRefused):
        read_into_database(content, "board.yaml", by=None)


def test_what_is_doubtful_is_told():
    text = FILE.replace("weekday: Tuesday", "weekday: Monday").replace("total: 30", "total: 45").replace("count: 2", "count: 3")
    assert read(text + "\nopening_hours: {monday: 9}\n").notes == [
        "2019-05-22: councillor names 2 and counts 3.",
        "2019-09-17 is a Tuesday, and the file says Monday.",
        "2019-09-17: the items take 30 minutes, and the file says 45.",
        "The part “opening_hours” is not known and was left out.",
    ]


def test_a_body_is_read_once():
    read()
    with pytest.raises(InputRefused, match="already"):
        read()


def test_the_real_one():
    content = shared_file("data/board-2019.yaml").read_bytes()
    found = read_into_database(content, "board-2019.yaml", by=None)
    assert (found.seats, found.meetings, found.items, found.resolutions) == (21, 5, 20, 3)
    meeting = Meeting.objects.get(on="2019-09-17")
    assert sum(one or 0 for one in meeting.items.values_list("minutes_allotted", flat=True)) == 115
    assert meeting.arrangements == "Refreshments from 17:30."
    assert AgendaItem.objects.get(carried_from__meeting__on="2019-05-22").meeting == meeting
    assert Meeting.objects.get(on="2019-03-28").agreed_at.on.isoformat() == "2019-05-22"
    assert Body.objects.get().barred_roles == ["cabinet_member"]


def test_in_the_browser(client):
    client.force_login(person(Role.DEMOCRATIC_SERVICES))
    address = reverse("board:load")
    wrong = client.post(address, {"file": SimpleUploadedFile("x.yaml", b"nothing: here")})
    assert (wrong.status_code, "does not describe a board" in wrong.content.decode()) == (422, True)
    assert client.post(address, {"file": SimpleUploadedFile("x.yaml", FILE.encode())}).status_code == 302
    assert client.get(reverse("board:body", args=["lantern-valley-parenting-board"])).status_code == 200
    with pytest.raises(NotAllowed):
        read_into_database(FILE.encode(), "x.yaml", by=person(Role.BOARD_MEMBER))


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def _database(self, monkeypatch):
        monkeypatch.setattr("inloco.web.database.ensure_database", lambda: None)

    def run(self, *arguments):
        return CliRunner().invoke(command, [str(one) for one in arguments], standalone_mode=False)

    def test_reads_checks_and_tells(self, tmp_path):
        file = tmp_path / "board.yaml"
        file.write_text(FILE, encoding="utf-8")
        checked = self.run("import", file, "--check", "--format", "json")
        assert json.loads(checked.output) == {
            "body": "Lantern Valley Parenting Board", "kept": False, "seats": 5, "terms": 1, "meetings": 3, "items": 6,
            "resolutions": 1, "attended": 3, "notes": [],
        }  # fmt: skip
        assert not Body.objects.exists()
        assert self.run("import", file).return_value == 0
        assert Body.objects.exists()
        assert isinstance(self.run("import", file).exception, InputRefused)
        assert self.run("import", tmp_path / "missing.yaml").exception.exit_code == 3

    def test_writes_a_pack_as_published_and_a_draft_as_such(self, tmp_path, board):
        meeting = board.published()
        done = self.run("pack", meeting.on, "--out", tmp_path / "out", "--edition", "public", "--format", "html,zip")
        assert [line.rsplit("/", 1)[1] for line in done.output.split()] == [
            f"corporate-parenting-board-{meeting.on}-pack-public.html", f"corporate-parenting-board-{meeting.on}-pack-public.zip",
        ]  # fmt: skip
        draft = board.opened(60)
        done = self.run("pack", f"corporate-parenting-board/{draft.on}", "--out", tmp_path, "--format", "html")
        assert done.output.strip().endswith("-restricted-draft.html")
        assert "Draft" in (tmp_path / f"corporate-parenting-board-{draft.on}-pack-restricted-draft.html").read_text(
            encoding="utf-8"
        )

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [(["soon"], "names no meeting"), (["2001-01-01"], "No body meets"), (["2001-01-01", "--format", "docx"], "not a format")],
    )
    def test_what_is_refused(self, tmp_path, arguments, says):
        refused = self.run("pack", *arguments, "--out", tmp_path).exception
        assert isinstance(refused, WrongUsage)
        assert says in str(refused)

    def test_two_bodies_on_a_day_are_told_apart(self, tmp_path, board):
        from inloco.board.actions import bodies, meetings

        meeting = board.plan(30)
        forum = bodies.make_body(fields={"name": "Forum"}, by=board.officer)
        meetings.plan_year(body=forum, days=[meeting.on], by=board.officer)
        refused = self.run("pack", meeting.on, "--out", tmp_path).exception
        assert f"forum/{meeting.on}" in str(refused)
        assert packs.newest_pack(meeting) is None
