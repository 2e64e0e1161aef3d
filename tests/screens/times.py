"""Pictures of the response times: by unit, forty long ones, by month, who was not content, and nothing decided."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from app.demo import demo_office
from app.domain.codes import Level, Status
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.security.rights import Right
from db.models import Contentment, Issue, Outcome, Referral, Reminder
from tests.conftest import Clock
from tests.screens import signing
from tests.screens.render import render, settings, wait
from tests.screens.report import MEETING_DAY, SHOWN, VISITS
from ui.frame.info import OfficeInfo
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.window import Screen, Window
from ui.worker import Worker

DEPARTMENTS = ("عمران و شهرسازی", "خدمات شهری و محیط زیست", "درآمد و نوسازی", "ترافیک و حمل‌ونقل", "اجتماعی و فرهنگی")
REASONS = ("دیر رسیدگی شد.", "پاسخ کلی بود و به پرونده اشاره نداشت.", "برای بازدید کسی نیامد.")


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    worker, clock = Worker(), Clock(MEETING_DAY)
    try:
        with TemporaryDirectory() as folder:
            with demo_office(Path(folder), VISITS, clock, committed=worker.committed.emit) as office:
                clock.set(11, 20, day=jalali(1405, 7, 4))
                _answered(office)
                made = _all(out_dir, theme, worker, office, Path(folder))
                wait(lambda: worker.idle, "the store is still at work")
                worker.close()
            return made
    finally:
        worker.close()


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


def _all(out_dir: Path, theme: str, worker: Worker, office: Office, folder: Path) -> list[Path]:
    kept = settings(folder)

    def window() -> QWidget:
        office.user = signing.user(office)
        model = ReportModel(worker, office, QSettings(str(folder / "report.ini"), QSettings.Format.IniFormat))
        made = Window(OfficeInfo(SHOWN), kept)
        made.put_screens([Screen("report", "document_text", "گزارش", lambda: ReportScreen(model))])
        made.go("report")
        return made

    def ready(made: QWidget) -> bool:
        return made.current.model.current is not None and worker.idle

    made = []
    for name, act in _STATES.items():
        if name == "many-units":
            _many_units(office)
        one = render(
            window,
            f"times-{name}",
            theme=theme,
            out_dir=out_dir,
            ready=ready,
            prepare=lambda made, act=act: act(made.current, worker),
        )
        made.append(one)
    return made


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


_STATES: dict[str, Callable[[ReportScreen, Worker], object]] = {
    "units": _part(0),
    "months": _part(1),
    "discontent": _part(3),
    "many-units": _part(0),
    "empty": _empty,
}
