from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "inloco.quality"
    verbose_name = "Data quality"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.children import sections
        from inloco.performance import after_load
        from inloco.performance import sections as indicator_sections
        from inloco.quality.child_section import findings_of_child
        from inloco.quality.indicator_section import findings_of_indicator
        from inloco.quality.my_tasks import finding_tasks
        from inloco.quality.tasks import recheck

        register(finding_tasks)
        sections.register(findings_of_child)
        indicator_sections.register(findings_of_indicator)
        after_load.register(recheck.enqueue)
