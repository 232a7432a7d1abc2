"""Steps of a bridge: each by its reason, and whatever happens, they add up."""

from hypothesis import given
from hypothesis import strategies as st

from inloco.analytics.behind import ChildState
from inloco.analytics.bridges import Change, Held, Reason, Step, standing, steps_of
from inloco.analytics.periods import month

MET, NOT_MET = Held(1, 1), Held(0, 1)


def test_every_reason_by_hand() -> None:
    published = {"stays": MET, "late": NOT_MET, "leaves": MET, "forgotten": MET}
    before = {"stays": MET, "late": MET, "leaves": MET, "lapses": MET, "recovers": NOT_MET, "goes": NOT_MET}
    after = {"stays": MET, "late": MET, "lapses": NOT_MET, "recovers": MET, "new": NOT_MET, "comes": MET}
    found = steps_of(published, before, None, after, elsewhere_before=frozenset({"comes"}), elsewhere_after=frozenset({"goes"}))
    assert found == [
        Step(
            Reason.CORRECTED,
            1,
            2,
            (
                Change("forgotten", -1, -1),
                Change("goes", 0, 1),
                Change("lapses", 1, 1),
                Change("late", 1, 0),
                Change("recovers", 0, 1),
            ),
        ),
        Step(Reason.ENTERED, 0, 1, (Change("new", 0, 1),)),
        Step(Reason.MOVED_IN, 1, 1, (Change("comes", 1, 1),)),
        Step(Reason.LEFT, -1, -1, (Change("leaves", -1, -1),)),
        Step(Reason.MOVED_OUT, 0, -1, (Change("goes", 0, -1),)),
        Step(Reason.BECAME_MET, 1, 0, (Change("recovers", 1, 0),)),
        Step(Reason.BECAME_NOT_MET, -1, 0, (Change("lapses", -1, 0),)),
    ]


def test_a_new_wording_is_a_step_of_its_own() -> None:
    found = steps_of(None, {"a": NOT_MET, "b": MET}, {"a": MET}, {"a": NOT_MET})
    assert [(step.reason, step.numerator, step.denominator) for step in found] == [
        (Reason.DEFINITION, 0, -1),
        (Reason.BECAME_NOT_MET, -1, 0),
    ]


def test_events_are_counted_child_by_child() -> None:
    august = month(2019, 8)
    states = [ChildState(child, "x", "T1", august, state, "") for child, state in
              [("a", "met"), ("a", "not_met"), ("b", "excluded"), ("c", "not_met")]]  # fmt: skip
    assert standing(states) == {"a": Held(1, 2), "c": Held(0, 1)}
    (step,) = steps_of(None, standing(states), None, {"a": Held(2, 3), "c": Held(0, 1)})
    assert (step.reason, step.numerator, step.denominator) == (Reason.RECOUNTED, 1, 1)


helds = st.integers(1, 3).flatmap(lambda of: st.integers(0, of).map(lambda met: Held(met, of)))
standings = st.dictionaries(st.sampled_from("abcdefgh"), helds)
somewhere = st.frozensets(st.sampled_from("abcdefgh"))


@given(st.none() | standings, standings, st.none() | standings, standings, somewhere, somewhere)
def test_it_always_adds_up(published, before, reworded, after, was_elsewhere, is_elsewhere) -> None:
    found = steps_of(published, before, reworded, after, elsewhere_before=was_elsewhere, elsewhere_after=is_elsewhere)
    start = before if published is None else published
    for part, name in (("met", "numerator"), ("of", "denominator")):
        moved = sum(getattr(step, name) for step in found)
        assert sum(getattr(one, part) for one in start.values()) + moved == sum(getattr(one, part) for one in after.values())
    assert all(step.changes for step in found)
    assert all(step.numerator == sum(one.numerator for one in step.changes) for step in found)
