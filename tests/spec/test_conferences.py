"""Protection conferences, who took part, and core groups."""


def test_children_and_meetings(county):
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


def test_plans_with_a_late_conference(county):
    county.child("late").on_plan("2019-02-10", cp_plan="late")
    county.child("in time").on_plan("2019-02-10", cp_plan="in time")
    county.add("cp_reviews", cp_review="1", cp_plan="in time", child="in time", held_on="2019-05-10")
    county.child("newer").on_plan("2019-07-10")
    assert county.states("rcpc_late_children_count") == {"late": "met"}


def test_children_with_a_late_review(county):
    county.child("late").looked_after("2019-04-15").reviewed("2019-05-17")
    county.child("in time").looked_after("2019-04-15").reviewed("2019-05-16", "2019-08-16")
    assert county.states("cla_reviews_late_count") == {"late": "met"}


def test_reviews_without_the_child(county):
    for code in ("PN7", "PN4", "PN6", None):
        county.child(f"{code}").looked_after("2018-01-10").reviewed("2019-08-20", participation=code)
    county.child("3", born="2015-08-21").looked_after("2018-01-10").reviewed("2019-08-20", participation="PN7")
    assert county.states("cla_review_no_participation_count") == {"PN7": "met"}


def test_a_core_group_within_10_working_days_of_the_conference(county):
    for name, held in (("in time", "2019-08-15"), ("a day late", "2019-08-16"), ("none", None), ("before it", "2019-07-31")):
        county.child(name).on_plan("2019-08-01", cp_plan=name, icpc=name)
        county.add("initial_cp_conference", icpc=name, child=name, held_on="2019-08-01")
        if held:
            county.add("local_core_group", cp_plan=name, held_on=held, core_group=name)
    county.child("due in September").on_plan("2019-08-20", cp_plan="later")
    county.child("ended before").on_plan("2019-08-01", "2019-08-14", cp_plan="ended")
    assert county.states("core_group_10wd_pct") == {
        "in time": "met",
        "a day late": "not met",
        "none": "not met",
        "before it": "not met",
    }


def test_the_child_and_the_conference(county):
    for name, part, form in (("Amara", "attended", True), ("Bela", "views", True), ("Cai", "none", False)):
        county.child(name)
        county.add("local_conference_attendance", child=name, held_on="2019-08-06", part=part, has_form=form, attendance=name)
    assert county.states("cp_child_attended_count") == {"Amara": "met"}
    assert county.states("cp_child_views_count") == {"Bela": "met"}
    assert county.states("cp_child_no_views_count") == {"Cai": "met"}
    assert county.states("cp_consultation_forms_count") == {"Amara": "met", "Bela": "met"}
    assert county.states("cp_child_attended_count", "2019-07") == {}
