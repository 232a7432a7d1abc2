"""Placements: what their codes, providers and lengths say must fit the child, the law and each other."""

from __future__ import annotations

from inloco.analytics.extracts.checks.definition import IN_THE_SYSTEM, Rule, recorded
from inloco.analytics.findings import Severity

STABILITY = ("ni62_three_plus_placements_pct", "ni63_long_term_stability_pct")

PLACEMENT_CODE_RULES: tuple[Rule, ...] = (
    Rule(
        id="placement_outside_period",
        severity=Severity.WARNING,
        what="The placement lies partly outside its period of care.",
        action="Correct the placement's dates, or the period that it belongs to.",
        needs=("cla_placement", "cla_episodes"),
        column="started_on",
        source="SSDA903 guide, placements",
        endangers=STABILITY,
        sql="""select p.row, p.started_on as value,
                 case when p.started_on < c.started_on then 'The period of care began on ' || said(c.started_on) || '.'
                      else 'The period of care ended on ' || said(c.ended_on) || '.' end as message
               from cla_placement p join period c using (period_of_care)
               where p.started_on < c.started_on or (c.ended_on is not null and until(p.ended_on) > c.ended_on)""",
    ),
    Rule(
        id="placement_without_period",
        severity=Severity.WARNING,
        what="The placement does not say which period of care it belongs to; it counts in none.",
        action=IN_THE_SYSTEM,
        needs=("cla_placement",),
        column="period_of_care",
        source="Standard Safeguarding Dataset",
        endangers=STABILITY,
        sql="select row, placement as value, null as message from cla_placement where period_of_care is null",
    ),
    Rule(
        id="placement_of_no_days",
        severity=Severity.WARNING,
        what="The placement begins and ends on the same day.",
        action="Remove it if the child never stayed there; otherwise correct its end.",
        needs=("cla_placement",),
        column="ended_on",
        source="SSDA903 guide, placements",
        endangers=STABILITY,
        sql="select row, ended_on as value, null as message from cla_placement where started_on = ended_on",
    ),
    Rule(
        id="parents_provider_conflict",
        severity=Severity.WARNING,
        what="Parents as provider (PR0) and placement with parents (P1) belong together; here is one without the other.",
        action="Correct the provider or the placement type.",
        needs=("cla_placement",),
        column="provider",
        source="SSDA903 rule 550",
        endangers=("home_placements_count", "cla_placed_with_parents_pct"),
        sql="""select row, provider as value, 'The placement type is ' || type || '.' as message from cla_placement
               where provider is not null and type is not null and (provider = 'PR0') <> (type = 'P1')""",
    ),
    Rule(
        id="provider_placement_conflict",
        severity=Severity.WARNING,
        what="No provider of this kind can offer such a placement.",
        action="Correct the provider or the placement type.",
        needs=("cla_placement",),
        column="provider",
        source="SSDA903 rules 527 to 529",
        endangers=("cla_foster_pct", "cla_residential_pct"),
        sql="""select row, provider as value, 'The placement type is ' || type || '.' as message from cla_placement
               where (provider in ('PR1', 'PR2') and type in ('R2', 'R5'))
               or (provider = 'PR3' and type in ('A3', 'A4', 'A5', 'A6', 'K1', 'K2', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6'))""",
    ),
    Rule(
        id="provider_missing",
        severity=Severity.WARNING,
        what="The placement has no provider.",
        action=IN_THE_SYSTEM,
        needs=("cla_placement",),
        column="provider",
        source="SSDA903 rule 526",
        endangers=("cla_foster_pct", "cla_residential_pct"),
        sql=f"""select row, type as value, null as message from cla_placement
                where provider is null and open_now(started_on, ended_on) and type not in ('T0', 'T1', 'T2', 'T3', 'T4', 'Z1')
                and {recorded("cla_placement", "provider")}""",
    ),
    Rule(
        id="urn_missing",
        severity=Severity.WARNING,
        what="A placement with a provider that Ofsted registers has no unique reference number.",
        action="Add the number of the home or the fostering agency.",
        needs=("cla_placement",),
        column="urn",
        source="SSDA903 rule 218",
        endangers=("cla_residential_count", "cla_foster_count"),
        sql=f"""select row, type as value, null as message from cla_placement
                where urn is null and open_now(started_on, ended_on) and type in ('K1', 'K2', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6')
                and {recorded("cla_placement", "urn")}""",
    ),
    Rule(
        id="urn_not_expected",
        severity=Severity.WARNING,
        what="The placement has Ofsted's reference number, though Ofsted registers no such place.",
        action="Correct the placement type, or take the number out.",
        needs=("cla_placement",),
        column="urn",
        source="SSDA903 rules 222 and 243",
        endangers=("cla_residential_count", "cla_other_community_pct"),
        sql="""select row, urn as value, 'The placement type is ' || type || '.' as message from cla_placement
               where urn is not null and type in ('P1', 'P2', 'P3', 'R2', 'R5', 'H5')""",
    ),
    Rule(
        id="adoption_placement_without_order",
        severity=Severity.WARNING,
        what="Placed for adoption under a placement order, but no such order is recorded for the time.",
        action="Add the placement order (E1), or correct the placement type.",
        needs=("cla_placement", "legal_status"),
        column="type",
        source="Adoption and Children Act 2002, section 21",
        endangers=("cla_prospective_adopters_count", "cla_legal_status_pct"),
        sql="""select p.row, p.type as value, null as message from cla_placement p
               where p.type in ('A5', 'A6') and p.started_on is not null
               and not exists (select 1 from legal_status l where l.child = p.child and l.legal_status in ('E1', 'D1')
                               and l.started_on < until(p.ended_on) and p.started_on < until(l.ended_on))""",
    ),
    Rule(
        id="custody_under_section_20",
        severity=Severity.WARNING,
        what="In a young offender institution while accommodated under section 20 (V2), which ends with a sentence.",
        action="Correct the placement type or the legal status, or end the period of care.",
        needs=("cla_placement", "legal_status"),
        column="type",
        source="Children Act 1989, section 20; SSDA903 guide, custody",
        endangers=("cla_count", "cla_s20_count"),
        sql="""select distinct p.row, p.type as value, null as message from cla_placement p join legal_status l using (child)
               where p.type = 'R5' and l.legal_status = 'V2'
               and p.started_on < until(l.ended_on) and l.started_on < until(p.ended_on)""",
    ),
    Rule(
        id="custody_under_10",
        severity=Severity.WARNING,
        what="In custody though under 10, the age of criminal responsibility.",
        action="Check the placement and the date of birth.",
        needs=("cla_placement", "person"),
        column="type",
        source="SSDA903 rule 234; Children and Young Persons Act 1933, section 50",
        endangers=("cla_other_community_pct",),
        sql="""select p.row, coalesce(p.change_reason, p.type) as value, null as message
               from cla_placement p join person c using (child)
               where (p.type = 'R5' and p.started_on < c.born_on + interval 10 year)
               or (p.change_reason = 'CUSTOD' and p.ended_on < c.born_on + interval 10 year)""",
    ),
    Rule(
        id="secure_under_13",
        severity=Severity.WARNING,
        what="In a secure children's home though under 13, which needs the Secretary of State's approval.",
        action="Check the placement and the date of birth; if both are right, record who approved it.",
        needs=("cla_placement", "person"),
        column="type",
        source="Children (Secure Accommodation) Regulations 1991, regulation 4",
        endangers=("cla_residential_pct",),
        sql="""select p.row, p.type as value, null as message from cla_placement p join person c using (child)
               where p.type = 'K1' and p.started_on < c.born_on + interval 13 year""",
    ),
    Rule(
        id="independent_under_16",
        severity=Severity.WARNING,
        what="In independent or supported accommodation though under 16.",
        action="Check the placement type and the date of birth. Since September 2021 no child under 16 may be placed there.",
        needs=("cla_placement", "person"),
        column="type",
        source="Care Planning Regulations 2010, regulation 27A",
        endangers=("cla_other_community_pct", "cla_16_17_residential_count"),
        sql="""select p.row, p.type as value, 'The child turned 16 on ' || said(c.born_on + interval 16 year) || '.' as message
               from cla_placement p join person c using (child)
               where p.type in ('H5', 'K3', 'P2') and p.started_on < c.born_on + interval 16 year""",
    ),
    Rule(
        id="temporary_too_long",
        severity=Severity.WARNING,
        what="A temporary placement lasts longer than its code allows: 21 days for T3, 7 days for T4.",
        action="Give the placement the code of what it has become, or correct its end.",
        needs=("cla_placement",),
        column="ended_on",
        source="SSDA903 guide, temporary placements",
        endangers=STABILITY,
        sql="""select row, coalesce(ended_on, getvariable('as_at')) as value,
                 type || ' since ' || said(started_on) || '.' as message from cla_placement
               where started_on <= getvariable('as_at') and type in ('T3', 'T4')
               and coalesce(ended_on, getvariable('as_at')) - started_on > case type when 'T3' then 21 else 7 end""",
    ),
    Rule(
        id="temporary_first",
        severity=Severity.WARNING,
        what="The period of care begins with a temporary placement; there is nothing that it interrupts.",
        action="Add the placement from which the child was away, or correct the type.",
        needs=("cla_placement", "cla_episodes"),
        column="type",
        source="SSDA903 guide, temporary placements",
        endangers=STABILITY,
        sql="""select p.row, p.type as value, null as message from (
                 select row, period_of_care, type, started_on,
                   row_number() over (partition by period_of_care order by started_on, row) as number
                 from cla_placement where period_of_care is not null and started_on is not null) p
               where p.number = 1 and p.type in ('T0', 'T1', 'T2', 'T3', 'T4')
               and exists (select 1 from cla_episodes e where e.period_of_care = p.period_of_care and e.start_reason = 'S'
                           and e.started_on >= p.started_on)""",
    ),
    Rule(
        id="uasc_with_parents",
        severity=Severity.WARNING,
        what="An unaccompanied asylum-seeking child is placed with parents (P1): the two exclude each other.",
        action="Correct the placement type or the immigration status.",
        needs=("cla_placement", "immigration_status"),
        column="type",
        source="SSDA903 guide, unaccompanied children",
        endangers=("home_placements_count", "cla_placed_with_parents_pct"),
        sql="""select distinct p.row, p.type as value, null as message from cla_placement p join unaccompanied u using (child)
               where p.type = 'P1' and p.started_on < until(u.ended_on)
               and coalesce(u.started_on, date '1900-01-01') < until(p.ended_on)""",
    ),
    Rule(
        id="distance_out_of_range",
        severity=Severity.WARNING,
        what="The distance from home is below 0 or above 999.9 miles.",
        action="Check the two postcodes, and that the distance is in miles.",
        needs=("cla_placement",),
        column="distance_miles",
        source="SSDA903 rule 164",
        endangers=("cla_out_of_area_pct",),
        sql="""select row, distance_miles as value, null as message from cla_placement
               where distance_miles < 0 or distance_miles > 999.9""",
    ),
    Rule(
        id="postcode_unreadable",
        severity=Severity.WARNING,
        what="The placement's postcode is not a postcode.",
        action=IN_THE_SYSTEM,
        needs=("cla_placement",),
        column="postcode",
        source="SSDA903 rule 169",
        endangers=("cla_out_of_area_pct", "ni63_long_term_stability_pct"),
        sql=r"""select row, postcode as value, null as message from cla_placement
                where postcode is not null and open_now(started_on, ended_on)
                and not regexp_full_match(upper(replace(postcode, ' ', '')), '[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}')""",
    ),
    Rule(
        id="change_reason_missing",
        severity=Severity.WARNING,
        what="The placement ended and another followed, but no reason for the change is given.",
        action=IN_THE_SYSTEM,
        needs=("cla_placement",),
        column="change_reason",
        source="SSDA903 rule 225",
        endangers=STABILITY,
        sql=f"""select row, type as value, null as message from (
                  select row, type, change_reason, ended_on,
                    lead(type) over spell as next_type, lead(started_on) over spell as next_on
                  from cla_placement where period_of_care is not null and started_on is not null
                  window spell as (partition by period_of_care order by started_on, ended_on nulls last, row))
                where change_reason is null and next_on is not null and ended_on > getvariable('as_at') - interval 1 year
                and left(type, 1) <> 'T' and left(next_type, 1) <> 'T' and {recorded("cla_placement", "change_reason")}""",
    ),
    Rule(
        id="change_reason_without_end",
        severity=Severity.WARNING,
        what="A reason for the change of placement is given, but the placement has not ended.",
        action="Add the end of the placement, or take the reason out.",
        needs=("cla_placement",),
        column="change_reason",
        source="SSDA903 rule 233",
        endangers=STABILITY,
        sql="""select row, change_reason as value, null as message from cla_placement
               where change_reason is not null and ended_on is null""",
    ),
)
