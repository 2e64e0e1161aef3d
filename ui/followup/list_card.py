"""The list's card: tabs by what hurts with their counts, filters, the rows, and how many they are."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.worklist import Counts, Tab, WorkRow
from ui.followup.filters import FilterRow
from ui.followup.rows import columns
from ui.widgets.buttons import KeyCap
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.text import Elided, Text, rule

EMPTY = {
    Tab.OVERDUE: N_("The due date of no matter has passed."),
    Tab.TODAY: N_("No matter is due today."),
    Tab.WAITING: N_("No unit is waited for."),
    Tab.UNTOLD: N_("Every result was told."),
    Tab.OPEN: N_("No matter is open."),
}
COUNTED = {Tab.TODAY: N_("%(n)s matters"), Tab.UNTOLD: N_("%(n)s matters, the oldest on top")}
ROLES = {Tab.OVERDUE: "danger", Tab.TODAY: "warning"}


class ListCard(QFrame):
    """Shows what it is given; what is chosen in it, its parts say themselves."""

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.tabs = Tabs([(tab, tab.label) for tab in Tab], _("What is to be done"))
        self.filters = FilterRow(today)
        self.table = Table(columns(today), row_id=lambda row: row.issue_id, name="followup.list", label=_("Follow-up"))
        self.count = Elided("", "caption", "muted")
        inner = QVBoxLayout(self)
        inner.setContentsMargins(1, 0, 1, 1)
        inner.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.addWidget(self.tabs)
        top.addStretch(1)
        inner.addLayout(top)
        inner.addWidget(self.filters)
        inner.addWidget(self.table, 1)
        inner.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.setSpacing(6)
        foot.addWidget(self.count, 1)
        foot.addWidget(KeyCap("Enter"))
        foot.addWidget(Text(_("The matter's story"), "caption", "muted"))
        inner.addLayout(foot)

    def put(self, tab: Tab, rows: list[WorkRow], *, more: bool, narrow: bool) -> None:
        """The tab's rows from its beginning. narrow: by filters, so that none of them need not be good news."""
        filtered = _("Nothing fits this filter. Esc removes it.")
        self.table.empty = filtered if narrow else _(EMPTY[tab])
        self.table.put(rows, more=more)

    def show_counts(self, shown: Tab, counts: Counts) -> None:
        for tab in Tab:
            self.tabs.set_count(tab, getattr(counts, tab), ROLES.get(tab, "plain") if getattr(counts, tab) else "plain")
        number = getattr(counts, shown)
        said = COUNTED.get(shown, N_("%(n)s matters, what hurts most on top"))
        self.count.set_text(persian_digits(_(said) % {"n": number}) if number else "")
