"""A paper from the first word to the pack: who may do what, what stands in the way, what is frozen."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from inloco.accounts.permissions import Permission
from inloco.accounts.roles import Role
from inloco.accounts.tasks import tasks_of
from inloco.analytics.errors import NotAllowed, NotNow
from inloco.audit.models import Event
from inloco.documents.monthly_report import Edition
from inloco.papers import policies, rendered
from inloco.papers.actions import corrections, steps, writing
from inloco.papers.findings import findings_of
from inloco.papers.models import Correction, Paper, PublishedPaper
from inloco.papers.outlines import OUTLINES
from inloco.papers.queries import content_for_pack, corrections_waiting, differences, draft_content, frozen_content, sections_of
from inloco.papers.states import TRANSITIONS, PaperState
from inloco.performance.queries import figure_book
from inloco.plans.models import Plan
from tests.factories.people import person
from tests.web.papers.making import (
    AUGUST,
    DENTAL,
    client_of,
    draft,
    officer,
    published,
    section,
    signed_off,
    signer,
    text_of,
    write,
    writer,
)
from tests.web.queries import assert_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

WRONG = "33 of 58 visits (43%) were on time."


@pytest.mark.parametrize("template", list(OUTLINES))
def test_a_template_begins_with_its_figures_named(template: str) -> None:
    author = writer()
    client = client_of(author)
    sent = {"template": template, "period": "2019-08", "title": "", "meeting": "Board of Marrow"}
    answer = client.post("/papers/start/", sent)
    paper = Paper.objects.get()
    assert answer.status_code == 302
    assert paper.author == author
    texts = "\n".join(paper.sections.values_list("text", flat=True))
    assert "{" not in texts + paper.title
    assert ("@ 2019-" in texts) is (template != "standard")
    page = assert_queries(client, f"/papers/{paper.reference}/work/")
    assert "Executive summary" in page


def test_a_month_that_is_none_is_refused_and_nothing_lost() -> None:
    answer = client_of(writer()).post("/papers/start/", {"template": "standard", "period": "last month", "title": "Our homes"})
    assert answer.status_code == 422
    assert "Our homes" in text_of(answer)
    assert not Paper.objects.exists()


def test_from_draft_to_the_board_and_the_public(loaded: Path) -> None:
    author, director, democratic = writer(), signer(), officer()
    paper = draft(author)
    assert "In the making" in text_of(client_of(author).get("/papers/"))
    assert client_of(author).post(f"/papers/{paper.reference}/step/submit/").status_code == 302
    assert f"Read and sign off “{paper.title}”" in [one.title for one in tasks_of(director)["Papers"]]
    assert client_of(director).post(f"/papers/{paper.reference}/step/sign_off/").status_code == 302
    assert f"Put “{paper.title}” on an agenda" in [one.title for one in tasks_of(democratic)["Boards"]]
    assert client_of(democratic).post(f"/papers/{paper.reference}/step/publish/").status_code == 302

    board = text_of(client_of(person(Role.BOARD_MEMBER)).get(f"/papers/{paper.reference}/"))
    assert "(2 of 12 children)" in board
    assert f'href="/performance/{DENTAL}/2019-08/west/"' in board
    public = text_of(client_of(person(Role.CO_OPTED_MEMBER)).get(f"/papers/{paper.reference}/"))
    assert "(2 of 12 children)" not in public
    assert "suppressed" in public
    assert "/performance/" not in public.split("As published")[0].split("<main")[-1]
    assert "paper_frozen" in Event.objects.values_list("kind", flat=True)


def test_the_public_files_hold_no_small_number() -> None:
    paper = published(writer(), f"{paper_text()}\n\nTwo children waited for months.\n\n[[{DENTAL} @ 2019-08 | areas]]")
    client = client_of(person(Role.CO_OPTED_MEMBER))
    page = client.get(f"/papers/{paper.reference}/public.html").content.decode()
    assert "2 of 12" not in page
    assert "Two children" not in page
    assert "left out of the public edition" in page
    pdf = client.get(f"/papers/{paper.reference}/public.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(pdf.content)) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert client.get(f"/papers/{paper.reference}/restricted.pdf").status_code == 403
    board = client_of(person(Role.BOARD_MEMBER)).get(f"/papers/{paper.reference}/restricted.html").content.decode()
    assert "Two children" in board
    assert "Snapshot " in board


def paper_text() -> str:
    return f"In the west: [[{DENTAL} @ 2019-08 | West Marrow]]."


def test_a_restricted_section_and_a_restricted_paper_stay_with_the_board() -> None:
    author = writer()
    paper = draft(author)
    kept = section(paper, "risk")
    writing.write_section(section=kept, title="Risk", text="A court case.", restricted=True, based_on=kept.number, by=author)
    content = draft_content(paper)
    from inloco.documents.composing import compose

    def words(edition: Edition) -> str:
        composed = compose(content, edition)
        return " ".join(span.text for one in composed.sections for part in one.parts for span in part.spans)

    assert "court" in words(Edition.RESTRICTED)
    assert "court" not in words(Edition.PUBLIC)
    paper.refresh_from_db()
    values = {name: getattr(paper, name) for name in writing.COVER} | {"restricted": True, "restricted_reason": "Paragraph 2"}
    writing.change_cover(paper=paper, values=values, writers=[], based_on=paper.cover_number, by=author)
    steps.make(paper=paper, name="submit", by=author)
    steps.make(paper=paper, name="sign_off", by=signer())
    steps.publish(paper=paper, by=officer())
    address = f"/papers/{paper.reference}/"
    assert client_of(person(Role.CO_OPTED_MEMBER)).get(address).status_code == 403
    assert client_of(person(Role.BOARD_MEMBER)).get(address).status_code == 200
    assert client_of(person(Role.CO_OPTED_MEMBER)).get(f"{address}public.pdf").status_code == 403


def test_a_contradiction_stops_the_paper_until_it_is_mended_or_let_stand() -> None:
    author, director = writer(), signer()
    paper = draft(author, f"First line.\n\n{WRONG}")
    steps.make(paper=paper, name="submit", by=author)
    page = text_of(client_of(author).get(f"/papers/{paper.reference}/sections/executive_summary/"))
    assert "Certain" in page
    assert "Line 3" in page
    refused = client_of(director).post(f"/papers/{paper.reference}/step/sign_off/")
    assert refused.status_code == 422
    assert "1 certain contradiction" in text_of(refused)
    address = f"/papers/{paper.reference}/findings/"
    mark = re.findall(r'name="finding" value="([0-9a-f]{64})"', client_of(director).get(address).content.decode())[0]
    assert client_of(author).post(f"{address}waive/", {"finding": mark, "reason": "I know"}).status_code == 403
    empty = client_of(director).post(f"{address}waive/", {"finding": mark, "reason": " "})
    assert empty.status_code == 422
    assert client_of(director).post(f"{address}waive/", {"finding": "x", "reason": "Yes"}).status_code == 422
    assert client_of(director).post(f"{address}waive/", {"finding": mark, "reason": "A quotation"}).status_code == 302
    assert "Let stand" in text_of(client_of(director).get(address))
    with pytest.raises(NotNow):
        steps.waive(paper=paper, fingerprint=mark, reason="Again", by=director)
    assert steps.make(paper=paper, name="sign_off", by=director).condition is PaperState.SIGNED_OFF
    assert Event.objects.filter(kind="paper_finding_waived").count() == 1


def test_a_waiver_holds_for_these_words_only() -> None:
    author, director = writer(), signer()
    paper = draft(author, WRONG)
    steps.make(paper=paper, name="submit", by=author)
    sections = sections_of(paper)
    found = findings_of(paper, sections, {})[0]
    steps.waive(paper=paper, fingerprint=found.fingerprint, reason="A quotation", by=director)
    write(paper, "executive_summary", WRONG.replace("43%", "44%"), author)
    with pytest.raises(NotNow, match="contradiction"):
        steps.make(paper=paper, name="sign_off", by=director)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[no_such_thing @ 2019-08]]", "There is no indicator"),
        (f"[[{DENTAL} @ 2019-08 | Atlantis]]", "There is no area"),
        (f"[[{DENTAL} @ soon]]", "is not a period"),
        (f"[[{DENTAL} @ 2031-08]]", "Nothing is known of it"),
        (f"See [[{DENTAL} @ 2019-08 | chart]] here", "line of its own"),
        (f"[[{DENTAL} @ 2019-08", "is begun with [[ and not ended"),
    ],
)
def test_a_figure_that_cannot_be_found_is_an_error_at_its_line(text: str, words: str) -> None:
    author = writer()
    paper = draft(author, f"One.\n\n{text}")
    page = text_of(client_of(author).get(f"/papers/{paper.reference}/sections/executive_summary/"))
    assert "Line 3" in page
    assert words in page
    steps.make(paper=paper, name="submit", by=author)
    with pytest.raises(NotNow, match="cannot be read or found"):
        steps.make(paper=paper, name="sign_off", by=signer())


def test_who_wrote_it_does_not_sign_it_off() -> None:
    both = person(Role.DIRECTOR)
    paper = draft(both)
    steps.make(paper=paper, name="submit", by=both)
    with pytest.raises(NotAllowed, match="somebody else"):
        steps.make(paper=paper, name="sign_off", by=both)
    assert client_of(both).post(f"/papers/{paper.reference}/step/sign_off/").status_code == 403


def test_an_unfinished_paper_is_not_sent() -> None:
    author = writer()
    paper = writing.start(title="Homes", template="standard", about=None, by=author)
    answer = client_of(author).post(f"/papers/{paper.reference}/step/submit/")
    assert answer.status_code == 422
    assert "executive summary is not written yet" in text_of(answer)


def test_a_hint_of_the_template_never_reaches_a_reader() -> None:
    author = writer()
    paper = writing.start(title="Voices", template="voice_update", about=AUGUST, by=author)
    write(paper, "executive_summary", "We met twice.", author)
    with pytest.raises(NotNow, match=r"“What we did” still has the template’s “\(A meeting"):
        steps.make(paper=paper, name="submit", by=author)
    for key in ("done", "heard", "asked", "answered"):
        write(paper, key, "- We met (twice).", author)
    steps.make(paper=paper, name="submit", by=author)
    write(paper, "asked", "1. (A question)", author)
    page = text_of(client_of(author).get(f"/papers/{paper.reference}/work/"))
    assert "Begun" in page
    with pytest.raises(NotNow, match="“What we ask the board” still has"):
        steps.make(paper=paper, name="sign_off", by=signer())


def test_a_young_person_is_not_named_in_full_to_the_public() -> None:
    author, young = writer(), person(Role.YOUNG_REPRESENTATIVE)
    first, last = young.name.split()[0], young.name.split()[-1]
    paper = draft(author, f"{young.name} opened the meeting.")
    steps.make(paper=paper, name="submit", by=author)
    for address in ("sections/executive_summary/", "findings/"):
        assert f"{first}, in “Executive summary”" in text_of(client_of(author).get(f"/papers/{paper.reference}/{address}"))
    with pytest.raises(NotNow, match=f"A young person is named in full: {first}, in “Executive summary”"):
        steps.make(paper=paper, name="sign_off", by=signer())
    write(paper, "executive_summary", f"{first} opened the meeting.", author)
    found = section(paper, "risk")
    writing.write_section(section=found, title="Risk", text=f"Ask {first} {last}.", restricted=True, based_on=0, by=author)
    steps.make(paper=paper, name="sign_off", by=signer())


def test_a_paper_that_is_not_for_publication_may_name_whom_the_board_knows() -> None:
    author, young = writer(), person(Role.YOUNG_REPRESENTATIVE)
    paper = draft(author, f"{young.name} opened the meeting.")
    Paper.objects.filter(pk=paper.pk).update(restricted=True, restricted_reason="Paragraph 1")
    paper.refresh_from_db()
    steps.make(paper=paper, name="submit", by=author)
    assert steps.make(paper=paper, name="sign_off", by=signer()).condition is PaperState.SIGNED_OFF


def test_of_several_plans_the_update_names_one() -> None:
    author = writer()
    for title in ("Delivery plan", "Improvement plan"):
        Plan.objects.create(slug=title.split()[0].lower(), title=title)
    client = client_of(author)
    assert "Improvement plan" in text_of(client.get("/papers/start/"))
    chosen = {"template": "delivery_plan", "period": "2019-08", "plan": "Improvement plan", "title": "", "meeting": ""}
    assert client.post("/papers/start/", chosen | {"plan": "No such plan"}).status_code == 422
    client.post("/papers/start/", chosen)
    paper = Paper.objects.get()
    assert section(paper, "overdue").text == "[[actions @ 2019-08 | Improvement plan | overdue]]\n"
    assert "0 figures to mend" in text_of(client.get(f"/papers/{paper.reference}/work/"))
    picker = client.get("/papers/figures/?period=2019-08&plan=Improvement+plan").content.decode()
    assert "[[actions @ 2019-08 | Improvement plan | open]]" in picker
    Plan.objects.filter(title="Delivery plan").update(archived_at=timezone.now())
    assert "[[actions @ 2019-08 | | open]]" in client.get("/papers/figures/?period=2019-08").content.decode()
    assert 'name="plan"' not in client.get("/papers/start/").content.decode()


def test_returning_and_withdrawing_need_a_reason() -> None:
    author, director = writer(), signer()
    paper = draft(author)
    steps.make(paper=paper, name="submit", by=author)
    answer = client_of(director).post(f"/papers/{paper.reference}/step/return_to_author/", {"reason": ""})
    assert answer.status_code == 422
    client_of(director).post(f"/papers/{paper.reference}/step/return_to_author/", {"reason": "Say more about the west"})
    paper.refresh_from_db()
    assert paper.condition is PaperState.DRAFT
    assert "Say more about the west" in text_of(client_of(author).get(f"/papers/{paper.reference}/work/"))
    assert steps.make(paper=paper, name="withdraw", by=author, reason="Not needed").condition is PaperState.WITHDRAWN
    assert steps.make(paper=paper, name="restore", by=author).condition is PaperState.DRAFT


def test_what_was_published_stays_and_what_is_known_now_stands_beside_it(loaded: Path) -> None:
    author = writer()
    paper = published(author)
    content = frozen_content(paper.published)
    before = content.by_written[f"{DENTAL} @ 2019-08"].cell
    with pytest.raises(NotAllowed):
        paper.published.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedPaper.objects.all()._raw_delete("default")
    late(loaded)
    assert frozen_content(PublishedPaper.objects.get()).by_written[f"{DENTAL} @ 2019-08"].cell == before
    found = differences(content, figure_book())
    assert found
    page = text_of(client_of(signer()).get(f"/papers/{paper.reference}/"))
    assert "As published and as known now" in page
    assert found[0].now in page
    outsider = text_of(client_of(person(Role.CO_OPTED_MEMBER)).get(f"/papers/{paper.reference}/"))
    assert "as known now" not in outsider


def test_a_correction_is_offered_to_the_next_pack_once(loaded: Path) -> None:
    author = writer()
    paper = published(author)
    with pytest.raises(NotNow, match="same as it was published"):
        corrections.correct(paper=paper, figure="x", words="Late entry", by=author)
    late(loaded)
    found = differences(frozen_content(paper.published), figure_book())[0]
    client = client_of(author)
    refused = client.post(f"/papers/{paper.reference}/correct/", {"figure": "No figure of this paper", "words": "Entered late"})
    assert refused.status_code == 422
    assert "the same as it was published" in text_of(refused)
    assert "Entered late</textarea>" in refused.content.decode()
    assert client.post(f"/papers/{paper.reference}/correct/", {"figure": found.figure, "words": ""}).status_code == 422
    assert not Correction.objects.exists()
    client.post(f"/papers/{paper.reference}/correct/", {"figure": found.figure, "words": "Checks were entered late"})
    made = corrections_waiting()
    assert [(one.was, one.now) for one in made] == [(found.was, found.now)]
    with pytest.raises(NotNow, match="already"):
        corrections.correct(paper=paper, figure=found.figure, words="Again", by=author)
    assert corrections.carry(corrections=made, on=paper.started_at.date(), by=officer()) == 1
    assert corrections_waiting() == []


def late(root: Path) -> None:
    """September's extract knows of a check in August that nobody had entered."""
    from datetime import date

    from tests.factories.county import snapshot_of
    from tests.factories.vale import tables_of

    tables = tables_of(date(2019, 9, 30))
    for row in tables["cla_health"]:
        if row["child"] == "B12":
            break
    extra = dict(tables["cla_health"][0])
    extra |= {key: f"{value}-late" for key, value in extra.items() if key not in ("child",) and str(value).startswith("h")}
    extra["child"] = "B12"
    tables["cla_health"].append(extra)
    snapshot_of(root, as_at=date(2019, 9, 30), **tables)


def test_a_paper_that_is_not_theirs_is_refused_as_one_that_does_not_exist() -> None:
    paper = draft(writer())
    stranger = client_of(person(Role.SERVICE_LEAD))
    missing = "7d3f6b1e-5c0a-4a5e-9d61-0d2f5a3c8e11"
    for tail in ("", "work/", "preview/", "findings/", "draft.pdf", "sections/risk/", "sections/risk/versions/", "cover/"):
        answers = [stranger.get(f"/papers/{reference}/{tail}") for reference in (paper.reference, missing)]
        assert [one.status_code for one in answers] == [403, 403]
        assert text_of(answers[0]).split("<main")[1] == text_of(answers[1]).split("<main")[1]
    assert paper.title not in text_of(stranger.get("/papers/"))


def test_every_step_of_the_table_has_its_permission_and_only_from_its_states() -> None:
    names = [one.name for one in TRANSITIONS]
    assert len(set(names)) == len(names)
    assert {state for one in TRANSITIONS for state in (*one.sources, one.target)} == set(PaperState)
    assert {one.permission for one in TRANSITIONS} <= {one.value for one in Permission}
    author = writer()
    paper = draft(author)
    everyone = {"write_paper": author, "sign_off_paper": signer(), "publish_paper": officer()}
    for state in PaperState:
        paper.state, paper.signed_off_by = state, everyone["sign_off_paper"]
        paper.save()
        for one in TRANSITIONS:
            by = everyone[one.permission]
            allowed = True
            try:
                policies.check_can_begin(paper, one.name, by=by)
            except (NotAllowed, NotNow):
                allowed = False
            assert allowed is (state in one.sources), (state, one.name)
            for permission, other in everyone.items():
                if permission != one.permission and not other.may(one.permission):
                    with pytest.raises(NotAllowed):
                        policies.check_can_begin(paper, one.name, by=other)


def test_a_pack_takes_the_frozen_paper_or_the_draft() -> None:
    author = writer()
    paper = signed_off(author)
    assert content_for_pack(paper).status == "Signed off"
    frozen = steps.publish(paper=paper, by=officer())
    assert content_for_pack(paper) == frozen_content(frozen)
    assert rendered.file(frozen, Edition.RESTRICTED, "pdf").content.startswith(b"%PDF")


def test_pages_cost_few_queries() -> None:
    author = writer()
    paper = published(author)
    other = draft(author)
    client = client_of(author)
    for address in (
        "/papers/",
        f"/papers/{paper.reference}/",
        f"/papers/{other.reference}/work/",
        f"/papers/{other.reference}/preview/",
        f"/papers/{other.reference}/preview/?edition=public",
        f"/papers/{other.reference}/findings/",
        f"/papers/{other.reference}/sections/executive_summary/",
        f"/papers/{other.reference}/sections/executive_summary/versions/",
        f"/papers/{other.reference}/cover/",
        f"/papers/figures/?search=dental&indicator={DENTAL}",
    ):
        assert_queries(client, address)
