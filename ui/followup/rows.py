"""The columns of the worklist: how late, who, about what, which unit, how far, the code."""

import datetime as dt
from collections.abc import Callable

from app.domain.codes import Stage
from app.domain.persian.calendar import short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.worklist import UNTOLD, WorkRow
from ui.widgets.chips import State
from ui.widgets.rows import Column

ICONS = {
    Stage.UNRULED: "clock",
    Stage.UNREFERRED: "clock",
    Stage.REFERRED: "send",
    Stage.RE_REFERRED: "arrow_sync",
    Stage.PARTIAL: "history",
    Stage.RETURNED: "arrow_undo",
    Stage.ANSWERED: "mail",
    Stage.PAPERS: "clock",
    Stage.DECIDED: "checkmark",
    Stage.TELLING: "chat",
    Stage.UNREACHED: "warning",
    Stage.TOLD: "checkmark_circle",
}


def columns(today: Callable[[], dt.date]) -> list[Column]:
    return [
        Column(
            "due",
            _("Late or due"),
            lambda row: when(row, today()),
            116,
            icon=lambda row: _sign(row, today()),
            colour=lambda row: role_of(row, today()),
        ),
        Column("name", _("Visitor"), lambda row: row.name, font="words", aside=_people),
        Column("subject", _("Subject"), lambda row: row.subject, wraps=False),
        Column("unit", _("Unit"), lambda row: row.unit or "", 132, stacks=True, aside=_outside),
        Column("stage", _("Stage"), lambda row: row.stage.label, 148, icon=_stage),
        Column("code", _("Follow-up code"), code_of, 112, compact=False),
    ]


def code_of(row: WorkRow) -> str:
    return persian_digits(show_follow_up_code(row.code)) if row.code else ""


def when(row: WorkRow, today: dt.date) -> str:
    """«۲۰ روز», «امروز», «۴ مهر»; of what is due on no day, since which visit it waits: «از ۴ فروردین»."""
    if late := row.days_late(today):
        return persian_digits(_("%(n)s days") % {"n": late})
    if row.due == today:
        return _("Today")
    return short_date(row.due) if row.due is not None else _("since %(date)s") % {"date": short_date(row.date)}


def role_of(row: WorkRow, today: dt.date) -> str:
    if row.days_late(today):
        return "danger"
    if row.due == today or row.stage in UNTOLD:
        return "warning"
    return "" if row.due is not None else "muted"


def late_chip(row: WorkRow, today: dt.date) -> State:
    """The same in the pane beside the list."""
    if late := row.days_late(today):
        return State(persian_digits(_("%(n)s days late") % {"n": late}), "danger", "warning", filled=True)
    if row.due == today:
        return State(_("Due today"), "warning", "clock", filled=True)
    if row.due is not None:
        return State(_("due %(date)s") % {"date": short_date(row.due)}, "plain", "clock")
    return State(row.stage.label, "warning" if row.stage in UNTOLD else "plain", ICONS[row.stage])


def _sign(row: WorkRow, today: dt.date) -> tuple[str, str, bool] | None:
    if row.days_late(today):
        return "warning", "danger", True
    return ("clock", "warning", True) if row.due == today else None


def _stage(row: WorkRow) -> tuple[str, str, bool]:
    urgent = row.stage is Stage.UNREACHED
    return ICONS[row.stage], "warning" if urgent else "text", urgent


def _outside(row: WorkRow) -> tuple[str, str, str] | None:
    return ("send", _("another agency"), "muted") if row.outside else None


def _people(row: WorkRow) -> tuple[str, str, str] | None:
    if row.people > 1:
        return "people", persian_digits(_("%(n)s people") % {"n": row.people}), "link"
    return None
