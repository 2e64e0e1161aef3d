"""Telling the applicant in the user's words: the form of Ctrl+T, wherever it stands, by the keyboard."""

from tests.robots.desk import DeskRobot
from tests.robots.followup import FollowUpRobot
from ui.telling.form import TellingForm
from ui.widgets.segment import Segment

WAYS = "شیوهٔ اطلاع‌رسانی"


class TellingRobot:
    """host: the desk's or the worklist's robot, whose cursor is on the row."""

    def __init__(self, host: DeskRobot | FollowUpRobot) -> None:
        self.host = host

    def open(self) -> "TellingRobot":
        self.host.press("Ctrl+T")
        return self

    @property
    def form(self) -> TellingForm:
        shown = [form for form in self.host.screen.findChildren(TellingForm) if form.isVisible()]
        assert shown, "the form of the telling does not stand open"
        return shown[0]

    @property
    def is_open(self) -> bool:
        return any(form.isVisible() for form in self.host.screen.findChildren(TellingForm))

    @property
    def way(self) -> str:
        """The words of the way that is shown."""
        return dict(self.form.way._parts)[self.form.page]

    @property
    def ways(self) -> list[str]:
        return [words for _part, words in self.form.way._parts] if self.form.way.isVisible() else []

    def by(self, words: str) -> "TellingRobot":
        """To this way by the arrows, with Space."""
        for _step in range(4):
            if self.host.focus == WAYS:
                break
            self.host.press("Backtab")
        segment = self.host.focused
        assert isinstance(segment, Segment)
        wanted = self.ways.index(words)
        for _part in self.ways:
            self.host.press("Right")
        for _part in range(wanted):
            self.host.press("Left")
        self.host.press("Space")
        return self

    def say(self, *keys: str) -> "TellingRobot":
        for key in keys:
            self.host.type_on(key)
        return self

    @property
    def known(self) -> str:
        return _plain(self.form.known.text())

    @property
    def why(self) -> str:
        return self.form.why.text() if self.form.why.isVisible() else ""

    @property
    def tries(self) -> list[str]:
        return [_plain(line) for line in self.form.tries.text().splitlines()]

    @property
    def choices(self) -> list[str]:
        page = self.form
        return {"ask": page.ask, "unreached": page.unreached, "doubt": page.doubt}.get(page.page, page.call).words


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter not in "\u2066\u2067\u2068\u2069")
