"""The recovery code: shown once, printed or copied, and two of its groups asked back before the work begins."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.security import recovery
from ui import keys
from ui.setup.asked_code import AskedCode
from ui.setup.pages import GAP, Page
from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.field import DigitField
from ui.widgets.text import Text, card

COVERED = "••••••"
ROW = 4


class CodePage(Page):
    """The tick covers the code and wakes the two fields and «آغاز کار»; taking it back shows the code again.

    above, said: over and under the title. print_code: prints it; given the page, the agency and the code.
    """

    ready = Signal(bool)

    def __init__(self, above: str, said: str, print_code: Callable[[QWidget, str, str], bool] | None = None) -> None:
        super().__init__(above, _("Recovery code"), said)
        self._asked = AskedCode("", "")
        self._print = print_code or print_on_paper
        self._groups = [Text("", "code") for _place in range(recovery.GROUPS)]
        self.column.addWidget(self._code_card())
        self.column.addLayout(self._acts())
        self.column.addSpacing(GAP)
        self.tick = QCheckBox(_("I have put it in a safe place"))
        self.tick.toggled.connect(self._ticked)
        self.column.addWidget(self.tick)
        self.column.addSpacing(GAP // 2)
        self._wish = Text(_("Write these two groups from your own copy"), "body", "muted")
        self.column.addWidget(self._wish)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP)
        self.column.addLayout(self._row)
        self.column.addStretch(1)

    def _code_card(self) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setVerticalSpacing(8)
        frame.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        for place, group in enumerate(self._groups):
            group.setAlignment(Qt.AlignmentFlag.AlignCenter)
            font = look().font("figure", digits=True, tabular=True)
            font.setPixelSize(round(24 * look().factor))
            group.setFont(font)
            grid.addWidget(group, *divmod(place, ROW))
        return frame

    def _acts(self) -> QHBoxLayout:
        self.print = Button(_("Print"), "print", key="print", on_click=self.print_code)
        self.copy = Button(_("Copy"), "copy", on_click=self.copy_code)
        self.said = Text("", "body", "success")
        keys.action("print", self, lambda: self.print.isEnabled() and self.print_code())
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        for part in (self.print, self.copy, self.said):
            row.addWidget(part)
        row.addStretch(1)
        return row

    def show_code(self, asked: AskedCode) -> None:
        """The code has been made: show it, and make the fields of the groups that will be asked back."""
        self._asked = asked
        self._cover(covered=False)
        for place in asked.places:
            label = _("Group %(n)s of the code") % {"n": persian_digits(place + 1)}
            field = DigitField(label, f"group_{place}", most=recovery.DIGITS, tall=True)
            field.setEnabled(False)
            self.form.add(field)
            self._row.addWidget(field)
        self.tick.setFocus()

    def _cover(self, *, covered: bool) -> None:
        for label, group in zip(self._groups, recovery.groups(self._asked.code), strict=True):
            label.setText(COVERED if covered else persian_digits(group))
            label.setAccessibleName(COVERED if covered else group)

    def _ticked(self, ticked: bool) -> None:
        self._cover(covered=ticked)
        for part in (self.print, self.copy):
            part.setEnabled(not ticked)
        for field in self.fields.values():
            field.setEnabled(ticked)
        self.ready.emit(ticked)
        if ticked:
            next(iter(self.fields.values())).setFocus()

    def check(self) -> bool:
        """Whether the two groups are those of the code; what differs is said at its field.

        If they are, the code goes from the clipboard, where the next program would find it.
        """
        typed = {place: self.fields[f"group_{place}"].text() for place in self._asked.places}
        refusals = self._asked.refused(typed)
        self.say({f"group_{place}": reason for place, reason in refusals.items()})
        clipboard = QGuiApplication.clipboard()
        if not refusals and clipboard.text() == self._asked.code:
            clipboard.clear()
        return not refusals

    def arrive(self) -> None:
        self.tick.setFocus()

    def copy_code(self) -> None:
        QGuiApplication.clipboard().setText(self._asked.code)
        self._say(_("The code was copied."))

    def print_code(self) -> None:
        if self._print(self, self._asked.agency, self._asked.code):
            self._say(_("The code was sent to the printer."))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        announce(self.said, text)


def print_on_paper(parent: QWidget, agency: str, code: str) -> bool:
    """Ask for the printer and print one page, light in ink. Whether it was printed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - only when it is wanted

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    painter = QPainter(printer)
    if not painter.isActive():
        return False
    _paint_page(painter, QRectF(painter.viewport()), printer.logicalDpiY() / 25.4, agency, code)
    painter.end()
    return True


def _paint_page(painter: QPainter, page: QRectF, mm: float, agency: str, code: str) -> None:
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    at = page.top() + 20 * mm
    for text, points in ((agency, 14), (_("Recovery code"), 18)):
        at = _paint_line(painter, QRectF(page.left(), at, page.width(), 14 * mm), text, points)
    groups = recovery.groups(code)
    for start in (0, ROW):
        line = "   ".join(persian_digits(group) for group in groups[start : start + ROW])
        at = _paint_line(painter, QRectF(page.left(), at, page.width(), 14 * mm), f"\u2066{line}\u2069", 20)
    said = _("Whoever has this paper can open the store. Keep it in a locked place, away from this PC.")
    _paint_line(painter, QRectF(page.left(), at, page.width(), 14 * mm), said, 11)


def _paint_line(painter: QPainter, box: QRectF, text: str, points: int) -> float:
    font = look().font("title" if points > 14 else "lead")
    font.setPointSize(points)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    return box.bottom()
