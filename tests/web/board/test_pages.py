"""The pages of boards as people of each part find them: what they show, what they refuse, what they cost."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.audit.models import Event
from inloco.board.actions import agendas, bodies, meetings, minutes, packs, reading, resolutions
from inloco.board.models import AccessiblePaper, AgendaItem, Body, Meeting, Membership, PackReading, PrivateNote, Proposal
from tests.factories.people import person
from tests.web.board.conftest import DAY
from tests.web.queries import assert_queries

SLUG = "corporate-parenting-board"


def at(name, meeting, *args):
    return reverse(f"board:{name}", args=[SLUG, meeting.on, *args])


@pytest.fixture
def sign_in(client, board):
    def signed_in(who):
        client.force_login(board.people[who])
        return client

    return signed_in


@pytest.fixture
def rich(board):
    """A meeting with everything on it, published: an exempt item, a young presenter, a deferred item, a request."""
    meeting = board.opened()
    board.add(meeting, "Price of a home", is_exempt=True, exempt_reason="A provider’s price", recommendation="Pay forty thousand")
    board.add(meeting, "Our survey", presenter="Kit Amankwah", recommendation="Listen to *us*")
    agendas.defer_item(item=board.add(meeting, "Passports"), reason="Not ready", by=board.officer)
    meetings.ask_for_paper(meeting=meeting, form="easy_read", due_on=board.today + DAY, by=board.people["young"])
    meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)
    packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    return Meeting.objects.get(pk=meeting.pk)


def form_of(page, **given):
    """What the browser would send from the page's first form that has its fields, with some changed."""
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    return {**{name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}, **given}


class TestWhatPagesCost:
    def test_every_page_of_those_who_run_boards(self, board, rich, sign_in):
        client = sign_in("officer")
        for number in range(12):
            bodies.appoint(body=board.body, name=f"Member {number}", kind="adviser", from_on=board.today, by=board.officer)
        held = board.held(came=("chair", "member", "young"))
        item = board.add(held, "Talk")
        resolutions.resolve(item=item, kind="action", text="Do it", owner=board.people["stranger"], by=board.officer)
        matter = board.opened(70).matters_arising.get()
        pages = [
            reverse("board:list"), reverse("board:body", args=[SLUG]), reverse("board:constitution", args=[SLUG]),
            reverse("board:terms", args=[SLUG]), reverse("board:attendance", args=[SLUG]),
            reverse("board:resolutions", args=[SLUG]), at("work", rich),
            at("meeting", rich), at("item", rich, 1), at("work", held), at("attendance-at", held), at("minutes", held),
            reverse("board:minute", args=[item.pk]), reverse("board:vote", args=[item.pk]),
            reverse("board:resolve", args=[item.pk]), reverse("board:resolution", args=[matter.resolution_id]),
            reverse("board:feed"), at("change-meeting", rich),
        ]  # fmt: skip
        for address in pages:
            assert "<h1" in assert_queries(client, address)

    def test_every_page_of_readers(self, board, rich, sign_in):
        for who in ("young", "co_opted", "adviser", "stranger"):
            client = sign_in(who)
            client.get(at("meeting", rich))
            for address in (
                reverse("board:list"),
                reverse("board:body", args=[SLUG]),
                reverse("board:constitution", args=[SLUG]),
                at("meeting", rich),
                at("item", rich, 5),
            ):
                if client.get(address).status_code == 200:
                    assert_queries(client, address)


class TestReading:
    @pytest.mark.parametrize(("who", "whole"), [("officer", True), ("chair", True), ("young", True), ("co_opted", True),
                                                ("adviser", False), ("stranger", False), ("cabinet", False)])  # fmt: skip
    def test_members_read_the_whole_pack_and_others_what_is_public(self, board, rich, sign_in, who, whole):
        client = sign_in(who)
        page = client.get(at("meeting", rich)).content.decode()
        assert ("Price of a home" in page) is whole
        assert ("forty thousand" in page) is whole
        assert ("Kit Amankwah" in page) is whole
        assert "Our survey" in page
        assert "A provider’s price" in page, "the reason is public"
        assert client.get(at("download", rich, "restricted", "html")).status_code == (200 if whole else 403)
        public = client.get(at("download", rich, "public", "html"))
        assert public.status_code == 200
        assert "forty thousand" not in public.content.decode()
        assert "Amankwah" not in public.content.decode()
        exempt = rich.items.get(title="Price of a home").position
        assert client.get(at("item", rich, exempt)).status_code == (200 if whole else 404)

    def test_files_are_made_once_and_hold_everything(self, board, rich, sign_in):
        client = sign_in("young")
        pdf = client.get(at("download", rich, "restricted", "pdf"))
        assert pdf.content.startswith(b"%PDF-")
        assert pdf.headers["Content-Type"] == "application/pdf"
        assert pdf.headers["Content-Disposition"] == f'attachment; filename="{SLUG}-{rich.on}-pack-restricted.pdf"'
        archive = zipfile.ZipFile(io.BytesIO(client.get(at("download", rich, "restricted", "zip")).content))
        assert {f"{SLUG}-{rich.on}-pack-restricted.{kind}" for kind in ("pdf", "html")} <= set(archive.namelist())
        assert archive.read(f"{SLUG}-{rich.on}-pack-restricted.pdf") == pdf.content
        assert client.get(at("download", rich, "restricted", "docx")).status_code == 404

    def test_a_pack_leaves_the_tasks_once_opened_and_comes_back_with_a_supplement(self, board, rich, sign_in):
        young = board.people["young"]
        assert [one.title for one in tasks_of(young)["Boards"]] == ["Read the pack for Corporate Parenting Board"]
        sign_in("young").get(at("meeting", rich))
        assert "Boards" not in tasks_of(young)
        assert PackReading.objects.count() == 1
        board.add(rich, "Flood")
        packs.publish_supplement(meeting=rich, by=board.officer, on=board.today)
        assert [one.why for one in tasks_of(young)["Boards"]] == ["A supplement was published"]

    def test_notes_are_private_in_the_trail_too(self, board, rich, sign_in):
        item = rich.items.get(title="Our survey")
        client = sign_in("young")
        client.post(reverse("board:note", args=[item.pk]), {"text": "Ask about the bus"})
        assert "Ask about the bus" in client.get(at("meeting", rich)).content.decode()
        for who in ("officer", "chair", "co_opted"):
            assert "Ask about the bus" not in sign_in(who).get(at("meeting", rich)).content.decode()
        told = Event.objects.filter(subject="board_privatenote")
        assert told.exists()
        assert not [one for one in told if "Ask about" in one.after_json + one.before_json]
        sign_in("young").post(reverse("board:note", args=[item.pk]), {"text": ""})
        assert not PrivateNote.objects.exists()

    def test_a_note_stays_with_its_item_whatever_its_title_and_place(self, board, rich, sign_in):
        item = rich.items.get(title="Our survey")
        client = sign_in("young")
        client.post(reverse("board:note", args=[item.pk]), {"text": "Ask about the bus"})
        AgendaItem.objects.filter(pk=item.pk).update(title="What our survey says")
        assert "Ask about the bus" in client.get(at("meeting", rich)).content.decode()
        agendas.withdraw_item(item=rich.items.get(title="Price of a home"), reason="Sold", by=board.officer)
        packs.publish_supplement(meeting=rich, by=board.officer, on=board.today)
        page = client.get(at("meeting", rich)).content.decode()
        assert page.index("What our survey says") < page.index("Ask about the bus")

    def test_a_note_on_what_one_may_not_read_is_refused(self, board, rich, sign_in):
        item = rich.items.get(title="Price of a home")
        assert sign_in("stranger").post(reverse("board:note", args=[item.pk]), {"text": "x"}).status_code == 403
        unpublished = board.opened(50).items.first()
        assert sign_in("young").post(reverse("board:note", args=[unpublished.pk]), {"text": "x"}).status_code == 422
        assert not PrivateNote.objects.exists()

    def test_drafts_are_for_members_and_agreed_minutes_for_all(self, board, sign_in):
        held = board.held()
        minutes.write_minute(item=held.items.first(), text="We *talked*.", based_on=0, by=board.officer)
        assert sign_in("young").get(at("minutes", held)).status_code == 404
        assert sign_in("officer").get(at("minutes", held)).status_code == 200
        board.minuted(held)
        assert "<em>talked</em>" in sign_in("young").get(at("minutes", held)).content.decode()
        assert sign_in("stranger").get(at("minutes", held)).status_code == 404
        later = board.published(40)
        meetings.hold(meeting=later, by=board.officer, on=later.on)
        meetings.agree_minutes(meeting=held, by=board.officer, on=later.on, reason="A date was mended")
        page = sign_in("stranger").get(at("minutes", held)).content.decode()
        assert "A date was mended" in page
        assert "Amankwah" not in page
        assert "<script" not in page.split("<main")[1].split("</main>")[0]


class TestThePublic:
    def test_reads_the_public_edition_without_signing_in(self, client, board, rich):
        page = client.get(f"/public/boards/{SLUG}/{rich.on}/").content.decode()
        assert "Our survey" in page
        assert "presented by Kit" in page
        for hidden in ("Amankwah", "Price of a home", "forty thousand", "every look", "Every look"):
            assert hidden not in page
        assert client.get(f"/public/boards/{SLUG}/{rich.on}/pack.pdf").content.startswith(b"%PDF-")
        assert str(rich.on.day) in client.get("/public/boards/").content.decode()

    def test_of_a_body_whose_papers_are_public_only(self, client, board, rich):
        Body.objects.update(is_public=False)
        for address in (f"/public/boards/{SLUG}/{rich.on}/", f"/public/boards/{SLUG}/{rich.on}/pack.pdf"):
            assert client.get(address).status_code == 404
        assert SLUG not in client.get("/public/boards/").content.decode()

    def test_nothing_before_publication_or_after_a_cancellation(self, client, board, rich):
        unpublished = board.opened(50)
        assert client.get(f"/public/boards/{SLUG}/{unpublished.on}/").status_code == 404
        meetings.cancel(meeting=rich, reason="Snow", by=board.officer, on=board.today)
        assert client.get(f"/public/boards/{SLUG}/{rich.on}/").status_code == 404

    def test_agreed_minutes_only(self, client, board):
        held = board.held()
        minutes.write_minute(item=held.items.first(), text="Kit spoke about buses.", based_on=0, by=board.officer)
        address = f"/public/boards/{SLUG}/{held.on}/"
        board.minuted(held)
        assert "buses" not in client.get(address).content.decode()
        later = board.published(40)
        meetings.hold(meeting=later, by=board.officer, on=later.on)
        meetings.agree_minutes(meeting=held, by=board.officer, on=later.on)
        page = client.get(address).content.decode()
        assert "Kit spoke about buses." in page
        assert "Amankwah" not in page


class TestCalendars:
    def test_one_meeting_and_the_feed(self, board, client, sign_in):
        meeting = board.plan(30)
        meetings.change_meeting(
            meeting=meeting, fields={"join_link": "https://meet.example/x", "room": "Oak, west"}, by=board.officer
        )
        text = sign_in("young").get(at("calendar-file", meeting)).content.decode()
        assert "SUMMARY:Corporate Parenting Board" in text
        assert "LOCATION:Oak\\, west\\, Lantern Hall" in text
        assert "URL:https://meet.example/x" in text
        assert "SEQUENCE:2" in text
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert "https://meet.example" not in sign_in("stranger").get(at("calendar-file", meeting)).content.decode()

        page = sign_in("young").post(reverse("board:feed")).content.decode()
        address = re.search(r"http://testserver(/boards/calendar/[^<]+\.ics)", page)[1]
        client.logout()
        assert f"UID:{meeting.uid}@inloco" in client.get(address).content.decode()
        reading.make_feed(by=board.people["young"])
        assert client.get(address).status_code == 404, "the address before stops working"
        assert client.get("/boards/calendar/guess.ics").status_code == 404

    def test_a_feed_has_the_meetings_of_one_s_own_bodies(self, board, client):
        board.plan(30)
        secret = reading.make_feed(by=board.people["stranger"])
        assert "BEGIN:VEVENT" not in client.get(f"/boards/calendar/{secret}.ics").content.decode()
        secret = reading.make_feed(by=board.officer)
        assert "BEGIN:VEVENT" in client.get(f"/boards/calendar/{secret}.ics").content.decode()
        board.officer.is_active = False
        board.officer.save()
        assert client.get(f"/boards/calendar/{secret}.ics").status_code == 404

    def test_a_cancelled_meeting_says_so(self, board, sign_in):
        meeting = meetings.cancel(meeting=board.plan(30), reason="Snow", by=board.officer, on=board.today)
        assert "STATUS:CANCELLED" in sign_in("young").get(at("calendar-file", meeting)).content.decode()


class TestRunning:
    def test_the_way_by_buttons(self, board, sign_in):
        client = sign_in("officer")
        client.post(reverse("board:plan", args=[SLUG]), {"days": f"{board.today + 30 * DAY:%d %m %Y}"})
        meeting = Meeting.objects.get()
        on = meeting.on
        client.post(at("step", meeting, "open_agenda"))
        refused = client.post(at("step", meeting, "settle_agenda"))
        assert refused.status_code == 422
        assert "no time and no place" in refused.content.decode()
        change = {"on-day": on.day, "on-month": on.month, "on-year": on.year, "starts": "6pm", "ends": "8pm", "place": "Hall"}
        assert client.post(at("change-meeting", meeting), change).status_code == 302
        assert (
            client.post(at("add-item", meeting), {"title": "Homes", "purpose": "discuss", "minutes_allotted": "150"}).status_code
            == 302
        )
        work = client.get(at("work", meeting)).content.decode()
        assert "30 minutes more than the meeting has" in work
        assert client.post(at("step", meeting, "settle_agenda")).status_code == 302
        assert client.post(at("step", meeting, "publish_pack")).status_code == 302
        meeting.refresh_from_db()
        assert meeting.state == "pack_published"
        assert client.get(at("step", meeting, "hold")).status_code == 302
        assert "Begin it on that day" in client.post(at("step", meeting, "hold")).content.decode()

    def test_short_notice_asks_for_the_reason(self, board, sign_in):
        meeting = board.settled(3)
        client = sign_in("officer")
        assert "Why it could not wait" in client.get(at("step", meeting, "publish_pack")).content.decode()
        assert client.post(at("step", meeting, "publish_pack"), {"reason": ""}).status_code == 422
        assert client.post(at("step", meeting, "publish_pack"), {"reason": "An inspection"}).status_code == 302
        assert "An inspection" in client.get(at("work", meeting)).content.decode()

    def test_a_bad_form_loses_nothing(self, board, sign_in):
        meeting = board.opened()
        client = sign_in("officer")
        answer = client.post(
            at("add-item", meeting), {"title": "Homes", "purpose": "", "is_exempt": "on", "recommendation": "Say yes"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Select the board is asked" in page
        assert "Enter why it is not for publication" in page
        assert "Say yes" in page
        for given, says in (
            ({"starts": "25:00"}, "must be a time"), ({"starts": "8pm", "ends": "6pm"}, "after it starts"),
            ({"join_link": "http://x.example"}, "https://"), ({"on-day": "31", "on-month": "2"}, "real date"),
        ):  # fmt: skip
            full = {"on-day": 1, "on-month": 3, "on-year": 2027, **given}
            answer = client.post(at("change-meeting", meeting), full)
            assert (answer.status_code, says in answer.content.decode()) == (422, True), says

    def test_items_are_moved_deferred_and_withdrawn(self, board, sign_in):
        meeting = board.opened()
        first, second = board.add(meeting, "First"), board.add(meeting, "Second")
        client = sign_in("chair")
        client.post(reverse("board:move-item", args=[second.pk]), {"to": "up"})
        assert AgendaItem.objects.get(pk=second.pk).position < AgendaItem.objects.get(pk=first.pk).position
        assert client.post(reverse("board:defer-item", args=[first.pk]), {"reason": ""}).status_code == 422
        assert client.post(reverse("board:defer-item", args=[first.pk]), {"reason": "No time"}).status_code == 302
        assert client.post(reverse("board:withdraw-item", args=[second.pk]), {"reason": "Settled"}).status_code == 302
        assert client.get(reverse("board:change-item", args=[second.pk])).status_code == 422, "it is off the agenda"
        assert set(AgendaItem.objects.filter(pk__in=[first.pk, second.pk]).values_list("outcome", flat=True)) == {
            "deferred",
            "withdrawn",
        }

    def test_a_proposal_from_word_to_agenda(self, board, sign_in):
        meeting = board.opened()
        sign_in("young").post(reverse("board:propose", args=[SLUG]), {"title": "Buses", "why": "They stop at nine"})
        proposal = Proposal.objects.get()
        chair = board.people["chair"]
        assert [one.title for one in tasks_of(chair)["Boards"]] == ["Answer the proposal “Buses”"]
        client = sign_in("chair")
        address = reverse("board:answer", args=[proposal.pk])
        assert client.post(address, {"decision": "decline", "answer": ""}).status_code == 422
        assert client.post(address, {"decision": "accept", "answer": "Yes"}).status_code == 302
        assert meeting.items.filter(title="Buses", presenter="Kit Amankwah").exists()
        page = sign_in("young").get(reverse("board:body", args=[SLUG])).content.decode()
        assert "On the agenda" in page
        assert sign_in("member").get(reverse("board:propose", args=[SLUG])).status_code == 403
        assert sign_in("member").get(address).status_code == 403

    def test_minutes_in_the_browser_and_two_at_once(self, board, sign_in):
        held = board.held()
        item = held.items.first()
        address = reverse("board:minute", args=[item.pk])
        client = sign_in("officer")
        assert client.post(address, {"text": "First.", "based_on": "0", "do": "next"}).headers["Location"].endswith("/minute/")
        second = client.post(address, {"text": "Mine.", "based_on": "0"})
        page = second.content.decode()
        assert second.status_code == 409
        assert "First." in page
        assert "Mine." in page
        assert 'value="1"' in page
        assert client.post(address, {"text": "", "based_on": "1"}).status_code == 422

    def test_votes_and_resolutions_in_the_browser(self, board, sign_in):
        item = board.add(board.held(), "Homes", purpose="agree")
        client = sign_in("officer")
        vote = {"motion": "Do it", "votes_for": "2", "votes_against": "2", "abstentions": "0"}
        refused = client.post(reverse("board:vote", args=[item.pk]), vote)
        assert (refused.status_code, "more than the 3" in refused.content.decode()) == (422, True)
        client.post(reverse("board:vote", args=[item.pk]), {**vote, "votes_against": "1"})
        given = {"kind": "action", "text": "Buy it", "owner": board.people["stranger"].pk}
        assert client.post(reverse("board:resolve", args=[item.pk]), {"kind": "action", "text": ""}).status_code == 422
        client.post(reverse("board:resolve", args=[item.pk]), given)
        page = client.get(reverse("board:minute", args=[item.pk])).content.decode()
        assert "Carried: 2 for, 1 against" in page
        assert "Buy it" in page
        made = item.resolutions.get()
        owner = sign_in("stranger")
        address = reverse("board:resolution", args=[made.pk])
        assert owner.get(address).status_code == 200
        owner.post(address, {"text": "Bought", "is_done": "on"})
        made.refresh_from_db()
        assert made.state == "done"
        assert sign_in("cabinet").get(address).status_code == 403
        matter = board.opened(40).matters_arising.get()
        assert matter.resolution == made

    def test_a_matter_is_minuted_and_closed(self, board, sign_in):
        first = board.held()
        made = resolutions.resolve(
            item=board.add(first, "Homes"), kind="action", text="Buy", owner_name="Housing", by=board.officer
        )
        board.minuted(first)
        later = board.published(40)
        meetings.hold(meeting=later, by=board.officer, on=later.on)
        matter = later.matters_arising.get()
        address = reverse("board:matter", args=[matter.pk])
        client = sign_in("officer")
        client.post(address, {"text": "Bought", "based_on": "0", "do": "close"})
        matter.refresh_from_db()
        made.refresh_from_db()
        assert (matter.said, matter.is_closed_here, made.state, made.closed_at) == ("Bought", True, "closed", later)
        assert client.post(address, {"text": "Other", "based_on": "0"}).status_code == 409
        assert "Where it came back" in client.get(reverse("board:resolution", args=[made.pk])).content.decode()

    def test_attendance_in_the_browser(self, board, sign_in):
        held = board.held(came=())
        client = sign_in("officer")
        given = {f"member_{one.pk}": "present" for one in board.members.values()} | {"presiding": board.members["chair"].pk}
        assert client.post(at("attendance-at", held), given).status_code == 302
        assert held.attendance.filter(presence="present").count() == 5
        given[f"member_{board.members['chair'].pk}"] = "apologies"
        assert client.post(at("attendance-at", held), given).status_code == 422
        client.post(at("other", held), {"name": "Visitor", "role": "Police"})
        other = held.attendance.get(name="Visitor")
        client.post(reverse("board:remove-other", args=[other.pk]))
        assert not held.attendance.filter(name="Visitor").exists()
        page = client.get(reverse("board:attendance", args=[SLUG])).content.decode()
        assert "100%" in page

    def test_papers_in_another_form(self, board, rich, sign_in):
        asked = AccessiblePaper.objects.get()
        assert (asked.name, asked.form) == ("Kit Amankwah", "easy_read")
        assert "Papers in another form: easy read" in [one.title for one in tasks_of(board.officer)["Boards"]]
        assert sign_in("young").post(reverse("board:provide-paper", args=[asked.pk])).status_code == 403
        sign_in("officer").post(reverse("board:provide-paper", args=[asked.pk]))
        asked.refresh_from_db()
        assert asked.done_by == board.officer
        on = board.today + 400 * DAY
        given = {"form": "braille", "due_on-day": on.day, "due_on-month": on.month, "due_on-year": on.year}
        late = sign_in("member").post(at("ask-for-paper", rich), given)
        assert (late.status_code, "after the meeting" in late.content.decode()) == (422, True)

    def test_the_constitution_in_the_browser(self, board, sign_in):
        client = sign_in("officer")
        today = board.today
        first_day = {"from_on-day": today.day, "from_on-month": today.month, "from_on-year": today.year}
        last_day = {"last_day-day": today.day, "last_day-month": today.month, "last_day-year": today.year}
        assert client.post(reverse("board:add"), {"name": "Forum", "clear_days": "0", "reports_due_days": "5"}).status_code == 302
        assert client.post(reverse("board:add"), {"name": "Forum", "clear_days": "0", "reports_due_days": "5"}).status_code == 422
        client.post(reverse("board:add-seat", args=[SLUG]), {"title": "Police", "kind": "co_opted", "number": "1"})
        seat = board.body.seats.get()
        assert "Vacant" in client.get(reverse("board:constitution", args=[SLUG])).content.decode()
        client.post(reverse("board:appoint", args=[SLUG]), {"name": "Maeve", "kind": "co_opted", "seat": seat.pk, **first_day})
        maeve = Membership.objects.get(name="Maeve")
        barred = {"name": "Bryn", "kind": "voting", "person": board.people["cabinet"].pk, **first_day}
        assert client.post(reverse("board:appoint", args=[SLUG]), barred).status_code == 422
        client.post(reverse("board:substitute", args=[SLUG, maeve.pk]), {"name": "Idris", **first_day})
        client.post(reverse("board:end-membership", args=[SLUG, maeve.pk]), {"reason": "Moved", **last_day})
        client.post(reverse("board:add-champion", args=[SLUG]), {"name": "Ifeoma", "cause": "Housing", **first_day})
        client.post(reverse("board:end-champion", args=[SLUG, board.body.champions.get().pk]), last_day)
        terms = {"text": "- (a) *Care*", "based_on": "0", **first_day}
        client.post(reverse("board:write-terms", args=[SLUG]), terms)
        assert client.post(reverse("board:write-terms", args=[SLUG]), terms).status_code == 422
        assert "<em>Care</em>" in client.get(reverse("board:terms", args=[SLUG])).content.decode()
        client.post(reverse("board:add-standing", args=[SLUG]), {"title": "Voice", "purpose": "discuss"})
        standing = board.body.standing_items.get(title="Voice")
        client.post(reverse("board:drop-standing", args=[SLUG, standing.pk]))
        maeve.refresh_from_db()
        assert (maeve.until_on, maeve.end_reason, maeve.substitutes.get().name) == (today, "Moved", "Idris")
        assert board.body.champions.get().until_on == today
        assert not board.body.standing_items.filter(title="Voice").exists()
        client.post(reverse("board:change", args=[SLUG]), {"name": board.body.name, "clear_days": "3", "reports_due_days": "5"})
        board.body.refresh_from_db()
        assert (board.body.clear_days, board.body.has_casting_vote) == (3, False)

    @pytest.mark.parametrize("who", ["member", "young", "co_opted", "adviser", "stranger", "cabinet"])
    def test_the_work_on_a_meeting_exists_for_the_chair_and_officers_only(self, board, rich, sign_in, who):
        client = sign_in(who)
        item = rich.items.first()
        for address in (
            at("work", rich),
            at("add-item", rich),
            at("step", rich, "hold"),
            reverse("board:change-item", args=[item.pk]),
        ):
            assert client.get(address).status_code == 403
        assert sign_in("chair").get(at("work", rich)).status_code == 200

    def test_resolutions_and_attendance_are_for_members(self, board, sign_in):
        for name in ("resolutions", "attendance"):
            address = reverse(f"board:{name}", args=[SLUG])
            assert sign_in("young").get(address).status_code == 200
            assert sign_in("stranger").get(address).status_code == 403

    def test_a_board_outside_one_s_own_shows_first_names(self, board, sign_in):
        assert "Kit Amankwah" in sign_in("young").get(reverse("board:constitution", args=[SLUG])).content.decode()
        assert "Amankwah" not in sign_in("stranger").get(reverse("board:constitution", args=[SLUG])).content.decode()

    def test_no_such_thing_is_not_found(self, board, sign_in):
        client = sign_in("officer")
        for address in ("/boards/none/", f"/boards/{SLUG}/2019-02-30/", f"/boards/{SLUG}/2019-01-01/", "/boards/items/1/minute/"):
            assert client.get(address).status_code == 404


def test_somebody_whose_term_ended_reads_what_is_public(board, rich, client):
    member = board.members["member"]
    Membership.objects.filter(pk=member.pk).update(until_on=board.today - DAY)
    client.force_login(board.people["member"])
    assert "Price of a home" not in client.get(at("meeting", rich)).content.decode()


def test_a_named_substitute_reads_the_whole_pack(board, rich, client):
    comes = person(Role.PARTNER)
    bodies.name_substitute(
        membership=board.members["member"], name=comes.name, person=comes, from_on=board.today, by=board.officer
    )
    client.force_login(comes)
    assert "Price of a home" in client.get(at("meeting", rich)).content.decode()


def test_days_are_counted_back_in_working_days():
    from inloco.board.presenters.meetings import working_days_before

    assert working_days_before(dt.date(2019, 9, 9), 1) == dt.date(2019, 9, 6)
    assert working_days_before(dt.date(2019, 5, 7), 1) == dt.date(2019, 5, 3), "over the early May bank holiday"
    assert working_days_before(dt.date(2019, 9, 9), 0) == dt.date(2019, 9, 9)
