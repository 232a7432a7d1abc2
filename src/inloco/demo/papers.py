"""The demonstration's papers for the next meeting of the board: a performance report, a voice update, a Word file and a PDF.

Everything is made by the real actions. The Word file has a contradiction in it, for the visitor to find. All words are invented.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import docx
import typst
from django.utils import timezone

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.periods import Period, months_to
from inloco.audit.actor import acting
from inloco.demo.board import meeting_days
from inloco.demo.county import Plan
from inloco.documents.chart_drawing import FONTS
from inloco.papers.actions import files, steps, writing
from inloco.papers.models import Paper, PaperSection, Source

Say = Callable[[str], None]

MEETING = "Corporate Parenting Board"


def make_papers(plan: Plan, say: Say) -> None:
    """One signed off, one in review with a comment, a Word file in review that contradicts itself, a PDF signed off."""
    say("Writing papers for the next meeting")
    about = months_to(plan.last, 3)[0]
    meeting_on = meeting_days(timezone.localdate())[2]  # the first one still to come; the board's demonstration plans it
    _performance(about, meeting_on)
    _voice(about, meeting_on)
    _word(meeting_on)
    _pdf(meeting_on)


def _person(role: Role) -> User:
    found: User = User.objects.get(email=f"{role.value}@demo.example")
    return found


def _performance(about: Period, meeting_on: dt.date) -> None:
    author, director = _person(Role.BI_OFFICER), _person(Role.DIRECTOR)
    with acting(author):
        paper = writing.start(
            title=f"Performance report, {about.label}",
            template="performance_report",
            about=about,
            meeting=MEETING,
            meeting_on=meeting_on,
            report_of="Head of Business Intelligence",
            by=author,
        )
        _write(
            paper,
            "executive_summary",
            f"At the end of {about.label} the council looked after [[cla_count @ {about}]] children, "
            f"[[cla_count @ {about} | change]]. [[cla_count @ {about} | sparkline]]\n\n"
            f"Reviews were all held in time for [[ni66_cla_reviews_in_time_pct @ {about}]]. "
            f"Health assessments are up to date for [[health_assessment_up_to_date_pct @ {about}]].\n\n"
            f"Of the care leavers, [[care_leavers_eet_pct @ {about}]] were in education, employment or training.",
            author,
        )
        _write(
            paper, "risk", "The teams with the fewest reviews in time are named in the monthly report; each has a plan.", author
        )
        steps.make(paper=paper, name="submit", by=author)
    with acting(director):
        steps.make(paper=paper, name="sign_off", by=director)


def _voice(about: Period, meeting_on: dt.date) -> None:
    author, reader = _person(Role.YOUNG_REPRESENTATIVE), _person(Role.HEAD_OF_SERVICE)
    with acting(author):
        paper = writing.start(
            title="What children and young people say, autumn",
            template="voice_update",
            about=about,
            meeting=MEETING,
            meeting_on=meeting_on,
            report_of="The children in care council",
            by=author,
        )
        _write(
            paper,
            "executive_summary",
            "We met every fortnight, talked with new foster carers at their training, and asked what makes a good review.\n\n"
            f"Children and young people took part in [[cla_review_participation_pct @ {about}]].",
            author,
        )
        _write(
            paper,
            "done",
            "- Trained new foster carers\n- Sat on the panel that chose a team manager\n- Wrote to the bus company",
            author,
        )
        _write(
            paper,
            "heard",
            "> “I want to know before the day who will be in the room.”\n\n> “Nobody asked whether the time was good for me.”",
            author,
        )
        _write(
            paper,
            "asked",
            "1. Can every child choose where the review is held?\n2. Can the bus pass be the same on both sides of the river?",
            author,
        )
        _write(
            paper,
            "answered",
            "- You said letters were too long. We did a letter of one page, with a name and a number on it.",
            author,
        )
        steps.make(paper=paper, name="submit", by=author)
    with acting(reader):
        section = PaperSection.objects.get(paper=paper, key="asked")
        writing.comment(section=section, text="Which lines are you thinking of? Then we can ask for a date.", by=reader)


def _word(meeting_on: dt.date) -> None:
    author = _person(Role.SERVICE_LEAD)
    with acting(author):
        paper = writing.start(
            title="Homes for care leavers: half-year report",
            template="",
            about=None,
            meeting=MEETING,
            meeting_on=meeting_on,
            report_of="Housing Options Manager",
            source=Source.WORD,
            by=author,
        )
        files.take_file(paper=paper, name="homes-for-care-leavers.docx", content=_docx(), by=author)
        steps.make(paper=paper, name="submit", by=author)


def _pdf(meeting_on: dt.date) -> None:
    author, director = _person(Role.VIRTUAL_SCHOOL), _person(Role.DIRECTOR)
    with acting(author):
        paper = writing.start(
            title="Virtual school: calendar of events",
            template="",
            about=None,
            meeting=MEETING,
            meeting_on=meeting_on,
            report_of="Virtual School Head",
            source=Source.PDF,
            by=author,
        )
        files.take_file(paper=paper, name="calendar-of-events.pdf", content=_printed(), by=author)
        steps.make(paper=paper, name="submit", by=author)
    with acting(director):
        file = paper.files.first()
        assert file is not None
        steps.clear_file(paper=paper, file=file, by=director)
        steps.make(paper=paper, name="sign_off", by=director)


def _write(paper: Paper, key: str, text: str, by: User) -> None:
    section = PaperSection.objects.get(paper=paper, key=key)
    writing.write_section(section=section, title=section.title, text=text, restricted=False, based_on=section.number, by=by)


def _docx() -> bytes:
    """A report as a housing service might send it: headings, a list, a table, and one share that cannot be right."""
    document = docx.Document()
    document.core_properties.title = "Homes for care leavers"
    document.add_heading("Homes for care leavers", 0)
    document.add_heading("Executive summary", 1)
    document.add_paragraph("Between April and September 64 care leavers asked for a home of their own.")
    document.add_paragraph("41 of the 64 care leavers (74%) moved within eight weeks.")
    document.add_heading("Recommendation", 1)
    document.add_paragraph("The board is asked to note the report and to support the new protocol.")
    document.add_heading("What was offered", 1)
    for words in ("A tenancy with support in the first year", "A room in a shared house", "Staying put with the foster carer"):
        document.add_paragraph(words, style="List Bullet")
    table = document.add_table(rows=1, cols=3)
    for cell, words in zip(table.rows[0].cells, ("Kind of home", "Offered", "Taken up"), strict=True):
        cell.text = words
    for row in (("Tenancy with support", "38", "29"), ("Shared house", "22", "12"), ("Total", "60", "41")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.add_heading("Next steps", 1)
    paragraph = document.add_paragraph("The protocol is signed ")
    paragraph.add_run("before the end of the year").bold = True
    paragraph.add_run(" and looked at again in spring.")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _printed() -> bytes:
    """A leaflet as it comes from somebody's desk: a PDF without tags."""
    source = """#set text(font: "Liberation Sans", size: 12pt)
= Virtual school: calendar of events
#table(columns: 2, [Month], [Event], [January], [Careers day at the college], [March], [Visit to the university],
  [June], [Celebration evening at the town hall])
"""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return bytes(typst.compile(source.encode(), font_paths=fonts, pdf_tags=False, timestamp=0))
