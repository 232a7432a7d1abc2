"""What the public edition of a pack leaves out because it names few people, and where it would show a small number all the same:
what democratic services read before they publish."""

from __future__ import annotations

from dataclasses import dataclass

from inloco.board import item_papers
from inloco.board.models import Meeting
from inloco.board.models.agendas import Outcome
from inloco.documents.prose import left_out_of
from inloco.documents.small_numbers import few_in
from inloco.performance.queries import figure_book


@dataclass(frozen=True)
class FewWords:
    """Words about few people: on which item, where they stand, and whether the public edition shows them (a title) or leaves the
    passage out."""

    item: str
    place: str
    words: str
    is_shown: bool = False


def few_in_pack(meeting: Meeting) -> list[FewWords]:
    """Every such passage of the open items, in the order of the agenda; none for a body that publishes nothing."""
    if not meeting.body.is_public:
        return []
    few = figure_book().settings.disclosure_threshold
    found: list[FewWords] = []
    items = meeting.items.filter(is_exempt=False).exclude(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN])
    for item in items.select_related("paper"):
        found += [FewWords(item.title, "Title of the item", words, True) for words in few_in(item.title, few)]
        found += [FewWords(item.title, "Recommendation", words) for words in few_in(item.recommendation, few)]
        if item.paper is None or item.paper.restricted:
            continue
        content = item_papers.content(item.paper)
        found += [FewWords(item.title, "Title of the report", words, True) for words in few_in(content.title, few)]
        for section in content.sections:
            if not section.restricted:
                passages = (*few_in(section.title, few), *left_out_of(section.text, content.by_written, few, section.title))
                found += [FewWords(item.title, section.title, words) for words in passages]
    return found
