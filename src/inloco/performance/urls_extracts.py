"""Addresses of the extract pages."""

from django.urls import path, re_path

from inloco.performance.views import extracts

app_name = "extracts"

urlpatterns = [
    path("", extracts.list_extracts, name="list"),
    path("upload/", extracts.upload, name="upload"),
    path("uploads/<uuid:reference>/", extracts.show_upload, name="upload-state"),
    path("uploads/<uuid:reference>/findings.csv", extracts.upload_findings, name="upload-findings"),
    path("uploads/<uuid:reference>/children/<slug:step>/", extracts.upload_children, name="upload-children"),
    path("uploads/<uuid:reference>/day/", extracts.give_day, name="upload-day"),
    re_path(
        r"^uploads/(?P<reference>[0-9a-f-]{36})/(?P<name>confirm|discard|check_again|resume)/$", extracts.step, name="upload-step"
    ),
    path("snapshots/<slug:snapshot>/", extracts.show_snapshot, name="snapshot"),
    path("snapshots/<slug:snapshot>/findings.csv", extracts.snapshot_findings, name="snapshot-findings"),
    path("snapshots/<slug:snapshot>/undo/", extracts.undo, name="undo"),
    path("snapshots/<slug:snapshot>/restore/", extracts.restore, name="restore"),
]
