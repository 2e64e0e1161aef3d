"""The SMS modem among the settings: its port on this PC, its SIM card's PIN, and a test that says how it stands."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.carriers.modem import State
from app.carriers.ports import Chosen, Port
from app.domain.errors import UserError
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from ui import keys
from ui.settings.modem_model import ModemModel
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.combo import SelectField
from ui.widgets.dropdown import Choice
from ui.widgets.field import DigitField
from ui.widgets.note import Note
from ui.widgets.text import Text

WIDEST = 560
_WEAK, _GOOD = 30, 60
"""Percent of the signal's scale: under the first, messages are lost at times."""


class ModemGroup(QWidget):
    """Ctrl+Shift+I tests the modem that is chosen."""

    def __init__(self, model: ModemModel) -> None:
        super().__init__()
        self._model = model
        self._words: dict[Chosen | None, str] = {}
        self.port = SelectField(_("Port of the SMS modem"), "modem_port")
        self.pin = DigitField(
            _("PIN of the SIM card"), "pin", most=8, hint=_("Empty, if the card asks for none. Enter keeps it.")
        )
        self.pin.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.forget = Button(_("Forget the PIN"), "delete", kind=PLAIN, on_click=lambda: model.keep_pin(""))
        self.test = Button(_("Test the modem"), "call", key="test_modem", on_click=model.test)
        self.none, self.state, self.network, self.signal_ = Note(), Note(), Note(), Note()
        for note in (self.none, self.state, self.network, self.signal_):
            note.say("")
        self._lay_out()
        keys.action("test_modem", self, model.test)
        self.port.changed.connect(self._chosen)
        self.pin.entered.connect(self._keep)
        self.pin.left.connect(self._keep)
        model.ports_read.connect(self._offer)
        model.pin_read.connect(self._show_pin)
        model.testing.connect(self._testing)
        model.tested.connect(self._tested)
        model.chosen.connect(self._show_port)
        model.refused.connect(self._refused)
        self._show_pin(kept=False)
        self._offer([])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        pins, tests = QHBoxLayout(), QHBoxLayout()
        for field in (self.port, self.pin):
            field.setMaximumWidth(WIDEST)
        self.pin.setMaximumWidth(WIDEST // 2)
        pins.addWidget(self.pin)
        pins.addWidget(self.forget)
        pins.addStretch(1)
        tests.addWidget(self.test)
        tests.addStretch(1)
        column.addWidget(Text(_("SMS modem of this PC"), "strong"))
        column.addWidget(self.port)
        column.addWidget(self.none)
        column.addLayout(pins)
        column.addLayout(tests)
        for note in (self.state, self.network, self.signal_):
            column.addWidget(note)

    # the port ------------------------------------------------------------------------------------------------------

    def _offer(self, ports: list[Port]) -> None:
        """The ports that are there; the chosen one too, if it is away."""
        chosen = self._model.port
        there = [Choice(isolate(port.name), port.chosen, isolate(port.words) if port.words else "") for port in ports]
        away = chosen is not None and all(choice.data != chosen for choice in there)
        choices = [Choice(_("No modem"), None), *there]
        if away:
            choices.append(Choice(isolate(chosen.name), chosen, _("not plugged in now")))
        self.port.set_choices(choices)
        self._words = {port.chosen: port.words for port in ports}
        nothing = _("No modem is plugged in. Plug it in, then press F5.") if not ports else ""
        self.none.say(nothing)
        self._show_port()

    def _show_port(self) -> None:
        chosen: Chosen | None = self._model.port
        if self.port.data() != chosen or not self.port.text():
            self.port.set_data(chosen)
        self.port.note(isolate(words) if (words := self._words.get(chosen)) else "")
        self.test.setEnabled(chosen is not None)
        for note in (self.state, self.network, self.signal_):
            note.say("")

    def _chosen(self) -> None:
        if self.port.text():
            self._model.choose(self.port.data())

    # the PIN -------------------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        if self.pin.text() and self.pin.check():
            self._model.keep_pin(self.pin.text())

    def _show_pin(self, kept: bool) -> None:
        self.pin.setEnabled(self._model.may)
        self.pin.edit.setPlaceholderText(_("A PIN is kept") if kept else "")
        self.forget.setVisible(kept)
        self.pin.clear()

    def _refused(self, field: str, reason: str) -> None:
        if field == self.pin.name:
            self.pin.say(reason)
        elif field == self.port.name:
            self._offer([])
            self.none.say(reason)

    # the test ------------------------------------------------------------------------------------------------------

    def _testing(self) -> None:
        self.test.setEnabled(False)
        self.network.say("")
        self.signal_.say("")
        self.state.say(_("The modem is being asked …"))

    def _tested(self, found: State | UserError) -> None:
        self.test.setEnabled(self._model.port is not None)
        if isinstance(found, UserError):
            self.state.say(found.reason, "danger", "error_circle")
        elif found.trouble is not None:
            self.state.say(found.trouble, "danger", "error_circle")
        else:
            self.state.say(_("The modem is ready: SIM card and network answer."), "success", "checkmark_circle")
        announce(self.test, self.state.words.text())
        if isinstance(found, State):
            network = _("Network: %(name)s") % {"name": isolate(found.network)} if found.network else ""
            self.network.say(network)
            self._show_signal(found.signal)

    def _show_signal(self, percent: int | None) -> None:
        if percent is None:
            self.signal_.say("")
            return
        word = _("weak") if percent < _WEAK else _("fair") if percent < _GOOD else _("good")
        said = _("Signal: %(percent)s percent, %(word)s") % {"percent": persian_digits(percent), "word": word}
        self.signal_.say(said, "warning" if percent < _WEAK else "muted", "alert" if percent < _WEAK else "info")
