"""Pictures of screens. One process renders one scale: run it with QT_SCALE_FACTOR=1.25 for 125 %.

DIDAR_PICTURES_TEXT=150 gives them larger text.
"""

import datetime as dt
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.demo import demo_office
from app.office import Office
from tests.conftest import Clock
from ui.main import application
from ui.palette import Theme
from ui.style import look
from ui.this_pc import Settings
from ui.worker import Worker

SIZE = (1366, 768)


def scale() -> float:
    """Of this process: 1 or 1.25."""
    return float(os.environ.get("QT_SCALE_FACTOR", "1"))


def settings(folder: Path) -> Settings:
    """Settings of the pictures' own, so that this PC's are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    return Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))


def render(
    widget_factory: Callable[[], QWidget],
    name: str,
    *,
    size: tuple[int, int] = SIZE,
    theme: str = "light",
    out_dir: Path,
    ready: Callable[[QWidget], bool] = lambda _widget: True,
    prepare: Callable[[QWidget], object] | None = None,
) -> Path:
    """Write <out_dir>/<name>-<theme>-<percent>.png: the widget as on a screen of this size in device pixels.

    ready: asked until it says yes (ten seconds at most), for what comes from the store. prepare: is then given the
    widget, to type in it or put the focus.
    """
    app = QApplication.instance() or application(settings(out_dir / ".settings"))
    kept = settings(out_dir / ".settings")
    kept.theme = Theme(theme)
    kept.text_percent = int(os.environ.get("DIDAR_PICTURES_TEXT", "100"))
    look().choose(kept)
    logical = (round(size[0] / scale()), round(size[1] / scale()))
    look().fit(*logical, kept)
    look().put_on(app)
    widget = widget_factory()
    widget.resize(*logical)
    widget.show()
    widget.activateWindow()
    wait(lambda: ready(widget), f"{name} was not ready")
    if prepare:
        prepare(widget)
    for _ in range(3):
        app.processEvents()
    out_dir.mkdir(parents=True, exist_ok=True)
    path = out_dir / f"{name}-{theme}-{round(scale() * 100)}{_text()}.png"
    shoot(widget, path)
    widget.close()
    widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # now: what is left would be dressed with the next one
    app.processEvents()
    return path


def shoot(widget: QWidget, path: Path) -> None:
    """The picture itself; the test of what has room looks at the widget here instead."""
    widget.grab().save(str(path))


def _text() -> str:
    """In a picture's name, where its text is larger than usual."""
    return "" if look().factor == 1 else f"-text-{round(look().factor * 100)}"


def wait(until: Callable[[], bool], otherwise: str, *, seconds: int = 10) -> None:
    """Let Qt work until it is so. Raises TimeoutError with the words given."""
    loop, asking, over = QEventLoop(), QTimer(), QTimer()
    late = []
    asking.timeout.connect(lambda: loop.quit() if until() else None)
    over.timeout.connect(lambda: (late.append(True), loop.quit()))
    asking.start(10)
    over.start(seconds * 1000)
    loop.exec()
    asking.stop()
    over.stop()
    if late:
        raise TimeoutError(otherwise)


@contextmanager
def made_up_office(visits: int, at: dt.datetime) -> Iterator[tuple[Office, Worker, Clock]]:
    """An office with that many visits, its worker, and the clock that states set. All is written before it goes."""
    worker, clock = Worker(), Clock(at)
    try:
        with (
            TemporaryDirectory() as folder,
            demo_office(Path(folder), visits, clock, committed=worker.committed.emit) as office,
        ):
            yield office, worker, clock
            wait(lambda: worker.idle, "the store is still at work")
            worker.close()
    finally:
        worker.close()
