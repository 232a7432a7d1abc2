from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "inloco.board"
    verbose_name = "Boards"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.board.my_tasks import board_tasks

        register(board_tasks)
