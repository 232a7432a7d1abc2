"""From a schedule to a figure: plan, ask, send, query, approve, ask again. What is approved is loaded as a submitted figure."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotNow, Place
from inloco.analytics.findings import Finding, Severity
from inloco.analytics.indicators.register import REGISTER, SERVICE
from inloco.analytics.loading import load
from inloco.analytics.periods import Period, PeriodKind, financial_year_of, month_of, quarter
from inloco.audit.actions import record
from inloco.performance.queries import figure_book
from inloco.returns.checks import Given, findings_of, whole_council, written
from inloco.returns.models import Return, ReturnEvent, Schedule
from inloco.returns.policies import check_can_manage, check_can_step
from inloco.returns.states import ReturnState

EVIDENCE = frozenset({".pdf", ".docx", ".xlsx", ".ods", ".odt", ".csv", ".txt", ".png", ".jpg", ".jpeg"})
MOST_BYTES = 20 * 1024 * 1024
MOST_AT_ONCE = 24
"""So many periods of one figure are asked for at a time, however long ago its schedule begins."""


@transaction.atomic
def plan(
    *, indicator: str, service: str, contact: User | None, frequency: str, due_days: int, first_period: Period, is_active: bool,
    by: User,
) -> Schedule:  # fmt: skip
    """Say who sends a figure, how often and by when. What has been asked for already keeps its day."""
    check_can_manage(by=by)
    entry = REGISTER.get(indicator)
    if entry is None or entry.fed_by != SERVICE:
        raise NotNow("No service sends this figure.", action="Choose one that the register says a service submits.")
    if first_period.kind != PeriodKind(frequency):
        raise NotNow(
            f"“{first_period}” is not a period of this frequency.",
            action="Write the first period as 2019-08, 2019-Q1 or 2018/19, as the frequency asks.",
        )
    made, _ = Schedule.objects.update_or_create(
        indicator=indicator,
        defaults={
            "service": service.strip(), "contact": contact, "frequency": frequency, "due_days": due_days,
            "first_period": str(first_period), "is_active": is_active,
        },
    )  # fmt: skip
    record("return_planned", by=by, subject="returns_schedule", reference=str(made.pk), detail={"indicator": indicator})
    return made


@transaction.atomic
def ask_for_due(*, on: dt.date, by: User | None = None) -> list[Return]:
    """Ask for every figure whose period has ended and that nobody has been asked for yet. Running it again asks for nothing."""
    if by is not None:
        check_can_manage(by=by)
    made = []
    for schedule in Schedule.objects.filter(is_active=True, contact__is_active=True):
        known = set(schedule.returns.values_list("period", flat=True))
        for period in periods_due(schedule, on=on):
            if str(period) not in known:
                one = Return.objects.create(schedule=schedule, period=str(period), due_on=schedule.due_on(period))
                ReturnEvent.objects.create(of=one, step="ask", by=by)
                made.append(one)
    if made:
        record("returns_asked", by=by, detail={"returns": len(made)})
    return made


def periods_due(schedule: Schedule, *, on: dt.date) -> list[Period]:
    """The periods from the schedule's first that have ended before ``on``: the latest of them, oldest first."""
    ended = [period for period in _periods(schedule.first) if period.end < on] if schedule.first.end < on else []
    return ended[-MOST_AT_ONCE:]


def _periods(first: Period) -> Iterator[Period]:
    """``first`` and those after it, to the end of the years that the calendar knows."""
    period = first
    for _ in range(600):
        yield period
        after = period.end + dt.timedelta(days=1)
        match period.kind:
            case PeriodKind.MONTH:
                period = month_of(after)
            case PeriodKind.QUARTER:
                period = quarter(after.year, (after.month + 2) // 3)
            case _:
                period = financial_year_of(after)


@transaction.atomic
def send(
    *, one: Return, value: str = "", numerator: int | None = None, denominator: int | None = None, none_because: str = "",
    note: str = "", evidence: UploadedFile[bytes] | None = None, is_confirmed: bool = False, by: User,
) -> Return:  # fmt: skip
    """Give the figure, or say why there is none. What the checks doubt has to be confirmed with a note; an error is refused."""
    one = _locked(one)
    check_can_step(one, "send", by=by)
    given, found = None, []
    if none_because.strip():
        if value or numerator is not None or denominator is not None:
            raise NotNow("There is a figure, and a reason why there is none.", action="Give one of the two.")
    else:
        given = _given(one, value, numerator, denominator)
        found = findings_of(given, figure_book())
        errors = [finding for finding in found if finding.severity is Severity.ERROR]
        if errors:
            raise NotNow(" ".join(finding.message for finding in errors), action=errors[0].action)
        if found and not (is_confirmed and note.strip()):
            raise Doubted(found)
    stored = _keep(one, evidence) if evidence is not None else one.evidence
    now = timezone.now()
    one.numerator, one.denominator = (given.numerator, given.denominator) if given else (None, None)
    one.value, one.none_because, one.note = given.value if given else "", none_because.strip(), note.strip()
    one.doubts, one.evidence = [finding.message for finding in found], stored
    one.sent_by, one.sent_at, one.first_sent_at = by, now, one.first_sent_at or now
    one.decided_by = None
    one.decided_at, one.state = None, ReturnState.SENT
    one.save()
    _note("send", one, by=by, text=note, said=_said(one))
    return one


class Doubted(NotNow):
    """The figure is hard to believe beside those before it. ``found`` says why; the sender may confirm it."""

    def __init__(self, found: list[Finding]) -> None:
        self.found = tuple(found)
        super().__init__(
            " ".join(finding.message for finding in found),
            action="Check it. If it is right, confirm it and say why in the note.",
        )


@transaction.atomic
def query(*, one: Return, reason: str, by: User) -> Return:
    """Send it back with a question."""
    return _decide("query", one, reason, by)


@transaction.atomic
def ask_again(*, one: Return, reason: str, by: User) -> Return:
    """Ask for a correction of an approved figure. The approved one stands until the correction is approved."""
    return _decide("ask_again", one, reason, by)


@transaction.atomic
def approve(*, one: Return, by: User) -> Return:
    """Take the figure: it is loaded as a submitted figure, so that every page and report shows it. A reason loads nothing."""
    one = _locked(one)
    check_can_step(one, "approve", by=by)
    one.decided_by, one.decided_at, one.state = by, timezone.now(), ReturnState.APPROVED
    one.save()
    _note("approve", one, by=by, said=_said(one))
    if one.value:
        one.snapshot = _loaded(one)
        one.save(update_fields=["snapshot"])
    return one


def _decide(name: str, one: Return, reason: str, by: User) -> Return:
    one = _locked(one)
    check_can_step(one, name, by=by, reason=reason)
    one.decided_by, one.decided_at, one.state = by, timezone.now(), ReturnState.QUERIED
    one.save()
    _note(name, one, by=by, text=reason)
    return one


def _loaded(one: Return) -> str:
    """The figure in the store, by the same way as any file of submitted figures. Answers the snapshot."""
    book = figure_book()
    source = f"{one.schedule.service}, sent {timezone.localdate(one.sent_at):%-d %B %Y}"
    given = Given(one.schedule.indicator, one.span, str(one.figure), one.numerator, one.denominator, source)
    with tempfile.TemporaryDirectory(prefix="inloco-return-") as folder:
        path = Path(folder) / f"return-{one.schedule.indicator}-{re.sub('[^0-9A-Z]', '-', one.period)}.csv"
        path.write_bytes(written([given.row(whole_council(book).id)]))
        result = load([path], store=book.store)
    if result.snapshot is None:
        said = " ".join(finding.message for finding in result.findings if finding.severity is Severity.ERROR)
        raise NotNow(f"The figure cannot be loaded. {said}", action="Query it, and ask for a figure that can be read.")
    return result.snapshot.id


def _given(one: Return, value: str, numerator: int | None, denominator: int | None) -> Given:
    """The figure as it will stand; NotNow where a part is missing."""
    unit = one.schedule.entry.unit
    if unit.has_parts and (numerator is not None or denominator is not None):
        if numerator is None or denominator is None:
            raise NotNow("One of numerator and denominator is missing.", action="Give both, or only the value.")
        if denominator == 0:
            raise NotNow(
                "There was nobody to count: a share of nobody is no figure.",
                action="Leave the figure empty and give that as the reason.",
            )
        one.numerator, one.denominator, one.value = numerator, denominator, value or "0"
        worked_out = one.figure
        return Given(one.schedule.indicator, one.span, value.strip() or str(worked_out), numerator, denominator)
    if not value.strip():
        raise NotNow("There is no figure.", action="Give it, or say why there is none.")
    return Given(one.schedule.indicator, one.span, value.strip())


def _keep(one: Return, sent: UploadedFile[bytes]) -> dict[str, object]:
    """Store the evidence under a name of our own, readable by nobody else."""
    name = re.split(r"[\\/]", sent.name or "")[-1].strip()
    suffix = Path(name).suffix.lower()
    if suffix not in EVIDENCE or len(name) > 120 or not name.isprintable():
        raise InputRefused(
            "This kind of file is not taken as evidence.",
            action="Send a PDF, a document, a spreadsheet or a picture.",
            place=Place(name[:60] or None),
        )
    if (sent.size or 0) > MOST_BYTES:
        raise InputRefused("The file is larger than 20 MB.", action="Send a smaller one.", place=Place(name))
    one.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = b"".join(sent.chunks())
    digest = hashlib.sha256(content).hexdigest()
    (one.folder / f"{digest[:16]}{suffix}").write_bytes(content)
    return {"name": name, "file": f"{digest[:16]}{suffix}", "bytes": len(content), "sha256": digest}


def _locked(one: Return) -> Return:
    """The row as it is now, held against a second person at the same moment."""
    found: Return = Return.objects.select_for_update(of=("self",)).select_related("schedule", "schedule__contact").get(pk=one.pk)
    return found


def _said(one: Return) -> str:
    return f"{one.figure} {one.schedule.entry.unit}" if one.value else "No figure"


def _note(name: str, one: Return, *, by: User, text: str = "", said: str = "") -> None:
    ReturnEvent.objects.create(of=one, step=name, by=by, text=text.strip(), said=said)
    record(f"return_{name}", by=by, subject="return", reference=str(one.reference), detail={"indicator": one.schedule.indicator})


STEPS: dict[str, Any] = {"send": send, "query": query, "approve": approve, "ask_again": ask_again}
"""The steps by the name that the table gives them."""
