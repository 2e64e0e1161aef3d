"""Letters and letterhead: the emblem, who signs, the office's own address, what letters and labels are printed on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.codes import LetterSize
from app.domain.persian.ids import postal_code
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.office_settings import OfficeSettings
from ui.settings.view_model import SettingsModel
from ui.this_pc import documents
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.field import DigitField, Field, TextField
from ui.widgets.segment import Segment
from ui.widgets.strip import Strip
from ui.widgets.text import Text

WIDEST, SHOWN = 680, 72
LISTED = "؛"
"""Between those who get a copy."""


class LettersSettings(QWidget):
    """ask_file: which picture; the tests have their own."""

    def __init__(self, model: SettingsModel, ask_file: Callable[[QWidget], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_file = model, ask_file or _ask_picture
        self.picture = QLabel()
        self.choose = Button(_("Choose the emblem"), "folder_open", on_click=self._choose)
        self.remove = Button(_("Without emblem"), "dismiss", kind=PLAIN, on_click=lambda: model.set(emblem=""))
        self.refused = Strip(wrap=True)
        said = _("Empty: the head of the agency")
        self.signer = TextField(_("Who signs letters"), "signer", hint=said)
        self.post = TextField(_("Post of who signs"), "signer_post")
        said = _("At the foot of letters and on the list for the post office")
        self.address = TextField(_("Address of the agency"), "sender_address", hint=said)
        self.code = TextField(_("Postal code of the agency"), "sender_postal_code")
        said = _("Several with «؛» between them; on letters with a result")
        self.copies = TextField(_("Copy of letters to applicants"), "letter_copies", hint=said)
        self.size = Segment([(size, size.label) for size in LetterSize], _("Paper of letters"))
        self.columns = DigitField(_("Labels in a row"), "label_columns", most=1)
        self.rows = DigitField(_("Labels in a column"), "label_rows", most=2)
        self.top = DigitField(_("Upper margin (mm)"), "label_top", most=2)
        self.side = DigitField(_("Side margin (mm)"), "label_side", most=2)
        self._lay_out()
        for field in (self.signer, self.post, self.address):
            self._saves(field, lambda field=field: model.set(**{field.name: normalise(field.text())}))
        self._saves(self.code, self._save_code)
        self._saves(self.copies, self._save_copies)
        for field in self._numbers:
            self._saves(field, lambda field=field: self._save_number(field))
        self.size.changed.connect(lambda size: model.set(letter_size=str(size)))
        model.office_read.connect(self._show)
        model.emblem.shown.connect(self._show_emblem)
        model.emblem.refused.connect(lambda reason: self.refused.say(reason, "danger", "error_circle"))

    @property
    def _numbers(self) -> tuple[DigitField, ...]:
        return self.columns, self.rows, self.top, self.side

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.picture.setFixedSize(SHOWN * 2, SHOWN)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName(_("Emblem in the letterhead"))
        emblem = QHBoxLayout()
        emblem.setSpacing(8)
        emblem.addWidget(self.picture)
        emblem.addWidget(self.choose)
        emblem.addWidget(self.remove)
        emblem.addStretch(1)
        column.addWidget(Text(_("Letterhead"), "strong"))
        column.addLayout(emblem)
        column.addWidget(self.refused)
        for beside in ((self.signer, self.post), (self.address, self.code), (self.copies,)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field, share in zip(beside, (3, 2), strict=False):
                row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
            whole = QWidget()
            whole.setLayout(row)
            row.setContentsMargins(0, 0, 0, 0)
            whole.setMaximumWidth(WIDEST)
            column.addWidget(whole)
        self.size.setMaximumWidth(WIDEST // 2)
        column.addWidget(Text(_("Paper of letters"), "caption", "muted"))
        column.addWidget(self.size)
        column.addWidget(Text(_("Address labels"), "strong"))
        labels = QHBoxLayout()
        labels.setSpacing(12)
        for field in self._numbers:
            field.setMaximumWidth(WIDEST // 4)
            labels.addWidget(field)
        labels.addStretch(1)
        column.addLayout(labels)
        column.addStretch(1)

    @staticmethod
    def _saves(field: Field, save: Callable[[], object]) -> None:
        field.left.connect(save)
        field.entered.connect(save)

    def _save_code(self) -> None:
        stored, warning = postal_code(self.code.text())
        self._model.set(sender_postal_code=stored)
        self.code.say(warning or "")

    def _save_copies(self) -> None:
        said = [normalise(one) for one in self.copies.text().replace(";", LISTED).split(LISTED)]
        self._model.set(letter_copies=tuple(filter(None, said)))

    def _save_number(self, field: DigitField) -> None:
        least = 0 if field in {self.top, self.side} else 1
        self._model.set(**{field.name: max(int(field.text() or least), least)})

    def _show(self, settings: OfficeSettings) -> None:
        shown = {
            self.signer: settings.signer,
            self.post: settings.signer_post,
            self.address: settings.sender_address,
            self.code: settings.sender_postal_code,
            self.copies: f"{LISTED} ".join(settings.letter_copies),
            **{field: str(getattr(settings, field.name)) for field in self._numbers},
        }
        for field, text in shown.items():
            if not field.edit.hasFocus():
                field.set_text(text)
        self.size.set_data(LetterSize(settings.letter_size))
        self.remove.setVisible(bool(settings.emblem))

    def _show_emblem(self, content: bytes | None) -> None:
        picture = QPixmap()
        if content is not None:
            picture.loadFromData(content)
            ratio = self.devicePixelRatioF()
            high = round(SHOWN * ratio)
            picture = picture.scaled(
                high * 2, high, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            picture.setDevicePixelRatio(ratio)
        self.picture.setPixmap(picture)
        self.picture.setVisible(content is not None)

    def _choose(self) -> None:
        path = self._ask_file(self)
        if path:
            self.refused.say("")
            self._model.emblem.take(Path(path))


def _ask_picture(parent: QWidget) -> str:
    kinds = _("Pictures (*.png *.jpg *.jpeg)")
    return QFileDialog.getOpenFileName(parent, _("Choose the emblem"), str(documents()), kinds)[0]
