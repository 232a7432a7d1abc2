"""Reports in the pack: not before they are signed off, frozen with it, restricted ones apart, names checked in them too."""

import pytest
from django.urls import reverse

from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.board.actions import agendas, bodies, meetings, packs
from inloco.board.frozen_pack import content_of
from inloco.board.models import Meeting
from inloco.board.pack_check import findings
from inloco.papers.actions import files, steps, writing
from inloco.papers.models import Paper, PaperSection, Source
from tests.documents.papers import untagged
from tests.factories.people import person


@pytest.fixture
def writers():
    return person(Role.STRATEGIC_LEAD, name="Joaquim Leatherby"), person(Role.DIRECTOR, name="Wilhelmina Osei")


@pytest.fixture
def paper(board, writers):
    author, _ = writers
    made = writing.start(
        title="Homes report",
        template="standard",
        about=None,
        meeting="Board",
        meeting_on=board.today,
        report_of="Head of homes",
        by=author,
    )
    for key, text in (("executive_summary", "All is well in the homes."), ("recommendation", "Read it.")):
        section = PaperSection.objects.get(paper=made, key=key)
        writing.write_section(
            section=section, title=section.title, text=text, restricted=False, based_on=section.number, by=author
        )
    return made


def signed_off(paper, writers):
    author, director = writers
    steps.make(paper=paper, name="submit", by=author)
    return steps.make(paper=Paper.objects.get(pk=paper.pk), name="sign_off", by=director)


def with_paper(board, paper, **fields):
    meeting = board.opened()
    board.add(meeting, "Homes", paper=paper, needs_report=True, **fields)
    return meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)


def test_a_report_waits_for_its_sign_off_and_is_frozen_with_the_pack(board, paper, writers):
    meeting = with_paper(board, paper)
    with pytest.raises(NotNow, match="Homes: its report is “draft”"):
        packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    signed_off(paper, writers)
    pack = packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    paper.refresh_from_db()
    assert paper.state == "published"
    item = next(one for one in content_of(pack, public=True).items if one.title == "Homes")
    assert "All is well in the homes." in [section.text for section in item.paper.sections]
    assert content_of(pack, public=False).items[int(item.number) - 1].paper == item.paper


def test_the_report_is_read_in_the_pack(board, paper, writers, client):
    signed_off(paper, writers)
    meeting = with_paper(board, paper)
    packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    number = Meeting.objects.get(pk=meeting.pk).items.get(title="Homes").position
    client.force_login(board.people["young"])
    page = client.get(f"/boards/corporate-parenting-board/{meeting.on}/").content.decode()
    assert f"/items/{number}/" in page
    assert (
        "All is well in the homes."
        in client.get(f"/boards/corporate-parenting-board/{meeting.on}/items/{number}/").content.decode()
    )
    client.logout()
    assert "All is well in the homes." in client.get(f"/public/boards/corporate-parenting-board/{meeting.on}/").content.decode()


def test_the_surname_of_who_joined_after_a_report_was_signed_off_stops_the_pack(board, paper, writers):
    section = PaperSection.objects.get(paper=paper, key="executive_summary")
    writing.write_section(
        section=section,
        title=section.title,
        text="Nia Oyelaran told us.",
        restricted=False,
        based_on=section.number,
        by=writers[0],
    )
    signed_off(paper, writers)
    bodies.appoint(body=board.body, name="Nia Oyelaran", kind="voting", is_young=True, from_on=board.today, by=board.officer)
    meeting = with_paper(board, paper)
    with pytest.raises(NotNow, match="Nia, in the report “Homes report”"):
        packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)


def test_who_joined_after_a_report_was_published_is_cut_to_the_first_name_on_its_cover(board, paper, writers):
    Paper.objects.filter(pk=paper.pk).update(contact="Nia Oyelaran, nia.oyelaran@council.example", report_of="Nia Oyelaran")
    signed_off(Paper.objects.get(pk=paper.pk), writers)
    steps.publish(paper=Paper.objects.get(pk=paper.pk), by=board.officer)
    bodies.appoint(body=board.body, name="Nia Oyelaran", kind="voting", is_young=True, from_on=board.today, by=board.officer)
    pack = packs.publish_pack(meeting=with_paper(board, paper), by=board.officer, on=board.today)
    public, whole = (content_of(pack, public=one) for one in (True, False))
    assert next(iter(public.papers)).cover.contact == "Nia"
    assert "oyelaran" not in pack.text(public=True).lower()
    assert next(iter(whole.papers)).cover.report_of == "Nia Oyelaran"


def test_a_young_author_begins_without_surname_and_address_on_the_cover(board):
    made = writing.start(title="What we say", template="standard", about=None, by=board.people["young"])
    assert made.contact == "Kit, by way of democratic services"
    assert board.officer.email in writing.start(title="Notes", template="standard", about=None, by=board.officer).contact


def test_a_restricted_report_needs_an_exempt_item(board, paper, writers, client):
    Paper.objects.filter(pk=paper.pk).update(restricted=True, restricted_reason="Prices")
    signed_off(Paper.objects.get(pk=paper.pk), writers)
    meeting = with_paper(board, paper)
    with pytest.raises(NotNow, match="must be exempt too"):
        packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    item = meeting.items.get(title="Homes")
    agendas.change_item(item=item, fields={"is_exempt": True, "exempt_reason": "Prices"}, by=board.officer)
    pack = packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    assert "All is well" not in pack.text(public=True)
    assert "All is well" not in client.get(f"/public/boards/corporate-parenting-board/{meeting.on}/").content.decode()


def test_a_deferred_report_goes_along_with_its_item(board, paper):
    first = board.opened(20)
    item = board.add(first, "Homes", paper=paper)
    second = board.opened(40)
    agendas.defer_item(item=item, reason="Not ready", by=board.officer)
    assert second.items.get(title="Homes").paper == paper


class TestContradictionsBetweenPapers:
    @pytest.fixture
    def meeting(self, board, writers):
        """Two signed-off reports that give one count differently."""
        author, _ = writers
        meeting = board.opened()
        for title, words in (
            ("Homes report", "There were 412 children looked after on 31 August 2019."),
            ("Health report", "There were 437 children looked after on 31 August 2019."),
        ):
            made = writing.start(title=title, template="standard", about=None, meeting="Board", meeting_on=board.today, by=author)
            for key, text in (("executive_summary", words), ("recommendation", "Read it.")):
                section = PaperSection.objects.get(paper=made, key=key)
                writing.write_section(
                    section=section, title=section.title, text=text, restricted=False, based_on=section.number, by=author
                )
            signed_off(made, writers)
            board.add(meeting, title, paper=made, needs_report=True)
        return meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)

    def test_stop_the_pack_until_one_lets_them_stand(self, board, meeting, client):
        client.force_login(board.officer)
        address = f"/boards/corporate-parenting-board/{meeting.on}/contradictions/"
        page = client.get(address).content.decode()
        assert "Homes report" in page
        assert "437" in page
        found = findings(meeting)
        assert [(one.found.rule, one.blocks) for one in found] == [("same_fact_two_values", True)]
        with pytest.raises(NotNow, match="between papers"):
            packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        assert client.post(address, {"fingerprint": found[0].fingerprint, "reason": ""}).status_code == 422
        assert client.post(address, {"fingerprint": "gone", "reason": "x"}).status_code == 422
        for one in found:
            assert client.post(address, {"fingerprint": one.fingerprint, "reason": "Two sources"}).status_code == 302
        assert client.post(address, {"fingerprint": found[0].fingerprint, "reason": "Again"}).status_code == 422
        assert "let it stand" in client.get(address).content.decode()
        assert packs.publish_pack(meeting=meeting, by=board.officer, on=board.today).number == 1

    def test_are_for_democratic_services(self, board, meeting):
        with pytest.raises(NotAllowed):
            packs.waive(meeting=meeting, fingerprint="x", reason="y", by=board.people["chair"])


class TestAFileInThePack:
    @pytest.fixture
    def leaflet(self, writers):
        author, _ = writers
        made = writing.start(title="Leaflet", template="", about=None, source=Source.PDF, by=author)
        files.take_file(paper=made, name="leaflet.pdf", content=untagged(2), by=author)
        signed_off(made, writers)
        return Paper.objects.get(pk=made.pk)

    def test_is_opened_where_its_item_is_read_and_noted_on(self, board, leaflet, client):
        meeting = with_paper(board, leaflet)
        packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
        item = meeting.items.get(paper=leaflet)
        number = [one.pk for one in meeting.items.all()].index(item.pk) + 1
        page, file = (reverse(f"board:{name}", args=[board.body.slug, meeting.on, number]) for name in ("item", "item-file"))
        client.force_login(board.people["member"])
        assert f'href="{file}"' in client.get(page).content.decode()
        answer = client.get(file)
        assert (answer.content[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")
        kept = client.post(reverse("board:note", args=[item.pk]), {"text": "Ask for tags", "back": "item"})
        assert kept.headers["Location"] == f"{page}#note-{item.pk}"
        assert "Ask for tags" in client.get(page).content.decode()
        assert client.get(file.replace(f"/{number}/", "/1/")).status_code == 404, "that item has no file"
        client.force_login(board.people["stranger"])
        assert client.get(file).status_code == 404, "nobody has cleared it for the public edition"


def test_a_signed_off_report_asks_for_an_agenda_and_its_pack_publishes_it(board, paper, writers, client):
    signed_off(paper, writers)
    meeting = board.opened()
    Paper.objects.filter(pk=paper.pk).update(meeting=board.body.name, meeting_on=None)
    (task,) = [one for one in tasks_of(board.officer)["Boards"] if one.title == "Put “Homes report” on an agenda"]
    client.force_login(board.officer)
    page = client.get(task.url).content.decode()
    assert 'value="Homes report"' in page
    assert ">Read it.</textarea>" in page
    assert f'<option value="{paper.pk}" selected>' in page
    board.add(meeting, "Homes", paper=paper)
    titles = [one.title for listed in tasks_of(board.officer).values() for one in listed]
    assert not [one for one in titles if "Homes report" in one]
    meetings.cancel(meeting=meeting, reason="Flood", by=board.officer, on=board.today)
    (task,) = [one for one in tasks_of(board.officer)["Boards"] if "Homes report" in one.title]
    assert task.url == reverse("papers:work", args=[paper.reference])
    assert "published with its pack" in client.get(task.url).content.decode()
