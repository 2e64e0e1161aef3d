"""The days on which offices are closed, year by year, without widgets: confirmed one by one, each with its way back."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import holidays
from app.domain.errors import UserError
from app.domain.persian.calendar import short_date, to_jalali
from app.domain.texts import _
from app.holidays import HolidayRow, Known
from app.office import Change, Office
from ui.worker import Worker


class DaysModel(QObject):
    """Signals: read_(year, list of HolidayRow); said(text, way back); refused(field, reason)."""

    read_ = Signal(int, object)
    said = Signal(str, object)
    refused = Signal(str, str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.year = to_jalali(office.today())[0]
        self.today = office.today
        worker.committed.connect(self._committed)

    def read(self) -> None:
        job = partial(holidays.of_year, self._office, self.year)
        self._worker.read(self, job, partial(self.read_.emit, self.year), self._failed, key="days of the year")

    def show(self, year: int) -> None:
        self.year = year
        self.read()

    def turn(self, row: HolidayRow) -> None:
        """A proposed day is confirmed, a confirmed one taken back; what is known otherwise stays as it is."""
        if row.known is Known.PROPOSED:
            self.confirm(row.date, row.name)
        elif row.id is not None:
            self._write(
                partial(holidays.take_back, self._office, row.id),
                _("%(date)s is no closed day any more.") % {"date": short_date(row.date)},
                lambda _rows: self._way_back(partial(holidays.confirm, self._office, row.date, row.name)),
            )
        else:
            self.refused.emit("", _("This day is closed every year or by its meeting; it is not changed here."))

    def confirm(self, date: dt.date, name: str) -> None:
        """That day is closed. A day of another year shows that year."""
        self.year = to_jalali(date)[0]

        def back(rows: list[HolidayRow]) -> Callable[[], object]:
            kept = next(row.id for row in rows if row.date == date and row.known is Known.CONFIRMED)
            return self._way_back(partial(holidays.take_back, self._office, kept))

        said = _("%(date)s was confirmed as a closed day.") % {"date": short_date(date)}
        self._write(partial(holidays.confirm, self._office, date, name), said, back)

    def _write(
        self, call: Callable[[], list[HolidayRow]], said: str, back: Callable[[list[HolidayRow]], Callable[[], object]]
    ) -> None:
        self._worker.write(self, call, lambda rows: self.said.emit(said, back(rows)), self._failed)

    def _way_back(self, call: Callable[[], object]) -> Callable[[], object]:
        return lambda: self._worker.write(self, call, None, self._failed)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in ("holiday", "meeting") for change in changes):
            self.read()
