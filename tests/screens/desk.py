"""Pictures of the desk: a meeting day at 9:42 in its states, the other days, with made-up people."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from app import outcomes
from app.domain.codes import IssueType, Status
from app.domain.persian.calendar import TEHRAN, jalali
from app.domain.texts import _
from app.office import Office
from app.search import find
from app.visitors import history
from tests.make import national_id, registered
from tests.robots.keys import press, press_here, type_into
from tests.screens.render import made_up_office, render, settings, wait
from ui.desk.screen import DeskScreen
from ui.desk.with_whom import GROUP, GUARDIAN, LEGAL, REPRESENTATIVE, Way
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.window import Screen, Window
from ui.worker import Worker

MEETING_DAY = dt.datetime.combine(jalali(1405, 6, 22), dt.time(9, 42), TEHRAN)
NO_MEETING = dt.datetime.combine(jalali(1405, 6, 24), dt.time(10, 15), TEHRAN)
COMING = dt.datetime.combine(jalali(1405, 6, 29), dt.time(8, 5), TEHRAN)

Prepare = Callable[[DeskScreen, Office, Worker], object]


def pictures(out_dir: Path, theme: str, states: "dict[str, tuple[dt.datetime, Prepare]] | None" = None) -> list[Path]:
    """All of them in one theme, at this process's scale. states: others than STATES."""
    made = []
    with made_up_office(361, MEETING_DAY) as (office, worker, clock):
        for name, (at, prepare) in (states or STATES).items():
            clock.at = at

            def prepared(window: QWidget, prepare: Prepare = prepare) -> None:
                prepare(window.current, office, worker)
                wait(lambda: worker.idle, "the store is still at work")

            window = partial(_window, office, worker, out_dir)
            picture = render(window, name, theme=theme, out_dir=out_dir, ready=_is_usable, prepare=prepared)
            made.append(picture)
    return made


def _is_usable(window: QWidget) -> bool:
    return bool(getattr(window.current, "usable", False))


def _window(office: Office, worker: Worker, out_dir: Path) -> Window:
    info = OfficeInfo()
    window = Window(info, settings(out_dir / ".settings"), PhysicalKeys())
    frame = OfficeFrame(office, worker, window)
    frame.changed.connect(lambda: info.put(frame.shown))
    info.put(frame.shown)
    kept = QSettings(str(out_dir / ".settings" / "report.ini"), QSettings.Format.IniFormat)
    window.put_screens(
        [
            Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(office, worker)),
            Screen("report", "document_text", "گزارش", lambda: ReportScreen(ReportModel(worker, office, kept))),
        ]
    )
    window.uncover()
    window.go("desk")
    return window


def _idle(worker: Worker) -> None:
    wait(lambda: worker.idle, "no answer")


def _somebody_promised(office: Office) -> str:
    """The id of someone who was promised something that is late now."""
    hits = (hit for name in ("کعبی", "سواری", "حیدری", "موسوی", "محمدی") for hit in find(office, name).hits)
    known = [hit for hit in hits if hit.national_id and history(office, hit.id).promise]
    return max(known, key=lambda hit: hit.visits).national_id or ""


def _take(desk: DeskScreen, worker: Worker, text: str) -> None:
    desk.box.line.setText(text)
    _idle(worker)
    press(desk.box.line, "Enter")
    _idle(worker)


def _known(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """look/desk.png: a known visitor, a digit of the phone missing, the second line of the description."""
    _take(desk, worker, _somebody_promised(office))
    desk.form.person.mobile.setFocus()
    press(desk.form.person.mobile.edit, "Ctrl+A")
    type_into(desk.form.person.mobile.edit, "0916300417")
    desk.form.issues.subject.set_text("آسفالت معابر")
    words = "برای بار دوم می‌آید. کوچه پس از کندن لولهٔ گاز هنوز خاکی است و با نخستین باران راه بسته می‌شود."
    desk.form.issues.description.setFocus()
    type_into(desk.form.issues.description.edit, words)
    desk.model.typed(desk.form.typed())
    desk.model._draft.keep_now()
    _idle(worker)


def _box(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.box.line.setText("محمد")
    _idle(worker)


def _search(text: str, desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.box.line.setText(text)
    _idle(worker)
    wait(desk.box.offers.isVisible, "nothing was offered")


def _matter_taken(desk: DeskScreen, office: Office, worker: Worker) -> None:
    _search("آسفالت", desk, office, worker)
    press(desk.box.line, "Enter")
    _idle(worker)


def _nobody(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.box.line.setText("محمد ناشناس")
    _idle(worker)


def _ruling(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_ruling()
    _idle(worker)
    for digit in "31":
        press(desk.area.ruling, digit)


def _referral(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_referral()
    _idle(worker)


def _outcome(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_outcome()
    _idle(worker)


def _notice(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_notice()
    _idle(worker)


def _telling(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """Somebody's result, which is told on the phone."""
    row = desk.model.rows[0]
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "جدول کوچه ساخته شد.")
    _idle(worker)
    desk.issues.open_notice()
    _idle(worker)
    for key in ("Backtab", "Left", "Space"):
        press_here(key)


def _correcting(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.queue.table.choose_first()
    desk.of_form.correct()
    _idle(worker)
    desk.form.with_whom.ask()


def _new(desk: DeskScreen, worker: Worker, first: str, last: str, mobile: str = "09163004172") -> None:
    desk.of_form.begin_new()
    desk.form.person.fill({"first_name": first, "last_name": last, "mobile": mobile, "address": "کوچهٔ نرگس ۴"})
    desk.form.show_name()
    desk.form.person.id.set("national_id", national_id(1_000_001))
    _idle(worker)


def _group(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "جاسم", "سواری")
    _way(desk, GROUP, group_name="هیئت روستای چم‌سرخ", companions="4")
    desk.form.issues.subject.set_text("راه دسترسی روستا")
    desk.form.with_whom.fields["companions"].setFocus()


def _representative(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "لیلا", "دهقان")
    texts = {"representing": "یوسف حمیدی", "attorney_number": "۱۴۰۵/۱۲۸", "attorney_date": "1405/06/23"}
    _way(desk, REPRESENTATIVE, **texts)
    desk.form.issues.subject.set_text("عوارض نوسازی")
    desk.of_form.save()


def _company(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "کاظم", "مرادی")
    _way(desk, LEGAL, legal_name="شرکت تعاونی نخل جنوب", legal_id="10380284898")
    desk.form.with_whom.fields["legal_id"].setFocus()


def _child(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "یاسین", "باوی")
    desk.form.person.id.set("no_id_reason", _("A child with a guardian"))
    _way(desk, GUARDIAN, guardian_name="صدیقه باوی", guardian_id=national_id(1_000_002))
    desk.form.with_whom.fields["guardian_id"].setFocus()


def _passport(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "نور", "احمدی")
    desk.form.person.id.set("document", "P0123456")
    desk.form.person.id.setFocus()


def _no_id(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "نور", "احمدی")
    desk.form.person.id.set("no_id_reason", "")
    desk.form.person.id.setFocus()
    QApplication.processEvents()
    press(desk.form.person.id.focusWidget() or desk.form.person.id, "Down")


def _for_head(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    _new(desk, worker, "نرگس", "شریفی")
    desk.form.issues.writes_for_head = False
    for subject in ("مستمری", "روشنایی کوچه"):
        desk.form.issues.subject.set_text(subject)
        desk.form.issues.add()
    desk.form.issues.toggle_head_only()
    desk.form.issues.subject.setFocus()


def _nameless(desk: DeskScreen, _office: Office, _worker: Worker) -> None:
    desk.of_form.begin_new()
    desk.form.issues.choose_type(IssueType.REPORT)


def _head_writes(desk: DeskScreen, office: Office, worker: Worker) -> None:
    row = registered(office, 1_000_003, issues=({"type": "complaint", "head_only": True},))
    _idle(worker)
    desk.issues.open_for("confidential", row)
    _idle(worker)
    type_into(desk.area.confidential.subject.edit, "رفتار در یکی از واحدها")


def _every_way(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """The worst for room: all of it at once, in the form of a known person."""
    _company(desk, office, worker)
    texts = {"companions": "4", "group_name": "اهالی کوی یاس", "representing": "یوسف حمیدی", "attorney_number": "۱۲"}
    _way(desk, GUARDIAN, **texts, guardian_name="صدیقه باوی")


def _way(desk: DeskScreen, way: Way, **texts: str) -> None:
    desk.form.with_whom.open(way)
    for key, text in texts.items():
        desk.form.with_whom.fields[key].set_text(text)
    desk.form.with_whom.open(way)


def _why(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """Someone whom the deputy received, his history in focus."""
    hits = (hit for name in ("کعبی", "سواری", "حیدری", "موسوی", "محمدی") for hit in find(office, name).hits)
    left_out = next(hit for hit in hits if any(past.uncounted for past in history(office, hit.id).rows))
    _take(desk, worker, left_out.national_id or left_out.name)
    desk.area.open_history()
    table = desk.area.history.table
    table.choose(next(past.issue_id for past in table.rows if past.uncounted))


def _contact(desk: DeskScreen, _office: Office, _worker: Worker) -> None:
    desk.of_form.begin_contact()


def _substitute(desk: DeskScreen, _office: Office, _worker: Worker) -> None:
    desk.queue.no_day.substitute.click()


def _deputy(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.model.head_left()
    _idle(worker)


def _list(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.model.make_list()
    _idle(worker)
    _idle(worker)


STATES: dict[str, tuple[dt.datetime, Prepare]] = {
    "desk": (MEETING_DAY, lambda _desk, _office, _worker: None),
    "desk-known": (MEETING_DAY, _known),
    "desk-box": (MEETING_DAY, _box),
    "desk-nobody": (MEETING_DAY, _nobody),
    "desk-box-matters": (MEETING_DAY, partial(_search, "آسفالت")),
    "desk-box-near": (MEETING_DAY, partial(_search, "موسئی")),
    "desk-matter-taken": (MEETING_DAY, _matter_taken),
    "desk-list": (MEETING_DAY, _list),
    "desk-ruling": (MEETING_DAY, _ruling),
    "desk-referral": (MEETING_DAY, _referral),
    "desk-outcome": (MEETING_DAY, _outcome),
    "desk-notice": (MEETING_DAY, _notice),
    "desk-telling": (MEETING_DAY, _telling),
    "desk-correcting": (MEETING_DAY, _correcting),
    "desk-group": (MEETING_DAY, _group),
    "desk-representative": (MEETING_DAY, _representative),
    "desk-company": (MEETING_DAY, _company),
    "desk-child": (MEETING_DAY, _child),
    "desk-passport": (MEETING_DAY, _passport),
    "desk-no-id": (MEETING_DAY, _no_id),
    "desk-for-head": (MEETING_DAY, _for_head),
    "desk-nameless": (MEETING_DAY, _nameless),
    "desk-every-way": (MEETING_DAY, _every_way),
    "desk-why": (MEETING_DAY, _why),
    "desk-no-meeting": (NO_MEETING, lambda _desk, _office, _worker: None),
    "desk-substitute": (NO_MEETING, _substitute),
    "desk-contact": (NO_MEETING, _contact),
    "desk-first": (COMING, lambda _desk, _office, _worker: None),
    "desk-head-writes": (MEETING_DAY, _head_writes),
    "desk-deputy": (MEETING_DAY, _deputy),
}
"""Name, the moment, and what is done before the picture; the last one changes the day for those after it."""
