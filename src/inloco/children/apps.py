from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "inloco.children"
    verbose_name = "Children"
