"""A paper composed: Markdown as parts, its figures in their places; and what the public edition does not say."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from inloco.analytics.errors import InputRefused
from inloco.documents.composing import compose, compose_text
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.pack_pdf import paper_pdf
from inloco.documents.outputs.paper_html import paper_html, parts_html
from inloco.documents.paper import PaperSection, Picture, as_json, from_json, withheld_of
from inloco.documents.prose import Part, left_out_of, plain
from inloco.documents.small_numbers import names_few
from tests.documents.papers import AREAS, COUNT, DENTAL, FULL, attachment, made_paper, picture, untagged


def flat(parts: Iterable[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from flat(part.parts)
        for item in part.items:
            yield from flat(item)


def test_every_kind_of_part_is_read() -> None:
    paper = made_paper(FULL)
    (section,) = compose(paper).sections
    kinds = [part.kind for part in section.parts]
    assert kinds == ["paragraph", "paragraph", "chart", "heading", "table", "table", "table", "bullets", "quote", "paragraph"]
    assert plain(section.parts[0].spans).startswith("The council looked after 90 children, up 12 from 78")
    asked = section.parts[6].grid
    assert asked is not None
    assert (asked.caption, asked.numeric, plain(asked.rows[1][2])) == ("Who was asked", (False, True, True), "90")
    numbers = next(part for part in flat(section.parts) if part.kind == "numbers")
    assert numbers.items[1][0].spans[0].href == "https://example.org"


def test_html_is_text_and_addresses_that_run_are_none() -> None:
    parts = compose_text("<script>alert(1)</script> [x](javascript:alert(1)) ![p](http://example.org/p.png)")
    page = parts_html(parts, "a")
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("3. Third\n4. Fourth\n", 3),
        ("What is left:\n3. Third\n4. Fourth\n", 3),
        ("1. First\n2. Second\n", 1),
    ],
)
def test_a_list_keeps_the_number_that_it_begins_with(text: str, start: int) -> None:
    parts = compose_text(text)
    assert (parts[-1].kind, parts[-1].start, len(parts[-1].items)) == ("numbers", start, 2)
    assert (f'start="{start}"' in parts_html(parts, "a")) is (start != 1)


def test_a_year_at_the_beginning_of_a_line_begins_no_list() -> None:
    (part,) = compose_text("It was agreed in the spring of\n2031. The board met twice.\nThen it rested.\n")
    assert part.kind == "paragraph"


def test_headings_never_skip_a_level() -> None:
    parts = compose_text("#### Deep\n\n# Top\n\n### Under\n")
    assert [part.level for part in parts] == [1, 1, 2]


def test_an_unknown_figure_says_so_in_its_place() -> None:
    (part,) = compose_text("See [[cla_count @ 2024-08]].")
    assert "[figure not found: cla_count @ 2024-08]" in plain(part.spans)


def test_sources_name_snapshot_and_version_of_each_figure() -> None:
    composed = compose(made_paper(FULL))
    assert composed.sources is not None
    rows = [[plain(cell) for cell in row] for row in composed.sources.rows]
    assert rows[0][1:] == [
        "Children looked after, Meredale",
        "August 2024",
        "90",
        "Snapshot 2024-08-31-made, definition version 1",
    ]
    numbers = {span.source for part in flat(composed.sections[0].parts) for span in part.spans if span.source}
    assert numbers <= set(range(1, len(rows) + 1))


def test_a_frozen_paper_comes_back_equal() -> None:
    paper = made_paper(FULL, attachment=attachment(b"x", 3, True))
    assert from_json(as_json(paper)) == paper
    broken = json.loads(as_json(paper)) | {"format": 99}
    for text in ("", "{}", json.dumps(broken), as_json(paper)[:-2]):
        with pytest.raises(InputRefused):
            from_json(text)


def public_of(text: str) -> str:
    paper = made_paper(text)
    paper = replace(paper, withheld=tuple(withheld_of([paper], AREAS, 5)))
    return paper_html(paper, Edition.PUBLIC)


def test_a_small_number_is_in_no_part_of_the_public_edition() -> None:
    page = public_of(FULL)
    board = paper_html(made_paper(FULL))
    for words in ("2 of 20", "10.0%", "Three children"):
        assert words in board
        assert words not in page
    assert page.count("suppressed") > 3


def test_the_rest_does_not_give_a_suppressed_part_away() -> None:
    """Meredale less Hillside is Fenland: one of the two has to go with it."""
    text = f"[[{DENTAL} @ 2024-08]], [[{DENTAL} @ 2024-08 | Hillside]], [[{DENTAL} @ 2024-08 | Fenland]]"
    page = public_of(text)
    assert not ("61 of 90" in page and "59 of 70" in page)


def test_papers_of_a_pack_are_decided_together() -> None:
    """Each is safe alone; side by side they would give Fenland away."""
    one = made_paper(f"[[{DENTAL} @ 2024-08]] and [[{DENTAL} @ 2024-08 | Fenland]]")
    other = made_paper(f"[[{DENTAL} @ 2024-08 | Hillside]]")
    assert len(withheld_of([other], AREAS, 5)) == 0
    together = {key[1] for key in withheld_of([one, other], AREAS, 5)}
    assert "fen" in together
    assert together & {"hill", "mere"}


def test_pictures_wait_for_somebody_to_clear_them() -> None:
    shown = Picture("p1", "png", base64.b64encode(picture()).decode())
    paper = made_paper("Look.\n\n![A bar for each home](picture:p1)", pictures=(shown,))
    assert shown.data_uri in paper_html(paper)
    hidden = paper_html(paper, Edition.PUBLIC)
    assert shown.data_uri not in hidden
    assert "[Picture: A bar for each home]" in hidden
    assert shown.data_uri in paper_html(replace(paper, pictures_cleared="Ishaan Pellow"), Edition.PUBLIC)
    assert paper_pdf(paper).startswith(b"%PDF")


def test_restricted_sections_files_and_pictures_stay_with_the_board() -> None:
    paper = made_paper("Open.", attachment=attachment(untagged(), 2, False, cleared=""))
    paper = replace(paper, sections=(*paper.sections, PaperSection("k", "Kept", "A court case.", True)))
    board, public = compose(paper), compose(paper, Edition.PUBLIC)
    assert board.attachment is not None
    assert public.attachment is None
    assert "nobody has cleared" in public.notes[0]
    assert "court" not in paper_html(paper, Edition.PUBLIC)
    assert "court" in paper_html(paper)


@pytest.mark.parametrize(
    "text",
    [
        "Three children waited.",
        "There were 2 young people in hotels.",
        "2 of the 9 young people moved.",
        "38 of 40 children were seen.",
        "Only one child was missed.",
        "Both siblings live together.",
        "A single care leaver answered.",
        "We spoke with four 15-year-olds.",
        "In the summer, 5 unaccompanied asylum seekers arrived.",
        "Four out of 60 placements ended.",
        "Three went missing in August.",
        "This year 2 had no personal adviser.",
        "There were 48 children in the home. Three were moved.",
        "Of the 64 care leavers 41 moved; two of them came back.",
        "We look after … children. In spring, 4 (6%) left.",
        "2 have gone missing more than once.",
        "Three of our children wait.",
    ],
)
def test_few_people_are_noticed(text: str) -> None:
    assert names_few(text, 5)


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 children asked for more.",
        "All 120 children were seen.",
        "60 of 120 children were seen.",
        "Two meetings were held.",
        "1 in the morning is too early for children.",
        "Section 4 says what children may expect.",
        "Within 5 working days children are told.",
        "3.5% of children moved.",
        "Three objectives concern children.",
        "The rate is 84.8 per 10,000 children.",
        "The 3 priorities for children are these.",
        "The offer stands on one page that young people helped to write.",
        "There is one plan for children and parents.",
        "Two social workers had left.",
        "The board made 12 recommendations about children. Three were met.",
        "Children in 40 homes were asked. Two have closed.",
        "48 children were asked in 3 meetings. Two were cancelled.",
        "There are 48 children. Action 3 was closed.",
        "We met 20 children. One said that letters are too long.",
        "All 48 children have a plan; at the end of year 2 they will be seen.",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not names_few(text, 5)


def test_a_typed_table_with_small_cells_is_left_out_whole() -> None:
    text = "| Home | Children |\n|---|---|\n| North | 3 |\n| South | 40 |\n"
    page = public_of(text)
    assert "<table" not in page
    assert "left out of the public edition" in page
    assert not re.search(r"North", page)


def test_who_is_meant_may_stand_in_the_paragraph_before() -> None:
    text = "64 care leavers asked; 41 moved within eight weeks.\n\nThree were refused.\n\n## Meetings\n\nTwo were held."
    page = public_of(text)
    assert "Three were" not in page
    assert "Two were held" in page
    assert left_out_of(text, {}, 5) == ["Three were refused"]


def test_nothing_is_left_out_with_a_threshold_of_none() -> None:
    assert not names_few("One child.", 0)
    assert COUNT in FULL
