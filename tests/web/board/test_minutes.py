"""What is recorded of a meeting: attendance, minutes by two writers at once, votes by the constitution, resolutions."""

import pytest

from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board import minutes_text
from inloco.board.actions import agendas, bodies, meetings, minutes, packs, resolutions
from inloco.board.frozen_pack import content_of
from inloco.board.models import Attendance, Meeting, MinuteVersion, Vote
from inloco.board.voting import Voters, count, voters
from tests.factories.people import person
from tests.web.board.conftest import DAY

THREE = Voters(("Odette", "Rosalind", "Kit"), "Odette", 3)
FOUR = Voters(("Odette", "Rosalind", "Kit", "Wilhelmina"), "Odette", 3)


class TestCounting:
    @pytest.mark.parametrize(
        ("votes_for", "against", "abstained", "casting", "carried"),
        [(2, 1, 0, "", True), (1, 2, 0, "", False), (2, 2, 0, "", False), (2, 2, 0, "for", True), (2, 2, 0, "against", False),
         (0, 0, 4, "for", True), (1, 0, 3, "", True)],
    )  # fmt: skip
    def test_simple_majority_and_the_casting_vote(self, votes_for, against, abstained, casting, carried):
        result = count(
            FOUR, votes_for=votes_for, votes_against=against, abstentions=abstained, casting=casting, has_casting_vote=True
        )
        assert result.is_carried is carried
        assert result.cast_by == ("Odette" if casting else "")

    @pytest.mark.parametrize(
        ("able", "numbers", "casting", "has_one", "says"),
        [
            (THREE, (0, 0, 0), "", True, "Nobody has voted"),
            (THREE, (3, 1, 0), "", True, "4 votes are more than the 3"),
            (THREE, (2, 1, 0), "for", True, "not tied"),
            (FOUR, (2, 2, 0), "for", False, "has no casting vote"),
            (Voters(("Kit", "Rosalind"), "", None), (1, 1, 0), "for", True, "Nobody with a vote presides"),
        ],
    )
    def test_what_cannot_be_is_refused(self, able, numbers, casting, has_one, says):
        with pytest.raises(NotNow, match=says):
            count(able, votes_for=numbers[0], votes_against=numbers[1], abstentions=numbers[2], casting=casting,
                  has_casting_vote=has_one)  # fmt: skip

    def test_short_of_the_quorum_is_said(self):
        assert "quorum is 3" in Voters(("Kit", "Rosalind"), "", 3).warning
        assert THREE.warning == Voters(("Kit",), "", None).warning == ""


class TestWhoMayVote:
    def able(self, board, meeting):
        return voters(meeting, meeting.attendance.select_related("membership", "in_place_of"), board.body)

    def test_voting_members_who_came_and_substitutes_in_their_place(self, board):
        meeting = board.held(came=("chair", "young", "co_opted", "adviser"))
        assert set(self.able(board, meeting).names) == {"Councillor Odette Farnaby", "Kit Amankwah"}
        minutes.record_other(
            meeting=meeting, name="Delphine Akerman", role="Foster carer", in_place_of=board.members["member"], by=board.officer
        )
        minutes.record_other(meeting=meeting, name="A visitor", role="", by=board.officer)
        able = self.able(board, meeting)
        assert set(able.names) == {"Councillor Odette Farnaby", "Kit Amankwah", "Delphine Akerman"}
        assert able.presiding == "Councillor Odette Farnaby"
        assert able.is_quorate
        assert "in attendance for Rosalind Petherick" in minutes_text.minutes(meeting, public=False)

    def test_a_substitute_of_a_member_without_a_vote_has_none(self, board):
        meeting = board.held(came=("chair",))
        minutes.record_other(meeting=meeting, name="Nurse", role="", in_place_of=board.members["co_opted"], by=board.officer)
        assert self.able(board, meeting).number == 1

    def test_a_body_without_substitutes_takes_none(self, board):
        meeting = board.held()
        bodies.change_body(body=board.body, fields={"name": board.body.name, "allows_substitutes": False}, by=board.officer)
        with pytest.raises(NotNow, match="no substitutes"):
            minutes.record_other(meeting=meeting, name="X", role="", in_place_of=board.members["co_opted"], by=board.officer)


class TestAttendance:
    def test_a_member_is_not_there_twice(self, board):
        meeting = board.held()
        with pytest.raises(NotNow, match="is present"):
            minutes.record_other(meeting=meeting, name="X", role="", in_place_of=board.members["member"], by=board.officer)
        away = board.members["co_opted"]
        substitute = minutes.record_other(meeting=meeting, name="X", role="", in_place_of=away, by=board.officer)
        with pytest.raises(NotNow, match="cannot be present and replaced"):
            minutes.record_members(meeting=meeting, presence={away.pk: "present"}, presiding=None, by=board.officer)
        with pytest.raises(NotNow, match="has a substitute"):
            minutes.record_other(meeting=meeting, name="Y", role="", in_place_of=away, by=board.officer)
        minutes.remove_other(attendance=substitute, by=board.officer)
        assert not Attendance.objects.filter(name="X").exists()

    def test_who_presides_is_there(self, board):
        meeting = board.held()
        with pytest.raises(NotNow, match="must be present"):
            minutes.record_members(
                meeting=meeting,
                presence={board.members["member"].pk: "present"},
                presiding=board.members["chair"].pk,
                by=board.officer,
            )

    def test_members_of_that_day_only(self, board):
        meeting = board.held()
        with pytest.raises(NotNow, match="not a member"):
            minutes.record_members(meeting=meeting, presence={999_999: "present"}, presiding=None, by=board.officer)

    def test_is_for_democratic_services(self, board):
        with pytest.raises(NotAllowed):
            minutes.record_members(meeting=board.held(), presence={}, presiding=None, by=board.people["chair"])


class TestMinutes:
    def test_two_writers_lose_nothing(self, board):
        item = board.held().items.first()
        other = person(Role.DEMOCRATIC_SERVICES, name="Bartholomew Quince")
        minutes.write_minute(item=item, text="First.", based_on=0, by=board.officer)
        with pytest.raises(minutes.MinuteChanged) as changed:
            minutes.write_minute(item=item, text="Mine.", based_on=0, by=other)
        assert changed.value.theirs.minute == "First."
        minutes.write_minute(item=item, text="First. Mine.", based_on=1, by=other)
        assert list(MinuteVersion.objects.values_list("number", "text", "author__name")) == [
            (2, "First. Mine.", "Bartholomew Quince"), (1, "First.", "Edwina Sapphire"),
        ]  # fmt: skip

    def test_the_same_words_again_are_no_new_wording(self, board):
        item = board.held().items.first()
        minutes.write_minute(item=item, text="Noted.", based_on=0, by=board.officer)
        minutes.write_minute(item=item, text=" Noted. ", based_on=1, by=board.officer)
        assert MinuteVersion.objects.count() == 1

    @pytest.mark.parametrize(("text", "says"), [("  ", "empty"), ("x" * 20_001, "longer")])
    def test_what_is_refused(self, board, text, says):
        with pytest.raises(NotNow, match=says):
            minutes.write_minute(item=board.held().items.first(), text=text, based_on=0, by=board.officer)

    def test_only_while_the_meeting_runs_or_its_minutes_are_a_draft(self, board):
        meeting = board.opened()
        with pytest.raises(NotNow, match="Begin the meeting first"):
            minutes.write_minute(item=meeting.items.first(), text="Early", based_on=0, by=board.officer)

    def test_a_draft_is_complete_when_everything_has_its_minute(self, board):
        meeting = board.held()
        with pytest.raises(NotNow, match="items have no minute"):
            meetings.draft_minutes(meeting=meeting, by=board.officer, on=board.today)
        talk = board.add(meeting, "Agree something", purpose="agree")
        for item in meeting.items.all():
            minutes.write_minute(item=item, text="Noted.", based_on=0, by=board.officer)
        with pytest.raises(NotNow, match="nothing is recorded: Agree something"):
            meetings.draft_minutes(meeting=meeting, by=board.officer, on=board.today)
        resolutions.resolve(item=talk, kind="decision", text="Agreed", by=board.officer)
        assert meetings.draft_minutes(meeting=meeting, by=board.officer, on=board.today).state == "minutes_draft"

    def test_without_attendance_there_is_no_draft(self, board):
        meeting = board.held(came=())
        with pytest.raises(NotNow, match="Nobody is recorded"):
            meetings.draft_minutes(meeting=meeting, by=board.officer, on=board.today)

    def test_the_public_edition_has_first_names_and_no_exempt_item(self, board):
        meeting = board.held()
        secret = board.add(meeting, "A provider’s price", is_exempt=True, exempt_reason="Commercial")
        minutes.write_minute(item=secret, text="It costs too much.", based_on=0, by=board.officer)
        talk = meeting.items.first()
        resolutions.resolve(item=talk, kind="action", text="Speak up", owner=board.people["young"], by=board.officer)
        public, whole = (minutes_text.minutes(meeting, public=one) for one in (True, False))
        assert "Amankwah" in whole
        assert "too much" in whole
        assert "Amankwah" not in public
        assert "too much" not in public
        assert "A provider’s price" not in public
        assert "Kit" in public
        assert "Commercial" in public

    def test_full_names_stop_the_agreement(self, board):
        first = board.held()
        minutes.write_minute(item=first.items.first(), text="Kit Amankwah spoke.", based_on=0, by=board.officer)
        first = board.minuted(first)
        later = board.published(60)
        meetings.hold(meeting=later, by=board.officer, on=later.on)
        with pytest.raises(NotNow, match="Kit, in the minute of"):
            meetings.agree_minutes(meeting=first, by=board.officer, on=later.on)
        item = first.items.first()
        minutes.write_minute(item=item, text="Kit spoke.", based_on=item.number, by=board.officer)
        assert meetings.agree_minutes(meeting=first, by=board.officer, on=later.on).state == "minutes_agreed"


class TestVotes:
    def test_a_vote_is_kept_with_who_could(self, board):
        meeting = board.held(came=("chair", "member"))
        item = board.add(meeting, "Motion")
        vote = minutes.record_vote(
            item=item, motion="Do it", votes_for=1, votes_against=1, abstentions=0, casting="for", by=board.officer
        )
        assert (vote.is_carried, vote.entitled, vote.was_quorate, vote.cast_by) == (True, 2, False, "Councillor Odette Farnaby")
        line = minutes_text.vote_line(vote)
        assert "with the casting vote of Councillor Odette Farnaby" in line
        assert "short of its quorum of 3" in line
        with pytest.raises(NotAllowed):
            Vote.objects.update(votes_for=9)

    def test_needs_voters_and_a_motion(self, board):
        meeting = board.held(came=())
        item = board.add(meeting, "Motion")
        with pytest.raises(NotNow, match="Nobody who can vote"):
            minutes.record_vote(item=item, motion="X", votes_for=1, votes_against=0, abstentions=0, by=board.officer)
        with pytest.raises(NotNow, match="Write the motion"):
            minutes.record_vote(item=item, motion=" ", votes_for=1, votes_against=0, abstentions=0, by=board.officer)
        agendas.defer_item(item=item, reason="No quorum", by=board.officer)
        with pytest.raises(NotNow, match="deferred"):
            minutes.record_vote(item=item, motion="X", votes_for=1, votes_against=0, abstentions=0, by=board.officer)


class TestResolutions:
    @pytest.fixture
    def item(self, board):
        return board.add(board.held(), "Housing")

    def test_become_the_owner_s_task_until_they_report(self, board, item):
        owner = board.people["stranger"]
        made = resolutions.resolve(
            item=item, kind="action", text="Find flats", owner=owner, due_on=board.today + DAY, by=board.officer
        )
        tasks = tasks_of(owner)["Boards"]
        assert [(one.title, one.due) for one in tasks] == [("Find flats", board.today + DAY)]
        resolutions.report_progress(resolution=made, text="Ten found", is_done=True, by=owner)
        assert "Boards" not in tasks_of(owner)

    @pytest.mark.parametrize(
        ("changes", "says"),
        [({"text": " "}, "empty"), ({"owner": None}, "needs an owner"), ({"days": -1}, "before the meeting")],
    )
    def test_what_is_refused(self, board, item, changes, says):
        given = {"kind": "action", "text": "Find flats", "owner": board.people["stranger"], **changes}
        if (days := given.pop("days", None)) is not None:
            given["due_on"] = board.today + days * DAY
        with pytest.raises(NotNow, match=says):
            resolutions.resolve(item=item, by=board.officer, **given)

    def test_a_decision_is_done_at_once_and_no_matter_arising(self, board, item):
        made = resolutions.resolve(item=item, kind="decision", text="Accepted", by=board.officer)
        assert (made.state, made.closed_at) == ("closed", item.meeting)
        assert not board.opened(20).matters_arising.exists()

    def test_only_owner_and_officer_report_and_the_board_closes(self, board, item):
        owner = board.people["stranger"]
        made = resolutions.resolve(item=item, kind="action", text="Find flats", owner=owner, by=board.officer)
        for someone in (board.people["member"], board.people["chair"]):
            with pytest.raises(NotAllowed):
                resolutions.report_progress(resolution=made, text="Mine", is_done=False, by=someone)
        with pytest.raises(NotAllowed):
            resolutions.close_resolution(resolution=made, note="Done", by=owner)
        with pytest.raises(NotNow, match="closing note"):
            resolutions.close_resolution(resolution=made, note=" ", by=board.officer)
        resolutions.close_resolution(resolution=made, note="Done", by=board.officer)
        with pytest.raises(NotNow, match="closed already"):
            resolutions.close_resolution(resolution=made, note="Again", by=board.officer)
        with pytest.raises(NotNow, match="has been closed"):
            resolutions.report_progress(resolution=made, text="More", is_done=False, by=owner)

    def test_nobody_closes_their_own(self, board, item):
        made = resolutions.resolve(item=item, kind="action", text="Print it", owner=board.officer, by=board.officer)
        with pytest.raises(NotNow, match="somebody else"):
            resolutions.close_resolution(resolution=made, note="Done", by=board.officer)

    def test_a_meeting_closes_once_they_are_followed(self, board, item):
        first = item.meeting
        resolutions.resolve(item=item, kind="action", text="Find flats", owner_name="Housing", by=board.officer)
        first = board.minuted(first)
        later = board.settled(60)
        later.matters_arising.all().delete()
        packs.publish_pack(meeting=later, by=board.officer, on=board.today)
        meetings.hold(meeting=later, by=board.officer, on=later.on)
        first = meetings.agree_minutes(meeting=first, by=board.officer, on=later.on)
        with pytest.raises(NotNow, match="1 resolution is open"):
            meetings.close(meeting=first, by=board.officer, on=later.on)
        board.opened(90)
        assert meetings.close(meeting=first, by=board.officer, on=later.on).state == "closed"


class TestConstitution:
    def test_the_bar_holds_by_role(self, board):
        with pytest.raises(NotNow, match="cabinet member"):
            bodies.appoint(
                body=board.body, name="B", person=board.people["cabinet"], kind="voting", from_on=board.today, by=board.officer
            )
        with pytest.raises(NotNow, match="cabinet member"):
            bodies.name_substitute(
                membership=board.members["member"],
                name="B",
                person=board.people["cabinet"],
                from_on=board.today,
                by=board.officer,
            )

    def test_one_chair_and_with_a_vote(self, board):
        with pytest.raises(NotNow, match="has a chair"):
            bodies.appoint(body=board.body, name="B", kind="voting", office="chair", from_on=board.today, by=board.officer)
        with pytest.raises(NotNow, match="with a vote"):
            bodies.appoint(body=board.body, name="B", kind="adviser", office="chair", from_on=board.today, by=board.officer)

    def test_seats_are_of_a_kind_and_full_at_their_number(self, board):
        seat = bodies.add_seat(body=board.body, kind="co_opted", title="Police", number=1, by=board.officer)
        with pytest.raises(NotNow, match="another kind"):
            bodies.appoint(body=board.body, name="B", kind="voting", seat=seat, from_on=board.today, by=board.officer)
        bodies.appoint(body=board.body, name="B", kind="co_opted", seat=seat, from_on=board.today, by=board.officer)
        with pytest.raises(NotNow, match="All 1 seats are taken"):
            bodies.appoint(body=board.body, name="C", kind="co_opted", seat=seat, from_on=board.today, by=board.officer)

    def test_terms_end_and_the_past_stays(self, board):
        member = board.members["member"]
        with pytest.raises(NotNow, match="before the first"):
            bodies.end_membership(membership=member, last_day=member.from_on - DAY, reason="Resigned", by=board.officer)
        bodies.end_membership(membership=member, last_day=board.today, reason="Resigned", by=board.officer)
        assert member.serves(on=board.today)
        assert not member.serves(on=board.today + DAY)

    def test_terms_of_reference_have_versions(self, board):
        bodies.write_terms(body=board.body, text="One", from_on=board.today, by=board.officer, based_on=0)
        for given, says in (
            ({"text": "Two", "based_on": 0, "what_changed": "x"}, "meanwhile"),
            ({"text": "One", "based_on": 1, "what_changed": "x"}, "Nothing has changed"),
            ({"text": "Two", "based_on": 1}, "What changed is missing"),
            ({"text": " ", "based_on": 1}, "empty"),
        ):
            with pytest.raises(NotNow, match=says):
                bodies.write_terms(body=board.body, from_on=board.today, by=board.officer, **given)
        made = bodies.write_terms(
            body=board.body, text="Two", from_on=board.today, by=board.officer, based_on=1, what_changed="Two for one"
        )
        assert made.number == 2


def test_pack_and_minutes_number_the_items_alike_after_one_was_withdrawn(board, client):
    meeting = board.opened(0)
    gone, kept = board.add(meeting, "Withdrawn early"), board.add(meeting, "Buses")
    agendas.withdraw_item(item=gone, reason="A newer report came", by=board.officer)
    meeting = meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)
    pack = packs.publish_pack(meeting=meeting, by=board.officer, on=board.today, reason="Called at once")
    number = next(one.number for one in content_of(pack, public=False).items if one.title == "Buses")
    meeting = meetings.hold(meeting=Meeting.objects.get(pk=meeting.pk), by=board.officer, on=board.today)
    text = minutes_text.minutes(meeting, public=False)
    assert f"### {number}. Buses" in text
    assert "Withdrawn early" not in text
    client.force_login(board.officer)
    page = " ".join(client.get(f"/boards/items/{kept.pk}/minute/").content.decode().split())
    assert f"Item {number} of " in page
    assert "Withdrawn early" not in page
    work = client.get(f"/boards/{board.body.slug}/{meeting.on}/work/").content.decode()
    assert f">{number}. Buses" in work
    assert ">Withdrawn early" in work
