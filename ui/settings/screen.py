"""The settings: groups at the right, the chosen one's fields at the left; each change is saved at once, with undo."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.texts import _
from ui import keys
from ui.settings.backup_page import BackupPage
from ui.settings.days_page import DaysPage
from ui.settings.letters_page import LettersSettings
from ui.settings.look_page import LookPage
from ui.settings.modem_group import ModemGroup
from ui.settings.papers_page import PapersPage
from ui.settings.preset_page import PresetPage
from ui.settings.receiver_page import ReceiverPage
from ui.settings.signing_page import SigningPage
from ui.settings.sms_page import SmsPage
from ui.settings.turns_page import TurnsPage
from ui.settings.units_page import UnitsPage
from ui.settings.update_page import UpdatePage
from ui.settings.view_model import SettingsModel
from ui.settings.words_page import WordsPage
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.widgets.text import Text, card

GROUPS_WIDE = 240


@dataclass(frozen=True)
class Group:
    """id: for code; title: for the user; page: its fields."""

    id: str
    title: str
    page: QWidget


class SettingsScreen(QWidget):
    """Ctrl+9. Up and Down choose a group, Enter goes into it, Esc comes back."""

    def __init__(self, model: SettingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.groups = [
            Group("turns", _("Turns and queue"), TurnsPage(model)),
            Group("words", _("Phrases and units"), WordsPage(model)),
            Group("units", _("Units"), UnitsPage(model)),
            Group("days", _("Due dates and holidays"), DaysPage(model)),
            Group("papers", _("Papers and printer"), PapersPage(model)),
            Group("letters", _("Letters and letterhead"), LettersSettings(model)),
            Group("sms", _("SMS"), SmsPage(model.sms, ModemGroup(model.modem))),
            Group("receiver", _("Receiver of the report"), ReceiverPage(model)),
            *([Group("signing", _("Signing"), SigningPage(model.signing))] if model.may_administer else []),
            Group("backup", _("Backups"), BackupPage(model.backup)),
            Group("update", _("Update"), UpdatePage(model.updates)),
            Group("look", _("Look"), LookPage(model)),
            *([Group("preset", _("Of the IT department"), PresetPage(model.preset))] if model.preset.is_there else []),
        ]
        self.list = Table(
            [Column("title", _("Settings"), lambda group: group.title, 0, "words")], label=_("Groups of settings")
        )
        self.list.horizontalHeader().hide()
        self.list.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.title = Text("", "lead")
        self.pages = QStackedWidget()
        self.bar = Bar()
        self.setFocusProxy(self.list)
        self._lay_out()
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda _group: self.enter())
        for part in (model, model.signing, model.modem, model.days, model.units, model.sms, model.backup):
            part.said.connect(lambda text, back: self.bar.say(text, undo=back))
        for part in (model, model.modem, model.days, model.units, model.sms):
            part.refused.connect(self._refused)
        look().changed.connect(self._measure)

    def _lay_out(self) -> None:
        for group in self.groups:
            self.pages.addWidget(_scrolled(group.page))
        side = card()
        side.setFixedWidth(GROUPS_WIDE)
        rows = QVBoxLayout(side)
        rows.setContentsMargins(1, 8, 1, 8)
        rows.addWidget(self.list)
        main = card()
        inner = QVBoxLayout(main)
        inner.setContentsMargins(16, 12, 16, 16)
        inner.setSpacing(12)
        inner.addWidget(self.title)
        inner.addWidget(self.pages, 1)
        self._body = QHBoxLayout()
        self._body.addWidget(side)
        self._body.addWidget(main, 1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Text(_("Settings"), "title"))
        self._column.addLayout(self._body, 1)
        self._column.addWidget(self.bar)
        self.list.put(self.groups)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(margin // 2)
        self._body.setSpacing(margin)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.read()

    # coming and going ----------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """The cursor is in the groups, the first of them chosen."""
        self.list.setFocus()
        if not self.list.selectionModel().hasSelection():  # the focus alone makes a row current, and shows none
            self.list.choose_first()

    @property
    def panes(self) -> list[QWidget]:
        """For F6."""
        return [self.list, self.pages]

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", _("Into the group")), ("Esc", _("Back to the groups")), (keys.cap("help"), _("Help"))]

    def refresh(self) -> None:
        """F5."""
        self.model.read()
        self.model.updates.look()

    def go_to(self, group: str) -> None:
        """Choose the group with this id."""
        self.list.choose(group)

    def enter(self) -> None:
        """Into the chosen group's first field."""
        page = self.pages.currentWidget()
        first = page.nextInFocusChain()
        while first is not page and not (page.isAncestorOf(first) and _takes_keys(first)):
            first = first.nextInFocusChain()
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, group: Group | None) -> None:
        if group is not None:
            self.title.setText(group.title)
            self.pages.setCurrentIndex(self.groups.index(group))

    def _refused(self, field: str, reason: str) -> None:
        if not field:
            self.bar.say(reason, role="warning")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.arrive()
        else:
            super().keyPressEvent(event)


def _takes_keys(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not widget.focusProxy()
    )


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setProperty("ground", "surface")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return area
