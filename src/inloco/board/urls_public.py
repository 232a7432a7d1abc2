"""Addresses that need no sign-in: the public edition of packs of bodies whose papers are public."""

from __future__ import annotations

from django.urls import path, register_converter

from inloco.board.converters import BoardDay
from inloco.board.views import reading

app_name = "board-public"

register_converter(BoardDay, "board_public_day")

urlpatterns = [
    path("", reading.public_meetings, name="list"),
    path("<slug:slug>/<board_public_day:on>/", reading.public_meeting, name="meeting"),
    path("<slug:slug>/<board_public_day:on>/pack.<slug:format>", reading.public_file, name="file"),
]
