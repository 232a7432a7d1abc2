"""Findings of the rules: what a person says is all right, and how many stand from day to day."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.analytics.settings import Settings
from inloco.audit.actions import record
from inloco.data_folder import data_folder
from inloco.performance.queries import book_for, figure_book
from inloco.plans import policies
from inloco.plans.linting import Linted, keep_count, lint_plan
from inloco.plans.models import Action, LintWaiver, Plan


def count(plan: Plan, *, on: dt.date, by: User | None = None) -> Linted:
    """Run the rules and note how many findings stand today: with the figures that ``by`` may read, all for the scheduler."""
    book = book_for(by) if by is not None else figure_book()
    found = lint_plan(plan, on=on, settings=Settings.read(data_folder()), book=book)
    keep_count(plan, found, on=on)
    return found


@transaction.atomic
def waive(*, plan: Plan, rule: str, proof: str, reason: str, by: User, on: dt.date) -> LintWaiver:
    """Say that a finding is all right, and why. It comes back when what it was about changes."""
    policies.check_can_manage(by=by)
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why this is all right.")
    found = lint_plan(plan, on=on, settings=Settings.read(data_folder()), book=book_for(by))
    finding = next((one for one in found.open if one.rule == rule and one.proof == proof), None)
    if finding is None:
        raise NotNow("This finding no longer stands.", action="Look at the list again.")
    action = Action.objects.filter(plan=plan, pk=finding.actions[0]).first() if finding.actions else None
    try:
        with transaction.atomic():
            made = LintWaiver.objects.create(
                plan=plan, action=action, rule=rule, proof=proof, reason=reason.strip(), waived_by=by
            )
    except IntegrityError:
        raise NotNow("Somebody else has just waived this.", action="Look at the list again.") from None
    record("plan_finding_waived", by=by, subject="plans_plan", reference=str(plan.pk), detail={"rule": rule})
    count(plan, on=on)
    return made


@transaction.atomic
def withdraw(*, waiver: LintWaiver, by: User, on: dt.date) -> None:
    """The finding stands again."""
    policies.check_can_manage(by=by)
    if waiver.withdrawn_at is not None:
        raise NotNow("This was withdrawn already.", action="Look at the list again.")
    waiver.withdrawn_by, waiver.withdrawn_at = by, timezone.now()
    waiver.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record("plan_waiver_withdrawn", by=by, subject="plans_plan", reference=str(waiver.plan_id), detail={"rule": waiver.rule})
    count(waiver.plan, on=on)
