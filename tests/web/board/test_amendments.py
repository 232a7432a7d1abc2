"""What was recorded is put right: a count, a resolution, a seat, a member's entry, a substitute; and what stands in the way."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.audit.models import Event
from inloco.board import minutes_text
from inloco.board.actions import agendas, amendments, bodies, meetings, minutes, packs, resolutions
from inloco.board.composing import minutes_to_agree
from inloco.board.frozen_pack import content_of
from inloco.board.models import MatterArising, Seat, Substitute, Vote
from inloco.board.models.bodies import ItemKind
from inloco.board.suggested import suggestion
from tests.web.board.conftest import DAY


@pytest.fixture
def officer(board, client):
    client.force_login(board.officer)
    return client


def vote(board, item, **given):
    numbers = {"votes_for": 2, "votes_against": 1, "abstentions": 0, **given}
    return minutes.record_vote(item=item, motion="Pay for bedding", by=board.officer, **numbers)


class TestAVote:
    def test_is_counted_again_and_the_first_count_stays_on_record(self, board, officer):
        item = board.add(board.held(), "Homes", purpose="agree")
        wrong = vote(board, item)
        page = officer.get(reverse("board:minute", args=[item.pk])).content.decode()
        assert reverse("board:correct-vote", args=[wrong.pk]) in page
        address = reverse("board:correct-vote", args=[wrong.pk])
        assert 'value="2"' in officer.get(address).content.decode()
        given = {"motion": "Pay for bedding", "votes_for": "1", "votes_against": "2", "abstentions": "0"}
        assert officer.post(address, given).status_code == 302
        assert officer.post(address, given).status_code == 422, "it has been put right already"
        (standing,) = Vote.standing().filter(item=item)
        assert (standing.replaces, standing.is_carried, Vote.objects.count()) == (wrong, False, 2)
        words = minutes_text.minutes(item.meeting, public=False)
        assert "Pay for bedding. Not carried: 1 for, 2 against" in words
        assert "2 for, 1 against" not in words

    def test_is_put_right_on_its_own_item(self, board):
        meeting = board.held()
        wrong = vote(board, board.add(meeting, "Homes"))
        with pytest.raises(NotNow, match="put right already"):
            vote(board, board.add(meeting, "Schools"), replaces=wrong)


class TestAResolution:
    def resolved(self, board, **given):
        fields = {"kind": "action", "text": "Ask dentits", "owner_name": "Ottoline", **given}
        return resolutions.resolve(item=board.add(board.held(), "Homes"), by=board.officer, **fields)

    def test_is_changed_while_the_minutes_are_open(self, board, officer):
        made = self.resolved(board)
        address = reverse("board:change-resolution", args=[made.pk])
        assert address in officer.get(reverse("board:resolution", args=[made.pk])).content.decode()
        assert officer.post(address, {"text": "Ask dentists", "owner": ""}).status_code == 422, "an action needs an owner"
        owner = board.people["stranger"]
        assert officer.post(address, {"text": "Ask dentists", "owner": owner.pk}).status_code == 302
        made.refresh_from_db()
        assert (made.text, made.owner, made.owner_name) == ("Ask dentists", owner, owner.name)
        assert [one.title for one in tasks_of(owner)["Boards"]] == ["Ask dentists"]
        assert Event.objects.filter(kind="resolution_changed").count() == 1

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"text": " "}, "is empty"),
            ({"due_on": dt.date(2019, 1, 1)}, "before the meeting"),
            ({"owner_name": ""}, "needs an owner"),
        ],
    )
    def test_what_is_refused(self, board, given, says):
        made = self.resolved(board)
        fields = {"text": "Ask", "owner_name": "Ottoline", **given}
        with pytest.raises(NotNow, match=says):
            resolutions.change_resolution(resolution=made, by=board.officer, **fields)

    def test_stands_once_somebody_acted_on_it_or_the_minutes_are_agreed(self, board):
        made = self.resolved(board, owner=board.people["stranger"])
        resolutions.report_progress(resolution=made, text="Done", is_done=True, by=board.people["stranger"])
        with pytest.raises(NotNow, match="reported as done"):
            resolutions.change_resolution(resolution=made, text="Other", owner_name="X", by=board.officer)
        with pytest.raises(NotAllowed):
            resolutions.change_resolution(resolution=made, text="Other", owner_name="X", by=board.people["chair"])

    def test_leaves_an_agenda_that_no_pack_carries_once_it_is_closed(self, board):
        made = self.resolved(board)
        board.minuted(made.meeting)
        published, still_made = board.published(30), board.opened(60)
        assert MatterArising.objects.filter(resolution=made).count() == 2
        resolutions.close_resolution(resolution=made, note="Asked", by=board.officer)
        assert [one.meeting for one in MatterArising.objects.filter(resolution=made)] == [published]
        assert not still_made.matters_arising.exists()


class TestTheMinute:
    def test_what_was_typed_is_saved_before_a_vote_or_a_resolution(self, board, officer):
        item = board.add(board.held(), "Homes")
        address = reverse("board:minute", args=[item.pk])
        for do, leads in (("vote", "vote"), ("resolve", "resolve"), ("defer", "defer-item")):
            answer = officer.post(address, {"text": f"Words before {do}", "based_on": item.number, "do": do})
            assert answer.headers["Location"] == reverse(f"board:{leads}", args=[item.pk])
            item.refresh_from_db()
            assert item.minute == f"Words before {do}"
        empty = officer.post(address, {"text": " ", "based_on": item.number, "do": "vote"})
        assert empty.headers["Location"] == reverse("board:vote", args=[item.pk])
        item.refresh_from_db()
        assert item.minute == "Words before defer"

    def test_a_standing_item_suggests_its_own(self, board, officer):
        earlier = board.minuted(board.held(0))
        meeting = board.published(30)
        meeting = meetings.hold(meeting=meeting, by=board.officer, on=meeting.on)
        board.attended(meeting, ("chair", "member"))
        minutes.record_other(
            meeting=meeting, name="Delphine Akerman", role="", in_place_of=board.members["co_opted"], by=board.officer
        )
        said = {ItemKind(one.kind): suggestion(one) for one in meeting.items.all()}
        assert said[ItemKind.APOLOGIES] == (
            "Apologies were received from Imran Halloway, Kit and Marguerite Idowu. "
            "Delphine Akerman was in attendance for Imran Halloway."
        )
        day = f"{earlier.on.day} {earlier.on:%B %Y}"
        assert said[ItemKind.LAST_MINUTES] == f"The minutes of the meeting held on {day} were agreed as a correct record."
        assert said[ItemKind.MATTERS_ARISING] == "There were no matters arising."
        assert said[ItemKind.NEXT_MEETING] == said[ItemKind.OTHER_BUSINESS] == ""
        item = meeting.items.get(kind=ItemKind.LAST_MINUTES)
        page = officer.get(reverse("board:minute", args=[item.pk])).content.decode()
        assert said[ItemKind.LAST_MINUTES] in page
        assert reverse("board:step", args=["corporate-parenting-board", earlier.on, "agree_minutes"]) in page
        minutes.write_minute(item=item, text="Agreed.", based_on=0, by=board.officer)
        item.refresh_from_db()
        assert suggestion(item) == ""

    def test_every_draft_that_waits_comes_to_the_next_meeting(self, board):
        first = board.minuted(board.held(0))
        meeting = board.opened(30)
        assert minutes_to_agree(meeting) == [first]

    def test_unfinished_minutes_hold_the_pack_back(self, board):
        board.held(0)
        with pytest.raises(NotNow, match="are not finished"):
            board.published(30)
        meeting = board.body.meetings.last()
        agendas.withdraw_item(item=meeting.items.get(kind=ItemKind.LAST_MINUTES), reason="Next time", by=board.officer)
        assert packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)


class TestWhoComes:
    def test_named_substitutes_are_offered_until_they_end(self, board, officer):
        named = bodies.name_substitute(
            membership=board.members["member"], name="Delphine Akerman", from_on=board.today - 9 * DAY, by=board.officer
        )
        meeting = board.held(came=("chair",))
        at = [board.body.slug, meeting.on]
        page = officer.get(reverse("board:attendance-at", args=at)).content.decode()
        assert f"?substitute={named.pk}" in page
        offered = officer.get(reverse("board:other", args=at) + f"?substitute={named.pk}").content.decode()
        assert 'value="Delphine Akerman"' in offered
        minutes.record_other(
            meeting=meeting, name="Delphine Akerman", role="", in_place_of=board.members["member"], by=board.officer
        )
        assert "?substitute=" not in officer.get(reverse("board:attendance-at", args=at)).content.decode()
        end = reverse("board:end-substitute", args=[board.body.slug, named.pk])
        assert end in officer.get(reverse("board:constitution", args=[board.body.slug])).content.decode()
        yesterday = board.today - DAY
        last_day = {"last_day-day": yesterday.day, "last_day-month": yesterday.month, "last_day-year": yesterday.year}
        assert officer.post(end, last_day).status_code == 302
        assert not Substitute.objects.serving(on=board.today).exists()
        with pytest.raises(NotNow, match="before the first"):
            amendments.end_substitute(substitute=named, last_day=board.today - 90 * DAY, by=board.officer)

    @pytest.mark.parametrize(
        ("name", "place", "says"),
        [
            ("rosalind petherick", "co_opted", "is a member and cannot stand in"),
            ("Delphine Akerman", "young", "is there for Imran"),
        ],
    )
    def test_one_person_takes_one_place(self, board, name, place, says):
        meeting = board.held(came=("chair",))
        minutes.record_other(
            meeting=meeting, name="Delphine Akerman", role="", in_place_of=board.members["co_opted"], by=board.officer
        )
        with pytest.raises(NotNow, match=says):
            minutes.record_other(meeting=meeting, name=name, role="", in_place_of=board.members[place], by=board.officer)

    def test_nobody_comes_for_a_member_whose_term_has_ended(self, board):
        ended = bodies.end_membership(
            membership=board.members["member"], last_day=board.today - DAY, reason="End of term", by=board.officer
        )
        with pytest.raises(NotNow, match="no member on that day"):
            bodies.name_substitute(membership=ended, name="X", from_on=board.today, by=board.officer)


class TestTheConstitution:
    def test_a_seat_is_changed_and_removed(self, board, officer):
        seat = bodies.add_seat(body=board.body, kind="voting", title="Carers", number=3, by=board.officer)
        at = [board.body.slug, seat.pk]
        page = officer.get(reverse("board:constitution", args=[board.body.slug])).content.decode()
        assert reverse("board:change-seat", args=at) in page
        assert officer.post(reverse("board:change-seat", args=at), {"title": "Foster carers", "number": "2"}).status_code == 302
        seat.refresh_from_db()
        assert (seat.title, seat.number, seat.kind) == ("Foster carers", 2, "voting")
        member = board.members["member"]
        entry = {"name": "Rosalind Petherick-Lowe", "seat": seat.pk, "person": member.person_id, "represents": "Carers"}
        assert officer.post(reverse("board:change-member", args=[board.body.slug, member.pk]), entry).status_code == 302
        member.refresh_from_db()
        assert (member.name, member.seat, member.person_id) == (entry["name"], seat, entry["person"])
        for refused, says in (
            (lambda: amendments.change_seat(seat=seat, title="Foster carers", number=0, by=board.officer), "1 members hold"),
            (lambda: amendments.remove_seat(seat=seat, by=board.officer), "hold this seat"),
        ):
            with pytest.raises(NotNow, match=says):
                refused()
        other = bodies.add_seat(body=board.body, kind="voting", title="Schools", number=1, by=board.officer)
        with pytest.raises(NotNow, match="another seat of that name"):
            amendments.change_seat(seat=other, title="Foster carers", number=1, by=board.officer)
        officer.post(reverse("board:remove-seat", args=[board.body.slug, other.pk]))
        assert list(Seat.objects.values_list("title", flat=True)) == ["Foster carers"]

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"person": "chair"}, "is a member already"),
            ({"person": "cabinet"}, "bars them"),
            ({"seat": "co_opted"}, "another kind of member"),
            ({"seat": "full"}, "seats are taken"),
        ],
    )
    def test_an_entry_keeps_the_rules_of_an_appointment(self, board, given, says):
        seats = {
            "co_opted": bodies.add_seat(body=board.body, kind="co_opted", title="Police", number=1, by=board.officer),
            "full": bodies.add_seat(body=board.body, kind="voting", title="Chair’s", number=1, by=board.officer),
        }
        chair = board.members["chair"]
        amendments.change_member(membership=chair, name=chair.name, person=chair.person, seat=seats["full"], by=board.officer)
        fields = {"person": board.people.get(given.get("person", "member")), "seat": seats.get(given.get("seat", ""))}
        with pytest.raises(NotNow, match=says):
            amendments.change_member(membership=board.members["member"], name="Rosalind", by=board.officer, **fields)

    def test_a_standing_item_that_was_dropped_comes_back_in_its_place(self, board, officer):
        items = board.body.standing_items
        bodies.drop_standing_item(item=items.get(kind=ItemKind.MATTERS_ARISING), by=board.officer)
        bodies.drop_standing_item(item=items.get(kind=ItemKind.OTHER_BUSINESS), by=board.officer)
        address = reverse("board:add-standing", args=[board.body.slug])
        assert "Matters arising, filled in by itself" in officer.get(address).content.decode()
        for kind in (ItemKind.OTHER_BUSINESS, ItemKind.MATTERS_ARISING):
            assert officer.post(address, {"kind": kind.value, "title": kind.label, "purpose": "note"}).status_code == 302
        assert (
            officer.post(address, {"kind": ItemKind.MATTERS_ARISING.value, "title": "Again", "purpose": "note"}).status_code
            == 422
        )
        assert [ItemKind(one.kind) for one in items.all()] == [kind for kind, _, _ in bodies.STANDING]
        with pytest.raises(NotNow, match="has that item already"):
            bodies.add_standing_item(body=board.body, title="x", purpose="note", kind=ItemKind.APOLOGIES, by=board.officer)

    def test_former_members_and_champions_stay_on_the_page(self, board, officer):
        bodies.end_membership(
            membership=board.members["member"], last_day=board.today - DAY, reason="Moved away", by=board.officer
        )
        bodies.name_champion(
            body=board.body, name="Gwilym Sandercock", cause="Housing", from_on=board.today - 90 * DAY, by=board.officer,
            until_on=board.today - DAY,
        )  # fmt: skip
        page = officer.get(reverse("board:constitution", args=[board.body.slug])).content.decode()
        assert "Moved away" in page
        assert "Gwilym Sandercock" in page

    def test_is_for_democratic_services(self, board):
        seat = bodies.add_seat(body=board.body, kind="voting", title="Carers", number=3, by=board.officer)
        chair = board.people["chair"]
        for refused in (
            lambda: amendments.change_seat(seat=seat, title="X", number=1, by=chair),
            lambda: amendments.remove_seat(seat=seat, by=chair),
            lambda: amendments.change_member(membership=board.members["member"], name="X", by=chair),
        ):
            with pytest.raises(NotAllowed):
                refused()


class TestPlanning:
    def test_nothing_is_planned_or_moved_into_the_past(self, board, officer):
        plan = reverse("board:plan", args=[board.body.slug])
        yesterday = board.today - DAY
        answer = officer.post(plan, {"days": f"{yesterday:%d %m %Y}"})
        assert (answer.status_code, "Line 1 has passed" in answer.content.decode()) == (422, True)
        meeting = board.plan(30)
        given = {"on-day": yesterday.day, "on-month": yesterday.month, "on-year": yesterday.year}
        answer = officer.post(reverse("board:change-meeting", args=[board.body.slug, meeting.on]), given)
        assert (answer.status_code, "into the past" in answer.content.decode()) == (422, True)

    def test_a_report_is_asked_of_who_can_write_one(self, board, officer):
        meeting = board.opened()
        author = board.people["stranger"]
        given = {"title": "Savings", "purpose": "note", "report_by": author.pk, "needs_report": "on"}
        assert officer.post(reverse("board:add-item", args=[board.body.slug, meeting.on]), given).status_code == 302
        assert "Boards" not in tasks_of(author), "the agenda is not settled"
        assert (
            "Asked of Dominik Larchwood"
            in officer.get(reverse("board:work", args=[board.body.slug, meeting.on])).content.decode()
        )
        meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)
        assert [one.title for one in tasks_of(author)["Boards"]] == ["Write the report “Savings”"]
        page = officer.get(reverse("board:add-item", args=[board.body.slug, meeting.on])).content.decode()
        assert "Imran Halloway" not in page.split("Who is asked")[1].split("Not for publication")[0]


class TestTheConstitutionOnAnAgenda:
    def test_stands_in_the_pack_as_it_is_on_the_day(self, board, officer):
        bodies.write_terms(
            body=board.body,
            text="It will:\n\n- (a) listen",
            from_on=board.today,
            by=board.officer,
            based_on=0,
            agreed_by="The board",
        )
        bodies.write_terms(
            body=board.body,
            text="From next year",
            from_on=board.today + 300 * DAY,
            by=board.officer,
            based_on=1,
            what_changed="All",
        )
        meeting = board.opened()
        given = {"title": "Membership and terms of reference", "kind": "constitution", "purpose": "agree"}
        assert officer.post(reverse("board:add-item", args=[board.body.slug, meeting.on]), given).status_code == 302
        item = meeting.items.get(kind=ItemKind.CONSTITUTION)
        changed = {"title": "Our constitution", "purpose": "agree"}
        assert officer.post(reverse("board:change-item", args=[item.pk]), changed).status_code == 302
        item.refresh_from_db()
        assert (item.title, item.kind) == ("Our constitution", "constitution")
        pack = packs.publish_pack(
            meeting=meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today), by=board.officer, on=board.today
        )
        whole, public = (
            next(one.text for one in content_of(pack, public=edition).items if one.title == "Our constitution")
            for edition in (False, True)
        )
        assert whole.index("Councillor Odette Farnaby | Voting member, chair") < whole.index("Kit Amankwah")
        assert "Terms of reference, version 1" in whole
        assert "From next year" not in whole
        assert "| Kit | Voting member" in public
        assert "Amankwah" not in public


class TestCancelling:
    def test_takes_the_business_to_the_next_meeting_once(self, board):
        first = board.opened(10)
        carried = board.add(first, "Health passports")
        agendas.defer_item(item=carried, reason="No time", by=board.officer)
        second = board.opened(20)
        board.add(second, "Savings", recommendation="Open accounts")
        board.add(second, "Withdrawn before")
        agendas.withdraw_item(item=second.items.get(title="Withdrawn before"), reason="Settled", by=board.officer)
        third = board.opened(40)
        meetings.cancel(meeting=second, reason="Snow", by=board.officer, on=board.today)
        ordinary = third.items.filter(kind=ItemKind.ORDINARY)
        assert sorted(ordinary.values_list("title", flat=True)) == ["Health passports", "Savings"]
        assert ordinary.get(title="Savings").recommendation == "Open accounts"
        assert second.items.get(title="Savings").outcome_why == "The meeting was cancelled: Snow"

    def test_tells_members_who_have_the_pack(self, board, django_capture_on_commit_callbacks):
        planned, published = board.plan(20), board.published(30)
        with django_capture_on_commit_callbacks(execute=True):
            meetings.cancel(meeting=planned, reason="Snow", by=board.officer, on=board.today)
        assert mail.outbox == [], "nobody had anything of it yet"
        with django_capture_on_commit_callbacks(execute=True):
            meetings.cancel(meeting=published, reason="Kit is ill", by=board.officer, on=board.today)
        assert {one.to[0] for one in mail.outbox} == {board.people[name].email for name in board.members}
        assert all(one.subject.startswith("Cancelled:") and "Kit" not in one.body for one in mail.outbox)
