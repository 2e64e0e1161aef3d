"""What a day still lacks, as rows: each with what Enter does about it."""

from dataclasses import dataclass
from enum import Enum

from app.closing import Missing
from app.domain.codes import QueueState
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from ui.widgets.rows import Column


class What(Enum):
    HOURS = "hours"
    IN_ROOM = "in_room"
    WAITS = "waits"
    UNRULED = "unruled"
    ABSENT = "absent"


ICONS = {
    What.HOURS: ("clock", "warning", False),
    What.IN_ROOM: ("door_arrow_right", "danger", False),
    What.WAITS: ("clock", "danger", False),
    What.UNRULED: ("edit", "warning", False),
    What.ABSENT: ("info", "muted", False),
}


@dataclass(frozen=True)
class Lack:
    """One thing that is missing. row: whose; text: in words; mend: what Enter does, or nothing for a mere remark."""

    id: str
    what: What
    text: str
    mend: str
    row: QueueRow | None = None

    @property
    def holds_up(self) -> bool:
        """The day cannot be closed before."""
        return self.what in (What.IN_ROOM, What.WAITS)


def lacks(missing: Missing) -> list[Lack]:
    """What holds up the closing first."""
    found = [_of(row) for row in missing.waiting]
    if missing.hours:
        found.append(Lack("hours", What.HOURS, _("The head's hours are not noted."), _("note them")))
    for row in missing.unruled:
        said = _("%(who)s: no ruling yet") % {"who": _who(row)}
        found.append(Lack(f"unruled {row.visit_id}", What.UNRULED, said, _("Record ruling"), row))
    if missing.absent:
        said = _("%(n)s people were booked and did not come: %(names)s")
        words = {"n": persian_digits(len(missing.absent)), "names": _(", ").join(missing.absent)}
        found.append(Lack("absent", What.ABSENT, said % words, ""))
    return found


def _of(row: QueueRow) -> Lack:
    inside = row.state is QueueState.IN_ROOM
    said = f"{_who(row)}: {row.state.label}"
    mend = _("End visit") if inside else _("to the next meeting")
    return Lack(f"open {row.visit_id}", What.IN_ROOM if inside else What.WAITS, said, mend, row)


def _who(row: QueueRow) -> str:
    return _("turn %(number)s, %(name)s") % {"number": persian_digits(row.number or 0), "name": row.shown_name}


def columns() -> list[Column]:
    return [
        Column("text", _("What is missing"), lambda lack: lack.text, 0, "words", icon=lambda lack: ICONS[lack.what]),
        Column("mend", _("Enter"), lambda lack: lack.mend, 136, colour=lambda _lack: "muted"),
    ]
