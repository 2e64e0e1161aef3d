"""F1: a pane of 360 at the left with this screen's page and its keys; search on top, Esc closes."""

from collections.abc import Collection, Sequence
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
COMMON = "didar"
"""What holds on every screen; a page of its own too, for a screen that has none."""
_SERIES = ("screen_", "type_")
"""Keys of which one row speaks for all."""


def page(screen: str) -> str:
    """The screen's page in Markdown; of a screen without one, the client's own."""
    path = PAGES / f"{screen}.md"
    return (path if path.exists() else PAGES / f"{COMMON}.md").read_text(encoding="utf-8")


def keys_of(live: Collection[str]) -> list[tuple[str, str]]:
    """Caps of these keys and what they do, a screen's own first."""
    rows: dict[str, tuple[str, str]] = {}
    for key in sorted(keys.TABLE, key=lambda key: key.where == keys.EVERYWHERE):
        if key.id not in live:
            continue
        series = next((start for start in _SERIES if key.id.startswith(start) and key.id[-1].isdigit()), key.id)
        if series in rows:
            cap, words = rows[series]
            rows[series] = f"{cap}, {keys.cap(key.id)[-1]}", words
        else:
            rows[series] = keys.cap(key.id), _(key.name)
    return list(rows.values())


def _html(part: str) -> str:
    """A heading or a paragraph: all that these pages have."""
    if part.startswith("# "):
        return f"<h2>{escape(part[2:])}</h2>"
    return f"<p>{escape(part)}</p>"


def _found(screen: str, wanted: str) -> list[str]:
    """The parts of a page that hold what is wanted, under the page's heading."""
    heading, *parts = page(screen).strip().split("\n\n")
    if wanted in search_key(heading):
        return [heading, *parts]
    hits = [part for part in parts if wanted in search_key(part)]
    return [heading, *hits] if hits else []


class HelpPane(QFrame):
    """Signal closed: Esc, or F1 again."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setProperty("ground", "surface")
        self.setAccessibleName(_("Help"))
        self._pages: list[str] = []
        self._keys: Collection[str] = ()
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

    def tell(self, screen: str, live: Collection[str], others: Sequence[str] = ()) -> None:
        """Show the page of this screen and the keys that live on it; others: screens whose pages are searched too."""
        self._pages = list(dict.fromkeys([screen, *others, COMMON]))
        self._keys = live
        self.search.clear()
        self._show()

    def close_pane(self) -> None:
        self.closed.emit()

    def _show(self) -> None:
        if not self._pages:
            return
        wanted = search_key(self.search.text())
        shown = self._pages if wanted else dict.fromkeys((self._pages[0], COMMON))
        own, *rest = ["".join(map(_html, _found(screen, wanted))) for screen in shown]
        rows = [(cap, words) for cap, words in keys_of(self._keys) if wanted in search_key(words) + cap.lower()]
        table = "".join(
            f"<tr><td width='38%' dir='ltr' align='left'>{escape(cap)}</td><td align='right'>{escape(words)}</td></tr>"
            for cap, words in rows
        )
        nothing, heading = escape(_("Nothing was found.")), escape(_("Keys"))
        if rows:
            table = f"<h3>{heading}</h3><table width='100%' cellpadding='3'>{table}</table>"
        body = own + table + "".join(rest) or f"<p>{nothing}</p>"
        title, lead = (round(size * look().factor) for size in (20, 16))
        self.view.document().setDefaultStyleSheet(
            f"body, td, p, h2, h3 {{ color: {look().tokens.text}; }} p {{ margin-bottom: 8px; }}"
            f"h2 {{ font-size: {title}px; }} h3 {{ font-size: {lead}px; }}"
        )
        self.view.setHtml(f"<html><body dir='rtl'>{body}</body></html>")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_pane()
        else:
            super().keyPressEvent(event)
