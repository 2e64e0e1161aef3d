"""Pictures of the boards: the head's with somebody in the room, empty, with the deputy, gone; the hall's."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import meetings, office_settings, queue, rulings, visits
from app.domain.codes import QueueState
from app.office import Office
from app.search import find
from app.visits import NewVisit
from tests.robots.keys import press
from tests.screens.desk import COMING, MEETING_DAY, NO_MEETING, _somebody_promised
from tests.screens.render import made_up_office, render, settings, wait
from ui.board.hall import HallBoard
from ui.board.head_board import HeadBoard
from ui.board.view_model import BoardModel
from ui.desk.issue_model import IssueModel
from ui.style import look
from ui.worker import Worker

Prepare = Callable[[QWidget, Office], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    made = []
    with made_up_office(361, MEETING_DAY) as (office, worker, clock):
        for name, (at, prepare) in STATES.items():
            clock.at = at
            make = _hall if name.startswith("hall") else _head

            def prepared(window: QWidget, prepare: Prepare = prepare) -> None:
                _idle(worker)
                prepare(window, office)
                _idle(worker)

            made.append(
                render(partial(make, office, worker, out_dir), name, theme=theme, out_dir=out_dir, prepare=prepared)
            )
        return made


def _idle(worker: Worker) -> None:
    for _answer in range(3):
        wait(lambda: worker.idle, "the store is still at work")


def _head(office: Office, worker: Worker, out_dir: Path) -> HeadBoard:
    board = HeadBoard(settings(out_dir / ".settings"), QGuiApplication.primaryScreen)
    model, issues = BoardModel(office, worker, board), IssueModel(office, worker, board, form="board.issues")
    board.follow(model, issues)
    issues.open()
    model.open()
    return board


def _hall(office: Office, worker: Worker, out_dir: Path) -> HallBoard:
    board = HallBoard(settings(out_dir / ".settings"), QGuiApplication.primaryScreen)
    model = BoardModel(office, worker, board)
    board.follow(model)
    model.open()
    return board


def _ruling(board: HeadBoard, _office: Office) -> None:
    for digit in "31":
        press(board.strip, digit)


def _ruled(board: HeadBoard, office: Office) -> None:
    issue = board._model.now.seat.issues[0]
    units = ("شهرسازی", "درآمد")
    rulings.give(office, issue.id, "در مهلت پاسخ داده شود", unit=units, due=office.today() + dt.timedelta(days=10))


def _promised(board: HeadBoard, office: Office) -> None:
    """Somebody who was promised something that is late."""
    person = find(office, _somebody_promised(office)).hits[0]
    given = {key: getattr(person, key) or "" for key in ("first_name", "last_name", "father_name", "national_id")}
    given |= {"mobile": person.mobile or "", "county": person.county or "", "address": person.address or ""}
    words = "هفت ماه است که برای تمدید پروانه می‌آید. نقشه را دو بار اصلاح کرده و پاسخ روشنی نگرفته است."
    brought = {"type": "request", "subject": "پروانهٔ ساختمانی", "description": words}
    secret = {"type": "complaint", "subject": "گفتهٔ محرمانه", "description": "رفتار ناشایست", "head_only": True}
    row = visits.register(office, NewVisit(given, (brought, secret), visitor_id=person.id, again=True))
    for there in queue.of_day(office, office.today()):
        if there.state is QueueState.IN_ROOM:
            queue.finish(office, there.visit_id)
    queue.admit(office, row.visit_id, "با هماهنگی رئیس دستگاه")


def _secret(board: HeadBoard, _office: Office) -> None:
    press(board.strip, "Ctrl+Down")


def _writing(board: HeadBoard, _office: Office) -> None:
    press(board.strip, "Ctrl+Down")
    press(board.strip, "Ctrl+E")


def _long(board: HeadBoard, _office: Office) -> None:
    seat = board._model.now.seat
    name = "سید عبدالحسین موسوی‌نژاد شوشتری اصل خوزستانی زاده"
    text = "برای بار دوم می‌آید و پاسخ روشنی نگرفته است؛ کوچه پس از کندن لولهٔ گاز هنوز خاکی است. " * 8
    issue = replace(seat.issues[0], subject="درخواست " + "بازنگری در عوارض نوسازی و پروانه " * 4, description=text)
    row = replace(seat.row, name=name, number=117, representing="شرکت تعاونی روستایی چم‌سرخ و حومه", companions=12)
    shown = replace(seat, row=row, issues=(issue, *seat.issues[1:]), nth=14)
    board._show(replace(board._model.now, seat=shown))


def _empty(board: HeadBoard, office: Office) -> None:
    for there in queue.of_day(office, office.today()):
        if there.state is QueueState.IN_ROOM:
            queue.finish(office, there.visit_id)


def _deputy(board: HeadBoard, office: Office) -> None:
    meetings.head_left(office)


def _gone(board: HeadBoard, office: Office) -> None:
    board.let_go(office.now())


def _large(board: HeadBoard, _office: Office) -> None:
    look().factor, look().caps = 1.5, False
    look().put_on(QGuiApplication.instance())


def _initials(board: HallBoard, office: Office) -> None:
    office_settings.change(office, replace(office_settings.of(office), initials_in_hall=True))


def _nothing(_board: QWidget, _office: Office) -> None:
    pass


STATES: dict[str, tuple[dt.datetime, Prepare]] = {
    "board": (MEETING_DAY, _ruling),
    "hall": (MEETING_DAY, _nothing),
    "hall-initials": (MEETING_DAY, _initials),
    "board-ruled": (MEETING_DAY, _ruled),
    "board-promise": (MEETING_DAY, _promised),
    "board-secret": (MEETING_DAY, _secret),
    "board-writing": (MEETING_DAY, _writing),
    "board-long": (MEETING_DAY, _long),
    "board-large": (MEETING_DAY, _large),
    "hall-large": (MEETING_DAY, _large),
    "board-deputy": (MEETING_DAY, _deputy),
    "board-empty": (MEETING_DAY, _empty),
    "hall-called": (MEETING_DAY, _nothing),
    "board-no-meeting": (NO_MEETING, _nothing),
    "hall-no-meeting": (NO_MEETING, _nothing),
    "board-first": (COMING, _nothing),
    "board-gone": (MEETING_DAY, _gone),
    "hall-gone": (MEETING_DAY, _gone),
}
"""Name, the moment, and what is done before the picture; the acts of one stand for those after it."""
