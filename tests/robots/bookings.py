"""Bookings in the user's words: somebody telephones, the receiver is in one hand."""

from tests.robots.desk import DeskRobot
from ui.widgets.field import Field

LIST = "نوبت‌های روز"


class BookingsRobot:
    """Everything by the keyboard of the desk that it sits at."""

    def __init__(self, desk: DeskRobot) -> None:
        self.desk = desk
        self.view = desk.desk.bookings.view

    def take(self, *, first: str = "نرگس", last: str = "شریفی", phone: str = "09163004172", **more: str) -> None:
        """From anywhere on the desk to the saved booking."""
        self.open()
        self.desk.type_on(first).press("Enter").type_on(last).press("Enter").type_on(phone)
        for label, text in more.items():
            self.desk.type(label, text)
        self.desk.press("Ctrl+S")

    def open(self) -> DeskRobot:
        return self.desk.press("Shift+F2")

    @property
    def is_open(self) -> bool:
        return self.view.isVisible()

    @property
    def day(self) -> str:
        """The day whose list is shown."""
        return self.view.panel.title.text().removeprefix("نوبت‌های ")

    @property
    def count(self) -> str:
        return self.view.panel.count.text

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Hour, name and state of each booking of the day, as they are read."""
        cells = self.desk._cells(self.view.panel.table)
        return [(row["ساعت"], row["نام و نام خانوادگی"], row["وضعیت"]) for row in cells]

    def _field(self, label: str) -> Field:
        return next(field for field in self.view.form.fields if field.label == label)

    def text(self, label: str) -> str:
        """What stands in a field of the booking's form; the visitor's has fields of the same name."""
        return self._field(label).text()

    def line_beside(self, label: str) -> str:
        return self._field(label).refused

    @property
    def asked(self) -> str:
        """What is asked over the fields."""
        return self.view.form.strip.text

    def said_of(self, part: str) -> str:
        """What is refused at the day or at the half hour."""
        line = {"روز": self.view.form.day_line, "ساعت": self.view.form.hour_line}[part]
        return line.message.text if line.icon is not None and line.icon.isVisible() else ""

    def go_to_list(self) -> DeskRobot:
        for _pane in range(6):
            if self.desk.focus == LIST:
                return self.desk.press("Home")
            self.desk.press("F6")
        raise AssertionError("F6 does not reach the list of bookings")

    @property
    def booked_tab(self) -> list[str]:
        """Who is expected today, as the queue's own tab has it."""
        return [row.name for row in self.desk.desk.queue.booked.rows]

    def go_to_booked(self) -> DeskRobot:
        """Into the queue's tab of those who are booked."""
        self.desk.go_to_queue()
        tabs = self.desk.desk.queue.tabs
        for _step in range(6):
            if self.desk.focused is tabs:
                break
            self.desk.press("Shift+Tab")
        for _tab in range(5):
            self.desk.press("Left")
        assert tabs.current == "booked", "the arrows do not reach the tab of those who are booked"
        for _step in range(6):
            if self.desk.focused is self.desk.desk.queue.booked:
                return self.desk.press("Home")
            self.desk.press("Tab")
        raise AssertionError("the Tab key does not reach those who are booked")

    @property
    def fallen(self) -> str:
        return self.desk.desk.bookings.fallen.text

    @property
    def full(self) -> str:
        return self.desk.desk.bookings.full.text

    @property
    def to_tell(self) -> str:
        return self.view.panel.tell.text
