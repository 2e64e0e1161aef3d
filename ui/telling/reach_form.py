"""How the applicant is reached: whose number it is, what he wants, where letters go."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app import reach, telling
from app.domain.codes import Way
from app.domain.persian import ids
from app.domain.texts import _
from app.issues import IssueRow
from app.telling import Ways
from ui.desk.issue_model import IssueModel
from ui.widgets.field import DigitField, Field, TextField
from ui.widgets.ids import MobileField
from ui.widgets.place_form import PlaceForm
from ui.widgets.segment import Segment
from ui.widgets.text import Text

if TYPE_CHECKING:
    from app.reach import ReachRow

NO_WISH = ""


class ReachForm(PlaceForm):
    """Enter goes on and in the last field saves; what is wrong is said at its field."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("How he is reached"), _("Save"), parent)
        self._model = model
        self._issue: IssueRow | None = None
        self._before: ReachRow | None = None
        self.mobile = MobileField(_("Mobile"))
        self.whose = TextField(_("Whose number it is (empty: his own)"), "mobile_of")
        self.prefers = Segment(
            [(NO_WISH, _("no wish")), *((way.value, way.label) for way in Way)], _("The way that he asked for")
        )
        self.landline = DigitField(_("Landline"), "landline", most=11, rule=ids.landline)
        self.address = TextField(_("Address"), "address")
        self.postal_code = DigitField(_("Postal code"), "postal_code", most=10)
        self.no_sms = QCheckBox(_("He wants no SMS"))
        self.blocked = QCheckBox(_("He has stopped SMS from our line"))
        self.put(self.mobile, self.whose)
        self.body.addWidget(self.no_sms)
        self.body.addWidget(self.blocked)
        self.body.addWidget(Text(_("The way that he asked for"), "caption", "muted"))
        self.put(self.prefers, self.landline, self.address, self.postal_code)
        self.whose.entered.disconnect()
        self.whose.entered.connect(self.prefers.setFocus)
        self.body.addStretch(1)
        self.postal_code.left.connect(self._look_at_postal_code)
        for choice in (self.no_sms, self.blocked):
            choice.toggled.connect(self._keep)
        self.prefers.changed.connect(self._keep)
        self.fields: dict[str, Field] = {
            field.name: field for field in (self.mobile, self.whose, self.landline, self.address, self.postal_code)
        }

        for field in self.fields.values():
            field.changed.connect(self._keep)

    def show_issue(self, issue: IssueRow) -> None:
        self._issue, self._before = issue, None
        self.about.set_text(issue.visitor)
        self.line.set_text("")
        for field in self.fields.values():
            field.clear()
        self.mobile.setFocus()
        self._model.read("reach", partial(telling.ways, self._model.office, issue.id), self._show)

    def _show(self, ways: Ways) -> None:
        """The store's answer; what was typed before it came stays."""
        if self._issue is None or ways.issue.id != self._issue.id:
            return
        row = ways.reach
        shown = {**_standing(row), **self._model.half_written("reach", self._issue)}
        for name, field in self.fields.items():
            if not field.text():
                field.set_text(shown[name])
        self.no_sms.setChecked(shown["no_sms"])
        self.blocked.setChecked(shown["blocked"])
        self.blocked.setVisible(row.blocked_line is not None)
        self.prefers.set_data(shown["prefers"])
        self._before = row
        self._keep()
        self._look_at_postal_code()
        self.mobile.edit.selectAll()

    def _keep(self) -> None:
        """What differs from what stands is kept until it is saved."""
        if self._issue is None or self._before is None:
            return
        now: dict[str, Any] = {name: field.text() for name, field in self.fields.items()}
        now |= {"no_sms": self.no_sms.isChecked(), "blocked": self.blocked.isChecked(), "prefers": self.prefers.data()}
        stands = _standing(self._before)
        self._model.typed("reach", self._issue, {name: now[name] for name in now if now[name] != stands[name]})

    def _look_at_postal_code(self) -> None:
        self.postal_code.note(ids.postal_code(self.postal_code.text())[1] or "", role="warning")

    def save(self) -> None:
        if self._issue is None or self._before is None:
            return
        wrong = [field for field in self.fields.values() if not field.check()]
        if wrong:
            wrong[0].setFocus()
            return
        wish = self.prefers.data()
        wanted = replace(
            self._before,
            mobile=self.mobile.text() or None,
            mobile_of=self.whose.text() or None,
            no_sms=self.no_sms.isChecked(),
            blocked_line=self._before.blocked_line if self.blocked.isChecked() else None,
            prefers=Way(wish) if wish else None,
            landline=self.landline.text() or None,
            address=self.address.text() or None,
            postal_code=self.postal_code.text() or None,
        )
        office, person = self._model.office, self._before.visitor_id
        said = _("How %(name)s is reached was saved.") % {"name": self._before.name}
        job = partial(reach.change, office, person, wanted, self._before)
        self._model.write("reach", self._issue, job, said, lambda before: partial(reach.change, office, person, before))

    def say(self, field: str, reason: str) -> None:
        at = self.fields.get(field, self.mobile)
        at.say(reason)
        at.setFocus()

    def forget(self) -> None:
        self._issue = self._before = None


def _standing(row: "ReachRow") -> dict[str, Any]:
    """What the form shows of it, by its parts."""
    return {
        "mobile": row.mobile or "",
        "mobile_of": row.mobile_of or "",
        "landline": row.landline or "",
        "address": row.address or "",
        "postal_code": row.postal_code or "",
        "no_sms": row.no_sms,
        "blocked": row.blocked_line is not None,
        "prefers": row.prefers.value if row.prefers else NO_WISH,
    }
