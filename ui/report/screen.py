"""The report screen: a quarter's figures, what is missing before signing, and the making of the report in place."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import UserError
from app.domain.persian.calendar import long_date
from app.domain.persian.periods import Span
from app.domain.texts import _
from app.meetings import Day
from app.report import behind
from app.report.figures import IssueFacts
from app.report.make import Made
from app.report.preflight import Finding
from ui import keys
from ui.report.beforehand import BeforehandPane
from ui.report.charts_page import ChartsPage
from ui.report.figure_cards import DAYS, FigureCards, title_of
from ui.report.key_pane import KeyPane
from ui.report.left_out import LeftOut, word_of
from ui.report.quarter_head import QuarterHead
from ui.report.response_pane import ResponsePane
from ui.report.rows_pane import RowsPane, act_at_the_desk
from ui.report.sign_pane import SignPane
from ui.report.view_model import ReportModel, Shown, first_shown
from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.note import Note
from ui.widgets.scroll import scrolled
from ui.widgets.tabs import LARGE


class ReportScreen(QWidget):
    """Built with its model; reads when it is shown. Ctrl+PgUp/PgDn another quarter, Ctrl+S makes, Esc steps back."""

    settings_wanted = Signal()
    receiver_wanted = Signal()
    desk_wanted = Signal(object, str)
    """IssueFacts, and the act that is wanted there: ruling, outcome, notice, or correct for the visit itself."""

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self._is_stale = True
        self._trail: Finding | None = None
        self._opened_from: QWidget | None = None
        self._of_finding = ""  # whose rows stand there
        self._behind: QWidget | None = None  # what the rows were opened from, where that was no figure
        self.figures, self.charts, self.rows = FigureCards(), ChartsPage(), RowsPane()
        self.beforehand, self.key, self.times = BeforehandPane(model), KeyPane(model.key), ResponsePane()
        self.left_out = LeftOut()
        self.pane = SignPane(model)
        self.empty = Note()
        self._turning = QStackedWidget()
        self._turning.addWidget(scrolled(self.charts))
        for opened in (self.rows, self.beforehand, self.key, self.times):
            self._turning.addWidget(opened)
        self.setFocusProxy(self.pane.list)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        main = QVBoxLayout()
        main.setSpacing(12)
        for widget in (self.figures, self.empty, self._turning, self.left_out):
            main.addWidget(widget, 1 if widget is self._turning else 0)
        self.empty.hide()
        self._body = QHBoxLayout()
        self._body.addLayout(main, 1)
        self._body.addWidget(self.pane)
        self._column = QVBoxLayout(self)
        self._head_line = self._head()
        self._column.addLayout(self._head_line)
        self._column.addWidget(self.other)
        self._column.addLayout(self._body, 1)
        self._measure()

    def _head(self) -> QuarterHead:
        head = QuarterHead(
            self._earlier,
            self._later,
            (
                (_("Response times"), "clock", self.open_times, "response_times"),
                (_("Other days"), "calendar", self.ask_for_days, "new"),
                (_("Announcements and SAMAD"), "megaphone", self.open_beforehand, ""),
                (_("Page for the public"), "people", self.model.make_summary, ""),
                (_("Folder of reports"), "folder_open", self.open_folder, ""),
            ),
        )
        self.earlier, self.later, self.quarter, self.other = head.earlier, head.later, head.quarter, head.other
        self.other.entered.connect(self._show_other_days)
        return head

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 2)
        self._make_room()
        self._body.setSpacing(margin)
        self.pane.fit()

    def _make_room(self) -> None:
        """A small screen has no room for the six figures over the response times; large text none for what is under."""
        times, large = self._turning.currentWidget() is self.times, look().factor > LARGE
        self.figures.setHidden(times and (look().compact or large))
        self.left_out.setHidden(times and large)

    def _connect(self) -> None:
        model, pane = self.model, self.pane
        model.reading.connect(self._reading)
        model.shown.connect(self._show)
        model.trail_checked.connect(self._show_trail)
        model.saved.connect(self._reason_saved)
        model.making.connect(pane.show_making)
        model.made.connect(self._made)
        model.stopped.connect(lambda reason: pane.show_failed(reason, stopped=True))
        model.refused.connect(self._refused)
        model.stale.connect(self._stale)
        pane.list.wanted.connect(self._mend)
        pane.form.given.connect(lambda day, reason, holiday: model.give_reason(day, reason, holiday=holiday))
        pane.form.left.connect(self._leave_form)
        pane.draft_wanted.connect(model.make)
        # a hidden one would catch the Tab key for good, and so would any in the review, which stands last in the order
        pane.turned.connect(lambda: self.setFocusProxy(None if pane.is_reviewing else pane.list))
        pane.ask_wanted.connect(model.ask_head)
        pane.take_back_wanted.connect(model.take_request_back)
        pane.sign_wanted.connect(model.make)
        pane.stop_wanted.connect(model.stop)
        pane.folder_wanted.connect(self._choose_folder)
        for source in (self.figures, self.charts, self.left_out):
            source.chosen.connect(self.open_rows)
        model.summary_made.connect(pane.show_summary)
        for opened in (self.rows, self.times, self.beforehand, self.key):
            opened.left.connect(self.close_rows)
        self.rows.wanted.connect(self._to_the_desk)
        self._turning.currentChanged.connect(lambda _place: self._make_room())
        self.charts.times_wanted.connect(self.open_times)
        self.times.wanted.connect(self.open_times_rows)
        model.timed.connect(self.times.show_times)
        pane.review_pane.key_wanted.connect(self.open_key)
        pane.review_pane.settings_wanted.connect(self.settings_wanted)
        look().changed.connect(self._measure)
        keys.action("earlier", self, self._earlier)
        keys.action("later", self, self._later)
        keys.action("save", self, self._save)
        keys.action("new", self, self.ask_for_days)
        keys.action("response_times", self, self.open_times)

    # reading

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.model.show(self.model.span)

    def arrive(self) -> None:
        """The cursor is in what had better be mended; in its rows, for who comes back from one of them."""
        if self.pane.is_reviewing:
            self.pane.review_pane.arrive()
        elif self._turning.currentWidget() is self.rows:
            self.rows.arrive()
        else:
            self.pane.list.setFocus()

    @property
    def panes(self) -> list[QWidget]:
        """For F6."""
        panes = [self.pane.first, self.figures.cards[0], self._turning.currentWidget()]
        return [*panes, self.left_out.why] if self.left_out.why.isEnabled() else panes

    @property
    def hints(self) -> list[tuple[str, str]]:
        hints = (("earlier", _("Earlier quarter")), ("response_times", _("Response times")), ("help", _("Help")))
        return [(keys.cap(key), words) for key, words in hints]

    def refresh(self) -> None:
        self.model.refresh()

    def _stale(self) -> None:
        self._is_stale = True
        if self.isVisible() and not self.pane.is_making:
            self.model.refresh()

    def _earlier(self) -> None:
        self._another(self.model.span.previous)

    def _later(self) -> None:
        self._another(self.model.span.next)

    def _another(self, span: Span) -> None:
        if not self.pane.is_making:
            self._leave_form()
            self.close_rows()
            self.pane.note.say("")
            self.model.show(span)

    def ask_for_days(self) -> None:
        """Ctrl+N: a month, a day, from one day to another; Esc leaves it."""
        self.other.show()
        self.other.setFocus()

    def _show_other_days(self) -> None:
        """What was typed; nothing brings the quarter back."""
        typed = self.other.text()
        try:
            self._another(self.model.typed(typed) if typed else first_shown(self.model.office.today()))
        except UserError as error:
            self.other.say(error.reason)
            announce(self, error.reason)
        else:
            self._leave_days()

    def _leave_days(self) -> None:
        self.other.clear()
        self.other.hide()
        self.pane.list.setFocus()

    def open_beforehand(self) -> None:
        self._opened_from = self.pane.list
        self._turning.setCurrentWidget(self.beforehand)
        self.beforehand.open()

    def open_times(self) -> None:
        """How long answers took in the days that are shown, by unit, month and type."""
        if self._turning.currentWidget() is not self.times:
            self._opened_from = self.focusWidget()
        self._turning.setCurrentWidget(self.times)
        self.model.read_times()
        self.times.arrive()

    def open_times_rows(self, title: str, issues: list[IssueFacts]) -> None:
        """The issues behind a row of the response times; Esc brings these back."""
        self._of_finding = ""
        self.rows.show_issues(title, issues)
        self._behind = self.times
        self._turning.setCurrentWidget(self.rows)
        self.rows.arrive()

    def open_key(self) -> None:
        """The office's own key: how it stands, and its hand-over."""
        self._opened_from = self.focusWidget()
        self._turning.setCurrentWidget(self.key)
        self.key.open()
        self.key.arrive()

    def _reading(self, span: Span) -> None:
        self._head_line.show_span(span, has_later=self.model.has_begun(span.next))
        if self._turning.currentWidget() is self.beforehand:
            self.model.read_beforehand()

    def _show(self, shown: Shown) -> None:
        self._is_stale = False
        figures = shown.figures
        self.figures.show_figures(figures)
        self.charts.show_figures(figures)
        self.left_out.show_excluded(figures.excluded)
        self.pane.show_quarter(shown)
        nothing = not figures.totals.meetings_held
        said = _("No meeting is recorded in this quarter; the report is made with the reason why none was held.")
        self.empty.say(said if nothing else "")
        self._renew_rows()
        if self._turning.currentWidget() is self.times:
            self.model.read_times()
        if self._trail is not None:
            self._show_trail(self._trail)
        else:
            self.model.check_trail()

    def _show_trail(self, finding: Finding) -> None:
        """It is checked once a sitting: what has been walked stays walked, and new entries come from here."""
        self._trail = finding
        if self.model.current is not None:
            self.pane.list.show_findings((*self.model.current.preflight.findings, finding))

    # the rows behind a figure

    def open_rows(self, figure: str) -> None:
        """The rows behind a figure, in place of the charts; Esc brings these back, and the cursor to the figure."""
        shown = self.model.current
        if shown is None:
            return
        self._opened_from = self.focusWidget()
        self._of_finding = ""
        if figure == DAYS:
            self.rows.show_days(_("meetings held"), shown.figures.meetings)
        elif figure in (*behind.LEFT_OUT, behind.ALL_LEFT_OUT):
            self.rows.show_left_out(word_of(figure), self.model.rows(figure))
        else:
            self.rows.show_issues(title_of(figure, shown.figures), self.model.rows(figure))
        self._turning.setCurrentWidget(self.rows)
        self.rows.arrive()

    def close_rows(self) -> None:
        if self._behind is not None and self._turning.currentWidget() is self.rows:
            self._turning.setCurrentWidget(self._behind)
            self._behind = None
            self.times.arrive()
        elif self._turning.currentIndex() > 0:
            self._turning.setCurrentIndex(0)
            (self._opened_from or self.pane.list).setFocus()

    # mending

    def _mend(self, finding: Finding) -> None:
        if finding.day is not None:
            self.pane.form.open(finding.day)
        elif finding.code == "announcement":
            self.open_beforehand()
        elif finding.code == "key":
            self.open_key()
        elif finding.code == "receiver":
            self.receiver_wanted.emit()
        else:
            self._opened_from = self.pane.list
            self._of_finding = finding.code
            self.rows.show_issues(finding.said, self.model.rows_of(finding))
            self._turning.setCurrentWidget(self.rows)
            self.rows.arrive()

    def _renew_rows(self) -> None:
        """What was mended meanwhile is no row any more."""
        if not self._of_finding or self._turning.currentWidget() is not self.rows or self.model.current is None:
            return
        found = (one for one in self.model.current.preflight.findings if one.code == self._of_finding and one.issues)
        if finding := next(found, None):
            self.rows.renew_issues(finding.said, self.model.rows_of(finding))
        else:
            self.close_rows()

    def _to_the_desk(self, issue: IssueFacts) -> None:
        self.desk_wanted.emit(issue, act_at_the_desk(issue, self._of_finding))

    def _reason_saved(self, day: Day) -> None:
        self.pane.form.hide()
        self.pane.list.setFocus()
        announce(self, long_date(day.date))
        self.model.refresh()

    def _leave_form(self) -> None:
        if not self.pane.form.isHidden():
            self.pane.form.hide()
            self.pane.list.setFocus()

    # making

    def _save(self) -> None:
        """Ctrl+S: the one act that is awake."""
        if (pane := self.pane).is_making:
            return
        if not pane.draft.isHidden():
            self.model.make()
        elif pane.is_reviewing:
            pane.confirm.click()
        elif self.model.may_sign:
            pane.review()
        elif pane.ask.isEnabled():
            self.model.ask_head()

    def _made(self, made: Made) -> None:
        self.pane.show_made(made)
        announce(self, made.pdf.name)

    def _refused(self, field: str, reason: str) -> None:
        if field == "reason" and not self.pane.form.isHidden():
            self.pane.form.refuse(reason)
        elif self.beforehand.refuse(field, reason):
            pass  # it is said at its field
        else:
            self.pane.show_failed(reason, field)
        announce(self, reason)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Folder of reports"), str(self.model.folder))
        if chosen:
            self.model.choose_folder(Path(chosen))
            self.pane.show_folder()

    def open_folder(self) -> None:
        folder = self.model.folder
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if not self.other.isHidden():
                self._leave_days()
            self._leave_form()
            self.close_rows()
        else:
            super().keyPressEvent(event)
