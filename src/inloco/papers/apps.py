from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "inloco.papers"
    verbose_name = "Papers"
