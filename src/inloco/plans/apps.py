from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "inloco.plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.plans.my_tasks import plan_tasks

        register(plan_tasks)
