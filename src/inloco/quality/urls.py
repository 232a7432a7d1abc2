"""Addresses of data quality. A finding and a child stand in them by opaque references, never by an id."""

from django.urls import path, re_path

from inloco.quality.views import findings

app_name = "quality"

urlpatterns = [
    path("quality/", findings.numbers, name="numbers"),
    path("quality/findings/", findings.findings, name="findings"),
    re_path(r"^quality/findings\.(?P<form>csv|xlsx)$", findings.export, name="export"),
    path("quality/findings/assign/", findings.assign_many, name="assign-many"),
    path("quality/findings/<slug:reference>/", findings.finding, name="finding"),
    re_path(r"^quality/findings/(?P<reference>[a-z0-9]+)/(?P<name>assign|report|accept|reopen)/$", findings.step, name="step"),
]
