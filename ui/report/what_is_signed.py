"""What is signed, as it is read before the key is taken: quarter, totals, digest, what it replaces, who asked."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import clock, long_date, short_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.report.figures import Totals
from app.report.preflight import Signed
from app.security.signing_key import show_fingerprint
from app.sign_requests import Request
from ui.report.view_model import Shown
from ui.style import look
from ui.widgets.note import Note
from ui.widgets.text import Text

_LETTERS = 32
"""Of a digest: eight groups of four, enough to compare by voice."""
_FIGURES_A_ROW = 3
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class Digits(Text):
    """A digest in groups of four, left to right, in lines that have room in this pane."""

    def __init__(self) -> None:
        super().__init__("", "caption", wrap=True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(_RIGHT)

    def show_digest(self, digest: str) -> None:
        self.setFont(look().font("caption", tabular=True))
        self.setText(show_fingerprint(digest).replace(" ", "  "))
        self.setAccessibleName(show_fingerprint(digest))


class WhatIsSigned(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.quarter, self.days = Text("", "strong"), Text("", "caption", "muted")
        self.digest = Digits()
        self.first, self.asked, self.receiver, self.place = Note(), Note(), Note(), Note()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        self._figures = [(Text("", "caption", "muted"), Text("", "words")) for _figure in range(6)]
        for at, (word, figure) in enumerate(self._figures):
            row, column = divmod(at, _FIGURES_A_ROW)
            figure.setAlignment(_RIGHT)  # digits alone would stand at the left
            grid.addWidget(word, 2 * row, column)
            grid.addWidget(figure, 2 * row + 1, column)
        head = QHBoxLayout()
        head.addWidget(self.quarter)
        head.addWidget(self.days)
        head.addStretch(1)
        digest = QVBoxLayout()
        digest.setSpacing(0)
        digest.addWidget(Text(_("Digest of the data:"), "caption", "muted"))
        digest.addWidget(self.digest)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (head, grid, digest):
            whole.addLayout(part)
        for note in (self.first, self.asked, self.receiver, self.place):
            whole.addWidget(note)

    def show_quarter(self, shown: Shown, folder: str) -> None:
        self.quarter.setText(shown.span.name)
        dates = {"first": short_date(shown.span.first), "last": short_date(shown.span.last)}
        self.days.setText(_("%(first)s to %(last)s") % dates)
        for (word, figure), (name, number) in zip(self._figures, _figures(shown.figures.totals), strict=True):
            word.setText(name)
            figure.setText(number)
        self.digest.show_digest(shown.preflight.meaning[:_LETTERS])
        self._say_first(shown.preflight.signed)
        self._say_asked(shown.request, shown.preflight.meaning)
        self._say_receiver(shown)
        self.place.say(_("It will be saved in %(path)s.") % {"path": isolate(folder)}, icon="folder_open")

    def _say_first(self, signed: Signed | None) -> None:
        """Whether it is the first report of the quarter, an amendment, or the same again."""
        if signed is None:
            self.first.say(_("After signing, a change is only possible by an amendment."), icon="info")
            return
        number = {"n": persian_digits(signed.number + 1)}
        if not signed.differs:
            same = _("The report was signed and the data have not changed since; the same report is made again.")
            self.first.say(same)
            return
        said = _("The report was signed before and the data have changed since; it will be amendment %(n)s.") % number
        replaces = _("It replaces the report of %(date)s with the digest %(digest)s.") % {
            "date": long_date(signed.at.date()),
            "digest": isolate(f"{short(signed.digest, 16)} …"),
        }
        self.first.say(f"{said}\n{replaces}", "warning", "warning")

    def _say_asked(self, request: Request | None, meaning: str) -> None:
        if request is None:
            self.asked.say("")
            return
        said = asked_said(request)
        if request.meaning == meaning:
            same = _("The data are the same as then.")
            self.asked.say(f"{said} {same}", "success", "checkmark_circle")
        else:
            changed = _("The data have changed since: the digest was %(digest)s.")
            then = isolate(short(request.meaning))
            self.asked.say(f"{said}\n{changed % {'digest': then}}", "warning", "warning")

    def _say_receiver(self, shown: Shown) -> None:
        plain = shown.receiver is None
        self.receiver.say(whose(shown), "warning" if plain else "muted", "warning" if plain else "lock_closed")


def short(digest: str, letters: int = _LETTERS) -> str:
    """The beginning of a digest in groups of four, for reading aloud."""
    return show_fingerprint(digest[:letters])


def asked_said(request: Request) -> str:
    """Who prepared it, and when."""
    at = {"date": long_date(request.at.date()), "hour": clock(request.at.time())}
    return _("%(name)s prepared the report on %(date)s, %(hour)s and asks for the signature.") % {
        "name": isolate(request.by),
        **at,
    }


def whose(shown: Shown) -> str:
    """Who will be able to read the file."""
    if shown.receiver is None:
        return _("The file is not encrypted: whoever holds it can read the visitors' particulars.")
    said = _("Only %(name)s can open the file.")
    if shown.receiver.own_copy:
        said = _("Only %(name)s, and this office with its own key, can open the file.")
    return said % {"name": isolate(shown.receiver.name)}


def _figures(totals: Totals) -> list[tuple[str, str]]:
    held = _("%(n)s of %(all)s") % {
        "n": persian_digits(totals.meetings_held),
        "all": persian_digits(totals.meetings_scheduled),
    }
    return [
        (_("meetings held"), held),
        (_("contacts"), persian_digits(totals.visits)),
        (_("seen by the head"), persian_digits(totals.seen)),
        (_("visitors"), persian_digits(totals.visitors)),
        (_("issues, on screen"), persian_digits(totals.issues)),
        (_("results told, in short"), persian_digits(totals.notified)),
    ]
