"""Addresses of the returns of services."""

from django.urls import path, re_path

from inloco.returns import views

app_name = "returns"

urlpatterns = [
    path("returns/", views.list_returns, name="list"),
    path("returns/ask/", views.ask, name="ask"),
    path("returns/schedule/", views.schedule, name="schedule"),
    path("returns/schedule/<slug:indicator>/", views.change, name="change"),
    path("returns/<uuid:reference>/", views.show_return, name="show"),
    path("returns/<uuid:reference>/evidence/", views.evidence, name="evidence"),
    re_path(r"^returns/(?P<reference>[0-9a-f-]{36})/(?P<name>send|query|approve|ask_again)/$", views.step, name="step"),
]
