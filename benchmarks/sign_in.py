"""Makes the people who read in the benchmark, and prints each one's session and the pages that the role opens, as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from inloco.accounts.models import User  # noqa: E402
from inloco.accounts.permissions import Permission  # noqa: E402
from inloco.accounts.policies import has  # noqa: E402
from inloco.accounts.roles import Role  # noqa: E402
from inloco.analytics.snapshots import SnapshotStore  # noqa: E402
from inloco.audit.actor import acting  # noqa: E402
from inloco.children.policies import visible  # noqa: E402
from inloco.children.references import reference_of  # noqa: E402
from inloco.children.register import register  # noqa: E402
from inloco.data_folder import data_folder  # noqa: E402
from inloco.performance.models import PublishedReport  # noqa: E402
from inloco.performance.queries import figure_book  # noqa: E402
from inloco.performance.tasks import compute_figures  # noqa: E402
from inloco.quality.tasks import recheck  # noqa: E402
from inloco.web.database import ensure_database  # noqa: E402

PEOPLE = (
    *[Role.BI_OFFICER] * 3, *[Role.DIRECTOR] * 2, *[Role.HEAD_OF_SERVICE] * 3, *[Role.SENIOR_MANAGER] * 2,
    *[Role.SOCIAL_WORKER] * 4, *[Role.TEAM_MANAGER] * 2, *[Role.BOARD_MEMBER] * 3, Role.AUDITOR,
)  # fmt: skip
READ = (
    *("cla_count", "dental_up_to_date_pct", "cla_reviews_in_time_pct", "cla_review_participation_pct"),
    *("care_leavers_suitable_accom_pct", "ni63_long_term_stability_pct"),
)
REPORTED = ("cla_count",)
"""Pages of every edition of the demonstration's report."""
BEHIND = ("cla_count", "dental_up_to_date_pct", "cla_reviews_in_time_pct")


def main() -> None:
    ensure_database()
    for job in (compute_figures, recheck):  # what the worker does after a load
        job.call()
    known, book = register(), figure_book()
    month, top = book.latest_period(), book.areas.authority
    assert month is not None
    assert top is not None
    busiest = Counter(worker for entry in known.entries.values() for worker in entry.workers).most_common(400)
    locality = next((one.id for one in book.areas if one.kind == "locality"), top.id)
    team = Counter(entry.area for entry in known.entries.values()).most_common(1)[0][0]
    published = [str(one) for one in PublishedReport.objects.values_list("report__period", flat=True)]
    found = []
    for number, role in enumerate(PEOPLE):
        area = {Role.HEAD_OF_SERVICE: locality, Role.TEAM_MANAGER: team, Role.SENIOR_MANAGER: top.id}.get(role, "")
        worker = busiest[(100 + number) % len(busiest)][0] if role is Role.SOCIAL_WORKER else ""
        email = f"bench{number}-{timezone.now():%H%M%S}@inloco.example"
        person = User.objects.create_user(email=email, name=f"Bench {number}", password=None, area=area, professional=worker)
        with acting(person):
            person.role_assignments.create(role=role, from_on=timezone.localdate())
        person = User.objects.with_roles().get(pk=person.pk)
        pages: dict[str, list[str]] = {
            "overview": ["/performance/", f"/performance/?area={locality}"],
            "indicator": [f"/performance/{id}/" for id in READ],
            "figure": [f"/performance/{id}/{month}/{area}/" for id in BEHIND for area in (top.id, locality)],
            "reports": ["/reports/", *(f"/reports/{period}/" for period in published)],
            "report page": [f"/reports/{period}/page/{id}/" for period in published for id in REPORTED],
        }
        if has(person, Permission.SEE_CHILDREN):
            mine = _some(visible(by=person).reasons or known.entries)
            pages["children"] = ["/children/"]
            pages["child"] = [f"/children/{reference_of(child)}/" for child in mine]
            pages["children behind"] = [f"{figure}children/" for figure in pages["figure"]]
        if has(person, Permission.LOAD_EXTRACT):
            newest = SnapshotStore(data_folder()).latest()
            pages["extract"] = ["/extracts/", *([f"/extracts/snapshots/{newest.id}/"] if newest else [])]
        there = {kind: listed for kind, listed in pages.items() if listed}
        found.append({"cookie": f"inloco_session={_session(person)}", "pages": there})
    print(json.dumps(found))


def _some(children: Iterable[str]) -> list[str]:
    every = sorted(children)
    return every[:: max(1, len(every) // 12)][:12]


def _session(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


main()
