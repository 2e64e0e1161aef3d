"""Pictures of the letters: to be written, numbered, posted, one looked at; and their settings. Made-up people."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget

from app import emblem, handing_over, letters, office_settings
from app.domain.codes import Purpose
from app.domain.persian.calendar import TEHRAN, jalali
from app.letter_list import Step
from app.office import Office
from app.worklist import Filters, Tab, page
from tests.screens.render import made_up_office, render, settings, wait
from ui.followup.screen import FollowUpScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.letters.page import LettersPage
from ui.settings.screen import SettingsScreen
from ui.settings.view_model import SettingsModel
from ui.window import Screen, Window
from ui.worker import Worker

AT = dt.datetime.combine(jalali(1405, 6, 24), dt.time(10, 15), TEHRAN)
Prepare = Callable[[QWidget, Worker], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    with made_up_office(361, AT) as (office, worker, _clock):
        _prepare(office)
        return [
            render(
                partial(_window, office, worker, out_dir, screen),
                f"letters-{name}",
                theme=theme,
                out_dir=out_dir,
                ready=lambda _window: worker.idle,
                prepare=partial(_prepared, prepare, worker),
            )
            for name, (screen, prepare) in STATES.items()
        ]


def _prepare(office: Office) -> None:
    """An emblem, and letters at every step."""
    drawing = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(drawing).ellipse((20, 20, 380, 380), outline="teal", width=24)
    made = io.BytesIO()
    drawing.save(made, "PNG")
    digest = emblem.keep(office, made.getvalue())
    wanted = replace(office_settings.of(office), emblem=digest, sender_address="اهواز، خیابان امام خمینی")
    office_settings.change(office, wanted)
    rows = page(office, Tab.UNTOLD, Filters(), None, 12).rows
    ids = letters.make(office, [row.issue_id for row in rows], Purpose.RESULT).ids
    for place, letter_id in enumerate(ids[: len(ids) * 2 // 3], 1):
        letters.number(office, letter_id, f"1405/23/{111 + place}", AT.date())
    handing_over.handed_over(office, ids[0], AT.date(), "مریم کعبی")
    for place, letter_id in enumerate(ids[1 : len(ids) // 3], 1):
        letters.posted(office, letter_id, AT.date(), f"1100300995000014149001{place:02}")
    letters.came_back(office, ids[1])


def _window(office: Office, worker: Worker, out_dir: Path, screen: str) -> Window:
    info, pc = OfficeInfo(), settings(out_dir / ".settings")
    window = Window(info, pc, PhysicalKeys())
    frame = OfficeFrame(office, worker, window)
    frame.changed.connect(lambda: info.put(frame.shown))
    info.put(frame.shown)
    makes = {
        "followup": lambda: FollowUpScreen(office, worker),
        "settings": lambda: SettingsScreen(SettingsModel(office, worker, pc, printers=lambda: ["پذیرش"])),
    }
    window.put_screens([Screen(screen, "timer", "پیگیری", makes[screen])])
    window.go(screen)
    return window


def _prepared(prepare: Prepare, worker: Worker, window: QWidget) -> None:
    prepare(window, worker)
    _idle(worker)


def _idle(worker: Worker) -> None:
    wait(lambda: worker.idle, "the store is still at work")


def _open(window: QWidget, worker: Worker) -> LettersPage:
    window.current.show_letters()
    _idle(worker)
    return window.current


def _step(step: Step, window: QWidget, worker: Worker) -> None:
    letters_page = _open(window, worker)
    letters_page.go_to(step)
    _idle(worker)
    if step in {Step.NUMBER, Step.POST}:
        letters_page.enter()


def _by_hand(window: QWidget, worker: Worker) -> None:
    _step(Step.POST, window, worker)
    window.current.turn_way()


def _labels(window: QWidget, worker: Worker) -> None:
    _step(Step.POST, window, worker)
    window.current.ask_labels()
    window.current.labels_panel.picker.choose(8)


def _looked_at(window: QWidget, worker: Worker) -> None:
    _step(Step.NUMBER, window, worker)
    window.current.preview()
    _idle(worker)


def _chosen(window: QWidget, worker: Worker) -> None:
    window.current.tabs.choose(Tab.OVERDUE)
    _idle(worker)
    window.current.act("write_letter")
    _idle(worker)


def _settings(window: QWidget, worker: Worker) -> None:
    _idle(worker)
    window.current.go_to("letters")


STATES: dict[str, tuple[str, Prepare]] = {
    "write": ("followup", partial(_step, Step.WRITE)),
    "number": ("followup", partial(_step, Step.NUMBER)),
    "post": ("followup", partial(_step, Step.POST)),
    "by-hand": ("followup", _by_hand),
    "labels": ("followup", _labels),
    "sent": ("followup", partial(_step, Step.SENT)),
    "preview": ("followup", _looked_at),
    "chosen": ("followup", _chosen),
    "settings": ("settings", _settings),
}
