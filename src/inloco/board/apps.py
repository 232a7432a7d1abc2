from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "inloco.board"
    verbose_name = "Boards"

    def ready(self) -> None:
        from inloco.accounts.tasks import register
        from inloco.accounts.young_people import register as tell_who_is_young
        from inloco.board.frozen import boards_until
        from inloco.board.indicator_section import meetings_behind
        from inloco.board.my_tasks import board_tasks
        from inloco.board.plan_days import meetings_from, meetings_of
        from inloco.board.plan_origins import resolutions_of
        from inloco.board.public_words import names_known
        from inloco.performance.sections import register as add_section
        from inloco.performance.with_load import register as freeze
        from inloco.plans.board_days import register as tell_of_days
        from inloco.plans.origins import register as tell_of_actions

        register(board_tasks)
        tell_who_is_young(names_known)
        freeze(boards_until)
        add_section(meetings_behind)
        tell_of_actions(resolutions_of)
        tell_of_days(meetings_from, meetings_of)
