"""The report as HTML: readable by everybody, safe whatever was written into it, and of one file."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from inloco.documents.monthly_report import Council, Edition
from inloco.documents.outputs.html import report_body_html, report_html
from tests.documents.made import made_report, with_commentary

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "{{ 7*7 }} {% raw %} #{1} $x$ #let a = 1",
    "=cmd|'/c calc'!A1",
]


def test_headings_follow_each_other_and_ids_are_unique() -> None:
    page = lxml_html.document_fromstring(report_html(made_report()))
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in page.xpath("//a[starts-with(@href,'#')]/@href")} <= set(ids)


def test_language_title_and_skip_link() -> None:
    page = lxml_html.document_fromstring(report_html(made_report()))
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "Monthly performance report, August 2024 – Northshire County Council"
    assert page.xpath("//body/a[1]/@href") == ["#content"]


def test_every_table_has_caption_headers_and_a_region_that_scrolls() -> None:
    page = lxml_html.document_fromstring(report_html(made_report()))
    tables = page.xpath("//table")
    assert len(tables) == 6
    for table in tables:
        assert table.findtext("caption")
        assert set(table.xpath("./thead//th/@scope")) == {"col"}
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr"))
        widths = {len(row) for row in table.iter("tr")}
        assert len(widths) == 1
        region = table.getparent()
        assert region.get("role") == "region"
        assert region.get("tabindex") == "0"
        assert page.get_element_by_id(region.get("aria-labelledby")).text_content().strip()


def test_every_chart_has_its_words() -> None:
    images = lxml_html.document_fromstring(report_html(made_report())).xpath("//img")
    assert len(images) == 6
    assert all(image.get("alt") and image.get("src").startswith("data:image/svg+xml;base64,") for image in images)


def test_no_reference_leads_outside() -> None:
    page = re.sub(r'src="data:[^"]*"', "", report_html(made_report()))
    assert not re.search(r'(src|href)="(?!#)|url\(|@import', page)


def test_the_body_obeys_a_strict_content_policy() -> None:
    body = report_body_html(made_report())
    assert "<script" not in body
    assert "<style" not in body
    assert not re.search(r"\sstyle=", body)
    assert not re.search(r"\son\w+=", body)
    assert "<h1" not in body


def test_numbers_come_with_what_they_are_made_of() -> None:
    text = lxml_html.fromstring(report_body_html(made_report())).text_content()
    for words in (
        "92.1%",
        "478 of 519 children",
        "no children",
        "Target 93.0%: not met",
        "471 of 512 children",
        "45.9",
        "0 of 0",
    ):
        assert words in text


def test_what_was_submitted_and_what_is_doubted_is_said() -> None:
    text = " ".join(lxml_html.fromstring(report_body_html(made_report())).text_content().split())
    assert "Every figure in this table is submitted" in text
    assert "[u] Percentage, October 2023: the same as the dental figure of that month" in text
    assert "Definition 2 from July 2024: contact within 56 days" in text


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_written_stays_text(words: str) -> None:
    plain = lxml_html.document_fromstring(report_html(made_report()))
    page = lxml_html.document_fromstring(report_html(with_commentary(made_report(), words, author=words)))
    assert len(page.xpath("//script")) == 0
    assert len(page.xpath("//style")) == 1
    assert len(page.xpath("//img")) == len(plain.xpath("//img"))
    assert not page.xpath("//@onerror")
    assert not page.xpath("//a[starts-with(@href,'javascript')]")
    assert words.split("](")[0].strip("[") in page.text_content()


def test_a_colour_that_is_none_never_reaches_the_style_sheet() -> None:
    council = Council("Northshire", colour="red;} body{display:none}", accent="</style>")
    page = report_html(made_report(council=council))
    assert "display:none" not in page
    assert page.count("</style>") == 1


def test_the_public_edition_says_that_it_is_one() -> None:
    page = report_html(made_report(edition=Edition.PUBLIC))
    assert "Public edition" in page
    assert "noindex" not in page
    assert "noindex" in report_html(made_report())
