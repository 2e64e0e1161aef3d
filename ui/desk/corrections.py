"""What was corrected in a visit, over the history: the earlier value struck through, by whom, when and why."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.corrections import Earlier
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from ui.widgets.place_form import PlaceForm
from ui.widgets.text import Text

ROOM = 132


class EarlierValues(PlaceForm):
    """Only to be read: Esc, or Enter, closes it. Arrows and Page keys scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Earlier values"), _("Close"), parent)
        self._row: QueueRow | None = None
        self.record.hide()
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scroll.setMinimumHeight(ROOM)
        self.scroll.setAccessibleName(_("Earlier values"))
        self.body.addWidget(self.scroll)

    def ask_of(self, row: QueueRow) -> None:
        """Whose values are about to be shown; the arrows scroll from now on."""
        self._row = row
        self.about.set_text(row.name)
        self.scroll.setWidget(_page())
        self.scroll.setFocus()

    def show_values(self, row: QueueRow, values: list[Earlier]) -> None:
        """The answer; one to an earlier question is left."""
        if row is not self._row:
            return
        page = _page()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for value in values:
            changed = Text(wrap=True)
            changed.setTextFormat(Qt.TextFormat.RichText)
            changed.setText(_changed(value))
            changed.setAccessibleName(_spoken(value))
            column.addWidget(changed)
            column.addWidget(Text(_who(value), "caption", "muted", wrap=True))
        if not values:
            column.addWidget(Text(_("Nothing was corrected in this visit."), "body", "muted"))
        column.addStretch(1)
        self.scroll.setWidget(page)

    def save(self) -> None:
        self.closed.emit()

    def say(self, _field: str, reason: str) -> None:
        self.line.set_text(reason, "danger")


def _page() -> QWidget:
    page = QWidget()
    page.setProperty("ground", "surface")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return page


def _named(value: Earlier) -> str:
    if value.issue is None:
        return value.field
    return _("%(field)s, issue %(n)s") % {"field": value.field, "n": persian_digits(value.issue)}


def _changed(value: Earlier) -> str:
    from html import escape  # noqa: PLC0415 - only where something was corrected

    before = f"<s>{escape(isolate(_shown(value.before)))}</s>"
    after = _("taken back") if value.taken_back else _shown(value.after)
    return f"{escape(_named(value))}: {before} ← {escape(isolate(after))}"


def _spoken(value: Earlier) -> str:
    said = _("%(field)s was «%(before)s», now «%(after)s»")
    after = _("taken back") if value.taken_back else _shown(value.after)
    return said % {"field": _named(value), "before": _shown(value.before), "after": after}


def _shown(text: str | None) -> str:
    return "—" if text is None else persian_digits(text) if text.replace(":", "").isdecimal() else text


def _who(value: Earlier) -> str:
    said = [value.by, _("%(day)s, %(clock)s") % {"day": short_date(value.at.date()), "clock": clock(value.at.time())}]
    if value.reason:
        said.append(_("Reason: %(reason)s") % {"reason": value.reason})
    return "، ".join(said)
