"""What democratic services look at before a pack goes out: small numbers that the public would read, and earlier figures that are
known otherwise; and how a correction travels from the page of the paper into the packs of its own board."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from inloco.analytics.errors import NotNow
from inloco.board import corrections
from inloco.board.actions import bodies, meetings, packs
from inloco.board.frozen_pack import content_of
from inloco.board.models import Meeting
from inloco.documents.outputs.paper_html import pack_html
from inloco.papers.actions.corrections import correct
from tests.web.loaded import computed, loaded
from tests.web.papers.making import client_of, signed_off, signer, text_of, writer
from tests.web.papers.test_papers import late
from tests.web.queries import assert_queries

__all__ = ["computed", "loaded"]


def address(meeting: Meeting) -> str:
    return f"/boards/{meeting.body.slug}/{meeting.on}/contradictions/"


def with_report(board, days: int, paper) -> Meeting:
    meeting = board.opened(days)
    board.add(meeting, "Health of teeth", paper=paper)
    return meetings.settle_agenda(meeting=meeting, by=board.officer, on=board.today)


def test_small_numbers_are_named_before_the_public_would_read_them(board) -> None:
    paper = signed_off(writer(), "Over the summer 2 children went missing. Two meetings were held.")
    meeting = with_report(board, 30, paper)
    board.add(meeting, "Three young people in hotels", recommendation="Note that 2 children wait. Two papers follow.")
    board.add(meeting, "One child abroad", is_exempt=True, exempt_reason="A court case")
    page = text_of(client_of(board.officer).get(address(meeting)))
    assert "“Three young people in hotels”" in page
    assert "“Over the summer 2 children went missing”" in page
    assert "“Note that 2 children wait”" in page
    assert "Two meetings" not in page
    assert "abroad" not in page
    assert (page.count("Left out"), page.count("Shown")) == (2, 1)
    pack = packs.publish_pack(meeting=meeting, by=board.officer, on=board.today)
    public, members = (pack_html(content_of(pack, public=one)) for one in (True, False))
    for reader in (board.people["adviser"], board.people["stranger"]):
        assert "2 children" not in text_of(client_of(reader).get(f"/boards/{board.body.slug}/{meeting.on}/"))
    assert "2 children" not in text_of(Client().get(f"/public/boards/{board.body.slug}/{meeting.on}/"))
    assert "2 children" not in public
    assert members.count("2 children") == 2


def test_a_correction_travels_into_the_next_pack_of_its_own_board(board, loaded: Path) -> None:
    paper = signed_off(writer())
    first = with_report(board, 12, paper)
    packs.publish_pack(meeting=first, by=board.officer, on=board.today)
    second = board.settled(40)
    forum = bodies.make_body(fields={"name": "Another board"}, by=board.officer)
    elsewhere = meetings.plan_year(body=forum, days=[second.on], by=board.officer)[0]
    officer = client_of(board.officer)
    assert "None is written" in text_of(officer.get(address(second)))

    late(loaded)
    paper.refresh_from_db()
    page = " ".join(assert_queries(officer, address(second)).split())
    assert "Figures of Teeth that are others today" in page
    assert f'href="/papers/{paper.reference}/#known-now"' in page
    told, whole = (corrections.known_otherwise(second, reader=one)[0] for one in (board.officer, signer()))
    assert (len(told.figures) + told.hidden, whole.hidden) == (len(whole.figures), 0)
    assert ("you are not shown the numbers" in page) is bool(told.hidden)
    figure = corrections.known_otherwise(second, reader=writer())[0].figures[0].figure
    with pytest.raises(NotNow, match="A reason is needed"):
        correct(paper=paper, figure=figure, words=" ", by=board.officer)
    made = correct(paper=paper, figure=figure, words="A check was entered late", by=board.officer)
    page = text_of(officer.get(address(second)))
    assert made.figure in page.split('id="corrections"')[1].split("are known otherwise now")[0]
    assert corrections.of_pack(elsewhere) == []

    pack = packs.publish_pack(meeting=second, by=board.officer, on=board.today)
    whole = pack_html(content_of(pack, public=False))
    assert "Corrections to earlier papers" in whole
    assert "A check was entered late" in whole
    place = f"boards/{board.body.slug}/{second.on}/"
    member, anybody = client_of(board.people["chair"]).get(f"/{place}"), Client().get(f"/public/{place}")
    assert "A check was entered late" in text_of(member)
    assert "One figure of an earlier paper is known otherwise now" in text_of(anybody)
    assert made.figure not in text_of(anybody)
    public = pack_html(content_of(pack, public=True))
    assert made.words not in pack.text(public=True)
    assert "A check was entered late" not in public
    assert "One figure of an earlier paper is known otherwise now" in public

    buses = {"title": "Buses", "purpose": "note", "why": ""}
    refused = officer.post(f"/{place}items/add/", buses)
    assert refused.status_code == 422
    assert "Enter why it is added now" in text_of(refused)
    assert officer.post(f"/{place}items/add/", buses | {"why": "It came later."}).status_code == 302
    supplement = packs.publish_supplement(meeting=second, by=board.officer, on=board.today)
    assert [one.words for one in content_of(supplement, public=False).corrections] == ["A check was entered late"]
    assert "It came later.</p>" in pack_html(content_of(supplement, public=False))
    third = packs.publish_pack(meeting=board.settled(60), by=board.officer, on=board.today)
    assert content_of(third, public=False).corrections == ()
