"""A meeting from the plan of the year to its end: each step, each refusal, what comes back by itself."""

import datetime as dt

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board.actions import agendas, meetings, minutes, packs, resolutions
from inloco.board.frozen_pack import content_of
from inloco.board.models import AgendaItem, MatterArising, Meeting, PublishedPack
from inloco.board.notice import notice_of
from inloco.board.states import MeetingState
from tests.web.board.conftest import DAY


def test_the_whole_way(board):
    """Planned, set, published, held, minuted; the next meeting takes up what was left and agrees the minutes."""
    officer, today = board.officer, board.today
    first = board.opened(0)
    talk = board.add(first, "Starting at university", purpose="agree", presenter="Kit Amankwah", recommendation="Pay for bedding")
    board.add(first, "Foster carers’ survey")
    first = meetings.settle_agenda(meeting=first, by=officer, on=today)
    packs.publish_pack(meeting=first, by=officer, on=today, reason="The survey closed yesterday")
    first = meetings.hold(meeting=first, by=officer, on=today)
    board.attended(first, ("chair", "member", "young"))
    agendas.defer_item(item=first.items.get(title="Foster carers’ survey"), reason="The presenter was ill", by=officer)
    minutes.record_vote(item=talk, motion="Pay for bedding.", votes_for=3, votes_against=0, abstentions=0, by=officer)
    action = resolutions.resolve(
        item=talk, kind="action", text="Set up the fund", owner=board.people["stranger"], due_on=today + 30 * DAY, by=officer
    )
    first = board.minuted(first)
    assert first.condition is MeetingState.MINUTES_DRAFT

    second = board.opened(60)
    assert [one.title for one in second.items.all()] == [
        "Introductions and apologies", "Minutes of the last meeting", "Matters arising", "Foster carers’ survey",
        "Any other business", "Date and time of the next meeting",
    ]  # fmt: skip
    assert second.items.get(title="Foster carers’ survey").carried_from.meeting == first
    assert [one.resolution for one in second.matters_arising.all()] == [action]
    with pytest.raises(NotNow, match="none of this body has begun since"):
        meetings.agree_minutes(meeting=first, by=officer, on=today)
    second = meetings.settle_agenda(meeting=second, by=officer, on=today)
    packs.publish_pack(meeting=second, by=officer, on=today)
    later = today + 60 * DAY
    second = meetings.hold(meeting=second, by=officer, on=later)
    first = meetings.agree_minutes(meeting=first, by=officer, on=later, reason="A name was mended")
    assert (first.agreed_at, first.agreed_with) == (second, "A name was mended")
    first = meetings.close(meeting=first, by=officer, on=later)
    assert first.condition is MeetingState.CLOSED
    resolutions.report_progress(resolution=action, text="The fund is open", is_done=True, by=board.people["stranger"])
    closed = resolutions.close_resolution(resolution=action, note="12 young people used it", at=second, by=officer)
    assert (closed.state, closed.closed_at) == ("closed", second)
    assert MatterArising.objects.get(meeting=second, resolution=action).is_closed_here
    assert list(first.steps.values_list("transition", flat=True)) == [
        "plan", "open_agenda", "settle_agenda", "publish_pack", "hold", "draft_minutes", "agree_minutes", "close",
    ]  # fmt: skip


def test_a_day_is_planned_once(board):
    board.plan(30)
    with pytest.raises(NotNow, match="already"):
        board.plan(30)
    with pytest.raises(NotNow, match="No day"):
        meetings.plan_year(body=board.body, days=[], by=board.officer)
    assert Meeting.objects.count() == 1


def test_what_is_entered_afterwards_carries_the_day_on_which_it_happened(board):
    """A board brings its past along: nothing of it happened today."""
    planned_on, held_on = board.today - 90 * DAY, board.today - 40 * DAY
    meeting = meetings.plan_year(body=board.body, days=[held_on], by=board.officer, on=planned_on)[0]
    meeting = meetings.change_meeting(meeting=meeting, fields={"starts": dt.time(18), "place": "Oak"}, by=board.officer)
    meeting = meetings.open_agenda(meeting=meeting, by=board.officer, on=planned_on)
    item, late = board.add(meeting, "Buses"), board.add(meeting, "Bikes")
    meeting = meetings.settle_agenda(meeting=meeting, by=board.officer, on=planned_on)
    packs.publish_pack(meeting=meeting, by=board.officer, on=held_on - 20 * DAY)
    meeting = meetings.hold(meeting=meeting, by=board.officer, on=held_on)
    agendas.defer_item(item=late, reason="No time was left", by=board.officer, on=held_on)
    minutes.write_minute(item=item, text="Talked about.", based_on=0, by=board.officer, on=held_on)
    made = resolutions.resolve(
        item=item, kind="action", text="Ask the bus company", owner=board.people["chair"], by=board.officer
    )
    resolutions.report_progress(resolution=made, text="Asked.", is_done=True, by=board.people["chair"], on=held_on + DAY)
    resolutions.close_resolution(resolution=made, note="They agreed.", by=board.officer, on=held_on + 2 * DAY)
    item.refresh_from_db()
    late.refresh_from_db()
    steps = list(meeting.steps.order_by("pk").values_list("transition", "at__date"))
    assert steps[0] == ("plan", planned_on)
    assert steps[-1] == ("hold", held_on)
    assert (item.minuted_at.date(), late.put_off_at.date()) == (held_on, held_on)
    assert [one.at.date() for one in made.updates.order_by("pk")] == [held_on + DAY, held_on + 2 * DAY]


def test_only_democratic_services_plan(board):
    with pytest.raises(NotAllowed):
        meetings.plan_year(body=board.body, days=[board.today], by=board.people["chair"])


def test_an_agenda_is_settled_when_it_can_be(board):
    meeting = meetings.plan_year(body=board.body, days=[board.today + 30 * DAY], by=board.officer)[0]
    meeting = meetings.open_agenda(meeting=meeting, by=board.people["chair"], on=board.today)
    with pytest.raises(NotNow, match="no time and no place"):
        meetings.settle_agenda(meeting=meeting, by=board.people["chair"], on=board.today)
    meeting = meetings.change_meeting(meeting=meeting, fields={"starts": dt.time(18), "room": "Oak"}, by=board.officer)
    proposal = agendas.propose(body=board.body, title="School transport", why="", by=board.people["young"])
    assert proposal.meeting == meeting
    with pytest.raises(NotNow, match="1 proposal waits"):
        meetings.settle_agenda(meeting=meeting, by=board.people["chair"], on=board.today)
    item = agendas.accept_proposal(proposal=proposal, meeting=meeting, by=board.people["chair"], on=board.today)
    assert (item.title, item.presenter) == ("School transport", "Kit Amankwah")
    assert meetings.settle_agenda(meeting=meeting, by=board.people["chair"], on=board.today).condition is MeetingState.REPORTS_DUE


def test_a_day_that_has_passed_opens_no_agenda(board):
    with pytest.raises(NotNow, match="has passed"):
        meetings.open_agenda(meeting=board.plan(-3), by=board.officer, on=board.today)


class TestProposals:
    def test_wait_for_the_next_agenda(self, board):
        proposal = agendas.propose(body=board.body, title="Wi-fi in homes", why="For college", by=board.people["young"])
        assert proposal.meeting is None
        meeting = board.opened()
        proposal.refresh_from_db()
        assert proposal.meeting == meeting

    def test_are_for_young_members_of_the_body(self, board):
        from inloco.accounts.roles import Role
        from tests.factories.people import person

        for someone in (board.people["member"], board.people["chair"], board.officer, person(Role.YOUNG_REPRESENTATIVE)):
            with pytest.raises(NotAllowed):
                agendas.propose(body=board.body, title="Mine", why="", by=someone)

    def test_declining_needs_an_answer_and_happens_once(self, board):
        proposal = agendas.propose(body=board.body, title="Mine", why="", by=board.people["young"])
        with pytest.raises(NotNow, match="answer is missing"):
            agendas.decline_proposal(proposal=proposal, answer=" ", by=board.people["chair"])
        agendas.decline_proposal(proposal=proposal, answer="In June", by=board.people["chair"])
        with pytest.raises(NotNow, match="answer already"):
            agendas.decline_proposal(proposal=proposal, answer="Again", by=board.officer)
        with pytest.raises(NotAllowed):
            agendas.decline_proposal(proposal=proposal, answer="No", by=board.people["member"])

    def test_are_taken_back_by_who_made_them(self, board):
        proposal = agendas.propose(body=board.body, title="Mine", why="", by=board.people["young"])
        with pytest.raises(NotAllowed):
            agendas.withdraw_proposal(proposal=proposal, by=board.officer)
        assert agendas.withdraw_proposal(proposal=proposal, by=board.people["young"]).state == "withdrawn"


class TestNotice:
    def test_five_clear_days_before_a_tuesday(self):
        notice = notice_of(dt.date(2019, 9, 17), 5)
        assert notice.publish_by == dt.date(2019, 9, 9)
        assert notice.is_kept(on=dt.date(2019, 9, 9))
        assert not notice.is_kept(on=dt.date(2019, 9, 10))

    def test_over_the_spring_bank_holiday(self):
        assert notice_of(dt.date(2019, 5, 29), 5).publish_by == dt.date(2019, 5, 20)

    def test_no_rule_is_always_kept(self):
        assert notice_of(dt.date(2019, 9, 17), 0).is_kept(on=dt.date(2019, 9, 17))

    def test_years_without_bank_holidays_say_so(self):
        notice = notice_of(dt.date(2090, 9, 17), 5)
        assert notice.publish_by is None
        assert "Bank holidays" in notice.problem
        assert not notice.is_kept(on=dt.date(2090, 1, 1))

    def test_short_notice_needs_a_reason_which_is_kept(self, board):
        meeting = board.settled(3)
        with pytest.raises(NotNow, match="5 clear working days"):
            packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        assert not PublishedPack.objects.exists()
        pack = packs.publish_pack(meeting=meeting, by=board.officer, on=board.today, reason="An inspection began")
        assert (pack.is_in_notice, pack.urgency_reason) == (False, "An inspection began")


class TestThePack:
    def test_is_frozen_in_two_editions(self, board):
        meeting = board.opened()
        board.add(meeting, "Budget of a home", is_exempt=True, exempt_reason="Names a provider’s price")
        board.add(meeting, "Our survey", presenter="Kit Amankwah")
        packs.publish_pack(meeting=meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today), by=board.officer,
                           on=board.today)  # fmt: skip
        pack = PublishedPack.objects.get()
        restricted, public = content_of(pack, public=False), content_of(pack, public=True)
        assert [one.title for one in restricted.restricted_items] == ["Budget of a home"]
        assert [one.title for one in public.restricted_items] == ["Restricted item"]
        assert "Budget" not in pack.text(public=True)
        assert "Amankwah" not in pack.text(public=True)
        assert next(one.presenter for one in public.items if one.title == "Our survey") == "Kit"
        assert next(one.starts for one in restricted.items if one.title == "Our survey") == "6:15pm"
        assert set(AgendaItem.objects.values_list("published_in", flat=True)) == {1}

    def test_never_changes(self, board):
        pack = board.published().packs.get()
        for change in (lambda: pack.save(), lambda: pack.delete(), lambda: PublishedPack.objects.update(number=2)):
            with pytest.raises(NotAllowed):
                change()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE board_publishedpack SET number = 9")

    def test_waits_for_the_reports(self, board):
        meeting = board.opened()
        board.add(meeting, "Figures", needs_report=True)
        meeting = meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)
        with pytest.raises(NotNow, match="Figures: its report is missing"):
            packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        agendas.defer_item(item=meeting.items.get(title="Figures"), reason="Not ready", by=board.officer)
        pack = packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        assert content_of(pack, public=False).trail == (), "what was put off before the first pack is no change to it"

    @pytest.mark.parametrize(
        "words", ["Kit Amankwah will speak", "Kit J. Amankwah will speak", "The Amankwah family", "KIT AMANKWAH"]
    )
    def test_is_refused_where_a_young_person_would_be_named_in_full(self, board, words):
        meeting = board.opened()
        item = board.add(meeting, "Voice", recommendation=words)
        meeting = meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)
        with pytest.raises(NotNow, match="Kit, in the item “Voice”"):
            packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        agendas.change_item(item=item, fields={"recommendation": "Kit will speak"}, by=board.officer)
        assert packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)

    def test_tells_readers_nothing_but_that_it_is_there(self, board, django_capture_on_commit_callbacks):
        meeting = board.opened()
        board.add(meeting, "Kinship allowances")
        meeting = meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)
        with django_capture_on_commit_callbacks(execute=True):
            packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        told = {one.to[0] for one in mail.outbox}
        assert told == {board.people[name].email for name in board.members}
        assert all(
            len(one.to) == 1 and "Kinship" not in one.body + one.subject and "Amankwah" not in one.body for one in mail.outbox
        )

    def test_a_supplement_leaves_a_trail(self, board):
        meeting = board.published()
        with pytest.raises(NotNow, match="Nothing has changed"):
            packs.publish_supplement(meeting=meeting, by=board.officer, on=board.today)
        with pytest.raises(NotNow, match="say why"):
            agendas.add_item(meeting=meeting, fields={"title": "Flood at a home"}, by=board.officer, on=board.today)
        item = agendas.add_item(
            meeting=meeting, fields={"title": "Flood at a home"}, by=board.officer, on=board.today, why="It happened on Sunday"
        )
        assert item.added == "supplementary"
        pack = packs.publish_supplement(meeting=meeting, by=board.officer, on=board.today)
        content = content_of(pack, public=False)
        assert pack.number == 2
        assert [(one.what, one.why) for one in content.trail] == [
            ("Supplementary, before the notice ended: Flood at a home", "It happened on Sunday")
        ]
        assert next(one for one in content.items if one.title == "Flood at a home").added.endswith("It happened on Sunday")
        with pytest.raises(NotNow, match="has been published"):
            agendas.change_item(item=AgendaItem.objects.get(pk=item.pk), fields={"title": "Other"}, by=board.officer)

    def test_an_item_after_notice_has_ended_is_late(self, board):
        meeting = board.published(30)
        item = agendas.add_item(
            meeting=meeting, fields={"title": "Urgent"}, by=board.officer, on=meeting.on - DAY, why="A court decided"
        )
        assert item.added == "late"

    def test_the_chair_changes_nothing_once_it_is_out(self, board):
        meeting = board.published()
        with pytest.raises(NotNow, match="has been published"):
            agendas.add_item(meeting=meeting, fields={"title": "Mine"}, by=board.people["chair"], on=board.today, why="Please")


class TestCarrying:
    def test_a_deferred_item_comes_back_once_and_from_a_cancelled_meeting_again(self, board):
        first = board.opened(10)
        item = board.add(first, "Health passports", recommendation="Agree them")
        agendas.defer_item(item=item, reason="No time", by=board.officer)
        second = board.opened(20)
        third = board.opened(30)
        assert second.items.filter(title="Health passports").count() == 1
        assert not third.items.filter(title="Health passports").exists()
        meetings.cancel(meeting=second, reason="Snow", by=board.officer, on=board.today)
        assert third.items.get(title="Health passports").recommendation == "Agree them"

    def test_deferring_reaches_an_agenda_that_is_open_already(self, board):
        first, second = board.opened(10), board.opened(20)
        item = board.add(first, "Bus passes")
        agendas.defer_item(item=item, reason="No time", by=board.officer)
        assert second.items.get(title="Bus passes").carried_from == item
        with pytest.raises(NotNow, match="deferred already"):
            agendas.defer_item(item=item, reason="Again", by=board.officer)

    def test_a_withdrawn_item_stays_away(self, board):
        first, second = board.opened(10), board.opened(20)
        agendas.withdraw_item(item=board.add(first, "Bus passes"), reason="Settled", by=board.officer)
        assert not second.items.filter(title="Bus passes").exists()

    def test_items_of_every_agenda_are_not_deferred(self, board):
        item = board.opened().items.get(kind="matters_arising")
        with pytest.raises(NotNow, match="every agenda"):
            agendas.defer_item(item=item, reason="No time", by=board.officer)


class TestOrder:
    def test_new_items_stand_before_the_closing_ones_and_move(self, board):
        meeting = board.opened()
        first, second = board.add(meeting, "First"), board.add(meeting, "Second")
        agendas.move_item(item=AgendaItem.objects.get(pk=second.pk), up=True, by=board.officer)
        titles = list(meeting.items.values_list("title", flat=True))
        assert titles[3:5] == ["Second", "First"]
        assert list(meeting.items.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
        with pytest.raises(NotNow, match="further"):
            agendas.move_item(item=AgendaItem.objects.get(pk=first.pk), up=False, by=board.officer)
        with pytest.raises(NotNow, match="closes the meeting"):
            agendas.move_item(item=meeting.items.last(), up=True, by=board.officer)


class TestCancelling:
    def test_needs_a_reason_and_frees_proposals(self, board):
        meeting = board.opened()
        proposal = agendas.propose(body=board.body, title="Mine", why="", by=board.people["young"])
        with pytest.raises(NotNow, match="reason"):
            meetings.cancel(meeting=meeting, reason=" ", by=board.officer, on=board.today)
        meeting = meetings.cancel(meeting=meeting, reason="Election", by=board.officer, on=board.today)
        proposal.refresh_from_db()
        assert (meeting.note, proposal.meeting) == ("Election", None)
        with pytest.raises(NotNow):
            meetings.open_agenda(meeting=meeting, by=board.officer, on=board.today)

    def test_a_published_meeting_keeps_its_date(self, board):
        meeting = board.published()
        with pytest.raises(NotNow, match="names the date"):
            meetings.change_meeting(meeting=meeting, fields={"on": meeting.on + DAY}, by=board.officer)


def test_a_meeting_begins_on_its_day(board):
    meeting = board.published(30)
    with pytest.raises(NotNow, match="Begin it on that day"):
        meetings.hold(meeting=meeting, by=board.officer, on=board.today)
