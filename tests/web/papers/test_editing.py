"""Writing: nobody loses a word; previews, versions, comments, sections; and papers that come as files."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inloco.accounts.roles import Role
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.pack_pdf import paper_pdf
from inloco.papers.actions import files, steps, writing
from inloco.papers.models import Paper, PaperComment, PaperFile, PaperSection, SectionVersion, Source
from inloco.papers.queries import content_for_pack, files_for_pack
from tests.documents.papers import made_paper, picture, untagged, word
from tests.factories.people import person
from tests.web.papers.making import DENTAL, client_of, draft, officer, section, signer, text_of, write, writer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def sent(text: str, based_on: int, do: str = "save", title: str = "Risk") -> dict[str, object]:
    return {"title": title, "text": text, "based_on": based_on, "do": do}


def test_a_preview_shows_the_figures_and_saves_nothing() -> None:
    author = writer()
    paper = draft(author)
    before = SectionVersion.objects.count()
    answer = client_of(author).post(
        f"/papers/{paper.reference}/sections/risk/", sent(f"Now [[{DENTAL} @ 2019-08]].", 0, "preview")
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Preview, not saved yet" in page
    assert "of 24 children)" in page
    assert f"Now [[{DENTAL} @ 2019-08]]." in page
    assert SectionVersion.objects.count() == before


def test_a_writer_without_small_numbers_is_shown_none() -> None:
    author = writer()
    paper = draft(author)
    page = text_of(client_of(author).get(f"/papers/{paper.reference}/preview/"))
    assert "(2 of 12 children)" not in page
    assert "not shown to your role" in page
    assert "(2 of 12 children)" in text_of(client_of(_colleague(paper, Role.DIRECTOR)).get(f"/papers/{paper.reference}/preview/"))


def _colleague(paper: Paper, role: Role = Role.STRATEGIC_LEAD):
    other = person(role)
    paper.writers.add(other)
    return other


def test_two_people_at_one_section_both_keep_their_words() -> None:
    author = writer()
    paper = draft(author)
    other = _colleague(paper)
    address = f"/papers/{paper.reference}/sections/risk/"
    assert client_of(author).post(address, sent("First wording.", 0)).status_code == 302
    answer = client_of(other).post(address, sent("Second wording.", 0))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Somebody else has changed this section" in page
    assert "First" in page
    assert "Second wording." in page
    assert section(paper, "risk").text == "First wording."
    assert client_of(other).post(address, sent("Both wordings.", 1)).status_code == 302
    assert section(paper, "risk").number == 2
    assert list(section(paper, "risk").versions.values_list("text", flat=True)) == ["Both wordings.", "First wording."]


def test_two_people_at_different_sections_do_not_disturb_each_other() -> None:
    author = writer()
    paper = draft(author)
    other = _colleague(paper)
    assert client_of(author).post(f"/papers/{paper.reference}/sections/risk/", sent("One.", 0)).status_code == 302
    answer = client_of(other).post(f"/papers/{paper.reference}/sections/background/", sent("Two.", 0, title="Background"))
    assert answer.status_code == 302


def test_two_people_at_the_cover_both_keep_their_words() -> None:
    author = writer()
    paper = draft(author)
    form = {"title": "Teeth", "meeting": "First", "based_on": "0", "writers": "", "contact": "", "divisions": "", "report_of": ""}
    client = client_of(author)
    assert client.post(f"/papers/{paper.reference}/cover/", form).status_code == 302
    answer = client.post(f"/papers/{paper.reference}/cover/", form | {"meeting": "Second"})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "First" in page
    assert "Second" in page
    paper.refresh_from_db()
    assert paper.meeting == "First"


def test_the_cover_names_writers_who_may_write() -> None:
    author = writer()
    paper = draft(author)
    form = {"title": "Teeth", "based_on": "0", "contact": "", "divisions": "", "report_of": "", "meeting": ""}
    client = client_of(author)
    for address in ("nobody@council.example", person(Role.BOARD_MEMBER).email):
        answer = client.post(f"/papers/{paper.reference}/cover/", form | {"writers": address})
        assert answer.status_code == 422
        assert "has no account that may write papers" in text_of(answer)
    other = person(Role.SERVICE_LEAD)
    assert client_of(other).get(f"/papers/{paper.reference}/work/").status_code == 403
    client.post(f"/papers/{paper.reference}/cover/", form | {"writers": other.email})
    assert client_of(other).get(f"/papers/{paper.reference}/work/").status_code == 200
    refused = client.post(f"/papers/{paper.reference}/cover/", form | {"based_on": "1", "restricted": "on", "writers": ""})
    assert refused.status_code == 422
    assert "Enter why it is not for publication" in text_of(refused)


def test_versions_show_what_two_wordings_do_not_share() -> None:
    author = writer()
    paper = draft(author)
    write(paper, "risk", "The old plan stays.", author)
    write(paper, "risk", "The new plan stays.", author)
    page = client_of(author).get(f"/papers/{paper.reference}/sections/risk/versions/").content.decode()
    assert "[taken out: </span>old" in page
    assert "[new: </span>new" in page
    first = client_of(author).get(f"/papers/{paper.reference}/sections/risk/versions/?from=&to=1").content.decode()
    assert "Version 1" in first
    assert writing.difference("a b", "a b") == [("same", "a b")]
    assert "".join(text for kind, text in writing.difference("a b c", "a x c") if kind != "gone") == "a x c"


def test_an_unchanged_section_makes_no_version() -> None:
    author = writer()
    paper = draft(author)
    write(paper, "risk", "Same.", author)
    write(paper, "risk", "Same.", author)
    assert section(paper, "risk").number == 1


def test_comments_keep_the_paper_from_being_signed_off_until_they_are_settled() -> None:
    author, director = writer(), signer()
    paper = draft(author)
    steps.make(paper=paper, name="submit", by=author)
    reader = client_of(director)
    assert reader.post(f"/papers/{paper.reference}/sections/risk/comment/", {"text": "  "}).status_code == 422
    assert reader.post(f"/papers/{paper.reference}/sections/risk/comment/", {"text": "Name the risk."}).status_code == 302
    with pytest.raises(NotNow, match="1 comment not settled"):
        steps.make(paper=paper, name="sign_off", by=director)
    comment = PaperComment.objects.get()
    stranger = client_of(person(Role.SERVICE_LEAD))
    assert stranger.post(f"/papers/{paper.reference}/comments/{comment.pk}/settle/").status_code == 403
    bystander = _colleague(draft(author))
    with pytest.raises(NotAllowed):
        writing.settle(comment=comment, answer="", by=bystander)
    client_of(author).post(f"/papers/{paper.reference}/comments/{comment.pk}/settle/", {"answer": "Done"})
    assert "Done" in text_of(reader.get(f"/papers/{paper.reference}/sections/risk/"))
    with pytest.raises(NotNow, match="settled already"):
        writing.settle(comment=comment, answer="Again", by=author)
    steps.make(paper=paper, name="sign_off", by=director)


def test_a_comment_is_answered_and_stays_open_until_it_is_settled() -> None:
    author, director = writer(), signer()
    paper = draft(author)
    steps.make(paper=paper, name="submit", by=author)
    asked = writing.comment(section=section(paper, "risk"), text="Which risk?", by=director)
    address = f"/papers/{paper.reference}/comments/{asked.pk}/settle/"
    client_of(author).post(address, {"answer": "That homes close.", "do": "reply"})
    page = text_of(client_of(director).get(f"/papers/{paper.reference}/sections/risk/"))
    assert "answered" in page
    assert "That homes close." in page
    (reply,) = asked.replies.all()
    assert (reply.author, reply.settled_at) == (author, None)
    with pytest.raises(NotNow, match="1 comment not settled"):
        steps.make(paper=paper, name="sign_off", by=director)
    assert client_of(author).post(f"/papers/{paper.reference}/comments/{reply.pk}/settle/").status_code == 403
    client_of(director).post(address, {"answer": "Good.", "do": "settle"})
    refused = client_of(author).post(address, {"answer": "But when?", "do": "reply"})
    assert refused.status_code == 422
    assert "settled already" in text_of(refused)
    assert "But when?" in text_of(refused)
    with pytest.raises(NotNow, match="settled already"):
        writing.comment(section=asked.section, text="One more thing.", by=author, reply_to=asked)
    steps.make(paper=paper, name="sign_off", by=director)


def test_sections_are_added_moved_taken_out_and_put_back() -> None:
    author = writer()
    paper = draft(author)
    client = client_of(author)
    assert client.post(f"/papers/{paper.reference}/sections/add/?behind=background", {"title": ""}).status_code == 422
    client.post(f"/papers/{paper.reference}/sections/add/?behind=background", {"title": "Visits"})
    keys = list(paper.sections.values_list("key", flat=True))
    assert keys[keys.index("background") + 1] == "visits"
    client.post(f"/papers/{paper.reference}/sections/visits/up/")
    keys = list(paper.sections.values_list("key", flat=True))
    assert keys[keys.index("background") - 1] == "visits"
    client.post(f"/papers/{paper.reference}/sections/executive_summary/up/")
    write(paper, "visits", "We went.", author)
    client.post(f"/papers/{paper.reference}/sections/visits/take-out/")
    assert "We went." not in text_of(client.get(f"/papers/{paper.reference}/preview/"))
    client.post(f"/papers/{paper.reference}/sections/visits/put-back/")
    assert "We went." in text_of(client.get(f"/papers/{paper.reference}/preview/"))
    client.post(f"/papers/{paper.reference}/sections/recommendation/take-out/")
    assert not section(paper, "recommendation").taken_out


def test_a_signed_off_paper_is_not_changed() -> None:
    author = writer()
    paper = draft(author)
    steps.make(paper=paper, name="submit", by=author)
    steps.make(paper=paper, name="sign_off", by=signer())
    answer = client_of(author).post(f"/papers/{paper.reference}/sections/risk/", sent("Late words.", 0))
    assert answer.status_code == 422
    assert section(paper, "risk").text == ""


def test_the_picker_gives_what_to_paste_and_what_it_gives() -> None:
    client = client_of(writer())
    page = text_of(client.get(f"/papers/figures/?search=dental&indicator={DENTAL}&period=2019-08&area=east"))
    assert f"[[{DENTAL} @ 2019-08 | East Marrow]]" in page
    assert f"[[{DENTAL} @ 2019-08 | East Marrow | chart]]" in page
    assert "is not a period" in text_of(client.get(f"/papers/figures/?indicator={DENTAL}&period=soon"))
    assert "No indicator has these words" in text_of(client.get("/papers/figures/?search=zebra"))


# Papers that come as files


def upload(client, name: str, content: bytes, **fields: str):
    data = {"file": SimpleUploadedFile(name, content), "title": "Homes", "meeting": "Board of Marrow", **fields}
    return client.post("/papers/upload/", data)


def report(text: str = "41 of the 64 care leavers (74%) moved.") -> bytes:
    def build(document) -> None:
        document.add_heading("Executive summary", 1)
        document.add_paragraph(text)
        document.add_heading("Recommendation", 1)
        document.add_paragraph("Note the report.")

    return word(build)


def test_a_word_file_becomes_sections_and_its_contradiction_stops_it() -> None:
    author = person(Role.SERVICE_LEAD)
    client = client_of(author)
    assert upload(client, "C:\\homes\\report.docx", report()).status_code == 302
    paper = Paper.objects.get()
    assert (paper.source, paper.files.get().name) == (Source.WORD, "report.docx")
    assert [one.title for one in paper.sections.all()] == ["Executive summary", "Recommendation"]
    steps.make(paper=paper, name="submit", by=author)
    with pytest.raises(NotNow, match="1 certain contradiction"):
        steps.make(paper=paper, name="sign_off", by=signer())
    assert client.get(f"/papers/{paper.reference}/file/").status_code == 200
    later = SimpleUploadedFile("report.docx", report("47 of the 64 care leavers (73%) moved."))
    assert client.post(f"/papers/{paper.reference}/file/", {"file": later}).status_code == 302
    assert PaperFile.objects.count() == 2
    assert section(paper, "executive_summary").number == 2
    steps.make(paper=paper, name="sign_off", by=signer())
    got = client.get(f"/papers/{paper.reference}/file/received/")
    assert got.content == bytes(paper.files.first().content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("notes.txt", b"Hello", "neither a Word file nor a PDF"),
        ("report.docx", b"PK\x03\x04word/", "damaged"),
        ("report.doc", b"\xd0\xcf\x11\xe0rest", "old Word file"),
        ("paper.pdf", b"%PDF-1.7 broken", "damaged"),
        ("<script>.txt", b"x", "_script_.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_begun(name: str, content: bytes, words: str) -> None:
    answer = upload(client_of(writer()), name, content)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Paper.objects.exists()


def test_a_pdf_stands_in_the_pack_and_the_public_waits_for_somebody_to_clear_it() -> None:
    author, director = person(Role.VIRTUAL_SCHOOL), signer()
    assert upload(client_of(author), "calendar.pdf", untagged(2), title="Calendar").status_code == 302
    paper = Paper.objects.get()
    assert (paper.files.get().pages, paper.files.get().tagged) == (2, False)
    page = text_of(client_of(author).get(f"/papers/{paper.reference}/work/"))
    assert "It carries no tags" in page
    assert client_of(author).post(f"/papers/{paper.reference}/file/clear/").status_code == 403
    steps.make(paper=paper, name="submit", by=author)
    draft_pdf = client_of(author).get(f"/papers/{paper.reference}/draft.pdf")
    assert draft_pdf.content.startswith(b"%PDF")
    content = content_for_pack(paper)
    assert content.attachment is not None
    assert content.attachment.cleared == ""
    held = files_for_pack([paper])
    assert len(paper_pdf(content, Edition.PUBLIC, held)) < len(paper_pdf(content, Edition.RESTRICTED, held))
    assert client_of(director).post(f"/papers/{paper.reference}/file/clear/").status_code == 302
    assert client_of(director).post(f"/papers/{paper.reference}/file/clear/").status_code == 422
    assert content_for_pack(paper).attachment.cleared == director.name
    with pytest.raises(NotNow, match="same kind"):
        files.take_file(paper=paper, name="x.docx", content=report(), by=author)


def test_a_contradiction_in_a_pdf_is_found_by_its_page() -> None:
    author, director = person(Role.VIRTUAL_SCHOOL), signer()
    made = paper_pdf(made_paper("41 of the 64 pupils (74%) moved."))
    upload(client_of(author), "report.pdf", made)
    paper = Paper.objects.get()
    assert paper.files.get().tagged
    steps.make(paper=paper, name="submit", by=author)
    page = text_of(client_of(director).get(f"/papers/{paper.reference}/findings/"))
    assert "Page 1" in page
    assert client_of(director).post(f"/papers/{paper.reference}/step/sign_off/").status_code == 422


def test_a_later_file_keeps_the_description_that_a_picture_was_given_here() -> None:
    def built(document) -> None:
        document.add_heading("Homes", 1)
        document.add_picture(io.BytesIO(picture()))

    author = person(Role.SERVICE_LEAD)
    upload(client_of(author), "homes.docx", word(built))
    paper = Paper.objects.get()
    before = section(paper, "homes")
    write(paper, "homes", before.text.replace("![]", "![Two doors]"), author)
    files.take_file(paper=paper, name="homes.docx", content=word(built), by=author)
    assert section(paper, "homes").text == before.text.replace("![]", "![Two doors]")


def test_a_picture_without_a_description_keeps_the_paper_back() -> None:
    author = writer()
    paper = draft(author, "See ![](picture:abc).")
    steps.make(paper=paper, name="submit", by=author)
    with pytest.raises(NotNow, match="no description"):
        steps.make(paper=paper, name="sign_off", by=signer())
    assert officer().pk


def test_the_author_reads_which_small_numbers_the_public_edition_leaves_out() -> None:
    author = writer()
    paper = draft(author, "We look after 412 children. Three were refused a place. Three priorities follow.")
    client, base = client_of(author), f"/papers/{paper.reference}"
    page = text_of(client.get(f"{base}/sections/executive_summary/"))
    assert "<li>“Three were refused a place”</li>" in page
    assert "priorities follow”" not in page
    assert "1 passage with a small number of people" in text_of(client.get(f"{base}/work/"))
    assert "“Three were refused a place”" in text_of(client.get(f"{base}/findings/"))
    assert "Three were" not in text_of(client.get(f"{base}/preview/?edition=public"))
    assert "Three were" in text_of(client.get(f"{base}/preview/"))
    PaperSection.objects.filter(paper=paper).update(restricted=True)
    assert "Small number" not in text_of(client.get(f"{base}/sections/executive_summary/"))
    Paper.objects.filter(pk=paper.pk).update(title="Two children abroad")
    assert "The public reads the title as it stands" in text_of(client.get(f"{base}/findings/"))
    Paper.objects.filter(pk=paper.pk).update(restricted=True, restricted_reason="Prices")
    assert "abroad”" not in text_of(client.get(f"{base}/findings/"))


def test_an_author_is_told_of_a_figure_that_denies_the_paper_where_it_is_open() -> None:
    author, day = person(Role.SERVICE_LEAD), "on 31 August 2019"
    checked = "the dental check was up to date for 99% of children"
    paper = draft(author, f"{checked.capitalize()} {day}. In West Marrow {checked} {day}.")
    steps.make(paper=paper, name="submit", by=author)
    place = f"/papers/{paper.reference}/findings/"
    for reader, sees_small in ((author, False), (signer(), True)):
        page = text_of(client_of(reader).get(place))
        assert "the figure is 50 % (12 of 24)" in page
        assert ("(2 of 12)" in page) is sees_small
