"""The line over the report screen: which quarter, the way to another one, and what else can be opened from here."""

from collections.abc import Callable, Sequence

from app.domain.persian.calendar import Quarter, short_date
from app.domain.persian.periods import Span
from app.domain.texts import _
from ui import keys
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.text import Text
from ui.widgets.wrap import Wrap

Act = Callable[[], object]


class QuarterHead(Wrap):
    """acts: words, icon, what is done and the id of its key, if it has one. `other` is the field for other days."""

    def __init__(self, earlier: Act, later: Act, acts: Sequence[tuple[str, str, Act, str]]) -> None:
        super().__init__(gap=12)
        self.earlier = Button(icon="chevron_left", name=_("Earlier quarter"), on_click=earlier)
        self.later = Button(icon="chevron_right", name=_("Later quarter"), on_click=later)
        self.earlier.setToolTip(keys.tooltip("earlier", _("Earlier quarter")))
        self.later.setToolTip(keys.tooltip("later", _("Later quarter")))
        self.quarter, self.period = Text("", "lead"), Text("", "body", "muted")
        self.other = TextField(_("Other days"), "period", placeholder=_("1405/05 or 1405/05/01 to 1405/05/15"))
        self.other.setMaximumWidth(420)
        self.other.hide()
        self.addWidget(Text(_("Quarterly report"), "title"))
        for part in (self.earlier, self.quarter, self.later, self.period):
            self.addWidget(part)
        for words, icon, act, key in acts:
            button = Button(words, icon, kind=PLAIN, on_click=act)
            if key:
                button.setToolTip(keys.tooltip(key, words))
            self.addWidget(button)

    def show_span(self, span: Span, *, has_later: bool) -> None:
        self.quarter.setText(span.name)
        dates = {"first": short_date(span.first), "last": short_date(span.last)}
        self.period.setText(_("%(first)s to %(last)s") % dates if isinstance(span, Quarter) else "")
        self.later.setEnabled(has_later)
