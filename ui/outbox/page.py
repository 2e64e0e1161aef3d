"""Over a screen: every message with its state, what the carrier said of it, and what a person can do about it."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain import sms
from app.domain.codes import MessageState
from app.domain.persian.calendar import TEHRAN, clock, short_date
from app.domain.persian.ids import masked_mobile, show_mobile
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.outbox import MessageRow
from ui import keys
from ui.outbox.runner import Outbox
from ui.outbox.view_model import Act, OutboxModel
from ui.outbox.words import chip, fate, hindrance
from ui.style import look
from ui.widgets.banner import Banner, Bar
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.chips import Chip, State
from ui.widgets.rows import Column
from ui.widgets.scroll import Body
from ui.widgets.table import Table
from ui.widgets.text import Elided, Text, card

PANE_WIDE = 392


class OutboxPage(QWidget):
    """Enter goes to what can be done with the row, Delete cancels it, Esc leads back. Signal closed."""

    closed = Signal()
    settings_wanted = Signal()

    def __init__(self, model: OutboxModel, sender: Outbox | None = None) -> None:
        super().__init__()
        self.model, self._sender = model, sender
        self._masked = True
        self._acted: MessageRow | None = None
        """As it was before something was done with it, until that shows."""
        model.setParent(self)
        self.setAccessibleName(_("SMS outbox"))
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bar = Bar()
        self.retry = Button(_("Try now"), "arrow_sync", measure="small", on_click=self._retry)
        self.settings = Button(_("SMS settings"), kind=PLAIN, on_click=self.settings_wanted.emit)
        self.here = Button(_("Send from this PC"), "send", key="send_here", measure="small", on_click=self._take_over)
        keys.action("send_here", self, self._take_over)
        self.line = Banner("", "warning", acts=[self.here, self.retry, self.settings], wrap=True)
        self.close_ = Button(_("Close"), kind=PLAIN, cap="Esc", on_click=self.closed.emit)
        self.table = Table(
            self._columns(), name="outbox.messages", label=_("SMS outbox"), empty=_("No SMS is in the outbox.")
        )
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.name = Elided("", "title")
        self.about = Elided("", "body", "muted")
        self.state = Chip(State(""))
        self.said = Text("", "body", wrap=True)
        self.text = Text("", "body", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.size = Text("", "caption", "muted")
        self.acts = {act: Button(_(act.words), act.icon, on_click=partial(self._do, act)) for act in Act}
        self.copy_text = Button(_("Copy the text"), "copy", on_click=lambda: self._copy(lambda row: row.text))
        self.copy_number = Button(_("Copy the number"), "copy", on_click=lambda: self._copy(lambda row: row.number))
        self._lay_out()
        self.panes = [self.table, self.pane]
        self.setFocusProxy(self.table)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _row: self._to_acts())
        self.table.stepped.connect(lambda _row: self._to_acts())
        model.read_.connect(self._put)
        model.said.connect(lambda words, back: self.bar.say(words, undo=back))
        model.returned.connect(self.table.choose)
        model.refused.connect(self._refused)
        if sender is not None:
            sender.changed.connect(self._show_line)
        look().changed.connect(self._measure)
        self._show(None)
        self._show_line()
        model.read()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("SMS outbox"), "title"))
        head.addStretch(1)
        head.addWidget(self.close_)
        shown = card()
        inner = QVBoxLayout(shown)
        inner.setContentsMargins(1, 1, 1, 8)
        inner.addWidget(self.table)
        self.pane = card()
        self.pane.setFixedWidth(PANE_WIDE)
        detail = QWidget()
        around = QVBoxLayout(self.pane)
        around.setContentsMargins(1, 8, 1, 8)
        detail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        around.addWidget(Body(detail))
        pane = QVBoxLayout(detail)
        pane.setContentsMargins(15, 8, 15, 8)
        pane.setSpacing(8)
        state = QHBoxLayout()
        state.addWidget(self.state)
        state.addStretch(1)
        for part in (self.name, self.about):
            pane.addWidget(part)
        pane.addLayout(state)
        pane.addWidget(self.said)
        for act in Act:
            pane.addWidget(self.acts[act])
        self.bubble = card()
        words = QVBoxLayout(self.bubble)
        words.setContentsMargins(12, 12, 12, 12)
        words.addWidget(self.text)
        words.addWidget(self.size)
        pane.addWidget(self.bubble)
        copies = QHBoxLayout()
        copies.addWidget(self.copy_text)
        copies.addWidget(self.copy_number)
        copies.addStretch(1)
        pane.addLayout(copies)
        pane.addStretch(1)
        self._body = QHBoxLayout()
        self._body.addWidget(shown, 1)
        self._body.addWidget(self.pane)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.line)
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.bar)
        order = [
            self.table,
            *self.acts.values(),
            self.copy_text,
            self.copy_number,
            self.here,
            self.retry,
            self.settings,
        ]
        for before, after in pairwise([*order, self.close_]):
            QWidget.setTabOrder(before, after)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(look().measure("gap"))
        self._body.setSpacing(margin)

    def refresh(self) -> None:
        """F5."""
        self.model.read()

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", _("To the acts")), ("Del", _("Cancel")), ("Esc", _("Close"))]

    # what is shown

    def _columns(self) -> list[Column]:
        return [
            Column("state", _("State"), lambda row: row.state.label, 168, state=chip),
            Column("name", _("Visitor"), lambda row: row.name or _("Without a matter"), 0, "words"),
            Column("purpose", _("Purpose"), lambda row: row.purpose.label, 112),
            Column("number", _("Mobile"), lambda row: _number(row, masked=self._masked), 132, compact=False),
            Column("at", _("Time"), _when, 180),
        ]

    def unmask(self, on: bool) -> None:
        """F3 held: numbers are shown whole."""
        self._masked = not on
        self.table.viewport().update()
        self._show(self.table.current)

    def _put(self, rows: list[MessageRow]) -> None:
        """The cursor follows its row; but where something was done with it, it stays for what comes next."""
        chosen, place = self.table.current, self.table.currentIndex().row()
        self.table.put(rows)
        if chosen is None or not self.table.choose(chosen.id):
            self.table.choose_first()
        acted, now = self._acted, self.table.current
        if acted is not None and now is not None and now.id == acted.id and now.state is not acted.state:
            self._acted = None
            self.table.choose(rows[min(place, len(rows) - 1)].id)
        self._show(self.table.current)
        self._show_line()

    def _show_line(self) -> None:
        """What stands in the way of all of them."""
        summary = self._sender.summary if self._sender is not None else self.model.summary
        found = hindrance(summary, self._sender)
        elsewhere = self._sender is not None and bool(self._sender.elsewhere)
        words, can_retry = (found.line, found.can_retry) if found is not None else ("", False)
        self.line.put(words, found.role if found is not None else "plain")
        self.settings.setVisible(not elsewhere)
        self.here.setVisible(elsewhere and self.model.may and summary is not None and not summary.by_hand)
        self.line.setVisible(bool(words))
        self.retry.setVisible(can_retry and self.model.may)

    def _show(self, row: MessageRow | None) -> None:
        for part in (self.name, self.about, self.state, self.said, self.bubble, self.copy_text, self.copy_number):
            part.setVisible(row is not None)
        offered = self.model.acts(row) if row is not None else []
        for act, button in self.acts.items():
            button.setVisible(act in offered)
        if row is None:
            return
        masked = self._masked and not (row.state is MessageState.WAITING and Act.SENT in offered)  # who sends types it
        self.name.set_text(row.name or _number(row, masked=masked))
        self.about.set_text(_about(row, masked=masked))
        self.state.set_state(chip(row))
        self.said.setText(fate(row))
        self.said.setVisible(bool(fate(row)))
        self.text.setText(row.text)
        self.size.setText(size_words(row.text))

    def _to_acts(self) -> None:
        first = next((button for button in self.acts.values() if button.isVisible()), None)
        (first or self.copy_text).setFocus(Qt.FocusReason.TabFocusReason)

    # acts

    def _do(self, act: Act) -> None:
        row = self.table.current
        if row is not None:
            self.table.setFocus()
            self._acted = row
            self.model.do(act, row)

    def _refused(self, reason: str) -> None:
        self._acted = None
        self.bar.say(reason, role="danger")

    def _retry(self) -> None:
        self.table.setFocus()
        self.model.retry(self._tries)

    def _tries(self) -> None:
        """What comes of it stands over the list; where that stays as it was, the press was heard all the same."""
        self.bar.say(_("It is tried again."), role="plain")
        if self._sender is not None:
            self._sender.kick()

    def _take_over(self) -> None:
        if self._sender is not None and self.here.isVisible():
            self.table.setFocus()
            said = partial(self.bar.say, _("From now on SMS go from this PC."))
            self._sender.take_over(said, lambda error: self.bar.say(error.reason, role="danger"))

    def _copy(self, what: Callable[[MessageRow], str]) -> None:
        row = self.table.current
        if row is not None:
            QGuiApplication.clipboard().setText(what(row))
            self.bar.say(_("Copied."), role="plain")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.table.hasFocus() or self.table.current is None:
                self.closed.emit()
            else:
                self.table.setFocus()
        elif event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            row = self.table.current
            if row is not None and Act.CANCEL in self.model.acts(row):
                self._do(Act.CANCEL)
        else:
            super().keyPressEvent(event)


def size_words(text: str) -> str:
    """«۹۸ نویسه، ۲ بخش»."""
    size = sms.measure(text)
    numbers = {"letters": persian_digits(size.letters), "parts": persian_digits(size.parts)}
    return _("%(letters)s letters, %(parts)s parts") % numbers


def _number(row: MessageRow, *, masked: bool) -> str:
    return isolate(persian_digits((masked_mobile if masked else show_mobile)(row.number)))


def _when(row: MessageRow) -> str:
    at = (row.settled_at or row.sent_at or row.queued_at).astimezone(TEHRAN)
    return _("%(day)s, %(clock)s") % {"day": short_date(at.date()), "clock": clock(at.time())}


def _about(row: MessageRow, *, masked: bool) -> str:
    parts = [row.purpose.label, _number(row, masked=masked)]
    if row.carrier is not None and row.state is not MessageState.WAITING:
        parts.append(row.carrier.label)
    return _(" · ").join(parts)
