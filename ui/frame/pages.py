"""The screens in the window, one of them shown, and at most one page that lies over it."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget


class Pages(QStackedWidget):
    """A page that lies over a screen (a document's preview, the new passphrase) is thrown away when it goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over: Any = None

    @property
    def covered(self) -> bool:
        """Whether a page lies over the screen."""
        return self._over is not None

    def show_screen(self, screen: QWidget) -> None:
        """Show this screen, and nothing over it."""
        self.take_off()
        if self.indexOf(screen) < 0:
            self.addWidget(screen)
        self.setCurrentWidget(screen)

    def lay_over(self, page: Any) -> None:
        """Show a page over the screen."""
        self.take_off()
        self._over = page
        self.addWidget(page)
        self.setCurrentWidget(page)
        page.setFocus()

    def take_off(self) -> None:
        """What lies over the screen goes."""
        page, self._over = self._over, None
        if page is not None:
            self.throw_away(page)

    def throw_away(self, page: QWidget) -> None:
        """Nothing of it is left in the window."""
        self.removeWidget(page)
        page.deleteLater()
