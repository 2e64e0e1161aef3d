"""The pause after wrong passphrases, counted down: on the unlock card and where a passphrase is changed."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.security.attempts import Attempts


class Pause(QObject):
    """waits: the sentence with the seconds that are left, each second; empty when the waiting is over."""

    waits = Signal(str)

    def __init__(self, attempts: Attempts, parent: QObject) -> None:
        super().__init__(parent)
        self._attempts = attempts
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.count_down)

    @property
    def is_waiting(self) -> bool:
        return self._tick.isActive()

    def stop(self) -> None:
        self._tick.stop()

    def count_down(self) -> None:
        """Say how long there is still to wait, if at all."""
        left = self._attempts.left()
        if left:
            self._tick.start()
            self.waits.emit(
                _("A wrong passphrase was entered several times; wait %(seconds)s seconds.")
                % {"seconds": persian_digits(left)}
            )
        elif self._tick.isActive():
            self._tick.stop()
            self.waits.emit("")
