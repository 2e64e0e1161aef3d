"""The six figures of a quarter; each opens the rows behind it."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.domain.codes import IssueType, Status
from app.domain.persian.text import latin_digits, persian_digits
from app.domain.texts import _
from app.report import behind
from app.report.figures import Figures
from ui import icons
from ui.style import CARD_RADIUS, focus_ring, look
from ui.widgets.row_lines import broken
from ui.widgets.tabs import LARGE

DAYS = "meetings_held"


@dataclass(frozen=True)
class Figure:
    """A number with its words. opens: the rows that it is told to open."""

    opens: str
    icon: str
    word: str
    number: int
    under: str


def figures_of(figures: Figures) -> tuple[Figure, ...]:
    totals = figures.totals
    results = totals.issues - totals.by_status[Status.OPEN]
    return (
        Figure(
            DAYS,
            "calendar_checkmark",
            _("meetings held"),
            totals.meetings_held,
            _("of %(n)s days planned") % {"n": persian_digits(totals.meetings_scheduled)},
        ),
        Figure(behind.VISITS, "people", _("contacts"), totals.visits, _("registered at the meetings")),
        Figure(
            behind.SEEN,
            "checkmark_circle",
            _("seen by the head"),
            totals.seen,
            _("%(n)s were not seen") % {"n": persian_digits(totals.visits - totals.seen)},
        ),
        Figure(behind.VISITORS, "person", _("visitors"), totals.visitors, _("people, each once")),
        Figure(
            behind.ISSUES,
            "clipboard_task",
            _("issues, on screen"),
            totals.issues,
            _("%(n)s still under way") % {"n": persian_digits(totals.by_status[Status.OPEN])},
        ),
        Figure(
            behind.NOTIFIED,
            "chat",
            _("results told, in short"),
            totals.notified,
            _("of %(n)s results") % {"n": persian_digits(results)},
        ),
    )


def title_of(figure: str, figures: Figures) -> str:
    """What the rows behind it are, a card's figure or a bar's."""
    for card in figures_of(figures):
        if card.opens == figure:
            return card.word
    kind, _dot, code = figure.partition(".")
    return Status(code).label if kind == "status" else IssueType(code).label


def _pad() -> int:
    return 6 if look().compact else 12


def _beside() -> int:
    """The icon's room; where that is short the icon goes, not the word."""
    return 0 if look().compact or look().factor > LARGE else 26


class FigureCard(QAbstractButton):
    """A card with a word and an icon over a large number over a line; a button to the keyboard and to readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure: Figure | None = None
        self._more = 0  # lines beyond the usual ones
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_figure(self, figure: Figure) -> None:
        self._figure = figure
        self.setAccessibleName(f"{figure.word}: {latin_digits(str(figure.number))}")
        self.setAccessibleDescription(figure.under)
        self.setToolTip(_("Rows: %(figure)s") % {"figure": figure.word})
        self._fit()
        self.update()

    def _words(self, figure: Figure) -> tuple[str, ...]:
        """Its word, in two lines where the card is narrow."""
        return broken(figure.word, look().font("caption"), self.width() - 2 * _pad() - _beside())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        figure = self._figure
        more = 0
        if figure is not None:
            more = len(self._words(figure)) - 1
            if not look().compact:
                more += len(broken(figure.under, look().font("caption"), self.width() - 2 * _pad())) - 1
        if more != self._more:
            self._more = more
            self.updateGeometry()

    @property
    def figure(self) -> Figure | None:
        return self._figure

    def sizeHint(self) -> QSize:
        return QSize(120, round(((72 if look().compact else 92) + 20 * self._more) * max(look().factor, 1)))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, whole = look().tokens, self.rect()
        painter.setPen(QPen(tokens.colour("field" if self.underMouse() else "border"), 1))
        painter.setBrush(tokens.colour("surface"))
        painter.drawRoundedRect(whole.adjusted(0, 0, -1, -1), CARD_RADIUS, CARD_RADIUS)
        if self._figure is not None:
            self._paint_figure(painter, self._figure, whole.adjusted(_pad(), 8, -_pad(), -8))
        if self.hasFocus():
            focus_ring(self, painter)

    def _paint_figure(self, painter: QPainter, figure: Figure, inside: QRect) -> None:
        tokens = look().tokens
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        caption = round(20 * look().factor)
        top = QRect(inside.left(), inside.top(), inside.width(), caption)
        beside = _beside()
        if beside:
            icons.paint(painter, QRect(top.right() - 19, top.top(), 20, caption), figure.icon, "muted", tokens)
        painter.setFont(look().font("caption"))
        painter.setPen(tokens.colour("muted"))
        for line, words in enumerate(self._words(figure)):
            painter.drawText(top.translated(0, line * caption).adjusted(0, 0, -beside, 0), int(right), words)
        bottom = QRect(inside.left(), inside.bottom() - caption + 1, inside.width(), caption)
        if not look().compact:
            lines = broken(figure.under, look().font("caption"), bottom.width())
            for line, words in enumerate(lines):
                painter.drawText(bottom.translated(0, (line + 1 - len(lines)) * caption), int(right), words)
        painter.setFont(look().font("figure"))
        painter.setPen(tokens.colour("text"))
        start = top.bottom() + (len(self._words(figure)) - 1) * caption
        end = inside.bottom() if look().compact else bottom.top() - (len(lines) - 1) * caption
        number = QRect(inside.left(), start, inside.width(), end - start)
        painter.drawText(number, int(right), persian_digits(figure.number))


class FigureCards(QWidget):
    """The six cards, the first at the right."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = [FigureCard(self) for _place in range(6)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card in self.cards:
            row.addWidget(card, 1)
            card.clicked.connect(lambda _checked=False, card=card: self.chosen.emit(card.figure.opens))

    def show_figures(self, figures: Figures) -> None:
        for card, figure in zip(self.cards, figures_of(figures), strict=True):
            card.show_figure(figure)
