"""What a second person decides: another date, closing an action, and opening it again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotNow, Place
from inloco.audit.actions import record
from inloco.plans import policies
from inloco.plans.actions.records import locked, set_brag, touch
from inloco.plans.models import Action, Closure, DateChange
from inloco.plans.states import AskState, ask_transition
from inloco.plans.timescales import read_timescale
from inloco.plans.words import Brag, Precision, View


@transaction.atomic
def ask_date(
    *, action: Action, based_on: int, timescale: str, review_on: dt.date | None, reason: str, by: User, on: dt.date
) -> DateChange:
    """Ask for another timescale. Nothing changes until a second person agrees; what was asked before stands no longer."""
    policies.check_can_ask(action, by=by)
    now = locked(action, based_on)
    policies.check_can_ask(now, by=by)
    if now.brag == Brag.BLUE:
        raise NotNow("The action is Blue.", action="Ask the project manager to reopen it first.")
    words = " ".join(timescale.split())
    read = read_timescale(words)
    if read.error:
        raise InputRefused(read.error, action="Write a day that exists.", place=Place(value=words))
    if not words or not read.is_read:
        raise InputRefused(
            "The timescale cannot be read.",
            action="Write a day, a month or “Ongoing”, like 31/03/2020.",
            place=Place(value=words),
        )
    if read.precision == Precision.ONGOING and review_on is None and read.due is None:
        raise NotNow("What goes on without an end needs a day on which it is reviewed.", action="Give a review date.")
    if words == now.timescale and review_on == now.review_on:
        raise NotNow("This is the timescale that stands.", action="Write another, or leave it.")
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why the date has to change.")
    DateChange.objects.filter(action=now, state=AskState.ASKED).update(
        state=AskState.WITHDRAWN, decided_at=timezone.now(), decision_note="Another date was asked for."
    )
    asked = DateChange.objects.create(
        action=now,
        old_timescale=now.timescale,
        old_due_on=now.due_on,
        new_timescale=words,
        new_due_on=read.due,
        new_precision=read.precision,
        new_review_on=review_on or read.review,
        reason=reason.strip(),
        asked_by=by,
    )
    touch(now)
    _record("plan_date_asked", now, by=by)
    return asked


@transaction.atomic
def decide_date(*, change: DateChange, name: str, note: str = "", by: User) -> DateChange:
    """Agree, refuse or withdraw. Agreed, the new timescale stands from now on; the old one and the reason stay."""
    now = DateChange.objects.select_for_update().select_related("action").get(pk=change.pk)
    policies.check_can_decide(now, name, by=by, reason=note)
    now.state = ask_transition(name).target
    now.decided_by, now.decided_at, now.decision_note = by, timezone.now(), note.strip()
    now.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    action = locked(now.action, None)
    if now.state == AskState.AGREED:
        action.timescale, action.due_on = now.new_timescale, now.new_due_on
        action.due_precision, action.review_on = now.new_precision, now.new_review_on
        action.timescale_doubt, action.timescale_error = "", ""
        touch(action, "timescale", "due_on", "due_precision", "review_on", "timescale_doubt", "timescale_error")
    _record(f"plan_{name}", action, by=by)
    return now


@transaction.atomic
def ask_closure(
    *, action: Action, based_on: int, note: str, closed_on: dt.date, evidence: str, waiver: str, by: User, on: dt.date
) -> Closure:
    """Say that an action is done: a note, the day, and evidence or why none is needed. A second person then makes it Blue; what
    came Blue from a file gets its note in the same way."""
    policies.check_can_close(action, by=by)
    now = locked(action, based_on)
    policies.check_can_close(now, by=by)
    if not note.strip():
        raise NotNow("A closing note is missing.", action="Say what was done and what came of it.")
    if closed_on > on:
        raise NotNow("The day lies in the future.", action="Give the day on which it was done.")
    kept = now.evidence_items.exists() or bool(now.evidence.strip())
    if not evidence.strip() and not waiver.strip() and not kept:
        raise NotNow("Evidence is missing.", action="Say what shows that it is done, or why no evidence is needed.")
    if Closure.objects.filter(action=now, state=AskState.ASKED).exists():
        raise NotNow("Closing has been asked for already.", action="Wait for the decision, or withdraw it.")
    asked = Closure.objects.create(
        action=now,
        note=note.strip(),
        closed_on=closed_on,
        evidence=evidence.strip() or ("" if waiver.strip() else "As recorded on the action."),
        waiver=waiver.strip(),
        asked_by=by,
    )
    touch(now)
    _record("plan_closure_asked", now, by=by)
    return asked


@transaction.atomic
def decide_closure(*, closure: Closure, name: str, note: str = "", by: User) -> Closure:
    """Agree (the action becomes Blue), refuse or withdraw."""
    now = Closure.objects.select_for_update().select_related("action").get(pk=closure.pk)
    policies.check_can_decide(now, name, by=by, reason=note)
    now.state = ask_transition(name).target
    now.decided_by, now.decided_at, now.decision_note = by, timezone.now(), note.strip()
    now.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    action = locked(now.action, None)
    if now.state == AskState.AGREED:
        set_brag(action, Brag.BLUE, by=by, reason=f"Agreed as done on {now.closed_on:%-d %B %Y}.")
        DateChange.objects.filter(action=action, state=AskState.ASKED).update(
            state=AskState.WITHDRAWN, decided_at=timezone.now(), decision_note="The action is done."
        )
    touch(action)
    _record(f"plan_{name}", action, by=by)
    return now


@transaction.atomic
def reopen(*, action: Action, based_on: int, brag: str, reason: str, by: User) -> Action:
    """Open a Blue or closed action again, with the reason and a BRAG to go on with. Also for those that came Blue from a file."""
    policies.check_can_run(by=by)
    now = locked(action, based_on)
    if now.brag != Brag.BLUE and now.view != View.CLOSED:
        raise NotNow("The action is open.", action="Look at it again.")
    if brag not in (Brag.RED, Brag.AMBER, Brag.GREEN):
        raise NotNow("A BRAG to go on with is missing.", action="Choose Red, Amber or Green.")
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why it is opened again.")
    for closure in Closure.objects.select_for_update().filter(action=now, state=AskState.AGREED):
        policies.check_can_decide(closure, "reopen", by=by, reason=reason)
        closure.state = AskState.REOPENED
        closure.reopened_by, closure.reopened_at, closure.reopened_reason = by, timezone.now(), reason.strip()
        closure.save(update_fields=["state", "reopened_by", "reopened_at", "reopened_reason"])
    set_brag(now, brag, by=by, reason=reason)
    now.view = View.LIVE
    touch(now, "view")
    _record("plan_action_reopened", now, by=by)
    return now


@transaction.atomic
def monitor(*, action: Action, based_on: int, review_on: dt.date, reason: str, by: User) -> Action:
    """Move an action to ongoing monitoring: no end, but a day on which it is reviewed."""
    policies.check_can_manage(by=by)
    now = locked(action, based_on)
    if now.view != View.LIVE:
        raise NotNow("Only a live action is moved to monitoring.", action="Look at it again.")
    if not reason.strip():
        raise NotNow("A reason is missing.", action="Say why it goes on without an end.")
    now.view, now.review_on = View.ONGOING, review_on
    touch(now, "view", "review_on")
    _record("plan_action_monitored", now, by=by)
    return now


def _record(kind: str, action: Action, *, by: User) -> None:
    record(kind, by=by, subject="plans_action", reference=str(action.pk))
