"""Rules about what everybody may read: the public summary prints an action's words, and they must name nobody.

Precision comes first: a title with a name, the whole name of somebody whom the plan or its accounts know, a common given name
with a surname, or one alone within a sentence. A rare name alone looks like any other word, so a person reads the summary before
it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from inloco.analytics.findings import Severity
from inloco.plans.reading.owners import is_ordinary, read_owners
from inloco.plans.reading.plan import SheetView
from inloco.plans.rules.material import Hit, Item, Material, quoted, rule
from inloco.plans.words import Brag

_TITLES = r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Rev|Reverend|Baroness"
_NAME = r"[A-Z](?:[\w'’-]*[a-z][\w'’-]*|(?=\.))"
_TITLED = re.compile(rf"\b(?:{_TITLES})\.?\s+(?P<name>{_NAME}\.?(?:\s+{_NAME})?)")
_PAIR = re.compile(rf"\b(?P<given>[A-Z][a-zé]+)(?=\s+(?P<family>{_NAME})(?P<after>\s+[A-Z][\w'’-]+)?)")
"""Only the given name is consumed: in ``Ask Samir Tobermory`` the verb is no given name."""
_ALONE = re.compile(
    r"(?P<before>[\w'’]*[a-z0-9])[,;:]?\s+(?P<given>[A-Z][a-zé]+)(?:['’]s)?(?![\w-])(?!['’])(?=(?P<after>\s+[\w'’-]+)?)"
)
"""A capitalised word within a sentence, with the words before and after it."""
_NOT_ALONE = frozenset(
    (
        "Barry", "Beverley", "Carol", "Christian", "Douglas", "Frank", "Helena", "Kimberley", "Kumar", "Lee", "Nancy", "Norman",
        "Penny", "Robin", "Shirley", "Stanley",
    )
)  # fmt: skip
"""Given names that are words, faiths and towns too."""
_BEFORE_NO_NAME = frozenset(("king", "lake", "mount", "port", "prince", "princess", "queen", "saint", "st", "the"))
_GIVEN = frozenset(Path(__file__).with_name("given_names.txt").read_text(encoding="utf-8").split())
_PLACES = frozenset(
    (
        "act", "academy", "avenue", "award", "awards", "bridge", "bursary", "café", "centre", "clinic", "close", "club",
        "college", "court", "day", "farm", "foundation", "framework", "fund", "garden", "gardens", "grove", "hall", "hill",
        "home", "hospice", "hospital", "house", "infirmary", "inquiry", "law", "lane", "lodge", "medal", "method", "model",
        "park", "place", "prize", "programme", "project", "report", "review", "road", "school", "scheme", "square", "street",
        "survey", "terrace", "theatre", "tool", "trust", "view", "ward", "way",
    )
)  # fmt: skip
"""What makes the capitalised words before it a place, a body or a scheme: ``Jack Petchey Award`` names nobody on the council."""


@rule(
    "named_person",
    Severity.WARNING,
    what="Words that the public summary prints name a person.",
    action="Say the post instead of the name; or say why the name may be read by everybody.",
)
def named_person(plan: Material) -> Iterator[Hit]:
    known = _whole_names(plan.people)
    shown = [item for item in plan.items if is_public(item)]
    for item in shown:
        parts = (item.activity, item.timescale.words, item.ref)
        if found := list(dict.fromkeys(name for part in parts for name in _named(part, known))):
            within = next(part for part in parts if found[0] in " ".join(part.split()))
            yield Hit([item], f"The public would read {_words(found)}.", f"{_words(found)}: {quoted(_around(within, found[0]))}")
    printed = {item.objective for item in shown}
    for number, title in plan.headings:
        if number in printed and (found := _named(title, known)):
            yield Hit(
                [],
                f"The public would read {_words(found)} in the title of objective {number}.",
                f"{_words(found)}: {quoted(_around(title, found[0]))}",
                view=SheetView.LIVE,
                objective=number,
                ref="",
            )


def is_public(item: Item) -> bool:
    """Whether the public summary has this action: live or monitored, and not Blue."""
    return item.view in (SheetView.LIVE, SheetView.ONGOING) and item.brag is not Brag.BLUE


def _named(text: str, known: re.Pattern[str] | None) -> list[str]:
    """The names in a text, in their order, each once; a name within a longer one is part of it."""
    found = [
        *((one.start(), one.group()) for one in (known.finditer(text) if known else ())),
        *((one.start(), one.group()) for one in _TITLED.finditer(text) if _is_titled(one)),
        *((one.start(), f"{one['given']} {one['family']}") for one in _PAIR.finditer(text) if _is_pair(one)),
        *((one.start("given"), one["given"]) for one in _ALONE.finditer(text) if _is_alone(one)),
    ]
    names: list[str] = []
    for _, words in sorted(found, key=lambda one: (one[0], -len(one[1]))):
        name = " ".join(words.split())
        if not any(name in other for other in names):
            names.append(name)
    return names


def _words(names: Sequence[str]) -> str:
    return ("the name " if len(names) == 1 else "the names ") + ", ".join(names)


def _around(text: str, name: str) -> str:
    """The words around a name."""
    plain = " ".join(text.split())
    place = plain.find(name)
    start = plain.find(" ", place - 60) + 1 if place > 60 else 0
    return plain[start : place + len(name) + 60]


def _is_titled(found: re.Match[str]) -> bool:
    """``Miss Ferrers``, and not ``Miss Appointments`` or ``Councillor Champions``."""
    words = [word.rstrip(".") for word in found["name"].split()]
    return not is_ordinary(words[0]) and words[0].casefold() not in _PLACES | _NO_SURNAMES


_NO_SURNAMES = frozenset(
    ("appointments", "champion", "champions", "deadlines", "lessons", "opportunities", "questions", "targets", "visits")
)
"""What stands capitalised after ``Miss`` and ``Councillor`` in headings, and is nobody's name."""


def _is_pair(found: re.Match[str]) -> bool:
    family, after = found["family"], (found["after"] or "").strip()
    return (
        found["given"] in _GIVEN
        and len(family) > 2
        and not is_ordinary(family)
        and family.casefold() not in _PLACES
        and after.casefold() not in _PLACES
        and not (after and read_owners(f"{found['given']} {family} {after}").people == ())
    )


def _is_alone(found: re.Match[str]) -> bool:
    """``what Samir asked for``, and not ``at St George``, ``the Victoria wing`` or ``a Jack Tobermory Award``."""
    after = (found["after"] or "").strip()
    return (
        found["given"] in _GIVEN - _NOT_ALONE
        and found["before"].casefold() not in _BEFORE_NO_NAME
        and not after[:1].isupper()
        and after.casefold() not in _PLACES
    )


def _whole_names(people: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for every name of two words or more that can only be a person's."""
    return _pattern(frozenset(people))


@lru_cache(maxsize=16)
def _pattern(people: frozenset[str]) -> re.Pattern[str] | None:
    whole = sorted({" ".join(name.split()) for name in people if read_owners(name).people == (" ".join(name.split()),)})
    if not whole:
        return None
    joined = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in whole)
    return re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])")


RULES = (named_person,)
