"""The rows under the box: their words, the model that holds them, and the painter that draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
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


@dataclass(frozen=True)
class Row:
    """An offer and the words of its name that begin as a typed one does, by their places."""

    offer: Offer
    marks: tuple[int, ...] = ()


def _rows(offers: Sequence[Offer], typed: str) -> tuple[Row, ...]:
    keys = tuple({search_key(word) for text in (typed, from_keyboard(typed)) for word in text.split()} - {""})
    return tuple(Row(offer, _marks(offer, keys)) for offer in offers)


def _marks(offer: Offer, keys: tuple[str, ...]) -> tuple[int, ...]:
    person = offer.hit or (offer.issue.person if offer.issue else None)
    if person is None:
        return ()
    return tuple(at for at, word in enumerate(person.name.split(" ")) if search_key(word).startswith(keys))


class OfferRows(QAbstractListModel):
    """The offers for a text. What stays the same is not drawn again."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self.text = ""

    @property
    def offers(self) -> tuple[Offer, ...]:
        return tuple(row.offer for row in self.rows)

    def put(self, offers: Sequence[Offer], text: str) -> None:
        """Other rows in place of these; those beyond come and go at the end."""
        before, after, self.text = self.rows, _rows(offers, text), text
        if len(after) > len(before):
            self.beginInsertRows(_NOWHERE, len(before), len(after) - 1)
            self.rows = after
            self.endInsertRows()
        elif len(after) < len(before):
            self.beginRemoveRows(_NOWHERE, len(after), len(before) - 1)
            self.rows = after
            self.endRemoveRows()
        self.rows = after
        changed = [at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a screen reader says of the row."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        offer = self.rows[index.row()].offer
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

    A matter has its own sign: whose it is, its subject, day and code, and its state at the end. Rows are drawn at every
    key of the box, so each text is measured once: that takes as long as drawing it.
    """

    masked = True

    def sizeHint(self, option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(option.rect.width(), row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        rows: OfferRows = index.model()  # type: ignore[assignment]
        row = rows.rows[index.row()]
        offer = row.offer
        name, rest = words_of(offer, rows.text, masked=self.masked)
        marked = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "selection" if marked else "zebra" if index.row() % 2 else "surface"
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
        _paint_marks(painter, place, name, row.marks, font)
        ink = "link" if offer.new else "selection_text" if marked else "text"
        write(painter, place, name, font, look().colour(ink))
        if rest:
            flow.take(PAD)
            write(painter, flow.rect, rest, look().font("body"), look().colour("selection_text" if marked else "muted"))

    def _paint_issue(self, painter: QPainter, flow: Flow, issue: IssueHit, *, marked: bool) -> None:
        """The sign at the beginning and the state at the end; what is between is the caller's."""
        state = State(issue.status.label, "plain" if issue.status.value == "open" else "success")
        paint_chip(painter, flow.take_end(chip_width(state)), state)
        flow.take_end(PAD)
        ink = "selection_text" if marked else "muted"
        icons.paint(painter, flow.take(ICON), "document_text", ink, look().tokens, size=ICON)
        flow.take(GAP)


def _paint_marks(painter: QPainter, place: QRect, name: str, marks: tuple[int, ...], font: QFont) -> None:
    """Accent soft behind the words at these places."""
    words = name.split(" ")
    for at in marks:
        before = " ".join(words[:at])
        taken = width_of(f"{before} ", font) - 1 if before else 0
        wide = width_of(words[at], font)
        box = QRect(place.right() - taken - wide, place.y() + 9, wide + 2, place.height() - 18)
        paint_box(painter, box, ground="accent_soft", radius=4)
