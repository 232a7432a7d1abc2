"""A made-up county: month-end extracts that agree with each other, for demonstrations, tests and measurements."""

from inloco.analytics.synthetic.county import StaffMember, county_staff, make_county
from inloco.analytics.synthetic.faults import Planted
from inloco.analytics.synthetic.forms import Form

__all__ = ["Form", "Planted", "StaffMember", "county_staff", "make_county"]
