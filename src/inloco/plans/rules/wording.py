"""Rules about words: copied, cut off, left in by mistake, standing where they do not belong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from inloco.analytics.findings import Severity
from inloco.plans.reading.plan import SheetView
from inloco.plans.reading.refs import contains, key, stem
from inloco.plans.rules.material import Hit, Item, Material, names, quoted, rule
from inloco.plans.rules.phrases import sentences

LONG = 90
"""So many letters in one sentence are not written twice by chance."""

WHOLE = 50
"""Nor are so many when they are all that is said."""

SHARED = 60
"""The end of an update is known again in another by so many."""


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
        severity = None if ordered[0].is_open and len(said) >= LONG else Severity.INFO
        yield Hit(
            ordered, f"{len(ordered)} actions share an update, word for word.", f"{names(ordered)}: {quoted(said)}", severity
        )


def _pieces(item: Item) -> list[str]:
    """What may have been pasted: long sentences, whole notes, and the whole of the progress."""
    pieces = [piece for piece in sentences(item.progress) if len(piece) >= LONG]
    pieces += [note.text for note in item.notes if len(note.text) >= WHOLE]
    return [*pieces, item.progress] if len(item.progress) >= WHOLE else pieces


def _weighs(plain: str, items: list[Item]) -> bool:
    """A shared piece is most of what one of them says, or too long to be chance: one meeting may well be noted twice. A short one
    has to be nearly all of it."""
    share = max(len(plain) / len(_plain(item.progress)) for item in items)
    return len(plain) >= 140 or share >= (0.4 if len(plain) >= LONG else 0.8)


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
    r"brought|good|known|cope|cared|join\w*|set|go(?:ing|ne)?|come|move|follow\w*|accessible|visited|kept|left|eligible|matched)$",
    re.IGNORECASE,
)


@rule(
    "text_cut_off",
    Severity.WARNING,
    what="A text ends in the middle of a sentence.",
    action="Get the whole text from the owner or an earlier edition.",
)
def text_cut_off(plan: Material) -> Iterator[Hit]:
    said = [
        text for item in plan.items for text in (item.progress, *(one.progress for one in item.measures)) if len(text) >= SHARED
    ]
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
            more = _more(item, text, said) if name == "progress" else ""
            if more or _is_cut(text):
                severity = Severity.INFO if not item.is_open else None
                proof = f"{name}: {quoted('… ' + text[-90:] if len(text) > 90 else text)}"
                if more:
                    proof += f"; elsewhere it goes on {quoted(more[:60])}"
                yield Hit([item], f"The text of its {name} breaks off.", proof, severity)


def _is_cut(text: str) -> bool:
    """It ends with a word that needs another; or in an open bracket. ``the people we care for`` is a whole sentence."""
    plain = text.rstrip()
    if len(plain) < 12:
        return False
    hanging = _HANGING.search(plain)
    if (hanging and not (hanging["loose"] and _may_end(plain, hanging))) or plain.endswith((",", "(", "&", "–")):
        return True
    last = plain.rfind("(")
    return last >= 0 and ")" not in plain[last:] and len(plain) - last > 3


def _may_end(text: str, hanging: re.Match[str]) -> bool:
    """Whether a preposition may end the text: after a word that takes it, after a question word, and ``on`` after ``from``."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", text)[-12:]]
    last = hanging["loose"].casefold()
    return bool(_TAKES_IT.match(hanging["before"])) or bool(_ASKS & set(words)) or (last == "on" and "from" in words[-6:])


_ASKS = frozenset(("what", "who", "whom", "whose", "where", "which"))


def _more(item: Item, text: str, said: Sequence[str]) -> str:
    """How the text goes on where it stands whole: in a row of the metrics sheet that begins with these words, or in an update
    that was copied from one to the other. Empty where it ends as it should."""
    plain = text.rstrip()
    if len(plain) < 40 or plain[-1] in ".!?:;)":
        return ""
    for one in item.measures:
        more = one.progress[len(plain) :]
        if one.view is SheetView.METRICS and one.progress.startswith(plain) and re.match(r"\s?[a-z]", more):
            return more
    if len(plain) < SHARED:
        return ""
    last = plain[-SHARED:]
    found = (other[other.index(last) + len(last) :] for other in said if last in other)
    return next((more for more in found if re.match(r"\s(?!(?:and|or|but|who|which)\b)[a-z]", more)), "")


_REFS = r"\d{1,2}(?:\s?[a-z]\b|[a-z]\d{0,2})?(?:\.[ivx]+)?(?:\s*(?:,|and|&)\s*(?:\d{1,2}[a-z]?\d?|[a-z])\b)*"
_FOLLOWS = re.compile(
    r"\b(?:(?:carried (?:over|forward|on) from|carries on from|continu(?:es|ed|ation) (?:of|from)|follows? on from|"
    r"following on from|follow-?on (?:from|action)|supersed(?:es|ed by)|replac(?:es|ed by)|i\w{0,3}corporated (?:into|in)|"
    r"merged (?:into|with)|duplicate of|duplicates|linked (?:to|with)|in line with|see(?: also)?|moved to)\s+(?:the )?"
    rf"(?:(?:objective\s*(?P<objective>\d{{1,2}})\s*[,\-–]*\s*)?actions?\s*(?P<named>{_REFS})"
    rf"|objective\s*(?P<place>\d{{1,2}})(?:\s*[,\-–]*\s*(?P<within>{_REFS}))?"
    rf"|(?P<lettered>\d{{1,2}}[a-z]\d{{0,2}}(?:\.[ivx]+)?(?:\s*(?:,|and|&)\s*\d{{0,2}}[a-z]\d?)*)"
    r"|(?P<bare>\d{1,2})(?=\s*(?:$|[.,;)]|above\b|below\b)))"
    r"|(?:at|in|under)\s+objective\s*(?P<under>\d{1,2})\s*[,\-–]*\s*(?:actions?\s*)?(?P<listed>\d{1,2}[a-z]\d{0,2}))"
    r"(?![\w%])(?![./]\d)",
    re.IGNORECASE,
)
"""A bare number is a reference only where it ends what is said: ``moved to 2 homes`` names no action."""


@rule(
    "follow_on_unlinked",
    Severity.INFO,
    what="The text says that an action carries on from another, and no link is recorded; or the plan has no such action.",
    action="Link the two, so that whoever reads one finds the other; or put the reference right.",
)
def follow_on_unlinked(plan: Material) -> Iterator[Hit]:
    known: dict[str, set[str]] = defaultdict(set)
    for item in plan.items:
        known[item.objective] |= {ref for ref in (item.ref, *(one.ref for one in item.measures)) if ref}
    for item in plan.items:
        if item.is_linked:
            continue
        for text in (item.progress, item.activity):
            found = list(_FOLLOWS.finditer(text))
            lost = next((one for one in found if not _is_there(one, item, known)), None)
            if not found:
                continue
            shown = lost or found[0]
            around = text[max(shown.start() - 20, 0) : shown.end() + 30]
            words = " ".join(shown.group().split())
            if lost is not None:
                yield Hit(
                    [item], f"It refers to an action that the plan does not have (“{words}”).", quoted(around), Severity.WARNING
                )
            else:
                yield Hit([item], f"It refers to another action (“{words}”) and is not linked.", quoted(around))
            break


def _is_there(found: re.Match[str], item: Item, known: dict[str, set[str]]) -> bool:
    """Whether the plan has what a reference names: one of its actions, as written or without the letter; or the objective."""
    objective = found["objective"] or found["place"] or found["under"] or item.objective
    refs = found["named"] or found["within"] or found["lettered"] or found["bare"] or found["listed"]
    if not refs:
        return objective in known
    first = re.split(r"\s*(?:,|and|&)\s*", refs)[0]
    return any(
        key(ref) in (key(first), stem(first)) or contains(ref, first) or (stem(ref) == first.strip()) for ref in known[objective]
    )


RULES = (
    same_activity_twice,
    pasted_update,
    working_note_left_in,
    stray_remark,
    text_cut_off,
    follow_on_unlinked,
)
