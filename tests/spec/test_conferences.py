"""Protection conferences: a meeting is one, however many brothers and sisters it is about; and the child's own part in it."""


def test_a_meeting_about_brothers_and_sisters_is_one_conference_and_several_childrens(county):
    """Amara and Bela share the meeting M1; Cai, without a meeting's id, has one alone."""
    for name in ("Amara", "Bela", "Cai"):
        county.child(name).on_plan("2019-05-10", cp_plan=name)
    for number, (name, meeting) in enumerate((("Amara", "M1"), ("Bela", "M1"), ("Cai", None))):
        county.add("initial_cp_conference", icpc=f"I{number}", child=name, held_on="2019-08-06", meeting=meeting)
        county.add("cp_reviews", cp_review=f"R{number}", cp_plan=name, child=name, held_on="2019-08-20", meeting=meeting)
    assert county.of("icpc_count") == "3"
    assert county.of("conferences_held_count") == "4"
    assert county.states("conferences_held_count")["Bela"].startswith("excluded: Counted with a brother or sister")
    assert county.of("conferences_per_month_avg") == "4 of 1"
    assert county.of("conferences_per_month_avg", "2019/20") == "4 of 5", "April to August"
    assert str(county.figure("conferences_per_month_avg", "2019/20").value) == "0.8"


def test_the_child_came_or_gave_views_or_neither(county):
    for name, part, form in (("Amara", "attended", True), ("Bela", "views", True), ("Cai", "none", False)):
        county.child(name)
        county.add("local_conference_attendance", child=name, held_on="2019-08-06", part=part, has_form=form, attendance=name)
    assert county.states("cp_child_attended_count") == {"Amara": "met"}
    assert county.states("cp_child_views_count") == {"Bela": "met"}
    assert county.states("cp_child_no_views_count") == {"Cai": "met"}
    assert county.states("cp_consultation_forms_count") == {"Amara": "met", "Bela": "met"}
    assert county.states("cp_child_attended_count", "2019-07") == {}
