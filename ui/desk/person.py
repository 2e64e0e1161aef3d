"""The visitor's particulars in the form, each checked beside its field while one types."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.text import latin_digits, normalise
from app.domain.texts import N_, _
from app.register.rows import FIELD_CHECKS
from ui.desk.parts import Combo, DigitsEdit, Field, LineEdit

ID_KINDS = (
    ("national_id", N_("National id")),
    ("foreign_id", N_("Foreign national's id")),
    ("no_id_reason", N_("No national id")),
)
LENGTHS = {"national_id": 10, "foreign_id": 12, "mobile": 11}
SHOWN = {"national_id": ids.show_national_id, "foreign_id": str, "mobile": ids.show_mobile}
CHECKED = ("first_name", "last_name", "national_id", "foreign_id", "mobile")


class IdEdit(QWidget):
    """The kind of id, joined at its right to the number; without an id the same line takes the reason."""

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = Combo([_(word) for _key, word in ID_KINDS], fixed=True)
        self.kinds.setAccessibleName(_("Kind of id"))
        self.kinds.setFixedWidth(128)
        self.line = DigitsEdit()
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.kinds)
        row.addWidget(self.line, 1)
        self.kinds.activated.connect(self._kind_chosen)
        self.line.textEdited.connect(self.edited)
        self.line.editingFinished.connect(self.left)

    @property
    def key(self) -> str:
        return ID_KINDS[self.kinds.currentIndex()][0]

    def set_key(self, key: str) -> None:
        self.kinds.setCurrentIndex([known for known, _word in ID_KINDS].index(key))
        self.line.set_digits_only(key != "no_id_reason")

    def _kind_chosen(self) -> None:
        self.set_key(self.key)
        self.line.setFocus()
        self.line.selectAll()
        self.edited.emit()


class PersonFields(QWidget):
    """Who came. `values` are texts by the register's keys; `fill` and `clear` set them without saying anything."""

    edited = Signal()
    id_is_right = Signal(str, str)
    """Key and digits of an id that was typed and is right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: dict[str, str] = {}
        self.id = IdEdit()
        self.lines: dict[str, QLineEdit] = {
            "mobile": DigitsEdit(),
            **{key: LineEdit() for key in ("first_name", "last_name", "father_name", "address")},
        }
        self.county = Combo([])
        self.fields = {
            "id": Field(_("Id"), self.id, buddy=self.id.line),
            "mobile": Field(_("Mobile phone"), self.lines["mobile"]),
            "first_name": Field(_("First name"), self.lines["first_name"]),
            "last_name": Field(_("Last name"), self.lines["last_name"]),
            "father_name": Field(_("Father's name"), self.lines["father_name"]),
            "county": Field(_("County"), self.county),
            "address": Field(_("Address"), self.lines["address"]),
        }
        self._lay_out()
        self.id.edited.connect(self._id_edited)
        self.id.left.connect(self._id_left)
        for key, line in self.lines.items():
            line.textEdited.connect(lambda _text, key=key: self._line_edited(key))
            line.installEventFilter(self)
        self.county.editTextChanged.connect(self.edited)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place in range(6):
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 40)
        grid.addWidget(self.fields["id"], 0, 0, 1, 3)
        grid.addWidget(self.fields["mobile"], 0, 3, 1, 3)
        for place, key in enumerate(("first_name", "last_name", "father_name")):
            grid.addWidget(self.fields[key], 1, 2 * place, 1, 2)
        grid.addWidget(self.fields["county"], 2, 0, 1, 2)
        grid.addWidget(self.fields["address"], 2, 2, 1, 4)
        self.grid = grid

    # values --------------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        values = {key: line.text() for key, line in self.lines.items()}
        values["mobile"] = _digits(values["mobile"])
        values["county"] = self.county.currentText()
        text = self.id.line.text()
        values[self.id.key] = text if self.id.key == "no_id_reason" else _digits(text)
        return values

    def fill(self, values: Mapping[str, str]) -> None:
        """Show these values; keys that are missing become empty, but the county stays as it is."""
        for key, line in self.lines.items():
            line.setText(values.get(key) or "")
        if values.get("county") is not None:
            self.county.setEditText(values.get("county") or "")
        key = next((key for key, _word in ID_KINDS if values.get(key)), "national_id")
        self.id.set_key(key)
        self.id.line.setText(values.get(key) or "")
        for field in self.fields.values():
            field.say("")
        self._show_grouped("mobile")
        self._mark_right_id()
        if key != "no_id_reason":
            self.id.line.setText(SHOWN[key](self.id.line.text()))

    def remember(self, values: Mapping[str, str | None]) -> None:
        """A known person's particulars: a value that is changed shows the one before on its label line."""
        self._before = {key: value for key, value in values.items() if value}
        for key in self.lines:
            self._say_before(key)

    def fill_gaps(self, values: Mapping[str, str | None]) -> None:
        """Take what is known where nothing was typed yet."""
        for key, line in self.lines.items():
            if not line.text().strip():
                line.setText(values.get(key) or "")
        if values.get("county"):
            self.county.setEditText(values["county"] or "")
        self._show_grouped("mobile")

    def set_counties(self, counties: list[str], usual: str) -> None:
        kept = self.county.currentText()
        self.county.set_choices(counties)
        self.county.setEditText(kept or usual)

    # checks --------------------------------------------------------------------------------------------------------

    def field_of(self, key: str) -> Field | None:
        return self.fields.get("id" if key in {known for known, _word in ID_KINDS} else key)

    def say(self, key: str, reason: str) -> bool:
        """Say the reason at its field, with the cursor in it. False: the field is not here."""
        field = self.field_of(key)
        if field is None:
            return False
        if key in {"national_id", "foreign_id"} and self.id.key != key and not self.id.line.text().strip():
            self.id.set_key(key)
        field.say(reason)
        field.take_focus()
        return True

    def check(self) -> str | None:
        """Ask every field by the same rules as saving does; the key of the first that is refused, or None."""
        first = None
        for key in ("id", *self.lines):
            reason = self._reason(key, wanted=key in {"id", "first_name", "last_name"})
            self.fields[key].say(reason)
            first = first or (key if reason else None)
        order = [key for key in self.fields if self.fields[key].said]
        return order[0] if order else None

    def _reason(self, key: str, *, wanted: bool) -> str:
        if key == "id":
            key = self.id.key
            text = self.id.line.text()
        else:
            text = self.lines[key].text()
        if not normalise(text) and not wanted:
            return ""
        if key == "no_id_reason":
            return "" if normalise(text) else _("No document was shown; write the reason.")
        if key not in CHECKED:
            return ""
        try:
            FIELD_CHECKS[key](text)
        except Refused as refused:
            return refused.reason
        return ""

    def _id_edited(self) -> None:
        field = self.fields["id"]
        key, digits = self.id.key, _digits(self.id.line.text())
        complete = key != "no_id_reason" and len(digits) >= LENGTHS[key]
        field.say(self._reason("id", wanted=False) if complete or field.said else "")
        self._mark_right_id()
        if complete and not field.said:
            self.id_is_right.emit(key, digits)
        self.edited.emit()

    def _mark_right_id(self) -> None:
        right = self.id.key != "no_id_reason" and bool(self.id.line.text()) and not self._reason("id", wanted=True)
        self.id.line.set_right(right)

    def _id_left(self) -> None:
        field, text = self.fields["id"], self.id.line.text()
        if not text.strip() or self.id.key == "no_id_reason":
            return
        reason = self._reason("id", wanted=False)
        field.say(reason)
        digits = _digits(text)
        if reason:
            return
        if self.id.key == "national_id" and len(digits) < 10:
            full = ids.national_id(digits)
            zeros = _("Two zeros were put before it.") if len(digits) == 8 else _("One zero was put before it.")
            field.note(zeros)
            digits = full
            self.id_is_right.emit("national_id", full)
        self.id.line.setText(SHOWN[self.id.key](digits))
        self._mark_right_id()

    def _line_edited(self, key: str) -> None:
        field = self.fields[key]
        if field.said:
            field.say(self._reason(key, wanted=key in {"first_name", "last_name"}))
        elif key == "mobile" and len(_digits(self.lines[key].text())) >= LENGTHS["mobile"]:
            field.say(self._reason(key, wanted=False))
        self._say_before(key)
        self.edited.emit()

    def _say_before(self, key: str) -> None:
        before = self._before.get(key, "")
        now = self.lines[key].text()
        same = normalise(now) == before or (key == "mobile" and _digits(now) == before)
        if not self.fields[key].said:
            self.fields[key].note("" if same or not before else _("Before: %(value)s") % {"value": before})

    def _show_grouped(self, key: str) -> None:
        line = self.lines[key]
        try:
            line.setText(SHOWN[key](FIELD_CHECKS[key](line.text())))
        except Refused:
            return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On leaving a field it is checked, and a phone number is grouped; nothing is asked of an empty one."""
        if event.type() == QEvent.Type.FocusOut and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            for key, line in self.lines.items():
                if line is watched and line.text().strip():
                    if reason := self._reason(key, wanted=False):
                        self.fields[key].say(reason)
                    elif key == "mobile":
                        self._show_grouped(key)
                        self._say_before(key)
        return super().eventFilter(watched, event)


def _digits(text: str) -> str:
    """What was typed into a field of digits, without the grouping that the field itself put in."""
    kept = latin_digits(normalise(text))
    bare = kept.replace("-", "").replace(" ", "")
    return bare if bare.removeprefix("+").isascii() and bare.removeprefix("+").isdigit() else kept
