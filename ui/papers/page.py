"""Over a screen: the papers that the printer did not take, and blank slips for a morning on paper."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import TEHRAN, clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.failed_prints import Waiting
from app.office import Office
from ui import keys
from ui.papers.blanks import BlanksForm
from ui.preview import Preview
from ui.printing import Printing
from ui.style import look
from ui.widgets.banner import Banner, Bar
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.widgets.text import Text, card
from ui.worker import Worker


class PapersPage(QWidget):
    """Enter, Space or F12 prints the row again, Delete takes it off the list, Esc leads back. Signal closed."""

    closed = Signal()
    over_wanted = Signal(object)
    """A preview to lie over it."""
    settings_wanted = Signal()

    def __init__(self, office: Office, worker: Worker, printing: Printing) -> None:
        super().__init__()
        self._worker, self._printing = worker, printing
        self.setAccessibleName(_("Papers and printer"))
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bar = Bar()
        settings = Button(_("Settings"), kind=PLAIN, key="screen_settings", on_click=self.settings_wanted.emit)
        said = _("No printer is set; choose one in the settings.")
        self.unset = Banner(said, "warning", "print", acts=[settings])
        self.table = Table(
            _columns(),
            row_id=lambda one: (one.visit_id, one.paper),
            name="papers.waiting",
            label=_("Papers that wait for the printer"),
            empty=_("No paper waits for the printer."),
        )
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.again = Button(_("Print again"), "print", kind=FILLED, key="print_slip", on_click=self.print_again)
        self.all = Button(_("Print all"), on_click=self.print_all)
        self.forget = Button(_("Take off the list"), "delete", cap="Del", on_click=self.take_off)
        self.blanks = BlanksForm(office, worker, printing)
        self._lay_out()
        self.panes = [self.table, self.blanks]
        self.setFocusProxy(self.table)
        self.table.opened.connect(lambda _row: self.print_again())
        self.table.stepped.connect(lambda _row: self.print_again())
        self.blanks.drawn.connect(self._preview)
        self.blanks.refused.connect(lambda reason: self.bar.say(reason, role="danger"))
        printing.changed.connect(self._show)
        printing.said.connect(self._say)
        look().changed.connect(self._measure)
        keys.action("print_slip", self, self.print_again)
        keys.action("print", self, self.blanks.draw)
        self._show()
        printing.read()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("Papers and printer"), "title"))
        head.addStretch(1)
        head.addWidget(Button(_("Close"), kind=PLAIN, cap="Esc", on_click=self.closed.emit))
        waiting = card()
        inner = QVBoxLayout(waiting)
        inner.setContentsMargins(1, 12, 1, 12)
        inner.setSpacing(8)
        title = Text(_("Papers that wait for the printer"), "lead")
        title.setContentsMargins(16, 0, 16, 0)
        inner.addWidget(title)
        inner.addWidget(self.table, 1)
        acts = QHBoxLayout()
        acts.setContentsMargins(12, 0, 12, 0)
        acts.setSpacing(8)
        for button in (self.again, self.all, self.forget):
            acts.addWidget(button)
        acts.addStretch(1)
        inner.addLayout(acts)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.unset)
        self._column.addWidget(waiting, 1)
        self._column.addWidget(self.blanks)
        self._column.addWidget(self.bar)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(look().measure("gap"))

    def _show(self) -> None:
        waiting = list(self._printing.waiting)
        if waiting != self.table.rows:
            self.table.put(waiting)
            self.table.choose_first()
        for button in (self.again, self.all, self.forget):
            button.setEnabled(bool(waiting))
        self.unset.setVisible(not self._printing.ready)

    def _say(self, text: str, role: str) -> None:
        self.bar.add(text, role=role)

    def print_again(self) -> None:
        """F12, Enter: the chosen row once more."""
        one = self.table.current
        if one is not None:
            self._printing.print_again([one])

    def print_all(self) -> None:
        self._printing.print_again(self._printing.waiting)

    def take_off(self) -> None:
        """Delete: it is not wanted any more; even so it can be brought back."""
        one = self.table.current
        if one is not None:
            self._printing.forget(one)
            said = _("The %(paper)s of turn %(n)s was taken off the list.")
            words = {"paper": one.paper.label, "n": persian_digits(one.number or 0)}
            self.bar.say(said % words, undo=lambda: self._printing.put_back(one))

    def _preview(self, pdf: bytes, name: str) -> None:
        printing = self._printing
        on_print = (lambda: printing.print_pdf(pdf, name)) if self.blanks.on_slip_paper and printing.ready else None
        preview = Preview(_("Blank slips"), pdf, name, self._worker, on_print=on_print)
        printing.said.connect(preview.tell)
        self.over_wanted.emit(preview)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.take_off()
        else:
            super().keyPressEvent(event)


def _columns() -> list[Column]:
    return [
        Column("number", _("Turn"), lambda one: persian_digits(one.number) if one.number else "–", 56, align="middle"),
        Column("paper", _("Paper"), lambda one: one.paper.label, 180, "words"),
        Column("failed", _("Not printed at"), _since, 196, compact=False),
        Column("reason", _("Reason"), lambda one: one.reason, 0),
    ]


def _since(one: Waiting) -> str:
    at = one.failed_at.astimezone(TEHRAN)
    return _("%(day)s, %(clock)s") % {"day": short_date(at.date()), "clock": clock(at.time())}
