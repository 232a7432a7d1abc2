from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "inloco.board"
    verbose_name = "Boards"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.board.my_tasks import board_tasks
        from inloco.board.plan_origins import resolutions_of
        from inloco.plans.origins import register as tell_of_actions

        register(board_tasks)
        tell_of_actions(resolutions_of)
