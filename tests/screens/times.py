"""Pictures of the response times: by unit, forty long ones, by month, who was not content, and nothing decided."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from app import office_settings
from app.domain.codes import ClosedDue, Level, Status
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.security.rights import Right
from db.models import Contentment, Issue, Outcome, Referral, Reminder
from tests.screens.render import wait
from tests.screens.report import States, drawn
from ui.report.screen import ReportScreen
from ui.worker import Worker

DEPARTMENTS = ("عمران و شهرسازی", "خدمات شهری و محیط زیست", "درآمد و نوسازی", "ترافیک و حمل‌ونقل", "اجتماعی و فرهنگی")
REASONS = ("دیر رسیدگی شد.", "پاسخ کلی بود و به پرونده اشاره نداشت.", "برای بازدید کسی نیامد.")


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    return drawn(out_dir, theme, "times", _STATES, lambda name, office: _BEFORE.get(name, _nothing)(office))


def _answered(office: Office) -> None:
    """Some applicants were asked, a few objected, and what was late longest climbed."""
    with office.work("demo.answers", Right.FOLLOW_UP) as session:
        at, of = office.now() - dt.timedelta(days=9), {"agency_id": office.agency_id}
        decided = session.scalars(select(Issue.id).where(Issue.status != Status.OPEN)).all()
        for place, issue in enumerate(decided[::3]):
            at += dt.timedelta(minutes=7)
            content = place % 6 != 5
            reason = None if content else REASONS[place % 3]
            session.add(Contentment(**of, issue_id=issue, content=content, reason=reason, asked_at=at))
            if place % 18 == 5:
                again = {"status": Status.OPEN, "text": "محل بازدید نشده است.", "objected": True}
                session.add(Outcome(**of, issue_id=issue, **again, recorded_at=at + dt.timedelta(hours=1)))
        for referral in session.scalars(select(Referral.id).limit(5)).all():
            session.add(Reminder(**of, referral_id=referral, level=Level.AGENCY_HEAD, reminded_at=at))


def _many_units(office: Office) -> None:
    """Forty units with long names."""
    with office.work("demo.units", Right.FOLLOW_UP, reason="made up") as session:
        for referral in session.scalars(select(Referral)):
            place = referral.id % 40
            referral.unit = f"معاونت {DEPARTMENTS[place % 5]} شهرداری منطقهٔ {place // 5 + 1} نخلستان بزرگ"


def _working_days(office: Office) -> None:
    office_settings.change(office, replace(office_settings.of(office), closed_due=ClosedDue.WORKING))


def _nothing(_office: Office) -> None:
    """As it was."""


def _part(place: int) -> Callable[[ReportScreen, Worker], None]:
    def act(screen: ReportScreen, worker: Worker) -> None:
        screen.open_times()
        wait(lambda: worker.idle, "no answer")
        screen.times.by.take(place)

    return act


def _empty(screen: ReportScreen, worker: Worker) -> None:
    screen.model.show(Quarter(1401, 1))
    wait(lambda: worker.idle, "no answer")
    _part(0)(screen, worker)


_STATES: States = {
    "units": _part(0),
    "months": _part(1),
    "discontent": _part(3),
    "many-units": _part(0),
    "empty": _empty,
}
_BEFORE: dict[str, Callable[[Office], None]] = {
    "units": _answered,
    "months": _working_days,
    "many-units": _many_units,
}
