"""The check that public papers name children and young people by their first name only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class FullName:
    """A young person's surname or full name in a text that the public will read: whose it is (first name), and where."""

    first_name: str
    where: str

    def __str__(self) -> str:
        return f"{self.first_name}, in {self.where}"


def found_in(texts: Mapping[str, str], young: Iterable[str], others: Iterable[str] = ()) -> list[FullName]:
    """Where ``texts`` (place → text) hold more than the first name of one of ``young``.

    The full name always counts, with or without names between. The surname alone counts too, unless somebody among
    ``others`` bears it: "Councillor Okonjo" is then no young person.
    """
    shared = {_words(name)[-1].casefold() for name in others if len(_words(name)) > 1}
    found = []
    for name in dict.fromkeys(young):
        words = _words(name)
        if len(words) < 2:
            continue
        first, last = re.escape(words[0]), re.escape(words[-1])
        patterns = [rf"\b{first}\b\W+(?:\w+\W+){{0,{len(words)}}}?{last}\b"]
        if words[-1].casefold() not in shared:
            patterns.append(rf"\b{last}\b")
        looked_for = re.compile("|".join(patterns), re.IGNORECASE)
        found += [FullName(words[0], where) for where, text in texts.items() if looked_for.search(text)]
    return found


def shortened(text: str, young: Iterable[str]) -> str:
    """``text`` with the full names of ``young`` cut to first names: for lines that the system itself puts together."""
    for name in young:
        words = _words(name)
        if len(words) > 1:
            text = re.sub(_whole(words), words[0], text, flags=re.IGNORECASE)
    return text


def _whole(words: list[str]) -> str:
    between = r"\s+"
    return r"\b" + between.join(map(re.escape, words)) + r"\b"


def _words(name: str) -> list[str]:
    return name.split()
