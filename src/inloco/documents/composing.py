"""A paper composed for one edition: cover, sections as parts, where its figures come from. Page and PDF are made from this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from inloco.documents.live_exhibits import Grid, sources_grid
from inloco.documents.live_figures import LiveFigure, hidden
from inloco.documents.monthly_report import Council, Edition
from inloco.documents.paper import Attachment, Key, Paper
from inloco.documents.prose import Part, Setting, Sources, parts_of
from inloco.documents.small_numbers import names_few
from inloco.documents.style import day_words, moment_words

RESTRICTED_SECTION = "This section is restricted and is left out of the public edition."
UNNAMED = "A section whose heading names a small number of people"
NOT_CLEARED = "The file is not part of the public edition: nobody has cleared it for publication."


@dataclass(frozen=True)
class ComposedSection:
    key: str
    title: str
    parts: tuple[Part, ...]
    restricted: bool = False


@dataclass(frozen=True)
class ComposedPaper:
    """What an edition of a paper shows, in reading order. ``attachment`` only where the edition may carry the file."""

    title: str
    council: Council
    edition: Edition
    cover: tuple[tuple[str, str], ...]
    sections: tuple[ComposedSection, ...]
    sources: Grid | None
    stamp: tuple[str, ...]
    status: str = ""
    restricted: str = ""
    attachment: Attachment | None = None
    notes: tuple[str, ...] = ()


def compose(paper: Paper, edition: Edition = Edition.RESTRICTED, withheld: Iterable[Key] = ()) -> ComposedPaper:
    """``paper`` as ``edition`` shows it. The public one leaves out restricted sections, typed passages that name few people,
    pictures and files that nobody has cleared, and every figure of ``paper.withheld`` and ``withheld`` (decided for a pack)."""
    public = edition is Edition.PUBLIC
    keys = frozenset({*paper.withheld, *withheld}) if public else frozenset()
    figures = {name: _public(live, keys) if public else live for name, live in paper.by_written.items()}
    sources = Sources()
    setting = Setting(
        figures=figures,
        pictures={one.key: one for one in paper.pictures},
        sources=sources,
        few=paper.threshold if public else 0,
        shows_pictures=not public or bool(paper.pictures_cleared),
    )
    sections = tuple(_section(one.key, one.title, one.text, one.restricted, setting, public) for one in paper.sections)
    attachment = paper.attachment
    notes: list[str] = []
    if public and attachment is not None and not attachment.cleared:
        attachment = None
        notes.append(NOT_CLEARED)
    return ComposedPaper(
        title=paper.title,
        council=paper.council,
        edition=edition,
        cover=tuple(cover_rows(paper)),
        sections=sections,
        sources=sources_grid(list(sources.listed.values())),
        stamp=stamp_lines(paper),
        status=paper.status,
        restricted=paper.restricted_reason if paper.restricted else "",
        attachment=attachment,
        notes=tuple(notes),
    )


def _public(live: LiveFigure, keys: frozenset[Key]) -> LiveFigure:
    """Without the figures that are withheld, and a plan's actions without the names of people."""
    return replace(hidden(live, keys), actions=tuple(replace(one, responsible="") for one in live.actions))


def _section(key: str, title: str, text: str, restricted: bool, setting: Setting, public: bool) -> ComposedSection:
    if restricted and public:
        return ComposedSection(key, title, (Part("left_out", words=RESTRICTED_SECTION),), True)
    heading = UNNAMED if names_few(title, setting.few) else title
    return ComposedSection(key, heading, parts_of(text, replace(setting, title=heading)), restricted)


def compose_text(
    markdown: str, title: str = "", figures: Mapping[str, LiveFigure] | None = None, few: int = 0
) -> tuple[Part, ...]:
    """A text that stands by itself, such as the minutes under an item."""
    return parts_of(markdown, Setting(figures=figures or {}, title=title, few=few))


def cover_rows(paper: Paper) -> Iterable[tuple[str, str]]:
    """The lines of the cover that are filled in."""
    cover = paper.cover
    if cover.meeting or cover.meeting_on:
        day = day_words(cover.meeting_on) if cover.meeting_on else ""
        yield "Meeting", ", ".join(part for part in (cover.meeting, day) if part)
    for label, words in (
        ("Report of", cover.report_of),
        ("Electoral divisions affected", cover.divisions),
        ("Contact for further information", cover.contact),
    ):
        if words:
            yield label, words


def stamp_lines(paper: Paper) -> tuple[str, ...]:
    """What the figures were made from and who published them, a sentence each."""
    stamp = paper.stamp
    lines = []
    if paper.figures:
        if stamp.as_at:
            lines.append(
                f"Figures come from what was known in the extract as at {day_words(stamp.as_at)} (snapshot {stamp.snapshot})."
            )
        elif stamp.snapshot:
            lines.append(f"Figures come from snapshot {stamp.snapshot}.")
    if stamp.published_at:
        by = f" by {stamp.published_by}" if stamp.published_by else ""
        lines.append(f"Published on {moment_words(stamp.published_at)}{by}. Later extracts do not change it.")
    else:
        lines.append(f"{paper.status or 'Draft'}: not published.")
    return tuple(lines)
