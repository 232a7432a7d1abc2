from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "inloco.papers"
    verbose_name = "Papers"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.papers.my_tasks import paper_tasks

        register(paper_tasks)
