"""A plan itself: begin, describe, publish its summary, and what people keep beside it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotNow
from inloco.audit.actions import record
from inloco.plans import policies
from inloco.plans.linting import names_left
from inloco.plans.models import CalendarToken, Objective, Plan, PublicSummary, SavedFilter
from inloco.plans.words import PlanKind


def free_slug(title: str) -> str:
    """A name for addresses that no other plan has."""
    base = slugify(title)[:50].strip("-") or "plan"
    taken = set(Plan.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    reserved = {"new", "import", "calendar"}
    return next(
        name for number in range(1, 10_000) if (name := base if number == 1 else f"{base}-{number}") not in taken | reserved
    )


def begin(*, title: str, kind: PlanKind | str, about: str = "", board: str = "", by: User) -> Plan:
    """A plan without anything in it yet."""
    policies.check_can_manage(by=by)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(
                slug=free_slug(title),
                title=title.strip(),
                kind=PlanKind(kind),
                about=about.strip(),
                board=board.strip(),
                manager=by,
                created_by=by,
            )
            _record("plan_begun", plan, by=by)
    except IntegrityError:
        raise NotNow("A plan of this name was begun at the same moment.", action="Open it from the list.") from None
    return plan


@transaction.atomic
def describe(*, plan: Plan, title: str, about: str, board: str, manager: User | None, briefed: Sequence[User], by: User) -> Plan:
    policies.check_can_manage(by=by)
    plan.title, plan.about, plan.board, plan.manager = title.strip(), about.strip(), board.strip(), manager
    plan.save(update_fields=["title", "about", "board", "manager"])
    plan.briefed.set(briefed)
    _record("plan_described", plan, by=by)
    return plan


@transaction.atomic
def add_objective(*, plan: Plan, number: str, title: str, aim: str = "", how: str = "", by: User) -> Objective:
    policies.check_can_manage(by=by)
    if plan.objectives.filter(number=number.strip()).exists():
        raise NotNow(f"There is an objective {number.strip()} already.", action="Give another number.")
    last = plan.objectives.aggregate(last=Max("position"))["last"] or 0
    made: Objective = plan.objectives.create(
        number=number.strip(), title=title.strip(), aim=aim.strip(), how=how.strip(), position=last + 1
    )
    _record("plan_objective_added", plan, by=by)
    return made


@transaction.atomic
def change_objective(*, objective: Objective, title: str, aim: str, how: str, by: User) -> Objective:
    policies.check_can_manage(by=by)
    objective.title, objective.aim, objective.how = title.strip(), aim.strip(), how.strip()
    objective.save(update_fields=["title", "aim", "how"])
    _record("plan_objective_changed", objective.plan, by=by)
    return objective


@transaction.atomic
def publish(*, plan: Plan, content: dict[str, Any], rule: str, as_at: dt.date, by: User) -> PublicSummary:
    """Freeze the public summary and let everybody read it. The one before is kept. NotNow while its words name a person."""
    policies.check_can_publish(by=by)
    if not content.get("rows"):
        raise NotNow("There is nothing to publish.", action="Import or add actions first.")
    if named := names_left(plan, on=as_at):
        places = ", ".join(f"{one.objective}/{one.ref or 'title'}" for one in named)
        raise NotNow(
            f"Words that the public would read name a person: {places}.",
            action="Say the post instead; or say under Findings why the name may be read by everybody.",
        )
    stored = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    made = PublicSummary.objects.create(
        plan=plan, as_at=as_at, content=stored, sha256=hashlib.sha256(stored).hexdigest(), rule=rule, published_by=by
    )
    if not plan.is_public:
        plan.is_public = True
        plan.save(update_fields=["is_public"])
    record(
        "plan_summary_published",
        by=by,
        subject="plans_plan",
        reference=str(plan.pk),
        detail={"sha256": made.sha256, "as_at": as_at},
    )
    return made


@transaction.atomic
def withdraw_summary(*, plan: Plan, reason: str, by: User) -> None:
    """Nobody without a sign-in reads the summary any more. What was published is kept."""
    policies.check_can_publish(by=by)
    if not plan.is_public:
        raise NotNow("The summary is not published.", action="Look at it again.")
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why it is withdrawn.")
    plan.is_public = False
    plan.save(update_fields=["is_public"])
    record("plan_summary_withdrawn", by=by, subject="plans_plan", reference=str(plan.pk), detail={"reason": reason.strip()})


def published(summary: PublicSummary) -> dict[str, Any]:
    """The frozen content. Raises InputRefused when the stored bytes are not those that were hashed."""
    if not summary.is_intact:
        raise InputRefused("A published summary has been damaged.", action="Restore the database from a backup.")
    content: dict[str, Any] = json.loads(bytes(summary.content))
    return content


@transaction.atomic
def save_filter(*, plan: Plan, name: str, query: str, by: User) -> SavedFilter:
    """Keep a query under a name; the same name again replaces it."""
    policies.check_can_see_plan(plan, by=by)
    if not query:
        raise NotNow("Nothing is filtered.", action="Filter first, then save.")
    made, _ = SavedFilter.objects.update_or_create(plan=plan, owner=by, name=name.strip(), defaults={"query": query[:1000]})
    return made


def remove_filter(*, plan: Plan, pk: int, by: User) -> None:
    SavedFilter.objects.filter(plan=plan, owner=by, pk=pk).delete()


@transaction.atomic
def make_calendar(*, by: User) -> str:
    """A new secret for the person's calendar; a former one stops working. Answers the secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(24)
    CalendarToken.objects.update_or_create(owner=by, defaults={"sha256": digest(secret)})
    record("plan_calendar_made", by=by)
    return secret


def stop_calendar(*, by: User) -> None:
    CalendarToken.objects.filter(owner=by).delete()
    record("plan_calendar_stopped", by=by)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _record(kind: str, plan: Plan, *, by: User) -> None:
    record(kind, by=by, subject="plans_plan", reference=str(plan.pk))
