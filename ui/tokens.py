"""Looking for tokens off the UI thread: whose certificates they hold, told before any PIN is asked for."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.errors import UserError
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.report.tokens import Pin, Token, tokens
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.worker import Worker

_MOST_ROWS = 4


@dataclass(frozen=True)
class Owner:
    """Who could sign with a token; of a token without a certificate name and fingerprint are empty."""

    label: str
    serial: str
    pin: Pin
    name: str = ""
    fingerprint: str = ""
    begins: dt.date | None = None
    ends: dt.date | None = None

    @property
    def id(self) -> tuple[str, str]:
        return self.serial, self.fingerprint

    def in_force(self, today: dt.date) -> bool:
        return self.begins is not None and self.ends is not None and self.begins <= today <= self.ends


class TokenLook(QObject):
    """seen: a list of Owner; refused(field, reason): "pkcs11" for the library, "token" for what is plugged in."""

    seen = Signal(object)
    refused = Signal(str, str)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker

    def look(self, library: str) -> None:
        """Load the maker's library, and say what is plugged in."""
        self._worker.read(self, partial(_owners, library), self.seen.emit, self._failed, key="tokens")

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "token", error.reason)


def _owners(library: str) -> list[Owner]:
    return [owner for token in tokens(library) for owner in _of_token(token)]


def _of_token(token: Token) -> list[Owner]:
    owners = [
        Owner(
            token.label,
            token.serial,
            token.pin,
            held.name,
            held.fingerprint,
            held.certificate.not_valid_before_utc.astimezone(TEHRAN).date(),
            held.valid_until.astimezone(TEHRAN).date(),
        )
        for held in token.owners
    ]
    return owners or [Owner(token.label, token.serial, token.pin)]


def pin_said(pin: Pin) -> tuple[str, str]:
    """What the token says of its PIN before one is typed, with the colour's role; nothing of one that is in order."""
    return {
        Pin.READY: ("", ""),
        Pin.LOW: (_("A wrong PIN was typed before. After a few wrong ones the token locks itself."), "warning"),
        Pin.FINAL: (_("One more wrong PIN locks the token. Type it with care."), "danger"),
        Pin.LOCKED: (_("The token's PIN is locked. Have it unlocked by whoever gave you the token."), "danger"),
        Pin.NONE: (_("The token has no PIN yet. Set one with the program that came with it."), "danger"),
    }[pin]


def owner_table(label: str, *, wide: bool = False) -> Table:
    """The tokens with their owners. wide: with the room of a page, serial numbers and PINs too."""
    columns = [
        Column("name", _("Owner of the certificate"), _name, 0, "words", wraps=True),
        Column("label", _("Token"), lambda owner: isolate(owner.label), 120 if wide else 104),
        Column("ends", _("In force until"), _until, 150 if wide else 96, wraps=True),
    ]
    if wide:
        columns.append(Column("serial", _("Serial number"), lambda owner: isolate(owner.serial), 120))
        columns.append(Column("pin", _("PIN"), lambda owner: _word_of(owner.pin), 130))
    table = Table(columns, row_id=lambda owner: owner.id, label=label, empty=_("No token is plugged in."))
    table.setSelectionMode(Table.SelectionMode.SingleSelection)
    table.verticalHeader().sectionResized.connect(lambda *_sizes: _measure(table))  # long names need a second line
    return table


def put_owners(table: Table, owners: list[Owner]) -> None:
    """The table is as high as its rows, or the first four of them; away when there is none."""
    table.put(owners)
    table.setVisible(bool(owners))
    _measure(table)


def _measure(table: Table) -> None:
    rows, head = table.verticalHeader(), table.horizontalHeader()
    whole = sum(rows.sectionSize(at) for at in range(min(rows.count(), _MOST_ROWS)))
    table.setFixedHeight(whole + head.sizeHint().height() + 2)


def _name(owner: Owner) -> str:
    return isolate(owner.name) if owner.fingerprint else _("without a certificate")


def _until(owner: Owner) -> str:
    return isolate(persian_digits(numeric(owner.ends))) if owner.ends else "–"


def _word_of(pin: Pin) -> str:
    return {
        Pin.READY: _("in order"),
        Pin.LOW: _("was wrong before"),
        Pin.FINAL: _("last try"),
        Pin.LOCKED: _("locked"),
        Pin.NONE: _("not set"),
    }[pin]
