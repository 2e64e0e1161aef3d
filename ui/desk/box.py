"""The search-or-register box and the list under it (look 5)."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.persian.calendar import short_date
from app.domain.persian.ids import masked_foreign_id, masked_national_id, show_national_id
from app.domain.persian.text import from_keyboard, isolate, latin_digits, persian_digits, search_key
from app.domain.texts import _
from app.visitors import Hit
from ui.desk.box_model import BoxModel, Offer, Offers
from ui.style import look
from ui.widgets.buttons import KeyCap
from ui.widgets.drawing import Flow, cap_size, paint_box, paint_cap, width_of, write
from ui.widgets.lines import Line
from ui.widgets.text import Icon, Text

OfferRole = Qt.ItemDataRole.UserRole
TypedRole = Qt.ItemDataRole.UserRole + 1
ROW = 44


def words_of(offer: Offer, typed: str, *, masked: bool = True) -> tuple[str, str]:
    """The row's name and what stands after it; masked: ids show their ends only."""
    hit = offer.hit
    if hit is None:
        if not offer.with_id:
            return _("Register a new visitor"), ""
        national = len(latin_digits(typed).replace("-", "").replace(" ", "")) == 10
        return _("Register a new visitor with this national id") if national else _(
            "Register a new visitor with this id"
        ), ""
    return hit.name, _(" · ").join(_particulars(hit, masked=masked))


def _particulars(hit: Hit, *, masked: bool) -> list[str]:
    parts = [_("child of %(father)s") % {"father": hit.father_name}] if hit.father_name else []
    parts += [hit.county] if hit.county else []
    if hit.last_visit:
        parts.append(_("last visit %(date)s") % {"date": short_date(hit.last_visit)})
    if hit.national_id:
        parts.append(
            isolate(
                persian_digits(masked_national_id(hit.national_id) if masked else show_national_id(hit.national_id))
            )
        )
    elif hit.foreign_id:
        parts.append(isolate(persian_digits(masked_foreign_id(hit.foreign_id) if masked else hit.foreign_id)))
    return parts


def _bold() -> QFont:
    font = look().font("words")
    font.setBold(True)
    return font


class OfferDelegate(QStyledItemDelegate):
    """Name in Bold, then father, county, last visit, masked id; what was typed is marked in the name."""

    masked = True

    def sizeHint(self, option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(option.rect.width(), ROW if not look().compact else look().measure("row") + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        offer: Offer = index.data(OfferRole)
        name, rest = words_of(offer, index.data(TypedRole), masked=self.masked)
        painter.save()
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "selection" if marked else "zebra" if index.row() % 2 else "surface"
        painter.fillRect(option.rect, look().colour(ground))
        flow = Flow(option.rect.adjusted(12, 0, -12, 0), Qt.LayoutDirection.RightToLeft)
        if marked:
            paint_cap(painter, flow.take_end(cap_size("Enter").width()), "Enter")
            flow.take_end(12)
        font = _bold() if offer.hit else look().font("words")
        place = flow.take(min(width_of(name, font), flow.rect.width()))
        if offer.hit:
            self._mark_match(painter, place, name, index.data(TypedRole))
        write(
            painter,
            place,
            name,
            font,
            look().colour("link" if offer.hit is None else "selection_text" if marked else "text"),
        )
        flow.take(12)
        write(painter, flow.rect, rest, look().font("body"), look().colour("selection_text" if marked else "muted"))
        painter.restore()

    def _mark_match(self, painter: QPainter, place: QRect, name: str, typed: str) -> None:
        """Accent soft behind each word of the name that begins as a typed one does."""
        font = _bold()
        keys = [search_key(word) for text in (typed, from_keyboard(typed)) for word in text.split()]
        taken = 0
        for word in name.split(" "):
            wide = width_of(word, font)
            if any(key and search_key(word).startswith(key) for key in keys):
                box = QRect(place.right() - taken - wide, place.y() + 9, wide + 2, place.height() - 18)
                paint_box(painter, box, ground="accent_soft", radius=4)
            taken += width_of(word + " ", font) - 1


class OfferList(QFrame):
    """Floats under the box; it never takes the focus from it."""

    taken = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.line = Text("", "caption", "muted")
        self.line.setContentsMargins(12, 6, 12, 2)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("People found"))
        self._delegate = OfferDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setStyleSheet("QListView { border: none; }")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.list.itemClicked.connect(lambda item: self.taken.emit(item.data(OfferRole)))
        self.hide()

    def show_offers(self, offers: Offers) -> None:
        self.list.clear()
        for offer in offers.rows:
            item = QListWidgetItem(_(", ").join(filter(None, words_of(offer, offers.text))), self.list)
            item.setData(OfferRole, offer)
            item.setData(TypedRole, offers.text)
        self.list.setCurrentRow(0)
        near = any(offer.hit for offer in offers.rows)
        said = _("Nobody with these particulars was found.") if offers.nobody else ""
        if said and near:
            said = _("Nobody with these particulars was found. Did you mean:")
        self.line.setText(said)
        self.line.setVisible(bool(said))
        rows = sum(self.list.sizeHintForRow(place) for place in range(len(offers.rows)))
        self.list.setFixedHeight(rows + 2)

    def unmask(self, on: bool) -> None:
        self._delegate.masked = not on
        self.list.viewport().update()

    @property
    def marked(self) -> Offer | None:
        item = self.list.currentItem()
        return item.data(OfferRole) if item else None

    def move_mark(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)


class Box(QFrame):
    """Finds while one types; Enter takes the marked row, also when the answer is still on its way."""

    taken = Signal(object, str)
    """Offer and the text that was typed."""

    def __init__(self, model: BoxModel, over: QWidget) -> None:
        super().__init__(over)
        self._model = model
        self._offers: Offers | None = None
        self._enter_waits = False
        self.line = Line()
        self.line.setProperty("bare", True)
        self.line.setProperty("large", True)
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

    def _typed(self, text: str) -> None:
        self._enter_waits = False
        if not text.strip():
            self._offers = None
            self.close_list()
        self._model.type(text)

    def _show(self, offers: Offers) -> None:
        if offers.text != self.line.text():
            return
        self._offers = offers
        self.offers.show_offers(offers)
        if self._enter_waits:
            self._enter_waits = False
            self._take(self.offers.marked)
        elif self.line.hasFocus():
            self._open()

    def _open(self) -> None:
        over = self.offers.parentWidget()
        place = self.mapTo(over, self.rect().bottomLeft())
        self.offers.setFixedWidth(self.width())
        self.offers.adjustSize()
        self.offers.move(place.x(), place.y() + 4)
        self.offers.raise_()
        self.offers.show()

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
