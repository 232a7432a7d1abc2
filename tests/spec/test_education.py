"""Education: a personal plan that is looked at each school term, and the questionnaire that goes with it."""


def test_an_education_plan_is_up_to_date_when_looked_at_in_this_term_or_the_last(county):
    """On 31 August 2019 the terms are those that began on 16 April and on 4 January, as the council dates them by default."""
    for name, born, day in (
        ("spring term", "2009-06-15", "2019-01-01"),
        ("autumn term", "2009-06-15", "2018-12-31"),
        ("none", "2009-06-15", None),
        ("4", "2014-09-01", None),
    ):
        county.child(name, born=born).looked_after("2018-01-10")
        if day:
            county.add("local_pep", child=name, reviewed_on=day, pep=name, has_sdq=name == "spring term")
    assert county.states("pep_up_to_date_pct") == {
        "spring term": "met",
        "autumn term": "not met",
        "none": "not met",
        "4": "excluded: Under 5, 18 or over, or without a date of birth",
    }
    assert county.states("sdq_linked_to_pep_count", "2019-01") == {"spring term": "met"}
    assert county.states("sdq_linked_to_pep_count", "2018-12") == {}
