"""Numbers that stand for a person: the id with its kind joined at the right, and the mobile."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.text import latin_digits
from app.domain.texts import N_, _
from ui.style import look
from ui.widgets.combo import ComboLine
from ui.widgets.drawing import paint_box, width_of
from ui.widgets.dropdown import Choice
from ui.widgets.field import Field
from ui.widgets.lines import DigitLine, Line
from ui.widgets.text import Icon

NATIONAL, FOREIGN, DOCUMENT, NO_ID = "national_id", "foreign_id", "document", "no_id_reason"
_KINDS = (
    (NATIONAL, N_("National id")),
    (FOREIGN, N_("Foreign national's id")),
    (NO_ID, N_("No national id")),
    (DOCUMENT, N_("Passport, Amayesh")),
)
_CHILD = N_("A child with a guardian")
_REASONS = (N_("Had no card along"), N_("Would not give an id"), _CHILD)
_CHEVRON_ROOM = 40
_LENGTHS = {NATIONAL: 10, FOREIGN: 12}


class GroupedLine(DigitLine):
    """Digits in groups while it is left alone, plain while one types in it."""

    def __init__(self, most: int, also: str = "", between: str = "") -> None:
        super().__init__(most, also + between)
        self._between = between
        self.grouped = str
        self.focused.connect(self._ungroup)
        self.blurred.connect(self._group)

    def plain(self) -> str:
        """The digits without what groups them."""
        return "".join(c for c in super().text() if c not in self._between)

    def _ungroup(self) -> None:
        marked = self.hasSelectedText()
        self._show(self.plain())
        self.before = self.plain()
        if marked:
            self.selectAll()

    def _group(self) -> None:
        self._show(self.grouped(self.plain()))

    def _show(self, text: str) -> None:
        if text != super().text():
            self.blockSignals(True)  # the same number, only drawn otherwise
            self.setText(text)
            self.blockSignals(False)

    def put(self, digits: str) -> None:
        """Set the number, grouped unless one is typing in it."""
        if digits == self.plain():
            return
        self.setText(digits if self.hasFocus() else self.grouped(digits))


class Box(QFrame):
    """An outline around parts that are typed in as one: it is theirs for focus and refusal."""

    def __init__(self) -> None:
        super().__init__()
        self.refused = False
        self._first: QWidget | None = None
        self.parts = QHBoxLayout(self)
        self.parts.setContentsMargins(8, 0, 8, 0)
        self.parts.setSpacing(0)

    def sizeHint(self) -> QSize:
        return QSize(200, look().measure("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, look().measure("control"))

    def hold(self, edit: QWidget, stretch: int = 0) -> None:
        edit.setProperty("bare", True)
        edit.installEventFilter(self)
        self.parts.addWidget(edit, stretch)
        self._first = self._first or edit

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        focused = any(edit.hasFocus() for edit in self.findChildren(Line))
        edge = "danger" if self.refused else "focus" if focused else "field" if self.isEnabled() else "border"
        ground = "surface" if self.isEnabled() else "disabled"
        painter = QPainter(self)
        paint_box(painter, self.rect(), ground=ground, edge=edge, width=2 if self.refused or focused else 1)
        first = self._first
        if first is None:
            return
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        between = first.x() - 1 if rtl else first.geometry().right() + 1
        painter.fillRect(between, 2, 1, self.height() - 4, look().colour("border"))


class DocumentLine(Line):
    """Number of a passport or a card: capitals and digits, left to right at the right edge."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("digits", True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class IdentityField(Field):
    """National id, foreigner's id or document, or why there is none; text() is the number or the reason, kind the key.

    Signals: completed(number) when the last digit makes it right, or a document's number is left; kind_changed;
    is_child when that is the reason.
    """

    completed = Signal(str)
    kind_changed = Signal()
    is_child = Signal()

    def __init__(self, label: str, name: str = NATIONAL, **more: Any) -> None:
        self._number = GroupedLine(_LENGTHS[NATIONAL], between="-")
        self._number.grouped = ids.show_national_id
        self._document = DocumentLine()
        self._reason = ComboLine([Choice(_(reason), reason) for reason in _REASONS], free=True)
        self._kinds = ComboLine([Choice(_(word), kind) for kind, word in _KINDS], fixed=True)
        self._kinds.setAccessibleName(_("Kind of id"))
        self._check = Icon("checkmark_circle", "success", size=20, filled=True)
        self._pages = QStackedWidget()
        box = Box()
        box.setSizePolicy(self._number.sizePolicy())
        box.hold(self._kinds)
        for edit in (self._number, self._document, self._reason):
            edit.setProperty("bare", True)
            edit.installEventFilter(box)
            self._pages.addWidget(edit)
        box.parts.addWidget(self._pages, 1)
        box.parts.addWidget(self._check)
        self._box = box
        self.kind = NATIONAL
        super().__init__(label, name, self._number, body=box, **more)
        for edit in (self._number, self._document):
            edit.installEventFilter(self)
        for edit, words in (
            (self._document, _("Number of the passport or card")),
            (self._reason, _("Why there is no id")),
        ):
            edit.setAccessibleName(words)
            edit.setPlaceholderText(words)
            edit.textChanged.connect(self._typed)
            edit.blurred.connect(self._blurred)
            edit.returnPressed.connect(self.entered)
        self._reason.taken.connect(lambda choice: self.is_child.emit() if choice.data == _CHILD else None)
        self._kinds.taken.connect(lambda choice: self._turn(choice.data))
        self._kinds.picked.connect(self._enter)
        self._kinds.returnPressed.connect(self._enter)
        self._show_kind()
        self._check.hide()

    @property
    def _current(self) -> Any:
        return {NO_ID: self._reason, DOCUMENT: self._document}.get(self.kind, self._number)

    def text(self) -> str:
        edit = self._current
        return str(edit.plain() if edit is self._number else edit.text().strip())

    def set_text(self, text: str) -> None:
        self.set(self.kind, text)

    def set(self, kind: str, text: str) -> None:
        """Kind (national_id, foreign_id, document, no_id_reason) and number or reason."""
        if kind != self.kind:
            self._turn(kind)
        if self._current is self._number:
            self._number.put(text)
        else:
            self._current.setText(text)
            self._current.setCursorPosition(0)
        self._current.before = self.text()
        self._mark()

    def clear(self) -> None:
        self._reason.clear()
        self._document.clear()
        self.set(NATIONAL, "")
        self.say("")
        self.note("")

    def particulars(self) -> dict[str, str]:
        """By the register's keys, for what the office takes."""
        return {self.kind: self.text()}

    def value(self) -> Any:
        text = self.text()
        if not text:
            return None
        rules = {NATIONAL: ids.national_id, FOREIGN: ids.foreign_id, DOCUMENT: ids.document}
        return rules[self.kind](text) if self.kind in rules else text

    def ask(self) -> str:
        if self.kind == NO_ID and not self.text():
            return _("No id was shown; write why.")
        return super().ask()

    def take_back(self) -> bool:
        if self.text() == self._current.before:
            return False
        self.set(self.kind, self._current.before)
        return True

    def outline(self, *, refused: bool) -> None:
        self._box.refused = refused
        self._box.update()

    def say(self, reason: str) -> None:
        super().say(reason)
        for edit in (self._document, self._reason):
            edit.setAccessibleDescription(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Down in the number opens the kinds, as in any list: a passport is seen only once the cursor is here."""
        if (
            watched in (self._number, self._document)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self._kinds.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._kinds.open_list()
            return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        """The kind is chosen: the cursor goes to what it asks for."""
        self._current.setFocus()

    def _turn(self, kind: str) -> None:
        self.kind = kind
        self._show_kind()
        self._number.digits.most = _LENGTHS.get(kind, 12)
        self._number.grouped = ids.show_national_id if kind == NATIONAL else str
        self._pages.setCurrentWidget(self._current)
        self.setFocusProxy(self._current)
        self.say("")
        self._mark()
        self.kind_changed.emit()

    def _show_kind(self) -> None:
        words = next(_(word) for key, word in _KINDS if key == self.kind)
        self._kinds.setText(words)
        self._kinds.setFixedWidth(width_of(words, look().font()) + _CHEVRON_ROOM)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._show_kind()

    def _mark(self) -> bool:
        right = len(self.text()) == _LENGTHS.get(self.kind) and not self.ask()
        self._check.setVisible(right)
        return right

    def _typed(self) -> None:
        self.note("")
        super()._typed()
        if self._mark():
            self.completed.emit(self.text())
        elif self.kind == NATIONAL and len(self.text()) == _LENGTHS[NATIONAL]:
            self.check()

    def _blurred(self) -> None:
        typed = self.text()
        if self.kind == DOCUMENT and typed and not self.ask():
            self._document.setText(ids.document(typed))
            self.completed.emit(self.text())
        if self.kind == NATIONAL and len(typed) in (8, 9):
            try:
                whole = ids.national_id(typed)
            except Refused:
                pass
            else:
                self._number.put(whole)
                self._number.blurred.emit()
                two = len(whole) - len(typed) == 2
                self.note(
                    _("Two zeros were added at the beginning.") if two else _("A zero was added at the beginning.")
                )
                return
        super()._blurred()


class MobileField(Field):
    """A mobile number: +98…, 0098… and 9… become 09…; grouped when left, plain while typing."""

    def __init__(self, label: str, name: str = "mobile", **more: Any) -> None:
        line = GroupedLine(14, also="+", between=" ")
        line.grouped = _grouped_mobile
        super().__init__(label, name, line, rule=more.pop("rule", ids.mobile), **more)

    def text(self) -> str:
        plain = str(self.edit.plain())
        try:
            return ids.mobile(plain)
        except Refused:
            return plain

    def set_text(self, text: str) -> None:
        self.edit.put(latin_digits(text))
        self.edit.before = self.edit.plain()

    def take_back(self) -> bool:
        if self.edit.plain() == self.edit.before:
            return False
        self.edit.put(self.edit.before)
        return True


def _grouped_mobile(digits: str) -> str:
    """4-3-4, also of a number that is not whole yet."""
    try:
        digits = ids.mobile(digits)
    except Refused:
        if not digits.startswith("0"):
            return digits
    return " ".join(filter(None, (digits[:4], digits[4:7], digits[7:])))
