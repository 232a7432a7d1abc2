"""Numbers of items against the list that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inloco.documents.contradictions.contradiction import Contradiction, Severity
from inloco.documents.contradictions.quantities import Of
from inloco.documents.contradictions.sentences import Sentence, sentences_of
from inloco.documents.paper_text import Block, Kind, PaperText

LISTED = (
    r"(?:actions?|areas?|aims?|objectives?|priorit(?:y|ies)|themes?|recommendations?|questions?"
    r"|reasons?|points?|steps?|functions?|sources?"
    r"|categor(?:y|ies)|circumstances|options?|findings?|issues?|outcomes?|principles?|stages?"
    r"|strands?|elements?|factors?|challenges?|risks?"
    r"|measures?|changes?|improvements?|proposals?|ways|groups|teams|projects?|workstreams?|things"
    r"|messages?|topics?|items?|resolutions?"
    r"|commitments?|promises|pledges|standards?|criteria|conditions|duties|domains|parts|partners"
    r"|agencies|examples?|concerns|barriers|targets"
    r"|localities|districts|bodies|goals|strengths|areas for development|requests|suggestions|ideas"
    r"|decisions|indicators|homes|schemes|pillars"
    r"|causes|mistakes|gaps|problems|obstacles|benefits|results|effects|aspects|rules|rights|workshops|sessions|courses"
    r"|events|tasks|wishes|offers|hubs|clinics|surveys|forums|lessons|phases|roles|services|types"
    r"|kinds|forms|headings|chapters|key \w+)"
)
ANNOUNCES = re.compile(
    rf"\{{c(?P<c>\d+)\}} (?P<words>(?:[a-z'/-]+ ){{0,4}}?(?P<thing>{LISTED}))(?P<rest>(?:[^{{}}:;]"
    rf"|\{{a\d+\}}){{0,110}}?)(?:[:;,]|[-–] ?)?$"
)
PARTIAL = re.compile(
    r"\b(?:include|includes|including|included|such as|among|amongst|e\.g|for example|of which|of these"
    r"|some of|most of|at least|up to|first|last|remaining|other|further|more than|over)\b"
)
INLINE = re.compile(
    rf"\{{c(?P<c>\d+)\}} (?P<words>(?:[a-z'/-]+ ){{0,3}}?(?P<thing>{LISTED}|teams|localities|areas"
    rf"|districts|homes))(?: (?:were|was|are|is|have been|had been) (?:agreed|identified|set|chosen|named"
    rf"|found|made|noted|raised)| are| were)?(?: as follows)? ?(?::|[–-] ) ?(?P<list>[^.:]+?)\.?$"
)
NAMELY = re.compile(
    rf"\{{c(?P<c>\d+)\}} (?P<words>(?:of (?:the |our |these |them "
    rf"|those )?)?(?:[a-z'/-]+ ){{0,3}}?(?P<thing>{LISTED}))[^{{}}:;]{{0,90}}, ?"
    r"(?:namely|that is to say|viz\.?) (?P<list>[^.:;{}]+)\.?$"
)
STATES = re.compile(r"(?:there (?:are|were)|we (?:have|set|agreed|propose)|our|the (?:board|panel|committee|cabinet) is asked)\b")
ORDER = re.compile(r"^\(?(\d{1,2}|[a-z]|[ivx]+)[.)]?$", re.I)


def lists(paper: PaperText) -> Iterator[Contradiction]:
    """Rule ``count_against_list``: bulleted and numbered lists, and lists within the sentence."""
    blocks = [block for block in paper if block.text or block.rows]
    for at, block in enumerate(blocks):
        if block.kind is Kind.TABLE or not block.text:
            continue
        sentences = sentences_of(block)
        for sentence in sentences:
            yield from _inline(sentence)
        if not sentences:
            continue
        yield from _below(sentences[-1], _items(blocks, at))


def _items(blocks: Sequence[Block], at: int) -> list[Block]:
    """The items of the list right after a block, without what is nested in them."""
    start = blocks[at]
    following = blocks[at + 1 :]
    if not following or following[0].kind is not Kind.ITEM:
        return []
    first = following[0]
    if start.kind is Kind.ITEM and (first.level <= start.level and _mark(first) == _mark(start)):
        return []
    items: list[Block] = []
    for block in following:
        if block.kind is Kind.PARAGRAPH and items and block.line <= items[-1].line + 40 and _goes_on(blocks, block, first):
            continue
        if block.kind is not Kind.ITEM or block.level < first.level:
            break
        if block.level == first.level and _mark(block) == _mark(first):
            if items and ORDER.match(block.marker) and _number(block.marker) == 1:
                break
            items.append(block)
        elif (
            block.level == first.level
            and _mark(block) != _mark(first)
            and start.kind is Kind.ITEM
            and _mark(block) == _mark(start)
        ):
            break
    return items


def _goes_on(blocks: Sequence[Block], block: Block, first: Block) -> bool:
    """Whether a numbered list goes on after a paragraph in between."""
    place = next(at for at, one in enumerate(blocks) if one is block)
    after = blocks[place + 1] if place + 1 < len(blocks) else None
    return bool(after and after.kind is Kind.ITEM and _mark(after) == _mark(first) != "-" and (_number(after.marker) or 0) > 1)


def _mark(block: Block) -> str:
    """The style of a marker: a number, a letter, a roman number or a bullet."""
    inner = block.marker.strip("().").lower()
    if inner.isdigit():
        return "1"
    if re.fullmatch(r"[ivx]+", inner) and inner != "x":
        return "i"
    return "a" if re.fullmatch(r"[a-z]", inner) and inner != "o" else "-"


def _number(marker: str) -> int | None:
    inner = marker.strip("().").lower()
    if inner.isdigit():
        return int(inner)
    if inner == "i":
        return 1
    return ord(inner) - 96 if re.fullmatch(r"[a-z]", inner) else None


ANY_THING = re.compile(
    r"\b(?P<word>two|three|four|five|six|seven|eight|nine|ten) (?P<thing>(?:[a-z'-]+ ){0,2}?[a-z'-]+s)\b(?P<rest>[^{}:;]{0,80}):$"
)


def _below(sentence: Sentence, items: Sequence[Block]) -> Iterator[Contradiction]:
    if len(items) < 2:
        return
    any_thing = ANY_THING.search(re.sub(r"\{c(\d+)\}", lambda one: sentence.numbers[int(one[1])].text.lower(), sentence.shape))
    if (
        any_thing
        and len(re.findall(r"\{c\d+\}", sentence.shape)) == 1
        and not ANNOUNCES.search(sentence.shape)
        and not PARTIAL.search(any_thing["rest"])
        and not PARTIAL.search(any_thing.string[: any_thing.start()][-16:])
        and 0 < abs(len(items) - int(sentence.of(Of.COUNT)[0].value)) <= 2
    ):
        count = sentence.of(Of.COUNT)[0]
        yield sentence.found(
            "count_against_list",
            Severity.LIKELY,
            count,
            f"{count.text} {any_thing['thing']}",
            f"the list has {len(items)}: {'; '.join(item.text[:40] for item in items[:4])}",
            f"“{count.text} {any_thing['thing']}” are announced, and {len(items)} follow.",
            (items[0].line, items[-1].line),
        )
        return
    for found in ANNOUNCES.finditer(sentence.shape):
        count = sentence.numbers[int(found["c"])]
        rest = found["rest"]
        stands_alone = sentence.offset == 0 and len(rest.split()) <= 4 and bool(STATES.match(sentence.shape))
        announced = (
            stands_alone
            or sentence.shape.rstrip().endswith((":", ";", ",", "–", "-"))
            or re.search(r"\b(?:follow\w*|below|these|are|were|namely)\.?$", sentence.shape)
        )
        if (
            not announced
            or count.is_rough
            or count.value < 2
            or count.value > 30
            or PARTIAL.search(rest)
            or PARTIAL.search(sentence.shape[: found.start()][-16:])
        ):
            continue
        if re.search(rf"\b(?:and|but|with|from|of the|under)\b[^:]*\b{LISTED}\b", rest) or (
            re.search(r"\bunder\b|\bin respect of\b", rest) and len(items) == 1
        ):
            continue
        if count.value == len(items):
            continue
        end = items[-1]
        first_words = "; ".join(item.text[:40] for item in items[:4])
        yield sentence.found(
            "count_against_list",
            Severity.LIKELY if abs(count.value - len(items)) <= 3 else Severity.POSSIBLE,
            count,
            f"{count.text} {found['words']}",
            f"the list has {len(items)}: {first_words}{' …' if len(items) > 4 else ''}",
            f"“{count.text} {found['words']}” are announced, and {len(items)} follow.",
            (items[0].line, end.line),
        )
        return


def _inline(sentence: Sentence) -> Iterator[Contradiction]:
    """``three localities: North, East, Central and South``. “And” may join or separate: only what neither gives is told."""
    for found in (*INLINE.finditer(sentence.shape), *NAMELY.finditer(sentence.shape)):
        count = sentence.numbers[int(found["c"])]
        listed = found["list"]
        if (
            count.is_rough
            or not 2 <= count.value <= 15
            or PARTIAL.search(listed)
            or PARTIAL.search(sentence.shape[: found.start()][-16:])
            or "{c" in listed
        ):
            continue
        separators = ";" if ";" in listed else ","
        pieces = [piece for piece in re.split(separators, listed) if piece.strip()]
        last_joined = re.search(r"\band\b|\bor\b|&", pieces[-1])
        ands = len(re.findall(r"\band\b|&|\bor\b", listed))
        fewest = len(pieces)
        most = len(re.split(rf"{separators}|\band\b|&", re.sub(rf"{separators} and\b", separators, listed)))
        if last_joined and not re.match(r"\s*(?:and|or|&)\b", pieces[-1]) and separators == "," and ands == 1:
            fewest += 1
        if fewest < 2 or fewest <= count.value <= most or max(len(piece.split()) for piece in pieces) > 9:
            continue
        yield sentence.found(
            "count_against_list",
            Severity.LIKELY if fewest == most else Severity.POSSIBLE,
            count,
            f"{count.text} {found['words']}",
            f"the list has {fewest if fewest == most else f'{fewest} to {most}'}: {listed.strip()[:120]}",
            f"“{count.text} {found['words']}” are announced, and {shown_range(fewest, most)} follow.",
        )


def shown_range(fewest: int, most: int) -> str:
    return str(fewest) if fewest == most else f"{fewest} (or, read otherwise, {most})"
