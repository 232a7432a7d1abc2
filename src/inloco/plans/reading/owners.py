"""Who is named in a cell of responsible people and services: people by name, posts that one person holds, and services.

There is no list of names to look them up in: a name is two or three capitalised words that are no words of posts and services.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_ORDINARY = frozenset(Path(__file__).with_name("ordinary_words.txt").read_text(encoding="utf-8").split())
"""Words of posts, services and places that stand capitalised and are nobody's name."""

_POST = re.compile(
    r"\b(director|head|lead|leader|manager|officer|chair|principal|commissioner|co-?ordinator|headteacher|nurse|doctor|"
    r"partner|secretary|adviser|advisor|worker|consultant|practitioner|chief executive|champion|clerk|supervisor|"
    r"psychologist|designated)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(heads|leads|managers|manager['’]s|officers|directors|nurses|workers|teachers|professionals|practitioners|agencies|"
    r"partners|providers|all|each|every|various|tbc|board|team(?! (?:manager|leader|lead)))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)
_PARTICLES = frozenset(
    (
        "al",
        "bin",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ní",
        "nic",
        "o",
        "ter",
        "van",
        "von",
        "y",
    )
)
_BODIES = frozenset(
    {
        "academy",
        "association",
        "ccg",
        "centre",
        "charity",
        "cic",
        "college",
        "constabulary",
        "council",
        "foundation",
        "homes",
        "hospital",
        "hospitals",
        "icb",
        "limited",
        "ltd",
        "nhs",
        "school",
        "society",
        "trust",
        "trusts",
        "university",
    }
)
"""What makes the capitalised words before it a body: ``Brackwater Coastal Trust`` is nobody's name."""
_BREAK = re.compile(r"[,;/\n()|]|\s[-–—:]\s|[-–—](?=\s)|(?<=\s)[-–—]|\b(?:and|with|&)\b", re.IGNORECASE)


_ALTERNATIVE = re.compile(r"\s*/\s*|\s+(?:&|and|or)\s+", re.IGNORECASE)
"""What parts two who could each be meant; a dash, a comma or brackets name a person's own post."""
_SUPPORTS = re.compile(r"\(support(?:ing|ed by)?\)|^\s*(?:with )?support(?:ed)?(?: (?:from|by))?\s*:", re.IGNORECASE)


@dataclass(frozen=True)
class Owners:
    """``people`` by name; ``is_post`` when exactly one post is named and nobody by name; ``rest`` the words that are no names.
    ``has_other_post`` when a post is named as another than a person's: ``Head of Service / J Marsh``. ``supports`` are those who
    are said to support only."""

    people: tuple[str, ...]
    is_post: bool
    rest: tuple[str, ...]
    has_other_post: bool = False
    supports: tuple[str, ...] = ()

    @property
    def is_one_person(self) -> bool:
        return len(self.people) == 1 or (not self.people and self.is_post)


def is_ordinary(word: str) -> bool:
    """Whether a capitalised word is one of posts, services and places rather than a name."""
    return word.casefold().rstrip(".") in _ORDINARY


def read_owners(words: str) -> Owners:
    """The people and services of a cell."""
    people: list[str] = []
    rest: list[str] = []
    leading, helping = _sides(words)
    for piece in _BREAK.split(leading):
        named, left = _names(piece)
        people += [name for name in named if name not in people]
        if left:
            rest.append(left)
    posts = [part for part in rest if _POST.search(part) and not _MANY.search(part)]
    is_post = not people and len(posts) == 1 and not _MANY.search(leading) and _is_one_post(posts[0])
    either = _ALTERNATIVE.split(leading)
    beside = len(people) == 1 and people[0] in either and any(_POST.search(one) and not _names(one)[0] for one in either)
    supports = tuple(part for one in re.split(r"[,;\n]", helping) if (part := one.strip(" .()")))
    return Owners(tuple(people), is_post, tuple(rest), beside, supports)


def _sides(words: str) -> tuple[str, str]:
    """Who leads and who only supports, where the words say so: ``Bo (lead); Ines (support)``, ``Support: the brokerage team``."""
    lines = words.split("\n")
    marked = [one for line in lines for one in ([line] if _SUPPORTS.match(line) else line.split(";")) if one.strip()]
    helping = [one for one in marked if _SUPPORTS.search(one)]
    leading = [one for one in marked if one not in helping and re.search(r"\(lead\)|^\s*lead\s*:", one, re.IGNORECASE)]
    if leading and len(leading) < len(marked):
        helping = [one for one in marked if one not in leading]
    if not helping or len(helping) == len(marked):
        return words, ""
    kept = "\n".join(re.sub(r"\(lead\)|^\s*lead\s*:", "", one, flags=re.IGNORECASE) for one in marked if one not in helping)
    return kept, "\n".join(_SUPPORTS.sub("", one) for one in helping)


def _is_one_post(words: str) -> bool:
    """``Head of Service Safeguarding`` is one post; ``Lead for Participation Leaving Care Officer`` are two."""
    found = [match.group(1).casefold() for match in _POST.finditer(words)]
    titles = [
        title for title in found if title not in {"designated", "principal", "chief executive", "champion", "partner", "nurse"}
    ]
    return len(titles) <= 1 or bool(re.search(r"\b(deputy|assistant|team) (head|manager|lead|leader)\b", words, re.IGNORECASE))


def _names(piece: str) -> tuple[list[str], str]:
    """Runs of capitalised words that are no ordinary ones: two or three make a name, four two names, six three."""
    names: list[str] = []
    left: list[str] = []
    run: list[str] = []
    for word in _WORD.findall(piece):
        if _is_name_part(word, run):
            run.append(word)
            continue
        if word.casefold().rstrip(".") in _BODIES:
            left += run
        else:
            _end(run, names, left)
        run = []
        left.append(word)
    _end(run, names, left)
    return names, " ".join(left)


def _is_name_part(word: str, run: list[str]) -> bool:
    plain = word.casefold().rstrip(".")
    if plain in _PARTICLES and run:
        return True
    if plain in _ORDINARY or not word[0].isupper():
        return False
    if re.search(r"['’]s$", word):
        return False
    return len(word.rstrip(".")) == 1 or not word.isupper() or "-" in word


def _end(run: list[str], names: list[str], left: list[str]) -> None:
    while run and run[-1].casefold() in _PARTICLES:
        left.append(run.pop())
    proper = [word for word in run if word.casefold() not in _PARTICLES]
    if len(proper) < 2 or all(len(word.rstrip(".")) == 1 for word in proper):
        left += run
    elif len(proper) <= 3 or len(run) > len(proper):
        names.append(" ".join(run))
    else:
        names += [" ".join(run[place : place + 2]) for place in range(0, len(run) - 1, 2)]
