"""Which view a sheet shows, and which objective a row begins, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inloco.analytics.errors import InputRefused, Place, WrongUsage
from inloco.plans.reading.plan import SheetView

DEFAULT_VIEWS = tuple(SheetView)

_NAMES = (
    (
        SheetView.METRICS,
        re.compile(r"\b(metrics?|measures?|kpis?|performance data|data (sheet|tab|view)|dashboard)\b", re.IGNORECASE),
    ),
    (SheetView.CLOSED, re.compile(r"\b(closed|completed?|archived?|done|finished|past actions)\b", re.IGNORECASE)),
    (SheetView.ONGOING, re.compile(r"\b(on[\s-]?going|bau|business as usual|monitoring|monitored)\b", re.IGNORECASE)),
    (SheetView.LIVE, re.compile(r"\b(live|open actions?|current actions?|active|in progress|outstanding)\b", re.IGNORECASE)),
)
_NO_NAME = re.compile(r"|(sheet|table|tab|page|part|blad|tabelle|feuil)\s*\d*")
_OBJECTIVE = re.compile(
    r"^\W*(?:strategic\s+)?(?:objective|priority|outcome|theme|strand|workstream|work\s?stream|goal|ambition|section|area|pledge|promise)"
    r"(?:\s+(?:no\.?|number))?\s*(?P<number>\d{1,2}(?:\.\d{1,2})?|[A-Z](?![a-z])|[ivx]{1,5}(?![a-z])"
    r"|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b)?\b\s*[-–—:.)]*\s*",
    re.IGNORECASE,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HOW = re.compile(
    r"^\W*(how (will|do|are|shall|can) (we|it|this)|how we will|how (this|it) will|what (will )?success)", re.IGNORECASE
)


def view_named(text: str) -> SheetView | None:
    """The view that a title names; the last words decide where a title names the plan first."""
    tail = re.split(r"\s[-–—:]\s", text)[-1] if len(text) > 40 else text
    for candidate in (tail, text):
        for view, words in _NAMES:
            if words.search(candidate):
                return view
    return None


def are_names(titles: Sequence[str]) -> bool:
    """Whether sheets have names of their own, each another, and not those that a program gives."""
    plain = {title.casefold().strip() for title in titles}
    return len(plain) == len(titles) and not any(_NO_NAME.fullmatch(title) for title in plain)


def views_of(titles: Sequence[str], order: Sequence[SheetView], name: str) -> list[SheetView]:
    """The view of each plan sheet: by its title, else the next of ``order`` that no title took. Raises InputRefused where
    neither says."""
    named = [view_named(title) for title in titles]
    left = [view for view in order if view not in named]
    result: list[SheetView] = []
    for title, view in zip(titles, named, strict=True):
        if view is None:
            if not left:
                raise InputRefused(
                    "Nothing says what this sheet shows.",
                    action="Name it Live, Metrics, Ongoing or Closed, or give the order of the sheets with --views.",
                    place=Place(name, title or None),
                )
            view = left.pop(0)
        result.append(view)
    return result


def views_written(text: str) -> tuple[SheetView, ...]:
    """``live,metrics`` as views. Raises WrongUsage for a word that is none, or one twice."""
    words = [word.strip().casefold() for word in text.split(",") if word.strip()]
    known = {str(view): view for view in SheetView}
    wrong = next((word for word in words if word not in known), None)
    if wrong is not None or not words:
        raise WrongUsage(
            f"“{wrong or text}” is not a view.", action="Write the views with commas between: live,metrics,ongoing,closed."
        )
    if len(set(words)) < len(words):
        raise WrongUsage("A view is named twice.", action="Name each view once: live,metrics,ongoing,closed.")
    return tuple(known[word] for word in words)


def objective_number(text: str) -> str | None:
    """The number of the objective that a row begins; empty where it has a name and no number; None for any other row."""
    found = _OBJECTIVE.match(text)
    if found is None:
        return None
    number = found["number"] or ""
    if number.casefold() in _NUMBERS:
        number = str(_NUMBERS.index(number.casefold()) + 1)
    rest = text[found.end() :]
    if not number and not re.match(r"^\W*\w+\s*[-–—:]", text):
        return None
    return number if rest.strip() or number else None


def objective_words(text: str) -> tuple[str, str]:
    """Title and aim: the words after the number, up to the first line break or quotation."""
    found = _OBJECTIVE.match(text)
    rest = text[found.end() :] if found else text
    first, _, more = rest.partition("\n")
    if not more and (quoted := re.search(r"\s['‘“\"](?=To )", first)):
        first, more = first[: quoted.start()], first[quoted.start() :]
    return first.strip(), " ".join(more.split()).strip()


def is_how(text: str) -> bool:
    """Whether a row says how an objective will be achieved."""
    return bool(_HOW.match(text))


def how_words(text: str) -> str:
    """What follows the question."""
    head, colon, rest = text.partition(":")
    return rest.strip() if colon and len(head) < 60 else text.strip()
