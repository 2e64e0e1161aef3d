"""A signing key in place of a lost one: both fingerprints, and the letter by which the head vouches for it."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QWidget

from app.domain.persian.text import isolate
from app.domain.texts import _
from app.own_key import Replaced
from app.security.signing_key import show_fingerprint
from ui.setup.pages import GAP, Page
from ui.style import look
from ui.this_pc import documents
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField
from ui.widgets.field import TextField
from ui.widgets.text import Text, card

HALF = 8


class KeyPage(Page):
    """`letter_wanted` carries the path; the tick says that the inspection office has been told."""

    letter_wanted = Signal(object)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        said = _(
            "The former key was lost with its passphrase. The inspection office does not know the new one yet: send it "
            "the letter, signed by the head, before the next report."
        )
        super().__init__("", _("A new signing key"), said)
        self._before, self._now = Text("", "body", "muted"), Text("", "body")
        self.column.addWidget(self._card())
        self.letter = Button(_("Save the letter"), "save", on_click=self._choose)
        self.said = Text("", "body", "success", wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.letter)
        row.addWidget(self.said, 1)
        self.column.addLayout(row)
        self.column.addSpacing(GAP)
        self.tick = QCheckBox(_("The inspection office has been told"))
        self.column.addWidget(self.tick)
        self.number = TextField(
            _("Number of the letter"), "letter", hint=_("As the registry gave it; or later, on the report's screen")
        )
        self.date = DateField(_("Date of the letter"), today=today)
        self.date.setMaximumWidth(160)
        sent = QHBoxLayout()
        sent.setSpacing(12)
        sent.addWidget(self.number, 1, Qt.AlignmentFlag.AlignTop)
        sent.addWidget(self.date, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addSpacing(12)
        self.column.addLayout(sent)
        self.number.entered.connect(self.date.setFocus)
        self.date.entered.connect(self.done)
        self.tick.toggled.connect(self._show_letter)
        self._show_letter(False)
        self.column.addStretch(1)

    def _card(self) -> QWidget:
        frame = card()
        grid = QGridLayout(frame)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for row, (name, digest) in enumerate(
            ((_("Fingerprint of the new key:"), self._now), (_("Fingerprint of the former key:"), self._before))
        ):
            digest.setFont(look().font("body", tabular=True))
            digest.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            digest.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
            grid.addWidget(Text(name, "caption", "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(digest, row, 1)
        grid.setColumnStretch(1, 1)
        return frame

    def show_key(self, replaced: Replaced) -> None:
        for label, digest in ((self._before, replaced.before), (self._now, replaced.now)):
            groups = show_fingerprint(digest).split(" ")
            label.setText("\n".join("  ".join(half) for half in (groups[:HALF], groups[HALF:])))
            label.setAccessibleName(show_fingerprint(digest))

    def arrive(self) -> None:
        self.letter.setFocus()

    def _show_letter(self, told: bool) -> None:
        """The registry gives number and date once the letter goes out."""
        for field in (self.number, self.date):
            field.setVisible(told)

    def refuse(self, field: str, reason: str) -> bool:
        """At the letter's field. Whether it was one of these."""
        found = {"letter": self.number, "date": self.date}.get(field)
        if found is not None:
            found.say(reason)
            found.setFocus()
        return found is not None

    def _choose(self) -> None:
        offered = str(documents() / "didar-key.pdf")
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the letter"), offered)
        if chosen:
            self.letter_wanted.emit(Path(chosen))

    def saved(self, path: Path) -> None:
        words = _("The letter was saved in %(path)s.") % {"path": isolate(str(path))}
        self.said.setText(words)
        announce(self.said, words)
