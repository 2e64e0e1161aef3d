"""Two records side by side, to be made one: the other is found by typing, Enter goes on to the reason and does it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.persian.calendar import short_date
from app.domain.persian.ids import show_mobile
from app.domain.persian.text import isolate, persian_digits, search_key
from app.domain.texts import _
from app.likeness import Noticed
from ui.desk.same_person import masked_id, who
from ui.style import look
from ui.widgets.field import TextField
from ui.widgets.place_form import PlaceForm
from ui.widgets.strip import Strip
from ui.widgets.text import Elided, Text

ASK_AFTER = 120  # ms after the last key
ROWS = 4
EMPTY = "—"
PARTICULARS = 5
"""Of the lines that are compared, those that one person has once."""


class MergePanel(PlaceForm):
    wanted = Signal(int, str)
    """Whom to look for beside this person: visitor's id, and what was typed."""
    grown = Signal()
    """It needs another height now."""
    merging = Signal(int, int, str)
    """The two visitors' ids, and the reason."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Make two records one"), _("Make them one"), parent)
        self._visitor_id = 0
        self._one: Noticed | None = None
        self._found: tuple[Noticed, ...] = ()
        self.other = TextField(_("The other record: name, phone or id"), "other")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("People found"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.why = Strip(wrap=True)
        self.reason = TextField(_("Reason (may stay empty)"), "reason")
        self._rest = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._rest.timeout.connect(self._ask)
        self._lay_out()
        self.other.changed.connect(self._rest.start)
        self.other.changed.connect(self._typed)
        self.other.edit.installEventFilter(self)
        self.other.entered.connect(self._take)
        self.reason.entered.connect(self.save)
        self.list.currentRowChanged.connect(lambda _row: self._compare())

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.other)
        left.addWidget(self.list)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._cells: list[tuple[Text, Elided, Elided]] = []
        for place in range(7):
            cells = Text("", "caption", "muted"), Elided("", "words"), Elided("", "words")
            for column, cell in enumerate(cells):
                self._grid.addWidget(cell, place, column)
            self._cells.append(cells)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        right.addLayout(self._grid)
        right.addWidget(self.reason)
        right.addWidget(self.why)
        right.addStretch(1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addLayout(left, 2)
        both.addLayout(right, 4)
        self.body.addLayout(both)

    # what stands in it ---------------------------------------------------------------------------------------------

    def begin(self, visitor_id: int) -> None:
        """Whose record is to be made one with another; who it is comes with the store's answer."""
        self._visitor_id, self._one = visitor_id, None
        self.about.set_text("")
        self.line.set_text("", "muted")
        self.why.say("")
        self.reason.clear()
        self.other.clear()
        self._rest.stop()
        self._put(())
        self.other.setFocus()

    def show_found(self, one: Noticed, found: tuple[Noticed, ...]) -> None:
        self._one = one
        self.about.set_text(one.person.name)
        self._put(found)
        nobody = (
            _("Nobody is alike. Type a name, a phone or an id.")
            if not self.other.text()
            else _("Nobody with these particulars was found.")
        )
        self.line.set_text("" if found else nobody, "muted")

    def _put(self, found: tuple[Noticed, ...]) -> None:
        self._found = found
        self.list.clear()
        row = look().measure("row")
        for one in found:
            item = QListWidgetItem(_of_child(one), self.list)
            item.setSizeHint(QSize(10, row))
            item.setToolTip(_(", ").join((one.person.name, who(one))))
        self.list.setFixedHeight(row * ROWS)
        self.list.setCurrentRow(0 if found else -1)
        self._compare()

    @property
    def chosen(self) -> Noticed | None:
        at = self.list.currentRow()
        return self._found[at] if 0 <= at < len(self._found) else None

    def _compare(self) -> None:
        """What the two say of each thing; where they differ, it is said louder."""
        ones, others = _said(self._one), _said(self.chosen)
        for place, ((label, one, other), said, beside) in enumerate(zip(self._cells, ones, others, strict=True)):
            label.setText(said[0])
            differs = place < PARTICULARS and search_key(said[1]) != search_key(beside[1])
            differs = differs and EMPTY not in (said[1], beside[1])
            one.set_text(said[1] if self._one else "", "text")
            other.set_text(beside[1] if self.chosen else "", "warning" if differs else "text")
        self.record.setEnabled(self.chosen is not None)

    # acts ----------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.wanted.emit(self._visitor_id, self.other.text())

    def _typed(self) -> None:
        if self.why.text:
            self.why.say("")
            self.grown.emit()

    def _take(self) -> None:
        if self._rest.isActive():  # Enter before the answer: it is asked for at once, and taken by a second Enter
            self._rest.stop()
            self._ask()
        elif self.chosen is not None:
            self.reason.setFocus()

    def save(self) -> None:
        if self._one is not None and self.chosen is not None:
            self.merging.emit(self._one.person.id, self.chosen.person.id, self.reason.text())

    def say(self, field: str, reason: str) -> None:
        at = self.reason if field == "reason" else self.other
        at.setFocus()
        self.why.say(reason, "danger", "error_circle", filled=True)
        self.grown.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.list.count():
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None:
                self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
                return True
        return super().eventFilter(watched, event)


def _of_child(noticed: Noticed) -> str:
    person = noticed.person
    father = _("child of %(father)s") % {"father": person.father_name} if person.father_name else ""
    return _(", ").join(filter(None, (person.name, father)))


def _said(noticed: Noticed | None) -> list[tuple[str, str]]:
    person = noticed.person if noticed else None
    last = noticed.last_visit if noticed else None
    return [
        (_("First name"), (person and person.first_name) or EMPTY),
        (_("Last name"), (person and person.last_name) or EMPTY),
        (_("Father's name"), (person and person.father_name) or EMPTY),
        (_("Id"), (person and masked_id(person)) or EMPTY),
        (
            _("Mobile"),
            isolate(persian_digits(show_mobile(person.mobile))) if person and person.mobile else EMPTY,
        ),
        (_("Visits"), persian_digits(noticed.visits) if noticed else EMPTY),
        (_("Last visit"), short_date(last) if last else EMPTY),
    ]
