from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "inloco.children"
    verbose_name = "Children"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.children.my_tasks import children_tasks

        register(children_tasks)
