from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "inloco.plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.performance.sections import register as add_section
        from inloco.performance.with_load import register as freeze
        from inloco.plans.frozen import plans_until
        from inloco.plans.indicator_section import plans_behind
        from inloco.plans.my_tasks import plan_tasks

        register(plan_tasks)
        freeze(plans_until)
        add_section(plans_behind)
