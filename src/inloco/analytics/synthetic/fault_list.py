"""The faults that can be planted, in the order in which they are. ``docs/reference/faults.md`` lists the same ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from inloco.analytics.synthetic.faults import EPISODES, NOBODY, Fault, File, Found, Month, day_of

Fits = Callable[[Month, File, int, str], str | None]
"""Given a row and its child: the new value of the cell, or None when the row does not fit."""


def _cell(name: str, person: str, column: str, fits: Fits) -> Callable[[Month], Found | None]:
    """Change one cell of the first row that fits and whose child is still free."""

    def plant(month: Month) -> Found | None:
        file = month.file(name)
        for i, child in month.free(name, person):
            value = fits(month, file, i, child)
            if value is not None:
                file.set(i, column, value)
                return Found(i, (child,))
        return None

    return plant


def _row(name: str, fits: Callable[[Month, File], tuple[list[str], str] | None]) -> Callable[[Month], Found | None]:
    """Add one row at the end."""

    def plant(month: Month) -> Found | None:
        file = month.file(name)
        made = fits(month, file)
        return None if made is None else Found(file.add(made[0]), (made[1],))

    return plant


def _always(value: str) -> Fits:
    return lambda month, file, i, child: value


def _filled(column: str, value: str) -> Fits:
    """``value`` wherever the column is not blank."""
    return lambda month, file, i, child: value if file.get(i, column) else None


# Episodes


def _length(file: File, i: int, start: str, end: str) -> int:
    """Days from start to end; 0 while it is open."""
    begun, ended = day_of(file.get(i, start)), day_of(file.get(i, end))
    return (ended - begun).days if begun and ended else 0


def _moved(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def _overlapping_episode(month: Month, file: File, i: int, child: str) -> str | None:
    mine = month.episodes(child)
    place = mine.index(i)
    if place == 0 or file.get(i, "clae_cla_episode_start_reason") != "L":
        return None
    before = mine[place - 1]
    if _length(file, before, "clae_cla_episode_start_date", "clae_cla_episode_ceased_date") < 30:
        return None
    return _moved(file.get(i, "clae_cla_episode_start_date"), -10)


def _gap_after_x1(month: Month, file: File, i: int, child: str) -> str | None:
    mine = month.episodes(child)
    is_long = not file.get(i, "clae_cla_episode_ceased_date") and day_of(file.get(i, "clae_cla_episode_start_date"))
    if mine[-1] != i or len(mine) < 2 or file.get(i, "clae_cla_episode_start_reason") != "L" or not is_long:
        return None
    return _moved(file.get(i, "clae_cla_episode_start_date"), 5) if is_long < month.before(60) else None


def _last_of_all(month: Month, file: File, i: int, child: str, value: str) -> str | None:
    ended = file.get(i, "clae_cla_episode_ceased_reason")
    return value if ended and ended != "X1" and month.episodes(child)[-1] == i else None


def _period_again(month: Month, file: File, i: int, child: str) -> str | None:
    return "S" if file.get(i, "clae_cla_episode_start_reason") == "P" else None


def _other_need(month: Month, file: File, i: int, child: str) -> str | None:
    mine = month.episodes(child)
    same = file.get(mine[0], "clae_cla_id") == file.get(i, "clae_cla_id")
    return "N7" if len(mine) > 1 and mine[1] == i and same and file.get(i, "clae_cla_primary_need_code") != "N7" else None


# Placements and legal statuses


def _open_legal(month: Month, child: str) -> str:
    file = month.file("ssd_legal_status")
    rows = month.grouped("ssd_legal_status", "lega_person_id").get(child, [])
    return next((file.get(i, "lega_legal_status") for i in rows if not file.get(i, "lega_legal_status_end_date")), "")


def _parents_under_section_20(month: Month, file: File, i: int, child: str) -> str | None:
    is_open = not file.get(i, "clap_cla_placement_end_date") and file.get(i, "clap_cla_placement_type")[0] == "U"
    return "P1" if is_open and _open_legal(month, child) == "V2" else None


def _placements(month: Month, child: str) -> list[int]:
    file = month.file("ssd_cla_placement")
    rows = month.grouped("ssd_cla_placement", "clap_person_id").get(child, [])
    return sorted(rows, key=lambda i: file.get(i, "clap_cla_placement_start_date"))


def _follows(month: Month, file: File, i: int, child: str) -> bool:
    """Whether the placement lasted a while, and followed one that did, in the same period."""
    mine = _placements(month, child)
    place = mine.index(i)
    span = ("clap_cla_placement_start_date", "clap_cla_placement_end_date")
    return (
        place > 0
        and file.get(mine[place - 1], "clap_cla_id") == file.get(i, "clap_cla_id")
        and min(_length(file, mine[place - 1], *span), _length(file, i, *span)) > 30
    )


def _overlapping_placement(month: Month, file: File, i: int, child: str) -> str | None:
    if not _follows(month, file, i, child) or file.get(i, "clap_cla_placement_type") == "P1":
        return None
    return _moved(file.get(i, "clap_cla_placement_start_date"), -10)


def _placement_gap(month: Month, file: File, i: int, child: str) -> str | None:
    return _moved(file.get(i, "clap_cla_placement_start_date"), 6) if _follows(month, file, i, child) else None


def _code_before_its_time(month: Month, file: File, i: int, child: str) -> str | None:
    ended = day_of(file.get(i, "clap_cla_placement_end_date"))
    fits = ended and ended < date(2024, 1, 1) and file.get(i, "clap_cla_placement_type") == "K2"
    return "K3" if fits else None


def _open_since(start: str, end: str) -> Fits:
    """Ended ten days before the extract, though the child is still looked after."""

    def fits(month: Month, file: File, i: int, child: str) -> str | None:
        begun = day_of(file.get(i, start))
        is_old = begun is not None and begun < month.before(60) and not file.get(i, end)
        looked_after = month.episodes(child)
        episodes = month.file(EPISODES)
        is_open = bool(looked_after) and not episodes.get(looked_after[-1], "clae_cla_episode_ceased_date")
        return month.before(10).isoformat() if is_old and is_open else None

    return fits


# People


def _turned_18(month: Month, file: File, i: int, child: str) -> str | None:
    born, mine = month.born(child), month.episodes(child)
    if not mine or born is None or month.file(EPISODES).get(mine[-1], "clae_cla_episode_ceased_date"):
        return None
    age = (month.as_at - born).days
    return _moved(month.as_at.replace(day=1).isoformat(), -18 * 366) if 17.4 * 365 < age < 17.95 * 365 else None


def _born_later(month: Month, file: File, i: int, child: str) -> str | None:
    born, mine = month.born(child), month.episodes(child)
    if not mine or born is None or (month.as_at - born).days > 1300:
        return None
    starts = [month.file(EPISODES).get(one, "clae_cla_episode_start_date") for one in mine]
    alone = len(starts) == 1 or starts[1] > _moved(starts[0], 6)
    return _moved(starts[0], 5) if alone and file.get(i, "pers_expected_dob") == "" else None


def _no_birth_date(month: Month, file: File, i: int, child: str) -> str | None:
    needs = month.grouped("ssd_cin_plans", "cinp_person_id").get(child)
    return "" if needs and file.get(i, "pers_dob") and not month.episodes(child) else None


# Reviews


def _review(column: str, fits: Callable[[Month, File, int, str, list[int]], str | None]) -> Callable[[Month], Found | None]:
    """Change a cell of a review that was held; ``fits`` also gets the held reviews of its period in order."""

    def plant(month: Month) -> Found | None:
        file = month.file("ssd_cla_reviews")
        for period, rows in month.grouped("ssd_cla_reviews", "clar_cla_id").items():
            child = month.child_of_period(period)
            if child in month.taken:
                continue
            held = [i for i in rows if file.get(i, "clar_cla_review_cancelled") == "N" and file.get(i, "clar_cla_review_date")]
            held.sort(key=lambda i: file.get(i, "clar_cla_review_date"))
            for i in held:
                value = fits(month, file, i, child, held)
                if value is not None:
                    file.set(i, column, value)
                    return Found(i, (child,))
        return None

    return plant


def _under_four(month: Month, file: File, i: int, child: str, held: list[int]) -> str | None:
    born, day = month.born(child), day_of(file.get(i, "clar_cla_review_date"))
    return "PN0" if born and day and (day - born).days > 6 * 365 else None


def _too_early(month: Month, file: File, i: int, child: str, held: list[int]) -> str | None:
    born = month.born(child)
    mine = month.episodes(child)
    period = file.get(i, "clar_cla_id")
    episodes = month.file(EPISODES)
    start = next(episodes.get(one, "clae_cla_episode_start_date") for one in mine if episodes.get(one, "clae_cla_id") == period)
    is_old = born is not None and (date.fromisoformat(start) - born).days > 6 * 365
    return _moved(start, -12) if len(held) == 1 and is_old else None


def _too_late(month: Month, file: File, i: int, child: str, held: list[int]) -> str | None:
    episodes = month.file(EPISODES)
    last = month.episodes(child)[-1]
    ended = episodes.get(last, "clae_cla_episode_ceased_date")
    born = month.born(child)
    is_old = born is not None and (month.as_at - born).days > 7 * 365
    fits = len(held) == 1 and ended and is_old and episodes.get(last, "clae_cla_id") == file.get(i, "clar_cla_id")
    return _moved(ended, 8) if fits and date.fromisoformat(ended) < month.before(60) else None


def _due_too_late(month: Month, file: File, i: int, child: str, held: list[int]) -> str | None:
    return _moved(file.get(i, "clar_cla_review_due_date"), 45) if len(held) > 3 and held[3] == i else None


def _nowhere(month: Month, file: File, i: int, child: str, held: list[int]) -> str | None:
    return NOBODY if held[-1] == i and len(held) == 2 else None


# Rows of their own


def _second_worker(month: Month, file: File) -> tuple[list[str], str] | None:
    for i, child in month.free("ssd_involvements", "invo_person_id"):
        begun = day_of(file.get(i, "invo_involvement_start_date"))
        allocated = file.get(i, "invo_professional_role_id") == "Allocated Case Worker"
        if allocated and begun and begun < month.before(90) and not file.get(i, "invo_involvement_end_date"):
            row = list(file.rows[i])
            row[file.at("invo_involvements_id")] = NOBODY
            row[file.at("invo_involvement_start_date")] = month.before(20).isoformat()
            return row, child
    return None


def _doubled(name: str, person: str) -> Callable[[Month, File], tuple[list[str], str] | None]:
    def fits(month: Month, file: File) -> tuple[list[str], str] | None:
        return next(((list(file.rows[i]), child) for i, child in month.free(name, person)), None)

    return fits


def _care_leaver_twice(month: Month, file: File) -> tuple[list[str], str] | None:
    for i, child in month.free("ssd_care_leavers", "clea_person_id"):
        return [NOBODY, *file.rows[i][1:]], child
    return None


def _suffix_disagrees(month: Month, file: File, i: int, child: str) -> str | None:
    fits = file.get(i, "clea_care_leaver_accom_suitable") == "1" and file.get(i, "clea_care_leaver_accommodation") == "U"
    return "U2" if fits else None


def _american(month: Month, file: File, i: int, child: str) -> str | None:
    day = day_of(file.get(i, "csdq_sdq_completed_date"))
    return f"{day:%m/%d/%Y}" if day and day.day > 12 else None


def _ends_first(month: Month, file: File, i: int, child: str) -> str | None:
    return _moved(file.get(i, "cinp_cin_plan_start_date"), -30) if file.get(i, "cinp_cin_plan_end_date") else None


def _open_involvement(month: Month, file: File, i: int, child: str) -> str | None:
    allocated = file.get(i, "invo_professional_role_id") == "Allocated Case Worker"
    return "ZZ-TOP" if allocated and not file.get(i, "invo_involvement_end_date") else None


def _warning(check: str, file: str, column: str, what: str, plant: Callable[[Month], Found | None]) -> Fault:
    return Fault(check, "warning", file, column, what, plant)


def _error(check: str, file: str, column: str, what: str, plant: Callable[[Month], Found | None]) -> Fault:
    return Fault(check, "error", file, column, what, plant)


def _changed(
    check: str,
    file: str,
    person: str,
    column: str,
    what: str,
    fits: Fits,
    severity: str = "warning",
    shows: tuple[str, str] = ("", ""),
) -> Fault:
    return Fault(check, severity, file, column, what, _cell(file, person, column, fits), shows)


_PLACEMENTS, _LEGAL = "ssd_cla_placement", "ssd_legal_status"

FAULTS: tuple[Fault, ...] = (
    _changed("overlapping_episodes", EPISODES, "clae_person_id", "clae_cla_episode_start_date",
             "An episode begins ten days before the one before it ended.", _overlapping_episode),
    _changed("gap_after_x1", EPISODES, "clae_person_id", "clae_cla_episode_start_date",
             "An episode begins five days after the one before ended with X1.", _gap_after_x1),
    _changed("period_disagrees", EPISODES, "clae_person_id", "clae_cla_episode_start_reason",
             "A move of placement is recorded as a start of being looked after (S).", _period_again,
             shows=("row", "clae_cla_id")),
    _changed("x1_without_next", EPISODES, "clae_person_id", "clae_cla_episode_ceased_reason",
             "A child's last episode ended with X1.", lambda m, f, i, c: _last_of_all(m, f, i, c, "X1")),
    _changed("end_without_reason", EPISODES, "clae_person_id", "clae_cla_episode_ceased_reason",
             "An episode ended without a reason.", lambda m, f, i, c: _last_of_all(m, f, i, c, "")),
    _changed("need_changes", EPISODES, "clae_person_id", "clae_cla_primary_need_code",
             "The category of need changes within a period of care.", _other_need),
    _changed("placement_legal_conflict", _PLACEMENTS, "clap_person_id", "clap_cla_placement_type",
             "Placed with parents (P1) under section 20 (V2).", _parents_under_section_20),
    _changed("overlapping_placements", _PLACEMENTS, "clap_person_id", "clap_cla_placement_start_date",
             "A placement begins ten days before the one before it ended.", _overlapping_placement),
    _changed("placement_gap", _PLACEMENTS, "clap_person_id", "clap_cla_placement_start_date",
             "Six days without a placement.", _placement_gap),
    _changed("code_out_of_use", _PLACEMENTS, "clap_person_id", "clap_cla_placement_type",
             "Registered supported accommodation (K3) years before there was any.", _code_before_its_time),
    _changed("no_placement", _PLACEMENTS, "clap_person_id", "clap_cla_placement_end_date",
             "The last placement ended ten days before the month end.",
             _open_since("clap_cla_placement_start_date", "clap_cla_placement_end_date"), shows=("last", "clae_person_id")),
    _changed("no_legal_status", _LEGAL, "lega_person_id", "lega_legal_status_end_date",
             "The last legal status ended ten days before the month end.",
             _open_since("lega_legal_status_start_date", "lega_legal_status_end_date"), shows=("last", "clae_person_id")),
    _changed("no_start_date", "ssd_cin_plans", "cinp_person_id", "cinp_cin_plan_start_date",
             "A plan without a start.", _filled("cinp_cin_plan_end_date", "")),
    _warning("participation_age", "ssd_cla_reviews", "clar_cla_review_participation",
             "Under four (PN0), for a child of six or more.", _review("clar_cla_review_participation", _under_four)),
    _warning("review_before_period", "ssd_cla_reviews", "clar_cla_review_date",
             "A review twelve days before the child was looked after.", _review("clar_cla_review_date", _too_early)),
    _warning("review_after_period", "ssd_cla_reviews", "clar_cla_review_date",
             "A review eight days after the period of care ended.", _review("clar_cla_review_date", _too_late)),
    _warning("review_due_too_late", "ssd_cla_reviews", "clar_cla_review_due_date",
             "A due date 45 days later than the regulations allow.", _review("clar_cla_review_due_date", _due_too_late)),
    _warning("review_without_period", "ssd_cla_reviews", "clar_cla_id",
             "A review of a period of care that is not there.", _review("clar_cla_id", _nowhere)),
    _changed("open_after_18", "ssd_person", "pers_person_id", "pers_dob",
             "Still looked after at 18.", _turned_18, shows=("last", "clae_cla_episode_start_date")),
    _changed("before_birth", "ssd_person", "pers_person_id", "pers_dob",
             "Looked after five days before being born.", _born_later, shows=("first", "clae_cla_episode_start_date")),
    _changed("unborn_without_birth_date", "ssd_person", "pers_person_id", "pers_dob",
             "A child without any date of birth.", _no_birth_date),
    _changed("unknown_code", "ssd_person", "pers_person_id", "pers_ethnicity",
             "An ethnicity that is in no list.", _always("MARS")),
    _changed("orphan_row", "ssd_cla_health", "clah_person_id", "clah_person_id",
             "A health check of nobody.", _always(NOBODY)),
    _changed("date_in_future", "ssd_cla_health", "clah_person_id", "clah_health_check_date",
             "A health check forty days after the month end.", lambda m, f, i, c: m.before(-40).isoformat()),
    _changed("unknown_flag", "ssd_cla_visits", "clav_person_id", "clav_cla_visit_seen",
             "Neither yes nor no.", _always("Perhaps")),
    _changed("sdq_out_of_range", "ssd_sdq_scores", "csdq_person_id", "csdq_sdq_score",
             "A score above 40.", _filled("csdq_sdq_score", "47")),
    _changed("unknown_team", "ssd_involvements", "invo_person_id", "invo_professional_team",
             "A team that nobody knows.", _open_involvement),
    _warning("two_allocated_workers", "ssd_involvements", "invo_involvement_start_date",
             "A second allocated worker, before the first has ended.", _row("ssd_involvements", _second_worker)),
    _warning("care_leaver_twice", "ssd_care_leavers", "clea_person_id",
             "A care leaver in two rows.", _row("ssd_care_leavers", _care_leaver_twice)),
    _changed("suitability_disagrees", "ssd_care_leavers", "clea_person_id", "clea_care_leaver_accommodation",
             "The code says unsuitable (U2), the judgement suitable.", _suffix_disagrees,
             shows=("row", "clea_care_leaver_accom_suitable")),
    _error("duplicate_key", "ssd_cla_health", "clah_health_check_id",
           "The same health check twice.", _row("ssd_cla_health", _doubled("ssd_cla_health", "clah_person_id"))),
    _changed("end_before_start", "ssd_cin_plans", "cinp_person_id", "cinp_cin_plan_end_date",
             "A plan that ended thirty days before it began.", _ends_first, "error"),
    _changed("impossible_date", "ssd_missing", "miss_person_id", "miss_missing_episode_end_date",
             "31 April.", lambda m, f, i, c: f"31/04/{m.as_at.year}", "error"),
    _changed("american_date", "ssd_sdq_scores", "csdq_person_id", "csdq_sdq_completed_date",
             "A date with the month first.", _american, "error"),
    _changed("unreadable_date", "ssd_cp_reviews", "cppr_person_id", "cppr_cp_review_date",
             "Words instead of a date.", _always("last Tuesday"), "error"),
    _changed("unreadable_number", "ssd_sdq_scores", "csdq_person_id", "csdq_sdq_score",
             "A number in words.", _filled("csdq_sdq_score", "twelve"), "error"),
    _changed("missing_identifier", _LEGAL, "lega_person_id", "lega_legal_status_id",
             "A legal status without its id.", _filled("lega_legal_status_end_date", ""), "error"),
)  # fmt: skip
"""Every fault once. Those that a load only reports come first, those that it refuses last."""
