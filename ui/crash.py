"""When something breaks that nobody foresaw: a card that says what is safe, and a report without anyone's particulars.

The report holds types of errors and places in the code, never messages or values: those may hold a citizen's name.
"""

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from app import VERSION
from app.domain.persian.text import isolate
from app.domain.texts import _
from ui.style import look
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.text import Text, card
from ui.widgets.wrap import Wrap

_ROOT = Path(__file__).resolve().parents[1]
FAULTS = "faults.txt"


def places(error: BaseException) -> list[str]:
    """Types and places of an error and of what it came from; no message, no value."""
    lines: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame in traceback.extract_tb(link.__traceback__):
            path = Path(frame.filename)
            named = path.relative_to(_ROOT).as_posix() if path.is_relative_to(_ROOT) else path.name
            lines.append(f"  {named}:{frame.lineno} {frame.name}")
        link = link.__cause__ or link.__context__
    return lines


def code_of(lines: list[str]) -> str:
    """D-7F3A: the same place has the same code, so that two reports of one bug are known for one."""
    import hashlib

    return "D-" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:4].upper()


def report(error: BaseException, thread: str = "") -> tuple[str, str]:
    """Code and text of the report."""
    import platform

    import PySide6

    lines = places(error)
    code = code_of(lines)
    head = [
        f"Didar {VERSION}, {code}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.system()} {platform.release()}",
        *([f"thread {thread}"] if thread else []),
    ]
    return code, "\n".join([*head, "", *lines, ""])


class CrashCard(QWidget):
    """Over the window that is open: what is safe, the code, and three ways on."""

    def __init__(self, parent: QWidget, code: str, text: str, kept: Path | None, restart: Callable[[], object]) -> None:
        super().__init__(parent)
        self.code = code
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kept = kept
        self.box = card()
        self.box.setFixedWidth(560)
        column = QVBoxLayout(self.box)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Text(_("This act was not completed. What you wrote is safe."), "lead", wrap=True))
        column.addWidget(Text(_("Code: %(code)s") % {"code": isolate(code)}, "body", "muted"))
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.text.setFixedHeight(200)
        self.text.hide()
        column.addWidget(self.text)
        self.place = Text("", "caption", "muted", wrap=True)
        self.place.hide()
        column.addWidget(self.place)
        row = Wrap()
        self.onward = Button(_("Go on"), kind=FILLED, cap="Enter", on_click=self.close)
        self.again = Button(_("Close and start again"), on_click=restart)
        self.show_text = Button(_("Show the report, without anyone's particulars"), kind=PLAIN, on_click=self._show)
        for button in (self.onward, self.again, self.show_text):
            row.addWidget(button)
        column.addLayout(row)
        around = QVBoxLayout(self)
        around.addWidget(self.box, 0, Qt.AlignmentFlag.AlignCenter)
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)
        self.show()
        self.raise_()
        self.onward.setFocus()

    def _show(self) -> None:
        self.text.show()
        if self._kept:
            self.place.setText(_("Saved in %(path)s") % {"path": isolate(str(self._kept))})
            self.place.show()
        self.text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It stays over the whole window, whatever size that gets."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self.setGeometry(self.parentWidget().rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look().colour("window"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)


class Crashes(QObject):
    """Hears every error that nobody caught, on whatever thread, and shows its card.

    folder: where reports are kept; restart: ends this process and starts another.
    """

    _elsewhere = Signal(object, str)

    def __init__(self, folder: Path, restart: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._restart = folder, restart
        self._faults: IO[str] | None = None
        self._before: tuple[Any, Any] | None = None
        self._shown: CrashCard | None = None
        self._elsewhere.connect(self.heard, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From here on hooks of the process lead here. A crash of Qt itself leaves its stacks in faults.txt."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook
        if self._folder.is_dir():
            self._faults = (self._folder / FAULTS).open("w", encoding="utf-8")
            faulthandler.enable(self._faults)

    def remove(self) -> None:
        """Give the hooks back."""
        if self._before:
            sys.excepthook, threading.excepthook = self._before
            self._before = None
        if self._faults:
            faulthandler.disable()
            self._faults.close()
            self._faults = None

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        self.heard(error.with_traceback(trace))

    def _thread_hook(self, hooked: threading.ExceptHookArgs) -> None:
        if hooked.exc_value is not None:
            self._elsewhere.emit(hooked.exc_value, hooked.thread.name if hooked.thread else "?")

    def heard(self, error: BaseException, thread: str = "") -> None:
        """Keep the report and show the card; while one is shown, later ones are only kept."""
        code, text = report(error, thread)
        kept = self._keep(code, text)
        if sys.stderr is not None:
            sys.stderr.write(text)
        window = QApplication.activeWindow() or next(iter(QApplication.topLevelWidgets()), None)
        if window is None or self._shown is not None:
            return
        self._shown = CrashCard(window, code, text, kept, self._restart)
        self._shown.destroyed.connect(self._gone)

    def _gone(self) -> None:
        self._shown = None

    def _keep(self, code: str, text: str) -> Path | None:
        path = self._folder / f"{code}.txt"
        try:
            path.write_text(text, encoding="utf-8")
        except OSError:  # a disk that is full must not hide the bug behind another
            return None
        return path
