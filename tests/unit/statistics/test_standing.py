"""Ranks and distances."""

from decimal import Decimal

import pytest

from inloco.analytics.indicators.definition import Polarity
from inloco.analytics.statistics.standing import Word, distance, ranks

VALUES = {"a": Decimal(80), "b": Decimal(90), "c": Decimal(80), "d": None, "e": Decimal(70)}


@pytest.mark.parametrize(
    ("polarity", "said"),
    [
        (Polarity.HIGHER_IS_BETTER, ["2= of 4", "1 of 4", "2= of 4", "None", "4 of 4"]),
        (Polarity.LOWER_IS_BETTER, ["2= of 4", "4 of 4", "2= of 4", "None", "1 of 4"]),
        (Polarity.NEUTRAL, ["2= of 4", "1 of 4", "2= of 4", "None", "4 of 4"]),
    ],
)
def test_ranks(polarity: Polarity, said: list[str]) -> None:
    assert [str(rank) for rank in ranks(VALUES, polarity).values()] == said


@pytest.mark.parametrize(
    ("value", "polarity", "size", "word"),
    [
        ("85.5", Polarity.HIGHER_IS_BETTER, "-4.5", Word.WORSE),
        ("85.5", Polarity.LOWER_IS_BETTER, "-4.5", Word.BETTER),
        ("92", Polarity.HIGHER_IS_BETTER, "2", Word.BETTER),
        ("92", Polarity.NEUTRAL, "2", Word.HIGHER),
        ("85", Polarity.NEUTRAL, "-5", Word.LOWER),
        ("90", Polarity.LOWER_IS_BETTER, "0", Word.SAME),
    ],
)
def test_distance(value: str, polarity: Polarity, size: str, word: Word) -> None:
    found = distance(Decimal(value), Decimal(90), polarity)
    assert (found.size, found.word) == (Decimal(size), word)
