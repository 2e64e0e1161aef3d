"""The search-or-register box and the list under it."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from app.domain.persian.text import latin_digits, plain
from app.domain.texts import _
from app.exports import ListSheet
from ui import keys
from ui.desk.box_model import BoxModel, Offer, Offers
from ui.desk.box_rows import OfferDelegate, OfferRows, row_height, words_of
from ui.scanner import SCANS
from ui.style import look
from ui.widgets.buttons import KeyCap
from ui.widgets.drawing import paint_box
from ui.widgets.lines import Line
from ui.widgets.text import Icon, Text


class OfferList(QFrame):
    """Floats under the box; it never takes the focus from it."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.line = Text("", "caption", "muted")
        self.line.setContentsMargins(12, 6, 12, 2)
        self.line.hide()
        self.rows = OfferRows(self)
        self.list = QListView()
        self.list.setModel(self.rows)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("People and issues found"))
        self._delegate = OfferDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setStyleSheet("QListView { border: none; }")
        self.list.setLayoutMode(QListView.LayoutMode.SinglePass)
        self.list.viewport().setAttribute(
            Qt.WidgetAttribute.WA_OpaquePaintEvent
        )  # rows fill it, nothing shines through
        for bar in (self.list.setHorizontalScrollBarPolicy, self.list.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.list.clicked.connect(lambda index: self.taken.emit(self.rows.offers[index.row()]))
        self.hide()

    def show_offers(self, offers: Offers) -> None:
        """These rows; for a text that is shown already, the marked row stays where it is."""
        rows, mark = offers.rows, 0
        if offers.text == self.rows.text and self.isVisible():
            mark, before = max(self._mark, 0), self.rows.offers
            if before[: mark + 1] != rows[: mark + 1]:
                rows = (*before, *(row for row in rows if row not in before))
        self.rows.put(rows, offers.text)
        self.mark(mark)
        self._say(offers)

    def _say(self, offers: Offers) -> None:
        said = ""
        if offers.exact and offers.rows and offers.rows[0].issue:
            said = keys.tooltip("phone")  # its code was typed: somebody may be asking on the phone
        if offers.nobody and not (offers.exact and offers.rows[0].issue):
            said = _("Nobody with these particulars was found.")
            if offers.near:
                said = _("Nobody with these particulars was found. Did you mean:")
            elif any(row.issue for row in offers.rows):
                said = _("Nobody of this name was found; these issues have the words:")
        if said != self.line.text():
            self.line.setText(said)
            self.line.setVisible(bool(said))

    def place(self, corner: QPoint, width: int) -> None:
        """Under the box, as high as its rows."""
        head = self.line.sizeHint().height() if self.line.text() else 0
        place = QRect(corner.x(), corner.y() + 4, width, head + len(self.rows.rows) * row_height() + 2)
        if place != self.geometry():
            self.setGeometry(place)
        if not self.isVisible():
            self.raise_()
            self.show()

    @property
    def is_masked(self) -> bool:
        return self._delegate.masked

    def unmask(self, on: bool) -> None:
        self._delegate.masked = not on
        self.list.viewport().update()

    @property
    def _mark(self) -> int:
        return int(self.list.currentIndex().row())

    @property
    def marked(self) -> Offer | None:
        return self.rows.offers[self._mark] if 0 <= self._mark < len(self.rows.offers) else None

    def mark(self, row: int) -> None:
        """The row that Enter takes."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        if row != self._mark or not self.list.selectionModel().hasSelection():
            self.list.selectionModel().setCurrentIndex(self.rows.index(row), flags)

    def mark_new(self) -> None:
        """Somebody new, who stands last."""
        self.mark(len(self.rows.offers) - 1)

    def move_mark(self, by: int) -> None:
        count = len(self.rows.offers)
        if count:
            self.mark((self._mark + by) % count)


class Box(QFrame):
    """Finds while one types; Enter takes the marked row, also when the answer is still on its way."""

    taken = Signal(object, str)
    """Offer and the text that was typed."""

    def __init__(self, model: BoxModel, over: QWidget) -> None:
        super().__init__(over)
        self._model = model
        self._offers: Offers | None = None
        self._enter_waits = False
        self._scanned = False
        self._half_typed = ""
        self.line = Line()
        self.line.setProperty("bare", True)
        self.line.setProperty("large", True)
        self.line.setProperty(SCANS, True)
        self.line.setPlaceholderText(_("National id, name, father's name or phone of the visitor"))
        self.line.setAccessibleName(_("National id, name, father's name or phone of the visitor"))
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(10)
        row.addWidget(Icon("search", "accent", size=24))
        row.addWidget(self.line, 1)
        row.addWidget(KeyCap("F2"))
        self.offers = OfferList(over)
        self.line.textChanged.connect(self._typed)
        self.offers.taken.connect(self._take)
        model.offered.connect(self._show)

    def as_sheet(self) -> ListSheet | None:
        """What was found, as it stands under the box; nothing while no list does."""
        shown, masked = self.offers.rows, self.offers.is_masked
        if not self.offers.isVisible():
            return None
        found = [words_of(offer, shown.text, masked=masked) for offer in shown.offers if not offer.new]
        rows = tuple((plain(name), plain(rest)) for name, rest in found)
        return ListSheet(self.offers.list.accessibleName(), (_("First and last name"), _("Particulars")), rows)

    def _typed(self, text: str) -> None:
        self._enter_waits = self._scanned = False
        if not text.strip():
            self._offers = None
            self.close_list()
        self._model.type(text)

    def _show(self, offers: Offers) -> None:
        if offers.text != self.line.text():
            return
        self._offers = offers
        self.offers.show_offers(offers)
        waited, self._enter_waits = self._enter_waits, False
        scanned, self._scanned = self._scanned, False
        if waited and (offers.exact if scanned else offers.sure):
            self._take(self.offers.marked)
        elif self.line.hasFocus():
            self._open()
            if waited:  # nobody is taken unseen who only comes near
                self.offers.mark_new()

    def _open(self) -> None:
        self.offers.place(self.mapTo(self.offers.parentWidget(), self.rect().bottomLeft()), self.width())

    def scan(self, digits: str) -> None:
        """What a barcode scanner has read: whoever has this number is taken. What was half typed here comes back.

        The digits may have been typed into this very line.
        """
        typed, cursor = self.line.text(), self.line.cursorPosition()
        if latin_digits(typed[:cursor]).endswith(digits):
            typed = typed[: cursor - len(digits)] + typed[cursor:]
        self._half_typed = typed
        self.setFocus()
        self.line.setText("")
        self.line.setText(digits)
        self._enter_waits = self._scanned = True

    def close_list(self) -> None:
        self.offers.hide()

    def clear(self) -> None:
        self.line.setText("")  # QLineEdit.clear could be undone: Ctrl+Z is then the bar's
        self.close_list()

    def _take(self, offer: Offer | None) -> None:
        if offer is not None:
            text = self.line.text()
            self.clear()
            self.taken.emit(offer, text)
            if self._half_typed:
                self.line.setText(self._half_typed)
                self._half_typed = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if event.type() == QEvent.Type.FocusOut and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
                self.close_list()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.offers.isVisible():
                self.offers.move_mark(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Down if self._offers is not None and self._offers.text == self.line.text():
                self._open()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.line.text().strip():
                if self._offers is not None and self._offers.text == self.line.text():
                    self._take(self.offers.marked)
                else:
                    self._enter_waits = True
            case Qt.Key.Key_Escape if self.offers.isVisible():
                self.close_list()
            case Qt.Key.Key_Escape if self.line.text():
                self.clear()
            case _:
                return False
        return True

    def sizeHint(self) -> QSize:
        return QSize(300, look().measure("box"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        focused = self.line.hasFocus()
        edge, width = ("focus", 2) if focused else ("field", 1)
        paint_box(painter, self.rect(), ground="surface", edge=edge, width=width)
