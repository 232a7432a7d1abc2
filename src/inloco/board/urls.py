"""Addresses of boards for whoever signs in."""

from __future__ import annotations

from django.urls import path, register_converter

from inloco.board.converters import BoardDay, EditionName, StepName
from inloco.board.views import agendas, attendance, bodies, meetings, members, minutes, plan_links, reading, resolutions

app_name = "board"

register_converter(BoardDay, "board_day")
register_converter(StepName, "board_step")
register_converter(EditionName, "board_edition")

DAY = "<slug:slug>/<board_day:on>/"

urlpatterns = [
    path("", bodies.list_bodies, name="list"),
    path("add/", bodies.add, name="add"),
    path("read/", bodies.load, name="load"),
    path("calendar/", reading.feed, name="feed"),
    path("calendar/<str:secret>.ics", reading.feed_file, name="feed-file"),
    path("items/<int:pk>/change/", agendas.change_item, name="change-item"),
    path("items/<int:pk>/move/", agendas.move_item, name="move-item"),
    path("items/<int:pk>/defer/", agendas.defer_item, name="defer-item"),
    path("items/<int:pk>/withdraw/", agendas.withdraw_item, name="withdraw-item"),
    path("items/<int:pk>/minute/", minutes.minute, name="minute"),
    path("items/<int:pk>/vote/", minutes.vote, name="vote"),
    path("votes/<int:pk>/correct/", minutes.correct_vote, name="correct-vote"),
    path("items/<int:pk>/resolve/", minutes.resolve, name="resolve"),
    path("items/<int:pk>/note/", reading.note, name="note"),
    path("matters/<int:pk>/", minutes.matter, name="matter"),
    path("proposals/<int:pk>/answer/", agendas.answer, name="answer"),
    path("proposals/<int:pk>/withdraw/", agendas.withdraw_proposal, name="withdraw-proposal"),
    path("resolutions/<int:pk>/", resolutions.show, name="resolution"),
    path("resolutions/<int:pk>/change/", resolutions.change, name="change-resolution"),
    path("resolutions/<int:pk>/close/", resolutions.close, name="close-resolution"),
    path("resolutions/<int:pk>/plan/", plan_links.hand_over, name="hand-over"),
    path("resolutions/<int:pk>/plan/take-out/", plan_links.take_out, name="take-out"),
    path("resolutions/<int:pk>/plan/add/", plan_links.take_on, name="take-on"),
    path("resolutions/<int:pk>/plan/link/", plan_links.take_on_existing, name="take-on-existing"),
    path("resolutions/<int:pk>/plan/decline/", plan_links.decline, name="decline"),
    path("attendance/<int:pk>/remove/", attendance.remove_other, name="remove-other"),
    path("other-forms/<int:pk>/provided/", meetings.provide_paper, name="provide-paper"),
    path("<slug:slug>/", bodies.show, name="body"),
    path("<slug:slug>/constitution/", bodies.constitution, name="constitution"),
    path("<slug:slug>/change/", bodies.change, name="change"),
    path("<slug:slug>/seats/add/", bodies.add_seat, name="add-seat"),
    path("<slug:slug>/members/add/", members.appoint, name="appoint"),
    path("<slug:slug>/seats/<int:pk>/change/", bodies.change_seat, name="change-seat"),
    path("<slug:slug>/seats/<int:pk>/remove/", bodies.remove_seat, name="remove-seat"),
    path("<slug:slug>/members/<int:pk>/change/", members.change, name="change-member"),
    path("<slug:slug>/substitutes/<int:pk>/end/", members.end_substitute, name="end-substitute"),
    path("<slug:slug>/members/<int:pk>/end/", members.end_membership, name="end-membership"),
    path("<slug:slug>/members/<int:pk>/office/", members.office, name="office"),
    path("<slug:slug>/members/<int:pk>/substitute/", members.substitute, name="substitute"),
    path("<slug:slug>/champions/add/", members.champion, name="add-champion"),
    path("<slug:slug>/champions/<int:pk>/end/", members.end_champion, name="end-champion"),
    path("<slug:slug>/terms/", bodies.terms, name="terms"),
    path("<slug:slug>/terms/write/", bodies.write_terms, name="write-terms"),
    path("<slug:slug>/standing-items/add/", bodies.add_standing, name="add-standing"),
    path("<slug:slug>/standing-items/<int:pk>/drop/", bodies.drop_standing, name="drop-standing"),
    path("<slug:slug>/attendance/", bodies.attendance, name="attendance"),
    path("<slug:slug>/resolutions/", resolutions.index, name="resolutions"),
    path("<slug:slug>/plan/", meetings.plan, name="plan"),
    path("<slug:slug>/propose/", agendas.propose, name="propose"),
    path(DAY, reading.meeting, name="meeting"),
    path(f"{DAY}work/", meetings.work, name="work"),
    path(f"{DAY}change/", meetings.change, name="change-meeting"),
    path(f"{DAY}step/<board_step:name>/", meetings.step, name="step"),
    path(f"{DAY}contradictions/", meetings.contradictions, name="contradictions"),
    path(f"{DAY}supplement/", meetings.supplement, name="supplement"),
    path(f"{DAY}items/add/", agendas.add_item, name="add-item"),
    path(f"{DAY}items/<int:number>/", reading.item, name="item"),
    path(f"{DAY}items/<int:number>/file/", reading.item_file, name="item-file"),
    path(f"{DAY}other-form/", meetings.ask_for_paper, name="ask-for-paper"),
    path(f"{DAY}attendance/", attendance.attendance, name="attendance-at"),
    path(f"{DAY}attendance/other/", attendance.other, name="other"),
    path(f"{DAY}minutes/", minutes.read, name="minutes"),
    path(f"{DAY}meeting.ics", reading.calendar_file, name="calendar-file"),
    path(f"{DAY}pack-<board_edition:edition>.<slug:format>", reading.download, name="download"),
]
