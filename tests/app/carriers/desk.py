"""The office with its modem: what is sent, what becomes of it, what a person decides."""

import os

import pytest

from app.carriers import Answer
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.domain.codes import MessageState
from app.modem_parts import _decided
from app.office import Office
from tests.app.carriers.messages import LONG, NUMBER, kept, message_id, sending
from tests.modem_emulator import Emulator

ABROAD = "+98" + NUMBER[1:]
KINDS = ["socket", *(["pty"] if os.name == "posix" else [])]
on_both = pytest.mark.parametrize("stick", KINDS, indirect=True)


class Desk:
    def __init__(self, office: Office, stick: Emulator) -> None:
        self.office, self.stick = office, stick
        self.modem = Modem(office, Chosen(stick.port), per_minute=10**6)

    def send(self, text: str = LONG, number: str = NUMBER) -> Answer:
        self.outgoing = sending(self.office, text, number)
        return self.modem.send(self.outgoing)

    def hear(self, seconds: float = 1.0) -> list[int]:
        return self.modem.listen(seconds)

    @property
    def parts(self) -> list[tuple[str, int | None]]:
        return kept(self.office, self.outgoing)

    def decide(self, *, sent: bool) -> MessageState | None:
        with self.office.note() as session:
            return _decided(session, message_id(self.office, self.outgoing), sent=sent, now=self.office.now())

    def replug(self) -> None:
        """The emulator at another port: it gives none twice."""
        stick = self.stick
        self.modem._chosen = Chosen(stick.on_pty() if stick.port.startswith("/") else stick.on_socket())
