"""The boards' words: who this is, the which visit, what was promised, and what stands in an empty room's place."""

import datetime as dt

from app.domain.codes import QueueState
from app.domain.persian.calendar import TEHRAN, clock, long_date, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.issues import IssueRow
from app.queue import QueueRow
from app.visitors import Past
from ui.board.view_model import Now, Seat
from ui.desk.queue_rows import STATES
from ui.frame.office import day_state, hour_of
from ui.widgets.chips import State

NTH = (
    N_("first visit"),
    N_("second visit"),
    N_("third visit"),
    N_("fourth visit"),
    N_("fifth visit"),
    N_("sixth visit"),
    N_("seventh visit"),
    N_("eighth visit"),
    N_("ninth visit"),
    N_("tenth visit"),
)


def who(seat: Seat) -> str:
    """«فرزند خلف، از اهواز · چهارمین دیدار», and for whom he speaks."""
    row = seat.row
    parts = [
        _("child of %(father)s") % {"father": row.father_name} if row.father_name else "",
        _("from %(county)s") % {"county": seat.county} if seat.county else "",
    ]
    beside = [
        _(", ").join(filter(None, parts)),
        _(NTH[seat.nth - 1]) if seat.nth <= len(NTH) else persian_digits(_("visit %(n)s") % {"n": seat.nth}),
        _("for %(whom)s") % {"whom": row.representing} if row.representing else "",
        row.group_name or row.legal_name or "",
        persian_digits(_("%(n)s people") % {"n": row.head_count}) if row.companions else "",
    ]
    return " · ".join(filter(None, beside))


def minutes(since: dt.time, now: dt.time) -> int:
    return max((now.hour - since.hour) * 60 + now.minute - since.minute, 0)


def state_of(row: QueueRow, now: dt.time) -> State:
    """«در اتاق از ۹:۳۴ (۸ دقیقه)»; with the deputy it is not counted, and says so."""
    role, icon, _solid = STATES[row.state]
    said = row.state.label
    if row.state is QueueState.IN_ROOM and row.admitted:
        hour, n = hour_of(row.admitted), persian_digits(minutes(row.admitted, now))
        said = _("in the room since %(hour)s (%(n)s minutes)") % {"hour": hour, "n": n}
    if row.uncounted:
        return State(_("%(state)s; with the deputy") % {"state": said}, "warning", icon)
    return State(said, "accent" if role == "bare" else role, icon)


def wait_of(row: QueueRow, now: dt.time) -> str:
    return persian_digits(_("%(n)s minutes") % {"n": row.waited(now)})


def ruling_of(issue: IssueRow) -> str:
    """«در مهلت پاسخ داده شود؛ واحد شهرسازی؛ مهلت: ۱ مهر»."""
    parts = [
        (issue.ruling or "").removesuffix("."),  # the clauses that follow are of the same sentence
        _("unit %(names)s") % {"names": issue.unit} if issue.unit else "",
        _("Due: %(date)s") % {"date": short_date(issue.due)} if issue.due else "",
    ]
    return "؛ ".join(filter(None, parts))


def promised(past: Past) -> tuple[str, str]:
    """«۱ شهریور به او گفتید:» and «شهرسازی تا ۱۱ شهریور: …»."""
    said = _("%(day)s, you told this visitor:") % {"day": short_date(past.date)}
    words = past.ruling or past.subject
    if past.due is None:
        return said, f"«{words}»"
    by = {"unit": past.unit, "due": short_date(past.due), "words": words}
    return said, (_("«%(words)s», %(unit)s until %(due)s") if past.unit else _("«%(words)s», until %(due)s")) % by


def late(past: Past, today: dt.date) -> State:
    n = persian_digits(past.days_late(today))
    return State(_("%(n)s days late") % {"n": n}, "danger", "warning", filled=True)


def instead(now: Now, time: dt.time) -> str:
    """What stands in the place of who is in the room, when nobody is."""
    day = now.day
    if not day.meeting:
        if day.next_meeting is None:
            return _("Today is no meeting day.")
        return _("Today is no meeting day. Next meeting: %(date)s") % {"date": long_date(day.next_meeting)}
    if now.coming:
        said = _("The room is empty. %(n)s people are waiting. Next: %(name)s")
        return said % {"n": persian_digits(len(now.coming)), "name": now.coming[0].shown_name}
    if day.closes and time >= day.closes:
        said = _("The meeting is over. %(seen)s people were received, %(left)s left unseen.")
        return persian_digits(said % {"seen": day.seen, "left": day.left})
    return _("The room is empty. Nobody is waiting.")


def presence(now: Now) -> str:
    """The head has left, or the deputy holds the meeting: what follows is not counted (c1). "" while he is here."""
    day = now.day
    if not day.meeting or day_state(day, dt.time()).role != "warning":
        return ""
    if day.head_to is None:
        return _("With the deputy; not counted in the report")
    said = _(
        "The head is not present from %(hour)s; further visits are recorded in the deputy's name "
        "and stay out of the report."
    )
    return said % {"hour": clock(day.head_to)}


def gone(at: dt.datetime | None) -> str:
    """The desk is locked or closed: only since when is said."""
    if at is None:
        return _("The desk is not open.")
    hour = hour_of(at.astimezone(TEHRAN).time())
    return _("The connection with the desk is cut; last state at %(hour)s") % {"hour": hour}


def initials(row: QueueRow) -> str:
    """«ن. ش.», where the office wants them in the hall."""
    words = row.name.split()
    return " ".join(f"{word[0]}." for word in (words[0], words[-1])) if words else ""
