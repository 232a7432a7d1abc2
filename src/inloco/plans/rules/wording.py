"""Rules about words: copied, cut off, left in by mistake, standing where they do not belong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from inloco.analytics.findings import Severity
from inloco.plans.reading.plan import SheetView
from inloco.plans.reading.refs import stem
from inloco.plans.rules.material import Hit, Item, Material, names, quoted, rule
from inloco.plans.rules.phrases import sentences

LONG = 90
"""So many letters in one sentence are not written twice by chance."""

WHOLE = 50
"""Nor are so many when they are all that is said."""


def _plain(text: str) -> str:
    return re.sub(r"[^\w%]+", " ", text.casefold()).strip()


@rule(
    "same_activity_twice",
    Severity.WARNING,
    what="Several actions have the same activity.",
    action="Make them one action with several measures; or say in each what sets it apart.",
)
def same_activity_twice(plan: Material) -> Iterator[Hit]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in plan.items:
        if len(_plain(item.activity)) >= 15:
            groups[_plain(item.activity)].append(item)
    for items in groups.values():
        still = [item for item in items if item.is_open]
        if len(items) < 2 or not still:
            continue
        ordered = sorted(items, key=lambda item: not item.is_open)
        siblings = len({(item.objective, stem(item.ref)) for item in items}) == 1
        message = (
            f"{len(items)} references share one activity, word for word."
            if siblings
            else f"{len(items)} actions have the same activity, word for word."
        )
        yield Hit(ordered, message, f"{names(ordered)}: {quoted(items[0].activity, 100)}", Severity.INFO if siblings else None)


@rule(
    "pasted_update",
    Severity.WARNING,
    what="The same update stands in several actions that are not the same.",
    action="Ask each owner what has been done on their own action.",
)
def pasted_update(plan: Material) -> Iterator[Hit]:
    where: dict[str, list[Item]] = defaultdict(list)
    words: dict[str, str] = {}
    for item in plan.items:
        for plain, piece in {_plain(piece): piece for piece in _pieces(item)}.items():
            where[plain].append(item)
            words.setdefault(plain, piece)
    groups: list[tuple[dict[int, Item], str]] = []
    for plain, items in sorted(where.items(), key=lambda pair: -len(pair[0])):
        if len({_plain(item.activity) for item in items}) < 2 or _are_siblings(items) or not _weighs(plain, items):
            continue
        mine = {id(item): item for item in items}
        known = next((group for group, _ in groups if group.keys() & mine.keys()), None)
        if known is None:
            groups.append((mine, words[plain]))
        else:
            known |= mine
    for group, said in groups:
        ordered = sorted(group.values(), key=lambda item: (not item.is_open, item.objective, item.number))
        severity = None if ordered[0].is_open else Severity.INFO
        yield Hit(
            ordered, f"{len(ordered)} actions share an update, word for word.", f"{names(ordered)}: {quoted(said)}", severity
        )


def _pieces(item: Item) -> list[str]:
    """What may have been pasted: long sentences, whole notes, and the whole of the progress."""
    pieces = [piece for piece in (*sentences(item.progress), *(note.text for note in item.notes)) if len(piece) >= LONG]
    return [*pieces, item.progress] if len(item.progress) >= WHOLE else pieces


def _weighs(plain: str, items: list[Item]) -> bool:
    """A shared piece is most of what one of them says, or too long to be chance: one meeting may well be noted twice."""
    return len(plain) >= 140 or any(len(plain) * 5 >= len(_plain(item.progress)) * 2 for item in items)


def _are_siblings(items: list[Item]) -> bool:
    """Parts of one numbered action may well share an update."""
    return len({(item.objective, stem(item.ref)) for item in items}) == 1 and bool(items[0].ref)


_LEFT_IN = re.compile(
    "|".join(
        (
            r"\b(?:please )?turn (?:blue|red|amber|green)\b",
            r"\bchange (?:the )?(?:b?rag|colour|status) to\b|\bb?rag (?:to|should|needs to)\b",
            r"\b(?:change|amend|update|extend) (?:the )?(?:timescales?|dates?|deadline)\b"
            r"(?! (?:to|in|for) (?:the )?(?:children|young))",
            r"\bupdate (?:required|needed) from\b",
            r"\b(?:delete|remove) (?:this|the) (?:row|line|action)\b|\bto be (?:deleted|removed) from the plan\b",
            r"\bmove (?:this )?(?:row |action )?to (?:the )?(?:closed|ongoing|metrics|live)\b",
            r"\b(?:insert|add) (?:date|name|link|text|figure|data|number)s? here\b",
            r"\[(?:insert|name|date|tbc|add|check|figure)[^\]]*\]|<(?:insert|name|date)[^>]*>|\bx{3,}\b|\?{2,}|\blorem ipsum\b",
            r"\b(?:note to self|for info only|draft text|see highlighted|highlighted in (?:red|yellow))\b",
            r"\bduplicate of \S+ ?[-–]? ?close\b",
        )
    ),
    re.IGNORECASE,
)


@rule(
    "working_note_left_in",
    Severity.WARNING,
    what="An instruction to whoever keeps the plan was left in the text.",
    action="Do what it says, if it is right, and take it out.",
)
def working_note_left_in(plan: Material) -> Iterator[Hit]:
    for remark in plan.remarks:
        if found := _LEFT_IN.search(remark.text):
            yield Hit(
                [],
                f"“{found.group()}” is an instruction, not an update.",
                quoted(remark.text),
                view=remark.view,
                objective=remark.objective,
                ref="",
            )
    for item in plan.items:
        texts = (item.progress, item.activity, item.evidence, item.timescale.words, *(one.progress for one in item.measures))
        for text in texts:
            if found := _LEFT_IN.search(text):
                around = text[max(found.start() - 40, 0) : found.end() + 50]
                severity = Severity.INFO if not item.is_open else None
                yield Hit([item], f"“{found.group()}” is an instruction, not an update.", quoted(around), severity)
                break


@rule(
    "stray_remark",
    Severity.WARNING,
    what="A row holds words and no action.",
    action="Move the words into the action that they belong to, or delete the row.",
)
def stray_remark(plan: Material) -> Iterator[Hit]:
    for remark in plan.remarks:
        below = f" It stands below {remark.after}." if remark.after else ""
        yield Hit(
            [],
            f"A row has words and no action.{below}",
            quoted(remark.text),
            view=remark.view,
            objective=remark.objective,
            ref="",
        )


_HANGING = re.compile(
    r"(?P<before>\S+)\s+(?:(?P<loose>to|for|with|by|at|from|of|in|on|about|through|into|onto|as)|the|a|an|and|or|our|their|its|that|"
    r"which|who|this|these|those|is|are|was|were|be|been|have|has|had|will|would|can|could|should|not|but|if|than|between|your|his|"
    r"her|via|including)$",
    re.IGNORECASE,
)
_TAKES_IT = re.compile(
    r"(?:car(?:e|ed|es|ing)|introduced|look\w*|referred|entitled|used|work\w*|liv(?:e|ed|es|ing)|belong\w*|deal\w*|dealt|rely|relies|"
    r"accounted|appl(?:y|ied)|spoken|speak|talk\w*|listen\w*|respond\w*|agreed|signed|return\w*|linked|paid|asked|wait\w*|hoped|"
    r"log\w*|moved|mov(?:e|ing)|opt\w*|tak(?:e|en)|put|carr(?:y|ied)|turn\w*|placed|responsible|proud|aware|involved|interested|made|"
    r"brought|cope|cared|join\w*|set|go(?:ing|ne)?|come|move|follow\w*|accessible|visited|kept|left|eligible|matched)$",
    re.IGNORECASE,
)


@rule(
    "text_cut_off",
    Severity.WARNING,
    what="A text ends in the middle of a sentence.",
    action="Get the whole text from the owner or an earlier edition.",
)
def text_cut_off(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        fields = {
            "activity": item.activity,
            "progress": item.progress,
            "evidence": item.evidence,
            "responsible": item.responsible,
        }
        fields |= {f"metric ({one.view})": one.metric for one in item.measures}
        fields |= {f"target ({one.view})": one.target for one in item.measures}
        for name, text in fields.items():
            whole = _longer(item, text) if name == "progress" else ""
            if whole or _is_cut(text):
                severity = Severity.INFO if not item.is_open else None
                proof = f"{name}: {quoted('… ' + text[-90:] if len(text) > 90 else text)}"
                if whole:
                    proof += f"; elsewhere it goes on {quoted(whole[len(text.rstrip()) :][:60])}"
                yield Hit([item], f"The text of its {name} breaks off.", proof, severity)


def _is_cut(text: str) -> bool:
    """It ends with a word that needs another; or in an open bracket. ``the people we care for`` is a whole sentence."""
    plain = text.rstrip()
    if len(plain) < 12:
        return False
    hanging = _HANGING.search(plain)
    if (hanging and not (hanging["loose"] and _TAKES_IT.match(hanging["before"]))) or plain.endswith((",", "(", "&", "–")):
        return True
    last = plain.rfind("(")
    return last >= 0 and ")" not in plain[last:] and len(plain) - last > 3


def _longer(item: Item, text: str) -> str:
    """Another row of the same action that begins with these words and goes on in the middle of the sentence."""
    plain = text.rstrip()
    if len(plain) < 40 or plain[-1] in ".!?:;)":
        return ""
    return next(
        (
            one.progress
            for one in item.measures
            if one.view is SheetView.METRICS
            and one.progress.startswith(plain)
            and re.match(r"\s?[a-z]", one.progress[len(plain) :])
        ),
        "",
    )


_FOLLOWS = re.compile(
    r"\b(?:carried (?:over|forward|on) from|carries on from|continu(?:es|ed|ation) (?:of|from)|follows? on from|"
    r"following on from|follow-?on (?:from|action)|supersed(?:es|ed by)|replac(?:es|ed by)|incorporated (?:into|in)|"
    r"merged (?:into|with)|duplicate of|duplicates|linked (?:to|with)|in line with|see(?: also)?|moved to)"
    r"\s+(?:the )?(?:actions?\s*)?(?=\d|objective)"
    r"(?:objective\s*\d+\s*[,\-–]?\s*(?:action\s*)?)?\d{1,2}\s?[a-z]?\d?(?:\.[ivx]+)?(?:\s*(?:,|and|&)\s*\d{0,2}[a-z]\d?)*\b(?![./%]\d)",
    re.IGNORECASE,
)


@rule(
    "follow_on_unlinked",
    Severity.INFO,
    what="The text says that an action carries on from another or belongs to it, and no link is recorded.",
    action="Link the two, so that whoever reads one finds the other.",
)
def follow_on_unlinked(plan: Material) -> Iterator[Hit]:
    for item in plan.items:
        if item.is_linked:
            continue
        for text in (item.progress, item.activity):
            if found := _FOLLOWS.search(text):
                around = text[max(found.start() - 20, 0) : found.end() + 30]
                yield Hit(
                    [item],
                    f"It refers to another action (“{' '.join(found.group().split())}”) and is not linked.",
                    quoted(around),
                )
                break


RULES = (
    same_activity_twice,
    pasted_update,
    working_note_left_in,
    stray_remark,
    text_cut_off,
    follow_on_unlinked,
)
