"""The audit trail."""

from django.urls import path

from inloco.audit import views

app_name = "audit"
urlpatterns = [
    path("audit/", views.events, name="events"),
    path("audit/check/", views.check, name="check"),
]
