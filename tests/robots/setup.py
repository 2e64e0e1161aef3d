"""The first run and the unlock card in the user's words."""

import re

from app.domain.persian.text import latin_digits
from tests.robots.fields import FormRobot
from ui.passphrase import PassphrasePage
from ui.setup.screen import SetupScreen
from ui.setup.unlock import UnlockScreen


class SetupRobot(FormRobot):
    """The wizard."""

    screen: SetupScreen

    def agency(self, **given: str) -> "SetupRobot":
        """Fill the first page; given: another text by label, spaces as low lines."""
        texts = {
            "نام دستگاه": "شهرداری نخلستان",
            "کد دستگاه": "102168",
            "استان": "خوزستان",
            "شهرستان": "اهواز",
            "نام و نام خانوادگی رئیس دستگاه": "فرهاد بهرامی",
        } | {label.replace("_", " "): text for label, text in given.items()}
        for label, text in texts.items():
            self.type(label, text)
        return self

    def user(self, passphrase: str, again: str | None = None) -> "SetupRobot":
        self.type("نام و نام خانوادگی شما", "زهرا موسوی").type("نام کاربری", "zahra")
        self.type("گذرواژه", passphrase).type("تکرار گذرواژه", passphrase if again is None else again)
        return self

    @property
    def sentence(self) -> str:
        return self.screen.side.summary.text()

    @property
    def code(self) -> list[str]:
        """The eight groups as they stand on the screen, in Latin digits."""
        labels = [group.text() for group in self.screen.code._groups]
        return [latin_digits(text) for text in labels]

    @property
    def asked_back(self) -> dict[str, int]:
        """The labels of the groups that are asked back, with their places from 0."""
        labels = (field.label for field in self.screen.code.fields.values())
        return {label: int(latin_digits(re.findall(r"\d+", label)[0])) - 1 for label in labels}


class UnlockRobot(FormRobot):
    """The card."""

    screen: UnlockScreen


class PassphraseRobot(FormRobot):
    """The page over a screen on which a passphrase is changed."""

    screen: PassphrasePage

    def fill(self, present: str, new: str, again: str | None = None) -> "PassphraseRobot":
        self.type("گذرواژهٔ کنونی", present).type("گذرواژهٔ تازه", new)
        self.type("تکرار گذرواژهٔ تازه", new if again is None else again)
        return self

    def save(self) -> "PassphraseRobot":
        """Enter in the last field, and the answer."""
        self.go_to("تکرار گذرواژهٔ تازه").press("Enter")
        self.qtbot.waitUntil(lambda: self.screen._worker.idle, timeout=10_000)
        return self
