from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "inloco.audit"
    verbose_name = "Audit trail"

    def ready(self) -> None:
        from inloco.audit.connections import prepare
        from inloco.audit.triggers import install

        connection_created.connect(prepare, dispatch_uid="inloco.audit.prepare")
        post_migrate.connect(install, sender=self, dispatch_uid="inloco.audit.install")
