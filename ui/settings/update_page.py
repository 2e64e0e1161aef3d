"""Updates: which version this is, what a stick brings, and the one act that backs up, closes and installs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import long_date
from app.domain.persian.text import isolate_path, persian_digits
from app.domain.texts import _
from app.domain.versions import shown
from app.update_note import Update, Which
from app.updates import Found
from ui import keys
from ui.settings.update_model import Seen, UpdateModel
from ui.this_pc import documents
from ui.widgets.announce import announce
from ui.widgets.banner import ProgressLine
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.note import Note
from ui.widgets.text import Text, card
from ui.widgets.wrap import Wrap

WIDEST = 640
_MEGABYTE = 1024 * 1024
_JOINER = "\u2060"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class UpdatePage(QWidget):
    """Sticks are looked at when it is shown; Ctrl+N chooses a setup's file, F5 looks again.

    ask_file: the tests have their own.
    """

    def __init__(self, model: UpdateModel, ask_file: Callable[[QWidget], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_file = model, ask_file or _ask_file
        self._found: Found | None = None
        self.version = Text("", "strong")
        self.before, self.state, self.signed, self.how = Note(), Note(), Note(), Note()
        self.what = Text("", "strong", wrap=True)
        self.where = Text("", "caption", "muted", wrap=True)
        self.where.setAlignment(_RIGHT)  # Qt aligns isolated words by their mark, which is Latin
        self.offer = card()
        self.install = Button(
            _("Install and open again"), "arrow_sync", kind=FILLED, cap="Enter", on_click=self._install
        )
        self.choose = Button(_("Choose the setup's file"), "folder_open", key="new", on_click=self.ask)
        self.again = Button(_("Look on the sticks again"), "usb_stick", kind=PLAIN, key="refresh", on_click=model.look)
        self.progress = ProgressLine()
        self.result = Note()
        self._lay_out()
        for note in (self.before, self.state, self.signed, self.how, self.result):
            note.say("")
        self.offer.hide()
        self.progress.stopped.connect(self._stop)
        model.seen.connect(self._show)
        model.copying.connect(self._copying)
        model.backing_up.connect(self._backing_up)
        model.begun.connect(self._begun)
        model.stopped.connect(lambda reason: self._ended(reason, "muted", "info"))
        model.refused.connect(self._refused)
        keys.action("new", self, self.ask)

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self.offer)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        for part in (self.what, self.where, self.signed, self.how, self.result):
            inner.addWidget(part)
        first = QHBoxLayout()
        first.addWidget(self.install)
        first.addStretch(1)
        inner.addSpacing(4)
        inner.addLayout(first)
        inner.addWidget(self.progress)
        acts = Wrap()
        for button in (self.choose, self.again):
            acts.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.version, self.before, self.state, self.offer):
            part.setMaximumWidth(WIDEST)
            column.addWidget(part)
        column.addLayout(acts)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._found is None:
            self._model.look()

    # what is there

    def _show(self, seen: Seen) -> None:
        now, best = seen.standing, seen.best
        self.version.setText(_("Didar on this PC: version %(version)s") % {"version": shown(now.version)})
        said = _("As it was before this version, the office is kept in %(path)s.") % {"path": _unbroken(now.before)}
        self.before.say(said if now.before else "", icon="history")
        self._found = best
        self.result.say("")
        if now.why_not:
            self.state.say(now.why_not, "muted", "info")
        elif best is None:
            self.state.say(_("No update was found. Plug the stick in and look again, or choose the setup's file."))
        else:
            self.state.say("")
        if now.highest and not now.why_not:
            said = _("This office was worked on with version %(highest)s already; this PC should have it too.")
            self.state.say(said % {"highest": shown(now.highest)}, "warning", "warning")
        may = best is not None and best.refusal is None and not now.why_not
        for button in (self.choose, self.again):
            button.setVisible(now.can_check)
        self.install.setVisible(may)
        self.how.setVisible(may)
        self._show_offer(best)
        if may:
            self.how.say(
                _(
                    "The office is backed up first, in %(path)s. Then Didar closes, is installed and opens again; what "
                    "you have typed is kept."
                )
                % {"path": _unbroken(now.backups)}
            )
        if best is not None:
            announce(self, best.refusal.reason if best.refusal else self.what.text())
        if may and seen.chosen:
            self.install.setFocus()

    def _show_offer(self, found: Found | None) -> None:
        self.offer.setVisible(found is not None)
        if found is None:
            return
        update = found.update
        if update is not None:
            self.what.setText(_("Update to version %(version)s") % {"version": shown(update.version)})
        else:
            self.what.setText(_("The setup was not accepted"))
        self.where.setText(isolate_path(str(found.setup)))
        if found.refusal is not None:
            self.signed.say(found.refusal.reason, *_role(found.refusal))
        elif update is not None:
            self.signed.say(_said_of(update, found.which), "success", "shield_checkmark")

    # acts

    def ask(self) -> None:
        may = self.choose.isVisible() and self.choose.isEnabled()
        path = self._ask_file(self) if may else ""
        if path:
            self._model.choose(Path(path))

    def _install(self) -> None:
        if self._found is not None:
            self.result.say("")
            self.progress.start(_("The update is being copied from the stick …"))
            self.progress.setFocus()
            self._busy(on=True)
            self._model.install(self._found)

    def _copying(self, done: int, of: int) -> None:
        said = _("Copied from the stick: %(done)s of %(of)s megabytes") % {
            "done": _megabytes(done),
            "of": _megabytes(of),
        }
        self.progress.step(done, of, said)

    def _backing_up(self) -> None:
        self.progress.step(1, 1, _("The copy is whole and signed. The office is being backed up …"))

    def _begun(self) -> None:
        self.progress.stopping()
        self.progress.step(1, 1, _("The setup has been started; Didar closes now."))
        announce(self, self.progress.text)

    def _stop(self) -> None:
        self.progress.stopping()
        self._model.stop()

    def _refused(self, error: UserError) -> None:
        self._ended(error.reason, *_role(error))

    def _ended(self, said: str, role: str, icon: str) -> None:
        self.progress.hide()
        self._busy(on=False)
        self.result.say(said, role, icon)
        announce(self, said)
        self.install.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops the copying."""
        if event.key() == Qt.Key.Key_Escape and self._model.is_at_work:
            self._stop()
        else:
            super().keyPressEvent(event)

    def _busy(self, *, on: bool) -> None:
        self.install.setVisible(not on)
        for button in (self.choose, self.again):
            button.setEnabled(not on)


def _role(error: UserError) -> tuple[str, str]:
    """A version that is here already, or a date to be mended, is no danger."""
    if isinstance(error, Refused) and error.field in ("version", "least"):
        return "muted", "info"
    if isinstance(error, Refused) and error.field == "file":
        return "danger", "error_circle"
    return "warning", "warning"


def _said_of(update: Update, which: Which | None) -> str:
    said = (
        _("Signed by Didar's publisher on %(date)s, %(size)s megabytes")
        if which is Which.PRESENT
        else _("Signed by Didar's publisher with the next key on %(date)s, %(size)s megabytes")
    )
    return said % {"date": long_date(update.date), "size": _megabytes(update.size)}


def _unbroken(path: Path | None) -> str:
    """A path in a sentence that wraps: no line ends behind «C:»."""
    return isolate_path(str(path)).replace(":", f":{_JOINER}")


def _megabytes(size: int) -> str:
    return persian_digits(max(1, round(size / _MEGABYTE)))


def _ask_file(parent: QWidget) -> str:
    kinds = _("Setups of Didar (DidarSetup-*.exe)")
    return QFileDialog.getOpenFileName(parent, _("Choose the setup's file"), str(documents()), kinds)[0]
