from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "inloco.plans"
    verbose_name = "Plans"
