"""What the IT department has set and decides where data goes: each value with its source, taken here first."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import long_date
from app.domain.persian.text import isolate_path, persian_digits
from app.domain.texts import _
from app.preset_taking import Offer, Waiting
from app.security.signing_key import show_fingerprint
from ui.setup.pages import GAP, Page
from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.locked import LockedMark
from ui.widgets.note import Note
from ui.widgets.text import Text, card

_GROUPS_A_LINE = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
MOST_TOLD = 6
"""Bad lines that are shown; the others are counted, and `didar preset` names them all."""


class PresetPage(Page):
    def __init__(self) -> None:
        super().__init__("", _("Settings of the IT department"), "")
        self._shown = QWidget()
        self._column = QVBoxLayout(self._shown)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP // 2)
        self.column.addWidget(self._shown)
        self.column.addStretch(1)

    def show_waiting(self, waiting: Waiting) -> None:
        """Offers first, then what was found and not taken."""
        said = _("These decide where the office's data goes. Until you take them, the office goes on as before.")
        self.under.setText(said if waiting.offers else "")
        self.under.setVisible(bool(waiting.offers))
        for source in dict.fromkeys(offer.given.source for offer in waiting.offers):
            said = _("Set in %(source)s") % {"source": isolate_path(source)}
            self._column.addWidget(Text(said, "caption", "muted", wrap=True))
            for offer in waiting.offers:
                if offer.given.source == source:
                    self._column.addWidget(_OfferCard(offer))
        if waiting.told:
            self._column.addWidget(Text(_("What was found and not taken"), "strong"))
        for sentence in waiting.told[:MOST_TOLD]:
            note = Note()
            note.say(sentence, "warning", "warning")
            self._column.addWidget(note)
        if len(waiting.told) > MOST_TOLD:
            more = persian_digits(len(waiting.told) - MOST_TOLD)
            self._column.addWidget(Text(_("and %(n)s more") % {"n": more}, "caption", "muted"))
        offered = (f"{one.given.title}: {one.given.shown}" for one in waiting.offers)
        announce(self, "\n".join([*offered, *waiting.told[:MOST_TOLD]]))


class _OfferCard(QWidget):
    """A setting: its value, of a certificate the fingerprint, and what is so until now."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        frame = card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(Text(offer.given.title, "caption", "muted"), 0, 0)
        if offer.locked:
            grid.addWidget(LockedMark(_("Locked")), 0, 1, Qt.AlignmentFlag.AlignLeft)
        value = Text(offer.given.isolated, "strong", wrap=True)
        value.setAlignment(_RIGHT)  # Qt aligns isolated words by their mark, which is Latin
        grid.addWidget(value, 1, 0, 1, 2)
        row = 2
        if offer.receiver is not None:
            grid.addWidget(Text(_("Fingerprint of the key"), "caption", "muted"), row, 0, 1, 2)
            grid.addWidget(_fingerprint(offer.receiver.fingerprint), row + 1, 0, 1, 2, _RIGHT)
            said = _("The certificate is in force from %(first)s to %(last)s.")
            term = {"first": long_date(offer.receiver.begins), "last": long_date(offer.receiver.ends)}
            grid.addWidget(Text(said % term, "caption", "muted"), row + 2, 0, 1, 2)
            row += 3
        before = _("Until now: %(now)s") % {"now": isolate_path(offer.now)}
        said = before if offer.now else _("It was not set until now")
        grid.addWidget(Text(said, "caption", "muted", wrap=True), row, 0, 1, 2)


def _fingerprint(digest: str) -> Text:
    groups = show_fingerprint(digest).split(" ")
    text = Text("\n".join("  ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE)))
    text.setFont(look().font("words", tabular=True))
    text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    text.setAccessibleName(show_fingerprint(digest))
    return text
