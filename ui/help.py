"""F1: a pane of 360 at the left with this screen's page and its keys; search on top, Esc closes."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from app.domain.persian.text import search_key
from app.domain.texts import _
from resources import ROOT
from ui import keys
from ui.style import look
from ui.widgets.search import SearchBox
from ui.widgets.text import Text

PAGES = ROOT / "help" / "fa"
WIDTH = 360
_OF_SCREEN = {"desk": keys.DESK, "board": keys.DESK, "followup": keys.ISSUE}
_SHOWN_ONCE = ("screen_", "type_")
"""Rows of keys of which one speaks for all."""


def page(screen: str) -> str:
    """The screen's page in Markdown; of a screen without one, the client's own."""
    path = PAGES / f"{screen}.md"
    return (path if path.exists() else PAGES / "didar.md").read_text(encoding="utf-8")


def keys_of(screen: str) -> list[tuple[str, str]]:
    """Caps and what they do on this screen, its own keys first."""
    own = _OF_SCREEN.get(screen, "")
    rows: list[tuple[str, str]] = []
    for key in sorted(keys.TABLE, key=lambda key: key.where != own):
        if key.where not in (own, keys.EVERYWHERE):
            continue
        series = next((start for start in _SHOWN_ONCE if key.id.startswith(start) and key.id[-1].isdigit()), "")
        if series and not key.id.endswith("1"):
            continue
        last = {"screen_": "…8", "type_": "…6"}.get(series, "")
        rows.append((keys.cap(key.id) + last, _(key.name)))
    return rows


def _html(part: str) -> str:
    """A heading or a paragraph: all that these pages have."""
    if part.startswith("# "):
        return f"<h2>{escape(part[2:])}</h2>"
    return f"<p>{escape(part)}</p>"


class HelpPane(QFrame):
    """Signal closed: the focus is free again."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setProperty("ground", "surface")
        self.setAccessibleName(_("Help"))
        self._screen = ""
        self.search = SearchBox(_("Search in help"))
        self.view = QTextBrowser()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setOpenLinks(False)
        self.view.setAccessibleName(_("Help"))
        self.setFocusProxy(self.search)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(Text(_("Help"), "title"))
        column.addWidget(self.search)
        column.addWidget(self.view, 1)
        self.search.typed.connect(lambda _text: self._show())
        self.search.escaped.connect(self.close_pane)
        look().changed.connect(self._show)

    def tell(self, screen: str) -> None:
        """Show the page of this screen."""
        self._screen = screen
        self.search.clear()
        self._show()

    def close_pane(self) -> None:
        self.hide()
        self.closed.emit()

    def _show(self) -> None:
        if not self._screen:
            return
        wanted = search_key(self.search.text())
        rows = [(cap, words) for cap, words in keys_of(self._screen) if wanted in search_key(words) + cap.lower()]
        parts = [part for part in page(self._screen).split("\n\n") if wanted in search_key(part)]
        body = "".join(_html(part) for part in parts)
        table = "".join(
            f"<tr><td width='38%' dir='ltr' align='left'>{escape(cap)}</td><td align='right'>{escape(words)}</td></tr>"
            for cap, words in rows
        )
        none = "" if parts or rows else f"<p>{escape(_('Nothing was found.'))}</p>"
        head = f"<h3>{escape(_('Keys'))}</h3>" if rows else ""
        title, lead = (round(size * look().factor) for size in (20, 16))
        self.view.document().setDefaultStyleSheet(
            f"body, td, p, h2, h3 {{ color: {look().tokens.text}; }} p {{ margin-bottom: 8px; }}"
            f"h2 {{ font-size: {title}px; }} h3 {{ font-size: {lead}px; }}"
        )
        self.view.setHtml(
            f"<html><body dir='rtl'>{body}{none}{head}<table width='100%' cellpadding='3'>{table}</table></body></html>"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_pane()
        else:
            super().keyPressEvent(event)
