from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PerformanceConfig(AppConfig):
    name = "inloco.performance"
    verbose_name = "Performance"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.performance.my_tasks import report_tasks
        from inloco.performance.written_once import install

        register(report_tasks)
        post_migrate.connect(install, sender=self, dispatch_uid="inloco.performance.written_once")
