"""SMS: by what messages go, between which hours and how fast, and the office's words."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.carrier_settings import CarrierRow
from app.domain import sms
from app.domain.codes import CarrierKind
from app.domain.persian.text import isolate, latin_digits, persian_digits
from app.domain.texts import _
from app.sms_settings import SmsSettings
from app.sms_text import TEMPLATES, known
from ui.settings.sms_model import SmsModel
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.combo import SelectField
from ui.widgets.dropdown import Choice
from ui.widgets.field import AreaField, DigitField, Field, TextField
from ui.widgets.note import Note
from ui.widgets.segment import Segment
from ui.widgets.text import Text

WIDEST = 560
GATEWAYS = (CarrierKind.KAVENEGAR, CarrierKind.MAGFA)


class SmsPage(QWidget):
    """Each field is saved when it is left, or with Enter; the key is never shown again. modem: its own group."""

    def __init__(self, model: SmsModel, modem: QWidget) -> None:
        super().__init__()
        self._model, self.modem = model, modem
        self._row: CarrierRow | None = None
        self._settings: SmsSettings | None = None
        kinds = (CarrierKind.BY_HAND, *GATEWAYS, CarrierKind.MODEM)
        self.kind = Segment([(kind, kind.label) for kind in kinds], _("By what messages go"))
        self.line = TextField(
            _("Number of the line"), "line", hint=_("As receivers see it; empty: the account's usual")
        )
        self.login = TextField(_("User name at the gateway"), "login", hint=_("Magfa: name/domain"))
        self.secret = TextField(_("Key or password"), "secret", hint=_("It is kept in the store and never shown again"))
        self.secret.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.address = TextField(_("Address of the gateway"), "address", hint=_("Empty: the usual one"))
        self.test = Button(_("Test the connection"), "arrow_sync", on_click=model.test)
        self.tested = Note()
        self.gateway = QWidget()
        self.opens = DigitField(_("From hour"), "opens", most=2)
        self.closes = DigitField(_("To hour"), "closes", most=2)
        self.rate = DigitField(_("Messages a minute"), "rate", most=2, hint=_("A modem sends six at most"))
        self.stop_line = QCheckBox(_("Under each message stands the word that stops it"))
        self.says_more = QCheckBox(_("Messages may say the subject and the result"))
        self.on_registering = QCheckBox(_("Who is registered gets the follow-up code by SMS at once"))
        self.on_moving = QCheckBox(_("Who is booked for a day that falls out gets the new turn by SMS"))
        self.nothing = Text(_("By hand nothing goes by itself."), "caption", "muted", wrap=True)
        self.template = SelectField(_("Text"), "template", choices=_choices())
        self.words = AreaField(_("Words of this text"), "words", lines=5)
        self.places = Text("", "caption", "muted", wrap=True)
        self.usual = Button(_("Didar's own words"), "arrow_undo", kind=PLAIN, on_click=self._usual)
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        latin = (self.line, self.login, self.secret, self.address)
        for field in latin:
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        inner = QVBoxLayout(self.gateway)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for field in latin:
            inner.addWidget(field)
        tests = QHBoxLayout()
        tests.addWidget(self.test)
        tests.addWidget(self.tested, 1)
        inner.addLayout(tests)
        hours = QHBoxLayout()
        for field in (self.opens, self.closes, self.rate):
            hours.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text(_("By what messages go"), "strong"))
        column.addWidget(self.kind)
        column.addWidget(self.gateway)
        column.addWidget(self.modem)
        column.addWidget(Text(_("When messages go"), "strong"))
        column.addLayout(hours)
        column.addWidget(self.on_registering)
        column.addWidget(self.on_moving)
        column.addWidget(self.nothing)
        column.addWidget(Text(_("What messages say"), "strong"))
        for part in (self.stop_line, self.says_more, self.template, self.words, self.places):
            column.addWidget(part)
        column.addWidget(self.usual, alignment=Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(body)

    def _wire(self) -> None:
        model = self._model
        self.fields = {field.name: field for field in (self.line, self.login, self.secret, self.address)}
        self.fields |= {field.name: field for field in (self.opens, self.closes, self.rate)}
        self.kind.changed.connect(model.use)
        for field in (self.line, self.login, self.address):
            _saves(field, lambda field=field: model.set_carrier(**{field.name: field.text().strip()}))
        _saves(self.secret, self._keep_secret)
        for field in (self.opens, self.closes, self.rate):
            _saves(field, lambda field=field: model.set(**{field.name: int(latin_digits(field.text()) or 0)}))
        self.stop_line.clicked.connect(lambda on: model.set(stop_line=on))
        self.says_more.clicked.connect(lambda on: model.set(says_more=on))
        self.on_registering.clicked.connect(lambda on: model.set(on_registering=on))
        self.on_moving.clicked.connect(lambda on: model.set(on_moving=on))
        self.template.changed.connect(self._show_text)
        self.words.changed.connect(self._measure_text)
        _saves(self.words, self._keep_text)
        model.carriers_read.connect(self._show_carriers)
        model.settings_read.connect(self._show_settings)
        model.refused.connect(self._refused)
        model.tested.connect(self._tested)
        self.tested.say("")
        self.template.set_data(next(iter(TEMPLATES)))
        for part in (self.gateway, self.modem):
            part.hide()
        for part in (self.kind, self.gateway):
            part.setEnabled(model.may_administer)
        choices = (self.stop_line, self.says_more, self.on_registering, self.on_moving)
        for part in (self.opens, self.closes, self.rate, *choices, self.words, self.usual):
            part.setEnabled(model.may_follow_up)

    # by what

    def _show_carriers(self, _rows: tuple[CarrierRow, ...]) -> None:
        row = self._row = self._model.active
        if row is None:
            return
        self.kind.set_data(row.kind)
        is_gateway = row.kind in GATEWAYS
        self.gateway.setVisible(is_gateway)
        self.modem.setVisible(row.kind is CarrierKind.MODEM)
        self.nothing.setVisible(row.kind is CarrierKind.BY_HAND)
        self.login.setVisible(row.kind is CarrierKind.MAGFA)
        for field in (self.line, self.login, self.address):
            if not field.edit.hasFocus():
                field.set_text(getattr(row, field.name))
        kept, none = _("A key is kept; type a new one to replace it"), _("No key is kept yet")
        self.secret.edit.setPlaceholderText(kept if row.has_secret else none)
        self.test.setEnabled(row.has_secret)

    def _tested(self, words: str, role: str) -> None:
        icons = {"success": "checkmark_circle", "danger": "error_circle"}
        self.tested.say(words, role, icons.get(role, "info"))
        announce(self, words)

    def _keep_secret(self) -> None:
        """It leaves the field as soon as it is kept."""
        typed = self.secret.text()
        self._model.set_secret(typed)
        self.secret.set_text("")

    # when, and in which words

    def _show_settings(self, settings: SmsSettings) -> None:
        self._settings = settings
        for field in (self.opens, self.closes, self.rate):
            if not field.edit.hasFocus():
                field.set_text(str(getattr(settings, field.name)))
        self.stop_line.setChecked(settings.stop_line)
        self.says_more.setChecked(settings.says_more)
        self.on_registering.setChecked(settings.on_registering)
        self.on_moving.setChecked(settings.on_moving)
        if not self.words.edit.hasFocus():
            self._show_text()

    def _show_text(self) -> None:
        name = self.template.data()
        if self._settings is None or name is None:
            return
        self.words.say("")
        self.words.set_text(self._settings.texts.get(name) or TEMPLATES[name].text)
        self._measure_text()

    def _measure_text(self) -> None:
        name = self.template.data()
        if self._settings is None or name is None:
            return
        places = " ".join(isolate(f"{{{place}}}") for place in sorted(known(name, says_more=self._settings.says_more)))
        size = sms.measure(self.words.text())
        numbers = {"letters": persian_digits(size.letters), "parts": persian_digits(size.parts)}
        said = _("%(letters)s letters, %(parts)s parts") % numbers
        self.places.setText(_("Filled in: %(places)s. As it stands: %(size)s") % {"places": places, "size": said})

    def _keep_text(self) -> None:
        if self._settings is not None and self.template.data() is not None:
            self._model.set(texts=self._settings.texts | {self.template.data(): self.words.text().strip()})

    def _usual(self) -> None:
        self.words.set_text(TEMPLATES[self.template.data()].text)
        self._keep_text()

    def _refused(self, field: str, reason: str) -> None:
        at: Field | None = self.words if field in TEMPLATES else self.fields.get(field)
        if at is not None:
            at.say(reason)
            at.setFocus()


def _choices() -> list[Choice]:
    return [Choice(_(template.title), name) for name, template in TEMPLATES.items()]


def _saves(field: Field, save: Callable[[], object]) -> None:
    """When it is left, and with Enter."""
    field.left.connect(partial(_checked, field, save))
    field.entered.connect(partial(_checked, field, save))


def _checked(field: Field, save: Callable[[], object]) -> None:
    if field.check():
        save()
