"""The process that reads the files of one batch, started when the first is read and ended from any thread."""

from threading import Lock

from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.report import trust
from app.report.verdict import Verdict
from app.report.verify_worker import Worker as Judge
from app.sealed_reports import OpeningKey

_ASKED_AGAIN = 0.05
"""Seconds."""


class Batch:
    """Whom to trust is asked once, at its first file. opening: what encrypted files are opened with. visit: the code
    that each report is asked for.
    """

    def __init__(self, office: Office, opening: OpeningKey | None = None, visit: str | None = None) -> None:
        self.asks = (opening, visit)
        self._office = office
        self._reading = Lock()
        self._over = False
        self._judge: Judge | None = None

    def verdict(self, path: str) -> Verdict:
        """Of one file. Raises Refused once the batch is over."""
        with self._reading:
            if self._over:
                raise Refused(_("Stopped."))
            if self._judge is None:
                opening, visit = self.asks
                known = trust.of_office(self._office, trust.Trust())
                self._judge = Judge(known, self._office.now(), opening.key if opening else None, visit)
            return self._judge.verdict(path)

    def close(self) -> None:
        """Give up the file in hand, whenever its process is there, and leave nothing running. Not for the UI thread."""
        self._over = True
        while not self._reading.acquire(timeout=_ASKED_AGAIN):
            if self._judge is not None:
                self._judge.kill()
        try:
            if self._judge is not None:
                self._judge.close()
        finally:
            self._reading.release()
