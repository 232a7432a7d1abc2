"""Addresses of papers."""

from __future__ import annotations

from django.urls import path, register_converter

from inloco.papers.states import TRANSITIONS
from inloco.papers.views import reading, received, sections, work

app_name = "papers"


class StepConverter:
    """The name of a step of a paper."""

    regex = "|".join(sorted((one.name for one in TRANSITIONS), key=len, reverse=True))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ChangeConverter(StepConverter):
    """What is done with a section."""

    regex = "|".join(sections.CHANGES)


register_converter(StepConverter, "paper_step")
register_converter(ChangeConverter, "section_change")

urlpatterns = [
    path("", reading.list_papers, name="list"),
    path("start/", work.start, name="start"),
    path("upload/", received.upload, name="upload"),
    path("figures/", sections.figures, name="figures"),
    path("<uuid:reference>/", reading.read, name="read"),
    path("<uuid:reference>/restricted.<slug:format>", reading.download, name="download-restricted"),
    path("<uuid:reference>/public.<slug:format>", reading.download_public, name="download-public"),
    path("<uuid:reference>/work/", work.work, name="work"),
    path("<uuid:reference>/cover/", work.cover, name="cover"),
    path("<uuid:reference>/preview/", work.preview, name="preview"),
    path("<uuid:reference>/draft.pdf", work.draft_pdf, name="draft-pdf"),
    path("<uuid:reference>/findings/", work.findings, name="findings"),
    path("<uuid:reference>/findings/waive/", work.waive, name="waive"),
    path("<uuid:reference>/file/", received.replace_file, name="replace-file"),
    path("<uuid:reference>/file/received/", received.file, name="file"),
    path("<uuid:reference>/file/clear/", received.clear_file, name="clear-file"),
    path("<uuid:reference>/correct/", reading.correct, name="correct"),
    path("<uuid:reference>/step/<paper_step:name>/", work.step, name="step"),
    path("<uuid:reference>/sections/add/", sections.add_section, name="add-section"),
    path("<uuid:reference>/sections/<slug:key>/", sections.section, name="section"),
    path("<uuid:reference>/sections/<slug:key>/versions/", sections.versions, name="versions"),
    path("<uuid:reference>/sections/<slug:key>/comment/", sections.comment, name="comment"),
    path("<uuid:reference>/sections/<slug:key>/<section_change:change>/", sections.change_section, name="change-section"),
    path("<uuid:reference>/comments/<int:comment>/settle/", sections.settle, name="settle"),
]
