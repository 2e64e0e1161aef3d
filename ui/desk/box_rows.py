"""The rows under the box: their words, the model that holds them, and the painter that draws them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.bookings import BookingRow
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.ids import masked_foreign_id, masked_national_id, show_follow_up_code, show_national_id
from app.domain.persian.text import from_keyboard, isolate, latin_digits, persian_digits, search_key
from app.domain.texts import _
from app.search import Hit, IssueHit
from ui import icons
from ui.desk.box_model import Offer
from ui.style import look
from ui.widgets.chips import State, chip_width, paint_chip
from ui.widgets.drawing import Flow, cap_size, paint_box, paint_cap, width_of, write

ROW = 44
PAD, GAP, ICON = 12, 8, 20

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def words_of(offer: Offer, typed: str, *, masked: bool = True) -> tuple[str, str]:
    """The row's name and what stands after it; masked: ids show their ends only."""
    if offer.hit is not None:
        return offer.hit.name, _(" · ").join(_particulars(offer.hit, masked=masked))
    if offer.issue is not None:
        return offer.issue.person.name, _(" · ").join(_of_issue(offer.issue))
    if offer.booking is not None:
        return offer.booking.name, offer.booking.subject or ""
    if not offer.with_id:
        return _("Register a new visitor"), ""
    if len(latin_digits(typed).replace("-", "").replace(" ", "")) == 10:
        return _("Register a new visitor with this national id"), ""
    return _("Register a new visitor with this id"), ""


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


def _of_issue(issue: IssueHit) -> list[str]:
    parts = [_("for the head alone") if issue.head_only else issue.subject, short_date(issue.date)]
    if issue.code:
        parts.append(isolate(persian_digits(show_follow_up_code(issue.code))))
    return parts


class OfferRows(QAbstractListModel):
    """The offers for a text. What stays the same is not drawn again."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.offers: tuple[Offer, ...] = ()
        self.text = ""

    def put(self, offers: Sequence[Offer], text: str) -> None:
        """Other rows in place of these; those beyond come and go at the end."""
        before, self.text = self.offers, text
        more = len(offers) - len(before)
        if more > 0:
            self.beginInsertRows(_NOWHERE, len(before), len(offers) - 1)
        elif more < 0:
            self.beginRemoveRows(_NOWHERE, len(offers), len(before) - 1)
        self.offers = tuple(offers)
        if more > 0:
            self.endInsertRows()
        elif more < 0:
            self.endRemoveRows()
        if offers and before:
            self.dataChanged.emit(self.index(0), self.index(min(len(before), len(offers)) - 1))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a screen reader says of the row."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        offer = self.offers[index.row()]
        said = [*words_of(offer, self.text)]
        if offer.issue is not None:
            said.append(offer.issue.status.label)
        if offer.booking is not None:
            said.append(booked_for(offer.booking).text)
        return _(", ").join(filter(None, said))


def booked_for(row: BookingRow) -> State:
    """That somebody is booked for today, and for which hour."""
    said = _("booked, %(hour)s") % {"hour": clock(row.hour)} if row.hour else _("booked")
    return State(said, "accent", "calendar")


def row_height() -> int:
    return ROW if not look().compact else look().measure("row") + 4


class OfferDelegate(QStyledItemDelegate):
    """Name in Bold, then father, county, last visit, masked id; what was typed is marked in the name.

    A matter has its own sign: whose it is, its subject, day and code, and its state at the end.
    """

    masked = True

    def sizeHint(self, option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(option.rect.width(), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        rows: OfferRows = index.model()  # type: ignore[assignment]
        offer = rows.offers[index.row()]
        name, rest = words_of(offer, rows.text, masked=self.masked)
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "selection" if marked else "zebra" if index.row() % 2 else "surface"
        painter.save()
        painter.fillRect(option.rect, look().colour(ground))
        flow = Flow(option.rect.adjusted(PAD, 0, -PAD, 0), Qt.LayoutDirection.RightToLeft)
        if marked:
            paint_cap(painter, flow.take_end(cap_size("Enter").width()), "Enter")
            flow.take_end(PAD)
        if offer.issue is not None:
            self._paint_issue(painter, flow, offer.issue, marked=marked)
        if offer.booking is not None:
            state = booked_for(offer.booking)
            paint_chip(painter, flow.take_end(chip_width(state)), state)
            flow.take_end(PAD)
        font = look().font("words")
        font.setBold(not offer.new)
        place = flow.take(min(width_of(name, font), flow.rect.width()))
        if not offer.new:
            _mark_match(painter, place, name, rows.text)
        ink = "link" if offer.new else "selection_text" if marked else "text"
        write(painter, place, name, font, look().colour(ink))
        if rest:
            flow.take(PAD)
            write(painter, flow.rect, rest, look().font("body"), look().colour("selection_text" if marked else "muted"))
        painter.restore()

    def _paint_issue(self, painter: QPainter, flow: Flow, issue: IssueHit, *, marked: bool) -> None:
        """The sign at the beginning and the state at the end; what is between is the caller's."""
        state = State(issue.status.label, "plain" if issue.status.value == "open" else "success")
        paint_chip(painter, flow.take_end(chip_width(state)), state)
        flow.take_end(PAD)
        ink = "selection_text" if marked else "muted"
        icons.paint(painter, flow.take(ICON), "document_text", ink, look().tokens, size=ICON)
        flow.take(GAP)


def _mark_match(painter: QPainter, place: QRect, name: str, typed: str) -> None:
    """Accent soft behind each word of the name that begins as a typed one does."""
    font = look().font("words")
    font.setBold(True)
    keys = {search_key(word) for text in (typed, from_keyboard(typed)) for word in text.split()} - {""}
    taken = 0
    for word in name.split(" "):
        wide = width_of(word, font)
        if search_key(word).startswith(tuple(keys)):
            box = QRect(place.right() - taken - wide, place.y() + 9, wide + 2, place.height() - 18)
            paint_box(painter, box, ground="accent_soft", radius=4)
        taken += width_of(word + " ", font) - 1
