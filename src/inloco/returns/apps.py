from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "inloco.returns"
    verbose_name = "Returns of services"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.performance import after_load
        from inloco.returns.my_tasks import return_tasks
        from inloco.returns.tasks import run_due

        register(return_tasks)
        after_load.register(run_due.enqueue)
