"""What notes say, read sentence by sentence: that an action is done, that work is left, that something is in the way.

Each pattern needs the action as its subject or stands for a sentence of its own: ``closed cases``, ``staying close`` and
``complete the form by Friday`` say nothing about an action.
"""

from __future__ import annotations

import re

_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n+|(?<!\brag)\s[-–—•]\s|•", re.IGNORECASE)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_WORD_DONE = r"(?:complete|completed|closed|done|finished|achieved|delivered)"
_HAS_BEEN = r"(?: is| are| has been| have been| was| were)?"

_DONE = _any(
    rf"^\W*(?:this |the |all )?(?:actions?|tasks?|objective){_HAS_BEEN}(?: now)?(?: fully| all)? {_WORD_DONE}\b",
    rf"\b(?:action|task)(?: is| has been)?(?: now)? {_WORD_DONE}\W*$",
    rf"^\W*(?:now |all |fully |work )?{_WORD_DONE}(?: and (?:closed|complete|signed off))?\W*$",
    rf"^\W*{_WORD_DONE} (?:on|in) (?:the )?\d",
    r"^\W*(?:please )?close(?: this)?(?: action)?(?: now)?\W*$",
    r"\bb?rag\s*(?:rated|rating|status|is|to|[-–:])?\s*blue\b",
    r"\b(?:turn(?:ed)?|mark(?:ed)?(?: as)?|move(?:d)? to|now) blue\b",
    r"\b(?:can|should|may|to) (?:now )?be closed\b",
    r"\bready (?:to close|for closure)\b",
    r"\b(?:propose|recommend|request)\w* (?:to close|closing|closure|for closure)\b",
    r"\bclosure (?:is )?(?:requested|recommended|proposed)\b",
    r"\b(?:nothing|no) (?:further |more |else )?(?:actions? |work )?(?:is |are )?"
    r"(?:needed|required|outstanding|to do|left to do)\W*$",
    r"\b(?:fully|completely) (?:completed|implemented|delivered|embedded|achieved)\b",
    r"\ball (?:actions|tasks|milestones|steps|work|elements|parts)(?: \w+)? (?:is|are|have been|has been|now)"
    r"(?: now)?(?: all)? (?:complete|completed|done|delivered)\b",
    r"\b(?:handed over|moved|transferred|transitioned|passed) (?:over )?(?:in)?to (?:business as usual|bau)\b",
    r"\bhas (?:now )?been (?:completed|achieved|delivered|implemented)(?: in full| and closed| as planned)\b",
)
_NOT_DONE = _any(
    r"\b(?:not|never|until|once|when|whenever|if|before|unless|yet|expected|aim|hope|cannot|how|why|whether)\b|n['’]t\b|\?",
    r"\b(?:to be (?!closed)|will be|would be|due to be|should be (?!closed))",
    r"\b(?:partially|partly|in part|nearly|almost|mostly|some|most|half|phase|stage|first (?:part|draft))\b|\d ?%|\bper cent\b",
    r"\b(?:further work|apart from|except|remain\w*|awaiting|pending|subject to|re-?open\w*|early|on track)\b",
    r"\bclosed (?:cases?|files?|children|conversation)\b",
)

_OPEN = _any(
    r"\bfurther (?:work|action|training|development)(?: is| are)? (?:required|needed|planned|to be)",
    r"\bstill (?:to\b|need|await|work|outstanding|in progress|being|not)",
    r"\byet to\b|\bnot yet\b|\bremains? (?:to be|outstanding)",
    r"\b(?:is|are|remain|remains|still) outstanding\b|\bawaiting\b",
    r"\b(?:is|are|needs?|still) to (?:finalise|agree|confirm|complete)\b",
    r"\b(?:is|are|needs?|still) to be (?:completed|scheduled|considered|implemented|reviewed|written|drafted|launched|signed)\b",
    r"\bto be (?:sent|confirmed|agreed|arranged|finalised|circulated|presented|rolled out|evidenced)\b",
    r"\bupdate (?:is )?(?:required|needed|requested)\b|\bchas(?:ing|ed)\b",
    r"\b(?:is|are) (?:being )?planned\b|\bplanned (?:to|for)\b|\broll\s?out to [\w ,&]+ planned\b",
    r"\b(?:is|are|work|now) (?:under ?way|in progress)\b",
    r"\bbeing (?:drafted|developed|finalised|planned|negotiated|considered|discussed|scoped)\b",
    r"\bwill be (?:held|completed|implemented|rolled out|sent|developed|presented|finalised|published|launched)\b",
    r"\bneeds? to (?:be|continue)\b|\bcases? (?:are|is) still\b",
    r"^\W*(?-i:[A-Z]{2,3}) to (?:liaise|confirm|check|provide|send|review|arrange|meet|update|draft)\b",
    r"\bhave started to \w+|\b(?:is|are) going through (?:the|a) \w+",
)

_IS = r"(?:is|are|has|have|been|was|were|being)"
_TROUBLE = _any(
    r"\bbelow (?:the )?(?:\w+ )?target\b|\bunsuccessful\b|\bslippage\b|\bat risk\b|\bvacant\b",
    r"\bunable to\b|\bfail(?:ed|ing|s)? to\b",
    r"\bno (?:compliant |suitable |successful )?(?:bids?|tenders?|applicants?|applications|capacity|funding|response|progress)\b",
    r"\bnot (?:on track|achieved|met|progress\w*|reliable|been able|delivered|agreed|approved|available|happening)\b",
    r"\b(?:behind|off) (?:schedule|track|target|plan)\b",
    rf"\b{_IS} (?:\w+ )?(?:delayed|postponed|stalled|put back|withdrawn|suspended)\b",
    r"\b(?:significant|further|slight|some|a|because of|due to|the) delays?\b",
    r"\b(?:is|are|been|put|placed) on hold\b|\b(?:is|are|been|was|this) paused\b",
    r"\black of (?:capacity|funding|staff\w*|resources?)\b",
    r"\bdate (?:for [\w ]+ )?has passed\b|\b(?:still )?needs to improve\b|\b(?:too|unacceptably) (?:low|slow|high)\b",
    r"\bdo(?:es)? not have a plan\b|\bsignificant (?:risk|concern)s?\b",
    r"\bperformance (?:has )?(?:declined|fallen|dropped|worsened|deteriorated)\b",
)
_NO_TROUBLE = _any(
    r"\b(?:no longer|not (?:a|at)|none|without|resolved|overcome|avoid\w*|prevent\w*|reduc\w*|so that|to ensure|in case|if|"
    r"whether|children|young people|families|carers?) (?:\w+ ){0,3}(?:at risk|delay\w*|risk)\b",
)
_RESUMED = _any(
    r"\b(?:resum\w+|restart\w+|re-?commenc\w+|commenced|now (?:agreed|started|appointed)|has (?:started|begun)|in post)\b",
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, also where only a dash or a line parts them."""
    return [piece.strip() for piece in _SENTENCES.split(text) if piece.strip()]


def says_done(text: str) -> str | None:
    """The last sentence that says that the action is done, unless work is left after it."""
    said: str | None = None
    for sentence in sentences(text):
        if _is_done(sentence):
            said = sentence
    return said


def _is_done(sentence: str) -> bool:
    return bool(_DONE.search(sentence)) and not _NOT_DONE.search(sentence)


def says_open(text: str) -> str | None:
    """The first sentence that says that work is left, with nothing after it that says done."""
    said: str | None = None
    for sentence in sentences(text):
        if _is_done(sentence):
            said = None
        elif said is None and _OPEN.search(sentence):
            said = sentence
    return said


def says_trouble(text: str) -> str | None:
    """The last sentence that says that something is in the way, with nothing after it that says it has gone on."""
    said: str | None = None
    for sentence in sentences(text):
        if _TROUBLE.search(sentence) and not _NO_TROUBLE.search(sentence):
            said = sentence
        elif _RESUMED.search(sentence):
            said = None
    return said
