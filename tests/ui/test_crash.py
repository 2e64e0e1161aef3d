"""The card after an error that nobody caught."""

from PySide6.QtWidgets import QWidget

from ui.crash import CrashCard


def test_it_covers_the_window_whatever_size_that_gets(show) -> None:
    window = show(QWidget())
    window.resize(1366, 768)
    card = CrashCard(window, "D-6156", "text", None, lambda: None)
    window.resize(1093, 543)
    assert card.geometry() == window.rect()
    assert window.rect().contains(card.box.geometry())
    card.close()
