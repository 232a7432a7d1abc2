from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "inloco.accounts"
    verbose_name = "People and roles"

    def ready(self) -> None:
        from inloco.accounts import sign_ins  # noqa: F401 (connects its receivers)
