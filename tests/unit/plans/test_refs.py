"""References as officers write them: compared without their stray marks, spans with what lies in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inloco.plans.reading.refs import contains, is_span, key, looks_like_ref, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4b.", "4b"),
        ("19 a", "19a"),
        ("1C", "1c"),
        ("11a1,", "11a1"),
        ("12a -b", "12a-b"),
        ("11a1 - a4", "11a1-a4"),
        ("10b.ii", "10bii"),
    ],
)
def test_two_ways_to_write_one_reference(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("1.1", "11"), ("5a", "5b"), ("5a-c", "5a"), ("5", "5a"), ("10b.i", "10b.ii")])
def test_references_that_are_not_the_same(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("span", "inside"),
    [
        ("5a-c", "5a"),
        ("5a-c", "5B."),
        ("5a-c", "5c1"),
        ("12a -b", "12b"),
        ("11a1 - a4", "11a3"),
        ("7b-d", "7d"),
        ("3-6", "5"),
        ("10b.i-iv", "10b.iii"),
        ("1a & b", "1b"),
        ("1a, 1c", "1c"),
        ("3\n4", "4"),
    ],
)
def test_what_lies_within_a_span(span, inside):
    assert is_span(span)
    assert contains(span, inside)


@pytest.mark.parametrize(
    ("span", "outside"),
    [("5a-c", "5d"), ("5a-c", "6a"), ("11a1 - a4", "11a5"), ("7b-d", "7a"), ("5", "5a"), ("5a-c", "5a-b"), ("5a-c", "")],
)
def test_what_does_not(span, outside):
    assert not contains(span, outside)


@pytest.mark.parametrize("text", ["1", "5a", "4b.", "19 a", "10b.ii", "11a1 - a4", "CP3", "2.1.3"])
def test_what_looks_like_a_reference(text):
    assert looks_like_ref(text)


@pytest.mark.parametrize("text", ["", "Ref", "Objective 1", "to be agreed", "68%", "a rather long reference 1"])
def test_what_does_not_look_like_one(text):
    assert not looks_like_ref(text)


@given(st.integers(1, 40), st.integers(0, 20), st.integers(1, 5), st.integers(-3, 25))
def test_a_span_of_letters_holds_exactly_its_letters(number, first, length, tried):
    last = min(first + length, 25)
    span = f"{number}{chr(97 + first)}-{chr(97 + last)}"
    letter = min(max(tried, 0), 25)
    assert contains(span, f"{number}{chr(97 + letter)}") == (first <= letter <= last)
    assert stem(span) == str(number)


@given(st.text(max_size=30))
def test_no_reference_is_too_odd(text):
    assert isinstance(key(text), str)
    assert not contains(text, text) or not is_span(text)
