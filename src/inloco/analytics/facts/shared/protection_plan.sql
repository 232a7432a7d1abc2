-- needs: child
-- Protection plans of this authority. Other authorities' plans count nowhere; unborn children's do.
select plan.child, plan.cp_plan, plan.icpc, plan.started_on, plan.ended_on, plan.initial_category, plan.latest_category
from extract.cp_plans as plan
semi join child using (child)
where plan.started_on is not null and not coalesce(plan.is_other_authority, false)
